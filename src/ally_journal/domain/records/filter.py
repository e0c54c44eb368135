"""Which entries a person wants to see, and what was found of them."""

from dataclasses import dataclass
from datetime import date

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.text.query import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Entries that match everything given; within kinds, tags, ways and went any one will do.

    `since` and `until` are both inclusive; `on_day` is that day of every year. `newest` keeps that
    many, counted from the end.
    """

    kinds: tuple[Kind, ...] = ()
    tags: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    on_day: date | None = None
    newest: int | None = None


def went_named(*, missed: bool, mistake: bool) -> tuple[str, ...]:
    """What entries must have been for these options; both means either."""
    return ("missed",) * missed + ("mistake",) * mistake


Hit = tuple[Entry, tuple[Piece, ...]]
"""An entry that was found, with the sentence of its first match; no pieces if it has none."""
