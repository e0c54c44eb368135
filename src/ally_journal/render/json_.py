"""JSON as scripts rely on it: exact text, integers for counts, ISO dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ally_journal.domain.moments import from_utc_ms

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterable, Mapping

    from ally_journal.domain.before import Before, Remembered
    from ally_journal.domain.changes import Happening, Version
    from ally_journal.domain.content import Idea
    from ally_journal.domain.entries import Entry
    from ally_journal.domain.obstacles import Obstacle
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.settings import Settings
    from ally_journal.domain.shelf import ShelfItem
    from ally_journal.domain.summaries import Summary
    from ally_journal.domain.years import Year


def entry(value: Entry) -> str:
    """One entry as a document."""
    return _document(_entry(value))


def entries(values: Iterable[Entry]) -> str:
    """Entries as an array, in the order given."""
    return _document([_entry(value) for value in values])


def plan(value: Plan) -> str:
    """One plan as a document."""
    return _document(_plan(value))


def plans(values: Iterable[Plan]) -> str:
    """Plans as an array, in the order given."""
    return _document([_plan(value) for value in values])


def obstacle(value: Obstacle) -> str:
    """One obstacle as a document."""
    return _document(_obstacle(value))


def obstacles(values: Iterable[Obstacle]) -> str:
    """Obstacles as an array, in the order given."""
    return _document([_obstacle(value) for value in values])


def shelf_item(value: ShelfItem) -> str:
    """One thing on the shelf as a document."""
    return _document(_shelf_item(value))


def shelf(values: Iterable[ShelfItem]) -> str:
    """Things on the shelf as an array, in the order given."""
    return _document([_shelf_item(value) for value in values])


def reflection(value: Reflection) -> str:
    """One reflection as a document."""
    return _document(_reflection(value))


def reflections(values: Iterable[Reflection]) -> str:
    """Reflections as an array, in the order given."""
    return _document([_reflection(value) for value in values])


def ideas(values: Iterable[Idea]) -> str:
    """Ideas as an array, in the order given."""
    return _document([idea._asdict() for idea in values])


def before(value: Before) -> str:
    """What to read before a meeting as a document."""
    return _document(
        {
            "plans": [_plan(plan) for plan in value.plans],
            "lesson": value.lesson and _remembered(value.lesson),
            "heard": value.heard and _remembered(value.heard),
            "phrase": value.phrase,
        }
    )


def review(summary: Summary) -> str:
    """A review as a document."""
    period = summary.period
    return _document(
        {
            "format": "ally/review",
            "version": 1,
            "period": {
                "name": period.name,
                "first_day": period.first_day.isoformat(),
                "last_day": period.last_day.isoformat(),
            },
            "kinds": {kind.value: count for kind, count in summary.kinds.items()},
            "entries": [_entry(value) for value in summary.entries],
            "weeks_written": {"of": len(summary.weeks), "written": sum(summary.weeks)},
            "heard": _heard(summary.heard),
            "plans": [_plan(value) for value in summary.plans],
            "obstacles": [_obstacle(value) for value in summary.obstacles],
            "why": summary.why and _reflection(summary.why),
            "reflections": [_reflection(value) for value in summary.exported],
        }
    )


def year(value: Year) -> str:
    """A year as a document, with everything in it: the private copy."""
    return _document(
        {
            "format": "ally/year",
            "version": 1,
            "year": value.year,
            "copy": "private",
            "through": value.through.isoformat(),
            "months": {kind.value: list(counts) for kind, counts in value.months.items()},
            "weeks": {kind.value: list(marks) for kind, marks in value.weeks.items()},
            "heard": _heard(value.heard),
            "plans": [_plan(plan) for plan in value.plans],
            "obstacles": [_obstacle(obstacle) for obstacle in value.obstacles],
            "mistakes": [_entry(entry) for entry in value.mistakes],
            "chosen": [_entry(entry) for entry in value.chosen],
            "shelf": [_shelf_item(item) for item in value.shelf],
            "reflections": [_reflection(one) for one in value.exported],
        }
    )


def versions(values: Iterable[Version]) -> str:
    """The history of an entry as an array, oldest first."""
    return _document(
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
    return _document(
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
    return _document(
        {
            "week_starts": value.week_starts,
            "day_starts_at": f"{value.day_starts_at:%H:%M}",
            "counts": value.counts,
            "plain": value.plain,
            "conflict": bool(others),
            "others": {key: list(values) for key, values in others.items()},
        }
    )


def _document(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _entry(value: Entry) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "number": value.number,
        "kind": value.kind.value,
        "text": value.text,
        "day": value.day.isoformat(),
        "at": value.at and value.at.isoformat(timespec="seconds"),
        "tags": list(value.all_tags),
        "people": list(value.all_people),
        "way": value.way,
        "went": value.went,
        "because": value.because,
        "lesson": value.lesson,
        "asked": value.asked,
        "answers": value.answers,
        "share": value.share,
        "plan": value.plan,
        "heard": [
            {"from": heard.source, "text": heard.text, "day": heard.day.isoformat()}
            for heard in value.heard
        ],
        "conflict": value.conflict,
        "created": _utc(value.created),
        "changed": _utc(value.changed),
    }


def _plan(value: Plan) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "number": value.number,
        "text": value.text,
        "from": value.source,
        "until": value.until and value.until.isoformat(),
        "state": value.state,
        "opened": value.opened.isoformat(),
        "closed": value.closed and value.closed.isoformat(),
        "note": value.note,
        "share": value.share,
        "entries": list(value.entries),
        "conflict": value.conflict,
        "others": [one and _plan(one) for one in value.others],
    }


def _obstacle(value: Obstacle) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "number": value.number,
        "text": value.text,
        "lever": value.lever,
        "who": value.who,
        "next": value.next,
        "state": value.state,
        "opened": value.opened.isoformat(),
        "closed": value.closed and value.closed.isoformat(),
        "note": value.note,
        "conflict": value.conflict,
        "others": [one and _obstacle(one) for one in value.others],
    }


def _shelf_item(value: ShelfItem) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "number": value.number,
        "title": value.title,
        "by": value.by,
        "type": value.type,
        "state": value.state,
        "takeaway": value.takeaway,
        "day": value.day and value.day.isoformat(),
        "conflict": value.conflict,
        "others": [one and _shelf_item(one) for one in value.others],
    }


def _remembered(value: Remembered) -> Mapping[str, Any]:
    return {"text": value.text, "day": value.day.isoformat(), "entry": value.entry}


def _reflection(value: Reflection) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "topic": value.topic,
        "text": value.text,
        "day": value.day.isoformat(),
        "for_sharing": value.for_sharing,
        "conflict": value.conflict,
        "others": [one and _reflection(one) for one in value.others],
    }


def _heard(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {source.replace("-", "_"): count for source, count in counts.items()}


def _utc(milliseconds: int) -> str:
    moment = from_utc_ms(milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
