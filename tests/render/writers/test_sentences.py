"""The spoken form: one sentence a line, whole, with nothing to look at."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import forms

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen
from ally_journal.render.views import sections
from ally_journal.render.wrap import cells
from ally_journal.render.writers import sentences

FRIDAY = date(2026, 11, 20)
SCREEN = Screen(plain=True)


def entry(text: str = "x", *, number: int = 12, kind: Kind = Kind.ACT) -> Entry:
    return Entry(number=number, kind=kind, text=text, day=FRIDAY)


def summary(*entries: Entry) -> Summary:
    return Summary(
        period=week_of(FRIDAY),
        today=FRIDAY,
        entries=entries,
        weeks=(True, False, True),
        heard=heard_counts(entries) | {"them": 2},
        plans=(),
        obstacles=(),
        why=None,
        reflections=(),
    )


def test_the_spoken_form_draws_nothing() -> None:
    """No box drawing, no block and no geometric shape, whatever is shown."""
    full = replace(
        entry(),
        at=datetime.fromisoformat("2026-11-20T09:05+01:00"),
        lesson="y",
        heard=(Heard("them", "", FRIDAY),),
        conflict=True,
        share=True,
    )
    week = replace(
        summary(full),
        plans=(Plan(text="x", opened=FRIDAY),),
        why=Reflection(topic="why", text="x", day=FRIDAY),
    )
    said = (
        forms.sentences(week, SCREEN)
        + sentences.entry(full, SCREEN)
        + sentences.entries([full], SCREEN)
    )
    assert not [character for character in said if 0x2500 <= ord(character) <= 0x25FF]


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=5))
def test_each_entry_is_whole_on_a_line_of_its_own_that_ends_between_words(
    texts: list[str],
) -> None:
    values = [entry(text, number=number) for number, text in enumerate(texts)]
    said = [
        f"Entry {number}, Friday 20 November 2026, act: {one_line(text)}"
        for number, text in enumerate(texts)
    ]
    assert sentences.entries(values, Screen(plain=True)).split("\n") == [*said, ""]
    narrow = sentences.entries(values, Screen(width=20, plain=True)).split("\n")
    assert all(cells(line) <= 20 or " " not in line for line in narrow)
    assert "".join("".join(narrow).split()) == "".join("".join(said).split())


def test_kinds_without_entries_share_a_line() -> None:
    said = forms.sentences(summary(), SCREEN).splitlines()
    assert said[0] == "Monday 16 to Sunday 22 November 2026."
    assert said[1] == "Nothing written."
    away = forms.sentences(replace(summary(), away=True), SCREEN)
    assert away.splitlines()[1] == "Away."


def test_kinds_come_in_their_order_each_with_its_entries() -> None:
    week = summary(entry("one", kind=Kind.ACT), entry("two", kind=Kind.LEARN))
    said = forms.sentences(week, SCREEN).splitlines()
    assert said[1:6] == [
        "Learn:",
        "Entry 12, Friday 20 November 2026: two",
        "Act:",
        "Entry 12, Friday 20 November 2026: one",
        "Nothing written: challenge bias, empathise.",
    ]


def test_without_counts_no_number_of_entries_is_said() -> None:
    week = summary(entry())
    assert "in 2 of the last 3 weeks" in forms.sentences(week, SCREEN)
    said = forms.sentences(week, Screen(plain=True, counts=False))
    assert "weeks" not in said
    assert "How it was for others: they told me about some entries;" in said


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (None, "Entry 12, Friday 20 November 2026, Act."),
        ("2026-11-20T09:05+01:00", "Entry 12, Friday 20 November 2026 at 09:05, Act."),
    ],
)
def test_one_entry_begins_with_its_number_day_time_and_kind(at: str | None, line: str) -> None:
    moment = None if at is None else datetime.fromisoformat(at)
    said = sentences.entry(replace(entry(), at=moment), SCREEN)
    assert said.splitlines() == [line, "x"]


@pytest.mark.parametrize(("many", "words"), [(1, 2000), (3, 150), (60, 12), (400, 3)])
def test_a_review_takes_two_minutes_to_listen_to(many: int, words: int) -> None:
    """However much a week has, at most 300 words are said, among them how to hear the rest."""
    week = summary(*(entry("word " * words, number=number + 1) for number in range(many)))
    said = sentences.brief(sections.review(week, SCREEN), SCREEN, "ally review last --no-input")
    assert 50 < len(said.split()) <= 300
    assert said.endswith("All of it: ally review last --no-input\n")
