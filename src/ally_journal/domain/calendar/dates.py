"""Dates as people write them; every function is told what today is.

`today` is the journal's day (it may begin later than midnight, see `journal_day`); times are
naive local times of the person's own clock. Arithmetic is done on dates only.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ally_journal.errors import UnreadableDate

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = "January February March April May June July August September October November December"
MONTHS = tuple(_YEAR.split())
FIRST_YEAR, LAST_YEAR = 1900, 2200
_KNOWN_YEARS = f"ally knows the years {FIRST_YEAR} to {LAST_YEAR}."

_EXAMPLES = 'for example yesterday, friday, "3 days ago" or 2026-11-20'
_AHEAD_EXAMPLES = 'for example tomorrow, friday, "in 3 weeks" or 2026-11-20'
# Compiled when first used, and not when imported: most entries are about now.
_DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t](\d{1,2}:\d{2}))?"
_TIME = r"(\d{1,2}):(\d{2})"
_AGO = r"(\d{1,6}) (day|week)s? ago"
_AHEAD = r"in (\d{1,6}) (day|week)s?"
_SLASHED = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\.?"


class When(NamedTuple):
    """A day, and the naive local moment if a time was given."""

    day: date
    at: datetime | None = None


def journal_day(local: datetime, day_starts_at: time) -> date:
    """The day a local moment belongs to: before `day_starts_at` it is still the day before."""
    return local.date() - timedelta(days=local.time() < day_starts_at)


def parse_when(words: str, today: date, day_starts_at: time = time(0)) -> When:
    """Read a past-leaning date in the contract's closed grammar.

    A bare weekday is the most recent one, today included; `last` before it excludes today. A
    bare time belongs to today's journal day.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    if match := re.fullmatch(_TIME, said, re.ASCII):
        at = parse_clock(said)
        return When(today, datetime.combine(today + timedelta(days=at < day_starts_at), at))
    if match := re.fullmatch(_AGO, said, re.ASCII):
        return When(_moved(today, -_days(match), words))
    if said in {"today", "yesterday"}:
        return When(_moved(today, -(said == "yesterday"), words))
    before = said.startswith("last ")
    if (weekday := weekday_named(said.removeprefix("last "))) is not None:
        back = (today.weekday() - weekday) % 7
        return When(_moved(today, -(back or 7 * before), words))
    return _calendar_date(said, today)


def parse_until(words: str, today: date) -> date:
    """Read the day a plan runs until, in its forward-leaning grammar; a bare weekday is the next.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    if said in {"today", "tomorrow"}:
        return _moved(today, int(said == "tomorrow"), words)
    if match := re.fullmatch(_AHEAD, said, re.ASCII):
        return _moved(today, _days(match), words)
    if (weekday := weekday_named(said)) is not None:
        return _moved(today, (weekday - today.weekday() - 1) % 7 + 1, words)
    return _calendar_date(said, today, _AHEAD_EXAMPLES).day


def parse_day(words: str, today: date) -> date:
    """Read a day that may lie on either side of today; what both grammars know is the next one.

    Raises:
        UnreadableDate: as `parse_until`.
    """
    try:
        return parse_until(words, today)
    except UnreadableDate:
        with suppress(UnreadableDate):
            return parse_when(words, today).day
        raise


def refuse_future(when: When, now: datetime, today: date) -> When:
    """Give `when` back; raises UnreadableDate if it lies after the naive local `now`."""
    if when.day > max(today, now.date()) or (when.at and when.at > now):
        said = f"{when.at:%H:%M} on {day_long(when.day)}" if when.at else day_long(when.day)
        raise UnreadableDate(
            f"{said} has not come yet; an entry is about something that happened, "
            "and a plan (ally plan add) about what you will do."
        )
    return when


def weekday_named(word: str) -> int | None:
    """The weekday of a lower-case name or its first three letters, Monday being 0; or None."""
    for number, name in enumerate(WEEKDAYS):
        if word in {name.lower(), name[:3].lower()}:
            return number
    return None


def check_year(year: int) -> None:
    """Refuse what lies outside 1900 to 2200 with an UnreadableDate."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(f"The year {year} is out of reach; {_KNOWN_YEARS}")


def parse_clock(words: str) -> time:
    """Read a time such as 04:00; raises UnreadableDate unless it lies in 00:00 to 23:59."""
    said = words.strip()
    match = re.fullmatch(_TIME, said, re.ASCII)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise UnreadableDate(f"“{said}” is not a time; write hours and minutes, such as 14:30.")
    return time(int(match[1]), int(match[2]))


def day_short(day: date) -> str:
    """A day with its weekday, such as "Fri 20 Nov 2026"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day_brief(day)}"


def day_long(day: date) -> str:
    """A day in full, such as "Friday 20 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day_month(day)} {day.year}"


def day_month(day: date) -> str:
    """A day without its year, such as "20 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def month_long(day: date) -> str:
    """The month of a day, such as "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def day_brief(day: date) -> str:
    """A day without its weekday, such as "20 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _normal(words: str) -> str:
    return " ".join(words.split()).lower()


def _days(match: re.Match[str]) -> int:
    return int(match[1]) * (7 if match[2] == "week" else 1)


def _moved(day: date, days: int, words: str) -> date:
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        moved = date.max
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise UnreadableDate(f"“{words}” is too far away; {_KNOWN_YEARS}")
    return moved


def _calendar_date(said: str, today: date, examples: str = _EXAMPLES) -> When:
    match = re.fullmatch(_DATE, said, re.ASCII)
    if match is None:
        if days := _readings(said, today):
            meant = " or ".join(f"{day_month(day)} ({day.isoformat()})" for day in days)
            raise UnreadableDate(f"“{said}” can be read as {meant}; write it year first.")
        raise UnreadableDate(f"“{said}” is not a date that ally knows; write {examples}.")
    year, month, number = int(match[1]), int(match[2]), int(match[3])
    check_year(year)
    try:
        day = date(year, month, number)
    except ValueError:
        hint = "the order is year-month-day."
        if 1 <= month <= 12:
            hint = f"look again how many days {MONTHS[month - 1]} has."
        said_day = "-".join(match.groups()[:3])
        raise UnreadableDate(f"There is no such day as {said_day}; {hint}") from None
    return When(day, datetime.combine(day, parse_clock(match[4])) if match[4] else None)


def _readings(said: str, today: date) -> list[date]:
    """The days that a date such as 3/4 can mean, with the day or the month in front."""
    match = re.fullmatch(_SLASHED, said, re.ASCII)
    if match is None:
        return []
    one, other, said_year = match.groups(default=str(today.year))
    year = int(said_year) + 2000 * (len(said_year) == 2)
    readings: dict[date, None] = {}
    for day, month in ((one, other), (other, one)):
        with suppress(ValueError):
            readings[date(year, int(month), int(day))] = None
    return list(readings)
