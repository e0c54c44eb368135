"""A copy of a year for others as JSON: no numbers, no ids and no days."""

from dataclasses import asdict

from ally_journal.domain.sharing.copy import SharingYear
from ally_journal.render.views import sharing as parts
from ally_journal.render.writers import json_


def sharing(copy: SharingYear) -> str:
    """The copy as a document; the schema is schemas/year-sharing.json."""
    topics = [("year", one) for one in copy.own_words]
    topics += [("next-year", one) for one in copy.next_year]
    return json_.document(
        {
            "format": "ally/year",
            "version": 1,
            "year": copy.year,
            "copy": "sharing",
            "through": f"{copy.year}-{copy.through.month:02}",
            "months": copy.months,
            "plans": [asdict(plan) for plan in copy.plans],
            "chosen": [
                {"kind": one.kind, "month": parts.month(copy, one), "text": parts.moment(one)}
                for one in copy.entries
            ],
            "shelf": [asdict(item) for item in copy.shelf],
            "reflections": [{"topic": topic, "text": text} for topic, text in topics],
            "reviewed": copy.reviewed,
            "about": tuple(parts.about(copy)),
        }
    )
