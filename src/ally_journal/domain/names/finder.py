"""Names in a text: where they stand, and words that may be some.

A word is a run of letters, digits and the marks on them. Hyphens, underscores and apostrophes join
words, so that “Anne-Marie” is no “Anne” and “don't” is no “Don”. Words are compared as names are
everywhere: NFC, case ignored, and so are signs that nobody sees. No program knows every name, so
what is left is for a person to read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ally_journal.domain.names.word_list import MONTHS
from ally_journal.domain.text.tags import fold, unique, without_accents

ANYONE = "a colleague"
"""What stands for every name, always the same: a pseudonym would link what was kept apart."""

_HYPHENS = "-_\u2010\u2011"
_APOSTROPHES = "'\u2019\u02bc"
_SUFFIXES = {"s", "d", "ll", "ve", "re"}
_OPENING = "\"'“‘‚„«‹([{@#*_"
_CLOSING = "\"'”’»›)]}*_"
_NO_SPACE_BEFORE = ",.;:!?)]}…"
_LOOK_BACK = 100  # characters; enough to see how the sentence before ended
_LIST_MARK = r"(?:[-*+•–—]|\d+[.)])"
_ABBREVIATIONS = {"dr", "mr", "mrs", "ms", "mx", "prof", "st", "vs", "cf", "e.g", "i.e", "incl"}
_COMMON = {"a", "an", "the", "all", "my", "our", "some", "two"}  # may begin a list of people
# A number before or behind the name of a month tells that it is one.
_DAY_BEFORE, _DAY_BEHIND = r"\d(?:st|nd|rd|th)?\.?(?: of)?\s+$", r",?\s+\d"
# Chinese and Japanese put no space between words, so each sign counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
_BEYOND = re.compile(r"[^\0-\x7f‘’“”–—…]")
"""What is more than ASCII and the signs that people set into it, none of which has a case."""
_UNSEEN = "\u00ad\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Signs within a word that nobody sees, such as where it may be broken; the word is the same."""


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    lower: bool


class _Words(NamedTuple):
    """A text and its words, with what stands between each and the next."""

    text: str
    words: list[_Word]
    gaps: list[str]

    def key(self, first: int, many: int) -> tuple[str, ...]:
        """Some words, and then the gaps between them, in the form in which names are looked for."""
        words = (word.folded for word in self.words[first : first + many])
        return (*words, *map(_loose, self.gaps[first : first + many - 1]))


def without_names(text: str, names: Iterable[str], spelt: Iterable[str] = ()) -> str:
    """The text with `ANYONE` for each of the names; all else stays exactly as it was written.

    A name written with a capital also goes where it is a part of a joined word, and takes other
    parts with a capital along; what follows an apostrophe stays behind it. A name without a letter
    or digit is no word, and is never found. Those in `spelt`, such as Will, go only where they
    begin with a capital or behind an @ or #.
    """
    return rewritten(text, places_of(text, names, spelt), ANYONE)


def places_of(
    text: str, names: Iterable[str], spelt: Iterable[str] = ()
) -> Iterator[tuple[int, int]]:
    """Where the names stand in a text, half-open, in order, each with the @ or # that marks it.

    What is taken for a name is said at `without_names`.
    """
    known = _known(tuple(names), tuple(spelt))
    if known:
        told = _words_of(text)
        for first, last in _found(told, known):
            yield _with_its_sign(text, told.words[first].start), told.words[last].end


def rewritten(text: str, found: Iterable[tuple[int, int]], instead: str) -> str:
    """The text with other words in those places, half-open and in order; all else stays as it is.

    A sentence begins with a capital. With nothing `instead`, no gap is left.
    """
    pieces: list[str] = []
    written = 0
    for start, end in found:
        pieces.append(text[written:start])
        if instead:
            pieces.append(instead[0].upper() if opens_sentence(text, start) else instead[0])
            pieces.append(instead[1:])
            written = end + (instead.endswith(".") and text.startswith(".", end))
        else:
            written = _closed_up(pieces, text, end)
    return "".join([*pieces, text[written:]])


def bare(word: str) -> str:
    """A word without case and without the marks on its letters, such as accents."""
    if word.isascii() or not _BEYOND.search(word):
        return word.lower()
    return without_accents(fold(_seen(word)))


def _seen(word: str) -> str:
    for sign in _UNSEEN:
        word = word.replace(sign, "")
    return word


def capitalised_within(text: str, suspects: Iterable[str] = ()) -> tuple[str, ...]:
    """The words with a capital that no beginning of a sentence explains, each once, in order.

    Nothing explains a word that also stands in `suspects` with a capital. “I” is left out; a joined
    word counts as one.
    """
    told = _words_of(text)
    suspected = {
        word.folded for other in suspects for word in _words_of(other).words if not word.lower
    }
    suspected -= _COMMON
    left_out = _replaced_before(told)
    found, covered = [], -1
    for place, word in enumerate(told.words):
        if place <= covered:
            continue
        capital = text[word.start].isupper() and word.folded != "i" and place not in left_out
        if capital and (word.folded in suspected or not opens_sentence(text, word.start)):
            first, covered = _joined(told, place)
            found.append(text[told.words[first].start : told.words[covered].end])
    return unique(found)


_Known = dict[str, dict[tuple[str, ...], bool]]


@lru_cache(maxsize=2)
def _known(names: tuple[str, ...], spelt: tuple[str, ...]) -> _Known:
    """The names' keys by their first word, the longest first; whether each goes in any case."""
    known: _Known = {}
    for any_case, among in ((False, spelt), (True, names)):
        for name in among:
            told = _words_of(name)
            if key := told.key(0, len(told.words)):
                known.setdefault(key[0], {})[key] = any_case
    return {
        first: dict(sorted(keys.items(), key=lambda item: len(item[0]), reverse=True))
        for first, keys in known.items()
    }


def _words_of(text: str) -> _Words:
    # Python's \w has no combining marks; those of this text are few.
    marks = sorted(
        one for one in set(text) if one in _UNSEEN or unicodedata.category(one).startswith("M")
    )
    mark = f"[{re.escape(''.join(marks))}]*" if marks else ""
    pattern = rf"[{_UNSPACED}]{mark}|(?:[^\W_{_UNSPACED}]{mark})+"
    words = [
        _Word(found.start(), found.end(), bare(found[0]), found[0][0].islower())
        for found in re.finditer(pattern, text)
    ]
    gaps = [text[one.end : after.start] for one, after in pairwise(words)]
    return _Words(text, words, gaps)


def _loose(gap: str) -> str:
    """What stands between two words of a name, however it was typed."""
    if gap.isspace() or (len(gap) == 1 and gap in _HYPHENS):
        return " "
    return "'" if len(gap) == 1 and gap in _APOSTROPHES else " ".join(gap.split())


def _found(told: _Words, known: _Known) -> Iterator[tuple[int, int]]:
    """The first and the last word of every name, in order, none twice."""
    taken = _replaced_before(told)
    place = 0
    while place < len(told.words):
        word = told.words[place]
        capital = not word.lower or told.text[word.start - 1 : word.start] in {"@", "#"}
        for key, any_case in known.get(word.folded, {}).items():
            many = len(key) // 2 + 1
            reach = None
            free = taken.isdisjoint(range(place, place + many))
            free = free and (any_case or (capital and not _is_a_month(told, place)))
            if free and told.key(place, many) == key:
                reach = _reach(told, place, place + many - 1, taken)
            if reach:
                yield reach
                taken.update(range(reach[0], reach[1] + 1))
                place = reach[1]
                break
        place += 1


def _is_a_month(told: _Words, place: int) -> bool:
    """Whether a word that may be a name tells a day, as in 12 May or June 2026."""
    word = told.words[place]
    if word.folded not in MONTHS:
        return False
    before = told.text[max(0, word.start - _LOOK_BACK) : word.start]
    after = told.text[word.end : word.end + _LOOK_BACK]
    return bool(re.search(_DAY_BEFORE, before) or re.match(_DAY_BEHIND, after))


def _replaced_before(told: _Words) -> set[int]:
    """The words of each `ANYONE` in the text; no name is looked for in them."""
    one, other = ANYONE.split()
    starts = [
        place
        for place, (word, after) in enumerate(pairwise(told.words))
        if word.folded == one and after.folded == other and _loose(told.gaps[place]) == " "
    ]
    return {*starts, *(place + 1 for place in starts)}


def _reach(told: _Words, first: int, last: int, taken: set[int]) -> tuple[int, int] | None:
    """The joined word that a name is a part of; None if that is another word altogether."""
    lower = told.words[first].lower
    while first and _joins(told.gaps[first - 1]):
        if lower:
            return None
        if first - 1 in taken or told.words[first - 1].lower:
            break
        first -= 1
    while last < len(told.gaps) and _joins(gap := told.gaps[last]):
        after = told.words[last + 1]
        if gap in _APOSTROPHES and after.folded in _SUFFIXES:
            break
        if lower or (gap in _APOSTROPHES and (after.lower or after.folded == "t")):
            return None
        if last + 1 in taken or after.lower:
            break
        last += 1
    return first, last


def _joined(told: _Words, place: int) -> tuple[int, int]:
    """The first and the last part of the joined word that a word is a part of."""
    first = last = place
    while first and _joins(told.gaps[first - 1]):
        first -= 1
    while last < len(told.gaps) and _joins(gap := told.gaps[last]):
        if gap in _APOSTROPHES and told.words[last + 1].folded in _SUFFIXES:
            break
        last += 1
    return first, last


def _joins(gap: str) -> bool:
    return len(gap) == 1 and gap in _HYPHENS + _APOSTROPHES


def _with_its_sign(text: str, start: int) -> int:
    """Where a name begins, together with each @ or # that marks it."""
    sign = start
    while text[sign - 1 : sign] in {"@", "#"}:
        sign -= 1
    return sign + 1 if sign < start and text[sign - 1 : sign].isalnum() else sign


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins there.

    A line that goes on from the one above is no beginning; a thing in a list is one.
    """
    seen = text[max(0, start - _LOOK_BACK) : start].rstrip(_OPENING)
    line = seen.rpartition("\n")[2].strip()
    before = seen.rstrip()
    gap = seen[len(before) :]
    if not before or gap.count("\n") > 1 or re.fullmatch(_LIST_MARK, line):
        return True
    ended = before.rstrip(_CLOSING)
    if not gap or not ended.endswith((".", "!", "?", "…")):
        return False
    last = re.split(rf"[\s{re.escape(_OPENING)}]", ended)[-1].removesuffix(".").casefold()
    return not (ended.endswith(".") and (len(last) == 1 or last in _ABBREVIATIONS))


def _closed_up(pieces: list[str], text: str, end: int) -> int:
    """Leave no gap where a name was: its possessive goes too, and one of two spaces."""
    if possessive := re.match(r"['’ʼ]s\b", text[end:]):
        end += possessive.end()
    before = pieces[-1]
    after = text[end : end + 1]
    if after == " " and (not before or before[-1].isspace()):
        return end + 1
    if after == "," and before.rstrip().endswith(","):
        return end + 1 + text.startswith(" ", end + 1)
    if before.endswith(" ") and (not after or after in _NO_SPACE_BEFORE or after == "\n"):
        pieces[-1] = before[:-1]
    return end
