"""JSON as scripts rely on it: exact text, integers for counts, ISO dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ally_journal.domain.calendar.moment import from_utc_ms
from ally_journal.domain.records.fields import json_of

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Callable, Iterable, Mapping

    from ally_journal.domain.content import Idea
    from ally_journal.domain.history import Happening, Version
    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.obstacle import Obstacle
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.reflection import Reflection
    from ally_journal.domain.records.settings import Settings
    from ally_journal.domain.records.shelf import ShelfItem
    from ally_journal.domain.review.before import Before, Remembered
    from ally_journal.domain.review.summary import Summary
    from ally_journal.domain.review.year import Year

    Record = Entry | Plan | Obstacle | ShelfItem | Reflection


def record(value: Record) -> str:
    """One entry, plan, obstacle, thing on the shelf or reflection as a document."""
    return document(_record(value))


def records(values: Iterable[Record]) -> str:
    """Records as an array, in the order given."""
    return document([_record(value) for value in values])


def ideas(values: Iterable[Idea]) -> str:
    """Ideas as an array, in the order given."""
    return document([idea._asdict() for idea in values])


def before(value: Before) -> str:
    """What to read before a meeting as a document."""
    return document(
        {
            "plans": [_record(plan) for plan in value.plans],
            "lesson": value.lesson and _remembered(value.lesson),
            "heard": value.heard and _remembered(value.heard),
            "phrase": value.phrase,
        }
    )


def review(summary: Summary) -> str:
    """A review as a document."""
    period = summary.period
    return document(
        {
            "format": "ally/review",
            "version": 1,
            "period": {
                "name": period.name,
                "first_day": period.first_day.isoformat(),
                "last_day": period.last_day.isoformat(),
            },
            "kinds": {kind.value: count for kind, count in summary.kinds.items()},
            "entries": [_record(value) for value in summary.entries],
            "weeks_written": {"of": len(summary.weeks), "written": sum(summary.weeks)},
            "heard": _heard(summary.heard),
            "plans": [_record(value) for value in summary.plans],
            "obstacles": [_record(value) for value in summary.obstacles],
            "why": summary.why and _record(summary.why),
            "reflections": [_record(value) for value in summary.exported],
        }
    )


def year(value: Year) -> str:
    """A year as a document, with everything in it: the private copy."""
    return document(
        {
            "format": "ally/year",
            "version": 1,
            "year": value.year,
            "copy": "private",
            "through": value.through.isoformat(),
            "months": {kind.value: list(counts) for kind, counts in value.months.items()},
            "weeks": {kind.value: list(marks) for kind, marks in value.weeks.items()},
            "heard": _heard(value.heard),
            "plans": [_record(plan) for plan in value.plans],
            "obstacles": [_record(obstacle) for obstacle in value.obstacles],
            "mistakes": [_record(entry) for entry in value.mistakes],
            "chosen": [_record(entry) for entry in value.chosen],
            "shelf": [_record(item) for item in value.shelf],
            "reflections": [_record(one) for one in value.exported],
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


def settings(value: Settings, others: Mapping[str, tuple[str | None, ...]]) -> str:
    """The settings as a document, each in its own type; `others` are for those in conflict."""
    return document(
        {
            "week_starts": value.week_starts,
            "day_starts_at": f"{value.day_starts_at:%H:%M}",
            "counts": value.counts,
            "plain": value.plain,
            "conflict": bool(others),
            "others": {key: list(values) for key, values in others.items()},
        }
    )


def document(value: object) -> str:
    """Anything JSON can hold as a document of its own."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _record(value: Record) -> Mapping[str, Any]:
    """A record: its id and number, then what is kept of it, then what the store worked out."""
    said = {name: getattr(value, name) for name in ("id", "number") if hasattr(value, name)}
    said |= json_of(value)
    for name, shown in _WORKED_OUT.items():
        if hasattr(value, name):
            said[name] = shown(getattr(value, name))
    return said


def _remembered(value: Remembered) -> Mapping[str, Any]:
    return {"text": value.text, "day": value.day.isoformat(), "entry": value.entry}


def _heard(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {source.replace("-", "_"): count for source, count in counts.items()}


def _utc(milliseconds: int) -> str:
    moment = from_utc_ms(milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


_WORKED_OUT: Mapping[str, Callable[[Any], object]] = {
    "entries": list,
    "heard": lambda several: [json_of(one) for one in several],
    "conflict": bool,
    "others": lambda several: [one and _record(one) for one in several],
    "created": _utc,
    "changed": _utc,
}
"""What no body says, in the order in which it is shown, where a record has it."""
