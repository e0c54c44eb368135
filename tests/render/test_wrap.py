"""Sentences end their lines between words, by the cells that a terminal needs for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.render.clean import aloud
from ally_journal.render.wrap import cells, in_columns, wrapped

SENTENCES = [
    "Your journal stays on this computer. It is not encrypted (ally encrypt).",
    "Which kind?  (? explains; m: I did nothing, w: it went wrong, such as 4 m)",
    "    1 from them   2 from others   3 my guess   4 not mine to ask",
    "Wrote /home/somebody/with/a/long/name/2026.md. It holds what you wrote.",
    "Tolu\u0300 a\u0300 vi\u0323 e\u0302 ni ki\u0300 gbo\u0323 o\u0300 ro\u0323",
    "字幕は耳の聞こえない人だけのものではないので、いつも付ける。",
    "She waved 👩🏽‍🦽 and 🏳️‍🌈 stood on the slide 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂 all day.",
    'ally log act "Asked for the criteria before the shortlist" -t hiring',
]
WIDTHS = [20, 40, 80]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_on_a_screen(sentence: str, width: int) -> None:
    lines = wrapped(sentence, width).split("\n")
    assert all(cells(line) <= width or len(line.split()) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(sentence.split())
    if width == 80:
        assert len(lines) == 1
    if cells(sentence) == len(sentence):  # no sign that is wide or has no cell
        assert " ".join(lines).split() == sentence.split()


@given(st.lists(st.text("ab…字\u0301 \u200d", max_size=12)).map(" ".join), st.integers(2, 30))
def test_any_text(text: str, width: int) -> None:
    """Nothing is lost, and only a word alone is wider, if it has no letter that is wide itself."""
    lines = wrapped(text, width).split("\n")
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))
    assert all(cells(line) <= width or " " not in line.strip(" ") for line in lines)


def test_dots_have_their_room_where_they_are_said() -> None:
    """Lines are no longer once a sign has become three, and a word with one is not cut there."""
    said = aloud(wrapped("Well… so… it… went… and-then…nobody-said-anything…", 12))
    assert said.split("\n") == [
        "Well...",
        "so... it...",
        "went...",
        "and-then...nobody-said-anything...",
    ]


def test_a_command_to_copy_stays_whole() -> None:
    """On a line of its own, however narrow the screen; a newline within it would run its half."""
    told = "There is no “ally shelf delete”; to erase it for good write: ally forget --shelf 1"
    assert wrapped(told, 60).split("\n")[-1] == "ally forget --shelf 1"
    assert wrapped(told, 90) == told
    *sentence, command = wrapped(told, 16).split("\n")
    assert max(map(cells, sentence)) <= 16
    assert command == "ally forget --shelf 1"


def test_columns_hang_under_the_second() -> None:
    line = "EDITOR, VISUAL  what you write in, if it is not said"
    assert in_columns(line, 40) == (
        "EDITOR, VISUAL  what you write in, if it\n                is not said"
    )
    assert in_columns(line, 20) == (
        "EDITOR, VISUAL  what\n          you write\n          in, if it\n"
        "          is not\n          said"
    )
