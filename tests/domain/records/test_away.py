"""Pauses: the days they hold, and how several become one."""

from datetime import date

import pytest

from ally_journal.domain.records.away import Away, is_away, joined, without


def may(first: int, last: int | None = None) -> Away:
    return Away(date(2026, 5, first), date(2026, 5, last) if last else None)


@pytest.mark.parametrize(
    ("pauses", "away"),
    [
        ([may(4, 10)], True),
        ([may(4, 8)], True),
        ([may(7, 31)], True),
        ([may(8, 31)], False),
        ([may(4, 5), may(9)], True),
        ([may(4, 5), may(4, 6)], False),
        ([], False),
    ],
)
def test_a_week_is_away_when_most_of_its_days_are(pauses: list[Away], away: bool) -> None:
    """A holiday from Monday to Friday is one; a day off is none."""
    assert is_away(pauses, date(2026, 5, 4), date(2026, 5, 10)) is away


@pytest.mark.parametrize(
    ("new", "there", "whole", "among"),
    [
        (may(4, 10), [], may(4, 10), []),
        (may(4, 10), [may(12, 20)], may(4, 10), []),
        (may(4, 10), [may(11, 20), may(1, 2)], may(4, 20), [0]),
        (may(4, 10), [may(3), may(1, 2)], may(3, 10), [0]),
        (may(4), [may(5, 20)], may(4), [0]),
        (may(4, 30), [may(5, 6), may(8, 9)], may(4, 30), [0, 1]),
    ],
)
def test_pauses_that_overlap_or_touch_become_one(
    new: Away, there: list[Away], whole: Away, among: list[int]
) -> None:
    assert joined(new, dict(enumerate(there)), date(2026, 5, 20)) == (whole, among)


def test_one_without_an_end_goes_up_to_today() -> None:
    """What is to come stays apart, whichever was kept first."""
    today = date(2026, 5, 6)
    assert joined(may(4), {0: may(8, 20)}, today) == (may(4), [])
    assert joined(may(8, 20), {0: may(4)}, today) == (may(8, 20), [])
    assert joined(may(7, 20), {0: may(4)}, today) == (may(4, 20), [0])


def test_coming_back_ends_it_the_day_before() -> None:
    """Of one that begins on that day nothing is left."""
    assert without(may(4), date(2026, 5, 8)) == may(4, 7)
    assert without(may(4, 20), date(2026, 5, 4)) is None
