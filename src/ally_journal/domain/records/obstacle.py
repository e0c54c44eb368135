"""An obstacle: something in how things are done that stands in the way, and what may move it."""

from typing import Annotated

from ally_journal.domain.records import fields
from ally_journal.domain.records.record import Mergeable

ENDS = ("changed", "unchanged", "handed-on")
"""The ways an obstacle can end, all neutral."""


class Obstacle(Mergeable):
    """One obstacle in a process; `state` is open or one of `ENDS`.

    `lever` is what the person can do about it, `who` who is with them, `next` the next step. When
    it was handed on, `note` says who carries it on.
    """

    id: str = ""
    number: int = 0
    text: fields.NeededWords
    lever: fields.OptionalWords = None
    who: fields.OptionalWords = None
    next: fields.OptionalWords = None
    state: Annotated[str, fields.Label(needed=True, known=("open", *ENDS))] = "open"
    opened: fields.NeededDay
    closed: fields.OptionalDay = None
    note: fields.OptionalWords = None
    others: "tuple[Obstacle | None, ...]" = ()

    if_empty = (
        'There is nothing to write; for example: ally obstacle add "Panels are picked by habit"'
    )
