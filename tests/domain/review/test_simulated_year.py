"""A year of reviews, made up by a fixed seed: few questions, each in its turn, none pressed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import ASKED, Entry, Heard
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import ANSWERED, SKIPPED, TOPICS, Asking
from ally_journal.domain.review.prompts import QUESTIONS, SEVEN, TAKE_ALONG, WHEN_THEN
from ally_journal.domain.review.questions import (
    HEARD,
    HEARD_WITHIN,
    MOMENT,
    OF_KIND,
    PLANS,
    REST,
    THEN,
    UNWRITTEN,
    Ask,
    Practice,
    asks_of,
)
from ally_journal.domain.review.summary import Summary, heard_counts

FIRST = date(2026, 1, 5)
UNREVIEWED = {7, 30, 31, 32, 40, 51}
"""Weeks in which nobody looked back; in three of them, and in two others, nothing was written."""
UNWRITTEN_WEEKS = {12, 21, 30, 31, 32}
WAYS = ("read", "ask", "assumption", "privilege", "repair", "credit", "speak-up", "mentor")
TAGS = ("meetings", "hiring", "captions")


@dataclass
class Life:
    """Someone who writes twice a week, has three plans, and answers as the seed says."""

    random: Random
    answers: float
    entries: list[Entry] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    written: dict[str, date] = field(default_factory=dict)
    reviews: list[tuple[Ask, ...]] = field(default_factory=list)
    plans: tuple[Plan, ...] = tuple(
        Plan(text=f"When {number}", opened=FIRST, number=number, id=f"plan-{number}")
        for number in (1, 2, 3)
    )

    def write(self, day: date, *, missed: bool = False) -> None:
        """One more entry."""
        number = len(self.entries) + 1
        self.entries.append(
            Entry(
                id=f"entry-{number}",
                number=number,
                kind=self.random.choice(KINDS),
                text=f"Entry {number}",
                day=day,
                went="missed" if missed else self.random.choice(["done"] * 9 + ["mistake"]),
                way=self.random.choice((*WAYS, None)),
                tags=(self.random.choice(TAGS),) if self.random.random() < 0.5 else (),
            )
        )

    def look_back(self, friday: date, since: Iterable[Entry]) -> None:
        """One review, each question answered or skipped."""
        week = week_of(friday)
        entries = tuple(one for one in self.entries if one.day in week)
        then = [
            one
            for one in self.entries
            if abs((friday - one.day).days - 91) <= 10
            and not any(a.question == THEN and a.about == one.id for a in self.askings)
        ]
        summary = Summary(
            period=week,
            today=friday,
            entries=entries,
            weeks=(True,),
            heard=heard_counts(entries),
            plans=self.plans,
            obstacles=(),
            why=None,
            reflections=(),
            since=tuple(one for one in since if one.day not in week),
            then=then[0] if then else None,
        )
        recent = tuple(one for one in self.entries if (friday - one.day).days < HEARD_WITHIN)
        practice = Practice(
            first_day=self.entries[0].day,
            recent=recent,
            askings=tuple(self.askings),
            written=self.written,
        )
        asks = asks_of(summary, practice, "monday")
        self.reviews.append(asks)
        for ask in asks:
            outcome = ANSWERED if self.random.random() < self.answers else SKIPPED
            self.askings.append(Asking(ask.key, week.name, friday, outcome, ask.about))
            if outcome == ANSWERED:
                self.answer(ask, friday)

    def answer(self, ask: Ask, day: date) -> None:
        """What an answer leaves."""
        if ask.key in TOPICS:
            self.written[ask.key] = day
        if not ask.entry:
            return
        entry = self.entries[ask.entry.number - 1]
        if ask.key == HEARD:
            source = self.random.choice(["them", "others", "guess", "not-mine"])
            told = (*entry.heard, Heard(source, "So it was", day))
            entry = (
                replace(entry, guess="So it is")
                if source == "guess"
                else replace(entry, heard=told)
            )
        elif ask.key == MOMENT:
            entry = replace(entry, lesson="Breathe")
        elif ask.key.startswith(OF_KIND):
            key = ask.key.removeprefix(OF_KIND)
            entry = (
                replace(entry, asked=ASKED[0])
                if key == "asked"
                else replace(entry, answers={**entry.answers, key: "x"})
            )
        self.entries[entry.number - 1] = entry


def lived(seed: int, answers: float) -> Life:
    life = Life(Random(seed), answers)  # noqa: S311 - a made-up year
    late: list[Entry] = []
    for week in range(52):
        monday = FIRST + timedelta(weeks=week)
        if week not in UNWRITTEN_WEEKS:
            life.write(monday + timedelta(days=1))
            life.write(monday + timedelta(days=3), missed=week % 4 == 0)
        if week in UNREVIEWED:
            late += life.entries[-2:] if week not in UNWRITTEN_WEEKS else []
            continue
        life.look_back(monday + timedelta(days=4), late)
        late = []
        if week % 5 == 0 and week not in UNWRITTEN_WEEKS:
            life.write(monday + timedelta(days=5))
            late = life.entries[-1:]
    return life


@pytest.mark.parametrize(("seed", "answers"), [(2026, 0.5), (11, 0.2), (20, 1.0)])
def test_a_year_of_reviews(seed: int, answers: float) -> None:
    """Two entries a week, three plans, missed moments; `answers` is the part that is answered."""
    life = lived(seed, answers)
    assert len(life.reviews) == 46
    sizes = [len(asks) for asks in life.reviews]
    times = Counter(one.question.split("/")[0] for one in life.askings)
    whole = Counter(one.question for one in life.askings)
    print(f"\n{sum(sizes)} questions in 46 reviews, {sum(sizes) / 46:.2f} each: {dict(times)}")
    assert max(sizes) <= 5
    assert sum(sizes) / len(sizes) <= 4
    for pair in QUESTIONS.values():
        for question in pair:
            assert whole[f"{OF_KIND}{question.key}"] >= 2, question.key
    for key in (UNWRITTEN, HEARD, MOMENT, PLANS, THEN, TAKE_ALONG, "why"):
        assert times[key] >= 2, key
    assert whole["year"] == whole["next-year"] == 1
    assert times["seven"] >= 7
    assert WHEN_THEN not in times, "three plans were open"
    put = defaultdict(list)
    for one in life.askings:
        name = one.question.rpartition("/")[0] if one.question.startswith(SEVEN) else one.question
        put[name, one.about].append(one)
    for same in put.values():
        for first, second, third in zip(same, same[1:], same[2:], strict=False):
            if first.outcome == second.outcome == SKIPPED:
                assert third.day - second.day > REST
