"""Dates are read as people write them, past preferred, and never guessed at."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.dates import (
    WEEKDAYS,
    day_brief,
    day_long,
    day_month,
    day_short,
    journal_day,
)
from ally_journal.domain.calendar.when import (
    When,
    parse_ahead,
    parse_until,
    parse_when,
    refuse_future,
)
from ally_journal.errors import UnreadableDate

TODAY = date(2026, 11, 20)
"""A Friday."""

NOW = datetime.fromisoformat("2026-11-20T14:30")
WEEK = [TODAY + timedelta(days=days) for days in range(7)]
FOUR = time(4)

KNOWN_YEARS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
NEARLY_DATES = st.from_regex(
    r"((today|yesterday|tomorrow|last|next|in|ago|days?|weeks?|monday|fri)?[ \n]?"
    r"([0-9]{1,6})?[-/.:tT]?){1,6}",
    fullmatch=True,
)
ANY_WORDS = st.text(max_size=30) | NEARLY_DATES


def _when_of(day_starts_at: time) -> Callable[[str, date], date]:
    return lambda words, today: parse_when(words, today, day_starts_at).day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-20"),
        ("yesterday", "2026-11-19"),
        ("the day before yesterday", "2026-11-18"),
        ("20. October", "2026-10-20"),
        ("20 Oct 26", "2026-10-20"),
        ("friday", "2026-11-20"),
        ("fri", "2026-11-20"),
        ("thursday", "2026-11-19"),
        ("saturday", "2026-11-14"),
        ("last friday", "2026-11-13"),
        ("last thursday", "2026-11-19"),
        ("last sat", "2026-11-14"),
        ("0 days ago", "2026-11-20"),
        ("1 day ago", "2026-11-19"),
        ("3 days ago", "2026-11-17"),
        ("1 week ago", "2026-11-13"),
        ("2 weeks ago", "2026-11-06"),
        ("325 days ago", "2025-12-30"),
        ("2026-11-20", "2026-11-20"),
        ("20261120", "2026-11-20"),
        ("2026-1-5", "2026-01-05"),
        ("2024-02-29", "2024-02-29"),
        ("1900-01-01", "1900-01-01"),
        ("2200-12-31", "2200-12-31"),
        ("two days ago", "2026-11-18"),
        ("a week ago", "2026-11-13"),
        ("3 months ago", "2026-08-20"),
        ("a year ago", "2025-11-20"),
        ("20 november", "2026-11-20"),
        ("21 november", "2025-11-21"),
        ("30 October", "2026-10-30"),
        ("October 30th", "2026-10-30"),
        ("29 february", "2024-02-29"),
        ("20 Nov 2026", "2026-11-20"),
        ("Nov 20, 2026", "2026-11-20"),
        ("Fri 20 Nov 2026", "2026-11-20"),
        ("Friday, 20 November 2026", "2026-11-20"),
        ("Fri 20 Nov", "2026-11-20"),
        ("20.11.2026", "2026-11-20"),
        ("11/20/2026", "2026-11-20"),
        ("31/12", "2025-12-31"),
        ("05/05", "2026-05-05"),
        ("12/31/25", "2025-12-31"),
        ("tomorrow", "2026-11-21"),
        ("in 3 weeks", "2026-12-11"),
        ("next friday", "2026-11-27"),
        ("next saturday", "2026-11-21"),
        ("2026/11/20", "2026-11-20"),
        ("2026.11.20", "2026-11-20"),
        ("monday morning", "2026-11-16"),
        ("this morning", "2026-11-20"),
        ("last night", "2026-11-19"),
        ("last friday evening", "2026-11-13"),
        ("thurs", "2026-11-19"),
        ("on friday", "2026-11-20"),
        ("this monday", "2026-11-16"),
        ("this friday", "2026-11-20"),
        ("this sunday", "2026-11-22"),
        ("the 20th", "2026-11-20"),
        ("the 21st", "2026-10-21"),
        ("friday the 13th", "2026-11-13"),
        ("tonight", "2026-11-20"),
        ("on the 31st", "2026-10-31"),
        ("20th of November", "2026-11-20"),
        ("Friday the 20th of November", "2026-11-20"),
        ("20 nov. 2026", "2026-11-20"),
        ("Nov. 20th, 2026", "2026-11-20"),
        ("20-Nov-2026", "2026-11-20"),
        ("20.Nov.2026", "2026-11-20"),
        ("20. 11. 2026", "2026-11-20"),
        ("20. 11.", "2026-11-20"),
        ("20.11.99", "1999-11-20"),
        ("99-11-20", "1999-11-20"),
        ("20/11/99", "1999-11-20"),
        ("20 Nov 99", "1999-11-20"),
        ("31.12.50", "1950-12-31"),
        ("31.12.26", "2026-12-31"),
        ("20-Nov-10", "2010-11-20"),
    ],
)
def test_every_form_of_a_day_is_read(words: str, day: str) -> None:
    assert parse_when(words, TODAY) == When(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("14:30", "2026-11-20T14:30"),
        ("14.30", "2026-11-20T14:30"),
        ("at 9.10", "2026-11-20T09:10"),
        ("at 14", "2026-11-20T14:00"),
        ("2.30pm", "2026-11-20T14:30"),
        ("this morning at 9", "2026-11-20T09:00"),
        ("tonight at 8:30", "2026-11-20T20:30"),
        ("9:30 this evening", "2026-11-20T21:30"),
        ("9.30 this evening", "2026-11-20T21:30"),
        ("yesterday evening 9.30", "2026-11-19T21:30"),
        ("monday evening at 9:30", "2026-11-16T21:30"),
        ("yesterday afternoon 3:15", "2026-11-19T15:15"),
        ("yesterday morning at 8.30", "2026-11-19T08:30"),
        ("yesterday evening at 21:30", "2026-11-19T21:30"),
        ("20 Nov 2026 evening 8:30", "2026-11-20T20:30"),
        ("yesterday at 0", "2026-11-19T00:00"),
        ("last friday, at 23", "2026-11-13T23:00"),
        ("9:05", "2026-11-20T09:05"),
        ("00:00", "2026-11-20T00:00"),
        ("2026-11-18 14:30", "2026-11-18T14:30"),
        ("2026-11-18T23:59", "2026-11-18T23:59"),
        ("2026-11-18t9:05", "2026-11-18T09:05"),
        ("yesterday 10:00", "2026-11-19T10:00"),
        ("yesterday at 10am", "2026-11-19T10:00"),
        ("last friday at 3pm", "2026-11-13T15:00"),
        ("last sat 10:00", "2026-11-14T10:00"),
        ("friday 9:30 am", "2026-11-20T09:30"),
        ("20 Nov 2026, 14:30", "2026-11-20T14:30"),
        ("Fri 20 Nov 2026 12am", "2026-11-20T00:00"),
        ("at 12pm", "2026-11-20T12:00"),
        ("yesterday at noon", "2026-11-19T12:00"),
        ("2026-11-18 14:30:05", "2026-11-18T14:30:05"),
        ("2026-11-18T23:30:00+01:00", "2026-11-18T23:30+01:00"),
        ("2026-11-18T23:30:00.123456Z", "2026-11-18T23:30Z"),
        ("20.11.2026 14:30", "2026-11-20T14:30"),
        ("20. 11. 2026 14:30", "2026-11-20T14:30"),
        ("23:00 on Saturday 28 November 2026", "2026-11-28T23:00"),
        ("friday 14.30", "2026-11-20T14:30"),
        ("friday at 20.11", "2026-11-20T20:11"),
        ("20 Nov 9.10", "2026-11-20T09:10"),
        ("yesterday at 10.30", "2026-11-19T10:30"),
        ("yesterday 10.30", "2026-11-19T10:30"),
        ("10.30 on friday", "2026-11-20T10:30"),
        ("3pm yesterday", "2026-11-19T15:00"),
        ("10:00 yesterday", "2026-11-19T10:00"),
        ("at 14 on the 20th", "2026-11-20T14:00"),
        ("noon, 3 days ago", "2026-11-17T12:00"),
        ("2026-11-18T23:30+01:00", "2026-11-18T23:30+01:00"),
        ("2026-11-18 23:30z", "2026-11-18T23:30Z"),
    ],
)
def test_every_form_with_a_time_keeps_the_moment(words: str, at: str) -> None:
    moment = datetime.fromisoformat(at)
    assert parse_when(words, TODAY) == When(moment.date(), moment)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("an hour ago", "2026-11-21", "2026-11-21T04:30+01:00"),
        ("2 hours ago", "2026-11-20", "2026-11-21T03:30+01:00"),
        ("half an hour ago", "2026-11-21", "2026-11-21T05:00+01:00"),
        ("45 minutes ago", "2026-11-21", "2026-11-21T04:45+01:00"),
    ],
)
def test_hours_ago_are_counted_from_now(words: str, day: str, at: str) -> None:
    """In the journal's day; without a clock they are no date."""
    now = datetime.fromisoformat("2026-11-21T05:30:00.5+01:00")
    moment = datetime.fromisoformat(at)
    assert parse_when(words, now.date(), FOUR, now) == When(date.fromisoformat(day), moment)
    with pytest.raises(UnreadableDate, match="not a date"):
        parse_when(words, now.date())


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("21 Nov", "2026-11-21"),
        ("the 21st", "2026-11-21"),
        ("Sat 21 Nov", "2026-11-21"),
        ("21/11", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("today", "2026-11-20"),
        ("saturday", "2026-11-14"),
    ],
)
def test_after_midnight_only_words_count_from_the_journals_day(words: str, day: str) -> None:
    now = datetime.fromisoformat("2026-11-21T02:00+01:00")
    assert parse_when(words, TODAY, FOUR, now).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-20"),
        ("tomorrow", "2026-11-21"),
        ("friday", "2026-11-27"),
        ("this friday", "2026-11-20"),
        ("this monday", "2026-11-23"),
        ("the 20th", "2026-12-20"),
        ("end of month", "2026-11-30"),
        ("the end of the year", "2026-12-31"),
        ("end of next month", "2026-12-31"),
        ("end of quarter", "2026-12-31"),
        ("end of the next quarter", "2027-03-31"),
        ("end of last year", "2025-12-31"),
        ("fri", "2026-11-27"),
        ("saturday", "2026-11-21"),
        ("thursday", "2026-11-26"),
        ("in 1 day", "2026-11-21"),
        ("in 10 days", "2026-11-30"),
        ("in 1 week", "2026-11-27"),
        ("in 3 weeks", "2026-12-11"),
        ("2026-11-20", "2026-11-20"),
        ("2027-1-5", "2027-01-05"),
        ("2025-03-04", "2025-03-04"),
        ("2200-12-31", "2200-12-31"),
        ("next friday", "2026-11-27"),
        ("in a month", "2026-12-20"),
        ("in 3 months", "2027-02-20"),
        ("in two years", "2028-11-20"),
        ("20 november", "2027-11-20"),
        ("sunday the 20th", "2026-12-20"),
        ("1 Dec", "2026-12-01"),
        ("31/12", "2026-12-31"),
        ("31.12.30", "2030-12-31"),
    ],
)
def test_every_form_of_until_is_read(words: str, day: str) -> None:
    assert parse_until(words, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("today", WEEK, ids=day_short)
@pytest.mark.parametrize("name", WEEKDAYS)
def test_a_weekday_is_the_most_recent_last_excludes_today_and_until_is_the_next(
    name: str, today: date
) -> None:
    def first_called_so(days: range) -> date:
        around = (today + timedelta(days=days) for days in days)
        return next(day for day in around if f"{day:%A}" == name)

    most_recent = first_called_so(range(0, -7, -1))
    for words in (name, name[:3]):
        assert parse_when(words, today).day == most_recent
        assert parse_when(f"last {words}", today).day == first_called_so(range(-1, -8, -1))
        assert parse_until(words, today) == first_called_so(range(1, 8))


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("03/04", ["3 April (2026-04-03)", "4 March (2026-03-04)"]),
        ("3.4.", ["3 April (2026-04-03)", "4 March (2026-03-04)"]),
        ("03-04", ["3 April (2026-04-03)", "4 March (2026-03-04)"]),
        ("03/04/2025", ["3 April (2025-04-03)", "4 March (2025-03-04)"]),
        ("26-11-20", ["26 November (2020-11-26)", "20 November (2026-11-20)"]),
        ("03.04.25", ["3 April (2025-04-03)", "4 March (2025-03-04)"]),
    ],
)
@pytest.mark.parametrize("parse", [parse_when, parse_until])
def test_a_date_with_two_readings_is_refused_with_both(
    parse: Callable[[str, date], object], words: str, readings: list[str]
) -> None:
    with pytest.raises(UnreadableDate) as refused:
        parse(words, date(2026, 12, 31) if parse is parse_when else date(2026, 1, 1))
    said = str(refused.value)
    assert all(reading in said for reading in readings)
    assert said.count("(") == len(readings)
    assert "year first" in said


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("9.30", ["30 September (2026-09-30)", "9:30"]),
        ("20.11", ["20 November (2026-11-20)", "20:11"]),
        ("9.10", ["9 October (2026-10-09)", "10 September (2026-09-10)", "9:10"]),
        ("yesterday at 9", ["09:00", "21:00"]),
        ("at 12", ["00:00", "12:00"]),
        ("friday 20.11", ["20 November (2026-11-20)", "20:11"]),
        ("last friday 13.11", ["13 November (2026-11-13)", "13:11"]),
        ("20 Nov 10", ["20 November (2010-11-20)", "10:00"]),
        ("Nov 20 10", ["20 November (2010-11-20)", "10:00"]),
        ("yesterday 19.11", ["19 November (2026-11-19)", "19:11"]),
        ("midnight", ["the beginning of that day (00:00)", "its end (23:59)"]),
        ("friday at midnight", ["the beginning of that day (00:00)", "its end (23:59)"]),
    ],
)
def test_a_time_with_two_readings_is_refused_with_both(words: str, readings: list[str]) -> None:
    with pytest.raises(UnreadableDate) as refused:
        parse_when(words, TODAY)
    assert f"“{words}” can be read as {' or '.join(readings)}; write " in str(refused.value)


@pytest.mark.parametrize("words", ["yesterday", "2 days ago", "2026-11-18"])
def test_what_is_meant_for_a_day_is_refused_once_it_is_over(words: str) -> None:
    with pytest.raises(UnreadableDate, match=r"1[89] November 2026 is over; write a day to come"):
        parse_ahead(words, TODAY)
    assert parse_ahead("today", TODAY) == TODAY


@pytest.mark.parametrize("words", ["monday 10:00", "2026-12-24 10:00", "friday at 3pm", "14:30"])
def test_a_time_where_only_a_day_is_kept_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDate, match=f"“{words}” has a time, .* alone, for example tomo"):
        parse_ahead(words, TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "2026-02-30",
        "2025-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-00-10",
        "2026-1-0",
        *("99/9", "13/13", "30.2.2026", "31.2", "0-1-26", "32nd"),
    ],
)
@pytest.mark.parametrize("parse", [parse_when, parse_until])
def test_a_day_that_no_calendar_has_is_refused(
    parse: Callable[[str, date], object], words: str
) -> None:
    with pytest.raises(UnreadableDate, match=f"no such day as {words}"):
        parse(words, TODAY)


@pytest.mark.parametrize(
    "words", ["0000-01-01", "0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"]
)
@pytest.mark.parametrize("parse", [parse_when, parse_until])
def test_a_year_out_of_reach_is_refused_and_the_years_are_named(
    parse: Callable[[str, date], object], words: str
) -> None:
    with pytest.raises(UnreadableDate, match="1900 to 2200"):
        parse(words, TODAY)


@pytest.mark.parametrize(
    ("parse", "words"),
    [
        (parse_when, "46346 days ago"),
        (parse_when, "7000 weeks ago"),
        (parse_when, "999999 weeks ago"),
        (parse_until, "in 70000 days"),
        (parse_until, "in 10000 weeks"),
        (parse_until, "in 999999 weeks"),
    ],
)
def test_counting_does_not_lead_out_of_the_known_years(
    parse: Callable[[str, date], object], words: str
) -> None:
    with pytest.raises(UnreadableDate, match="1900 to 2200"):
        parse(words, TODAY)


def test_counting_reaches_the_first_and_the_last_known_day_and_no_further() -> None:
    first, last = date(1900, 1, 1), date(2200, 12, 31)
    back, ahead = (TODAY - first).days, (last - TODAY).days
    assert parse_when(f"{back} days ago", TODAY).day == first
    assert parse_until(f"in {ahead} days", TODAY) == last
    with pytest.raises(UnreadableDate):
        parse_when(f"{back + 1} days ago", TODAY)
    with pytest.raises(UnreadableDate):
        parse_until(f"in {ahead + 1} days", TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "soon",
        "last",
        "last today",
        "last last friday",
        "lastfriday",
        "days ago",
        "-3 days ago",
        "3.5 days ago",
        "٣ days ago",
        "２０２６-11-20",
        "2026-11",
        "2026-W47",
        "2026112",
        "2026-11-20 14",
        "2026-11-20 14:30:00 or so",
        "2026-11-20+01:00",
        "2026/11-20",
        "20 movember",
        "20 no",
        "someday 20 Nov 2026",
        "next today",
    ],
)
def test_words_outside_the_grammar_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(UnreadableDate, match="2026-11-20"):
        parse_when(words, TODAY)


@pytest.mark.parametrize("words", ["last week", "Next Month", "2026-W47", "2026-11", "November"])
@pytest.mark.parametrize("parse", [parse_when, parse_until])
def test_several_days_are_no_day(parse: Callable[[str, date], object], words: str) -> None:
    with pytest.raises(UnreadableDate, match=f"“{words}” is more than one day; write one, for ex"):
        parse(words, TODAY)


@pytest.mark.parametrize(
    "words",
    ["", "yesterday", "3 days ago", "last friday", "in weeks", "in -1 days", "14:30"],
)
def test_until_refuses_what_looks_back(words: str) -> None:
    with pytest.raises(UnreadableDate, match="tomorrow"):
        parse_until(words, TODAY)


def test_a_day_to_come_has_one_as_its_example() -> None:
    for words in ("soon", "yesterday"):
        with pytest.raises(UnreadableDate, match="or 2026-12-18"):
            parse_ahead(words, TODAY)


@pytest.mark.parametrize(
    "words", ["24:00", "12:60", "99:99", "2026-11-20 24:00", "2026-11-20 7:99", "13pm", "0am"]
)
def test_a_time_that_no_clock_shows_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDate, match="not a time"):
        parse_when(words, TODAY)


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("  Today ", "today"),
        ("YESTERDAY", "yesterday"),
        ("\tLast \n FRIDAY", "last friday"),
        ("3  Days   AGO", "3 days ago"),
        (" 2026-11-20   14:30 ", "2026-11-20 14:30"),
        (" 14:30\n", "14:30"),
    ],
)
def test_case_and_spaces_do_not_matter(untidy: str, tidy: str) -> None:
    assert parse_when(untidy, TODAY) == parse_when(tidy, TODAY)


def test_case_and_spaces_do_not_matter_for_until() -> None:
    assert parse_until("  IN  3   Weeks ", TODAY) == parse_until("in 3 weeks", TODAY)
    assert parse_until(" Tomorrow\n", TODAY) == parse_until("tomorrow", TODAY)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("00:00", "2026-11-21T00:00"),
        ("03:59", "2026-11-21T03:59"),
        ("04:00", "2026-11-20T04:00"),
        ("23:59", "2026-11-20T23:59"),
    ],
)
def test_a_bare_time_before_the_day_starts_is_the_night_that_ends_today(
    words: str, at: str
) -> None:
    assert parse_when(words, TODAY, FOUR) == When(TODAY, datetime.fromisoformat(at))


@given(KNOWN_YEARS, st.times(), st.times())
def test_a_bare_time_always_lies_in_todays_journal_day(
    today: date, clock: time, day_starts_at: time
) -> None:
    when = parse_when(f"{clock:%H:%M}", today, day_starts_at.replace(second=0, microsecond=0))
    assert when.day == today
    assert when.at is not None
    assert journal_day(when.at, day_starts_at.replace(second=0, microsecond=0)) == today


@pytest.mark.parametrize("words", ["today", "yesterday", "14:30", "00:00", "2026-11-19 23:59"])
def test_what_has_come_is_given_back(words: str) -> None:
    when = parse_when(words, TODAY)
    assert refuse_future(when, NOW, TODAY) is when


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("14:31", "14:31 on Friday 20 November 2026"),
        ("2026-11-20 23:59", "23:59 on Friday 20 November 2026"),
        ("2026-11-21", "Saturday 21 November 2026"),
        ("2026-11-21 00:00", "00:00 on Saturday 21 November 2026"),
        ("2200-12-31", "Wednesday 31 December 2200"),
    ],
)
def test_what_has_not_come_yet_is_refused_and_a_plan_offered(words: str, named: str) -> None:
    with pytest.raises(UnreadableDate, match="ally plan add") as refused:
        refuse_future(parse_when(words, TODAY), NOW, TODAY)
    assert str(refused.value).startswith(f"{named} has not come yet")


@pytest.mark.parametrize(
    ("words", "come"),
    [
        ("00:30", True),
        ("00:31", False),
        ("03:59", False),
        ("04:00", True),
        ("23:00", True),
        ("today", True),
        ("2026-11-21", True),
        ("2026-11-22", False),
    ],
)
def test_after_midnight_the_clock_decides_and_not_the_journals_day(words: str, come: bool) -> None:
    """At half past midnight of the 21st the journal, starting at four, still lives the 20th."""
    now = datetime.fromisoformat("2026-11-21T00:30")
    when = parse_when(words, journal_day(now, FOUR), FOUR)
    if come:
        assert refuse_future(when, now, TODAY) is when
    else:
        with pytest.raises(UnreadableDate, match="has not come yet"):
            refuse_future(when, now, TODAY)


@given(KNOWN_YEARS, KNOWN_YEARS)
def test_every_iso_date_is_read_as_itself(day: date, today: date) -> None:
    assert parse_when(day.isoformat(), today) == When(day)
    assert parse_until(day.isoformat(), today) == day


@given(st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-12-31")))
def test_every_date_with_a_time_is_read_as_itself(at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    assert parse_when(f"{minute:%Y-%m-%d %H:%M}", TODAY) == When(minute.date(), minute)


@given(ANY_WORDS, KNOWN_YEARS, st.times())
def test_any_words_give_a_known_day_or_a_sentence(
    words: str, today: date, day_starts_at: time
) -> None:
    """Nothing a person types ends in anything but a day in reach or an UnreadableDate."""
    for parse in (_when_of(day_starts_at), parse_until):
        try:
            day = parse(words, today)
        except UnreadableDate:
            continue
        assert 1900 <= day.year <= 2200


SHOWN = (day_short, day_long, day_brief, date.isoformat)


@given(KNOWN_YEARS, KNOWN_YEARS)
def test_every_day_that_is_shown_is_read(day: date, today: date) -> None:
    """Also without its year, when it is the latest or the next one; and with a time behind it."""
    for form in SHOWN:
        assert parse_when(form(day), today).day == parse_until(form(day), today) == day
        for timed in (f"{form(day)} 09:05", f"09:05 on {form(day)}"):
            assert parse_when(timed, today).at == datetime.combine(day, time(9, 5))
    assert parse_when(day_month(day), day).day == day
    assert parse_until(day_month(day), day - timedelta(days=1)) == day


@pytest.mark.parametrize(
    "words", ["Mon 20 Nov 2026", "monday, november 20 2026", "monday the 20th"]
)
def test_a_wrong_weekday_is_told(words: str) -> None:
    told = f"“{words}” is no such day: 20 November 2026 is a Friday; leave out the weekday"
    with pytest.raises(UnreadableDate, match=told):
        parse_when(words, TODAY)


@pytest.mark.parametrize(("words", "day"), [("today 02:00", 21), ("yesterday 02:00", 20)])
def test_a_time_beside_a_word_lies_in_that_journal_day(words: str, day: int) -> None:
    """Beside a date it is that of the calendar."""
    assert parse_when(words, TODAY, FOUR).at == datetime(2026, 11, day, 2)  # noqa: DTZ001 - the grammar is naive
    assert parse_when("2026-11-20 02:00", TODAY, FOUR).at == datetime(2026, 11, 20, 2)  # noqa: DTZ001 - the same


@pytest.mark.parametrize("words", ["31 nov 2026", "30 february", "20 Nov 1899"])
def test_a_named_day_that_cannot_be_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDate, match=r"no such day|out of reach"):
        parse_when(words, TODAY)
