"""Numbers that are the same on every computer: each gives its own, and disputes end alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Claim(NamedTuple):
    """That a record of a type is called by a number."""

    type: str
    number: int
    record: bytes


def next_number(highest: int, slot: int | None) -> int:
    """The number a new record gets where `highest` is known.

    A computer with a slot k gives only numbers with exactly k factors of two, 1 3 5 … or 2 6 10 …
    or 4 12 20 …, so that no two computers give the same; without a slot it is the next one.
    """
    number = highest + 1
    if slot is None:
        return number
    return number + ((1 << slot) - number) % (2 << slot)


def settled(
    here: Iterable[Claim],
    claimed: Iterable[Claim],
    first: Mapping[bytes, tuple[int, bytes]],
    slot: int | None,
    *,
    strangers: frozenset[bytes] = frozenset(),
) -> list[Claim]:
    """The numbers that change here, once what others claim is known.

    A record has the highest number that anybody claims for it. Where two records claim one, that
    which was made first keeps it, by clock and id of its `first` revision, and the others get new
    ones of this computer. Records of `strangers`, which come with a computer that joins, yield to
    all others. Only records with a `first` are looked at.
    """
    before = {one.record: one for one in here}
    after = dict(before)
    for one in claimed:
        had = after.get(one.record)
        if one.record in first and (had is None or one.number > had.number):
            after[one.record] = one
    holders: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for one in after.values():
        holders[one.type, one.number].append(one)
    highest: dict[str, int] = defaultdict(int)
    for type_, number in holders:
        highest[type_] = max(highest[type_], number)
    for (type_, _), several in sorted(holders.items()):
        several.sort(key=lambda one: (one.record in strangers, first.get(one.record, (0, b""))))
        for one in several[1:]:
            highest[type_] = next_number(highest[type_], slot)
            after[one.record] = one._replace(number=highest[type_])
    return sorted(one for record, one in after.items() if before.get(record) != one)
