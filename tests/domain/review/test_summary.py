"""A period looked back on: what was written, how steadily, what came back and what is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.periods import WEEK_STARTS, week_of
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan, review_source
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.prompts import REVIEW_QUESTIONS, review_topic
from ally_journal.domain.review.summary import (
    Summary,
    guess_of,
    guessed_and_heard,
    heard_counts,
    is_settled,
    surest,
    usual_period,
    weeks_written,
)

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)
LONG_AGO = date(2020, 1, 1)
SOURCES = ["them", "others", "guess", "not-mine"]


def summary(
    *,
    entries: tuple[Entry, ...] = (),
    plans: tuple[Plan, ...] = (),
    reflections: tuple[Reflection, ...] = (),
) -> Summary:
    return Summary(
        period=week_of(FRIDAY),
        today=FRIDAY,
        entries=entries,
        weeks=(True,),
        heard=heard_counts(entries),
        plans=plans,
        obstacles=(),
        why=None,
        reflections=reflections,
    )


def entry(kind: Kind, *sources: str, number: int = 1) -> Entry:
    heard = tuple(Heard(source, "", FRIDAY) for source in sources)
    return Entry(kind=kind, text="x", day=FRIDAY, heard=heard, number=number)


@pytest.mark.parametrize(
    ("days", "first", "weeks"),
    [
        ([], None, []),
        ([FRIDAY], FRIDAY + timedelta(days=1), []),
        ([FRIDAY], FRIDAY, [True]),
        ([MONDAY], MONDAY, [True]),
        ([], MONDAY, [False]),
        ([date(2026, 11, 22)], MONDAY, [True]),
        ([date(2026, 11, 23)], MONDAY, [False]),
        ([date(2026, 11, 15)], date(2026, 11, 15), [True, False]),
        ([date(2026, 11, 15), MONDAY], date(2026, 11, 15), [True, True]),
        ([FRIDAY - timedelta(weeks=10)], FRIDAY - timedelta(weeks=10), [True] + [False] * 10),
        ([FRIDAY - timedelta(weeks=11)], FRIDAY - timedelta(weeks=11), [True] + [False] * 11),
        ([FRIDAY - timedelta(weeks=12)], FRIDAY - timedelta(weeks=12), [False] * 12),
        ([date(2026, 8, 31)], LONG_AGO, [True] + [False] * 11),
        ([date(2026, 8, 30)], LONG_AGO, [False] * 12),
        ([MONDAY, FRIDAY, FRIDAY], LONG_AGO, [False] * 11 + [True]),
    ],
)
def test_the_last_twelve_weeks_at_most_are_told_oldest_first(
    days: list[date], first: date | None, weeks: list[bool]
) -> None:
    assert weeks_written(days, first, FRIDAY, "monday") == weeks


@pytest.mark.parametrize(
    ("starts", "weeks"),
    [("monday", [True, False]), ("sunday", [False, True]), ("saturday", [False, True])],
)
def test_a_sunday_belongs_to_the_week_as_the_person_counts_it(
    starts: str, weeks: list[bool]
) -> None:
    sunday, friday_before = date(2026, 11, 15), date(2026, 11, 13)
    assert weeks_written([sunday], friday_before, FRIDAY, starts) == weeks


@given(
    st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from(sorted(WEEK_STARTS)),
)
def test_every_week_says_whether_one_of_its_days_was_written(
    days: set[date], upto: date, starts: str
) -> None:
    first = min(days, default=None)
    weeks = weeks_written(days, first, upto, starts)
    assert len(weeks) <= 12
    for back, written in enumerate(reversed(weeks)):
        week = week_of(upto - timedelta(weeks=back), starts)
        assert written == any(day in week for day in days)
    if first is not None and first <= upto:
        assert len(weeks) == 12 or first in week_of(upto - timedelta(weeks=len(weeks) - 1), starts)


@pytest.mark.parametrize(
    ("sources", "counted"),
    [
        ([], "unknown"),
        (["them"], "them"),
        (["others"], "others"),
        (["guess"], "guess"),
        (["not-mine"], "not-mine"),
        (["guess", "them"], "them"),
        (["not-mine", "guess"], "guess"),
        (["guess", "others", "not-mine"], "others"),
        (["them", "them", "not-mine"], "them"),
        (["from a dream"], "unknown"),
        (["from a dream", "not-mine"], "not-mine"),
    ],
)
def test_an_entry_counts_under_its_surest_source(sources: list[str], counted: str) -> None:
    value = entry(Kind.ACT, *sources)
    assert surest(value) == counted
    assert {name for name, count in heard_counts([value]).items() if count} == {counted}


@pytest.mark.parametrize(
    ("sources", "counted"), [([], "guess"), (["others"], "others"), (["not-mine"], "guess")]
)
def test_a_guess_on_the_entry_counts_like_one_that_was_heard(
    sources: list[str], counted: str
) -> None:
    """Older journals kept it among what was heard; the entry's own is the newer one."""
    value = replace(entry(Kind.ACT, *sources), guess="It was fine")
    assert surest(value) == counted
    older = replace(value, guess=None, heard=(*value.heard, Heard("guess", "So so", FRIDAY)))
    assert (surest(older), guess_of(older)) == (counted, "So so")
    assert guess_of(replace(older, guess="Better")) == "Better"
    assert is_settled(value) is bool(sources)


def test_a_guess_and_what_was_heard_are_a_pair() -> None:
    """Only where both are words, and not the same."""
    heard = (Heard("them", "It stung", FRIDAY), Heard("not-mine", "", FRIDAY))
    pair = replace(entry(Kind.ACT), guess="It was fine", heard=heard)
    others = (
        replace(pair, guess=None),
        replace(pair, guess="it STUNG"),
        replace(pair, heard=heard[1:]),
        replace(pair, kind=Kind.LEARN),
        replace(pair, went="missed"),
    )
    assert guessed_and_heard((*others, pair)) == (pair,)


def test_only_what_could_be_heard_is_counted_and_each_once() -> None:
    """Nobody is asked how learning or looking at oneself landed, and nobody saw a missed moment."""
    entries = [entry(kind, "them", "guess") for kind in KINDS] + [entry(Kind.ACT)]
    entries.append(replace(entry(Kind.ACT), went="missed"))
    assert heard_counts(entries) == {
        "them": 2,
        "others": 0,
        "guess": 0,
        "not-mine": 0,
        "unknown": 1,
    }


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(SOURCES)))))
def test_the_counts_add_up_to_the_entries_that_are_asked_about(
    made: list[tuple[Kind, list[str]]],
) -> None:
    counts = heard_counts([entry(kind, *sources) for kind, sources in made])
    asked = [sources for kind, sources in made if kind in {Kind.EMPATHISE, Kind.ACT}]
    assert list(counts) == [*SOURCES, "unknown"]
    assert sum(counts.values()) == len(asked)
    assert counts["them"] == sum("them" in sources for sources in asked)
    assert counts["unknown"] == asked.count([])


@pytest.mark.parametrize(
    ("today", "this", "last", "ended", "name"),
    [
        ("2026-11-16", False, True, (), "2026-W46"),
        ("2026-11-18", False, True, ("2026-W45",), "2026-W46"),
        ("2026-11-18", False, True, ("2026-W46",), "2026-W47"),
        ("2026-11-18", False, False, (), "2026-W47"),
        ("2026-11-16", True, True, (), "2026-W47"),
        ("2026-11-19", False, True, (), "2026-W47"),
    ],
)
def test_early_in_a_week_without_an_entry_the_last_one_is_looked_back_on(
    today: str, *, this: bool, last: bool, ended: tuple[str, ...], name: str
) -> None:
    """Unless it holds nothing, or a review of it has ended."""
    day = date.fromisoformat(today)
    assert usual_period(day, "monday", this=this, last=last, ended=ended).name == name


def test_a_week_away_counts_as_neither() -> None:
    """Unless something was written in it, or it was not away for all of it."""
    monday = MONDAY - timedelta(weeks=3)
    pauses = (Away(monday, monday + timedelta(days=9)), Away(monday + timedelta(days=14), MONDAY))
    assert weeks_written([], monday, FRIDAY, "monday", pauses) == [None, False, None, False]
    assert weeks_written([monday], monday, FRIDAY, "monday", pauses)[0] is True


def test_entries_are_grouped_by_kind_in_the_fixed_order() -> None:
    order = [Kind.ACT, Kind.LEARN, Kind.ACT]
    entries = tuple(entry(kind, number=number) for number, kind in enumerate(order))
    week = summary(entries=entries)
    assert list(week.kinds.items()) == [
        (Kind.LEARN, 1),
        (Kind.CHALLENGE, 0),
        (Kind.EMPATHISE, 0),
        (Kind.ACT, 2),
    ]
    assert [value.number for value in week.of_kind(Kind.ACT)] == [0, 2]
    assert week.of_kind(Kind.CHALLENGE) == ()


@pytest.mark.parametrize(
    ("today", "over"),
    [("2026-11-16", False), ("2026-11-22", False), ("2026-11-23", True), ("2027-01-01", True)],
)
def test_a_period_is_over_when_its_last_day_has_passed(today: str, *, over: bool) -> None:
    assert replace(summary(), today=date.fromisoformat(today)).over is over


def test_open_plans_are_those_still_open_the_nearest_end_first() -> None:
    ends = {
        1: (None, "open"),
        2: (date(2027, 1, 1), "open"),
        3: (date(2026, 12, 1), "open"),
        4: (date(2026, 11, 1), "done"),
        5: (None, "open"),
        6: (date(2026, 12, 1), "open"),
        7: (None, "dropped"),
    }
    plans = tuple(
        Plan(text="x", opened=MONDAY, number=number, until=until, state=state)
        for number, (until, state) in sorted(ends.items(), reverse=True)
    )
    assert [plan.number for plan in summary(plans=plans).open_plans] == [3, 6, 2, 1, 5]


def _reflection(period: str, key: str) -> Reflection:
    return Reflection(topic=review_topic(period, key), text="x", day=FRIDAY)


@pytest.mark.parametrize("key", [question.key for question in REVIEW_QUESTIONS])
def test_a_question_answered_for_this_period_is_not_open_any_more(key: str) -> None:
    assert summary(reflections=(_reflection("2026-W47", key),)).answered == {key}


def test_answers_for_another_period_or_to_other_questions_do_not_count() -> None:
    others = (
        _reflection("2026-W46", "take-along"),
        _reflection("2026-W47", "something-else"),
        Reflection(topic="take-along", text="x", day=FRIDAY),
        Reflection(topic="why", text="x", day=FRIDAY),
    )
    assert summary(reflections=others).answered == frozenset()


@pytest.mark.parametrize(
    ("source", "answered"),
    [
        (review_source("2026-W47"), {"when-then"}),
        (review_source("2026-W46"), set()),
        ("a course", set()),
        (None, set()),
    ],
)
def test_a_plan_from_this_review_answers_its_last_question(
    source: str | None, answered: set[str]
) -> None:
    for state in ("open", "done"):
        plan = Plan(text="x", opened=FRIDAY, source=source, state=state)
        assert summary(plans=(plan,)).answered == answered
