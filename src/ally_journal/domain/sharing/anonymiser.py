"""What a text loses on its way into a copy for others, and what in it a person should look at.

Every name that the journal knows goes, always for the same words. So do addresses of people, tags,
numbers of records, ids, and days. No program knows every name: what may still be one is listed.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ally_journal.domain.names.finder import (
    ANYONE,
    bare,
    capitalised_within,
    rewritten,
    without_names,
)
from ally_journal.domain.names.word_list import (
    ALSO_NAMES,
    MONTHS_ONLY,
    Names,
    by_spelling,
    opens_a_sentence,
)
from ally_journal.domain.sharing.months import may_be_days, without_days
from ally_journal.domain.sharing.spelling import spelt_plainly
from ally_journal.domain.text.tags import fold, people_in, tags_in, unique

LEFT_OUT = "…"
"""What stands for a number, a day or a word that is left out."""

_NO_NAME = "xx"
_ROUNDS = 20
_SHORTEST = 2  # letters; one alone is an initial, and asked about
_LONG = 5  # letters; such a name is looked for at both ends of longer words, too
_SPELT_OUT = 4  # letters; fewer with signs between them may be anything
_TITLES = {"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame", "lady", "lord", "st"}
_TITLED = rf"\b(?:(?:(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor)\.?|[A-Z]\.)\s{{1,3}}){{1,9}}(?={ANYONE}\b)"
_ABBREVIATION = 4  # letters; so many capitals are a department rather than a person
# Each of these is bounded, since a text may be long and made of one sign alone.
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,63}"
_HANDLE = r"(?<![\w@])@+[^\W_](?:[\w.-]{0,98}\w)?"
_ADDRESS = r"(?<![\w+.-])(?:[a-z][a-z0-9+.-]{0,30}://|www\.)[^\s<>\"”’)]*[^\s<>\"”’).,;:!?]"
_RECORD = (
    r"(?<![\w&])#\s?\d+\b|№\s?\d+|\b[Nn](?:[or]\.|º)\s?\d+\b"
    r"|\b(?P<of>(?:[Ee]ntry|[Ee]ntries|[Oo]bstacles?|[Pp]lans?(?!\s\d+\s[a-z])))"
    r"(?:\s(?:no\.?|nr\.?|number|№))?[\s:#-]{1,2}\d+(?:(?:,\s?|\sand\s|\sor\s|\s?[-–]\s?)\d+(?![./-]\d))*\b"
)
_ID = (
    r"(?i:\b[0-9a-f]{8}(?:-[0-9a-f]{4}){1,3}(?:-[0-9a-f]{12})?\b"
    r"|\b(?=[a-f]{0,40}\d)[0-9a-f]{16,64}\b|\b(?=[a-f]{1,9}\d|\d{1,9}[a-f])[0-9a-f]{8,15}\b)"
)
_TELEPHONE = r"(?<![\w+])(?:\+\d|\(?0\d)[\d\s()/-]{5,20}\d(?!\w)"
_TAG = r"(?:(?<=^)|(?<=[^\w/&#]))#(?=[^\W\d_])[\w\u0300-\u036f-]+"
_WORD = r"[^\W\d_][\w\u0300-\u036f]*"
_MAY_BE_MONTHS = {"April", "May", "June", "August"}
_IN_A_MONTH = r"(?i:\b(?:in|since|until|during|early|late|mid)[\s-])(?:April|May|June|August)\b"
_QUOTED = rf"[“‘„«\"':]\s?({_WORD})"
_TAGS_ALONE = r"(?:#[^\W\d_][\w\u0300-\u036f-]*)+"
_INITIAL = r"(?<![\w'’])(?!I\.)[^\W\d_a-z](?=\.(?:\s|[^\W\d_]\b))"
_BEFORE_ANYONE = rf"\b(?P<one>[Aa]n?|[Tt]he|[Mm]y|[Oo]ur) (?={ANYONE}\b)(?P<a>a)"
_TWICE = rf"(?i:\b({ANYONE})(?:\s{{1,3}}{ANYONE}\b)+)"
_SIGNS = r"['’ʼ*_`~.·•|\\-]{0,3}"
_LINE_BREAK = r"(?:[-‐]\s{0,3}\n\s{0,3})?"
_OTHER_LETTERS = (
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"},
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "a"},
)


class Standing(NamedTuple):
    """A word that may be a name, or tell a day, in the text in which it stands first."""

    word: str
    text: str
    start: int


def names_of(marked: Iterable[str], concerned: Iterable[str] = ()) -> Names:
    """The marked names with their parts and plurals; `concerned` tells who is with an obstacle.

    Of several words each goes alone, too, if it has a capital, and so do the handles that are made
    of them. A name that is also a word, such as Will, goes with a capital only. Of those concerned
    only words with a capital count.
    """
    always, words = by_spelling(spelt_plainly(one) for one in marked)
    whole = (*always, *words)
    parts = [part for name in whole for part in _parts(name)]
    told = [
        word
        for text in concerned
        for word in _parts(spelt_plainly(text))
        if not ((word.isupper() and len(word) <= _ABBREVIATION) or opens_a_sentence(word))
        and fold(word) not in MONTHS_ONLY
        and not may_be_days(word)
    ]
    always = unique(form for name in always for form in (*_in_other_letters(name), *_handles(name)))
    spelt = [form for name in (*whole, *parts, *told) for form in _in_other_letters(name)]
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
        before, text = text, _rewritten(spelt_plainly(text), names)
        if text == before:
            return text
    return LEFT_OUT


def guarded(text: str, names: Names, kept: Collection[str] = ()) -> str:
    """The text without what nobody looked at: every word that may be a name, or tell a day.

    Words whose folded form is among `kept` stay.
    """
    text = unnamed(text, names)
    for _ in range(_ROUNDS):
        before = text
        for one in to_look_at([text], names):
            if fold(one.word) not in kept:
                text = without(text, one.word, LEFT_OUT, names)
        if text == before:
            return text
    return LEFT_OUT


def _rewritten(text: str, known: Names) -> str:
    told = _somebody(_EMAIL, text)
    told = re.sub(_ADDRESS, lambda at: LEFT_OUT if _is_about(at[0], known) else at[0], told)
    told = _somebody(_HANDLE, told)
    told = re.sub(_ID, LEFT_OUT, told)
    told = without_days(told)
    told = re.sub(_RECORD, lambda at: f"{at['of']} {LEFT_OUT}" if at["of"] else LEFT_OUT, told)
    told = _without_tags(re.sub(_TELEPHONE, LEFT_OUT, told), known)
    told = without_names(_without_spelt_out(told, known), known.always, known.spelt)
    told = re.sub(_TITLED, "", told)
    told = re.sub(_BEFORE_ANYONE, lambda at: "A" if at["one"][0].isupper() else "a", told)
    told = re.sub(_TWICE, r"\1", told)
    return re.sub(rf"{LEFT_OUT}(?:\s?{LEFT_OUT}|\.(?!\w))+", LEFT_OUT, told).strip() or LEFT_OUT


def _somebody(pattern: str, text: str) -> str:
    """The text with `ANYONE` for whatever is so written."""
    return rewritten(text, [found.span() for found in re.finditer(pattern, text)], ANYONE)


def has_a_name(text: str, names: Names) -> bool:
    """Whether a name stands in the text that must be replaced."""
    told = re.sub(ANYONE, LEFT_OUT, text, flags=re.IGNORECASE)
    return ANYONE in unnamed(told, names).lower()


def to_look_at(texts: Iterable[str], names: Names) -> Iterator[Standing]:
    """What in the texts may still be a name or tell a day, in order; the same in each text.

    Words with a capital count, unless they are months, or common words that begin a sentence.
    """
    for text in texts:
        yield from _standing(text, names)


@lru_cache(maxsize=512)
def _standing(text: str, names: Names) -> tuple[Standing, ...]:
    words = {*may_be_days(text), *re.findall(_ADDRESS, text)}
    rest = text
    for word in words:  # what is in one of these goes with it
        rest = rest.replace(word, _NO_NAME)
    words |= {
        *_capitals(rest, names),
        *re.findall(_INITIAL, rest),
        *_with_a_name_inside(rest, names),
    }
    places = sorted((_place(text, word), word) for word in words)
    found = {fold(word): Standing(word, text, start) for start, word in reversed(places)}
    return tuple(reversed(found.values()))


def instead_of(text: str, word: str, words: str, longer: Iterable[str] = ()) -> str:
    """The text with other words in every place of one that was listed.

    A name that is also a word, such as Will, leaves “will” where it is; and no part is taken out of
    `longer` words.
    """
    is_word = len(word) == 1 or fold(word) in ALSO_NAMES or opens_a_sentence(word)
    capital = word[:1].isupper() and is_word
    if words == ANYONE:
        text = without_names(text, [] if capital else [word], [word])

    def told(at: re.Match[str]) -> str:
        stays = not at["word"] or (capital and not at[0][0].isupper())
        return at[0] if stays else words

    whole = "|".join([*map(re.escape, longer), rf"(?P<word>{_whole(word)})"])
    return re.sub(whole, told, text, flags=re.IGNORECASE)


def without(text: str, word: str, words: str, names: Names) -> str:
    """The text as a copy may hold it with other words in the place of one that was listed."""
    listed = (one.word for one in to_look_at([text], names))
    told = instead_of(
        text, word, words, [one for one in listed if fold(word) in fold(one) and one != word]
    )
    return text if told == text else unnamed(told, names)


class _Forms(NamedTuple):
    """Names without case and accents, for each way in which they are looked for."""

    all: frozenset[str]
    small: frozenset[str]
    long: tuple[str, ...]
    spelt_out: tuple[str, ...]


@lru_cache(maxsize=8)
def _forms_of(names: Names) -> _Forms:
    small = {bare(name) for name in names.spelt if len(name) >= _SHORTEST} - ALSO_NAMES
    letters = unique(re.sub(r"[\W_]", "", bare(name)) for name in names.always)
    return _Forms(
        all=frozenset(map(bare, (*names.always, *names.spelt))),
        small=frozenset(small),
        long=tuple(name for name in small if len(name) >= _LONG),
        spelt_out=tuple(name for name in letters if len(name) >= _SPELT_OUT),
    )


def _with_a_name_inside(text: str, names: Names) -> Iterator[str]:
    """Words with a known name in them that are written small, or joined with more.

    A name that is also a word counts nowhere but before a digit or a capital.
    """
    forms = _forms_of(names)
    for word in re.findall(r"[^\W_]+", text):
        small = bare(word)
        pieces = map(bare, re.findall(r"[^\W\d_a-z]?[a-z\u00df-\u024f]+|[^\W\d_]+", word))
        if (
            small.startswith(forms.long)
            or small.endswith(forms.long)
            or not forms.small.isdisjoint(pieces)
        ):
            yield word


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
    explained = {word for word in re.findall(_QUOTED, text) if opens_a_sentence(word)}
    explained |= {word for word in found if fold(word) in MONTHS_ONLY | _TITLES}
    explained |= _MAY_BE_MONTHS.difference(re.findall(_WORD, re.sub(_IN_A_MONTH, "", text)))
    return [word for word in found if word not in explained]


def _parts(name: str) -> list[str]:
    parts = re.split(r"[\s_\-.,;/&()\u2010\u2011]+", name)
    return [
        part
        for part in parts
        if len(part) >= _SHORTEST and part[0].isupper() and fold(part) not in _TITLES
    ]


def _in_other_letters(name: str) -> Iterator[str]:
    """The name, and as it is written where the keyboard has no such letters: Jürgen as Juergen."""
    yield name
    for letters in _OTHER_LETTERS:
        told = "".join(letters.get(one, letters.get(one.lower(), one)) for one in name)
        if told != name:
            yield told


def _handles(name: str) -> Iterator[str]:
    """What people are called in programs: amirakhan, khanamira, akhan, amirak; obrien."""
    parts = [part.lower() for part in _parts(name)] or [""]
    first, last = parts[0], parts[-1]
    made = [re.sub(r"[\W_]", "", bare(name))]
    if len(parts) > 1:
        made += [f"{first}{last}", f"{last}{first}", f"{first[0]}{last}", f"{first}{last[0]}"]
    yield from (one for one in made if len(one) >= _LONG and one not in ALSO_NAMES)


def _is_about(address: str, names: Names) -> bool:
    """Whether an address on the web has a known name in it."""
    told = bare(address)
    return any(one in told for one in _forms_of(names).all if len(one) > _SHORTEST)


def _without_spelt_out(text: str, names: Names) -> str:
    """The text without names whose letters have signs, blanks or a line's end between them."""
    letters = re.sub(r"[\W_]", "", bare(text))
    for name in _forms_of(names).spelt_out:
        if name in letters:
            text = _somebody(_spelt_out(name), text)
    return text


def _spelt_out(name: str) -> str:
    marked = [f"{re.escape(letter)}[\u0300-\u036f]*" for letter in name]
    shapes = (f"{_SIGNS}{_LINE_BREAK}".join(marked), r"\s{1,2}".join(marked))
    return rf"(?i:(?<![^\W_])(?:{'|'.join(shapes)})(?![^\W_]))"


def _without_tags(text: str, names: Names) -> str:
    """The text without the tags that end its lines; within a line a tag is a word like others."""
    told = "\n".join(map(_without_last_tags, text.split("\n")))
    known = _forms_of(names).all

    def word(tag: re.Match[str]) -> str:
        said = tag[0][1:]
        named = any(bare(part) in known for part in [said, *re.split("[-_]", said)])
        return ANYONE if named else said

    return re.sub(_TAG, word, told) if tags_in(told) else told


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
