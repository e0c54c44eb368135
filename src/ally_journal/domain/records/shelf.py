"""The shelf: things to read, hear or see, and what was taken from each."""

from datetime import date, datetime
from typing import Annotated

from ally_journal.domain.content import Shipped, shipped
from ally_journal.domain.kind import Kind
from ally_journal.domain.records import fields
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.record import Mergeable
from ally_journal.domain.text.tags import fold

STATES = TO_READ, IN_PROGRESS, DONE = "to-read", "in-progress", "done"
"""Where a thing on the shelf stands, in order."""

WAYS = {
    "book": "read",
    "article": "read",
    "talk": "watch",
    "video": "watch",
    "podcast": "listen",
    "course": "course",
}
"""The types that are offered, each with the way of learning it is; any other word will do."""


class ShelfItem(Mergeable):
    """One thing on the shelf; `day` is the local day on which it came to its present state.

    `on` is the day it is wanted for, such as that of a session of a course, and `tags` say what it
    goes with.
    """

    id: str = ""
    number: int = 0
    title: fields.NeededWords
    by: fields.OptionalWords = None
    type: fields.OptionalWords = None
    state: Annotated[str, fields.Label(needed=True, known=STATES)] = TO_READ
    takeaway: fields.OptionalWords = None
    day: fields.OptionalDay = None
    on: fields.OptionalDay = None
    tags: Annotated[tuple[str, ...], fields.Tags()] = ()
    others: "tuple[ShelfItem | None, ...]" = ()

    if_empty = 'There is nothing to put on the shelf; for example: ally shelf add "Good Guys"'


def learnt_from(
    item: ShelfItem, takeaway: str, day: date, at: datetime | None, zone: str | None
) -> Entry:
    """What was taken from a thing, as an entry; `day`, `at` and `zone` as for every entry."""
    return Entry(
        kind=Kind.LEARN,
        text=takeaway,
        day=day,
        at=at,
        zone=zone,
        way=WAYS.get(fold(item.type or "")),
        answers={"source": item.title},
    )


def is_course(item: ShelfItem) -> bool:
    """Whether it is one, so that a commitment may stand at its end."""
    return fold(item.type or "") == "course"


def by_state(items: tuple[ShelfItem, ...]) -> dict[str, tuple[ShelfItem, ...]]:
    """The things by where they stand, in that order; without places where nothing stands."""
    places = {state: tuple(item for item in items if item.state == state) for state in STATES}
    return {state: there for state, there in places.items() if there}


def named_by_sources(title: str) -> Shipped | None:
    """What the sources of ally name by this title, in any case."""
    return next((one for one in shipped() if fold(one.title) == fold(title.strip())), None)
