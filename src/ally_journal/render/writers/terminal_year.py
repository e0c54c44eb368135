"""The months and the weeks of a year as rows for a terminal.

Numbers stand above the weeks of their month. Colour stands on glyphs only.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.review.year import Year, week_months, weeks_of
from ally_journal.render.screen import Screen
from ally_journal.render.views.document import Body, Months, Steady, Weeks

Piece = tuple[str, str]
"""Some text and its style: a colour, bold, dim or nothing."""

WIDE = 66
"""From this many columns on, months stand side by side and the weeks below them."""

_MONTHS = tuple(month[:3] for month in MONTHS)
_LABEL = max(map(len, KINDS)) + 3  # a glyph and a space before it, a space behind
_CELL = 3  # as wide as the name of a month


class Row(NamedTuple):
    """One paragraph: what hangs in front of it, and the words, which are wrapped beside that.

    They have at most so many `lines`, or as many as they need.
    """

    front: tuple[Piece, ...] = ()
    words: tuple[Piece, ...] = ()
    lines: int = 0


def line(words: str, style: str = "") -> Row:
    """A paragraph with nothing in front."""
    return Row(words=((words, style),))


def glyph(kind: Kind, screen: Screen) -> Piece:
    """The mark of a kind, in its colour."""
    return "* " if screen.ascii else "■ ", screen.colour_of(kind)


def drawn(body: Body, screen: Screen) -> Iterator[Row]:
    """The rows of what is drawn: months, weeks, and the last weeks as blocks."""
    match body:
        case Months(line=said) as value:
            yield from [line(said)] if said else months(value, screen)
        case Weeks() as value:
            yield from weeks(value, screen)
        case Steady(last, said) if any(last):
            blocks = "".join(marks(screen)[AWAY if week is None else week] for week in last)
            words = said or "Weeks with something written, the newest last."
            yield Row(((f"{blocks}  ", ""),), ((words, ""),))


def months(value: Months, screen: Screen) -> Iterator[Row]:
    """Four kinds by twelve months, or the other way round where that is too wide."""
    table = {kind: _cells(value, kind, screen) for kind in KINDS}
    widest = max(len(text) for cells in table.values() for text, _ in cells)
    slots = _slots(value.of.year) if widest <= _CELL else [widest + 1] * 12
    cell = max(widest, _CELL)
    if screen.width < max(WIDE, _LABEL + sum(slots)):
        yield from _months_downwards(table, widest, screen)
        return
    names = [_padded((name, "dim"), cell, slot) for name, slot in zip(_MONTHS, slots, strict=True)]
    yield Row(words=((" " * _LABEL, ""), *(piece for name in names for piece in name)))
    for kind, cells in table.items():
        padded = [_padded(one, cell, slot) for one, slot in zip(cells, slots, strict=False)]
        label = (f"{kind:<{_LABEL - 2}}", "")
        yield Row(words=(glyph(kind, screen), label, *(piece for one in padded for piece in one)))


def _months_downwards(table: dict[Kind, list[Piece]], widest: int, screen: Screen) -> Iterator[Row]:
    """A line for each month of the table; kinds are called by their first letter if need be."""
    room = screen.width - _CELL - 2 * len(KINDS)
    names = [kind.value for kind in KINDS]
    if sum(max(len(name), widest) for name in names) > room:
        for some in (names[:2], names[2:]):
            yield line("  ".join(f"{name[0]} {name}" for name in some), "dim")
        names = [name[0] for name in names]
    widths = [max(len(name), widest) for name in names]
    titles = (f"  {name:>{width}}" for name, width in zip(names, widths, strict=True))
    yield line(" " * _CELL + "".join(titles), "dim")
    for month, cells in zip(_MONTHS, zip(*table.values(), strict=True), strict=False):
        padded = [_padded(one, width + 2, 0) for one, width in zip(cells, widths, strict=True)]
        yield Row(words=((month, "dim"), *(piece for one in padded for piece in one)))


def weeks(value: Weeks, screen: Screen) -> Iterator[Row]:
    """The strip of weeks from the first entry on; where that is too wide, a line for each month.

    Below months that are such lines already it goes.
    """
    if screen.width < WIDE:
        if not value.below:
            yield from _weeks_downwards(value.of, screen)
        return
    largest = max(map(max, value.of.months.values()))
    if not value.below or len(str(largest)) > _CELL:  # the months above have other columns
        names = zip(_MONTHS, _slots(value.of.year), strict=True)
        yield line(" " * _LABEL + "".join(f"{name:<{slot}}" for name, slot in names), "dim")
    for kind in KINDS:
        strip = [
            (
                marks(screen)[week] * len(list(run)),
                screen.colour_of(kind) if week is True else "dim",
            )
            for week, run in groupby(_strip(value.of, kind))
        ]
        yield Row(words=((f"  {kind:<{_LABEL - 2}}", ""), *strip))


def _weeks_downwards(of: Year, screen: Screen) -> Iterator[Row]:
    most = max(_slots(of.year))
    table: dict[Kind, list[Piece]] = {}
    for kind in KINDS:
        shown = zip(week_months(of.year), _strip(of, kind), strict=True)
        signs = [(month, marks(screen)[week]) for month, week in shown]
        table[kind] = [
            ("".join(sign for at, sign in signs if at == month).ljust(most), screen.colour_of(kind))
            for month in range(1, of.begun + 1)
        ]
    yield from _months_downwards(table, most, screen)


def _strip(of: Year, kind: Kind) -> Iterator[bool | str | None]:
    """Each week: written or not, away, and None before the first entry and in time to come."""
    begun = of.first or date.min
    for week, away, written in zip(
        weeks_of(of.year, of.week_starts), of.away, of.weeks[kind], strict=True
    ):
        if away and not written:
            yield AWAY
        else:
            yield None if week.last_day < begun else written


def legend(body: Body, screen: Screen) -> str:
    """What stands beside the heading of the strip, if a week in it is away."""
    if not isinstance(body, Weeks) or not any(body.of.away):
        return ""
    shown = screen.width >= WIDE or not body.below
    return f"{marks(screen)[AWAY]} is a week away" if shown else ""


AWAY = "away"


def marks(screen: Screen) -> Mapping[bool | str | None, str]:
    """What stands for a week with something written, without, away, or still to come."""
    return dict(zip((True, False, AWAY, None), "#.- " if screen.ascii else "■·– ", strict=True))


def _cells(value: Months, kind: Kind, screen: Screen) -> list[Piece]:
    """What stands for each month that has begun: a number, or a mark where numbers are hidden."""
    none = (("." if screen.ascii else "·"), "dim")
    mark = ("#" if screen.ascii else "■", screen.colour_of(kind))
    return [
        none if not count else (str(count), "") if value.counts else mark
        for count in value.of.months[kind][: value.of.begun]
    ]


def _slots(of_year: int) -> list[int]:
    """How many columns each month has above the strip: one for each of its weeks, 4 or 5."""
    weeks = Counter(week_months(of_year))
    return [weeks[month] for month in range(1, 13)]


def _padded(piece: Piece, width: int, slot: int) -> tuple[Piece, ...]:
    """The piece at the right of its cell, and spaces up to the end of its slot."""
    return (" " * (width - len(piece[0])), ""), piece, (" " * (slot - width), "")
