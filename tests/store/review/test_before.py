"""What is fetched before a meeting: the newest that fits, whatever a person types."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.review.before import Remembered
from ally_journal.domain.text.repair import repaired
from ally_journal.store.journal.entries import add_entry, add_heard
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.review.before import before_of

DAY = date(2026, 11, 20)


def add(journal: Journal, text: str, day: int, **fields: Any) -> int:  # noqa: ANN401 - an entry's
    entry = Entry(kind=Kind.LEARN, text=text, day=date(2026, 11, day), **fields)
    return add_entry(journal, entry).number


def lesson(journal: Journal, typed: str) -> str | None:
    found = before_of(journal, typed, DAY).lesson
    return found and found.text


def test_the_newest_day_counts_and_then_the_number(journal: Journal) -> None:
    """Not the order in which they were written."""
    add(journal, "about hiring", 12, lesson="newer")
    add(journal, "about hiring", 10, lesson="older")
    assert lesson(journal, "hiring") == "newer"
    add(journal, "about hiring", 12, lesson="same day")
    assert lesson(journal, "hiring") == "same day"
    add(journal, "about hiring, without a lesson", 13)
    assert lesson(journal, "hiring") == "same day"


@pytest.mark.parametrize("typed", ["rota", "Rot", "#rota", "rota -"])
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "the rota is full"},
        {"tags": ("rota",)},
        {"way": "Rota-making"},
        {"because": "the rota", "went": "missed"},
    ],
)
def test_tag_way_and_text_fit(journal: Journal, fields: dict[str, Any], typed: str) -> None:
    """Each by the beginning of a word."""
    add(journal, **{"text": "x", "day": 1, "lesson": "found", **fields})
    add(journal, "something else", 2, lesson="not this")
    assert lesson(journal, typed) == "found"


def test_a_lesson_comes_before_an_answer(journal: Journal) -> None:
    """Of one entry; the second question's answer is neither."""
    add(journal, "one", 1, answers={"source": "a talk"})
    assert lesson(journal, "") is None
    add(journal, "two", 2, answers={"notice": "who is silent", "source": "a talk"})
    assert lesson(journal, "") == "who is silent"
    add(journal, "three", 3, answers={"notice": "who is silent"}, lesson="wait longer")
    assert lesson(journal, "") == "wait longer"


def test_what_was_heard_is_the_last_in_words(journal: Journal) -> None:
    """From them, about an entry that fits."""
    first = add(journal, "about hiring", 1)
    other = add(journal, "about captions", 2)
    add_heard(journal, first, Heard("them", "that helped", date(2026, 11, 5)))
    add_heard(journal, first, Heard("them", "", date(2026, 11, 6)))
    add_heard(journal, first, Heard("others", "they liked it", date(2026, 11, 7)))
    add_heard(journal, other, Heard("them", "they are late", date(2026, 11, 8)))
    found = before_of(journal, "hiring", DAY).heard
    assert found == Remembered("that helped", date(2026, 11, 5), first, "about hiring")
    last = Remembered("they are late", date(2026, 11, 8), other, "about captions")
    assert before_of(journal, "", DAY).heard == last


def test_closed_plans_are_not_read(journal: Journal) -> None:
    """Only what is still meant to be done."""
    PLANS.add(journal, Plan(text="When hiring, I ask", opened=DAY))
    assert len(before_of(journal, "hiring", DAY).plans) == 1
    PLANS.end(journal, 1, "done", None, DAY)
    assert before_of(journal, "hiring", DAY).plans == ()


@given(typed=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_can_be_asked(journal: Journal, typed: str) -> None:
    """No sign has a meaning to SQLite; there is always something to read."""
    if journal.is_empty():
        add(journal, "a b c 会議 🎉", 1, lesson="found", tags=("a",), way="b")
    found = before_of(journal, repaired(typed), DAY)
    assert found.phrase or found.lesson
    assert found.lesson is None or found.lesson.text == "found"


def test_reading_changes_nothing(journal: Journal) -> None:
    """Asked often, answered the same."""
    add(journal, "about hiring", 1, lesson="found")
    changes = journal.connection.total_changes
    assert before_of(journal, "hiring", DAY) == before_of(journal, "hiring", DAY)
    assert journal.connection.total_changes == changes
