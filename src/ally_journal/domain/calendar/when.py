"""The one grammar in which people write days and times; every function is told what today is.

`today` is the journal's day (it may begin later than midnight, see `journal_day`); times are naive
local times of the person's own clock. Every form of a day that ally prints is read. What has one
reading is read; what has two is refused with both.
"""

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.dates import (
    FIRST_YEAR,
    KNOWN_YEARS,
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    check_year,
    day_long,
    day_month,
    month_named,
    parse_clock,
    weekday_named,
)
from ally_journal.errors import UnknownDate, UnreadableDate

_EXAMPLES = 'for example yesterday, friday, "3 days ago" or 2026-11-20'
_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {"a": 1, "an": 1} | {word: at for at, word in enumerate(_WORDS.split(), start=1)}
_MANY = rf"(\d{{1,6}}|{'|'.join(_NUMBERS)}) (day|week|month|year)s?"
_PARTS = {
    **dict.fromkeys(("this morning", "this afternoon", "this evening", "tonight"), "today"),
    "last night": "yesterday",
    "now": "today",
}
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NEAR |= {"day before yesterday": -2, "day after tomorrow": 2}
# Compiled when first used, and not when imported: most entries are about now.
_CLOCK = (
    r"(?:at |(.*?)(?:,? at |(?<=\d)t|,? ))?"
    r"(\d{1,2}:\d{2}(?! ?[ap]m)|\d{1,2}(?::\d{2})? ?[ap]m|noon)"
)
_ISO = r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:z|[+-]\d\d:?\d\d)?"
_DATE = r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))"
_NAMED = (
    r"(?:([a-z]+),? )?(?:(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]+)|([a-z]+) (\d{1,2})(?:st|nd|rd|th)?)"
)
_SPAN = r"\d+-\d+"  # such as 16-22, which is two days rather than a wrong one
_SLASHED = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\.?"


class When(NamedTuple):
    """A day, and the moment if a time was given: naive local, unless an offset was given too."""

    day: date
    at: datetime | None = None


def parse_when(words: str, today: date, day_starts_at: time = time(0)) -> When:
    """Read a day, past preferred, alone or with a time, or a time alone.

    A bare weekday is the most recent one, today included; `last` before it excludes today. A date
    without its year is the latest one. A time beside a word that counts from today, or alone, lies
    in that journal day; beside a date it is that of the calendar. A whole ISO moment, as `--json`
    prints it, keeps its offset.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    if re.fullmatch(_ISO, said, re.ASCII):
        return _moment(said)
    said = _with_minutes(_with_colon(said, today))
    match = re.fullmatch(_CLOCK, said, re.ASCII)
    named = said if match is None else match[1] or "today"
    day = _counted(named, today, words) or _weekday(named, today)
    relative = day is not None
    day = day or _calendar_date(named, today, ahead=False)
    if day is None:
        raise UnknownDate(f"“{_typed(words)}” is not a date that ally knows; write {_EXAMPLES}.")
    if match is None:
        return When(day)
    clock = parse_clock(match[2])
    night = relative and clock < day_starts_at
    return When(day, datetime.combine(day + timedelta(days=night), clock))


def parse_until(words: str, today: date) -> date:
    """Read a day to come: a bare weekday is the next one, a date without its year the next.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    behind = said == "yesterday" or said.endswith(" ago") or said.startswith("last ")
    day = None if behind else _counted(said, today, words)
    if day is None and (weekday := weekday_named(said.removeprefix("next "))) is not None:
        day = _moved(today, (weekday - today.weekday() - 1) % 7 + 1, "day", words)
    day = day or _calendar_date(said, today, ahead=True)
    if day is None:
        raise UnknownDate(
            f"“{_typed(words)}” is not a date that ally knows; write {_examples_ahead(today)}."
        )
    return day


def parse_ahead(words: str, today: date) -> date:
    """Read a day for which something is meant, today or later, as `parse_until` does.

    Raises:
        UnreadableDate: as there, or the day is over.
    """
    day = parse_day(words, today)
    if day < today:
        raise UnreadableDate(
            f"{day_long(day)} is over; write a day to come, {_examples_ahead(today)}."
        )
    return day


def _examples_ahead(today: date) -> str:
    day = today + timedelta(weeks=4) if today.year < LAST_YEAR else today
    return f'for example tomorrow, friday, "in 3 weeks" or {day.isoformat()}'


def parse_day(words: str, today: date) -> date:
    """Read a day that may lie on either side of today; where there are two, it is the next one.

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


def _typed(words: str) -> str:
    return " ".join(words.split())


def _normal(words: str) -> str:
    """The words in one shape; a part of a day is left to the day itself."""
    said = _typed(words).lower().removeprefix("the ")
    for part, day in _PARTS.items():
        if said == part:
            return day
    return re.sub(r"(?<=\w) (morning|afternoon|evening|night)\b", "", said)


def _with_colon(said: str, today: date) -> str:
    """The same with 14.30 as 14:30; raises UnreadableDate where that can be a day too."""
    match = re.fullmatch(r"(at )?(\d{1,2})\.(\d\d)", said, re.ASCII)
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        return said
    clock = f"{match[2]}:{match[3]}"
    if days := [] if match[1] else _readings(said, today, ahead=False):
        raise _ambiguous(said, days, clock)
    return clock


def _with_minutes(said: str) -> str:
    """The same with at 14 as at 14:00; raises UnreadableDate for what a day has twice."""
    if re.search(r"(?:^| )midnight$", said):
        raise UnreadableDate(
            f"“{said}” can be read as the beginning of that day (00:00) or its end (23:59); write "
            "the time."
        )
    match = re.fullmatch(r"((?:.* )?at) (\d{1,2})", said, re.ASCII)
    hour = int(match[2]) if match else 24
    if match is None or hour > 23:
        return said
    if 1 <= hour <= 12:
        early, late = hour % 12, hour % 12 + 12
        raise UnreadableDate(
            f"“{said}” can be read as {early:02}:00 or {late:02}:00; write one of these."
        )
    return f"{match[1]} {hour:02}:00"


def _ambiguous(said: str, days: list[date], *clock: str) -> UnreadableDate:
    meant = " or ".join([*(f"{day_month(day)} ({day.isoformat()})" for day in days), *clock])
    colon = ", or a time with a colon" if clock else ""
    return UnreadableDate(f"“{said}” can be read as {meant}; write it year first{colon}.")


def _moment(said: str) -> When:
    """A moment as JSON prints it, to the second; raises UnreadableDate."""
    try:
        at = datetime.fromisoformat(said.upper()).replace(microsecond=0)
    except ValueError:
        raise UnreadableDate(f"There is no such moment as {said}; {_EXAMPLES} is read.") from None
    check_year(at.year)
    return When(at.date(), at)


def _counted(said: str, today: date, words: str) -> date | None:
    """A day that is counted from today, in either direction."""
    if said in _NEAR:
        return _moved(today, _NEAR[said], "day", words)
    back = re.fullmatch(f"{_MANY} ago", said, re.ASCII)
    if match := back or re.fullmatch(f"in {_MANY}", said, re.ASCII):
        many = _NUMBERS.get(match[1]) or int(match[1])
        return _moved(today, -many if back else many, match[2], words)
    return None


def _weekday(said: str, today: date) -> date | None:
    """The most recent day of that name; with `last` before today, with `next` after it."""
    before, _, name = said.rpartition(" ")
    weekday = weekday_named(name)
    if weekday is None or before not in {"", "last", "next"}:
        return None
    back = (today.weekday() - weekday) % 7
    if before == "next":
        return _moved(today, 7 - back, "day", said)
    return _moved(today, -(back or 7 * (before == "last")), "day", said)


def _moved(day: date, many: int, unit: str, words: str) -> date:
    """So many units later; a day that a month lacks is the last that it has."""
    try:
        if unit in {"day", "week"}:
            moved = day + timedelta(days=many * (7 if unit == "week" else 1))
        else:
            months = day.year * 12 + day.month - 1 + many * (12 if unit == "year" else 1)
            year, month = divmod(months, 12)
            moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        moved = date.max
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise UnreadableDate(f"“{words}” is too far away; {KNOWN_YEARS}")
    return moved


def _calendar_date(said: str, today: date, *, ahead: bool) -> date | None:
    """A date in one of the ways it is written; None for what is no date."""
    if match := re.fullmatch(_DATE, said, re.ASCII):
        year, month, number = map(int, (match[1], match[3] or match[5], match[4] or match[6]))
        check_year(year)
        return _day_of(year, month, number, said)
    days = _readings(said, today, ahead=ahead)
    if len(days) > 1:
        raise _ambiguous(said, days)
    if not days and re.fullmatch(_SLASHED, said, re.ASCII) and not re.fullmatch(_SPAN, said):
        raise UnreadableDate(f"There is no such day as {said}; look again at day and month.")
    return days[0] if days else _named_date(said, today, ahead=ahead)


def _day_of(year: int, month: int, number: int, said: str) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        hint = "the order is year-month-day."
        if 1 <= month <= 12:
            hint = f"look again how many days {MONTHS[month - 1]} has."
        raise UnreadableDate(f"There is no such day as {said}; {hint}") from None


def _named_date(said: str, today: date, *, ahead: bool) -> date | None:
    """A date with the name of its month, such as 20 Nov 2026 or Friday 20 November."""
    match = re.fullmatch(rf"{_NAMED}(?:,? (\d{{4}}|\d\d))?", said, re.ASCII)
    if match is None:
        return None
    weekday, one, month, other_month, other, year = match.groups()
    number, name = int(one or other), month or other_month
    if (place := month_named(name)) is None or (weekday and weekday_named(weekday) is None):
        return None
    if year:
        full = int(year) + 2000 * (len(year) == 2)
        check_year(full)
        day = _day_of(full, place, number, said)
    else:
        day = _nearest(today, place, number, ahead=ahead) or _day_of(
            today.year, place, number, said
        )
    if weekday and weekday_named(weekday) != day.weekday():
        raise UnreadableDate(
            f"“{said}” is no such day: {day_month(day)} {day.year} is a {WEEKDAYS[day.weekday()]}."
        )
    return day


def _nearest(today: date, month: int, number: int, *, ahead: bool) -> date | None:
    """The latest day of that month and number up to today, or the first one after it."""
    for away in range(9):  # in which there is a 29 February
        with suppress(ValueError):
            day = date(today.year + (away if ahead else -away), month, number)
            if day > today if ahead else day <= today:
                return day
    return None


def _readings(said: str, today: date, *, ahead: bool) -> list[date]:
    """The days that a date such as 3/4 can mean, with the day or the month in front."""
    match = re.fullmatch(_SLASHED, said, re.ASCII)
    if match is None:
        return []
    one, other, year = match.groups()
    readings: dict[date, None] = {}
    for number, month in ((int(one), int(other)), (int(other), int(one))):
        if year:
            with suppress(ValueError):
                full = int(year) + 2000 * (len(year) == 2)
                readings[date(full, month, number)] = None
        elif 1 <= month <= 12 and (day := _nearest(today, month, number, ahead=ahead)):
            readings[day] = None
    for day in readings:
        check_year(day.year)
    return list(readings)
