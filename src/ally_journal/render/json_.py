"""JSON as scripts rely on it: exact text, integers for counts, ISO dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ally_journal.domain.moments import from_utc_ms

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterable, Mapping

    from ally_journal.domain.entries import Entry
    from ally_journal.domain.obstacles import Obstacle
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.summaries import Summary


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
            "heard": {name.replace("-", "_"): count for name, count in summary.heard.items()},
            "plans": [_plan(value) for value in summary.plans],
            "obstacles": [_obstacle(value) for value in summary.obstacles],
            "why": summary.why and _reflection(summary.why),
            "reflections": [_reflection(value) for value in summary.reflections],
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
    }


def _reflection(value: Reflection) -> Mapping[str, Any]:
    return {
        "id": value.id,
        "topic": value.topic,
        "text": value.text,
        "day": value.day.isoformat(),
    }


def _utc(milliseconds: int) -> str:
    moment = from_utc_ms(milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
