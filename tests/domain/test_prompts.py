"""Questions are few, can be told apart, and lead to answers that can be kept."""

import pytest

from ally_journal.domain.answers import ANSWER_KEYS, ASKED
from ally_journal.domain.entries import WENT, Entry
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.prompts import (
    MISSED,
    MISTAKE,
    QUESTIONS,
    REVIEW_QUESTIONS,
    questions_about,
    review_source,
    review_topic,
)

ENTRY_FIELDS = {"asked", "because"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("went", WENT)
def test_the_guided_log_asks_one_question_and_more_asks_all_that_fit(went: str, kind: Kind) -> None:
    every = questions_about(kind, went, more=True)
    assert questions_about(kind, went, more=False) == every[:1]
    assert len(every) in {1, 2}
    assert every == {"done": QUESTIONS[kind], "missed": MISSED, "mistake": MISTAKE}[went]


def test_every_answer_has_a_place_in_the_entry() -> None:
    questions = [question for pair in (*QUESTIONS.values(), MISSED, MISTAKE) for question in pair]
    for question in questions:
        assert question.key in {*ANSWER_KEYS, *ENTRY_FIELDS}
        assert question.text.endswith("?")
        assert question.choices == (ASKED if question.key == "asked" else ())
    assert len({question.text for question in questions}) == len(questions)
    assert set(Entry.__dataclass_fields__) >= ENTRY_FIELDS


def test_a_review_keeps_each_answer_under_its_own_period_and_question() -> None:
    keys = [question.key for question in REVIEW_QUESTIONS]
    periods = ["2026-W47", "2026-W48", "2026-11"]
    assert len({review_topic(name, key) for name in periods for key in keys}) == 9
    assert len({review_source(name) for name in periods}) == 3
    assert review_topic("2026-W47", "take-along") == "review/2026-W47/take-along"
    assert review_source("2026-W47") == "review 2026-W47"
