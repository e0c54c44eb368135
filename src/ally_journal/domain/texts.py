"""What words may be: repaired once on their way in, with the tags and names they mention."""

import re
import unicodedata
from typing import NamedTuple

from ally_journal.errors import TooLong, WrongUsage

LONGEST = 1_000_000
"""The most bytes, as UTF-8, that one text may have."""

_LONGEST_MARKED = 100  # characters; what is longer is no word, and slow to normalise
# Compiled when first used, and not when imported.
_BREAKS = "\r\n|[\r\u0085\u2028\u2029]"
_CONTROLS = "[\x00-\x08\x0b-\x1f\x80-\x9f]"
_LONE_SURROGATES = "[\ud800-\udc7f\udd00-\udfff]"
_URL = r"(?i)(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{0,30}://|www\.)\S+"


class Repaired(NamedTuple):
    """A text fit to keep, and what had to be changed in it, as sentences for the person."""

    text: str
    notes: tuple[str, ...] = ()


def repair(raw: str) -> Repaired:
    """Make any string from a terminal, pipe or file fit to keep.

    Bytes that were not UTF-8 (they arrive as surrogates) and control characters other than
    newline and tab become U+FFFD; every kind of line break becomes a newline. Anything else,
    bidi controls included, stays exactly as written.

    Raises:
        TooLong: the text has more than `LONGEST` bytes.
    """
    notes = []
    text = raw
    if not raw.isprintable():  # most texts are, and need no regular expression
        text = re.sub(_LONE_SURROGATES, "\ufffd", raw)
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if text.count("\ufffd") > raw.count("\ufffd"):
            notes.append("Some bytes were not UTF-8 and were replaced by \ufffd.")
        text, found = re.subn(_CONTROLS, "\ufffd", re.sub(_BREAKS, "\n", text))
        if found:
            notes.append("Control characters were replaced by \ufffd.")
    size = len(text.encode())
    if size > LONGEST:
        raise TooLong(
            f"The text is {size:,} bytes long and one entry holds at most {LONGEST:,}; "
            "split it into several entries."
        )
    return Repaired(text, tuple(notes))


def without_final_newline(raw: str) -> str:
    """Take away the one line break that a pipe or an editor adds at the end."""
    return raw.removesuffix("\n").removesuffix("\r")


def fold(word: str) -> str:
    """The form in which tags, names and ways are compared: NFC, case ignored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def without_accents(word: str) -> str:
    """The word as it is typed where the keyboard has no accents: José as Jose."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(one for one in apart if not unicodedata.category(one).startswith("M"))


def unique(words: list[str]) -> tuple[str, ...]:
    """The words without repeats, each as it was first spelt, in order."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(fold(word), word)
    return tuple(first.values())


def _belongs(character: str) -> bool:
    return (
        character.isalnum() or character in "_-" or unicodedata.category(character).startswith("M")
    )


def _opens(before: str) -> bool:
    return before.isspace() or (before != "/" and unicodedata.category(before).startswith("P"))


def _marked(text: str, mark: str) -> list[str]:
    """Words that stand directly behind `mark`, as the contract draws the line.

    The mark counts at the start or behind white space or punctuation other than "/", and only
    before a letter and at most 100 characters. So `#1`, `C#`, e-mail addresses and URLs do not.
    """
    if mark not in text:
        return []
    text = re.sub(_URL, lambda url: " " * len(url[0]), text)
    found = []
    position = text.find(mark)
    while position >= 0:
        end = position + 1
        while end < len(text) and _belongs(text[end]):
            end += 1
        word = text[position + 1 : end]
        opened = position == 0 or _opens(text[position - 1])
        if opened and word[:1].isalpha() and len(word) <= _LONGEST_MARKED:
            found.append(unicodedata.normalize("NFC", word))
        position = text.find(mark, end)
    return found


def tags_in(text: str) -> list[str]:
    """The `#tags` written inside a text, in order, repeats included."""
    return _marked(text, "#")


def people_in(text: str) -> list[str]:
    """The `@names` written inside a text, in order, repeats included."""
    return _marked(text, "@")


def bare_tag(raw: str) -> str:
    """A tag as typed in an option, without the "#" it may have."""
    return unicodedata.normalize("NFC", raw.strip().removeprefix("#"))


def checked_tag(raw: str) -> str:
    """A tag given by option, with or without its "#".

    Raises:
        WrongUsage: it is not a letter followed by letters, digits, "_" or "-".
    """
    tag = bare_tag(repair(raw).text)
    if not tag or not tag[0].isalpha() or not all(map(_belongs, tag)):
        raise WrongUsage(
            f"“{tag}” cannot be a tag; a tag is one word that begins with a letter, "
            "such as hiring or code-review."
        )
    return tag


def checked_name(raw: str) -> str:
    """A name given by option, with or without its "@"; it may have several words.

    Raises:
        WrongUsage: it is empty or has more than one line.
    """
    name = unicodedata.normalize("NFC", repair(raw).text.strip().removeprefix("@").strip())
    if not name or "\n" in name:
        raise WrongUsage("A name is one line of text, such as -w Priya.")
    return name


def one_letter_apart(one: str, other: str) -> bool:
    """Whether two folded words differ by one letter added, lost, changed or swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[:start] + short[start : start + 2][::-1] + short[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped == long
