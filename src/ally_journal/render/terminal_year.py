"""The year for a terminal: what was written month by month and week by week, then what it says.

Numbers stand above the weeks of their month. Colour stands on glyphs only.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ally_journal.domain.dates import MONTHS
from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.years import Year, week_months
from ally_journal.render import year_parts
from ally_journal.render.screen import Screen
from ally_journal.render.terminal import COLOURS, Piece, Row, draw, excerpt

WIDE = 66
"""From this many columns on, months stand side by side and the weeks below them."""

_MONTHS = tuple(month[:3] for month in MONTHS)
_LABEL = max(map(len, KINDS)) + 3  # a glyph and a space before it, a space behind
_CELL = 3  # as wide as the name of a month


def year(value: Year, screen: Screen) -> str:
    """A year: four kinds by month, the strip of weeks where there is room, and the sections."""
    return draw(_year(value, screen), screen)


def _year(value: Year, screen: Screen) -> Iterator[Row]:
    yield _words(year_parts.title(value), "bold")
    if value.written:
        yield from _heading(year_parts.BY_MONTH)
        yield from _months(value, screen)
    else:
        yield _words(year_parts.nothing_written(value))
    if value.written and screen.width >= WIDE:
        yield from _heading(year_parts.BY_WEEK)
        yield from _weeks(value, screen)
    for section in year_parts.for_screen(value, screen):
        yield from _heading(section.title)
        yield from _section(section, screen)


def _months(value: Year, screen: Screen) -> Iterator[Row]:
    """Four kinds by twelve months, or the other way round where that is too wide."""
    table = {kind: _cells(value, kind, screen) for kind in KINDS}
    widest = max(len(text) for cells in table.values() for text, _ in cells)
    slots = _slots(value.year) if widest <= _CELL else [widest + 1] * 12
    cell = max(widest, _CELL)
    if screen.width < max(WIDE, _LABEL + sum(slots)):
        yield from _months_downwards(table, widest, screen)
        return
    names = [_padded((name, "dim"), cell, slot) for name, slot in zip(_MONTHS, slots, strict=True)]
    yield Row(words=((" " * _LABEL, ""), *(piece for name in names for piece in name)))
    for kind, cells in table.items():
        padded = [_padded(one, cell, slot) for one, slot in zip(cells, slots, strict=False)]
        label = (f"{kind:<{_LABEL - 2}}", "")
        yield Row(words=(_glyph(kind, screen), label, *(piece for one in padded for piece in one)))


def _months_downwards(table: dict[Kind, list[Piece]], widest: int, screen: Screen) -> Iterator[Row]:
    """A line for each month that has begun; kinds are called by their first letter if need be."""
    room = screen.width - _CELL - 2 * len(KINDS)
    names = [kind.value for kind in KINDS]
    if sum(max(len(name), widest) for name in names) > room:
        names = [name[0] for name in names]
    widths = [max(len(name), widest) for name in names]
    titles = (f"  {name:>{width}}" for name, width in zip(names, widths, strict=True))
    yield _words(" " * _CELL + "".join(titles), "dim")
    for month, cells in zip(_MONTHS, zip(*table.values(), strict=True), strict=False):
        padded = [_padded(one, width + 2, 0) for one, width in zip(cells, widths, strict=True)]
        yield Row(words=((month, "dim"), *(piece for one in padded for piece in one)))


def _weeks(value: Year, screen: Screen) -> Iterator[Row]:
    names = zip(_MONTHS, _slots(value.year), strict=True)
    yield _words(" " * _LABEL + "".join(f"{name:<{slot}}" for name, slot in names), "dim")
    marks = {
        True: "#" if screen.ascii else "■",
        False: "." if screen.ascii else "·",
        None: " ",
    }
    for kind in KINDS:
        strip = [
            (marks[written] * len(list(weeks)), COLOURS[kind] if written else "dim")
            for written, weeks in groupby(value.weeks[kind])
        ]
        yield Row(words=((f"  {kind:<{_LABEL - 2}}", ""), *strip))


def _cells(value: Year, kind: Kind, screen: Screen) -> list[Piece]:
    """What stands for each month that has begun: a number, or a mark where numbers are hidden."""
    none = (("." if screen.ascii else "·"), "dim")
    mark = ("#" if screen.ascii else "■", COLOURS[kind])
    return [
        none if not count else (str(count), "") if screen.counts else mark
        for count in value.months[kind][: value.begun]
    ]


def _section(section: year_parts.Section, screen: Screen) -> Iterator[Row]:
    numbers = [part.entry.number for part in section.parts if part.entry]
    digits = len(str(max(numbers, default=0)))
    before = [_moment(part.entry, digits) if part.entry else part.before for part in section.parts]
    width = max(map(len, before))
    for front, part in zip(before, section.parts, strict=True):
        hang = f"  {front:<{width}}  " if width else "  "
        yield Row(((hang, "dim" if part.entry else ""),), ((excerpt(part.marked, screen), ""),))
        for after in part.after:
            yield Row(((f"{'':<{len(hang) + 2}}", ""),), ((excerpt(after.line, screen), "dim"),))
    if section.more:
        yield Row((("  ", ""),), ((section.more, "dim"),))


def _moment(entry: Entry, digits: int) -> str:
    return f"{entry.number:>{digits}} {entry.day.day:>2} {_MONTHS[entry.day.month - 1]}"


def _slots(of_year: int) -> list[int]:
    """How many columns each month has above the strip: one for each of its weeks, 4 or 5."""
    weeks = Counter(week_months(of_year))
    return [weeks[month] for month in range(1, 13)]


def _padded(piece: Piece, width: int, slot: int) -> tuple[Piece, ...]:
    """The piece at the right of its cell, and spaces up to the end of its slot."""
    return (" " * (width - len(piece[0])), ""), piece, (" " * (slot - width), "")


def _glyph(kind: Kind, screen: Screen) -> Piece:
    return "* " if screen.ascii else "■ ", COLOURS[kind]


def _heading(words: str) -> Iterator[Row]:
    yield Row()
    yield _words(words, "bold")


def _words(words: str, style: str = "") -> Row:
    return Row(words=((words, style),))
