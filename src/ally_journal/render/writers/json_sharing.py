"""A copy of a year for others as JSON: no numbers, no ids and no days."""

from ally_journal.domain.sharing.copy import SharingYear
from ally_journal.render.views import sharing as parts
from ally_journal.render.writers import json_

_FORMAT = {"format": "ally/year", "version": 1}


def sharing(copy: SharingYear) -> str:
    """The copy as a document; the schema is schemas/year-sharing.json."""
    topics = [("year", one) for one in copy.own_words]
    topics += [("next-year", one) for one in copy.next_year]
    return json_.document(
        {
            **_FORMAT,
            "year": copy.year,
            "copy": "sharing",
            "through": f"{copy.year}-{copy.through.month:02}",
            "months": {kind.value: list(written) for kind, written in copy.months.items()},
            "plans": [
                {"text": one.text, "state": one.state, "note": one.note} for one in copy.plans
            ],
            "chosen": [
                {"kind": one.kind.value, "month": parts.month(copy, one), "text": parts.moment(one)}
                for one in copy.entries
            ],
            "shelf": [{"title": one.title, "by": one.by, "state": one.state} for one in copy.shelf],
            "reflections": [{"topic": topic, "text": text} for topic, text in topics],
            "reviewed": copy.reviewed,
            "about": list(parts.about(copy)),
        }
    )
