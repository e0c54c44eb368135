"""Ideas take turns by the day, and are found by kind, reach and word."""

from datetime import date, timedelta

import pytest

from ally_journal.domain.content import REACHES, ideas, phrasings
from ally_journal.domain.ideas import ideas_for, ideas_matching, phrases_named, reach_named
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.errors import WrongUsage

DAY = date(2026, 11, 20)


def test_every_idea_has_its_turn() -> None:
    """One of each kind, in their order; none comes again before all others of its kind."""
    most = max(sum(idea.kind is kind for idea in ideas()) for kind in KINDS)
    shown = [ideas_for(DAY + timedelta(days=day)) for day in range(most)]
    assert {tuple(idea.kind for idea in four) for four in shown} == {KINDS}
    assert {idea for four in shown for idea in four} == set(ideas())
    acts = [four[-1] for four in shown]
    assert len(set(acts)) == len(acts)


def test_reaches_take_turns_too() -> None:
    """Three days in a row do not ask a person to look only at themselves."""
    assert {ideas_for(DAY + timedelta(days=day))[0].reach for day in range(3)} <= set(REACHES)
    week = [ideas_for(DAY + timedelta(days=day)) for day in range(7)]
    assert all(len({four[place].reach for four in week}) == 3 for place in range(4))


def test_nothing_asked_is_everything() -> None:
    """In the order of the content."""
    assert ideas_matching() == ideas_matching("  ") == ideas()
    assert {idea.kind for idea in ideas_matching(kind=Kind.ACT)} == {Kind.ACT}
    assert {idea.reach for idea in ideas_matching(reach="systems")} == {"systems"}


def test_signs_fit_nothing() -> None:
    """They were typed, so they do not mean everything."""
    assert ideas_matching("!?") == ()


@pytest.mark.parametrize("typed", ["call-in", "Call in", "CALL-IN", " call  in "])
def test_a_moment_is_named_with_a_hyphen_or_a_space(typed: str) -> None:
    assert phrases_named(typed) == phrasings()["call-in"]


@pytest.mark.parametrize("typed", ["", "call", "callin", "credit card"])
def test_other_words_name_none(typed: str) -> None:
    assert phrases_named(typed) == ()


def test_reaches_are_three() -> None:
    """In any case; others are wrong usage."""
    assert reach_named("People") == "people"
    with pytest.raises(WrongUsage, match="self, people, systems"):
        reach_named("teams")
