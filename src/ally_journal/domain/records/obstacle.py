"""An obstacle: something in how things are done that stands in the way, and what may move it."""

from dataclasses import dataclass
from typing import Annotated

from ally_journal.domain.records.fields import (
    Label,
    NeededDay,
    NeededWords,
    OptionalDay,
    OptionalWords,
)
from ally_journal.errors import NothingToWrite

ENDS = ("changed", "unchanged", "handed-on")
"""The ways an obstacle can end, all neutral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One obstacle in a process; `state` is open or one of `ENDS`.

    `lever` is what the person can do about it, `who` who is with them, `next` the next step. When
    it was handed on, `note` says who carries it on. `others` is what else it says while it is in
    conflict, None for having been deleted.
    """

    id: str = ""
    number: int = 0
    text: NeededWords
    lever: OptionalWords = None
    who: OptionalWords = None
    next: OptionalWords = None
    state: Annotated[str, Label(needed=True, known=("open", *ENDS))] = "open"
    opened: NeededDay
    closed: OptionalDay = None
    note: OptionalWords = None
    others: "tuple[Obstacle | None, ...]" = ()

    def __post_init__(self) -> None:
        """Check the text; raises NothingToWrite when it is empty."""
        if not self.text.strip():
            raise NothingToWrite("There is nothing to write; say in quotes what stands in the way.")

    @property
    def conflict(self) -> bool:
        """Whether it says something else too, since it was changed in two places at once."""
        return bool(self.others)
