"""The tags and names that words mention, and how two of them are compared."""

import re
import unicodedata
from collections.abc import Iterable

from ally_journal.domain.text.repair import repaired
from ally_journal.errors import WrongUsage

_LONGEST_MARKED = 100  # characters; what is longer is no word, and slow to normalise
_ACROSS, _BELOW_OR_ABOVE = 1, 200  # canonical combining classes, see UAX 44
_URL = r"(?i)(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{0,30}://|www\.)\S+"


def fold(word: str) -> str:
    """The form in which tags, names and ways are compared: NFC, case ignored."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def without_accents(word: str) -> str:
    """The word as it is typed where the keyboard has no accents: José as Jose.

    Signs that are letters of their own, as the vowels of Devanagari, stay.
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    for accent in filter(_is_accent, set(re.findall(r"[^\0-\x7f]", apart))):
        apart = apart.replace(accent, "")
    return apart


def _is_accent(sign: str) -> bool:
    """Whether a sign stands above, below or across a letter."""
    place = unicodedata.combining(sign)
    return place == _ACROSS or place >= _BELOW_OR_ABOVE


def unique(words: Iterable[str], but: Iterable[str] = ()) -> tuple[str, ...]:
    """The words without repeats and without those of `but`, each as first spelt, in order."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(fold(word), word)
    for word in but:
        first.pop(fold(word), None)
    return tuple(first.values())


def _belongs(character: str) -> bool:
    return (
        character.isalnum() or character in "_-" or unicodedata.category(character).startswith("M")
    )


def _opens(before: str) -> bool:
    is_mark = unicodedata.category(before) == "Cf"  # a byte-order mark, or a blank without width
    return (
        before.isspace()
        or is_mark
        or (before != "/" and unicodedata.category(before).startswith("P"))
    )


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


def is_tag(tag: str) -> bool:
    """Whether this is a letter followed by letters, digits, "_" or "-".

    A character that this Python does not know yet may be any of these.
    """
    first, rest = tag[:1], tag[1:]
    return (first.isalpha() or _is_unknown(first)) and all(
        _belongs(one) or _is_unknown(one) for one in rest
    )


def _is_unknown(character: str) -> bool:
    return bool(character) and unicodedata.category(character) == "Cn"


def checked_tag(raw: str) -> str:
    """A tag given by option, with or without its "#".

    Raises WrongUsage unless it is a letter followed by letters, digits, "_" or "-".
    """
    tag = bare_tag(repaired(raw))
    if not tag or not tag[0].isalpha() or not all(map(_belongs, tag)):
        raise WrongUsage(
            f"“{tag}” cannot be a tag; a tag is one word that begins with a letter, "
            "such as hiring or code-review."
        )
    return tag


def checked_name(raw: str) -> str:
    """A name given by option, with or without its "@"; raises WrongUsage unless it is one line."""
    name = unicodedata.normalize("NFC", repaired(raw).strip().removeprefix("@").strip())
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
