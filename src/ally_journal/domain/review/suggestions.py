"""Which moments of a year one may want to see in it: varied, and those with most to tell."""

from collections import Counter
from collections.abc import Iterable

from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.review.summary import said_of

OFFERED = 20
"""The most that are offered at once: ten minutes, as most of them will be passed over."""

_WELL = 3
"""So many that went well are offered for one that did not."""
_LONG = 120
"""Whoever wrote so many characters wanted to keep something."""


def suggestions(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries to offer, in that order: at most `OFFERED`, none that is starred or in conflict.

    A year is many sorts of days, so each is of a kind that has the fewest so far, those starred
    already included; behind three that went well stands one that did not, since both are the year,
    and deeds are what it is kept for; among these it is of the month with the fewest. So no kind or
    month crowds out another. Among the rest the one with most to tell comes first: a lesson, what
    somebody said, a plan, a long text; then the newest. None is weighed by what was done in it.
    """
    there = list(entries)
    counts = Counter(trait for one in there if one.star for trait in _traits(one))
    left = {one.number: one for one in there if not one.star and not one.conflict}
    rest = {
        number: (-_tells(one), -one.day.toordinal(), -number, KINDS.index(one.kind))
        for number, one in left.items()
    }

    def place(number: int) -> tuple[int, int, int, tuple[int, ...]]:
        entry = left[number]
        kind, outcome, month = (counts[trait] for trait in _traits(entry))
        turn = outcome // _WELL if entry.went == "done" else outcome + 1
        return kind, turn, month, rest[number]

    found: list[Entry] = []
    while left and len(found) < OFFERED:
        found.append(left.pop(min(left, key=place)))
        counts.update(_traits(found[-1]))
    return tuple(found)


def _traits(entry: Entry) -> tuple[str | int, ...]:
    return entry.kind, "well" if entry.went == "done" else "badly", entry.day.month


def _tells(entry: Entry) -> int:
    """How many things there are to read besides a short line."""
    told = (entry.lesson, said_of(entry), entry.plan, len(entry.text) >= _LONG)
    return sum(map(bool, told))
