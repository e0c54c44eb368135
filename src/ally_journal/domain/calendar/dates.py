"""Days and times by their names, and the journal's day; `when` reads what people write."""

import re
from datetime import date, datetime, time, timedelta

from ally_journal.errors import UnreadableDate

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = "January February March April May June July August September October November December"
MONTHS = tuple(_YEAR.split())
FIRST_YEAR, LAST_YEAR = 1900, 2200
KNOWN_YEARS = f"ally knows the years {FIRST_YEAR} to {LAST_YEAR}."

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])m)?"


def journal_day(local: datetime, day_starts_at: time) -> date:
    """The day a local moment belongs to: before `day_starts_at` it is still the day before."""
    return local.date() - timedelta(days=local.time() < day_starts_at)


def weekday_named(word: str) -> int | None:
    """The weekday, Monday being 0, of a lower-case name or at least its first three letters."""
    return _beginning_so(word, WEEKDAYS)


def month_named(name: str) -> int | None:
    """The month, from 1, of a lower-case name or at least its first three letters."""
    place = _beginning_so(name, MONTHS)
    return None if place is None else place + 1


def _beginning_so(word: str, names: tuple[str, ...]) -> int | None:
    places = [at for at, name in enumerate(names) if name.lower().startswith(word)]
    return places[0] if len(word) >= 3 and places else None


def check_year(year: int) -> None:
    """Refuse what lies outside 1900 to 2200 with an UnreadableDate."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(f"The year {year} is out of reach; {KNOWN_YEARS}")


def parse_clock(words: str) -> time:
    """Read a time such as 14:30, 4, 4am or 2:30 pm; raises UnreadableDate."""
    said = words.strip().lower()
    if said == "noon":
        return time(12)
    match = re.fullmatch(_TIME, said, re.ASCII)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if match and match[3]:
        hour = hour % 12 + 12 * (match[3] == "p") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise UnreadableDate(f"“{said}” is not a time; write hours and minutes, such as 14:30.")
    return time(hour, minute)


def hour_alone(hour: int, said: str) -> str:
    """The time that an hour without minutes is, such as 14:00.

    Raises UnreadableDate, with what was `said`, for one that a day has twice.
    """
    if 1 <= hour <= 12:
        early, late = hour % 12, hour % 12 + 12
        raise UnreadableDate(
            f"“{said}” can be read as {early:02}:00 or {late:02}:00; write one of these."
        )
    return f"{hour:02}:00"


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
