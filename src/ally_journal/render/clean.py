"""People's words on their way to a terminal, where a character can be a command."""

import os
import re

_CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
_C1 = "[\x7f-\x9f]"
_BIDI = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"

_NEAREST = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "·": "-"}
_ALOUD = str.maketrans({sign: _NEAREST[sign] for sign in "“”‘’…"})


def without_controls(text: str) -> str:
    """The text with controls but newline and tab, and with surrogates, as U+FFFD."""
    return text if text.isprintable() else re.sub(_CONTROLS, "\ufffd", text)


def clean(text: str) -> str:
    """The text without anything a terminal could obey.

    C0 controls except newline and tab, DEL, C1 controls and surrogates become U+FFFD; bidi
    controls, which could reorder a whole line, are left out. What is stored stays as it is.
    """
    if text.isprintable():  # then it has none of them
        return text
    return re.sub(_BIDI, "", without_controls(text))


def escaped(document: str) -> str:
    """A JSON document that says the same, without anything a terminal could obey."""
    if document.isascii() and "\x7f" not in document:
        return document
    return re.sub(f"{_C1}|{_BIDI}", lambda found: f"\\u{ord(found[0]):04x}", document)


def one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space."""
    return " ".join(clean(text).split())


def nearest_ascii(character: str) -> str:
    """What stands for one character where only ASCII can be shown; "?" when nothing does."""
    return _NEAREST.get(character, "?")


def aloud(text: str) -> str:
    """The text with signs that a screen reader says; all words in it stay."""
    return text.translate(_ALOUD)


def filled(text: str) -> str:
    """A text of ally's own with words for each "…" that a person fills in, or that ends a list."""
    if "…" not in text:
        return text
    plan = r"([Ww]hen) …, (I|we) will …(?! ?\w)"
    text = re.sub(plan, r"\1 something happens, \2 will do this", text)
    text = re.sub(r'(\bally [a-zN ]+)"…"', r'\1"your words"', text)
    text = re.sub(r", …$", ", and so on", text)
    return re.sub(r"(?<![^\s\"“(])…(?!\w)", "blank", text)


def shell_word(text: str) -> str:
    """A path or a word as it is typed into a command here; on Windows no word holds a quote."""
    if os.sep == "/":
        import shlex  # noqa: PLC0415 - a log says no path

        return shlex.quote(text)
    return text if re.fullmatch(r"[\w\\/:.~-]+", text) else f'"{text}"'
