"""Forgetting: what a person wants erased, what that takes with it, and what it cannot reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ally_journal.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from ally_journal.domain.names.erasure import Person


NUMBERED = ("entry", "plan", "obstacle", "shelf", "idea")
"""The types that can be forgotten by number."""

REWRITE, REMOVE = "rewrite", "remove"
BACKUPS = (REWRITE, REMOVE)
"""What can become of the backups."""

ONE_OF_THEM = "Numbers, --before and --with are each a command of their own; give one of them."

CONFIRMATION = "forget"
"""What a person types before anything is erased."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be forgotten: records by number, all before a day, or a person; one of the three.

    `before` is the first day that stays. With both a day and somebody, their names go from what is
    before it.
    """

    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    before: date | None = None
    whom: Person | None = None

    def __post_init__(self) -> None:
        """Check that it is one of the three; raises WrongUsage."""
        said = any(self.numbers.values()) + (self.before is not None or self.whom is not None)
        if not said:
            raise WrongUsage(
                "Say what to forget: numbers of entries, --before WHEN, --with NAME, --plan N, "
                "--obstacle N, --shelf N or --idea N."
            )
        if said > 1:
            raise WrongUsage(ONE_OF_THEM)


class Found(NamedTuple):
    """One record: `day` is the civil date it belongs to, if any; `words` are its own, uncut.

    With a person, `words` are those around the name.
    """

    type: str
    number: int | None
    day: str | None
    words: str


class Foreseen(NamedTuple):
    """What would go, and what stays though it belongs to that.

    `erased` go whole, `rewritten` lose a name. `inside` are words that still have the name in
    them. `forgotten` are the numbers of entries that are gone already.
    """

    erased: tuple[Found, ...] = ()
    rewritten: tuple[Found, ...] = ()
    stays: tuple[Found, ...] = ()
    inside: tuple[str, ...] = ()
    forgotten: tuple[int, ...] = ()

    @property
    def touches(self) -> bool:
        """Whether anything in the journal itself would go."""
        return bool(self.erased or self.rewritten)


class Around(NamedTuple):
    """The files around a journal that can hold the same words.

    `locked` are those of the backups that have another passphrase, so that none can be rewritten.
    `drafts` would be taken away or rewritten, `busy` are being written just now, `left` is what
    killed programs left, and `odd` are whole files that cannot be rewritten.
    """

    backups: tuple[Path, ...] = ()
    drafts: tuple[Path, ...] = ()
    busy: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    odd: tuple[Path, ...] = ()
    locked: tuple[Path, ...] = ()


class Beyond(NamedTuple):
    """What is known of places that cannot be reached.

    `carrier` is a program that carries the folder elsewhere; `imported` says whether an archive
    was ever taken in here. `copies` are the names of conflict copies beside the journal.
    """

    carrier: str | None = None
    imported: bool = False
    copies: tuple[str, ...] = ()


@dataclass(slots=True)
class Done:
    """What became of everything, by names of files; `stuck` are those that could not be helped."""

    backups_rewritten: list[str] = field(default_factory=list)
    backups_removed: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    stuck: dict[str, str] = field(default_factory=dict)
    kept: str | None = None
    """The backup made before, which holds none of it any more."""
