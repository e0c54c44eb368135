"""A period looked back on: everything a review shows, worked out from what was fetched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ally_journal.domain.calendar.periods import Period, week_start
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan, review_source
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.prompts import REVIEW_QUESTIONS, WHEN_THEN, for_files, review_topic

WEEKS_LOOKED_AT = 12
PLANS_SHOWN = 3
"""How many open plans a review shows."""
HEARD_SOURCES = ("them", "others", "guess", "not-mine")
"""Who says how it landed, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One period as seen on `today`.

    `weeks` tells of each week, oldest first, whether something was written in it; there are at most
    `WEEKS_LOOKED_AT`, fewer when the first entry is younger. `heard` counts every empathise or act
    entry of the period once, under its surest source or "unknown". `then` is one old entry to read
    again. `plans_asked` tells by a plan's id the last day before this week on which it was asked
    about, and how often until then.
    """

    period: Period
    today: date
    entries: tuple[Entry, ...]
    weeks: tuple[bool, ...]
    heard: dict[str, int]
    plans: tuple[Plan, ...]
    obstacles: tuple[Obstacle, ...]
    why: Reflection | None
    reflections: tuple[Reflection, ...]
    then: Entry | None = None
    plans_asked: Mapping[str, tuple[date, int]] = field(default_factory=dict)

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The period's entries of one kind, in order."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many entries of each kind, all four in their order."""
        return {kind: len(self.of_kind(kind)) for kind in KINDS}

    @property
    def over(self) -> bool:
        """Whether the period had ended on the day it was looked at."""
        return self.period.end <= self.today

    @property
    def answered(self) -> frozenset[str]:
        """The keys of the review questions that were answered for this period."""
        topics = {one.topic for one in self.reflections}
        name = self.period.name
        keys = {q.key for q in REVIEW_QUESTIONS if review_topic(name, q.key) in topics}
        if any(plan.source == review_source(name) for plan in self.plans):
            keys.add(WHEN_THEN)
        return frozenset(keys)

    @property
    def exported(self) -> tuple[Reflection, ...]:
        """Its reflections as they stand in files and documents."""
        return for_files(self.reflections)

    @property
    def open_plans(self) -> tuple[Plan, ...]:
        """Plans still open: those that end with the period first, then those not asked lately."""
        still = [plan for plan in self.plans if plan.state == "open"]

        def place(plan: Plan) -> tuple[date, tuple[date, int], date, int]:
            until = plan.until or date.max
            due = until if until < self.period.end else date.max
            return due, self.plans_asked.get(plan.id, (date.min, 0)), until, plan.number

        return tuple(sorted(still, key=place))

    @property
    def plans_shown(self) -> tuple[Plan, ...]:
        """The open plans that a review shows and asks about."""
        return self.open_plans[:PLANS_SHOWN]


def weeks_written(
    days: Collection[date], first: date | None, upto: date, starts: str
) -> list[bool]:
    """For each of the last weeks up to the one that holds `upto`, whether a day lies in it.

    At most `WEEKS_LOOKED_AT`, none before the week of the `first` entry; oldest first.
    """
    if first is None or first > upto:
        return []
    last = week_start(upto, starts)
    age = (last - week_start(first, starts)).days // 7 + 1
    written = {week_start(day, starts) for day in days}
    weeks = min(age, WEEKS_LOOKED_AT)
    return [last - timedelta(weeks=back) in written for back in range(weeks - 1, -1, -1)]


def surest(entry: Entry) -> str:
    """Who the surest word about how an entry landed comes from, or "unknown"."""
    sources = {heard.source for heard in entry.heard}
    return next((source for source in HEARD_SOURCES if source in sources), "unknown")


def heard_counts(entries: Collection[Entry]) -> dict[str, int]:
    """Count every empathise or act entry once, under its surest source or "unknown"."""
    counts = dict.fromkeys((*HEARD_SOURCES, "unknown"), 0)
    for entry in entries:
        if entry.kind in {Kind.EMPATHISE, Kind.ACT}:
            counts[surest(entry)] += 1
    return counts
