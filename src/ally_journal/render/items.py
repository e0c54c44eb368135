"""What lists say of plans, obstacles, things on the shelf and reflections, in every form.

The forms lie in `terminal_items` and `spoken_items`. Words may be a person's own and are not
cleaned yet.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ally_journal.domain.dates import day_short
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.plans import Plan
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import IN_PROGRESS, TO_READ, ShelfItem
from ally_journal.render import plain


class Item(NamedTuple):
    """One thing in a list: its name, which the noun explains aloud, its words, and facts below."""

    noun: str
    name: str
    words: str
    facts: tuple[str, ...] = ()


class Group(NamedTuple):
    """Things under a title, which may be empty."""

    title: str
    items: tuple[Item, ...]


def note(words: str) -> Group:
    """A sentence below a list."""
    return Group("", (Item("", "", words),))


def plan(value: Plan) -> Item:
    """A plan with where it stands."""
    facts = [
        _ended(value.state, value.closed),
        f"until {day_short(value.until)}" if value.until else "",
        f"from {value.source}" if value.source else "",
        value.note,
    ]
    return Item("Plan", str(value.number), value.text, _said(facts))


def obstacle(value: Obstacle) -> Item:
    """An obstacle with what may move it, who is with it, and the next step."""
    facts = [
        _ended(value.state.replace("-", " "), value.closed),
        f"lever: {value.lever}" if value.lever else "",
        f"with {value.who}" if value.who else "",
        f"next: {value.next}" if value.next else "",
        value.note,
    ]
    return Item("Obstacle", str(value.number), value.text, _said(facts))


def shelf_item(value: ShelfItem) -> Item:
    """A thing on the shelf with where it stands and what was taken from it."""
    since = f" {day_short(value.day)}" if value.day else ""
    states = {TO_READ: "", IN_PROGRESS: f"begun{since}" if since else "in progress"}
    facts = [
        value.type,
        f"by {value.by}" if value.by else "",
        states.get(value.state, f"{value.state}{since}"),
        value.takeaway,
    ]
    return Item("Shelf item", str(value.number), value.title, _said(facts))


def shelf(value: Mapping[str, Iterable[ShelfItem]]) -> tuple[Group, ...]:
    """Things on the shelf under the state they are in, each with what was taken from it."""
    return tuple(
        Group(state.replace("-", " ").capitalize(), tuple(map(shelf_item, there)))
        for state, there in value.items()
    )


def reflection(value: Reflection) -> Item:
    """Something thought about, by its topic and day."""
    return Item("", day_short(value.day), value.text, _sharing(value))


def newest(value: Reflection) -> Item:
    """The newest version of a topic."""
    return Item("", plain.topic(value.topic), value.text, (day_short(value.day), *_sharing(value)))


def _sharing(value: Reflection) -> tuple[str, ...]:
    return ("for a sharing copy",) if value.for_sharing else ()


def _ended(state: str, closed: date | None) -> str:
    on = f" {day_short(closed)}" if closed else ""
    return "" if state == "open" else f"{state}{on}"


def _said(facts: list[str | None]) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact)
