"""Days written out in a text, told as their months."""

import re

from ally_journal.domain.calendar.dates import MONTHS, WEEKDAYS

_SHORT = [name[:3] for name in MONTHS]
# In lower case “may”, “march” and “mar” are words; each other month is one however it is written.
_WORDS_TOO = ("March", "May")
_ANY_CASE = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name not in _WORDS_TOO)
_CAPITALS = r"(?-i:Mar(?:ch)?|MAR(?:CH)?|May|MAY)"
_MONTH = rf"(?P<month>(?:{_ANY_CASE}|sept|{_CAPITALS})(?![^\W\d_]))(?:\.(?=\s+[\da-z]))?"
_DAY_AND_MONTH = _MONTH.replace(_CAPITALS, rf"{_CAPITALS}|march|mar")
_WEEKDAY = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
_ON = r"(?P<on>\bon\s{1,3})?"
_NAMED = rf"(?:(?:{_WEEKDAY}|tues|weds|thurs?)\b\.?,?\s{{1,3}})?"
_UP_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINAL = (
    rf"(?:(?:twenty|thirty)[-\s](?:{_UP_TO_NINTH})|{_UP_TO_NINTH}|tenth|eleventh|twelfth|thirtieth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth)"
)
_NUMBER = r"\d{1,2}(?:\s?(?:st|nd|rd|th)\b)?"
_SEVERAL = rf"(?:{_NUMBER}\s{{0,2}}(?:-|–|to|and|or|/|,)\s{{0,2}}){{0,3}}{_NUMBER}"
_YEAR = r"(?:,?\s{1,3}(?P<year>\d{4}))?"
_JOINT = r"\s?[-/.–—]\s?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        (
            rf"{_ON}{_NAMED}(?<!\w)(?P<year>\d{{4}}){_JOINT}(?P<number>\d{{1,2}})"
            rf"{_JOINT}\d{{1,2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?"
            r"(?:Z|[+-]\d\d:?\d\d)?)?(?!\w)"
        ),
        rf"{_ON}{_NAMED}(?<!\w)(?P<year>20\d\d)(?P<number>[01]\d)[0-3]\d(?:T\d{{4,6}}Z?)?(?!\w)",
        (
            rf"{_ON}{_NAMED}(?<![\w./])(?P<one>\d{{1,2}})(?P<sign>[./-])(?P<other>\d{{1,2}})"
            r"(?P=sign)\s?(?P<year>\d{4})(?!\w)"
        ),
        (
            rf"{_ON}{_NAMED}(?:\bthe\s{{1,3}}(?={_SEVERAL}\s{{1,3}}of\b))?(?<![\w.]){_SEVERAL}\.?"
            rf"\s{{1,3}}(?:of\s{{1,3}})?(?:the\s{{1,3}})?{_DAY_AND_MONTH}{_YEAR}(?!\w)"
        ),
        rf"{_ON}(?:\bthe\s{{1,3}})?\b{_ORDINAL}\s{{1,3}}(?:day\s)?of\s{{1,3}}{_DAY_AND_MONTH}{_YEAR}(?!\w)",
        (
            rf"{_ON}{_NAMED}(?<![\w.])\d{{1,2}}(?:st|nd|rd|th)?(?:{_JOINT})?{_DAY_AND_MONTH}"
            rf"(?:(?:{_JOINT}|\s?['’])(?:(?P<year>\d{{4}})|\d\d(?!\d)))?(?!\w)"
        ),
        (
            rf"{_ON}{_NAMED}(?<!\bin )\b{_MONTH}\s{{1,3}}(?:the\s{{1,3}})?"
            rf"(?:{_SEVERAL}|(?<=the\s){_ORDINAL})(?![\w:/%-])(?:,?\s{{1,3}}(?P<year>\d{{4}})\b)?"
        ),
        rf"{_ON}{_NAMED}\b{_MONTH}(?:{_JOINT})?\d{{1,2}}(?:st|nd|rd|th)?(?:\s?['’,]\s?(?P<year>\d{{4}}))?(?!\w)",
    )
)
_DATE = r"(?:0?[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]?\d|2[0-3])"
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ABROAD = (
    "januar|jänner|janvier|enero|gennaio|janeiro|februar|février|febrero|febbraio|fevereiro|"
    "märz|mars|marzo|março|maart|avril|abril|aprile|mai|mayo|maggio|maio|mei|juni|juin|junio|"
    "giugno|junho|juli|juillet|julio|luglio|julho|août|agosto|augustus|septembre|septiembre|"
    "settembre|setembro|oktober|octobre|octubre|ottobre|outubro|novembre|noviembre|novembro|"
    "dezember|décembre|diciembre|dicembre|dezembro|jän|janv|févr?|mär|mrt|avr|juil|okt|déc|dez|ene|"
    "ago|dic"
)
_HINTS = re.compile(
    "|".join(
        (
            r"\b\d{1,2}\s?(?:st|nd|rd|th)\b",
            rf"\b{_DATE}\.?\s(?:de\s|di\s)?(?:{_ABROAD}|may)\b",
            rf"\b(?:march|mar)\s{_DATE}(?![\w:/%-])",
            rf"(?<![\w./-]){_CLOCK}(?::[0-5]\d){{1,2}}(?:\s?[ap]\.?m\b\.?)?(?!\w)",
            rf"(?<![\w./]){_DATE}[/.-]{_DATE}(?:[/.-](?:\d{{4}}|\d{{2}}))?(?![\w%])",
            rf"(?<![\w./-])(?:{_CLOCK}h(?:[0-5]\d)?|{_CLOCK}[.:]?[0-5]\d\s?h|{_CLOCK}(?:\.[0-5]\d)?\s?[ap]\.?m)\b",
            rf"\b{_HOUR}\s?o['’]?\s?clock\b",
            rf"\b(?:half|quarter|ten|twenty|five)\s(?:past|to)\s{_HOUR}\b",
            rf"(?<=\bat\s){_CLOCK}\.[0-5]\d\b",
            rf"(?<=\bthe\s)(?!first|second|third)(?:{_ORDINAL})(?=\s?(?:[.,;:!?]|$|we\b|I\b|at\b|in\b))",
            rf"(?<=\bon\sthe\s)(?!first|second|third)(?:{_ORDINAL}|{_DATE})(?!\w)",
            r"(?<=\bon\sthe\s)(?:first|second|third)(?!\s[a-z])(?!\w)",
            r"\b(?:calendar\s)?(?:week|weeks|wk|kw)\.?\s?(?:no\.?\s|number\s|nr\.?\s)?\d{1,2}\b",
            r"(?:\b\d{4}-?)?\bW\d{1,2}(?:-\d)?\b",
            r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tues|weds|thurs|thur)\b",
            r"\b(?-i:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b(?=[.,:])",
            r"\b(?:yesterday|yesterday's|last\snight)\b",
        )
    ),
    re.IGNORECASE,
)


def without_days(text: str) -> str:
    """The text with the month, and the year if it was told, for every day with its month.

    Weekdays, “the 12th” and the like stay: which month they lie in is not written there.
    """
    for shape in _SHAPES:
        text = shape.sub(_month_alone, text)
    return text


def may_be_days(text: str) -> tuple[str, ...]:
    """What else in a text may tell a day or a time, in order, as it stands there."""
    return tuple(dict.fromkeys(found[0] for found in _HINTS.finditer(text)))


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
        return MONTHS[_SHORT.index(name[:3].capitalize())]
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
