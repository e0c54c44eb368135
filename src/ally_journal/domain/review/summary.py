"""A period looked back on: everything a review shows, worked out from what was fetched."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ally_journal.domain.calendar.periods import Period, week_of, week_start
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away, is_away
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan, review_source
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.prompts import REVIEW_QUESTIONS, WHEN_THEN, for_files, review_topic
from ally_journal.domain.text.tags import fold

WEEKS_LOOKED_AT = 12
PLANS_SHOWN = 3
"""How many open plans a review shows."""
PLANS_ENOUGH = 3
"""With so many plans open, no further one is asked for."""
GUESS = "guess"
HEARD_SOURCES = ("them", "others", GUESS, "not-mine")
"""Who says how it landed, the surest first."""
EARLY = 3
"""The first days of a week, in which the one before may still be looked back on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One period as seen on `today`.

    `weeks` tells of each week, oldest first, whether something was written in it, or None where
    nothing was because the person was away; there are at most `WEEKS_LOOKED_AT`, fewer when the
    first entry is younger. `since` are entries of earlier days that were written down after the
    last review ended, and `told` others of earlier days about which something was heard in the
    period. `heard` counts what could be heard about the entries of the period, see
    `heard_counts`. `then` is one old entry to read again, on a day that was `named` for it or by
    itself. `ready` are sentences of one's own that are due again, and `shelf` what is wanted for a
    day of the period. `instead` says that this week had nothing yet, and `away` that the person was
    away for all of it. `plans_asked` tells by a plan's id the last day before this week on which it
    was asked about, and how often until then; `own` are the person's own questions by their ids.
    """

    period: Period
    today: date
    entries: tuple[Entry, ...]
    weeks: tuple[bool | None, ...]
    heard: dict[str, int]
    plans: tuple[Plan, ...]
    obstacles: tuple[Obstacle, ...]
    why: Reflection | None
    reflections: tuple[Reflection, ...]
    since: tuple[Entry, ...] = ()
    told: tuple[Entry, ...] = ()
    then: Entry | None = None
    named: bool = False
    ready: tuple[Rehearsal, ...] = ()
    shelf: tuple[ShelfItem, ...] = ()
    instead: bool = False
    away: bool = False
    plans_asked: Mapping[str, tuple[date, int]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The period's entries of one kind, in order."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many entries of each kind, all four in their order."""
        return {kind: len(self.of_kind(kind)) for kind in KINDS}

    @property
    def written(self) -> tuple[Entry, ...]:
        """All that is looked back on: what is new from before the period, then its entries."""
        return (*self.since, *self.entries)

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


def usual_period(
    today: date, starts: str, *, this: bool, last: bool, ended: Collection[str]
) -> Period:
    """What is looked back on when nobody named a period: this week, or early in it the last one.

    That is the last one's while nothing is written in `this` and there is something in the `last`,
    unless a review of it has `ended`, by the names of periods.
    """
    week = week_of(today, starts)
    before = week_of(week.first_day - timedelta(days=1), starts)
    early = today < week.first_day + timedelta(days=EARLY)
    return before if early and last and not this and before.name not in ended else week


def weeks_written(
    days: Collection[date],
    first: date | None,
    upto: date,
    starts: str,
    pauses: Collection[Away] = (),
) -> list[bool | None]:
    """For each of the last weeks up to the one that holds `upto`, whether a day lies in it.

    At most `WEEKS_LOOKED_AT`, none before the week of the `first` entry; oldest first. A week
    without any that lies wholly in a pause is None.
    """
    if first is None or first > upto:
        return []
    last = week_start(upto, starts)
    age = (last - week_start(first, starts)).days // 7 + 1
    written = {week_start(day, starts) for day in days}
    begin = [last - timedelta(weeks=back) for back in range(min(age, WEEKS_LOOKED_AT) - 1, -1, -1)]
    return [
        None if day not in written and is_away(pauses, day, day + _WEEK) else day in written
        for day in begin
    ]


_WEEK = timedelta(days=6)
_SAID = {"them", "others"}
_COULD_BE_HEARD = (Kind.EMPATHISE, Kind.ACT)


def could_be_heard(entry: Entry) -> bool:
    """Whether somebody could say how it landed; nobody else knows of a missed moment."""
    return entry.kind in _COULD_BE_HEARD and entry.went != "missed"


def guess_of(entry: Entry) -> str | None:
    """How the writer thinks it was for others, perhaps without words; older allies heard it."""
    older = [heard.text for heard in entry.heard if heard.source == GUESS]
    return entry.guess or (older[-1] if older else None)


def is_settled(entry: Entry) -> bool:
    """Whether nobody asks any more how it was; a guess settles nothing."""
    return any(heard.source in {*_SAID, "not-mine"} for heard in entry.heard)


def surest(entry: Entry) -> str:
    """Who the surest word about how an entry landed comes from, or "unknown"."""
    sources = {heard.source for heard in entry.heard}
    if entry.guess:
        sources.add(GUESS)
    return next((source for source in HEARD_SOURCES if source in sources), "unknown")


def said_of(entry: Entry) -> tuple[Heard, ...]:
    """What people said about it in words."""
    return tuple(heard for heard in entry.heard if heard.source in _SAID and heard.text)


def guessed_and_heard(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of which there is a guess and also what was said, unless both say the same."""
    return tuple(
        entry
        for entry in entries
        if entry.heard
        and could_be_heard(entry)
        and (guess := guess_of(entry))
        and any(fold(heard.text) != fold(guess) for heard in said_of(entry))
    )


def heard_counts(entries: Iterable[Entry]) -> dict[str, int]:
    """Count every entry that could be heard about once, under its surest source or "unknown"."""
    counts = dict.fromkeys((*HEARD_SOURCES, "unknown"), 0)
    for entry in entries:
        if could_be_heard(entry):
            counts[surest(entry)] += 1
    return counts
