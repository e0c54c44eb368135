"""A weekly reminder: its day, its time, and when it comes next."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.dates import hour_alone, parse_clock, weekday_named
from ally_journal.errors import WrongUsage


class Reminder(NamedTuple):
    """A weekday, Monday being 0 as in `date.weekday`, and a naive local time in whole minutes."""

    weekday: int
    at: time


_BETWEEN = {"at", "each", "every", "on"}


def reminder_named(words: str) -> Reminder:
    """Read a weekday and a time, such as "fri 16:00" or "every friday at 4 pm".

    Raises:
        WrongUsage: one of them is missing, or is none, or is an hour that a day has twice.
    """
    day, *clock = [word for word in words.split() if word.lower() not in _BETWEEN] or [""]
    weekday = parse_weekday(day)
    if not clock:
        raise WrongUsage(f"Say at what time, too; for example: ally remind {day} 16:00")
    at = parse_clock(" ".join(clock))
    if clock[0].isdecimal() and not clock[1:]:
        hour_alone(at.hour, " ".join(words.split()))
    return Reminder(weekday, at)


def parse_weekday(words: str) -> int:
    """The weekday of a name or its first three letters, Monday being 0; raises WrongUsage."""
    number = weekday_named(words.strip().lower())
    if number is None:
        raise WrongUsage(f"“{words}” is not a day of the week; write one, such as friday or fri.")
    return number


def next_after(reminder: Reminder, now: datetime) -> datetime:
    """The first naive local moment of a reminder that is later than the naive local `now`."""
    ahead = (reminder.weekday - now.weekday()) % 7
    first = datetime.combine(now.date() + timedelta(days=ahead), reminder.at)
    return first if first > now else first + timedelta(days=7)
