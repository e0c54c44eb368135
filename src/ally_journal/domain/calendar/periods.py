"""Periods of a review: half-open stretches of days, named as people name them.

A week belongs to the ISO year and week number of its Thursday (ISO 8601), whatever day it starts
on.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from shlex import join

from ally_journal.domain.calendar.dates import (
    MONTHS,
    WEEKDAYS,
    check_year,
    month_long,
    month_named,
    weekday_named,
)
from ally_journal.domain.calendar.when import parse_when
from ally_journal.errors import UnknownDate, UnreadableDate

HALF_A_YEAR = timedelta(days=183)
"""No stretch whose years are not said leads further over the new year."""

WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}
_THURSDAY = 3
_NAME = re.compile(
    r"(\d{4})(?:-?(?:w(\d{1,2})|q([1-4]))|[-/.](\d{1,2}))?", re.ASCII | re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{4})$", re.ASCII)
_SHORT = re.compile(r"(?:(w\d{1,2}|q[1-4])|week (\d{1,2}))(?:,? (?:of )?(\d{4}))?", re.ASCII)
_NUMBER = r"(?:the )?(?:[a-z]+\.?,? (?:the )?)?\d{1,2}(?:st|nd|rd|th|\.)?"
_FROM_UNTIL = (
    r"(?:from )?(.+?)(?: (?:to|until|till|-) | ?(?:[–—]|\.\.) ?)(.+)|between (.+?) and (.+)"
    rf"|({_NUMBER})-(\d{{1,2}}(?:st|nd|rd|th)?(?: [a-z].*)?)"
    r"|(?!last|this|next)([a-z]{3,})-([a-z]{3,})"
)
_YEARLY = r"(?:w|week |q)\d{1,2}|\d{1,2}[./-]\d{1,2}\.?"
_AWAY = {"last": -1, "this": 0, "next": 1}
_UNITS = {"": "week", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first_day` up to, not including, `end`."""

    name: str
    unit: str
    first_day: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day < self.end


def week_start(day: date, starts: str = "monday") -> date:
    """The first day of the week that holds `day`."""
    return day - timedelta(days=(day.weekday() - WEEK_STARTS[starts]) % 7)


def week_of(day: date, starts: str = "monday") -> Period:
    """The week that holds `day`."""
    first = week_start(day, starts)
    thursday = first + timedelta(days=(_THURSDAY - WEEK_STARTS[starts]) % 7)
    year, week, _ = thursday.isocalendar()
    return Period(f"{year}-W{week:02}", "week", first, first + timedelta(days=7))


def parse_period(
    words: str, today: date, starts: str = "monday", leeway: timedelta = timedelta()
) -> Period:
    """Read `this`, `last`, 2026-W47, 2026-11, 2026-Q4, 2026 and what else names one.

    A week, month or quarter without its year is the latest that has begun; a day stands for the
    week that holds it. With `leeway`, one may begin that much later.

    Raises:
        UnreadableDate: unknown, impossible, outside 1900 to 2200, or wholly after `today`.
    """
    period = period_named(words, today, starts)
    if period is None:
        if days_named(words, today):
            line = join(["ally", "list", words])
            raise UnreadableDate(
                f"“{words}” is no week, month, quarter or year; to see these days write: {line}"
            )
        try:
            period = week_of(parse_when(words, today).day, starts)
        except UnknownDate:
            raise UnknownDate(
                f"“{words}” is not a period that ally knows; write this, last, 2026-W47, 2026-11, "
                "2026-Q4 or 2026."
            ) from None
    if period.first_day > today + leeway:
        raise UnreadableDate(f"{period.name} has not begun yet; look back at a period that has.")
    return period


def period_named(words: str, today: date, starts: str = "monday") -> Period | None:
    """The period of that name, past or not; None for what names none.

    Raises:
        UnreadableDate: impossible, or outside 1900 to 2200.
    """
    typed = " ".join(words.split()).partition(", up to ")[0]
    said = typed.lower()
    if match := _NAME.fullmatch(_MONTH_FIRST.sub(r"\2-\1", said)):
        return _numbered(match, starts)
    named = f"this {said}" if said in _UNITS.values() else said.replace("-", " ")
    which, _, unit = named.partition(" ")
    if which in _AWAY and unit in _UNITS and named != "next":
        return _around(today, _UNITS[unit], starts, _AWAY[which])
    if match := _SHORT.fullmatch(said):
        part, year = match[1] or f"w{match[2]}", match[3]
        return (
            period_named(f"{year}-{part}", today, starts) if year else _begun(part, today, starts)
        )
    return _month_named(said, today) or _as_shown(typed, today, starts)


def _begun(part: str, today: date, starts: str) -> Period | None:
    """The last week or quarter of that number that has begun; not every year has a week 53."""
    for year in range(today.year + 1, today.year - 9, -1):
        with suppress(UnreadableDate):
            period = period_named(f"{year}-{part}", today, starts)
            if period and period.first_day <= today:
                return period
    return period_named(f"{today.year}-{part}", today, starts)


def _around(today: date, unit: str, starts: str, away: int = 0) -> Period:
    """The period of that unit that holds `today`, or one that many `away` from it."""
    if unit == "week":
        return week_of(today + timedelta(days=7 * away), starts)
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = (today.year * 12 + today.month - 1) // size * size + size * away
    year, month = first // 12, first % 12 + 1
    check_year(year)
    name = {
        "month": f"{year}-{month:02}",
        "quarter": f"{year}-Q{month // 3 + 1}",
        "year": f"{year}",
    }
    return Period(name[unit], unit, *_months(year, month, size))


def _month_named(said: str, today: date) -> Period | None:
    """A month by its name, such as November or Nov 2026."""
    name, _, year = said.partition(" ")
    month = month_named(name)
    if month is None or (year and not re.fullmatch(r"\d{4}", year, re.ASCII)):
        return None
    last = int(year) if year else today.year - (month > today.month)
    check_year(last)
    return Period(f"{last}-{month:02}", "month", *_months(last, month, 1))


def _as_shown(typed: str, today: date, starts: str) -> Period | None:
    """A week or a quarter in the words in which ally shows it, such as "Mon 16 to Sun 22 …".

    A heading says itself on which day its week starts.
    """
    said = typed.lower()
    if month := _month_named(said.partition(" to ")[2], today):
        found = _around(month.first_day, "quarter", starts)
        return found if said == period_in_words(found).lower() else None
    first, last = days_named(typed, today) or (today, today)
    start = [name for name, weekday in WEEK_STARTS.items() if weekday == first.weekday()]
    return week_of(first, start[0]) if start and (last - first).days == 6 else None


def from_and_until(typed: list[str]) -> list[str]:
    """The first and the last day of such as "9 to 30 July", or else what was typed.

    A number alone takes the month, and its year, that stand beside the other.
    """
    said = " ".join(" ".join(typed).split())
    if not (match := re.fullmatch(_FROM_UNTIL, said, re.ASCII | re.IGNORECASE)):
        return typed
    first, last = ends = [part for part in match.groups() if part]
    return [_with_month(*both) for both in (ends, (last, first))]


def _with_month(end: str, other: str) -> str:
    """The end of a stretch with the month of the other, where it is a number alone."""
    alone = re.fullmatch(_NUMBER, end, re.ASCII | re.IGNORECASE) and not _months_in(end)
    lent = _months_in(other) if alone else []
    return " ".join([end, *lent, *re.findall(r"\d{4}$", other)]) if lent else end


def _months_in(words: str) -> list[str]:
    return [word for word in re.split(r"\W+", words) if month_named(word.lower())]


def yearless(end: str) -> bool:
    """Whether it is a day, week, month or quarter that comes every year, and no year is said."""
    said = re.fullmatch(_YEARLY, end, re.ASCII | re.IGNORECASE) or _months_in(end)
    return bool(said) and not re.search(r"\d{4}", end)


def days_named(words: str, today: date, starts: str = "monday") -> tuple[date, date] | None:
    """The first and the last day of such as "Thu 9 to Thu 30 July 2026"; None for what is none.

    Each end is a day or a period. What has no year is what leads to the other end, or else the last
    that has begun; over the new year it leads no further than half a year.

    Raises:
        UnreadableDate: one end cannot be, or the last is before the first.
    """
    parts = from_and_until([words])
    if len(parts) != 2:
        return None
    first, last = parts
    try:
        ends = _first_and_last(last, today, starts)
        is_weekday = weekday_named(last.lower()) is not None
        lent = yearless(first) and not (yearless(last) or is_weekday)
        begins = _first_and_last(first, ends[1] if lent else today, starts)
        if yearless(last) and (ends[1] < begins[0] or not yearless(first)):
            within = max(date(begins[0].year, 12, 31), begins[0] + HALF_A_YEAR)
            ends = _first_and_last(last, within, starts)
        elif is_weekday and ends[1] < begins[0]:
            ends = _first_and_last(last, begins[0] + timedelta(days=6), starts)
    except UnknownDate:
        return None
    if ends[1] < begins[0]:
        raise UnreadableDate(
            f"“{words}” ends before it begins; write the earlier day first, each with its year."
        )
    return begins[0], ends[1]


def _first_and_last(words: str, today: date, starts: str) -> tuple[date, date]:
    """The days of a period, or twice the day, that one end of a stretch is."""
    if period := period_named(words, today, starts):
        return period.first_day, period.last_day
    day, at = parse_when(words, today)
    if at:
        raise UnknownDate(f"“{words}” is a time; write a day.")
    return day, day


def _numbered(match: re.Match[str], starts: str) -> Period:
    year = int(match[1])
    check_year(year)
    if match[2]:
        try:
            return week_of(date.fromisocalendar(year, int(match[2]), 4), starts)
        except ValueError:
            weeks = date(year, 12, 28).isocalendar().week
            raise UnreadableDate(
                f"{year} has no week {int(match[2])}; its weeks run from W01 to W{weeks}."
            ) from None
    if match[3]:
        month = int(match[3]) * 3 - 2
        return Period(f"{year}-Q{match[3]}", "quarter", *_months(year, month, 3))
    if match[4]:
        month = int(match[4])
        if not 1 <= month <= 12:
            raise UnreadableDate(f"{year} has no month {month}; months run from 01 to 12.")
        return Period(f"{year}-{month:02}", "month", *_months(year, month, 1))
    return Period(f"{year}", "year", *_months(year, 1, 12))


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month - 1 + count
    return date(year, month, 1), date(year + after // 12, after % 12 + 1, 1)


def period_in_words(period: Period, *, whole: bool = False) -> str:
    """The heading of a review, such as "Mon 16 to Sun 22 November 2026", with `whole` weekdays."""
    first, last = period.first_day, period.last_day
    if period.unit == "year":
        return str(first.year)
    if period.unit == "month":
        return month_long(first)
    if period.unit == "quarter":
        return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {first.year}"
    begins, end = (WEEKDAYS[day.weekday()][: None if whole else 3] for day in (first, last))
    said = f"{begins} {first.day}"
    if first.month != last.month:
        said += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        said += f" {first.year}"
    return f"{said} to {end} {last.day} {month_long(last)}"
