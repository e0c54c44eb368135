"""How domain values are written into the bodies of revisions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ally_journal.domain.moments import utc_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ally_journal.domain.askings import Asking
    from ally_journal.domain.entries import Entry, Heard
    from ally_journal.domain.obstacles import Obstacle
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.shelf import ShelfItem


def entry_body(entry: Entry, plan: str | None) -> dict[str, Any]:
    """The body of an entry; `plan` is the record id of its plan."""
    return {
        "kind": entry.kind.value,
        "text": entry.text,
        "day": entry.day.isoformat(),
        **_moment_fields(entry.at),
        "zone": entry.zone if entry.at else None,
        "tags": list(entry.tags),
        "people": list(entry.people),
        "way": entry.way,
        "went": entry.went if entry.went != "done" else None,
        "because": entry.because,
        "lesson": entry.lesson,
        "asked": entry.asked,
        "answers": entry.answers,
        "share": entry.share,
        "plan": plan,
    }


def plan_body(plan: Plan) -> dict[str, Any]:
    """The body of a plan."""
    return {
        "text": plan.text,
        "from": plan.source,
        "until": plan.until and plan.until.isoformat(),
        "state": plan.state,
        "note": plan.note,
        "opened": plan.opened.isoformat(),
        "closed": plan.closed and plan.closed.isoformat(),
        "share": plan.share,
    }


def reflection_body(reflection: Reflection) -> dict[str, Any]:
    """The body of a reflection."""
    return {
        "topic": reflection.topic,
        "text": reflection.text,
        "day": reflection.day.isoformat(),
        "for_sharing": reflection.for_sharing,
    }


def heard_body(entry: str, heard: Heard) -> dict[str, Any]:
    """The body of something heard back about the entry of that record id."""
    return {
        "entry": entry,
        "from": heard.source,
        "text": heard.text,
        "day": heard.day.isoformat(),
    }


def obstacle_body(obstacle: Obstacle) -> dict[str, Any]:
    """The body of an obstacle."""
    return {
        "text": obstacle.text,
        "lever": obstacle.lever,
        "who": obstacle.who,
        "next": obstacle.next,
        "state": obstacle.state,
        "note": obstacle.note,
        "opened": obstacle.opened.isoformat(),
        "closed": obstacle.closed and obstacle.closed.isoformat(),
    }


def shelf_body(item: ShelfItem) -> dict[str, Any]:
    """The body of a thing on the shelf."""
    return {
        "title": item.title,
        "by": item.by,
        "type": item.type,
        "state": item.state,
        "takeaway": item.takeaway,
        "day": item.day and item.day.isoformat(),
    }


def asked_body(asking: Asking) -> dict[str, Any]:
    """The body of a question that was put."""
    return {**asking._asdict(), "day": asking.day.isoformat()}


def _moment_fields(at: datetime | None) -> Mapping[str, int | None]:
    """The instant as UTC milliseconds and the offset in seconds."""
    if at is None:
        return {"at": None, "offset": None}
    offset = at.utcoffset() or timedelta()
    return {"at": utc_ms(at), "offset": int(offset.total_seconds())}
