"""Days and times by their names, and the day a moment belongs to."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.dates import (
    day_long,
    day_month,
    day_short,
    journal_day,
    parse_clock,
)
from ally_journal.errors import UnreadableDate

FOUR = time(4)

ANY_WORDS = st.text(max_size=30) | st.from_regex(r"[0-9:]{1,6}", fullmatch=True)


@pytest.mark.parametrize(
    ("local", "day_starts_at", "day"),
    [
        ("2026-11-20T00:00", time(0), "2026-11-20"),
        ("2026-11-20T23:59", time(0), "2026-11-20"),
        ("2026-11-20T00:30", FOUR, "2026-11-19"),
        ("2026-11-20T03:59:59.999999", FOUR, "2026-11-19"),
        ("2026-11-20T04:00", FOUR, "2026-11-20"),
        ("2027-01-01T01:00", FOUR, "2026-12-31"),
        ("2024-03-01T01:00", FOUR, "2024-02-29"),
    ],
)
def test_the_journals_day_begins_when_the_person_says(
    local: str, day_starts_at: time, day: str
) -> None:
    assert journal_day(datetime.fromisoformat(local), day_starts_at) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("00:00", time(0)),
        (" 4:00 ", time(4)),
        ("23:59", time(23, 59)),
        ("4", time(4)),
        ("4am", time(4)),
        ("4.30 PM", time(16, 30)),
        ("12am", time(0)),
        ("noon", time(12)),
    ],
)
def test_a_time_of_day_is_read(words: str, clock: time) -> None:
    assert parse_clock(words) == clock


@pytest.mark.parametrize(
    "words", ["", "24", "13pm", "0am", "24:00", "04:60", "04:00:00", "-1:00", "０４:００"]
)
def test_what_is_no_time_of_day_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(UnreadableDate, match="such as 14:30"):
        parse_clock(words)


@pytest.mark.parametrize(
    ("day", "short", "full", "without_year"),
    [
        ("2026-11-20", "Fri 20 Nov 2026", "Friday 20 November 2026", "20 November"),
        ("2026-01-01", "Thu 1 Jan 2026", "Thursday 1 January 2026", "1 January"),
        ("1900-09-30", "Sun 30 Sep 1900", "Sunday 30 September 1900", "30 September"),
    ],
)
def test_days_are_said_in_english_with_their_weekday(
    day: str, short: str, full: str, without_year: str
) -> None:
    value = date.fromisoformat(day)
    assert (day_short(value), day_long(value), day_month(value)) == (short, full, without_year)


@given(ANY_WORDS)
def test_any_words_give_a_time_or_a_sentence(words: str) -> None:
    try:
        clock = parse_clock(words)
    except UnreadableDate:
        return
    assert parse_clock(f"{clock:%H:%M}") == clock
