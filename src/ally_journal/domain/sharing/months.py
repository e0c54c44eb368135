"""Days written out in a text, told as their months."""

import re

from ally_journal.domain.calendar.dates import MONTHS, WEEKDAYS

_SHORT = [name[:3] for name in MONTHS]
_NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_MONTH = rf"(?P<month>(?:{_NAME}|Sept)\b)(?:\.(?=\s+[\da-z]))?"
_WEEKDAY = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
_ON = r"(?P<on>\b[Oo]n\s{1,3})?"
_NAMED = rf"(?:(?:{_WEEKDAY})\b\.?,?\s{{1,3}})?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_SEVERAL = rf"(?:{_NUMBER}\s{{0,2}}(?:-|–|to|and|or|/|,)\s{{0,2}}){{0,3}}{_NUMBER}"
_YEAR = r"(?:,?\s{1,3}(?P<year>\d{4}))?"
_SHAPES = (
    (
        rf"{_ON}(?<!\d){_NAMED}(?<![\w-])(?P<year>\d{{4}})[-/.](?P<number>\d{{1,2}})[-/.]\d{{1,2}}"
        r"(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?(?![\w-])"
    ),
    (
        rf"{_ON}{_NAMED}(?<![\w./-])(?P<one>\d{{1,2}})(?P<sign>[./-])(?P<other>\d{{1,2}})(?P=sign)"
        r"\s?(?P<year>\d{4})(?![\w-])"
    ),
    (
        rf"{_ON}{_NAMED}(?:\bthe\s{{1,3}}(?={_SEVERAL}\s{{1,3}}of\b))?"
        rf"(?<![\w.-]){_SEVERAL}\.?\s{{1,3}}(?:of\s{{1,3}})?(?:the\s{{1,3}})?{_MONTH}{_YEAR}(?![\w-])"
    ),
    (
        rf"{_ON}{_NAMED}(?<!\bin )(?<!\bIn )\b{_MONTH}\s{{1,3}}(?:the\s{{1,3}})?"
        rf"{_SEVERAL}(?![\w:/%-])(?:,?\s{{1,3}}(?P<year>\d{{4}})\b)?"
    ),
)
_LOWER = "|".join(name.lower() for name in MONTHS if name != "May")
_HINTS = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)\b|(?<![\w./-])\d{{1,2}}(?:[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|:\d{{2}})(?!\w)"
    rf"|\b\d{{1,2}} (?:{_LOWER})\b|\b(?:{'|'.join(map(str.lower, WEEKDAYS))})\b|\byesterday\b"
)


def without_days(text: str) -> str:
    """The text with the month, and the year if it was told, for every day with its month.

    Weekdays, “the 12th” and the like stay: which month they lie in is not written there.
    """
    for shape in _SHAPES:
        text = re.sub(shape, _month_alone, text)
    return text


def may_be_days(text: str) -> tuple[str, ...]:
    """What else in a text may tell a day or a time, in order, as it stands there."""
    return tuple(dict.fromkeys(found[0] for found in re.finditer(_HINTS, text)))


def _month_alone(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year, month = parts["year"], _month(parts)
    said = " ".join(filter(None, [month, year]))
    if not said:
        return found[0]
    if not parts["on"]:
        return said
    return f"{'In' if parts['on'][0] == 'O' else 'in'} {said}"


def _month(parts: dict[str, str | None]) -> str | None:
    """The month's name; None where it could be either of two numbers, or is none."""
    if name := parts.get("month"):
        return MONTHS[_SHORT.index(name[:3])]
    if parts.get("sign"):
        numbers = int(parts["one"] or 0), int(parts["other"] or 0)
        # With dots the day stands first; with the others only a number above 12 tells.
        if parts["sign"] == "." or numbers[0] > 12:
            number = numbers[1]
        elif numbers[1] > 12 or numbers[0] == numbers[1]:
            number = numbers[0]
        else:
            return None
    else:
        number = int(parts.get("number") or 0)
    return MONTHS[number - 1] if 1 <= number <= 12 else None
