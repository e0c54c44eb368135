"""One-line answers: complete sentences that fit the screen they are for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import forms

from ally_journal.domain.calendar.periods import parse_period
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import WENT, Entry
from ally_journal.domain.records.plan import CLOSED_STATES, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.prompts import REVIEW_QUESTIONS, review_topic
from ally_journal.domain.review.summary import HEARD_SOURCES, Summary
from ally_journal.render import phrases
from ally_journal.render.messages import answers
from ally_journal.render.screen import Screen

FRIDAY = date(2026, 11, 20)
HOSTILE = "\x1b]52;c;aGk=\x07[bold]x[/x]\u202e\n\0 end"
MADE_SAFE = "\ufffd]52;c;aGk=\ufffd[bold]x[/x] \ufffd end"
UNICODE, ASCII = Screen(), Screen(ascii=True)
NOBODY = dict.fromkeys((*HEARD_SOURCES, "unknown"), 0)


def entry(kind: Kind = Kind.ACT, went: str = "done") -> Entry:
    return Entry(kind=kind, text="x", day=FRIDAY, number=12, went=went)


@pytest.mark.parametrize("kind", KINDS)
def test_saving_names_number_kind_and_weekday(kind: Kind) -> None:
    assert answers.saved(entry(kind), UNICODE) == f"Saved 12 · {kind.value} · Fri 20 Nov 2026"
    assert answers.saved(entry(kind), ASCII) == f"Saved 12 - {kind.value} - Fri 20 Nov 2026"


def test_saving_names_how_it_went_and_the_tags() -> None:
    told = replace(entry(went="missed"), text="x #rota", tags=("hiring",))
    assert (
        answers.saved(told, UNICODE) == "Saved 12 · act, missed · Fri 20 Nov 2026 · #rota #hiring"
    )


def test_plans_are_said_in_one_sentence_each() -> None:
    plan = Plan(text="When asked,\n I will answer.", opened=FRIDAY, number=3)
    assert phrases.plan_line(plan) == "Plan 3: When asked, I will answer."
    assert answers.kept(plan, "plan") == "Saved as plan 3."
    until = Plan(text="x", opened=FRIDAY, number=3, until=date(2026, 12, 4))
    assert phrases.plan_line(until, date(2026, 12, 4)) == "Plan 3: x"
    past = "Plan 3: x (its last day was 4 Dec 2026)"
    assert phrases.plan_line(until, date(2026, 12, 5)) == past
    assert answers.kept(until, "plan") == "Saved as plan 3. Until Friday 4 December 2026."


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_ending_a_plan_is_said_without_judgement(state: str) -> None:
    plan = Plan(text="x", opened=FRIDAY, number=3, state=state)
    assert answers.plan_closed(plan) == f"Plan 3: {state}."


def test_only_missed_moments_and_mistakes_are_marked_and_with_a_word() -> None:
    assert [phrases.went(entry(went=went)) for went in WENT] == ["", "missed: ", "mistake: "]


@pytest.mark.parametrize(
    ("day", "period", "line"),
    [
        ("2026-01-09", "2026-W47", "Why: “I stayed quiet.”  (January)"),
        ("2025-12-31", "2026-W47", "Why: “I stayed quiet.”  (December 2025)"),
        ("2026-12-31", "2026-W53", "Why: “I stayed quiet.”  (December 2026)"),
        ("2026-12-31", "2026-12", "Why: “I stayed quiet.”  (December)"),
    ],
)
def test_the_why_comes_with_the_month_it_was_written_in(day: str, period: str, line: str) -> None:
    why = Reflection(topic="why", text=" I stayed\nquiet. ", day=date.fromisoformat(day))
    shown = parse_period(period, date(2027, 2, 1))
    assert phrases.why_line(why, shown, UNICODE) == line
    assert phrases.why_line(why, shown, ASCII) == line.replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    ("heard", "counted", "uncounted"),
    [
        ({}, "", ""),
        ({"unknown": 4}, "I know nothing about 4 entries", "I know nothing about it"),
        ({"unknown": 1}, "I know nothing about 1 entry", "I know nothing about it"),
        ({"them": 3}, "they told me about 3 entries", "they told me about some entries"),
        ({"others": 1}, "others told me about 1 entry", "others told me about some entries"),
        ({"guess": 1}, "I have a guess about 1 entry", "I have a guess about some entries"),
        ({"not-mine": 1}, "1 entry is not mine to ask", "some entries are not mine to ask"),
        (
            {"guess": 2, "unknown": 1},
            "I have a guess about 2 entries; I know nothing about 1",
            "I have a guess about some entries; I know nothing about the rest",
        ),
        (
            {"not-mine": 4, "guess": 2, "them": 1},
            "they told me about 1 entry; I have a guess about 2; 4 are not mine to ask",
            "they told me about some entries; I have a guess about some; some are not mine to ask",
        ),
        (
            {"not-mine": 1234, "unknown": 1},
            "1,234 entries are not mine to ask; I know nothing about 1",
            "some entries are not mine to ask; I know nothing about the rest",
        ),
    ],
)
def test_what_was_heard_says_how_much_is_guesswork_or_not_known(
    heard: dict[str, int], counted: str, uncounted: str
) -> None:
    for screen, words in ((Screen(), counted), (Screen(counts=False), uncounted)):
        said = phrases.heard_line(NOBODY | heard, screen)
        assert said == (f"How it was for others: {words}." if words else "")


@given(st.lists(st.text("ab", min_size=1, max_size=9), min_size=1), st.data())
def test_words_around_a_place_are_whole_and_have_the_one_there(
    words: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = "Priya"
    text = " ".join(words)
    for screen in (UNICODE, ASCII, Screen(plain=True)):
        room = data.draw(st.integers(30, 200))
        said = phrases.around(text, text.index("Priya"), screen, room)
        assert len(said) <= room
        assert "Priya" in (shown := said.replace(screen.cut.strip(), " ").split())
        assert f" {' '.join(shown)} " in f" {text} "
        assert (said == text) == (len(text) <= room)


@given(st.fixed_dictionaries({name: st.integers(0, 99) for name in NOBODY}))
def test_without_counts_what_came_back_holds_no_digit(heard: dict[str, int]) -> None:
    line = phrases.heard_line(heard, Screen(counts=False))
    assert not any(character.isdigit() for character in line)
    assert bool(line) == any(heard.values())


def summary(weeks: tuple[bool | None, ...] = (), *, plans: int = 0, closed: int = 0) -> Summary:
    states = ["open"] * plans + ["done"] * closed
    return Summary(
        period=parse_period("2026-W47", FRIDAY),
        today=FRIDAY,
        entries=(),
        weeks=weeks,
        heard=NOBODY,
        plans=tuple(Plan(text="x", opened=FRIDAY, state=state) for state in states),
        obstacles=(),
        why=None,
        reflections=(),
    )


@pytest.mark.parametrize(
    ("weeks", "this", "past"),
    [
        ((), "", ""),
        ((False,), "", ""),
        ((False,) * 12, "", ""),
        (
            (True,),
            "This is the first week with something written.",
            "This is the first week with something written.",
        ),
        (
            (False, True),
            "Something written in 1 of the last 2 weeks.",
            "Something written in 1 of the 2 weeks up to Sunday 22 November 2026.",
        ),
        (
            (True,) * 9 + (False,) * 3,
            "Something written in 9 of the last 12 weeks.",
            "Something written in 9 of the 12 weeks up to Sunday 22 November 2026.",
        ),
        (
            (True, None, None, False),
            "Something written in 1 of the last 2 weeks; away for 2 weeks.",
            (
                "Something written in 1 of the 2 weeks up to Sunday 22 November 2026; away for 2 "
                "weeks."
            ),
        ),
    ],
)
def test_steadiness_is_one_sentence_without_judgement(
    weeks: tuple[bool | None, ...], this: str, past: str
) -> None:
    assert phrases.weeks_line(summary(weeks)) == this
    assert phrases.weeks_line(replace(summary(weeks), today=date(2026, 11, 23))) == past


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (7, "A few weeks ago"),
        (30, "A month ago"),
        (81, "Three months ago"),
        (101, "Three months ago"),
        (182, "Six months ago"),
        (355, "A year ago"),
        (375, "A year ago"),
        (730, "2 years ago"),
    ],
)
def test_how_long_ago(days: int, said: str) -> None:
    old = Entry(kind=Kind.ACT, text="x", day=FRIDAY - timedelta(days=days))
    assert phrases.ago(old, FRIDAY) == said


@pytest.mark.parametrize(
    ("plans", "line"),
    [(0, ""), (3, ""), (4, "And 1 more: ally plan"), (9, "And 6 more: ally plan")],
)
def test_plans_that_are_not_shown_are_not_forgotten(plans: int, line: str) -> None:
    said = forms.sentences(summary(plans=plans, closed=2), Screen()).splitlines()
    assert [one for one in said if "more:" in one] == ([line] if line else [])


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("why", "Why"),
        ("year", "In my own words"),
        ("next-year", "Next year"),
        ("review/2026-W47/take-along", "What I take from it"),
        ("something-newer", "Something newer"),
    ],
)
def test_topics_are_said_in_words(topic: str, words: str) -> None:
    assert phrases.topic(topic) == words


def test_every_question_of_a_review_has_a_topic_in_words() -> None:
    for question in REVIEW_QUESTIONS:
        words = phrases.topic(review_topic("2026-W47", question.key))
        assert words[0].isupper()
        assert "/" not in words


def test_a_near_miss_names_both_tags() -> None:
    said = answers.near_miss("hirring", "hiring")
    assert said == "“hirring” is a new tag; there is also “hiring”."


def test_writing_a_file_says_where_and_who_can_read_it() -> None:
    assert answers.wrote("week.md", private=True).startswith("Wrote week.md.")
    assert "only you" in answers.wrote("week.md", private=True)


@pytest.mark.parametrize(
    "said",
    [
        phrases.plan_line(Plan(text=HOSTILE, opened=FRIDAY, number=3)),
        phrases.why_line(
            Reflection(topic="why", text=HOSTILE, day=FRIDAY), parse_period("2026", FRIDAY), UNICODE
        ),
    ],
)
def test_hostile_words_are_made_safe_and_otherwise_shown(said: str) -> None:
    assert MADE_SAFE in said
    assert said.splitlines() == [said]


def test_hostile_tags_and_paths_are_made_safe() -> None:
    for said in (answers.near_miss(HOSTILE, HOSTILE), answers.wrote(HOSTILE, private=True)):
        assert not {"\x1b", "\x07", "\0", "\u202e"} & set(said)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("review/2026-W47/then/2025-11-24", "Then and now, Monday 24 November 2025"),
        ("review/2026-W47/then/then", "Then"),
        ("review/2026-W47/seven/help/1", "Who asked for this help?"),
        ("review/2026-W47/seven/unknown/x", "One question"),
        ("review/2026-W47/own/01a203f1", "A question of my own"),
        ("my-story", "My story"),
    ],
)
def test_every_topic_has_words(topic: str, words: str) -> None:
    """Also one that no version of ally wrote."""
    assert phrases.topic(topic) == words
