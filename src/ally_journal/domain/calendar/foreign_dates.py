"""Whole dates and times as other programs write them, told apart by their shape.

Times are naive local times. Which of 03/04/2026 is the day is never guessed here: all dates of a
file may tell it together.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from ally_journal.domain.calendar.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    day_brief,
    parse_clock,
    weekday_named,
)
from ally_journal.domain.calendar.when import parse_when
from ally_journal.errors import UnknownDate, UnreadableDate

LONGEST = 60
"""The most characters that a date with its time takes."""

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " ") | dict.fromkeys(
    range(0x2000, 0x200B), " "
)
"""Blanks that no line ends with; since 2023 many programs put one of them before AM and PM."""

_DAYS = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
_WEEKDAY = rf"(?:\(?(?P<weekday>{_DAYS})\)?\.?,?\s+)?"
_WEEKDAY_BEHIND = rf"(?:,?\s*\((?P<bracketed>{_DAYS})\)|,?\s+(?P<behind>{_DAYS})\b\.?)?"
_MONTH = rf"(?P<name>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)\.?"
_SHAPES = {
    "year first": r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
    "dotted": r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    "slashed": r"(?P<one>\d{1,2})(?P<sign>[-/])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4})",
    "day, month": rf"(?P<day>\d{{1,2}})\.?[\s-]{_MONTH},?[\s-](?P<year>\d{{4}})",
    "month, day": rf"{_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})",
}
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<half>[ap])\.?m\b\.?)?"

_EXAMPLES = "2026-11-20 or 20 November 2026"


class Written(NamedTuple):
    """A date as it stands somewhere, and the rest of its line behind it."""

    order: str
    parts: dict[str, str | None]
    rest: str

    @property
    def shape(self) -> tuple[object, ...]:
        """How it is written: dates of one file are all written alike."""
        timed = (self.parts[part] is not None for part in ("hour", "second", "half"))
        return self.order, self.parts.get("sign"), *timed


def written_date(words: str) -> Written | None:
    """The date that words begin with, with its time if there is one; None when it is none."""
    for order, pattern in _patterns().items():
        if match := pattern.match(words[:LONGEST].translate(_BLANKS)):
            return Written(order, match.groupdict(), words[match.end() :])
    return None


class Headed(NamedTuple):
    """A line that begins with a date, as an entry of jrnl does, and the words behind it."""

    bracketed: bool
    date: Written
    words: str


def headed_line(line: str) -> Headed | None:
    """The line as the beginning of a jrnl entry; None when it is none.

    jrnl puts the date in brackets with a space behind them. Its first versions put none, and
    always a time.
    """
    if line.startswith("["):
        inside, bracket, words = line[1 : LONGEST + 2].partition("]")
        found = written_date(inside)
        if found is None or not bracket or not words.startswith(" "):
            return None
        behind = re.fullmatch(rf"{_WEEKDAY_BEHIND}\s*", found.rest, re.IGNORECASE)
        if behind is None:
            return None
        found = found._replace(parts=found.parts | {"last": behind[1] or behind[2]})
        return Headed(True, found, line[len(inside) + 3 :])
    found = written_date(line)
    if found is None or found.parts["hour"] is None or not (found.rest or " ")[0].isspace():
        return None
    return Headed(False, found, found.rest[1:])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    flags = re.IGNORECASE | re.ASCII
    return {
        order: re.compile(
            rf"{_WEEKDAY}{date_}{_WEEKDAY_BEHIND}(?:(?:,?\s+|T)(?:at\s)?{_TIME})?(?![\w:/-])",
            flags,
        )
        for order, date_ in _SHAPES.items()
    }


def day_first_in(dates: Iterable[Written]) -> bool | None:
    """Whether slashed dates of one file begin with the day: a 25th tells it for all of them.

    None when nothing tells, or some say the one and some the other.
    """
    told = {found for found in map(_day_first, dates) if found is not None}
    return told.pop() if len(told) == 1 else None


def _day_first(found: Written) -> bool | None:
    """What one date tells: in one order there is such a day, and in the other there is none."""
    if found.order != "slashed":
        return None
    possible = []
    for day_first in (True, False):
        with suppress(UnreadableDate):
            day_of(found, day_first=day_first)
            possible.append(day_first)
    return possible[0] if len(possible) == 1 else None


def day_of(found: Written, *, day_first: bool | None = None) -> date:
    """The day; `day_first` decides what a slashed date means, which else must have one meaning.

    Raises:
        UnreadableDate: there is no such day, or not on that weekday, it lies outside 1900 to 2200,
            or two days are meant.
    """
    parts = found.parts
    if found.order == "slashed":
        one, other = str(parts["one"]), str(parts["other"])
        day_first = _day_first(found) if day_first is None else day_first
        if day_first is None and one != other and int(one) <= 12 and int(other) <= 12:
            written = f"{one}{parts['sign']}{other}{parts['sign']}{parts['year']}"
            readings = [day_of(found, day_first=first) for first in (True, False)]
            one, other = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
            raise UnreadableDate(
                f"“{written}” can be read as {one} or {other}; write it year first"
            )
        if day_first is None:
            day_first = int(other) <= 12
        number, month = (one, other) if day_first else (other, one)
    else:
        number, month = str(parts["day"]), str(parts.get("month") or _month(str(parts["name"])))
    year = int(str(parts["year"]))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(f"the year {year} is out of reach ({FIRST_YEAR} to {LAST_YEAR})")
    try:
        day = date(year, int(month), int(number))
    except ValueError:
        raise UnreadableDate(f"there is no such day as {year}-{month:0>2}-{number:0>2}") from None
    for said in filter(None, map(parts.get, ("weekday", "bracketed", "behind", "last"))):
        if (named := weekday_named(said.lower())) not in {None, day.weekday()}:
            raise UnreadableDate(
                f"{day_brief(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[named or 0]}"
            )
    return day


def time_of(parts: dict[str, str | None]) -> time | None:
    """The time of day, on a clock of 24 hours or of twice 12; None when there is none.

    Raises:
        UnreadableDate: there is no such time.
    """
    return None if parts["hour"] is None else _time(parts)


def _time(parts: Mapping[str, str | None]) -> time:
    hour, half = int(parts["hour"] or 0), (parts["half"] or "").lower()
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    if hour > 23 or minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        raise UnreadableDate(f"there is no such time as {hour}:{minute:02}")
    return time(hour % 12 + 12 * (half == "p") if half else hour, minute, second)


def read_moment(said: str, today: date, *, day_first: bool | None) -> tuple[date, time | None]:
    """A date with its time, if it has one, as here or as a command takes it.

    Raises:
        UnreadableDate: it is none, or has two readings, or depends on when it is read.
    """
    is_week = re.fullmatch(r"\d{4}-?W\d\d", said)  # for Python its Monday
    with suppress(ValueError):
        at = datetime.fromisoformat("" if is_week else said)
        timed = len(said) > len("2026-11-20")
        return at.date(), at.timetz().replace(microsecond=0) if timed else None
    found = written_date(said)
    if found and not found.rest:
        return day_of(found, day_first=day_first), time_of(found.parts)
    said = said[:LONGEST]
    try:
        day, at_typed = parse_when(said, today)
        before = parse_when(said, today - timedelta(days=3000))
    except UnknownDate:
        raise UnreadableDate(f"“{said}” is not a date; write it as {_EXAMPLES}") from None
    if before != (day, at_typed):
        raise UnreadableDate(f"“{said}” depends on when the file is read; write it as {_EXAMPLES}")
    return day, at_typed.time() if at_typed else None


def read_time(words: str) -> time:
    """A time of day alone, such as 14:30, 14:30:00, 2:30 PM or 3pm; raises UnreadableDate."""
    match = re.fullmatch(
        _TIME, words.strip()[:LONGEST].translate(_BLANKS), re.IGNORECASE | re.ASCII
    )
    if match:
        return _time(match.groupdict())
    with suppress(UnreadableDate):
        if not words.strip().isdecimal():
            return parse_clock(words)
    raise UnreadableDate(f"“{words[:LONGEST]}” is not a time; write it such as 14:30")


def _month(name: str) -> int:
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1
