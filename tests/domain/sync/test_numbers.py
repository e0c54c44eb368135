"""Numbers: each computer's own, and one answer everywhere where two records claim one."""

from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.sync.numbers import Claim, next_number, settled

FIRST = {b"a": (1, b"1"), b"b": (2, b"2"), b"c": (3, b"3")}


def given_by(slot: int | None, count: int = 5, highest: int = 0) -> list[int]:
    found = []
    for _ in range(count):
        highest = next_number(highest, slot)
        found.append(highest)
    return found


def test_each_computer_gives_numbers_of_its_own() -> None:
    assert given_by(None) == [1, 2, 3, 4, 5]
    assert given_by(0) == [1, 3, 5, 7, 9]
    assert given_by(1) == [2, 6, 10, 14, 18]
    assert given_by(2) == [4, 12, 20, 28, 36]
    assert given_by(0, 2, highest=12) == [13, 15]


@given(st.integers(0, 10**9), st.integers(0, 20))
def test_a_new_number_is_above_all_and_of_one_computer_alone(highest: int, slot: int) -> None:
    number = next_number(highest, slot)
    assert highest < number <= highest + (2 << slot)
    assert number % (2 << slot) == 1 << slot


def test_the_highest_claim_of_a_record_holds() -> None:
    here, claimed = [Claim("entry", 1, b"a")], [Claim("entry", 5, b"a"), Claim("entry", 3, b"a")]
    assert settled(here, claimed, FIRST, 0) == [Claim("entry", 5, b"a")]
    assert settled([Claim("entry", 5, b"a")], claimed, FIRST, 0) == []


def test_of_two_records_that_made_first_keeps_it() -> None:
    """Whichever computer decides; a computer that joins yields."""
    one, other = Claim("entry", 1, b"a"), Claim("entry", 1, b"b")
    assert settled([other], [one], FIRST, 1) == [Claim("entry", 1, b"a"), Claim("entry", 2, b"b")]
    assert settled([one], [other], FIRST, 0) == [Claim("entry", 3, b"b")]
    yields = settled([one], [other], FIRST, 1, strangers=frozenset({b"a"}))
    assert yields == [Claim("entry", 1, b"b"), Claim("entry", 2, b"a")]


def test_types_count_apart_and_what_is_not_here_is_left() -> None:
    here = [Claim("entry", 1, b"a")]
    assert settled(here, [Claim("plan", 1, b"b")], FIRST, 0) == [Claim("plan", 1, b"b")]
    assert settled(here, [Claim("entry", 9, b"unknown")], FIRST, 0) == []


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([b"a", b"b", b"c"])), max_size=8))
def test_computers_that_hear_of_each_other_agree(claims: list[tuple[int, bytes]]) -> None:
    """After two turns both have the same numbers, each record one, and no number two."""
    tables: list[dict[bytes, Claim]] = [{}, {}, {}]
    said = [Claim("entry", *claim) for claim in claims]
    for _ in range(3):
        for slot, table in enumerate(tables):
            others = [one for other in tables for one in other.values()]
            for one in settled(table.values(), [*said, *others], FIRST, slot):
                table[one.record] = one
    assert tables[0] == tables[1] == tables[2]
    numbers = [one.number for one in tables[0].values()]
    assert len(set(numbers)) == len(numbers)
