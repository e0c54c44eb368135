"""What a text loses on its way into a copy for others, and what in it a person should look at.

Every name that the journal knows goes, always for the same words. So do e-mail addresses, tags,
numbers of records, and days. No program knows every name: what may still be one is listed.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ally_journal.domain.calendar.dates import WEEKDAYS
from ally_journal.domain.names.finder import ANYONE, capitalised_within
from ally_journal.domain.names.redaction import without_names
from ally_journal.domain.names.word_list import (
    ALSO_NAMES,
    MONTHS_ONLY,
    Names,
    by_spelling,
    opens_a_sentence,
)
from ally_journal.domain.sharing.months import may_be_days, without_days
from ally_journal.domain.text.tags import fold, people_in, tags_in, unique, without_accents

LEFT_OUT = "…"
"""What stands for a number that only says something beside the journal."""

_ROUNDS = 20
_SHORTEST = 2  # letters; one alone is an initial, and asked about
_TITLES = {"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame", "lady", "lord", "st"}
_TITLED = rf"\b(?:(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor)\.?\s{{1,3}}){{1,9}}(?={ANYONE}\b)"
_ABBREVIATION = 4  # letters; so many capitals are a department rather than a person
# Each of these is bounded, since a text may be long and made of one sign alone.
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,63}"
_ADDRESS = r"(?<![\w+.-])(?:[a-z][a-z0-9+.-]{0,30}://|www\.)[^\s<>\"”’)]*[^\s<>\"”’).,;:!?]"
_RECORD = r"(?<![\w&])#\d+\b|\b(?P<of>[Ee]ntry|[Ee]ntries|[Oo]bstacle|[Pp]lan(?! \d+ [a-z])) \d+\b"
_TAG = r"(?:(?<=^)|(?<=[^\w/&#]))#(?=[^\W\d_])[\w\u0300-\u036f-]+"
_WORD = r"[^\W\d_][\w\u0300-\u036f]*"
_TAGS_ALONE = r"(?:#[^\W\d_][\w\u0300-\u036f-]*)+"


class Standing(NamedTuple):
    """A word that may be a name, or tell a day, in the text in which it stands first."""

    word: str
    text: str
    start: int

    @property
    def name(self) -> bool:
        """Whether it looks like a name, rather than like a day or an address."""
        return self.word[:1].isupper() and self.word not in WEEKDAYS


def names_of(marked: Iterable[str], concerned: Iterable[str] = ()) -> Names:
    """The marked names with their parts and plurals; `concerned` tells who is with an obstacle.

    Of several words each goes alone, too, if it has a capital. A name that is also a word, such as
    Will, goes with a capital only. Of those concerned only words with a capital count.
    """
    always, words = by_spelling(marked)
    whole = (*always, *words)
    parts = [part for name in whole for part in _parts(name)]
    told = [
        word
        for text in concerned
        for word in _parts(text)
        if not ((word.isupper() and len(word) <= _ABBREVIATION) or opens_a_sentence(word))
    ]
    spelt = [*whole, *parts, *told]
    spelt += [without_accents(name) for name in spelt]
    spelt += [f"{name}s" for name in spelt if name[:1].isupper() and not name.endswith("s")]
    return Names(always, unique(spelt))


def unnamed(text: str, names: Names) -> str:
    """The text as it may stand in a copy for others; twice is the same as once.

    What goes can leave another day or name behind, as in “12 12 March”, so it is looked at until
    nothing changes. A text that comes to no rest, as one made of nothing but numbers and months,
    is left out whole.
    """
    for _ in range(_ROUNDS):
        if "@" in text:
            found = by_spelling(people_in(text))
            names = Names(unique([*names.always, *found.always]), (*names.spelt, *found.spelt))
        before, text = text, _rewritten(text, names)
        if text == before:
            return text
    return LEFT_OUT


def _rewritten(text: str, known: Names) -> str:
    bare = re.sub(_EMAIL, ANYONE, text)
    bare = re.sub(_RECORD, lambda at: f"{at['of']} {LEFT_OUT}" if at["of"] else LEFT_OUT, bare)
    bare = _without_tags(without_days(bare), known)
    bare = without_names(bare, known.always, known.spelt)
    return re.sub(_TITLED, "", bare).strip() or LEFT_OUT


def has_a_name(text: str, names: Names) -> bool:
    """Whether a name stands in the text that must be replaced."""
    return unnamed(text, names).lower().count(ANYONE) > text.lower().count(ANYONE)


def to_look_at(texts: Iterable[str], names: Names) -> tuple[Standing, ...]:
    """What in the texts may still be a name or tell a day, each once, in order.

    Words with a capital count, unless they are months, or common words that begin a sentence.
    """
    found: dict[str, Standing] = {}
    for text in texts:
        words = {
            *_capitals(text, names),
            *_in_lower_case(text, names),
            *may_be_days(text),
            *re.findall(_ADDRESS, text),
        }
        for start, word in sorted((_place(text, word), word) for word in words):
            found.setdefault(fold(word), Standing(word, text, start))
    return tuple(found.values())


def instead_of(text: str, word: str, words: str) -> str:
    """The text with other words in every place of one that was listed.

    A word with a capital leaves the same word without one, such as “will”, where it is.
    """
    capital = word[:1].isupper()
    if words == ANYONE:
        text = without_names(text, [] if capital else [word], [word])

    def told(at: re.Match[str]) -> str:
        return at[0] if capital and not at[0][0].isupper() else words

    return re.sub(_whole(word), told, text, flags=re.IGNORECASE)


def _in_lower_case(text: str, names: Names) -> list[str]:
    """Names that go with a capital only, where they stand without one and are no other word."""
    known = {fold(name) for name in names.spelt} - ALSO_NAMES
    words = re.findall(_WORD, text.replace("_", " "))  # which joins, as a hyphen does
    return [word for word in words if word.islower() and fold(word) in known]


def _capitals(text: str, names: Names) -> list[str]:
    lower = {fold(word) for word in re.findall(_WORD, text) if word.islower()}
    unsure = [
        word
        for word in re.findall(_WORD, text)
        if word[0].isupper()
        and word != "I"
        and (fold(word) in ALSO_NAMES or not (opens_a_sentence(word) or fold(word) in lower))
    ]
    found = capitalised_within(text, [*unsure, *names.always, *names.spelt])
    return [word for word in found if fold(word) not in MONTHS_ONLY | _TITLES]


def _parts(name: str) -> list[str]:
    parts = re.split(r"[\s_\-.,;/&()\u2010\u2011]+", name)
    return [
        part
        for part in parts
        if len(part) >= _SHORTEST and part[0].isupper() and fold(part) not in _TITLES
    ]


def _without_tags(text: str, names: Names) -> str:
    """The text without the tags that end its lines; within a line a tag is a word like others."""
    bare = "\n".join(map(_without_last_tags, text.split("\n")))
    known = {fold(name) for name in (*names.always, *names.spelt)}

    def word(tag: re.Match[str]) -> str:
        said = tag[0][1:]
        named = any(fold(part) in known for part in [said, *re.split("[-_]", said)])
        return ANYONE if named else said

    return re.sub(_TAG, word, bare) if tags_in(bare) else bare


def _without_last_tags(line: str) -> str:
    if not tags_in(line):
        return line
    words = list(re.finditer(r"\S+", line))
    while words and re.fullmatch(_TAGS_ALONE, words[-1][0]):
        words.pop()
    return line[: words[-1].end()] if words else ""


def _place(text: str, word: str) -> int:
    """Where a word first stands as a whole; it must stand somewhere in the text."""
    whole = re.search(_whole(word), text)
    return whole.start() if whole else text.find(word)


def _whole(word: str) -> str:
    return rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
