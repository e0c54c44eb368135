"""Which plans and which phrase to read before a meeting."""

from datetime import date, timedelta

import pytest

from ally_journal.domain.content import phrasings, ways
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.review.before import first_answers, phrase_for, plans_to_read
from ally_journal.domain.text.query import wanted_words

DAY = date(2026, 11, 20)


def plan(number: int, text: str = "When x, I will y", until: int | None = None) -> Plan:
    last = None if until is None else DAY + timedelta(days=until)
    return Plan(text=text, opened=DAY, until=last, number=number)


def read(*plans: Plan, typed: str = "", day: date = DAY) -> list[int]:
    return [one.number for one in plans_to_read(plans, wanted_words(typed), day)]


def test_the_next_to_run_out_comes_first() -> None:
    """A last day that has passed does not push a plan to the front."""
    assert read(plan(1), plan(2, until=9), plan(3, until=0), plan(4, until=-1)) == [3]
    assert read(plan(1, until=-1), plan(2, until=20)) == [2]


def test_others_take_turns() -> None:
    """Each within as many days as there are plans."""
    plans = [plan(number) for number in range(1, 6)]
    days = [read(*plans, day=DAY + timedelta(days=day)) for day in range(5)]
    assert sorted(days) == [[1], [2], [3], [4], [5]]
    assert read() == []


def test_those_that_fit_come_before_all_others() -> None:
    """Two at most, and one that does not fit is better than none."""
    hiring = [plan(number, "When hiring, I ask") for number in (3, 4, 5)]
    among = [plan(1, until=1), plan(2), *hiring]
    assert len(read(*among, typed="hiring")) == 2
    assert set(read(*among, typed="hiring")) <= {3, 4, 5}
    assert read(*among, plan(6, "When hiring ends", until=2), typed="hiring")[0] == 6
    assert read(*among, typed="captions") == [1]
    assert read(plan(1, until=1), plan(2, "When hiring, I ask"), typed="hiring") == [2]


@pytest.mark.parametrize("typed", ["", "credit", "pineapple", "!", *ways()])
def test_there_is_always_a_phrase_that_stands_alone(typed: str) -> None:
    """Every phrase of its moment has a turn, but for one that goes with another."""
    said = {phrase_for(typed, DAY + timedelta(days=day)) for day in range(12)}
    moments = [set(phrases) for phrases in phrasings().values()]
    assert [said] == [said for phrases in moments if said <= phrases]
    assert not any(phrase.startswith("If it fits") for phrase in said)
    assert len(said) >= 3


def test_an_answer_by_choice_is_no_lesson() -> None:
    """The first question of the other kinds is answered in words."""
    assert first_answers() == {
        Kind.LEARN: "notice",
        Kind.CHALLENGE: "assumed",
        Kind.EMPATHISE: "understood",
    }
