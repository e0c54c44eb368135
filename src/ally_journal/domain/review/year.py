"""A year looked back on: month by month and week by week, worked out from what was fetched.

A week belongs to the ISO year and week number of its Thursday (ISO 8601), whatever day it starts
on; so the weeks of a year reach a few days beyond its months, or fall short of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ally_journal.domain.calendar.dates import FIRST_YEAR, LAST_YEAR
from ally_journal.domain.calendar.periods import (
    Period,
    parse_period,
    period_named,
    week_of,
    week_start,
)
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away, is_away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import CLOSED_STATES, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.prompts import for_files
from ally_journal.domain.review.summary import guessed_and_heard
from ally_journal.errors import UnreadableDate

Written = Mapping[tuple[date, Kind], int]
"""How many entries of a kind a day has; days without any are left out."""

SCANT = 4
"""With fewer entries than this a year is nearly empty."""

DEEDS = 2
"""How many of a kind stand for it where nothing is starred."""

_ORDER = {state: place for place, state in enumerate((*CLOSED_STATES, "open"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The months of a year as seen on `through`: its last day, or today while it is not over.

    For each kind `months` counts what was written, or tells whether there was anything; then it is
    None after `through`.
    """

    year: int
    through: date
    months: Mapping[Kind, Sequence[int | bool | None]]

    @property
    def over(self) -> bool:
        """Whether its last day has come."""
        return self.through == last_day(self.year)

    @property
    def written(self) -> bool:
        """Whether anything was written in its months."""
        return any(map(any, self.months.values()))

    @property
    def begun(self) -> int:
        """How many of its months have begun, or hold something though they have not."""
        held = [place for of in self.months.values() for place, count in enumerate(of, 1) if count]
        return max([self.through.month, *held])


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Months):
    """One calendar year with all that is kept of it.

    `entries` are those of the year, oldest first: each of them, or at least those that it looks at
    one by one. `months` has twelve numbers of entries for each kind; `weeks` tells for each kind
    and each of the 52 or 53 weeks whether something was written, None for weeks that begin after
    `through`. `heard` counts what could be heard about its entries, see `heard_counts`.
    `first_why` and `last_why` are the first and the newest up to the end of the year. Plans and
    obstacles are those that were open at some time of it, and `shelf` is what was begun or finished
    in it. `days` are those with anything written, `week_starts` says what a week of a calendar
    begins with, and `pauses` are those that reach into it. `first` is the day of the first entry in
    the journal, and `before` says whether anything was written in the year before.
    """

    months: dict[Kind, tuple[int, ...]]
    weeks: dict[Kind, tuple[bool | None, ...]]
    heard: dict[str, int]
    entries: tuple[Entry, ...] = ()
    first_why: Reflection | None = None
    last_why: Reflection | None = None
    plans: tuple[Plan, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    shelf: tuple[ShelfItem, ...] = ()
    days: frozenset[date] = frozenset()
    week_starts: str = "monday"
    pauses: tuple[Away, ...] = ()
    first: date | None = None
    before: bool = False

    def deeds(self, kind: Kind, *, starred: bool = True) -> tuple[Entry, ...]:
        """What was done or learned of a kind: what is starred, or else the newest `DEEDS`.

        Moments when nothing was done, and mistakes, are none. Without `starred` they are the newest
        of the others, for where what is starred stands already.
        """
        done = [one for one in self.entries if one.kind is kind and one.went == "done"]
        chosen = [one for one in done if one.star] if starred else []
        return tuple(chosen or [one for one in done if not one.star][-DEEDS:])

    @property
    def mistakes(self) -> tuple[Entry, ...]:
        """Entries about something that went wrong."""
        return tuple(one for one in self.entries if one.went == "mistake")

    @property
    def badly(self) -> tuple[Entry, ...]:
        """Mistakes, and moments when nothing was done."""
        return tuple(one for one in self.entries if one.went != "done")

    @property
    def well(self) -> tuple[Entry, ...]:
        """All others: what was done or learned."""
        return tuple(one for one in self.entries if one.went == "done")

    @property
    def chosen(self) -> tuple[Entry, ...]:
        """Its starred moments."""
        return tuple(one for one in self.entries if one.star)

    @property
    def shared(self) -> tuple[Entry, ...]:
        """Those that others may see."""
        return tuple(one for one in self.entries if one.share)

    @property
    def otherwise(self) -> tuple[Entry, ...]:
        """Those of which there is a guess and also what was said."""
        return guessed_and_heard(self.entries)

    @property
    def away(self) -> tuple[bool, ...]:
        """For each week of the year whether it lies wholly in pauses, up to `through`."""
        return tuple(
            week.first_day <= self.through
            and is_away(self.pauses, week.first_day, min(week.last_day, self.through))
            for week in weeks_of(self.year, self.week_starts)
        )

    @property
    def is_scant(self) -> bool:
        """Whether it has hardly begun to be written while the year before has ended."""
        count = sum(map(sum, self.months.values()))
        return self.before and not self.over and (self.through.month == 1 or count < SCANT)

    @property
    def weeks_with_entries(self) -> int:
        """The number of weeks in which anything was written."""
        return sum(map(any, zip(*self.weeks.values(), strict=True)))

    @property
    def whys(self) -> tuple[Reflection, ...]:
        """The first and the newest reason, once if they are the same."""
        return tuple(dict.fromkeys(filter(None, (self.first_why, self.last_why))))

    @property
    def plans_by_state(self) -> tuple[Plan, ...]:
        """Its plans, see `by_state`."""
        return by_state(self.plans)

    @property
    def thoughts(self) -> tuple[Reflection, ...]:
        """Its exported reflections without the reasons and what was written for a sharing copy."""
        return tuple(one for one in self.exported if one.topic != "why" and not one.for_sharing)

    @property
    def exported(self) -> tuple[Reflection, ...]:
        """Its reflections as they stand in files and documents."""
        return for_files(self.reflections)


def by_state(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Plans that are done, changed, dropped, still open, each by number."""
    return tuple(sorted(plans, key=lambda plan: (_ORDER.get(plan.state, len(_ORDER)), plan.number)))


def year_named(words: str | None, today: date) -> int:
    """Read a year, such as 2026 or last; nothing said means the year of `today`.

    Raises:
        UnreadableDate: it is none, or outside 1900 to 2200, or wholly after `today`.
    """
    if words is None:
        return today.year
    said = f"{words} year" if words.lower() in {"this", "last"} else words
    found = period_named(said, today)
    if found is None or found.unit != "year":
        raise UnreadableDate(
            f"“{words}” is not a year that ally knows; write one from {FIRST_YEAR} to {LAST_YEAR}, "
            f"such as {today.year}."
        )
    return parse_period(said, today).first_day.year


def last_day(year: int) -> date:
    """The 31st of December."""
    return date(year, 12, 31)


def weeks_of(year: int, starts: str) -> tuple[Period, ...]:
    """The weeks whose Thursdays lie in the year: 52 or 53."""
    count = date(year, 12, 28).isocalendar().week
    return tuple(
        week_of(date.fromisocalendar(year, number, 4), starts) for number in range(1, count + 1)
    )


def week_months(year: int) -> tuple[int, ...]:
    """For each week of the year the month, 1 to 12, that its Thursday lies in."""
    return tuple((week.last_day - timedelta(days=3)).month for week in weeks_of(year, "monday"))


def days_looked_at(year: int, starts: str) -> tuple[date, date]:
    """The first and last day, inclusive, of all that the year's months and weeks cover."""
    weeks = weeks_of(year, starts)
    return min(date(year, 1, 1), weeks[0].first_day), max(last_day(year), weeks[-1].last_day)


def months_written(year: int, written: Written) -> dict[Kind, tuple[int, ...]]:
    """How many entries of each kind its twelve months have; days outside the year don't count."""
    months = {kind: [0] * 12 for kind in KINDS}
    for (day, kind), count in written.items():
        if day.year == year:
            months[kind][day.month - 1] += count
    return {kind: tuple(counts) for kind, counts in months.items()}


def weeks_marked(
    year: int, through: date, starts: str, written: Written
) -> dict[Kind, tuple[bool | None, ...]]:
    """For each kind and week of the year whether something was written, None after `through`."""
    marked = {(week_start(day, starts), kind) for (day, kind), count in written.items() if count}
    begin = [week.first_day for week in weeks_of(year, starts)]
    return {
        kind: tuple(None if first > through else (first, kind) in marked for first in begin)
        for kind in KINDS
    }
