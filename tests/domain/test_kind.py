"""Four kinds in a fixed order, called by their names, first letters or places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.kind import (
    KINDS,
    KINDS_IN_WORDS,
    Kind,
    kind_and_went,
    kind_chosen,
    kind_named,
    kind_option,
)
from ally_journal.errors import WrongUsage

NAMES = [
    ("learn", Kind.LEARN),
    ("challenge", Kind.CHALLENGE),
    ("empathise", Kind.EMPATHISE),
    ("empathize", Kind.EMPATHISE),
    ("act", Kind.ACT),
    ("ACT", Kind.ACT),
    ("Empathize", Kind.EMPATHISE),
]
LETTERS = [
    *((kind.value[0], kind) for kind in KINDS),
    ("L", Kind.LEARN),
    ("A", Kind.ACT),
    ("Challenge bias", Kind.CHALLENGE),
]
PLACES = [("1", Kind.LEARN), ("2", Kind.CHALLENGE), ("3", Kind.EMPATHISE), ("4", Kind.ACT)]
NO_NAMES = [
    "",
    " ",
    "acts",
    "ac",
    "act ",
    "learned",
    "empathy",
    "0",
    "5",
    "x",
    "４",
]


def test_the_order_is_fixed() -> None:
    assert [kind.value for kind in KINDS] == ["learn", "challenge", "empathise", "act"]
    assert [kind.label for kind in KINDS] == ["Learn", "Challenge bias", "Empathise", "Act"]
    assert KINDS_IN_WORDS.replace(" or ", ", ").split(", ") == [str(kind) for kind in KINDS]


@pytest.mark.parametrize(("word", "kind"), NAMES)
def test_a_whole_name_is_understood_everywhere(word: str, kind: Kind) -> None:
    assert kind_named(word) is kind_chosen(word) is kind_option(word) is kind


@pytest.mark.parametrize(("word", "kind"), LETTERS)
def test_a_letter_counts_as_choice_and_option_but_not_as_first_word(word: str, kind: Kind) -> None:
    assert kind_named(word) is None
    assert kind_chosen(word) is kind_option(word) is kind


@pytest.mark.parametrize(("word", "kind"), PLACES)
def test_a_place_counts_only_where_places_are_shown(word: str, kind: Kind) -> None:
    assert kind_named(word) is None
    assert kind_chosen(word) is kind
    with pytest.raises(WrongUsage):
        kind_option(word)


@pytest.mark.parametrize("word", NO_NAMES)
def test_anything_else_is_no_kind_and_the_four_are_named(word: str) -> None:
    assert kind_named(word) is None
    assert kind_chosen(word) is None
    with pytest.raises(WrongUsage, match=KINDS_IN_WORDS):
        kind_option(word)


@given(st.text(max_size=4))
def test_any_word_is_a_kind_or_none(word: str) -> None:
    chosen = kind_chosen(word)
    assert kind_named(word) in {None, chosen}
    assert chosen is None or word.lower()[:1] in {*"1234", chosen.value[0]}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4", (Kind.ACT, None)),
        ("4 m", (Kind.ACT, "missed")),
        ("4m", (Kind.ACT, "missed")),
        ("w, emp", (Kind.EMPATHISE, "mistake")),
        ("act, missed", (Kind.ACT, "missed")),
        ("Challenge bias", (Kind.CHALLENGE, None)),
        ("m", (None, "missed")),
        ("7", None),
        ("m w", None),
        ("4 3", None),
        ("a line of text", None),
        ("", None),
    ],
)
def test_a_kind_and_how_it_went_are_one_answer(
    said: str, meant: tuple[Kind | None, str | None] | None
) -> None:
    """In either order and in the words a list shows them by; a sentence is none."""
    assert kind_and_went(said) == meant


def test_each_kind_says_what_it_is_in_half_a_line() -> None:
    """These are the words by which the four are told apart, so none is long."""
    assert all(kind.means.startswith("I ") and len(kind.means) <= 40 for kind in KINDS)
