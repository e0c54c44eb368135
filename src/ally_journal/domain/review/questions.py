"""What a review asks, and when a question rests, so that five minutes are enough.

Nothing here is a score: the order is fixed, every question can be skipped, and what was skipped
comes back seldom or never.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.content import seven
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan, from_elsewhere
from ally_journal.domain.records.reflection import Asking
from ally_journal.domain.review.prompts import SEVEN, TAKE_ALONG, WHEN_THEN
from ally_journal.domain.review.summary import Summary

HEARD_WITHIN = 28
"""For so many days after an entry a review may ask whether anything came back."""
QUARTER = timedelta(days=91)
"""How long why and the stories rest before they are offered again."""

UNWRITTEN, HEARD, MOMENT, PLAN, THEN = "unwritten", "heard", "moment", "plan", "then"
COMMITMENT = "commitment"

_HEARD_ASKED, _HEARD_ASKED_OF_ONE, _MOMENTS_ASKED = 2, 2, 2
_STORIES = ("my-story", "our-story", "the-story")
_STORIES_AFTER = timedelta(days=28)
_FIRST_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a review must know besides its summary.

    `first_day` is that of the first entry. `recent` are the empathise and act entries of the last
    `HEARD_WITHIN` days, `askings` all questions ever put, and `written` the newest day of each
    lasting reflection's topic.
    """

    first_day: date | None
    recent: tuple[Entry, ...]
    askings: tuple[Asking, ...]
    written: Mapping[str, date]


class Ask(NamedTuple):
    """One question to put, by its key; `text` is its words where they come from the content."""

    key: str
    text: str = ""
    entry: Entry | None = None
    plan: Plan | None = None

    @property
    def about(self) -> str | None:
        """The record id of what it is about, if it is about one."""
        record = self.entry or self.plan
        return record.id if record else None


def asks_of(summary: Summary, practice: Practice, week_starts: str) -> tuple[Ask, ...]:
    """The questions of a review, in the order in which they are put."""
    return tuple(_asks(summary, practice, week_starts))


def _asks(summary: Summary, practice: Practice, week_starts: str) -> Iterator[Ask]:
    yield Ask(UNWRITTEN)
    yield from _heard(summary, practice, week_starts)
    yield from _moments(summary, practice)
    todays = [
        one.question
        for one in practice.askings
        if (one.day, one.period) == (summary.today, summary.period.name)
    ]
    week = week_of(summary.today, week_starts)
    rested = {one.about for one in practice.askings if one.question == PLAN and one.day in week}
    for plan in summary.plans_shown:
        if plan.opened < summary.today and plan.id not in rested:
            yield Ask(PLAN, plan=plan)
    if summary.then:
        yield Ask(THEN, entry=summary.then)
    if summary.entries and not _put(practice, summary, SEVEN):
        yield _one_of_seven(practice)
    yield from _occasion(summary, practice)
    for key in (TAKE_ALONG, WHEN_THEN):
        if key not in summary.answered and key not in todays:
            yield Ask(key)


def _heard(summary: Summary, practice: Practice, week_starts: str) -> list[Ask]:
    """Entries of which nothing is known yet, those asked about least often first.

    Each at most once in a week and in two weeks in all, and not on its own day, when nothing can
    have come back. Never a missed moment: nobody else knows of it.
    """
    week = week_of(summary.today, week_starts)
    asked = [one for one in practice.askings if one.question == HEARD]
    lately = {one.about for one in asked if one.day in week}
    times = Counter(one.about for one in asked)
    open_ones = [
        entry
        for entry in practice.recent
        if not entry.heard and entry.went != "missed" and entry.day < summary.today
        if entry.id not in lately and times[entry.id] < _HEARD_ASKED_OF_ONE
    ]
    open_ones.sort(key=lambda entry: (times[entry.id], entry.day not in summary.period))
    return [Ask(HEARD, entry=entry) for entry in open_ones[:_HEARD_ASKED]]


def _moments(summary: Summary, practice: Practice) -> list[Ask]:
    """Missed moments and mistakes of which nothing more was written; each is asked about once."""
    asked = {one.about for one in practice.askings if one.question == MOMENT}
    bare = [
        entry
        for entry in summary.entries
        if entry.went != "done"
        and entry.id not in asked
        and not (entry.because or entry.lesson or entry.plan)
        and not {"impact", "did"} & set(entry.answers)
    ]
    return [Ask(MOMENT, entry=entry) for entry in bare[:_MOMENTS_ASKED]]


def _one_of_seven(practice: Practice) -> Ask:
    """The question put least often, so that all seven come before any comes again.

    When one comes again, it comes in other words.
    """
    times = Counter(one.question.rpartition("/")[0] for one in practice.askings)
    question = min(seven(), key=lambda one: times[SEVEN + one.key])
    variant = times[SEVEN + question.key] % len(question.variants)
    return Ask(f"{SEVEN}{question.key}/{variant + 1}", question.variants[variant])


def _occasion(summary: Summary, practice: Practice) -> Iterator[Ask]:
    """At most one in a review of a week: a course's commitment, or why, or one of the stories."""
    first = practice.first_day
    if summary.period.unit != "week" or summary.over or first is None:
        return
    age = summary.today - first
    topics = ("why", *(_STORIES if age >= _STORIES_AFTER else ()))
    if any(_put(practice, summary, key) for key in (COMMITMENT, "why", *_STORIES)):
        return
    put = {one.question: one.day for one in practice.askings}
    if age < _FIRST_WEEK and COMMITMENT not in put and not any(map(from_elsewhere, summary.plans)):
        yield Ask(COMMITMENT)
        return
    for topic in topics:
        last = max(practice.written.get(topic, date.min), put.get(topic, date.min))
        if last == date.min or summary.today - last >= QUARTER:
            yield Ask(topic)
            return


def _put(practice: Practice, summary: Summary, beginning: str) -> bool:
    """Whether a question whose key begins so was put in a review of this period."""
    name = summary.period.name
    return any(
        one.period == name and one.question.startswith(beginning) for one in practice.askings
    )
