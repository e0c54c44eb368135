"""Where the shapes of a page's drawings stand, in units of which 320 make a drawing wide.

A phone shows 320 units on about as many pixels, so that text of 14 units stays above 10 pixels.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.dates import MONTHS, WEEKDAYS
from ally_journal.domain.calendar.periods import week_start
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away
from ally_journal.render import phrases
from ally_journal.render.screen import COLOURS
from ally_journal.render.views.document import Marks

# A month's width, the highest bar, and a mark where nothing is counted.
_SLOT, _ROOM, _MARK = 26, 64, 18
_DAY, _SIDE, _LEFT, _TOP = 10, 8, 36, 20  # from day to day, a day's square, and what is beside them


Span = tuple[date, date]
"""The first day and the last."""


class Bar(NamedTuple):
    """One month; `height` is 0 where nothing was written, `label` empty where nothing is counted.

    `within` is false for months to come, and for those before the first entry of all.
    """

    x: int
    height: int
    label: str
    month: str
    within: bool


class Chart(NamedTuple):
    """One kind's year; `base` is where bars stand, `title` and `desc` say what there is to see."""

    id: str
    kind: Kind
    title: str
    desc: str
    height: int
    base: int
    fill: str
    bars: tuple[Bar, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was written under this kind."""
        return not any(bar.height for bar in self.bars)


class Half(NamedTuple):
    """Half a year of days; months and weekdays stand beside them, and the days are two paths.

    The `table` has the days of each month with something written, in words.
    """

    id: str
    name: str
    title: str
    table: tuple[tuple[str, str], ...]
    height: int
    months: tuple[tuple[int, str], ...]
    weekdays: tuple[tuple[int, str], ...]
    written: str
    unwritten: str
    away: str


def month_charts(year: int, months: Marks, within: range, *, counts: bool) -> tuple[Chart, ...]:
    """Four charts on one common scale; without `counts` a mark tells that something was written.

    `within` are the places of those months that lie between the first entry and the end.
    """
    most = max(1, *(int(count or 0) for kind in KINDS for count in months[kind]))
    room = _ROOM if counts else _MARK
    base = room + (20 if counts else 6)

    def bar(place: int, count: int | bool | None) -> Bar:
        height = (max(2, round(room * count / most)) if counts else room) if count else 0
        label = str(count) if counts and count else ""
        return Bar(4 + _SLOT * place, height, label, MONTHS[place][:3], within=place in within)

    return tuple(
        Chart(
            id=f"chart-{kind}",
            kind=kind,
            title=f"{kind.label}, month by month, {year}",
            desc=f"{phrases.capitalised(phrases.months_in_words(months[kind], counts=counts))}.",
            height=base + 22,
            base=base,
            fill=COLOURS[kind],
            bars=tuple(bar(place, count) for place, count in enumerate(months[kind])),
        )
        for kind in KINDS
    )


def halves(
    year: int, shown: Span, days: Collection[date], starts: str, pauses: Collection[Away] = ()
) -> Iterator[Half]:
    """Each half of the year with a day that is `shown`, the last included, or holds something.

    Days before the first and after the last that is shown are neither written nor empty.
    """
    for first, last in (
        (date(year, 1, 1), date(year, 6, 30)),
        (date(year, 7, 1), date(year, 12, 31)),
    ):
        within = {day for day in days if first <= day <= last}
        begin = min(max(first, shown[0]), *(within or {last}))
        end = max(min(last, shown[1]), *(within or {first}))
        if within or (shown[0] <= last and first <= shown[1]):
            yield _half((first, last), (begin, end), within, starts, pauses)


def _half(of: Span, shown: Span, within: set[date], starts: str, pauses: Collection[Away]) -> Half:
    first, last = of
    every = [first + timedelta(days=past) for past in range((last - first).days + 1)]
    begin = week_start(first, starts)
    empty = [day for day in every if day not in within and shown[0] <= day <= shown[1]]
    away = {day for day in empty if any(one.holds(day) for one in pauses)}

    def drawn(days: Iterable[date], width: int, height: int) -> str:
        """A mark in the middle of each day's square."""
        places = ((day - begin).days for day in days)
        left, top = _LEFT + (_SIDE - width) // 2, _TOP + (_SIDE - height) // 2
        corners = ((past // 7 * _DAY + left, past % 7 * _DAY + top) for past in places)
        return "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y in corners)

    name = f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]}"
    return Half(
        id=f"days-{first.month}",
        name=name,
        title=f"Days with something written, {name} {first.year}",
        table=tuple(
            (MONTHS[month - 1], _days(month, within))
            for month in range(shown[0].month, shown[1].month + 1)
        ),
        height=_TOP + 7 * _DAY,
        months=tuple(
            ((day - begin).days // 7 * _DAY + _LEFT, MONTHS[day.month - 1][:3])
            for day in every
            if day.day == 1
        ),
        weekdays=tuple(
            (_TOP + _DAY * row + 9, WEEKDAYS[(begin.weekday() + row) % 7][:3]) for row in (0, 2, 4)
        ),
        written=drawn(sorted(within), _SIDE, _SIDE),
        unwritten=drawn((day for day in empty if day not in away), 2, 2),
        away=drawn(sorted(away), 6, 2),
    )


def _days(month: int, within: set[date]) -> str:
    return ", ".join(str(day.day) for day in sorted(within) if day.month == month) or "–"
