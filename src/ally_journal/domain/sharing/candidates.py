"""Which moments of a year are offered for a copy: varied and recent, never the weightiest."""

from collections import Counter
from collections.abc import Iterable

from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry

MOMENTS = 8
"""About so many moments a copy holds; with them no more are offered."""

OFFERED = 16
"""The most that are offered at once, as some will be skipped."""


def candidates(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries to offer, in that order: at most `OFFERED`, none that is chosen or in conflict.

    Each is of a kind that has the fewest so far, those chosen already included; among these of the
    outcome, then of the month, with the fewest; among these the newest. What went well counts half,
    as there is more of it. So no kind, outcome or month crowds out another.
    """
    there = list(entries)
    counts = Counter(trait for entry in chosen(there) for trait in _traits(entry))

    def place(entry: Entry) -> tuple[int, int, int, int, int, int]:
        kind, outcome, month = (counts[trait] for trait in _traits(entry))
        outcome //= 2 if entry.went == "done" else 1
        newest = -entry.day.toordinal(), -entry.number
        return kind, outcome, month, *newest, KINDS.index(entry.kind)

    left = [entry for entry in there if not entry.share and not entry.conflict]
    found: list[Entry] = []
    while left and len(found) < OFFERED:
        next_ = min(left, key=place)
        left.remove(next_)
        found.append(next_)
        counts.update(_traits(next_))
    return tuple(found)


def _traits(entry: Entry) -> tuple[str | int, ...]:
    return entry.kind, entry.went, entry.day.month


def chosen(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those that are marked already, in their order."""
    return tuple(entry for entry in entries if entry.share)
