"""JSON as scripts rely on it: exact text, integers for counts, ISO dates."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ally_journal.domain.calendar.moment import from_utc_ms
from ally_journal.domain.records.fields import json_of

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ally_journal.domain.content import Idea
    from ally_journal.domain.history import Happening, Reverted, Version
    from ally_journal.domain.records.away import Away
    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.idea import OwnIdea
    from ally_journal.domain.records.obstacle import Obstacle
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.reflection import Reflection
    from ally_journal.domain.records.rehearsal import Rehearsal
    from ally_journal.domain.records.settings import Settings
    from ally_journal.domain.records.shelf import ShelfItem
    from ally_journal.domain.review.before import Before
    from ally_journal.domain.review.summary import Summary
    from ally_journal.domain.review.year import Year
    from ally_journal.domain.sharing.copy import SharingYear

    Record = Entry | Plan | Obstacle | ShelfItem | OwnIdea | Reflection


def record(value: Record) -> str:
    """One entry, plan, obstacle, thing on the shelf, own idea or reflection as a document."""
    return document(value)


def records(values: Iterable[Record]) -> str:
    """Records as an array, in the order given."""
    return document(tuple(values))


def one_or_all(values: Sequence[Record]) -> str:
    """What was done to as many records as were named: one as a document, several as an array."""
    return record(values[0]) if len(values) == 1 else records(values)


def records_in_chunks(batches: Iterable[Iterable[Record]]) -> Iterator[str]:
    """The same document in chunks, one for each batch and one for its end."""
    before = "["
    for batch in batches:
        shown = [f"\n{record(value)}".rstrip("\n").replace("\n", "\n  ") for value in batch]
        if shown:
            yield before + ",".join(shown)
            before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def ideas(values: Iterable[Idea], own: Iterable[OwnIdea] = ()) -> str:
    """Ideas as an array, in the order given; then the person's own, which have a number."""
    shipped = [(one.text, one.kind, one.way, one.reach, None) for one in values]
    mine = [(one.text, one.kind, None, None, one.number) for one in own]
    names = ("text", "kind", "way", "reach", "number")
    return document([dict(zip(names, one, strict=True)) for one in (*shipped, *mine)])


def rehearsal(value: Rehearsal, entry: int) -> str:
    """A sentence that was made ready as a document, with the number of its entry."""
    return document({**json_of(value), "entry": entry})


def rehearsals(values: Iterable[Rehearsal], entry: int) -> str:
    """Those of one entry as an array, oldest first."""
    return document([{**json_of(one), "entry": entry} for one in values])


def pauses(values: Iterable[Away]) -> str:
    """Pauses as an array, by their first day."""
    return document([json_of(one) for one in values])


def pause(value: Away | None) -> str:
    """One pause as a document; null where none is left."""
    return document(value and json_of(value))


def before(value: Before) -> str:
    """What to read before a meeting as a document."""
    remembered = {"lesson": value.lesson, "heard": value.heard}
    rest = {
        "obstacle": value.obstacle,
        "shelf": value.shelf,
        **{name: words and words._asdict() for name, words in remembered.items()},
        "rehearsed": value.rehearsed and value.rehearsed.text,
        "phrase": value.phrase,
        "fitting": value.fitting,
    }
    return document({"plans": value.plans, **rest})


def review(summary: Summary) -> str:
    """A review as a document."""
    period = summary.period
    return document(
        {
            "format": "ally/review",
            "version": 1,
            "period": {
                "name": period.name,
                "first_day": period.first_day,
                "last_day": period.last_day,
            },
            "kinds": summary.kinds,
            "entries": summary.entries,
            "weeks_written": {
                "of": len(summary.weeks) - summary.weeks.count(None),
                "written": summary.weeks.count(True),
                "away": summary.weeks.count(None),
            },
            "away": summary.away,
            "since": summary.since,
            "heard": _heard(summary.heard),
            "plans": summary.plans,
            "obstacles": summary.obstacles,
            "why": summary.why,
            "reflections": summary.exported,
            "ready": [{"text": one.text, "day": one.day} for one in summary.ready],
            "shelf": summary.shelf,
        }
    )


def year(value: Year) -> str:
    """A year as a document, with everything in it and all its entries: the private copy."""
    return document(
        {
            "format": "ally/year",
            "version": 1,
            "year": value.year,
            "copy": "private",
            "through": value.through,
            "months": value.months,
            "weeks": value.weeks,
            "away": [{"from": one.first, "until": one.until} for one in value.pauses],
            "heard": _heard(value.heard),
            "otherwise": value.otherwise,
            "plans": value.plans,
            "obstacles": value.obstacles,
            "entries": value.entries,
            "mistakes": value.mistakes,
            "chosen": value.chosen,
            "shelf": value.shelf,
            "reflections": value.exported,
        }
    )


def sharing(copy: SharingYear) -> str:
    """A copy of a year for others as a document: no numbers, no ids and no days."""
    from ally_journal.render.views import sharing as parts  # noqa: PLC0415 - only for a copy

    topics = [("year", one) for one in copy.own_words]
    topics += [("next-year", one) for one in copy.next_year]
    return document(
        {
            "format": "ally/year",
            "version": 1,
            "year": copy.year,
            "copy": "sharing",
            "through": f"{copy.year}-{copy.through.month:02}",
            "months": copy.months,
            "plans": [asdict(plan) for plan in copy.plans],
            "chosen": parts.moments(copy),
            "shelf": [asdict(item) for item in copy.shelf],
            "reflections": [{"topic": topic, "text": text} for topic, text in topics],
            "reviewed": copy.looked.whole,
            "about": tuple(parts.about(copy)),
        }
    )


def versions(values: Iterable[Version]) -> str:
    """The history of an entry as an array, oldest first."""
    return document(
        [
            {
                "rev": one.ordinal,
                "op": one.op,
                "at": _utc(one.at),
                "changed": one.changed,
                "text": one.text,
                "undoes": one.undoes,
            }
            for one in values
        ]
    )


def changes(values: Iterable[Happening]) -> str:
    """The newest changes of a journal as an array, oldest first."""
    return document(
        [
            {
                "at": _utc(one.at),
                "type": one.type,
                "number": one.number,
                "change": one.verb,
                "undoes": one.undoes,
            }
            for one in values
        ]
    )


def reverted(values: Iterable[Reverted]) -> str:
    """What undo or redo did, as an array."""
    return document([one._asdict() for one in values])


def settings(value: Settings, others: Mapping[str, tuple[str | None, ...]]) -> str:
    """The settings as a document, each in its own type; `others` are for those in conflict."""
    return document(
        {
            **value._asdict(),
            "day_starts_at": f"{value.day_starts_at:%H:%M}",
            "conflict": bool(others),
            "others": {key: list(values) for key, values in others.items()},
        }
    )


def document(value: object) -> str:
    """Anything of the journal that JSON can hold as a document of its own."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_encoded) + "\n"


def _encoded(value: Any) -> object:  # noqa: ANN401 - a day or a record
    """A day in ISO form; a path, in which a byte that is no UTF-8 is replaced; or a record.

    A record says its id and number, what is kept, and what the store worked out.
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return os.fsencode(value).decode("utf-8", "replace")
    said = {name: getattr(value, name) for name in ("id", "number") if hasattr(value, name)}
    said |= json_of(value)
    for name, shown in _WORKED_OUT.items():
        if hasattr(value, name):
            said[name] = shown(getattr(value, name))
    return said


def _heard(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {source.replace("-", "_"): count for source, count in counts.items()}


def _utc(milliseconds: int) -> str:
    moment = from_utc_ms(milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


_WORKED_OUT: Mapping[str, Callable[[Any], object]] = {
    "did": lambda several: [json_of(one) for one in several],
    "entries": list,
    "heard": lambda several: [{**json_of(one), "conflict": one.conflict} for one in several],
    "conflict": bool,
    "others": list,
    "created": _utc,
    "changed": _utc,
}
"""What no body says, in the order in which it is shown, where a record has it."""
