"""Records are called by small numbers, or by the word last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.records.number import LAST, count_named, number_named, ranges_beginning
from ally_journal.errors import NotFound, WrongUsage


@pytest.mark.parametrize("words", ["last", "LAST", "Last"])
def test_last_is_a_number(words: str) -> None:
    assert number_named(words, "an entry", "ally list") == LAST


@given(st.integers(1, 10**9))
def test_every_number_is_read_as_itself(number: int) -> None:
    assert number_named(str(number), "an entry", "ally list") == number
    assert number_named(f"{number:012}", "an entry", "ally list") == number
    assert number != LAST


NO_NUMBERS = ["", " ", "0", "00", "-1", "+1", "1.0", "1e3", "1_000", " 1", "²", "٣", "１", "last 2"]


@pytest.mark.parametrize("words", NO_NUMBERS, ids=lambda words: ascii(words[:30]))
def test_what_is_no_number_is_refused_with_where_to_find_one(words: str) -> None:
    with pytest.raises(WrongUsage, match=r"number of a plan; ally plan shows"):
        number_named(words, "a plan", "ally plan")


@pytest.mark.parametrize("digits", [19, 5000])
def test_a_number_too_high_for_any_record_is_not_found(digits: int) -> None:
    with pytest.raises(NotFound, match="ally plan shows"):
        number_named("9" * digits, "a plan", "ally plan")


@pytest.mark.parametrize("words", ["1", "007", "20", "9" * 18])
def test_how_many_is_read_as_it_is(words: str) -> None:
    assert count_named(words) == int(words)


def test_more_than_there_can_be_is_simply_many() -> None:
    assert 1 << 40 < count_named("9" * 5000) < 1 << 63


@pytest.mark.parametrize("words", ["", "0", "-1", "1.5", "all", "²", "last"])
def test_what_is_no_count_is_refused(words: str) -> None:
    with pytest.raises(WrongUsage, match="from 1 up"):
        count_named(words)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_numbers_that_begin_with_some_digits_are_found_the_highest_first(
    beginning: int, highest: int
) -> None:
    found = [
        number
        for first, last in ranges_beginning(str(beginning), highest)
        for number in range(last, first - 1, -1)
    ]
    among = range(highest, 0, -1)
    assert found == [number for number in among if str(number).startswith(str(beginning))]


def test_no_digits_begin_every_number_and_other_signs_none() -> None:
    assert ranges_beginning("", 7) == [(1, 7)]
    for typed in ("0", "a", "-1", "٣", "1 "):
        assert ranges_beginning(typed, 7) == []


@given(st.text(max_size=25))
def test_any_words_are_a_number_that_can_be_kept_or_a_sentence(words: str) -> None:
    try:
        number = number_named(words, "an entry", "ally list")
    except (WrongUsage, NotFound):
        return
    assert 0 <= number < 1 << 63
