"""What a review asks, and when a question rests: never again after an answer, seldom otherwise."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.periods import parse_period, week_of
from ally_journal.domain.content import seven
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan, plan_for_next_time, review_source
from ally_journal.domain.records.reflection import ANSWERED, SKIPPED, Asking, Reflection
from ally_journal.domain.review.prompts import SEVEN, TAKE_ALONG, WHEN_THEN, review_topic
from ally_journal.domain.review.questions import (
    COMMITMENT,
    HEARD,
    MOMENT,
    PLAN,
    THEN,
    UNWRITTEN,
    Ask,
    Practice,
    asks_of,
)
from ally_journal.domain.review.summary import HEARD_SOURCES, PLANS_SHOWN, Summary, heard_counts

TODAY = date(2026, 11, 20)
WEEK = week_of(TODAY)
LONG_AGO = date(2026, 1, 5)


YESTERDAY = date(2026, 11, 19)


def written(
    number: int = 1, kind: Kind = Kind.ACT, day: date = YESTERDAY, went: str = "done"
) -> Entry:
    return Entry(
        number=number, id=f"entry-{number}", kind=kind, text=f"Entry {number}", day=day, went=went
    )


def planned(number: int, **given: object) -> Plan:
    fields = {
        "text": f"When {number}",
        "opened": LONG_AGO,
        "number": number,
        "id": f"plan-{number}",
    }
    return Plan(**fields | given)  # type: ignore[arg-type]  # any field


def summary(*entries: Entry, **given: object) -> Summary:
    made = Summary(
        period=WEEK,
        today=TODAY,
        entries=tuple(entry for entry in entries if entry.day in WEEK),
        weeks=(True,),
        heard=heard_counts(()),
        plans=(),
        obstacles=(),
        why=None,
        reflections=(),
    )
    return replace(made, **given)  # type: ignore[arg-type]  # any field


def practice(*recent: Entry, **given: object) -> Practice:
    rested = dict.fromkeys(("why", "my-story", "our-story", "the-story"), TODAY)
    made = Practice(first_day=LONG_AGO, recent=recent, askings=(), written=rested)
    return replace(made, **given)  # type: ignore[arg-type]  # any field


def keys(asks: tuple[Ask, ...]) -> list[str]:
    return [ask.key for ask in asks]


def asked_about(asks: tuple[Ask, ...], key: str) -> list[int]:
    records = [ask.entry or ask.plan for ask in asks if ask.key == key]
    return [record.number for record in records if record]


def skipped(question: str, day: date = TODAY, about: str | None = None) -> Asking:
    return Asking(question, week_of(day).name, day, SKIPPED, about)


def test_five_minutes_at_most() -> None:
    """However much a week holds, a review asks about few things, in one order."""
    entries = [
        written(number, kind, went=went)
        for number, (kind, went) in enumerate(
            [(kind, went) for kind in KINDS for went in ("done", "missed", "mistake")] * 4, start=1
        )
    ]
    plans = tuple(planned(number) for number in range(1, 20))
    asks = asks_of(
        summary(*entries, plans=plans, then=written(99)),
        practice(*entries, written={}),
        "monday",
    )
    assert [key.partition("/")[0] for key in keys(asks)] == [
        UNWRITTEN,
        *[HEARD] * 2,
        *[MOMENT] * 2,
        *[PLAN] * PLANS_SHOWN,
        THEN,
        "seven",
        "why",
        TAKE_ALONG,
        WHEN_THEN,
    ]


def test_an_empty_journal_is_asked_little() -> None:
    """Where nothing is written, nothing is asked about it."""
    asks = asks_of(summary(), practice(first_day=None, written={}), "monday")
    assert keys(asks) == [UNWRITTEN, TAKE_ALONG, WHEN_THEN]


@pytest.mark.parametrize("source", HEARD_SOURCES)
def test_heard_is_never_asked_again_after_an_answer(source: str) -> None:
    """Also a guess, and "not mine to ask", are full answers."""
    told = replace(written(), heard=(Heard(source, "", TODAY),))
    assert asked_about(asks_of(summary(told), practice(told), "monday"), HEARD) == []


def test_heard_is_never_asked_about_a_missed_moment() -> None:
    """Nobody else knows of it, and asking would be one more burden."""
    missed = written(went="missed")
    assert asked_about(asks_of(summary(missed), practice(missed), "monday"), HEARD) == []


@given(st.sampled_from(["monday", "sunday", "saturday"]), st.integers(-20, 20))
def test_heard_is_asked_once_in_a_week(starts: str, days: int) -> None:
    """The week is that of the journal, whatever day it starts on."""
    entry = written()
    before = TODAY + timedelta(days=days)
    asks = asks_of(
        replace(summary(entry), period=week_of(TODAY, starts)),
        practice(entry, askings=(skipped(HEARD, before, entry.id),)),
        starts,
    )
    assert asked_about(asks, HEARD) == ([] if before in week_of(TODAY, starts) else [1])


def test_heard_is_not_asked_on_the_day_itself() -> None:
    """Nothing can have come back yet."""
    entry = written(day=TODAY)
    assert asked_about(asks_of(summary(entry), practice(entry), "monday"), HEARD) == []


def test_heard_rests_after_two_weeks() -> None:
    """Someone who skipped twice has said enough."""
    entry = written(day=date(2026, 10, 30))
    before = tuple(skipped(HEARD, day, entry.id) for day in (date(2026, 11, 6), date(2026, 11, 13)))
    asks = asks_of(summary(), practice(entry, askings=before[:1]), "monday")
    assert asked_about(asks, HEARD) == [1]
    assert asked_about(asks_of(summary(), practice(entry, askings=before), "monday"), HEARD) == []


def test_heard_begins_with_what_was_not_asked_about() -> None:
    """What was skipped gives way to what is new, and this week comes before earlier ones."""
    old, new, older = written(1, day=date(2026, 11, 10)), written(2), written(3, day=LONG_AGO)
    before = (skipped(HEARD, date(2026, 11, 13), new.id),)
    asks = asks_of(summary(new), practice(older, old, new, askings=before), "monday")
    assert asked_about(asks, HEARD) == [3, 1]
    asks = asks_of(summary(new), practice(older, old, new), "monday")
    assert asked_about(asks, HEARD) == [2, 3]


@pytest.mark.parametrize(
    "more",
    [{"because": "Rank"}, {"lesson": "Breathe"}, {"plan": 4}, {"answers": {"did": "listened"}}],
)
def test_a_moment_already_told_is_not_asked_about(more: dict[str, object]) -> None:
    """Whoever wrote more about it has said what there is to say."""
    bare = written(went="missed")
    assert asked_about(asks_of(summary(bare), practice(), "monday"), MOMENT) == [1]
    told = replace(bare, **more)  # type: ignore[arg-type]  # any field
    assert asked_about(asks_of(summary(told), practice(), "monday"), MOMENT) == []


def test_a_moment_is_asked_about_once() -> None:
    """One that was skipped is left alone for good."""
    bare = written(went="mistake")
    before = (skipped(MOMENT, date(2026, 11, 16), bare.id),)
    assert asked_about(asks_of(summary(bare), practice(askings=before), "monday"), MOMENT) == []


def test_plans_take_turns() -> None:
    """Those due come first, then those not asked about lately, so that none is left out."""
    plans = tuple(planned(number) for number in range(1, 7))
    friday = date(2026, 11, 13)
    asked = {"plan-1": (friday, 1), "plan-2": (friday, 1), "plan-3": (LONG_AGO, 1)}
    due = (*plans, planned(7, until=date(2026, 11, 22)), planned(8, until=date(2026, 12, 24)))
    asks = asks_of(summary(plans=due, plans_asked=asked), practice(), "monday")
    assert asked_about(asks, PLAN) == [7, 8, 4]


def test_no_plan_is_asked_about_more_often_than_another() -> None:
    """Week after week, however many are open."""
    plans = tuple(planned(number) for number in range(1, 6))
    asked: dict[str, tuple[date, int]] = {}
    for week in range(10):
        day = TODAY + timedelta(weeks=week)
        seen = replace(summary(), period=week_of(day), today=day, plans=plans, plans_asked=asked)
        for plan in seen.plans_shown:
            asked[plan.id] = (day, asked.get(plan.id, (day, 0))[1] + 1)
    assert {times for _, times in asked.values()} == {6}


def test_a_plan_of_today_is_not_asked_about() -> None:
    """There was no time to keep it yet."""
    asks = asks_of(summary(plans=(planned(1, opened=TODAY),)), practice(), "monday")
    assert asked_about(asks, PLAN) == []


def test_a_review_taken_up_on_the_same_day_goes_on() -> None:
    """What was skipped an hour ago is not asked again, and a plan not in the same week."""
    today = (skipped(PLAN, TODAY, "plan-1"), skipped(TAKE_ALONG))
    asks = asks_of(summary(plans=(planned(1),)), practice(askings=today), "monday")
    assert keys(asks) == [UNWRITTEN, WHEN_THEN]
    monday = tuple(one._replace(day=date(2026, 11, 16)) for one in today)
    asks = asks_of(summary(plans=(planned(1),)), practice(askings=monday), "monday")
    assert keys(asks) == [UNWRITTEN, TAKE_ALONG, WHEN_THEN]
    before = tuple(one._replace(day=date(2026, 11, 13)) for one in today)
    asks = asks_of(summary(plans=(planned(1),)), practice(askings=before), "monday")
    assert keys(asks) == [UNWRITTEN, PLAN, TAKE_ALONG, WHEN_THEN]


def test_what_was_answered_for_the_period_is_not_asked() -> None:
    """Also on another day."""
    name = WEEK.name
    along = Reflection(topic=review_topic(name, TAKE_ALONG), text="x", day=TODAY)
    made = planned(1, source=review_source(name), opened=TODAY)
    asks = asks_of(summary(plans=(made,), reflections=(along,)), practice(), "monday")
    assert keys(asks) == [UNWRITTEN]


def test_all_seven_come_before_any_comes_again() -> None:
    """One a review; skipped or not; and in other words the next time round."""
    day = LONG_AGO
    put: list[Ask] = []
    askings: list[Asking] = []
    for _ in range(7 * 3):
        week = week_of(day)
        asks = asks_of(
            replace(summary(), period=week, today=day, entries=(written(day=day),)),
            practice(askings=tuple(askings)),
            "monday",
        )
        (one,) = [ask for ask in asks if ask.key.startswith(SEVEN)]
        put.append(one)
        askings.append(Asking(one.key, week.name, day, ANSWERED if len(put) % 2 else SKIPPED))
        again = asks_of(
            replace(summary(), period=week, today=day, entries=(written(day=day),)),
            practice(askings=tuple(askings)),
            "monday",
        )
        assert not [ask for ask in again if ask.key.startswith(SEVEN)]
        day += timedelta(days=7)
    rounds = [Counter(ask.key.split("/")[1] for ask in put[at : at + 7]) for at in (0, 7, 14)]
    assert rounds == [Counter(one.key for one in seven())] * 3
    assert len({ask.text for ask in put}) == 21


def test_a_course_is_asked_about_in_the_first_week_once() -> None:
    """Someone who comes from a course may write down what they said there."""
    new = practice(first_day=date(2026, 11, 18), written={})
    assert COMMITMENT in keys(asks_of(summary(written()), new, "monday"))
    old = practice(first_day=date(2026, 11, 13), written={})
    assert COMMITMENT not in keys(asks_of(summary(written()), old, "monday"))
    asked = replace(new, askings=(skipped(COMMITMENT),))
    assert not {COMMITMENT, "why"} & set(keys(asks_of(summary(written()), asked, "monday")))
    own = plan_for_next_time("When x", "missed", TODAY)
    for plan, offered in ((own, True), (planned(1, source="the spring course"), False)):
        asks = asks_of(summary(written(), plans=(plan,)), new, "monday")
        assert (COMMITMENT in keys(asks)) is offered


@pytest.mark.parametrize(
    ("written_on", "asked_on", "due"),
    [
        (None, None, True),
        (TODAY - timedelta(days=90), None, False),
        (TODAY - timedelta(days=91), None, True),
        (None, TODAY - timedelta(days=90), False),
        (TODAY - timedelta(days=300), TODAY - timedelta(days=91), True),
        (TODAY - timedelta(days=10), TODAY - timedelta(days=300), False),
    ],
)
def test_why_is_offered_once_a_quarter(
    written_on: date | None, asked_on: date | None, due: bool
) -> None:
    """Counted from the last time it was written or offered."""
    told = {} if written_on is None else {"why": written_on}
    rested = dict.fromkeys(("my-story", "our-story", "the-story"), TODAY)
    askings = () if asked_on is None else (skipped("why", asked_on),)
    asks = asks_of(summary(), practice(askings=askings, written=rested | told), "monday")
    assert ("why" in keys(asks)) is due


def test_one_occasion_in_a_review() -> None:
    """Why comes first; the stories wait for the weeks after, and for a month of writing."""
    day = date(2026, 10, 1)
    askings: list[Asking] = []
    offered: list[tuple[str, str]] = []
    for _ in range(8):
        week = week_of(day)
        asks = asks_of(
            replace(summary(), period=week, today=day),
            practice(first_day=date(2026, 9, 15), askings=tuple(askings), written={}),
            "monday",
        )
        told = [key for key in keys(asks) if key in {"why", "my-story", "our-story", "the-story"}]
        assert len(told) <= 1
        offered += [(day.isoformat(), key) for key in told]
        askings += [Asking(key, week.name, day) for key in told]
        day += timedelta(days=7)
    assert offered == [
        ("2026-10-01", "why"),
        ("2026-10-15", "my-story"),
        ("2026-10-22", "our-story"),
        ("2026-10-29", "the-story"),
    ]


@pytest.mark.parametrize("words", ["2026-11", "2026-Q4", "2026", "last"])
def test_other_periods_bring_no_occasion(words: str) -> None:
    """They belong to the present week."""
    period = parse_period(words, TODAY)
    asks = asks_of(summary(period=period), practice(written={}), "monday")
    assert keys(asks) == [UNWRITTEN, TAKE_ALONG, WHEN_THEN]
