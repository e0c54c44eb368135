"""Nothing a terminal could obey survives, and nothing else is touched."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.render.clean import aloud, clean, escaped, filled, nearest_ascii, one_line

BIDI = {*map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])}
"""Every character with the Unicode property Bidi_Control."""

ANY_TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from([*"\0\x07\x1b\x7f\x9b\t\n\r", *BIDI])
)


@pytest.mark.faults
def test_of_every_code_point_there_is_none_that_a_terminal_could_obey_survives() -> None:
    for plane in range(0, 0x110000, 0x10000):
        for character in map(chr, range(plane, plane + 0x10000)):
            cleaned = clean(character)
            if character in BIDI:
                assert not cleaned
            elif unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
                assert cleaned == "\ufffd"
            else:
                assert cleaned == character


@given(ANY_TEXT)
def test_a_text_is_cleaned_as_its_characters_are_and_once_is_enough(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == "".join(map(clean, text))
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b]52;c;aGk=\x07", "\ufffd]52;c;aGk=\ufffd"),
        ("\x1b[2J\x9b2J", "\ufffd[2J\ufffd2J"),
        ("\x1b]8;;http://x.y\x1b\\x", "\ufffd]8;;http://x.y\ufffd\\x"),
        ("a\0b\rc", "a\ufffdb\ufffdc"),
        ("abc\u202efed\u2069", "abcfed"),
        ("[bold]x[/x] :smile:", "[bold]x[/x] :smile:"),
        ("שלום 👩🏽‍🚀 e\u0301\ufe0f", "שלום 👩🏽‍🚀 e\u0301\ufe0f"),
        ("tab\tand\nnewline", "tab\tand\nnewline"),
    ],
)
def test_commands_become_visible_marks_and_words_stay(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("  one\n\n two\tthree\u00a0four\u2028five\u3000", "one two three four five"),
        ("one \u202e two", "one two"),
        ("a\rb", "a\ufffdb"),
    ],
)
def test_a_text_can_be_said_on_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(ANY_TEXT)
def test_one_line_is_one_line_with_the_same_words(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert line.split() == clean(text).split()
    assert line.split(" ") == (line.split() or [""])


@pytest.mark.parametrize(
    ("character", "ascii_for_it"),
    [
        ("“", '"'),
        ("”", '"'),
        ("’", "'"),
        ("…", "..."),
        ("–", "-"),
        ("·", "-"),
        ("é", "?"),
        ("👋", "?"),
    ],
)
def test_every_character_has_something_to_stand_for_it_in_ascii(
    character: str, ascii_for_it: str
) -> None:
    assert nearest_ascii(character) == ascii_for_it


@given(ANY_TEXT)
def test_an_escaped_document_says_the_same(text: str) -> None:
    """Escapes stand for what a terminal could obey, and a reader of JSON finds no difference."""
    document = json.dumps([text.encode(errors="replace").decode()], ensure_ascii=False)
    shown = escaped(document)
    assert json.loads(shown) == json.loads(document)
    assert not {*shown} & {*BIDI, *map(chr, range(0x7F, 0xA0))}


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("When …, I will … stay", "When ..., I will ... stay"),
        ('I ran ally log act "…"', 'I ran ally log act "..."'),
        ("Well… I don’t know", "Well... I don't know"),
        ("“When you said …, they went …”", '"When you said ..., they went ..."'),
        ("I will … next week", "I will ... next week"),
        ("Ask, credit, …", "Ask, credit, ..."),
    ],
)
def test_what_a_screen_reader_gets(shown: str, said: str) -> None:
    assert aloud(shown) == said


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Ask, credit, …", "Ask, credit, and so on"),
        ("When …, I will …", "When something happens, I will do this"),
        ("When …, I will … stay", "When blank, I will blank stay"),
        (
            "When …, we will …  (Enter skips)",
            "When something happens, we will do this  (Enter skips)",
        ),
        ('ally log act "…" --missed', 'ally log act "your words" --missed'),
        (
            "… has the idea, and thank you, …, for it.",
            "blank has the idea, and thank you, blank, for it.",
        ),
    ],
)
def test_what_of_allys_own_a_person_fills_in_is_a_word_to_whoever_listens(
    shown: str, said: str
) -> None:
    assert filled(shown) == said
