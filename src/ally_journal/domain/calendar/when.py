"""The one grammar in which people write days and times; every function is told what today is.

`today` is the journal's day (it may begin later than midnight, see `journal_day`); times are naive
local times of the person's own clock. Every form of a day that ally prints is read. What has one
reading is read; what has two is refused with both.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.counted import (
    MANY,
    NUMBERS,
    counted,
    end_of,
    moved,
    past_weekday,
)
from ally_journal.domain.calendar.dates import (
    LAST_YEAR,
    MONTHS,
    WEEKDAYS,
    check_year,
    day_long,
    day_month,
    hour_alone,
    journal_day,
    month_named,
    parse_clock,
    weekday_named,
)
from ally_journal.errors import UnknownDate, UnreadableDate

_EXAMPLES = 'for example yesterday, friday, "3 days ago" or 2026-11-20'
_SHORTLY = rf"{MANY} (hour|minute)s? ago"
_WHOLE = {"now": "today", "last night": "yesterday", "half an hour ago": "30 minutes ago"}
_PART = r"(?<=\w) (morning|afternoon|evening|night)\b"
_HALVES = {"morning": ("am", range(1, 12)), "afternoon": ("pm", range(1, 8))}
_LATE = ("pm", range(5, 12))  # of an evening or a night; a night's 2:00 may be the next morning
_IN_HALF = r"(?a)(?:(?<=at )(\d{1,2})|\b(\d{1,2})[:.]\d\d)(?![\d:.]| ?[ap]m)"
# Compiled when first used, and not when imported: most entries are about now.
_TIME = r"\d{1,2}:\d{2}(?! ?[ap]m)|\d{1,2}(?:[:.]\d{2})? ?[ap]m|noon"
_CLOCK = rf"(?:at |(.*?)(?:,? at |(?<=\d)t|,? ))?({_TIME})"
_CLOCK_FIRST = (
    rf"(?:at )?({_TIME}|midnight|(?:(?<=at )\d{{1,2}}|\d{{1,2}}\.\d\d)"
    r"(?= (?:on|today|yesterday)\b)),? (?:on )?(?:the )?(.+)"
)
_OFFSET = r"(?:z|[+-]\d\d:?\d\d)"
_ISO = rf"\d{{4}}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?{_OFFSET}?|{_OFFSET})"
_DATE = r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))"
_BETWEEN = r"(?:[.,]? |[./-])"
_NAMED = (
    rf"(?:([a-z]+){_BETWEEN}(?:the )?)?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(?:of )?([a-z]+)"
    r"|([a-z]+)[.,]? (?:the )?(\d{1,2})(?:st|nd|rd|th)?)"
    rf"(?:(?:{_BETWEEN}(?=\d{{4}})|,? |(?<=[a-z])-)(\d{{4}}|\d\d))?"
)
_OF_MONTH = (
    r"(?:((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*),? (?:the )?)?(\d{1,2})(?:st|nd|rd|th)()()()()"
)
_SEVERAL = (
    r"(?:(?:this|last|next)[ -])?(?:week|month|quarter|year)"
    r"|\d{4}(?:-?[wq]\d{1,2}|[-/.]\d{1,2})?"
    r"|.*\d.* (?:to|until) .+"
)
_SPAN = r"\d+-\d+"  # such as 16-22, which is two days rather than a wrong one
_SLASHED = r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\.?"


class When(NamedTuple):
    """A day, and the moment if a time was given: naive local, unless an offset was given too."""

    day: date
    at: datetime | None = None


def parse_when(
    words: str, today: date, day_starts_at: time = time(0), now: datetime | None = None
) -> When:
    """Read a day, past preferred, alone or with a time, or a time alone.

    A bare weekday is the most recent one, today included; `last` before it excludes today. A date
    without its year is the latest one, counted from the calendar's day where `now` tells it, and
    one with two digits of it lies at most twenty years ahead. A time beside a word that counts from
    today, or alone, lies in that journal day; beside a date it is that of the calendar. A whole ISO
    moment, as `--json` prints it, keeps its offset, and hours ago that of `now`, without which they
    are unknown.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    if re.fullmatch(_ISO, said, re.ASCII):
        return _moment(said)
    if now and (match := re.fullmatch(_SHORTLY, said, re.ASCII)):
        return _shortly(match, now, day_starts_at)
    said = re.sub(f"^{_CLOCK_FIRST}$", r"\2 at \1", said, flags=re.ASCII)
    written_on = max(today, now.date()) if now else today
    said = _with_minutes(_with_colon(said, today, written_on))
    match = re.fullmatch(_CLOCK, said, re.ASCII)
    named = said if match is None else match[1] or "today"
    day = counted(named, today, words) or past_weekday(named, today) or end_of(named, today)
    relative = day is not None
    day = day or _calendar_date(named, written_on, words, ahead=False)
    if day is None:
        raise _unknown(words, _EXAMPLES)
    if match is None:
        return When(day)
    clock = parse_clock(match[2])
    night = relative and clock < day_starts_at
    return When(day, datetime.combine(day + timedelta(days=night), clock))


def parse_until(words: str, today: date) -> date:
    """Read a day to come: a bare weekday is the next one, a date without its year the next.

    `this` before a weekday lets it be today.

    Raises:
        UnreadableDate: unknown, ambiguous, impossible, or outside 1900 to 2200.
    """
    said = _normal(words)
    behind = said == "yesterday" or said.endswith(" ago") or said.startswith("last ")
    day = None if behind else counted(said, today, words)
    name = said.removeprefix("next ").removeprefix("this ")
    if day is None and (weekday := weekday_named(name)) is not None:
        soonest = int(not said.startswith("this "))
        day = moved(today, (weekday - today.weekday() - soonest) % 7 + soonest, "day", words)
    day = day or end_of(said, today) or _calendar_date(said, today, words, ahead=True)
    if day is None:
        raise _unknown(words, _examples_ahead(today))
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
        UnreadableDate: as `parse_until`, or there is a time behind it.
    """
    try:
        return parse_until(words, today)
    except UnreadableDate as unread:
        try:
            day, at = parse_when(words, today)
        except UnreadableDate:
            raise unread from None
    if at:
        raise UnreadableDate(
            f"“{_typed(words)}” has a time, where only a day is kept; write the day alone, "
            f"{_examples_ahead(today)}."
        )
    return day


def refuse_future(when: When, now: datetime, today: date) -> When:
    """Give `when` back; raises UnreadableDate if it lies after the naive local `now`."""
    if when.day > max(today, now.date()) or (when.at and when.at > now):
        said = f"{when.at:%H:%M} on {day_long(when.day)}" if when.at else day_long(when.day)
        raise UnreadableDate(
            f"{said} has not come yet; an entry is about something that happened, "
            "and a plan (ally plan add) about what you will do."
        )
    return when


def _unknown(words: str, examples: str) -> UnknownDate:
    """The error for what is no day, also where it is more than one."""
    said = _typed(words)
    if month_named(said.lower()) or re.fullmatch(_SEVERAL, said, re.ASCII | re.IGNORECASE):
        return UnknownDate(f"“{said}” is more than one day; write one, {examples}.")
    return UnknownDate(f"“{said}” is not a date that ally knows; write {examples}.")


def _typed(words: str) -> str:
    return " ".join(words.split())


def _as_typed(said: str, words: str) -> str:
    """A part of the words in one shape as it was typed."""
    typed = _typed(words)
    at = typed.lower().find(said)
    return typed[at : at + len(said)] if at >= 0 else said


def _normal(words: str) -> str:
    """The words in one shape; a part of a day only tells which half of it an hour is in."""
    said = _typed(words).lower().removeprefix("on ").removeprefix("the ")
    said = re.sub(r"\btonight\b", "this night", _WHOLE.get(said, said))
    said = re.sub(r"\b(\d{1,2}\.) (\d{1,2}\.)(?: (?=\d{4}\b)|(?= |$))", r"\1\2", said)
    if not (part := re.search(_PART, said)):
        return said
    half, hours = _HALVES.get(part[1], _LATE)
    said = re.sub(_PART, "", said)
    said = re.sub(r"\bthis(?=$|,? (?:at )?\d)", "today", said)
    return re.sub(_IN_HALF, lambda at: at[0] + half * (int(at[1] or at[2]) in hours), said)


def _with_colon(said: str, today: date, written_on: date) -> str:
    """The same with 14.30 as 14:30; raises UnreadableDate where that can be a day too."""
    match = re.fullmatch(r"(?:(.*?),? )??(at )?((\d{1,2})\.(\d\d))", said, re.ASCII)
    if match is None or int(match[4]) > 23 or int(match[5]) > 59:
        return said
    named, clock = match[1] or "", f"{match[4]}:{match[5]}"
    any_day = not named or weekday_named(named.rpartition(" ")[2]) is not None
    days = [] if match[2] else _readings(match[3], written_on, ahead=False)
    if days := [day for day in days if any_day or day == counted(named, today, said)]:
        raise _ambiguous(said, days, clock)
    return f"{named} {clock}".strip()


def _with_minutes(said: str) -> str:
    """The same with at 14 as at 14:00; raises UnreadableDate for what a day has twice."""
    if re.search(r"(?:^| )midnight$", said):
        raise UnreadableDate(
            f"“{said}” can be read as the beginning of that day (00:00) or its end (23:59); write "
            "the time."
        )
    match = re.fullmatch(r"((?:.* )?at) (\d{1,2})", said, re.ASCII)
    if match is None or int(match[2]) > 23:
        return said
    return f"{match[1]} {hour_alone(int(match[2]), said)}"


def _ambiguous(said: str, days: list[date], *clock: str) -> UnreadableDate:
    meant = " or ".join([*(f"{day_month(day)} ({day.isoformat()})" for day in days), *clock])
    colon = ", or a time with a colon" if clock else ""
    return UnreadableDate(f"“{said}” can be read as {meant}; write it year first{colon}.")


def _shortly(match: re.Match[str], now: datetime, day_starts_at: time) -> When:
    """A moment that many hours or minutes before now; raises UnreadableDate."""
    many = NUMBERS.get(match[1]) or int(match[1])
    at = now.replace(microsecond=0) - timedelta(**{f"{match[2]}s": many})
    check_year(at.year)
    return When(journal_day(at.replace(tzinfo=None), day_starts_at), at)


def _moment(said: str) -> When:
    """A moment as JSON prints it, to the second; raises UnreadableDate."""
    try:
        at = datetime.fromisoformat(said.upper()).replace(microsecond=0)
    except ValueError:
        raise UnreadableDate(f"There is no such moment as {said}; {_EXAMPLES} is read.") from None
    check_year(at.year)
    return When(at.date(), at)


def _calendar_date(said: str, today: date, words: str, *, ahead: bool) -> date | None:
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
    return days[0] if days else _named_date(said, today, words, ahead=ahead)


def _day_of(year: int, month: int, number: int, said: str) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        hint = "the order is year-month-day."
        if 1 <= month <= 12:
            hint = f"look again how many days {MONTHS[month - 1]} has."
        raise UnreadableDate(f"There is no such day as {said}; {hint}") from None


def _named_date(said: str, today: date, words: str, *, ahead: bool) -> date | None:
    """A date with the name of its month, such as 20 Nov 2026 or Friday 20 November; or the 20th."""
    typed = _as_typed(said, words)
    of_month = re.fullmatch(_OF_MONTH, said, re.ASCII)
    if (match := of_month or re.fullmatch(_NAMED, said, re.ASCII)) is None:
        return None
    weekday, one, month, other_month, other, year = match.groups()
    number, place = int(one or other), month_named(month or other_month)
    if not (place or of_month) or (weekday and weekday_named(weekday) is None):
        return None
    if year:
        full = _full_year(year, today)
        check_year(full)
        day = _day_of(full, place or 0, number, typed)
        if said[-3] == " " and int(year) <= 23:
            raise _ambiguous(typed, [day], f"{year}:00")
    else:
        day = _nearest(today, place, number, ahead=ahead) or _day_of(
            today.year, place or today.month, number, typed
        )
    if weekday and weekday_named(weekday) != day.weekday():
        raise UnreadableDate(
            f"“{typed}” is no such day: {day_month(day)} {day.year} is a "
            f"{WEEKDAYS[day.weekday()]}; leave out the weekday, or look again at the date."
        )
    return day


def _full_year(year: str, today: date) -> int:
    """A year of two digits is the last so written that lies at most twenty years ahead."""
    latest = today.year + 20
    return int(year) if len(year) == 4 else latest - (latest - int(year)) % 100


def _nearest(today: date, month: int | None, number: int, *, ahead: bool) -> date | None:
    """The latest day of that number, in that month if one is said, up to today; or the next one."""
    first = today.year * 12 + (month or today.month) - 1
    for away in range(0, 9 * 12, 12 if month else 1):  # nine years have a 29 February
        year, place = divmod(first + (away if ahead else -away), 12)
        with suppress(ValueError):
            day = date(year, place + 1, number)
            if day > today if ahead else day <= today:
                return day
    return None


def _readings(said: str, today: date, *, ahead: bool) -> list[date]:
    """The days that a date such as 3/4 can mean, with the day, the month or the year in front."""
    match = re.fullmatch(_SLASHED, said, re.ASCII)
    if match is None:
        return []
    one, other, year = match.groups()
    orders = [(one, other, year), (other, one, year)]
    if re.fullmatch(r"\d\d-\d\d-\d\d", said, re.ASCII):
        orders.append((year, other, one))  # 26-11-20 without the century
    readings: dict[date, None] = {}
    for number, month, last in orders:
        if last:
            with suppress(ValueError):
                readings[date(_full_year(last, today), int(month), int(number))] = None
        elif 1 <= int(month) <= 12 and (
            day := _nearest(today, int(month), int(number), ahead=ahead)
        ):
            readings[day] = None
    for day in readings:
        check_year(day.year)
    return list(readings)
