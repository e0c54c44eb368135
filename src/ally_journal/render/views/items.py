"""What lists say of plans, obstacles, things on the shelf and reflections, in every form.

Words may be a person's own and are not cleaned yet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ally_journal.domain.calendar.dates import day_long, day_short
from ally_journal.domain.history import Conflict
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import CHANGED, Deed, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import IN_PROGRESS, TO_READ, ShelfItem
from ally_journal.render import phrases
from ally_journal.render.views import conflicts
from ally_journal.render.views.conflicts import Version

Days = Callable[[date], str]
"""How a day is written: in full for whoever listens, short on a screen."""

InList = Plan | Obstacle | ShelfItem | OwnIdea | Reflection


class Item(NamedTuple):
    """One thing in a list: its name, its words, and facts below.

    Aloud the noun stands before a number, and in the place of any other name.

    While it is in conflict, `versions` are lines about that, which stand under everything else.
    """

    noun: str
    name: str
    words: str
    facts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class Group(NamedTuple):
    """Things under a title, which may be empty."""

    title: str
    items: tuple[Item, ...]


def note(words: str) -> Group:
    """A sentence below a list."""
    return Group("", (Item("", "", words),))


def plan(value: Plan, days: Days = day_long, today: date | None = None) -> Item:
    """A plan with where it stands, what it became or followed, and when it was acted on.

    Of an open one it says that its last day is past by `today`.
    """
    until = "its last day was" if phrases.when_past(value, today) else "until"
    became = f"became plan {value.became}" if value.became else value.state
    facts = [
        _ended(became if value.state == CHANGED else value.state, value.closed, days),
        f"follows plan {value.follows}" if value.follows else "",
        f"{until} {days(value.until)}" if value.until else "",
        f"from {value.source}" if value.source else "",
        value.note,
        *(_deed(deed, days) for deed in value.did),
        "for a sharing copy" if value.share else "",
    ]
    return _numbered("Plan", value, value.text, facts, days)


def tag(name: str, uses: int, *, counts: bool) -> Item:
    """A tag, and how many entries carry it unless `counts` are not wanted."""
    many = phrases.counted(uses, "entry", "entries")
    return Item("", "", f"#{name}  {many}" if counts else f"#{name}")


def _deed(deed: Deed, days: Days) -> str:
    return f"did it {days(deed.day)}{f': {deed.note}' if deed.note else ''}"


def obstacle(value: Obstacle, days: Days = day_long) -> Item:
    """An obstacle with what may move it, who is with it, and the next step."""
    facts = [
        _ended(value.state.replace("-", " "), value.closed, days),
        f"what you can do: {value.lever}" if value.lever else "",
        f"with {value.who}" if value.who else "",
        f"next: {value.next}" if value.next else "",
        value.note,
    ]
    return _numbered("Obstacle", value, value.text, facts, days)


def shelf_item(value: ShelfItem, days: Days = day_long) -> Item:
    """A thing on the shelf with where it stands and what was taken from it."""
    since = f" {days(value.day)}" if value.day else ""
    states = {TO_READ: "", IN_PROGRESS: f"begun{since}" if since else "in progress"}
    facts = [
        value.type,
        f"by {value.by}" if value.by else "",
        f"for {days(value.on)}" if value.on else "",
        *(f"#{tag}" for tag in value.tags),
        states.get(value.state, f"{value.state}{since}"),
        value.takeaway,
    ]
    return _numbered("Shelf item", value, value.title, facts, days)


def shelf(value: Mapping[str, Iterable[ShelfItem]], days: Days = day_long) -> tuple[Group, ...]:
    """Things on the shelf under the state they are in, each with what was taken from it."""
    return tuple(
        Group(state.replace("-", " ").capitalize(), tuple(shelf_item(one, days) for one in there))
        for state, there in value.items()
    )


def own_idea(value: OwnIdea, days: Days = day_long) -> Item:
    """An idea, phrase or question of the person's own, with what it is for."""
    kind = value.kind.label if value.kind else ""
    facts = [value.what, kind, f"for {value.moment}" if value.moment else ""]
    return _numbered("Your own", value, value.text, facts, days)


def reflection(value: Reflection, days: Days = day_long) -> Item:
    """Something thought about, by its topic and day."""
    return Item(
        day_long(value.day),
        day_short(value.day),
        value.text,
        _sharing(value),
        _in_conflict(value, days),
    )


def newest(value: Reflection, days: Days = day_long) -> Item:
    """The newest version of a topic."""
    facts = (days(value.day), *_sharing(value))
    return Item("", phrases.topic(value.topic), value.text, facts, _in_conflict(value, days))


def versions(value: InList, days: Days = day_long) -> tuple[Version | None, ...]:
    """What is shown and, in conflict, everything else it says; None for having been deleted."""
    among = (value, *value.others)
    return tuple(one and _version(one, among, days) for one in among)


def conflict(value: InList) -> Conflict:
    """The same record as the command names it that makes one of its versions."""
    if isinstance(value, Reflection):
        return Conflict("sharing" if value.for_sharing else "reflection", {"topic": value.topic})
    types = {Plan: "plan", Obstacle: "obstacle", ShelfItem: "shelf", OwnIdea: "idea"}
    return Conflict(types[type(value)], {"number": value.number})


def _in_conflict(value: InList, days: Days) -> tuple[str, ...]:
    return conflicts.lines(versions(value, days), conflict(value)) if value.conflict else ()


def _version(one: Any, among: Iterable[Any], days: Days) -> Version:  # noqa: ANN401 - any in a list
    """One version, also with what goes without saying as long as there is no other."""
    alone = replace(one, others=())
    facts = _ITEMS[type(one)](alone, days).facts
    states = {getattr(other, "state", "") for other in among if other}
    shares = {getattr(other, "share", False) for other in among if other}
    if len(states) > 1 and getattr(one, "state", "") in {"open", TO_READ}:
        facts = (alone.state.replace("-", " "), *facts)
    if len(shares) > 1 and not alone.share:
        facts = (*facts, "not for a sharing copy")
    return Version(alone.title if isinstance(one, ShelfItem) else alone.text, facts)


_ITEMS: Mapping[type, Callable[[Any, Days], Item]] = {
    Plan: plan,
    Obstacle: obstacle,
    ShelfItem: shelf_item,
    OwnIdea: own_idea,
    Reflection: reflection,
}


def _numbered(
    noun: str,
    value: Plan | Obstacle | ShelfItem | OwnIdea,
    words: str,
    facts: Iterable[str | None],
    days: Days,
) -> Item:
    said = tuple(filter(None, facts))
    return Item(noun, str(value.number), words, said, _in_conflict(value, days))


def _sharing(value: Reflection) -> tuple[str, ...]:
    return ("for a sharing copy",) if value.for_sharing else ()


def _ended(state: str, closed: date | None, days: Days) -> str:
    on = f" {days(closed)}" if closed else ""
    return "" if state == "open" else f"{state}{on}"
