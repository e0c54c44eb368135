"""Names leave a text as whole words, and everything else in it stays as it was written."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ally_journal.domain.names.finder import ANYONE, capitalised_within, without_names

NAMES = [
    "Noor",
    "Marek",
    "Mary Jane",
    "Anne-Marie",
    "O'Brien",
    "Zoé",
    "Straße",
    "田中",
    "राम",
    "Don",
]
JOINTS = [
    "",
    " ",
    "  ",
    "\n",
    "\n\n",
    ", ",
    ". ",
    "? ",
    "-",
    "_",
    "'",
    "’",
    "'s ",
    "@",
    " @",
    "#",
    "“",
]
FILLERS = [
    "panel",
    "the",
    "a",
    "colleague",
    "led",
    "s",
    "t",
    "X",
    "Mark-up",
    "e.g.",
    "1.",
    "á",
    "e\u0301",
]
PIECES = st.sampled_from([*NAMES, *JOINTS, *FILLERS]) | st.sampled_from(NAMES).map(str.upper)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join) | st.text()
SOME_NAMES = st.lists(st.sampled_from([*NAMES, *FILLERS]) | st.text(max_size=8), max_size=5)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("I met Noor.", "I met a colleague."),
        ("Noor asked.", "A colleague asked."),
        ("We met. Noor asked, and noor left.", "We met. A colleague asked, and a colleague left."),
        ("Who asked? “Noor did.”", "Who asked? “A colleague did.”"),
        ("Who? (Noor)", "Who? (A colleague)"),
        ("(see above.) Noor asked", "(see above.) A colleague asked"),
        ("It was e.g. Noor, or Dr. Noor.", "It was e.g. a colleague, or Dr. a colleague."),
        ("- Noor\n- the panel\n1. Noor", "- A colleague\n- the panel\n1. A colleague"),
        ("We met\nNoor there.\n\nNoor left", "We met\na colleague there.\n\nA colleague left"),
        ("…\nNoor", "…\nA colleague"),
        ("With @Noor and #noor.", "With a colleague and a colleague."),
        ("@Noor asked", "A colleague asked"),
        ("x@noor.org", "x@a colleague.org"),
        ("Noor's rota, NOOR’S rota", "A colleague's rota, a colleague’S rota"),
        ("Noor'll, Noor’d", "A colleague'll, a colleague’d"),
        ("'Noor'", "'A colleague'"),
        ("the Noor-led, post-Noor panel", "the a colleague-led, post-a colleague panel"),
        ("Noor-Lise and Eva-Noor-Lise", "A colleague and a colleague"),
        ("l'Noor, D'Noor", "l'a colleague, a colleague"),
        ("noor-led, honoor, Noordwijk, noor2, noor_led", None),
    ],
)
def test_a_name_is_a_whole_word(text: str, bare: str | None) -> None:
    """Possessives stay; a joined word is one word; the @ goes with the name."""
    assert without_names(text, ["Noor"]) == (text if bare is None else bare)


@pytest.mark.parametrize(
    ("name", "text", "bare"),
    [
        ("Mary Jane", "x Mary\n  Jane, mary-jane, @Mary_Jane", f"x {ANYONE}, {ANYONE}, {ANYONE}"),
        ("Mary Jane", "Mary. Jane, Maryjane, Mary", None),
        ("mary_jane", "x Mary Jane", f"x {ANYONE}"),
        ("Anne-Marie", "x Anne-Marie's, Anne\u2011Marie", f"x {ANYONE}'s, {ANYONE}"),
        ("Anne-Marie", "Anne and Marie", None),
        ("Anne", "x Anne-Marie", f"x {ANYONE}"),
        ("O'Brien", "x O’Brien's, o'brien", f"x {ANYONE}'s, {ANYONE}"),
        ("Mark", "a mark-up, Mark", f"a mark-up, {ANYONE}"),
        ("Don", "Don't, don’t, DON'T", None),
        ("Zoé", "x Zoe\u0301, ZOÉ, Zoe", f"x {ANYONE}, {ANYONE}, {ANYONE}"),
        ("Zoe", "x Zoe\u0301", f"x {ANYONE}"),
        ("Straße", "x STRASSE", f"x {ANYONE}"),
        ("राम", "x राम, रामा", f"x {ANYONE}, रामा"),
        ("田中", "x 田中さん", f"x {ANYONE}さん"),
        ("J. Smith (HR)", "x J. Smith (HR)", f"x {ANYONE})"),
        ("", "x", None),
        ("🙂 -", "x 🙂 -", None),
        ("a", "a colleague and a panel", "a colleague and a colleague panel"),
        ("Colleague", "a colleague’s colleague", "a colleague’s a colleague"),
    ],
)
def test_names_however_they_are_written(name: str, text: str, bare: str | None) -> None:
    """Case, composition, and the kind of hyphen, apostrophe or space make no difference."""
    assert without_names(text, [name]) == (text if bare is None else bare)


def test_the_longest_name_goes_first() -> None:
    assert without_names("I met Mary Jane Doe", ["Mary", "Mary Jane Doe"]) == f"I met {ANYONE}"


def words(text: str) -> list[str]:
    """Whole words as a test sees them, joined ones in one piece, as names are compared."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return re.findall(r"[\w'’-]+", folded)


@given(st.lists(st.sampled_from([*NAMES, *FILLERS, ",", ".", "(", "“"]), max_size=12))
def test_no_name_is_left(pieces: list[str]) -> None:
    """Between spaces, each name is gone, whatever stands around it."""
    known = [name for name in NAMES if name.isascii()]
    left = words(without_names(" ".join(pieces), known))
    for name in ("noor", "marek", "anne-marie", "o'brien", "don"):
        assert name not in left
    assert ("mary", "jane") not in pairwise(left)
    wanted = sum(pieces.count(name) for name in known) + sum(
        pair == ("a", "colleague") for pair in pairwise(pieces)
    )
    assert len(re.findall(r"(?i)\ba colleague\b", without_names(" ".join(pieces), known))) == wanted


@given(TEXTS, SOME_NAMES)
@example("Noor'S", ["Noor", "S"])
@example("x Noor", ["Noor", "x a"])
@example("A-COLLEAGUE-Noor", ["Noor"])
def test_a_second_time_changes_nothing(text: str, names: list[str]) -> None:
    """What stands for a name is no name, whatever people are called."""
    once = without_names(text, names)
    assert without_names(once, names) == once


def letters(text: str) -> str:
    """Those of a text, without their accents, as names are looked for."""
    apart = unicodedata.normalize("NFD", "".join(words(text)))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@given(TEXTS, SOME_NAMES)
@example(text="À", names=["a"])
def test_a_text_without_names_stays_as_it_is(text: str, names: list[str]) -> None:
    """To the character; nothing is normalised on the way."""
    assert without_names(text, []) == text
    if not any(letters(word) in letters(text) for name in names for word in words(name)):
        assert without_names(text, names) == text


@given(TEXTS, SOME_NAMES)
def test_only_names_go(text: str, names: list[str]) -> None:
    """Between the replacements stand pieces of the text, in their order."""
    at = 0
    for piece in re.split(r"(?i)a colleague", without_names(text, names)):
        assert piece in text[at:]
        at = text.index(piece, at) + len(piece)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Panels are picked by Noor, Marek and Noor.", ("Noor", "Marek")),
        ("Noor knows. Marek does not", ()),
        ("They ask:\nMarek", ("Marek",)),
        ("They ask.\nMarek\n\nNoor\n- Ben\n2) Eva", ()),
        ("“Who?” Noor asked", ()),
        ("I, I'm and what I’ve said", ()),
        ("with Anne-Marie's list and O’Brien", ("Anne-Marie", "O’Brien")),
        ("Anne-Marie knows", ("Anne-Marie",)),
        ("Dr. Noor and J. Smith, e.g. Marek", ("Noor", "J", "Smith", "Marek")),
        ("the HR of iPhone, @Noor", ("HR", "Noor")),
        ("x Élodie, Ζωή and Éva", ("Élodie", "Ζωή", "Éva")),
        ("x noor Noor NOOR", ("Noor",)),
        ("x said “Noor”", ("Noor",)),
        ("said to a colleague. A colleague", ()),
        ("", ()),
    ],
)
def test_capitals_that_no_sentence_explains(text: str, found: tuple[str, ...]) -> None:
    """Each once, a joined word as one; the first word of a sentence is let pass."""
    assert capitalised_within(text) == found


def test_suspects_are_listed_wherever_they_stand() -> None:
    """Only those written with a capital, and not the little words a list of people begins with."""
    text = "Noor knows. Marek too. The recruiters do not. Recruiters!"
    assert capitalised_within(text, ["Noor, from planning", "The recruiters"]) == ("Noor",)


@given(TEXTS)
def test_every_capital_found_is_in_the_text(text: str) -> None:
    found = capitalised_within(text)
    assert all(word in text for word in found)
    assert len({word.casefold() for word in found}) >= len(found) - text.count("\u0301")
