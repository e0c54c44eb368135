"""A plan is a sentence, and after an entry at most one open plan is shown, the one that fits."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import CLOSED_STATES, Plan, plan_to_show
from ally_journal.errors import NothingToWrite

DAY = date(2026, 11, 20)
PLANS = tuple(
    Plan(text=text, opened=DAY, number=number)
    for number, text in enumerate(
        [
            "When someone is talked over, I will hand the floor back.",
            "When a shortlist is made, I will ask for the criteria.",
            "When I give a code-review, I will ask first.",
            "When the Crèche is booked, I will check for steps.",
        ],
        start=1,
    )
)


def entry(text: str = "x", *, number: int = 1, way: str | None = None, tag: str = "") -> Entry:
    tags = (tag,) if tag else ()
    return Entry(kind=Kind.ACT, text=text, day=DAY, number=number, way=way, tags=tags)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_plan_has_words(text: str) -> None:
    with pytest.raises(NothingToWrite, match="for example: ally plan add "):
        Plan(text=text, opened=DAY)


def test_a_plan_begins_open_and_ends_in_a_neutral_word() -> None:
    assert Plan(text="x", opened=DAY).state == "open"
    assert CLOSED_STATES == ("done", "changed", "dropped")


def test_without_plans_none_is_shown() -> None:
    assert plan_to_show((), entry()) is None


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        (entry("Read the shortlist twice"), 2),
        (entry("CRITERIA!"), 2),
        (entry("Learned about #criteria"), 2),
        (entry(tag="Shortlist"), 2),
        (entry(way="floor"), 1),
        (entry("Chose a cre\u0300che"), 4),
        (entry(tag="cre\u0300che"), 4),
        (entry("Asked before my code-review"), 3),
        (entry(tag="code-review"), 3),
        (entry(way="give"), 3),
        (entry(tag="made"), 2),
    ],
)
def test_a_plan_that_shares_a_longer_word_tag_or_way_comes_first(about: Entry, shown: int) -> None:
    """Whatever number the entry has."""
    numbered = [replace(about, number=number) for number in range(1, 9)]
    assert {plan_to_show(PLANS, said) for said in numbered} == {PLANS[shown - 1]}


@pytest.mark.parametrize("about", [entry("When I will ask"), entry("Made it"), entry("x")])
def test_otherwise_the_plans_take_turns(about: Entry) -> None:
    """Short words such as "when" and "made" tell nothing, so each plan is shown equally often."""
    shown = Counter(
        plan_to_show(PLANS, entry(about.text, number=number)) for number in range(1, 41)
    )
    assert shown == Counter(dict.fromkeys(PLANS, 10))


def test_several_plans_that_fit_take_turns_among_themselves() -> None:
    about = "The shortlist left no floor to anyone"
    shown = Counter(plan_to_show(PLANS, entry(about, number=number)) for number in range(1, 11))
    assert shown == {PLANS[0]: 5, PLANS[1]: 5}
