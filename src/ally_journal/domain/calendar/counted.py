"""Days that are counted from today: so many days ago, a weekday, the end of a month."""

import re
from calendar import monthrange
from datetime import date, timedelta

from ally_journal.domain.calendar.dates import (
    FIRST_YEAR,
    KNOWN_YEARS,
    LAST_YEAR,
    check_year,
    weekday_named,
)
from ally_journal.errors import UnreadableDate

_WORDS = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {"a": 1, "an": 1} | {word: at for at, word in enumerate(_WORDS.split(), start=1)}
MANY = rf"(\d{{1,6}}|{'|'.join(NUMBERS)})"
_UNITS = "(day|week|month|year)s?"
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NEAR |= {"day before yesterday": -2, "day after tomorrow": 2}
_ASIDE = {"last": -1, None: 0, "next": 1}


def counted(said: str, today: date, words: str) -> date | None:
    """A day that is counted from today, in either direction."""
    if said in _NEAR:
        return moved(today, _NEAR[said], "day", words)
    back = re.fullmatch(f"{MANY} {_UNITS} ago", said, re.ASCII)
    if match := back or re.fullmatch(f"in {MANY} {_UNITS}", said, re.ASCII):
        many = NUMBERS.get(match[1]) or int(match[1])
        return moved(today, -many if back else many, match[2], words)
    return None


def end_of(said: str, today: date) -> date | None:
    """The last day of this month, quarter or year, of the next, or of the last."""
    match = re.fullmatch(r"end of (?:the )?(?:this |(next|last) )?(month|quarter|year)", said)
    if match is None:
        return None
    size = {"month": 1, "quarter": 3, "year": 12}[match[2]]
    months = today.year * 12 + (today.month - 1) // size * size + size * (1 + _ASIDE[match[1]]) - 1
    year, month = divmod(months, 12)
    check_year(year)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def past_weekday(said: str, today: date) -> date | None:
    """The most recent day of that name; with `last` before today, with `next` after it.

    With `this` it is the one between Monday and Sunday.
    """
    before, _, name = said.rpartition(" ")
    weekday = weekday_named(name)
    if weekday is None or before not in {"", "last", "next", "this"}:
        return None
    if before == "this":
        return moved(today, weekday - today.weekday(), "day", said)
    back = (today.weekday() - weekday) % 7
    if before == "next":
        return moved(today, 7 - back, "day", said)
    return moved(today, -(back or 7 * (before == "last")), "day", said)


def moved(day: date, many: int, unit: str, words: str) -> date:
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
