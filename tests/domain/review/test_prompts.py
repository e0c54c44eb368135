"""Questions are few, can be told apart, and lead to answers that can be kept."""

import pytest

from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import ANSWER_KEYS, ASKED, WENT, Entry
from ally_journal.domain.records.plan import review_source
from ally_journal.domain.review.prompts import (
    DID,
    GUESS,
    MISSED,
    MISTAKE,
    NEXT_TIME,
    QUESTIONS,
    REVIEW_QUESTIONS,
    plans_told,
    questions_about,
    review_topic,
)

ENTRY_FIELDS = {"asked", "because"}


@pytest.mark.parametrize("kind", KINDS)
def test_something_done_is_asked_about_once_and_with_more_twice(kind: Kind) -> None:
    """And what was done with others, for a guess."""
    guess = (GUESS,) if kind in {Kind.EMPATHISE, Kind.ACT} else ()
    assert questions_about(kind, "done", more=False) == (*QUESTIONS[kind][:1], *guess)
    assert questions_about(kind, "done", more=True) == (*QUESTIONS[kind], *guess)
    assert len(QUESTIONS[kind]) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", [False, True])
def test_a_missed_moment_and_a_mistake_are_gone_through_whole(kind: Kind, *, more: bool) -> None:
    assert [one.key for one in questions_about(kind, "missed", more=more)] == ["because"]
    assert [one.key for one in questions_about(kind, "mistake", more=more)] == ["impact", "did"]
    assert set(WENT) == {"done", "missed", "mistake"}


def test_next_time_is_asked_apart_because_its_answer_is_a_plan() -> None:
    assert NEXT_TIME.key == "next"
    assert NEXT_TIME.text.endswith("When …, I will …")
    assert NEXT_TIME not in {*MISSED, *MISTAKE}
    assert NEXT_TIME.key not in ANSWER_KEYS


def test_every_answer_has_a_place_in_the_entry() -> None:
    questions = [question for pair in (*QUESTIONS.values(), MISSED, MISTAKE) for question in pair]
    for question in questions:
        assert question.key in {*ANSWER_KEYS, *ENTRY_FIELDS}
        assert question.text.endswith("?")
        assert question.choices == (ASKED if question.key == "asked" else ())
        assert bool(question.offers) == (question.key in {"because", "did", "asked"})
    assert len({question.text for question in questions}) == len(questions)
    assert set(Entry.__dataclass_fields__) >= ENTRY_FIELDS


def test_a_review_keeps_each_answer_under_its_own_period_and_question() -> None:
    keys = [question.key for question in REVIEW_QUESTIONS]
    periods = ["2026-W47", "2026-W48", "2026-11"]
    assert len({review_topic(name, key) for name in periods for key in keys}) == 9
    assert len({review_source(name) for name in periods}) == 3
    assert review_topic("2026-W47", "take-along") == "review/2026-W47/take-along"
    assert review_source("2026-W47") == "review 2026-W47"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ()),
        ("no", ()),
        ("none", ()),
        ("1 3", ((1, DID), (3, DID))),
        ("3, 1", ((3, DID), (1, DID))),
        ("1 and 3", ((1, DID), (3, DID))),
        ("1 Dropped 3", ((1, DID), (3, "dropped"))),
        ("done 1 3", ((1, "done"), (3, "done"))),
        ("change 3, did 1", ((3, "changed"), (1, DID))),
        ("1 drop 1", ((1, "dropped"),)),
        ("yes", None),
        ("2", None),
        ("1 twice", None),
        ("done", None),
        ("1 done", None),
        ("1 done drop 3", None),
        ("\u0661", None),
    ],
)
def test_an_answer_about_plans(words: str, told: tuple[tuple[int, str], ...] | None) -> None:
    """Numbers of plans, and before them how they ended; anything else is no such answer."""
    assert plans_told(words, {1, 3}) == told


def test_yes_means_the_only_plan() -> None:
    assert plans_told("y", {4}) == ((4, DID),)
