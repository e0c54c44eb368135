"""A weekly reminder: what is read as one, and when it comes next."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.review.reminder import Reminder, next_after, parse_weekday, reminder_named
from ally_journal.errors import WrongUsage

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
REMINDERS = st.builds(
    Reminder, st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0))
)
MOMENTS = st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-12-31"))


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES)))
def test_every_weekday_has_its_name_and_its_first_three_letters(number: int, name: str) -> None:
    for said in (name, name[:3], name.title(), name.upper(), f" {name[:3]} "):
        assert parse_weekday(said) == number


@pytest.mark.parametrize("words", ["", "f", "fr", "fridays", "5", "today", "freitag"])
def test_other_words_are_no_weekday(words: str) -> None:
    with pytest.raises(WrongUsage, match="not a day of the week"):
        parse_weekday(words)


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("16:00", time(16)),
        ("9:05", time(9, 5)),
        ("09:05", time(9, 5)),
        ("0:00", time(0)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        ("at 4pm", time(16)),
        ("at 4 pm", time(16)),
    ],
)
def test_times_are_hours_and_minutes(clock: str, at: time) -> None:
    assert reminder_named(f"fri {clock}") == Reminder(4, at)


@pytest.mark.parametrize(
    "clock", ["late", "16:0", "24pm", "24:00", "16:60", "16:00:00", "-1:00", "١٦:٠٠"]
)
def test_other_words_are_no_time(clock: str) -> None:
    with pytest.raises(WrongUsage, match="not a time"):
        reminder_named(f"friday {clock}")


def test_an_hour_that_a_day_has_twice_is_no_time() -> None:
    """As for the day of an entry."""
    assert reminder_named("friday at 16") == Reminder(4, time(16))
    with pytest.raises(WrongUsage, match="“friday at 10” can be read as 10:00 or 22:00; write one"):
        reminder_named("friday at 10")


@pytest.mark.parametrize(
    ("day", "clock", "now", "first"),
    [
        # 20 November 2026 is a Friday.
        ("fri", "16:00", "2026-11-20T14:30", "2026-11-20T16:00"),
        ("fri", "16:00", "2026-11-20T15:59:59", "2026-11-20T16:00"),
        ("fri", "16:00", "2026-11-20T16:00", "2026-11-27T16:00"),
        ("fri", "14:00", "2026-11-20T14:30", "2026-11-27T14:00"),
        ("thu", "16:00", "2026-11-20T14:30", "2026-11-26T16:00"),
        ("sat", "0:00", "2026-11-20T14:30", "2026-11-21T00:00"),
        ("fri", "0:00", "2026-11-20T00:00", "2026-11-27T00:00"),
        ("fri", "23:59", "2026-11-20T23:58", "2026-11-20T23:59"),
        # Over the end of a year, and onto and over a leap day.
        ("fri", "9:00", "2026-12-31T09:00", "2027-01-01T09:00"),
        ("tue", "9:00", "2028-02-28T12:00", "2028-02-29T09:00"),
        ("wed", "9:00", "2028-02-28T12:00", "2028-03-01T09:00"),
        ("tue", "9:00", "2028-02-29T09:00", "2028-03-07T09:00"),
    ],
)
def test_the_first_time(day: str, clock: str, now: str, first: str) -> None:
    reminder = reminder_named(f"{day} {clock}")
    assert next_after(reminder, datetime.fromisoformat(now)) == datetime.fromisoformat(first)


@given(REMINDERS, MOMENTS)
def test_the_first_time_is_the_only_one_within_a_week(reminder: Reminder, now: datetime) -> None:
    first = next_after(reminder, now)
    assert (first.weekday(), first.time()) == reminder
    assert timedelta(0) < first - now <= timedelta(days=7)
