"""Periods of a review: half-open stretches of days, named as people name them.

A week belongs to the ISO year and week number of its Thursday (ISO 8601), whatever day it starts
on.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ally_journal.domain.calendar.dates import MONTHS, WEEKDAYS, check_year, month_long
from ally_journal.errors import UnreadableDate

WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}
_THURSDAY = 3
_NAME = re.compile(r"(\d{4})(?:-(?:w(\d{1,2})|q([1-4])|(\d{1,2})))?", re.ASCII | re.IGNORECASE)


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


def parse_period(words: str, today: date, starts: str = "monday") -> Period:
    """Read `this`, `last`, 2026-W47, 2026-11, 2026-Q4 or 2026.

    Raises:
        UnreadableDate: unknown, impossible, outside 1900 to 2200, or wholly after `today`.
    """
    said = words.strip().lower()
    if said in {"this", "last"}:
        return week_of(today - timedelta(days=7 * (said == "last")), starts)
    match = _NAME.fullmatch(said)
    if match is None:
        raise UnreadableDate(
            f"“{words}” is not a period that ally knows; write this, last, 2026-W47, 2026-11, "
            "2026-Q4 or 2026."
        )
    period = _named(match, starts)
    if period.first_day > today:
        raise UnreadableDate(f"{period.name} has not begun yet; look back at a period that has.")
    return period


def _named(match: re.Match[str], starts: str) -> Period:
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


def period_in_words(period: Period) -> str:
    """The heading of a review, such as "Mon 16 to Sun 22 November 2026"."""
    first, last = period.first_day, period.last_day
    if period.unit == "year":
        return str(first.year)
    if period.unit == "month":
        return month_long(first)
    if period.unit == "quarter":
        return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {first.year}"
    said = f"{WEEKDAYS[first.weekday()][:3]} {first.day}"
    if first.month != last.month:
        said += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        said += f" {first.year}"
    ends = f"{WEEKDAYS[last.weekday()][:3]} {last.day} {month_long(last)}"
    return f"{said} to {ends}"
