"""An entry in an editor: its text, and below a mark its answers, read back as they were left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ally_journal.domain.drafts import Draft, EntryEdit, meant
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.entry_edit import BELOW, Wishes, amended, form_of, read_form

BARE = Entry(kind=Kind.CHALLENGE, text="First\n\nsecond", day=date(2026, 11, 20))
FULL = replace(
    BARE,
    answers={"found": "a\n\nb", "assumed": "c: d", "theirs": "kept"},
    lesson="Ask",
    guess="Glad",
)
BLANK = "  "
FORM = f"""First\n\nsecond\n\n{BELOW}
assumed: c: d
found: a
{BLANK}
  b
lesson: Ask
guess: Glad"""


def test_an_entry_without_answers_is_its_text() -> None:
    assert form_of(BARE) == BARE.text
    assert read_form(BARE.text) == Wishes(text=BARE.text)


def test_what_is_left_as_it_was_changes_nothing() -> None:
    """Answers of several lines too, and those that only others know."""
    assert form_of(FULL) == FORM
    assert amended(FULL, read_form(FORM)) == FULL


@pytest.mark.parametrize(
    ("before", "after", "became"),
    [
        ("lesson: Ask", "lesson:", {"lesson": None}),
        ("lesson: Ask", "lesson:  Ask first ", {"lesson": "Ask first"}),
        ("lesson: Ask\n", "", {}),
        ("guess: Glad", "guess: Glad\n  and quiet", {"guess": "Glad\nand quiet"}),
        ("second\n", "third\n", {"text": "First\n\nthird"}),
        ("First\n\nsecond\n", "", {}),
        ("lesson: Ask", "lessons: Ask", {"text": "First\n\nsecond\nlessons: Ask"}),
        ("guess: Glad", "guess: Glad\nMore", {"text": "First\n\nsecond\nMore"}),
    ],
)
def test_what_was_changed_is_taken_in(before: str, after: str, became: dict[str, Any]) -> None:
    """An empty answer goes, what stands behind no name goes with the text, and the rest stays."""
    assert amended(FULL, read_form(FORM.replace(before, after))) == replace(FULL, **became)


def test_a_draft_of_it_is_the_same_edit() -> None:
    """Also when nobody knows the entry any more, such as after a kill."""
    draft = Draft(None, None, FORM.replace("Ask", "Wait"), {"for": "edit", "entry": 1})  # type: ignore[arg-type]  # neither is looked at
    typed = meant(draft)
    assert isinstance(typed, EntryEdit)
    assert amended(FULL, typed.wishes) == replace(FULL, lesson="Wait")
