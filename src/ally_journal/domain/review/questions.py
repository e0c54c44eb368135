"""What a review asks, and when a question rests, so that five minutes are enough.

Nothing here is a score: the order is fixed, every question can be skipped, and what was skipped
comes back seldom or never.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.content import Question, seven
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan, from_elsewhere
from ally_journal.domain.records.reflection import SKIPPED, Asking
from ally_journal.domain.review.prompts import OWN, QUESTIONS, SEVEN, TAKE_ALONG, WHEN_THEN
from ally_journal.domain.review.summary import (
    PLANS_ENOUGH,
    Summary,
    could_be_heard,
    is_settled,
)
from ally_journal.domain.text.tags import fold

HEARD_WITHIN = 28
"""For so many days after an entry a review may ask whether anything came back."""
QUARTER = timedelta(days=91)
"""How long why and the stories rest before they are offered again."""
REST = timedelta(days=28)
"""How long a question rests that was skipped twice."""
MOST, MOST_UNWRITTEN, USUAL, IN_TURN = 5, 2, 4, 2
"""How many questions a review has: at most, where nothing was written, usually, and in turn."""

UNWRITTEN, HEARD, MOMENT, THEN = "unwritten", "heard", "moment", "then"
PLANS, PLAN = "plans", "plan"
"""The one question about plans, and what is noted of each plan in it, so that they take turns."""
COMMITMENT = "commitment"
COURSE = "course"
"""The way of learning, or tag, by which an entry tells of one."""
OF_KIND = "kind/"
"""How the keys begin of a kind's own questions; that of the answer follows."""
ENDED = "ended"
"""What is noted when a review ends: nothing was asked by that."""

_HEARD_ASKED_OF_ONE = 2
_STORIES = ("my-story", "our-story", "the-story")
_STORIES_AFTER = timedelta(days=28)
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a review must know besides its summary.

    `first_day` is that of the first entry. `recent` are the entries of the last `HEARD_WITHIN`
    days, `askings` all questions ever put, and `written` the newest day of each lasting
    reflection's topic.
    """

    first_day: date | None
    recent: tuple[Entry, ...]
    askings: tuple[Asking, ...]
    written: Mapping[str, date]


class Ask(NamedTuple):
    """One question to put, by its key; `text` is its words where they come from the content.

    It may be about an entry, or about `plans`.
    """

    key: str
    text: str = ""
    entry: Entry | None = None
    plans: tuple[Plan, ...] = ()

    @property
    def about(self) -> str | None:
        """The record id of what it is about, if it is about one."""
        return self.entry.id if self.entry else None


def asks_of(summary: Summary, practice: Practice, week_starts: str) -> tuple[Ask, ...]:
    """The questions of a review, in the order in which they are put.

    Plans, what could still be heard and moments without a reason come first, so that where there is
    room for one alone it is not always the same; the others take turns.
    """
    if summary.away and not summary.written:
        return ()
    choice = _Choice(summary, practice, week_starts)
    first = [one for one in (Ask(UNWRITTEN),) if not choice.rests(one)]
    room = (MOST if summary.written else MOST_UNWRITTEN) - len(first) - choice.put_before
    due = [one for one in choice.due() if not choice.rests(one)][: max(0, room)]
    room = min(IN_TURN, min(USUAL - len(first) - choice.put_before, room) - len(due))
    chosen = [*first, *due, *choice.in_turn()[: max(0, room)]]
    return tuple(sorted(chosen, key=_place))


def _place(ask: Ask) -> int:
    beginning = ask.key.partition("/")[0]
    return _ORDER.index(beginning) if beginning in _ORDER else len(_ORDER) - 2


_ORDER = (UNWRITTEN, HEARD, MOMENT, "kind", PLANS, THEN, "seven", "own", "", TAKE_ALONG, WHEN_THEN)


class _Choice:
    """What may be asked in one review."""

    def __init__(self, summary: Summary, practice: Practice, week_starts: str) -> None:
        self.summary, self.practice = summary, practice
        self.week = week_of(summary.today, week_starts)
        self.asked = [one for one in practice.askings if one.question not in {PLAN, ENDED}]
        self.here = [one for one in self.asked if one.period == summary.period.name]
        self.enough = len(summary.open_plans) >= PLANS_ENOUGH

    @property
    def put_before(self) -> int:
        """How many questions were put when this period was looked back on before."""
        return len({(one.question, one.about) for one in self.here if one.question != UNWRITTEN})

    def rests(self, ask: Ask) -> bool:
        """Whether the same was skipped twice, the last time not four weeks ago."""
        name = _name(ask.key)
        same = [
            one
            for one in self.asked
            if (_name(one.question) == name and one.about == ask.about) or _of_kind(one, name)
        ]
        twice = same[-2:]
        skipped = [one.outcome for one in twice] == [SKIPPED, SKIPPED]
        return skipped and self.summary.today - twice[-1].day <= REST

    def due(self) -> Iterator[Ask]:
        """What comes before all that takes turns."""
        if self.summary.then and self.summary.named:
            yield Ask(THEN, entry=self.summary.then)
        yield from self._plans()
        yield from self._heard()
        yield from self._moment()
        yield from self._december()

    def in_turn(self) -> list[Ask]:
        """One of each sort that takes turns, the one that has waited longest by its measure first.

        What was put when this period was looked back on before is not put again in it.
        """
        found: list[tuple[float, Ask]] = []
        for beginnings, (days, asks) in self._turns().items():
            if self._last(beginnings, self.here):
                continue
            last = self._last(beginnings, self.asked)
            wait = (self.summary.today - last).days / days if last else float("inf")
            one = next((ask for ask in asks() if not self.rests(ask)), None)
            if one:
                found.append((-wait, one))
        return [one for _, one in sorted(found, key=lambda pair: pair[0])]

    def _turns(self) -> Mapping[tuple[str, ...], tuple[int, Callable[[], Iterable[Ask]]]]:
        """By how the keys of a sort begin: its measure in days, and what of it may be asked."""
        return {
            (COMMITMENT,): (28, self._commitment),
            (SEVEN, OWN): (10, self._one_of_seven),
            ("why", *_STORIES): (14, self._reasons),
            (OF_KIND,): (5, self._of_a_kind),
            (TAKE_ALONG,): (28, self._take_along),
            (WHEN_THEN,): (28, self._when_then),
            (THEN,): (28, self._then),
        }

    @staticmethod
    def _last(beginnings: tuple[str, ...], among: Iterable[Asking]) -> date | None:
        return max((one.day for one in among if one.question.startswith(beginnings)), default=None)

    def _heard(self) -> list[Ask]:
        """One entry of which nobody said anything yet, one asked about least often first.

        Each at most once in a week and in two weeks in all, and not on its own day, when nothing
        can have come back. A guess does not end the asking. What is asked about a moment that went
        wrong begins with the same, and so counts as this.
        """
        asked = [one for one in self.asked if one.question in {HEARD, MOMENT}]
        lately = {one.about for one in asked if one.day in self.week}
        times = Counter(one.about for one in asked)
        open_ones = [
            entry
            for entry in (*self.practice.recent, *self.summary.since)
            if could_be_heard(entry) and not is_settled(entry) and entry.day < self.summary.today
            if entry.id not in lately and times[entry.id] < _HEARD_ASKED_OF_ONE
            if not (self._is_bare(entry) or "impact" in entry.answers)
        ]
        open_ones.sort(key=lambda entry: (times[entry.id], entry.day not in self.summary.period))
        return [Ask(HEARD, entry=entry) for entry in open_ones[:1]]

    def _moment(self) -> list[Ask]:
        """A missed moment or mistake of which nothing more was written; each is asked about once.

        Also those of the weeks before for which there was no room.
        """
        among = {entry.id: entry for entry in (*self.summary.written, *self.practice.recent)}
        bare = filter(self._is_bare, among.values())
        return [Ask(MOMENT, entry=entry) for entry in islice(bare, 1)]

    def _is_bare(self, entry: Entry) -> bool:
        return (
            entry.went != "done"
            and not any(one.question == MOMENT and one.about == entry.id for one in self.asked)
            and not (entry.because or entry.lesson or entry.plan)
            and not {"impact", "did"} & set(entry.answers)
        )

    def _plans(self) -> Iterator[Ask]:
        """All plans shown in one question: every other week, or in the week in which one ends."""
        plans = [one for one in self.summary.plans_shown if one.opened < self.summary.today]
        last = self._last((PLANS,), self.asked)
        ends = any(one.until and one.until < self.summary.period.end for one in plans)
        since = self.week.first_day - timedelta(days=0 if ends else 7)
        if plans and (last is None or last < since):
            yield Ask(PLANS, plans=tuple(plans))

    def _december(self) -> Iterator[Ask]:
        """The year in one's own words, and then the next one: each is offered once in December."""
        today = self.summary.today
        if today.month != _DECEMBER or today not in self.summary.period:
            return
        for topic in ("year", "next-year"):
            put = [one for one in self.asked if one.question == topic]
            if any(one.period == self.summary.period.name for one in put):
                return
            days = [self.practice.written.get(topic, date.min), *(one.day for one in put)]
            if max(days) < today.replace(month=_DECEMBER, day=1):
                yield Ask(topic)
                return

    def _one_of_seven(self) -> list[Ask]:
        """What fits what was written, of those not put lately, the person's own questions too.

        Of what fits alike, the one that has waited longest; one that has waited for very long
        comes all the same. When one comes again, it comes in other words.
        """
        if not self.summary.written:
            return []
        fits = {f"{SEVEN}{one.key}": set(one.fits) for one in seven()}
        fits |= {f"{OWN}{id_}": set() for id_ in self.summary.own}
        told = [_name(one.question) for one in self.asked if one.question.startswith((SEVEN, OWN))]
        waits = {key: _wait(key, told) for key in fits}
        oldest = sorted(fits, key=lambda key: -waits[key])
        here = Counter(word for entry in self.summary.written for word in _traits(entry))

        def place(key: str) -> tuple[bool, int]:
            fit = sum(here[word] for word in fits[key])
            return waits[key] < 2 * len(fits), -max(fit, key.startswith(OWN))

        early, late = oldest[: len(fits) // 2 + 1], oldest[len(fits) // 2 + 1 :]
        return [self._worded(key, told.count(key)) for key in (*sorted(early, key=place), *late)]

    def _worded(self, key: str, times: int) -> Ask:
        if key.startswith(OWN):
            return Ask(key, self.summary.own[key.removeprefix(OWN)])
        variants = next(one.variants for one in seven() if f"{SEVEN}{one.key}" == key)
        variant = times % len(variants)
        return Ask(f"{key}/{variant + 1}", variants[variant])

    def _of_a_kind(self) -> list[Ask]:
        """What a kind's own questions still lack in an entry, those asked least often first.

        Second questions come before the first, which were perhaps asked at once.
        """
        times = Counter(one.question for one in self.asked)
        asked = {(one.question, one.about) for one in self.asked}
        found: list[tuple[int, int, Ask]] = []
        for entry in reversed(self.summary.written):
            for place, question in _lacking(entry):
                ask = Ask(f"{OF_KIND}{question.key}", question.text, entry)
                if (ask.key, entry.id) not in asked:
                    found.append((times[ask.key], place, ask))
        return [ask for *_, ask in sorted(found, key=lambda one: one[:2])]

    def _then(self) -> Iterator[Ask]:
        if self.summary.then and not self.summary.named:
            yield Ask(THEN, entry=self.summary.then)

    def _take_along(self) -> Iterator[Ask]:
        if TAKE_ALONG not in self.summary.answered:
            yield Ask(TAKE_ALONG)

    def _when_then(self) -> Iterator[Ask]:
        if WHEN_THEN not in self.summary.answered and not self.enough:
            yield Ask(WHEN_THEN)

    def _commitment(self) -> Iterator[Ask]:
        """Once, in the review of a week that tells of a course, what was promised there."""
        put = any(one.question == COMMITMENT for one in self.asked)
        from_course = any(map(from_elsewhere, self.summary.plans))
        told = any(COURSE in _traits(entry) for entry in self.summary.written)
        if told and self._age() is not None and not (put or from_course or self.enough):
            yield Ask(COMMITMENT)

    def _reasons(self) -> Iterator[Ask]:
        """Why, or one of the stories, each once in a quarter."""
        age = self._age()
        if age is None:
            return
        put = {one.question: one.day for one in self.asked}
        for topic in ("why", *(_STORIES if age >= _STORIES_AFTER else ())):
            last = max(self.practice.written.get(topic, date.min), put.get(topic, date.min))
            if last == date.min or self.summary.today - last >= QUARTER:
                yield Ask(topic)

    def _age(self) -> timedelta | None:
        """How old the journal is in a review of this week; None in any other."""
        first, period = self.practice.first_day, self.summary.period
        present = period.unit == "week" and not self.summary.over
        return self.summary.today - first if first and present else None


def _name(key: str) -> str:
    """What a question is called in whichever words it comes."""
    return "/".join(key.split("/")[:2]) if key.startswith(SEVEN) else key


def _of_kind(one: Asking, name: str) -> bool:
    """Whether it is the same question of a kind, about whichever entry."""
    return name.startswith(OF_KIND) and one.question == name


def _wait(key: str, told: list[str]) -> int:
    """How many of its sort were put since it was; all of them if it never was."""
    return told[::-1].index(key) if key in told else len(told)


def _traits(entry: Entry) -> set[str]:
    return {
        entry.kind.value,
        entry.went,
        fold(entry.way or ""),
        *(fold(tag) for tag in entry.all_tags),
    }


def _lacking(entry: Entry) -> Iterator[tuple[int, Question]]:
    """Its kind's questions that it does not answer, with their places, the second one first."""
    if entry.went == "done":
        for place, question in enumerate(reversed(QUESTIONS[entry.kind])):
            told = entry.asked if question.key == "asked" else entry.answers.get(question.key)
            if not told:
                yield place, question
