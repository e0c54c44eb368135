"""Periods tile the calendar, weeks by ISO 8601 whatever day they start on."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.dates import day_brief, day_long, day_short
from ally_journal.domain.calendar.periods import (
    WEEK_STARTS,
    Period,
    days_named,
    parse_period,
    period_in_words,
    week_of,
    week_start,
)
from ally_journal.errors import UnreadableDate

TODAY = date(2026, 11, 20)
"""A Friday."""

LATE = date(2201, 1, 31)
"""After every period that has a name."""

YEARS = range(1900, 2201)
STARTS = sorted(WEEK_STARTS)
EARLIER_THAN_MONDAY = {"monday": 0, "saturday": 2, "sunday": 1}
FORMS = "this, last, 2026-W47, 2026-11, 2026-Q4 or 2026"


def _days(period: Period) -> list[date]:
    length = (period.end - period.first_day).days
    return [period.first_day + timedelta(days=days) for days in range(length)]


def _has_53_weeks(year: int) -> bool:
    """ISO 8601: a year that begins on a Thursday, or a leap year that begins on a Wednesday."""
    first = date(year, 1, 1).isoweekday()
    return first == 4 or (first == 3 and isleap(year))


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("1900-W01", "1900-01-01"),
        ("2000-W52", "2000-12-25"),
        ("2009-W53", "2009-12-28"),
        ("2015-W53", "2015-12-28"),
        ("2020-W53", "2020-12-28"),
        ("2021-W01", "2021-01-04"),
        ("2024-W01", "2024-01-01"),
        ("2025-W01", "2024-12-30"),
        ("2026-W01", "2025-12-29"),
        ("2026-W09", "2026-02-23"),
        ("2026-W47", "2026-11-16"),
        ("2026-W53", "2026-12-28"),
        ("2027-W01", "2027-01-04"),
        ("2200-W52", "2200-12-22"),
    ],
)
@pytest.mark.parametrize("starts", STARTS)
def test_a_week_is_named_by_its_thursday_whatever_day_it_starts_on(
    starts: str, name: str, monday: str
) -> None:
    first = date.fromisoformat(monday) - timedelta(days=EARLIER_THAN_MONDAY[starts])
    week = Period(name, "week", first, first + timedelta(days=7))
    assert parse_period(name, LATE, starts) == week
    assert {week_of(day, starts) for day in _days(week)} == {week}
    assert f"{first:%A}".lower() == starts


@pytest.mark.one_in(3)
@pytest.mark.parametrize("starts", STARTS)
def test_weeks_tile_three_centuries_and_their_names_lead_back(starts: str) -> None:
    """Each week ends where the next begins, names go up by one, and a name means its week."""
    week = week_of(date(1900, 1, 10), starts)
    while week.end.year <= 2200:
        following = week_of(week.end, starts)
        assert following.first_day == week.end
        assert following.end - following.first_day == timedelta(days=7)
        assert following.name > week.name
        (thursday,) = (day for day in _days(week) if day.isoweekday() == 4)
        assert week.name == f"{thursday:%G-W%V}"
        assert parse_period(week.name, LATE, starts) == week
        week = following


@pytest.mark.parametrize("starts", STARTS)
def test_every_year_has_its_52_or_53_weeks_and_no_more(starts: str) -> None:
    for year in YEARS:
        last = 53 if _has_53_weeks(year) else 52
        end = parse_period(f"{year}-W{last}", LATE, starts).end
        if year < 2200:
            assert parse_period(f"{year + 1}-W01", LATE, starts).first_day == end
        with pytest.raises(UnreadableDate, match=f"{year} has no week {last + 1}; .* to W{last}"):
            parse_period(f"{year}-W{last + 1}", LATE, starts)


def test_2026_has_a_week_53() -> None:
    assert parse_period("2026-W53", LATE).last_day == date(2027, 1, 3)


@given(st.dates(date(1900, 1, 8), date(2200, 12, 20)), st.sampled_from(STARTS))
def test_a_day_lies_in_its_week_and_the_week_can_be_asked_for(day: date, starts: str) -> None:
    week = week_of(day, starts)
    assert day in week
    assert week.first_day == week_start(day, starts) <= day <= week.last_day
    assert parse_period(week.name.lower(), day, starts) == week


@pytest.mark.parametrize("year", [1900, 1999, 2000, 2024, 2026, 2100, 2200])
def test_months_and_quarters_tile_their_year(year: int) -> None:
    whole = parse_period(f"{year}", LATE)
    assert (whole.first_day, whole.last_day) == (date(year, 1, 1), date(year, 12, 31))
    for names in (
        [f"{year}-{month:02}" for month in range(1, 13)],
        [f"{year}-Q{quarter}" for quarter in range(1, 5)],
    ):
        day = whole.first_day
        for name in names:
            period = parse_period(name, LATE)
            assert period.name == name
            assert period.first_day == day
            day = period.end
        assert day == whole.end


@pytest.mark.parametrize(
    ("words", "name", "unit", "first", "last"),
    [
        ("2026", "2026", "year", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-Q1", "quarter", "2026-01-01", "2026-03-31"),
        ("2026-q4", "2026-Q4", "quarter", "2026-10-01", "2026-12-31"),
        ("2026-11", "2026-11", "month", "2026-11-01", "2026-11-30"),
        ("2026-2", "2026-02", "month", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2100-02", "2100-02", "month", "2100-02-01", "2100-02-28"),
        ("2026-12", "2026-12", "month", "2026-12-01", "2026-12-31"),
        ("2026-W7", "2026-W07", "week", "2026-02-09", "2026-02-15"),
        (" 2026-w47 ", "2026-W47", "week", "2026-11-16", "2026-11-22"),
    ],
)
def test_every_form_of_a_named_period_is_read(
    words: str, name: str, unit: str, first: str, last: str
) -> None:
    period = parse_period(words, LATE)
    assert (period.name, period.unit) == (name, unit)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("starts", "this", "last"),
    [
        ("monday", "2026-11-16", "2026-11-09"),
        ("sunday", "2026-11-15", "2026-11-08"),
        ("saturday", "2026-11-14", "2026-11-07"),
    ],
)
def test_this_and_last_are_the_weeks_around_today(starts: str, this: str, last: str) -> None:
    assert parse_period("this", TODAY, starts).first_day.isoformat() == this
    assert parse_period(" LAST ", TODAY, starts).first_day.isoformat() == last
    assert TODAY in parse_period("this", TODAY, starts)


def test_last_week_on_new_years_day_is_in_the_old_year() -> None:
    assert parse_period("last", date(2027, 1, 1)).name == "2026-W52"
    assert parse_period("this", date(2027, 1, 1)).name == "2026-W53"


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Thu 9 Jul 2026 to Thu 30 Jul 2026", "2026-07-09", "2026-07-30"),
        ("9 to 30 July", "2026-07-09", "2026-07-30"),
        ("Thursday 9 until Thursday 30 July 2026", "2026-07-09", "2026-07-30"),
        ("1 to 23 November", "2026-11-01", "2026-11-23"),
        ("Sat 19 Dec 2026 to Wed 6 Jan 2027", "2026-12-19", "2027-01-06"),
        ("19 December to 6 January", "2025-12-19", "2026-01-06"),
        ("monday to sunday", "2026-11-16", "2026-11-22"),
        ("3 days ago to yesterday", "2026-11-17", "2026-11-19"),
        ("July 9 to 30", "2026-07-09", "2026-07-30"),
        ("9 July to 30", "2026-07-09", "2026-07-30"),
        ("July 9 to August 2, 2025", "2025-07-09", "2025-08-02"),
        ("9-30 July", "2026-07-09", "2026-07-30"),
        ("July 9th–30th", "2026-07-09", "2026-07-30"),
        ("9 - 30 July", "2026-07-09", "2026-07-30"),
        ("Nov 20-26", "2026-11-20", "2026-11-26"),
        ("from 9 to 30 July", "2026-07-09", "2026-07-30"),
        ("between 9 and 30 July", "2026-07-09", "2026-07-30"),
        ("9th to the 30th of July", "2026-07-09", "2026-07-30"),
        ("20 to 30 November", "2026-11-20", "2026-11-30"),
        ("November to December", "2026-11-01", "2026-12-31"),
        ("December to January 2026", "2025-12-01", "2026-01-31"),
        ("July-August", "2026-07-01", "2026-08-31"),
        ("2026-07 to 2026-08", "2026-07-01", "2026-08-31"),
        ("W40 to last week", "2026-09-28", "2026-11-15"),
        ("mon-fri", "2026-11-16", "2026-11-20"),
        ("2026-12-19 to 6 January", "2026-12-19", "2027-01-06"),
        ("24 Dec 2025 to 3 Jan", "2025-12-24", "2026-01-03"),
        ("November to March", "2026-11-01", "2027-03-31"),
        ("Q4 to Q1", "2026-10-01", "2027-03-31"),
        ("15 nov to 5 dec", "2026-11-15", "2026-12-05"),
        ("1 Jan to 5 dec", "2026-01-01", "2026-12-05"),
        ("24.12. to 13.1.", "2025-12-24", "2026-01-13"),
        ("19 Nov to wednesday", "2026-11-19", "2026-11-25"),
        ("2025-12-24..2026-01-03", "2025-12-24", "2026-01-03"),
        ("9..30 July", "2026-07-09", "2026-07-30"),
        ("today 10:00 to today 11:00", None, None),
        ("20 November", None, None),
        ("20-Nov-26", None, None),
        ("20-Nov", None, None),
        ("last-friday", None, None),
        ("16-22", None, None),
    ],
)
def test_days_from_one_to_another(words: str, first: str | None, last: str | None) -> None:
    """As a pause shows them, and shorter; what one end lacks stands beside the other."""
    found = days_named(words, TODAY)
    assert found == (first and last and tuple(map(date.fromisoformat, (first, last))))


@pytest.mark.parametrize("today", ["2026-12-28", "2026-12-31", "2027-01-02"])
@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("24 Dec to 3 Jan", "2026-12-24", "2027-01-03"),
        ("W52 to W01", "2026-12-21", "2027-01-10"),
        ("Dec to Jan", "2026-12-01", "2027-01-31"),
        ("28 Dec to 3 Jan", "2026-12-28", "2027-01-03"),
    ],
)
def test_days_over_the_new_year_are_those_that_have_begun(
    today: str, words: str, first: str, last: str
) -> None:
    found = days_named(words, date.fromisoformat(today))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("words", "today", "name"),
    [
        ("W53", "2027-01-02", "2026-W53"),
        ("week 53", "2027-01-02", "2026-W53"),
        ("28 Dec to 3 Jan", "2027-01-02", "2026-W53"),
        ("W53", "2026-11-20", "2020-W53"),
        ("W01", "2024-12-31", "2025-W01"),
        ("Q4", "2027-01-02", "2026-Q4"),
    ],
)
def test_without_its_year_a_period_is_the_last_that_has_begun(
    words: str, today: str, name: str
) -> None:
    assert parse_period(words, date.fromisoformat(today)).name == name


@pytest.mark.parametrize(
    "words",
    [
        "30 July 2026 to 9 July 2026",
        "30 to 9 July",
        "30 July to 9 July",
        "1 March 2026 to 6 January",
        "November to July",
        "tomorrow to yesterday",
    ],
)
def test_days_the_wrong_way_round_are_told(words: str) -> None:
    """They never run on past today instead."""
    with pytest.raises(UnreadableDate, match=f"“{words}” ends before it begins; write the earlier"):
        days_named(words, TODAY)


def test_an_end_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(UnreadableDate, match="can be read as 3 April"):
        days_named("03/04 to today", TODAY)


@given(st.lists(st.dates(date(1900, 1, 1), date(2200, 12, 31)), min_size=2, max_size=2))
def test_days_in_a_row_are_read_as_they_are_shown(ends: list[date]) -> None:
    """By whatever form of a day, and the other way round they are refused."""
    first, last = sorted(ends)
    for shown in (day_short, day_long, day_brief, date.isoformat):
        for between in (" to ", " until ", " – ", "–", " - "):
            assert days_named(between.join(map(shown, (first, last))), TODAY) == (first, last)
        if first < last:
            with pytest.raises(UnreadableDate, match="ends before it begins"):
                days_named(f"{shown(last)} to {shown(first)}", TODAY)


@pytest.mark.parametrize("words", ["2026-W48", "2026-12", "2027-Q1", "2027", "2027-W01", "2200"])
def test_a_period_wholly_in_the_future_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDate, match=f"{words} has not begun yet"):
        parse_period(words, TODAY)


@pytest.mark.parametrize("words", ["2026-W47", "2026-11", "2026-Q4", "2026", "1900"])
def test_a_period_that_has_begun_is_allowed(words: str) -> None:
    assert parse_period(words, TODAY).first_day <= TODAY


def test_the_next_one_has_not_begun() -> None:
    for unit, name in {"week": "2026-W48", "month": "2026-12", "year": "2027"}.items():
        with pytest.raises(UnreadableDate, match=f"{name} has not begun yet"):
            parse_period(f"next {unit}", TODAY)


def test_a_period_may_begin_today() -> None:
    assert parse_period("2026-W48", date(2026, 11, 23)).first_day == date(2026, 11, 23)
    assert parse_period("2027", date(2027, 1, 1)).first_day == date(2027, 1, 1)
    assert parse_period("2026-W48", date(2026, 11, 22), "sunday").first_day == date(2026, 11, 22)
    with pytest.raises(UnreadableDate):
        parse_period("2026-W48", date(2026, 11, 21), "sunday")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("2026-W54", "2026 has no week 54; its weeks run from W01 to W53"),
        ("2025-W53", "2025 has no week 53; its weeks run from W01 to W52"),
        ("2026-W00", "2026 has no week 0"),
        ("2026-13", "2026 has no month 13; months run from 01 to 12"),
        ("2026-00", "2026 has no month 0"),
        ("0000", "1900 to 2200"),
        ("1899", "1900 to 2200"),
        ("1899-W52", "1900 to 2200"),
        ("2201-01", "1900 to 2200"),
        ("2026-Q0", FORMS),
        ("2026-Q5", FORMS),
        ("2026-W", FORMS),
        ("2026-W047", FORMS),
        ("2026-W47-5", FORMS),
        (
            "16 to 23 November 2026",
            "no week, month, quarter or year; to see these days write: ally list",
        ),
        ("1 to 20 November", "ally list '1 to 20 November'"),
        ("13/2026", "2026 has no month 13"),
        ("47", FORMS),
        ("next", FORMS),
        ("", FORMS),
        ("２０２６", FORMS),
    ],
)
def test_an_impossible_or_unknown_period_is_refused_with_what_is_possible(
    words: str, says: str
) -> None:
    with pytest.raises(UnreadableDate, match=says):
        parse_period(words, LATE)


@given(
    st.text(max_size=12) | st.from_regex(r"[0-9]{3,5}(-[wWqQ]?[0-9]{0,3})?", fullmatch=True),
    st.dates(date(1900, 1, 8), date(2200, 12, 31)),
    st.sampled_from(STARTS),
)
def test_any_words_give_a_period_that_has_begun_or_a_sentence(
    words: str, today: date, starts: str
) -> None:
    try:
        period = parse_period(words, today, starts)
    except UnreadableDate:
        return
    assert period.first_day <= today
    assert period.first_day < period.end


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    period = parse_period("2026-W47", TODAY)
    held = [date(2026, 11, 14) + timedelta(days=days) for days in range(12)]
    assert [day.day for day in held if day in period] == [16, 17, 18, 19, 20, 21, 22]
    assert period.last_day == date(2026, 11, 22)
    assert period.end == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "starts", "words"),
    [
        ("2026-W47", "monday", "Mon 16 to Sun 22 November 2026"),
        ("2026-W47", "sunday", "Sun 15 to Sat 21 November 2026"),
        ("2026-W47", "saturday", "Sat 14 to Fri 20 November 2026"),
        ("2026-W49", "monday", "Mon 30 November to Sun 6 December 2026"),
        ("2026-W53", "monday", "Mon 28 December 2026 to Sun 3 January 2027"),
        ("2026-W01", "monday", "Mon 29 December 2025 to Sun 4 January 2026"),
        ("2027-W01", "saturday", "Sat 2 to Fri 8 January 2027"),
        ("2026-11", "monday", "November 2026"),
        ("2026-Q1", "monday", "January to March 2026"),
        ("2026-Q4", "monday", "October to December 2026"),
        ("2026", "monday", "2026"),
    ],
)
def test_a_period_is_said_with_just_the_months_and_years_it_needs(
    name: str, starts: str, words: str
) -> None:
    assert period_in_words(parse_period(name, LATE, starts)) == words


@given(day=st.dates(date(1901, 1, 1), date(2199, 12, 31)), starts=st.sampled_from([*WEEK_STARTS]))
def test_what_a_period_is_called_is_read(day: date, starts: str) -> None:
    """By its name, by the heading of a review, and by a day that a week holds."""
    year, month = day.year, day.month
    names = (f"{year}", f"{year}-{month:02}", f"{year}-Q{(month + 2) // 3}")
    for period in (week_of(day, starts), *(parse_period(name, LATE) for name in names)):
        for words in (period.name, period_in_words(period), period_in_words(period, whole=True)):
            assert parse_period(words, LATE, starts) == period
    for words in (period_in_words(week_of(day, starts), whole=whole) for whole in (False, True)):
        assert parse_period(words, LATE) == week_of(day, starts)  # whatever the settings are now
    assert parse_period(day_short(day), LATE, starts) == week_of(day, starts)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("this week", "2026-W47"),
        ("week", "2026-W47"),
        ("Quarter", "2026-Q4"),
        ("last week", "2026-W46"),
        ("this month", "2026-11"),
        ("last month", "2026-10"),
        ("last quarter", "2026-Q3"),
        ("this year", "2026"),
        ("last year", "2025"),
        ("november", "2026-11"),
        ("Dec", "2025-12"),
        ("oct 2024", "2024-10"),
        ("W46", "2026-W46"),
        ("week 50", "2025-W50"),
        ("week 3 of 2025", "2025-W03"),
        ("q4", "2026-Q4"),
        ("yesterday", "2026-W47"),
        ("last-week", "2026-W46"),
        ("2026W46", "2026-W46"),
        ("2026q3", "2026-Q3"),
        ("2026/10", "2026-10"),
        ("10/2026", "2026-10"),
        ("9 to 15 November", "2026-W46"),
        ("16 to 22 November", "2026-W47"),
        ("2026-11-09 to 2026-11-15", "2026-W46"),
    ],
)
def test_a_period_in_everyday_words_is_read(words: str, name: str) -> None:
    """Without a year it is the latest that has begun."""
    assert parse_period(words, TODAY).name == name
