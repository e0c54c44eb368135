"""Forgetting: what a person wants erased, what that takes with it, and what it cannot reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ally_journal.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from ally_journal.domain.names.erasure import Person


NUMBERED = ("entry", "plan", "obstacle", "shelf", "idea")
"""The types that can be forgotten by number."""

REWRITE, REMOVE = "rewrite", "remove"
BACKUPS = (REWRITE, REMOVE)
"""What can become of the backups."""

ONE_OF_THEM = "Numbers, --before and --with are each a command of their own; give one of them."

ELSEWHERE = "it lies among the drafts and belongs elsewhere"
"""Why a file is named and never removed, as a link or another journal."""

CONFIRMATION = "forget"
"""What a person types before anything is erased."""


class Traces(NamedTuple):
    """By what a copy of forgotten words is known, in any file, whatever else stands in it.

    `alone` are words that nothing else in the journal says; `runs` are hashes, of this process
    alone, of some that follow each other.
    """

    alone: frozenset[str] = frozenset()
    runs: frozenset[int] = frozenset()

    def repeated_in(self, held: bytes) -> bool:
        """Whether there is a run of those words."""
        told = _words(held.decode("utf-8", "replace")) if self.runs else []
        return any(run in self.runs for run in _runs(told, range(2, _RUN + 1)))

    def are_in(self, held: bytes) -> bool:
        """Whether there is such a run, or a word that nothing else says."""
        told = self.alone and _words(held.decode("utf-8", "replace"))
        return not self.alone.isdisjoint(told) or self.repeated_in(held)


NONE = Traces()
_RUN = 4
_TELLING = 4  # letters that a word has at least that tells by itself whose it is


def traces(going: Iterable[str], staying: Iterable[str]) -> Traces:
    """The traces of the texts that go, where those others stay; of a short one all of it."""
    alone: set[str] = set()
    runs: set[int] = set()
    for text in going:
        told = _words(text)
        alone.update(word for word in told if len(word) >= _TELLING)
        runs.update(_runs(told, [max(2, min(_RUN, len(told)))]))
    for text in staying if alone else ():
        alone.difference_update(_words(text))
    return Traces(frozenset(alone), frozenset(runs))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str], lengths: Iterable[int]) -> Iterator[int]:
    for many in lengths:
        yield from map(hash, zip(*(words[at:] for at in range(many)), strict=False))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be forgotten: records by number, all before a day, or a person; one of the three.

    `before` is the first day that stays. With both a day and somebody, their names go from what is
    before it. Files around the journal hold what has its `traces`.
    """

    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    before: date | None = None
    whom: Person | None = None
    traces: Traces = NONE

    def check(self) -> Wanted:
        """The same, if it is one of the three; raises WrongUsage."""
        said = any(self.numbers.values()) + (self.before is not None or self.whom is not None)
        if not said:
            raise WrongUsage(
                "Say what to forget: numbers of entries, --before WHEN, --with NAME, --plan N, "
                "--obstacle N, --shelf N or --idea N."
            )
        if said > 1:
            raise WrongUsage(ONE_OF_THEM)
        return self


class Found(NamedTuple):
    """One record: `day` is the civil date it belongs to, if any; `words` are its own, uncut.

    With a person, `at` is where in them the name begins.
    """

    type: str
    number: int | None
    day: str | None
    words: str
    at: int = 0


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
    was ever taken in here. `copies` are the names of conflict copies beside the journal. It is
    exchanged `through` a place with other `computers`, by their names.
    """

    carrier: str | None = None
    imported: bool = False
    copies: tuple[str, ...] = ()
    through: str | None = None
    computers: tuple[str, ...] = ()


@dataclass(slots=True)
class Done:
    """What became of everything, by names of files; `stuck` are those that could not be helped."""

    backups_rewritten: list[str] = field(default_factory=list)
    backups_removed: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    stuck: dict[str, str] = field(default_factory=dict)
    looked: list[str] = field(default_factory=list)
    """The backups that hold none of it now."""
    kept: str | None = None
    """The backup made before, which holds none of it any more."""

    @property
    def removable(self) -> list[str]:
        """Those of the files that could not be helped which can be removed whole."""
        return [name for name, why in self.stuck.items() if why != ELSEWHERE]
