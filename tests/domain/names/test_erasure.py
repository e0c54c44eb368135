"""Taking one name out of texts and records."""

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ally_journal.domain.names.erasure import (
    ELLIPSIS,
    body_without,
    inside_words,
    person,
    places,
    without,
)
from ally_journal.domain.names.word_list import ALSO_NAMES, MONTHS_ONLY
from ally_journal.domain.sharing.anonymiser import names_of, unnamed
from ally_journal.errors import WrongUsage


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Priya", "Priya asked. I told PRIYA, @priya and #Priya.", None),
        ("Priya", "Priya's idea, Priya’s too", "A colleague's idea, a colleague’s too"),
        ("Jose", "José and Jose\u0301 came", "A colleague and a colleague came"),
        ("José", "Gave jose the floor", "Gave a colleague the floor"),
        ("Sam Lee", "sam  lee and Sam-Lee, not Sam", "A colleague and a colleague, not Sam"),
        ("Will", "I will ask Will; willing.", "I will ask a colleague; willing."),
        ("will", "I will ask Will", "I a colleague ask a colleague"),
        ("Will", "told @will", "told a colleague"),
        ("Ann", "Anna, annual, Annie", "Anna, annual, Annie"),
        ("Øystein", "ØYSTEIN spoke", "A colleague spoke"),
        ("李", "问了李先生", "问了a colleague先生"),
        ("Mira", "Mi\u00adra and M\u2060ira\ufeff came", "A colleague and a colleague came"),
        ("Mi\u00adra", "Mira came", "A colleague came"),
        ("Ann", "An\u00adna came", "An\u00adna came"),
    ],
)
def test_whole_words_in_any_spelling(name: str, text: str, said: str | None) -> None:
    """Case, accents and possessives; never inside another word."""
    said = said or "A colleague asked. I told a colleague, a colleague and a colleague."
    assert without(text, person(name, "a colleague")) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Asked Priya how", "Asked how"),
        ("Priya asked", "asked"),
        ("I asked Priya.", "I asked."),
        ("Gave Priya's idea credit", "Gave idea credit"),
        ("Thanks, Priya, it worked", "Thanks, it worked"),
        ("With Priya\nand others", "With\nand others"),
        ("(Priya)", "()"),
        ("Priya", ""),
    ],
)
def test_nothing_instead_leaves_no_gap(text: str, said: str) -> None:
    """One space goes with the name, and its possessive."""
    assert without(text, person("Priya", "")) == said


def test_longer_marked_names_are_the_same_person() -> None:
    """So no surname is left standing alone."""
    whom = person("priya", "a colleague").joined_by(["Priya Sharma", "Sam"])
    assert without("Asked Priya Sharma and Sam", whom) == "Asked a colleague and Sam"


def test_a_record_loses_it_in_every_field_and_keeps_its_form() -> None:
    """Texts, answers, lists and what no version knows; not kinds, days and ids."""
    body = {
        "kind": "act",
        "day": "2026-11-20",
        "text": "May asked",
        "tags": ["May", "hiring"],
        "people": ["May Lee"],
        "answers": {"source": "May's talk"},
        "way": "ask",
        "weather": [{"of": "May"}],
        "went": "done",
    }
    assert body_without("entry", body, person("May", "a colleague")) == {
        "kind": "act",
        "day": "2026-11-20",
        "text": "A colleague asked",
        "tags": ["hiring"],
        "people": [],
        "answers": {"source": "A colleague's talk"},
        "way": "ask",
        "weather": [{"of": "A colleague"}],
        "went": "done",
    }
    whom = person("act", "")
    assert body_without("entry", {"kind": "act", "text": "Act"}, whom) == {
        "kind": "act",
        "text": ELLIPSIS,
    }
    setting = {"key": "plain", "value": "true"}
    assert body_without("setting", setting, person("true", "x")) == setting
    topic = {"topic": "review/2026-W47/take-along", "text": "x"}
    assert body_without("reflection", topic, person("review", "x")) == topic


def test_what_is_left_is_listed() -> None:
    """Parts of words, and a word that may be a name."""
    whom = person("Will", "a colleague")
    assert inside_words("I will, willing, goodwill", whom) == ["will", "willing", "goodwill"]


@pytest.mark.parametrize(("name", "instead"), [("@", ""), ("…", "x"), ("Sam", "SAM's friend")])
def test_what_cannot_be_done(name: str, instead: str) -> None:
    """A name without a letter, and a stand-in that is the name again."""
    with pytest.raises(WrongUsage):
        person(name, instead)


@given(st.text(max_size=80), st.sampled_from(["a colleague", "", "X."]))
def test_afterwards_the_name_is_nowhere(text: str, instead: str) -> None:
    """Whatever stands around it; twice changes nothing more, and other texts are left alone."""
    whom = person("Qzxpriya", instead)
    said = without(f"{text} Qzxpriya {text}", whom)
    assert places(said, whom) == []
    assert without(said, whom) == said
    if "qzxpriya" not in unicodedata.normalize("NFD", text).casefold():
        assert without(text, whom) == text


NAMES_AND_WORDS = sorted(ALSO_NAMES | MONTHS_ONLY)


@pytest.mark.parametrize(
    "text",
    [
        "{name} asked for it; a {word} team gave it, and {name} thanked @{word}.",
        "I told {NAME} of it. {name}'s {word} plan, #{word} and {word}-led.",
    ],
)
def test_a_name_that_is_a_word_too_goes_where_it_is_written_as_a_name(text: str) -> None:
    """With a capital, at the beginning of a sentence too, or marked; alike wherever names go."""
    assert len(NAMES_AND_WORDS) > 190
    for word in NAMES_AND_WORDS:
        name = word.capitalize()
        said = text.format(name=name, word=word, NAME=word.upper())
        bare = said.replace(f"@{word}", "a colleague").replace(f"#{word}", "a colleague")
        bare = bare.replace(name, "a colleague").replace(word.upper(), "a colleague")
        bare = re.sub(r"(^|\. )a colleague", r"\1A colleague", bare)
        whom = person(name, "a colleague")
        assert without(said, whom) == bare
        assert without_marks(unnamed(said, names_of([name]))) == without_marks(bare)
        assert word in inside_words(bare, whom)


def without_marks(text: str) -> str:
    """A copy keeps the word of a tag in a sentence where it names nobody."""
    return text.replace("#", "")


def test_a_word_asked_for_in_lower_case_goes_in_any() -> None:
    """So what was left and listed can still be taken out."""
    assert without("a young team", person("young", "")) == "a team"
    assert without("the YOUNG", person("young", "x")) == "the x"


@pytest.mark.parametrize("text", ["On 12 May we met", "the 3rd of May", "May 2026", "by May 3"])
def test_a_month_with_a_number_is_no_name(text: str) -> None:
    """Left and listed, as a word is; elsewhere nobody can tell, and the name goes."""
    whom = person("May", "a colleague")
    assert without(text, whom) == text
    assert inside_words(text, whom) == ["May"]
    assert without("Asked May, in May", whom) == "Asked a colleague, in a colleague"


def test_words_of_two_such_names_stay_together() -> None:
    assert without("Will Young said we will", person("Young", "x").joined_by(["Will Young"])) == (
        "X said we will"
    )
    assert without("will young people", person("Young", "x").joined_by(["Will Young"])) == (
        "will young people"
    )


def test_in_a_list_of_people_each_is_a_name() -> None:
    """However it was typed; a tag in lower case is a word."""
    body = {"people": ["young", "Sam"], "tags": ["young", "Young"]}
    left = body_without("entry", body, person("Young", "x"))
    assert left == {"people": ["Sam"], "tags": ["young"]}


LEE = st.lists(st.sampled_from(["Sam", "Lee", "sam", "lee", "Sam Lee", "x", ",", "'s"]), max_size=9)


@settings(max_examples=settings().max_examples // 4)
@given(LEE, st.sampled_from(["", "Lee", "Sam", "Lee Lee Sam Sam", "a colleague"]))
@example(["Sam", "Sam", "Lee", "Lee"], "")
@example(["Sam", "Sam", "Lee"], "Lee Lee Sam Sam")
def test_what_is_written_instead_never_makes_the_name_again(words: list[str], instead: str) -> None:
    """With the words around it; and it always comes to an end."""
    whom = person("Sam Lee", instead)
    said = without(" ".join(words), whom)
    assert not places(said, whom)
    assert without(said, whom) == said


@pytest.mark.parametrize(
    ("type_", "body", "left"),
    [
        ("plan", {"state": "@Mira"}, {"state": "A colleague"}),
        ("plan", {"state": "kept", "Mira": 1}, {"state": "kept", "A colleague": 1}),
        (
            "asked",
            {"period": "2026-W47", "outcome": "Mira"},
            {"outcome": "A colleague", "period": "2026-W47"},
        ),
        (
            "reflection",
            {"topic": "review/Mira/then/2026"},
            {"topic": "review/a colleague/then/2026"},
        ),
        ("entry", {"arrived": "Mira"}, {"arrived": "A colleague"}),
        ("entry", {"zone": "Europe/Mira"}, {"zone": "Europe/Mira"}),
        ("mood", {"x": {"Mira": 1, "mira": 2}}, {"x": {"A colleague": 1, "A colleague…": 2}}),
    ],
)
def test_what_looks_like_no_label_is_words(
    type_: str, body: dict[str, Any], left: dict[str, Any]
) -> None:
    """An archive may hold anything where ally writes a state; and names of values too."""
    assert body_without(type_, body, person("Mira", "a colleague")) == left


def test_what_is_needed_is_never_empty() -> None:
    """Or no archive could hold it any more."""
    assert body_without("plan", {"state": "Mira"}, person("Mira", ""))["state"] == ELLIPSIS
