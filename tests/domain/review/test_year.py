"""A year by months and weeks: every entry in its month, every week in the year of its Thursday."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.periods import WEEK_STARTS, week_of
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.year import (
    Year,
    days_looked_at,
    months_written,
    week_months,
    weeks_marked,
    weeks_of,
    year_named,
)
from ally_journal.errors import UnreadableDate

FRIDAY = date(2026, 11, 20)
YEARS = st.integers(1900, 2200)
STARTS = st.sampled_from(sorted(WEEK_STARTS))
WRITTEN = st.dictionaries(
    st.tuples(st.dates(date(2025, 12, 20), date(2027, 1, 10)), st.sampled_from(KINDS)),
    st.integers(1, 5),
)
NOTHING = Year(
    year=2026,
    through=FRIDAY,
    months=months_written(2026, {}),
    weeks=weeks_marked(2026, FRIDAY, "monday", {}),
    heard={},
)


def year(**fields: object) -> Year:
    return replace(NOTHING, **fields)  # type: ignore[arg-type]  # any field of a year


@pytest.mark.parametrize(
    ("words", "named"), [(None, 2026), ("2026", 2026), ("2025", 2025), ("1900", 1900)]
)
def test_a_year_by_its_name(words: str | None, named: int) -> None:
    assert year_named(words, FRIDAY) == named


@pytest.mark.parametrize(
    "words",
    ["", "26", "02026", "2026-11", "november", "٢٠٢٦", "1899", "2201", "2027", "-2026"],
)
def test_what_is_no_year_to_look_back_on(words: str) -> None:
    """Four digits, 1900 to 2200, and begun."""
    with pytest.raises(UnreadableDate):
        year_named(words, FRIDAY)


@given(YEARS, STARTS)
def test_the_weeks_of_a_year_follow_each_other(of_year: int, starts: str) -> None:
    """52 or 53 weeks without a gap, each named after the year, each with its Thursday in it."""
    weeks = weeks_of(of_year, starts)
    assert len(weeks) in {52, 53}
    assert [week.name for week in weeks] == [
        f"{of_year}-W{number:02}" for number in range(1, len(weeks) + 1)
    ]
    assert all(one.end == after.first_day for one, after in pairwise(weeks))
    thursdays = [day for week in weeks for day in _days(week.first_day, 7) if day.weekday() == 3]
    assert {day.year for day in thursdays} == {of_year}
    assert (thursdays[0] - timedelta(7)).year < of_year < (thursdays[-1] + timedelta(7)).year
    assert [day.month for day in thursdays] == list(week_months(of_year))


@given(YEARS, STARTS)
def test_all_days_of_months_and_weeks_are_looked_at(of_year: int, starts: str) -> None:
    first, last = days_looked_at(of_year, starts)
    weeks = weeks_of(of_year, starts)
    assert first == min(weeks[0].first_day, date(of_year, 1, 1))
    assert last == max(weeks[-1].last_day, date(of_year, 12, 31))


@given(WRITTEN)
def test_every_entry_of_the_year_stands_in_its_month(
    written: dict[tuple[date, Kind], int],
) -> None:
    months = months_written(2026, written)
    assert list(months) == list(KINDS)
    for kind in KINDS:
        assert len(months[kind]) == 12
        for month, count in enumerate(months[kind], start=1):
            expected = [
                number
                for (day, of), number in written.items()
                if of is kind and (day.year, day.month) == (2026, month)
            ]
            assert count == sum(expected)


@given(WRITTEN, STARTS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_week_is_marked_when_something_was_written_in_it(
    written: dict[tuple[date, Kind], int], starts: str, through: date
) -> None:
    """Each entry marks the week it lies in, and a week that begins later is neither."""
    weeks = weeks_marked(2026, through, starts, written)
    expected = {(week_of(day, starts).name, kind) for day, kind in written}
    for kind in KINDS:
        assert len(weeks[kind]) == 53
        for week, mark in zip(weeks_of(2026, starts), weeks[kind], strict=True):
            begun = week.first_day <= through
            assert mark is ((week.name, kind) in expected if begun else None)


@pytest.mark.parametrize(
    ("day", "starts", "of_year", "place"),
    [
        (date(2025, 12, 29), "monday", 2026, 0),
        (date(2025, 12, 28), "monday", 2025, 51),
        (date(2025, 12, 28), "sunday", 2026, 0),
        (date(2025, 12, 27), "saturday", 2026, 0),
        (date(2026, 1, 4), "monday", 2026, 0),
        (date(2026, 1, 4), "sunday", 2026, 1),
        (date(2026, 1, 3), "saturday", 2026, 1),
        (date(2027, 1, 3), "monday", 2026, 52),
        (date(2027, 1, 3), "sunday", 2027, 0),
        (date(2027, 1, 2), "saturday", 2027, 0),
        (date(2027, 1, 1), "saturday", 2026, 52),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(
    day: date, starts: str, of_year: int, place: int
) -> None:
    """Whatever day it starts on, and wherever the entry lies in it."""
    end = date(of_year, 12, 31)
    marks = weeks_marked(of_year, end, starts, {(day, Kind.ACT): 1})[Kind.ACT]
    assert [number for number, mark in enumerate(marks) if mark] == [place]


def test_on_the_first_days_of_january_the_year_may_have_no_week_yet() -> None:
    """1 January 2027 is a Friday, and belongs to the last week of 2026."""
    new_year = date(2027, 1, 1)
    weeks = weeks_marked(2027, new_year, "monday", {(new_year, Kind.ACT): 1})
    assert set(weeks[Kind.ACT]) == {None}
    assert weeks_marked(2026, date(2026, 12, 31), "monday", {(new_year, Kind.ACT): 1})[Kind.ACT][-1]


def test_how_far_a_year_has_come() -> None:
    """It is over on its last day; a month has begun by date, or because something stands in it."""
    assert (NOTHING.over, NOTHING.written, NOTHING.begun) == (False, False, 11)
    assert year(through=date(2026, 12, 31)).over
    ahead = months_written(2026, {(date(2026, 12, 1), Kind.LEARN): 1})
    assert (year(months=ahead).written, year(months=ahead).begun) == (True, 12)


def test_a_week_counts_once_whatever_was_written_in_it() -> None:
    days = {(FRIDAY, Kind.ACT): 3, (FRIDAY - timedelta(1), Kind.LEARN): 1, (FRIDAY, Kind.LEARN): 1}
    days |= {(FRIDAY - timedelta(30), Kind.ACT): 1}
    assert year(weeks=weeks_marked(2026, FRIDAY, "monday", days)).weeks_with_entries == 2
    assert NOTHING.weeks_with_entries == 0


def test_weeks_away_are_told_by_the_year() -> None:
    """Those mostly in pauses, as far as the year has come."""
    away = year(pauses=(Away(date(2026, 11, 4), None),)).away
    assert [place for place, is_ in enumerate(away, start=1) if is_] == [45, 46, 47]


@pytest.mark.parametrize(
    ("through", "entries", "before", "scant"),
    [
        (date(2026, 1, 20), 40, True, True),
        (date(2026, 2, 1), 40, True, False),
        (date(2026, 6, 1), 3, True, True),
        (date(2026, 6, 1), 3, False, False),
        (date(2026, 12, 31), 0, True, False),
    ],
)
def test_a_year_that_has_hardly_begun_points_to_the_one_before(
    through: date, entries: int, *, before: bool, scant: bool
) -> None:
    months = months_written(2026, {(date(2026, 1, 1), Kind.ACT): entries})
    assert year(through=through, months=months, before=before).is_scant is scant


def test_the_first_and_the_latest_reason() -> None:
    """One that is both is told once; none is told as none."""
    first = Reflection(topic="why", text="I stayed quiet.", day=date(2024, 1, 9), id="1")
    latest = Reflection(topic="why", text="Quiet is a choice.", day=date(2026, 1, 9), id="2")
    assert NOTHING.whys == ()
    assert year(first_why=first, last_why=latest).whys == (first, latest)
    assert year(first_why=first, last_why=first).whys == (first,)
    other = Reflection(topic="year", text="I ask earlier.", day=FRIDAY)
    assert year(reflections=(latest, other)).thoughts == (other,)


@pytest.mark.parametrize(
    ("told", "deeds", "besides"),
    [
        ("", [], []),
        ("d d d", [2, 3], [2, 3]),
        ("d* d d d", [1], [3, 4]),
        ("d* d* d* w m", [1, 2, 3], []),
        ("d m* w* m w", [1], [1]),
        ("m w*", [], []),
    ],
)
def test_deeds_are_what_is_starred_or_else_the_newest_two(
    told: str, deeds: list[int], besides: list[int]
) -> None:
    """Mistakes (w) and missed moments (m) are none, starred (*) or not."""
    went = {"d": "done", "m": "missed", "w": "mistake"}
    entries = [
        Entry(
            kind=Kind.ACT, text="x", day=FRIDAY, number=n, went=went[one[0]], star=one.endswith("*")
        )
        for n, one in enumerate(told.split(), start=1)
    ]
    of = year(entries=(*entries, Entry(kind=Kind.LEARN, text="x", day=FRIDAY, number=99)))
    assert [one.number for one in of.deeds(Kind.ACT)] == deeds
    assert [one.number for one in of.deeds(Kind.ACT, starred=False)] == besides
    assert [one.number for one in of.deeds(Kind.LEARN)] == [99]


def test_plans_stand_by_how_they_ended_and_then_by_number() -> None:
    states = ["open", "dropped", "done", "changed", "open", "done"]
    plans = tuple(
        Plan(text="x", opened=FRIDAY, state=state, number=number)
        for number, state in enumerate(states, start=1)
    )
    shown = year(plans=plans).plans_by_state
    assert [(plan.state, plan.number) for plan in shown] == [
        ("done", 3),
        ("done", 6),
        ("changed", 4),
        ("dropped", 2),
        ("open", 1),
        ("open", 5),
    ]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
