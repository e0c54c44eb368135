"""Ideas take turns by the day, and are found by kind, reach and the words people type."""

from datetime import date, timedelta

import pytest

from ally_journal.domain.content import REACHES, ideas, moments, phrases
from ally_journal.domain.ideas import (
    found_by,
    ideas_for,
    ideas_matching,
    own_for,
    phrases_matching,
    phrases_to_begin_with,
    reach_named,
)
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.idea import IDEA, PHRASE, QUESTION, OwnIdea
from ally_journal.errors import WrongUsage

DAY = date(2026, 11, 20)

GROUPS = """
disability, wheelchair user, deaf, hard of hearing, blind, dyslexia, autistic, ADHD, neurodiverse,
epilepsy, anxiety, mental health, chronic illness, cancer, pregnancy, menopause, miscarriage,
parents, single mothers, childcare, carers, dementia, older colleagues, over fifty, graduates,
mature students, retirement, racism, Black colleagues, ethnicity, immigrants, refugees, accents,
second language, faith, Muslims, Ramadan, headscarf, working class, private school, gender,
women in tech, non-binary, transgender, pronouns, gay, LGBTQ, coming out, body size, grief,
criminal record, contractors, warehouse
"""
SITUATIONS = """
remote, hybrid meetings, part-time, time zones, recruitment, job interview, CV, promotions, pay gap,
performance review, feedback, interrupting, talked over, mansplaining, stealing ideas, jokes,
harassment, bullying, microaggression, stereotyping, unconscious bias, privileges, silence,
bystander, apologising, defensiveness, difficult conversation, conflicts, psychological safety,
first step, my manager, customers, onboarding, interns, mentors, sponsorship, networking,
all-male panel, taking notes, office housework, drinking, emails, code reviews, burnout, dress code,
layoffs, sprint
"""
"""A hundred words that people might type; not all of them have found an answer."""


def typed() -> list[str]:
    return [word.strip() for word in f"{GROUPS},{SITUATIONS}".split(",")]


def own(what: str = IDEA, text: str = "x", moment: str | None = None, number: int = 1) -> OwnIdea:
    return OwnIdea(what=what, text=text, moment=moment, number=number)


def test_a_hundred_words_that_people_type() -> None:
    """For groups, circumstances and situations; an idea or a phrase has all words of 85."""
    words = typed()
    assert len(words) == len(set(words)) == 100
    without = [one for one in words if not (ideas_matching(one) or phrases_matching(one))]
    assert len(without) <= 15, without


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("parent", "parents"),
        ("interruption", "interrupting"),
        ("promotion", "promoted"),
        ("hire", "hiring"),
        ("disability", "disabled"),
        ("religion", "religious"),
        ("policy", "policies"),
        ("class", "classes"),
    ],
)
def test_another_form_of_a_word_finds_the_same(one: str, other: str) -> None:
    """Whichever of the two is typed."""
    assert set(ideas_matching(one)) & set(ideas_matching(other))
    assert found_by(one, [own(text=f"Look at {other} here")]).own
    assert found_by(other, [own(text=f"Look at {one} here")]).own


@pytest.mark.parametrize("word", ["carer", "notes", "parted"])
def test_a_short_word_is_not_every_word(word: str) -> None:
    """What is left of another one does not make it the same."""
    assert not found_by(word, [own(text="A career is not for a party")]).own


def test_what_fits_some_of_the_words() -> None:
    """Is told apart from what fits all of them."""
    assert found_by("captions").whole
    part = found_by("captions zzz")
    assert (part.whole, part.ideas) == (False, ideas_matching("captions"))
    assert not any(found_by("zzz")[:3])


def test_every_idea_has_its_turn() -> None:
    """One of each kind, in their order; none comes again before all others of its kind."""
    most = max(sum(idea.kind is kind for idea in ideas()) for kind in KINDS)
    shown = [ideas_for(DAY + timedelta(days=day)) for day in range(most)]
    assert {tuple(idea.kind for idea in four) for four in shown} == {KINDS}
    assert {idea for four in shown for idea in four} == set(ideas())
    acts = [four[-1] for four in shown]
    assert len(set(acts)) == len(acts)


def test_own_ideas_have_their_turns_too() -> None:
    """Phrases and questions have theirs elsewhere."""
    two = [own(number=1), own(number=2), own(PHRASE, number=3), own(QUESTION, number=4)]
    shown = [own_for(two, DAY + timedelta(days=day)) for day in range(4)]
    assert {one.number for one in shown if one} == {1, 2}
    assert own_for(two[2:], DAY) is None


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
    assert {one.moment for one in phrases_matching(typed)} == {"call-in"}


def test_own_phrases_come_first() -> None:
    """Under the moments that ally knows, and under others."""
    mine = [own(PHRASE, "One minute?", "call-in"), own(PHRASE, "My turn?", "standup")]
    assert phrases_matching("call-in", mine)[0].text == "One minute?"
    assert phrases_matching("standup", mine)[0].text == "My turn?"


@pytest.mark.parametrize(
    ("text", "moment"),
    [("Nobody asked for the criteria", "criteria"), ("Xyz", "afterwards"), ("", "afterwards")],
)
def test_words_to_begin_with(text: str, moment: str) -> None:
    """Three at most, that fit the moment, or else what can be said later."""
    found = phrases_to_begin_with(Entry(kind=Kind.ACT, text=text or "-", day=DAY))
    assert len(found) == 3
    assert found[0].moment == moment
    assert set(found) <= set(phrases())
    assert moment in moments()


def test_reaches_are_three() -> None:
    """In any case; others are wrong usage."""
    assert reach_named("People") == "people"
    with pytest.raises(WrongUsage, match="self, people, systems"):
        reach_named("teams")
