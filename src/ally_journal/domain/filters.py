"""Which entries a person wants to see."""

from dataclasses import dataclass
from datetime import date

from ally_journal.domain.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Entries that match everything given; within kinds, tags, ways and went any one will do.

    `since` and `until` are both inclusive. `newest` keeps that many, counted from the end.
    """

    kinds: tuple[Kind, ...] = ()
    tags: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    newest: int | None = None


def went_named(*, missed: bool, mistake: bool) -> tuple[str, ...]:
    """What entries must have been for these options; both means either."""
    return ("missed",) * missed + ("mistake",) * mistake
