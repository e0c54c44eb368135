"""What a person types to search, turned into a query of the full-text index.

Words are all wanted; `"a phrase"` is wanted as it stands; `pre*` is the beginning of a word. Every
other sign has no meaning of its own, so any text is a valid query.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from ally_journal.domain.text.tags import bare_tag, fold

MATCH_BEGINS, MATCH_ENDS = "\x01", "\x02"
"""Signs the index puts round a match; no stored text has them, see `texts.repair`."""

_PARTS = r'"([^"]*)"?|(\S+)'


# Thai, Lao, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


class Piece(NamedTuple):
    """A stretch of a sentence; `matches` says whether it is what was looked for."""

    text: str
    matches: bool


class Query(NamedTuple):
    """What to look for: `indexed` in FTS5's own language, and words that must stand in the text.

    The index cannot find a word in a script that writes without spaces, nor a sign such as an
    emoji, so those are looked for as they are.
    """

    indexed: str
    contained: tuple[str, ...]


STROKED = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Letters that no mark can be taken from, so that the index does not find them by plain ones."""


def beginnings(typed: str) -> frozenset[str]:
    """The letters with which the index may have the words that a person typed."""
    plain = {_bare(word)[0] for word in re.findall(r"[^\W_]+", typed)}
    return frozenset(plain | {letter for letter, told in STROKED.items() if told[0] in plain})


def query_of(typed: str, *, begun: bool = False, terms: Collection[str] = ()) -> Query:
    """Read what a person typed; both parts are empty when nothing in it can be looked for.

    With `begun` every word that stands in no phrase is the beginning of one. `terms` are the words
    of the index that have `STROKED` letters, and are found by plain ones too.
    """
    indexed, contained = [], []
    for phrase, word in re.findall(_PARTS, typed):
        words = phrase or word.strip('"').rstrip("*")
        if re.search(_UNSPACED, words) or not (words.isascii() or _has_letters(words)):
            contained.append(words)
        elif _has_letters(words):
            star = "*" if word and (begun or word.endswith("*")) else ""
            spelt = [f'"{way}"{star}' for way in _spellings(words.replace('"', '""'), star, terms)]
            indexed.append(f"({' OR '.join(spelt)})" if len(spelt) > 1 else spelt[0])
    return Query(" AND ".join(indexed), tuple(contained))


_SPELLINGS = 64
"""In how many ways a phrase is looked for at most."""


def _spellings(words: str, star: str, terms: Collection[str]) -> list[str]:
    """A phrase as it was typed, and in the other ways in which the index may have its words."""
    parts = re.split(r"([^\W_]+)", words)
    last = len(parts) - 2
    ways = (
        dict.fromkeys(_ways(one, terms, begins=bool(star) and place == last))
        if place % 2
        else [one]
        for place, one in enumerate(parts)
    )
    return ["".join(one) for one in islice(product(*ways), _SPELLINGS)]


def _ways(word: str, terms: Collection[str], *, begins: bool) -> Iterator[str]:
    plain = _bare(word)
    yield word
    if any(letter in STROKED for letter in word.lower()):
        yield plain
    for term in terms:
        if begins and _bare(term).startswith(plain):
            begun = (term[:end] for end in range(1, len(term) + 1))
            yield next(one for one in begun if len(_bare(one)) >= len(plain))
        elif _bare(term) == plain:
            yield term


_PLAIN = str.maketrans(STROKED)


def marked(text: str, words: str) -> str:
    """The text with the first place where words stand marked as a match."""
    before, found, after = text.partition(words)
    return f"{before}{MATCH_BEGINS}{found}{MATCH_ENDS}{after}" if found else text


def _has_letters(words: str) -> bool:
    return any(character.isalnum() for character in words)


def sentence_around(text: str) -> tuple[Piece, ...]:
    """The sentence round the first match of a marked text, in pieces; empty without a match."""
    at = text.find(MATCH_BEGINS)
    if at < 0:
        return ()
    begins = max((match.end() for match in re.finditer(r"[.!?]\s+|\n+", text[:at])), default=0)
    ends = re.compile(r"[.!?](?=\s|\Z)|\n|\Z").search(text, text.index(MATCH_ENDS, at))
    end = ends.end() if ends else len(text)
    pieces = re.split(f"({MATCH_BEGINS}[^{MATCH_ENDS}]*{MATCH_ENDS})", text[begins:end].strip())
    return tuple(
        Piece(piece.strip(MATCH_BEGINS + MATCH_ENDS), piece.startswith(MATCH_BEGINS))
        for piece in pieces
        if piece
    )


MOST_WORDS = 8
"""How many different words count; what is longer is no topic, and SQLite bounds its conditions."""


_SMALL = {
    *("a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "my", "of", "on", "or"),
    *("our", "the", "to", "with", "asking", "being", "getting", "giving", "making", "saying"),
    *("colleague", "colleagues", "people", "work"),
}
"""Words that tell little of what is looked for where another one stands beside them."""


class Wanted(NamedTuple):
    """One word looked for, without a tag's sign and without an ending that other forms lack.

    `indexed` asks the full-text index for its beginning; it is empty for a word that no index
    holds, which must then stand in the text as it is.
    """

    word: str
    indexed: str


def wanted_words(typed: str, terms: Collection[str] = ()) -> tuple[Wanted, ...]:
    """The words in what a person typed, each once; signs that mean nothing are left out.

    Small words such as “of” count only where there is no other. `terms` as for `query_of`.
    """
    return wanted_each(typed, terms)[:MOST_WORDS]


def wanted_each(text: str, terms: Collection[str] = ()) -> tuple[Wanted, ...]:
    """The same of a whole text, however many words it has."""
    found: dict[str, Wanted] = {}
    for piece in text.split():
        word = bare_tag(piece.strip('"')).rstrip("*")
        told = word[: _telling(fold(word))] if word.isascii() else word
        query = query_of(f"{told}*", terms=terms)
        if query.indexed or query.contained:
            found.setdefault(fold(word), Wanted(told, query.indexed))
    telling = [one for word, one in found.items() if word not in _SMALL]
    return tuple(telling or found.values())


def _telling(word: str) -> int:
    """How many letters of a word stand in its other forms too; few are the whole word."""
    long = [one for one in forms(word) if len(one) >= _LONG and word.startswith(one)]
    return min(map(len, long), default=len(word))


def fits(text: str, words: tuple[Wanted, ...]) -> bool:
    """Whether every word fits the text; no words fit nothing.

    A word fits by its beginning, or in another form: parents finds parent, and interrupting finds
    interruption. Case and diacritics do not matter.
    """
    if not words:
        return False
    bare = _bare(text)
    told = (forms(word) for word in re.findall(r"\w+", bare) if len(word) > _SHORTEST)
    there = frozenset(chain.from_iterable(told))
    return all(_holds(text, bare, there, one) for one in words)


def _holds(text: str, bare: str, there: frozenset[str], wanted: Wanted) -> bool:
    if not wanted.indexed:
        return wanted.word in text
    word = _bare(wanted.word)
    begins = re.search(rf"(?<!\w){re.escape(word)}", bare)
    return begins is not None or not there.isdisjoint(forms(word))


_ENDINGS = (
    *("isation", "ization", "ising", "izing", "istic", "ation", "ement", "ment", "ship", "hood"),
    *("ised", "ized", "ious", "ness", "ing", "ion", "ise", "ize", "ism", "ist", "ity", "ial"),
    *("ant", "ous", "ful", "er", "ed", "al", "ly", "ic", "e"),
)
"""What an English word may end in while it still means the same, the longer ones first."""
_LONG = 5  # letters; so many tell a word apart from most others
_SHORTEST = 3
"""Letters that are left at least; fewer would be the beginning of too many words."""


@cache
def forms(word: str) -> frozenset[str]:
    """A folded word in the singular, and what is left of it without its ending.

    Two words that have a form in common are mostly one word, as hiring and hire are; what is left
    need not be a word, and a doubled last letter counts once.
    """
    one = word
    if word.endswith("ies"):
        one = f"{word[:-3]}y"
    elif re.search(r"(?<!ia)[^isu]s\Z", word):
        one = word[:-1]
    left = re.sub(r"bility\Z", "bl", one)
    endings = (end for end in _ENDINGS if left.endswith(end) and not left.endswith("eer"))
    end = next((end for end in endings if len(left) - len(end) >= _SHORTEST), "")
    left = left.removesuffix(end)
    return frozenset({one, left[:-1] if len(left) > _SHORTEST and left[-1] == left[-2] else left})


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """The folded text without diacritics, as the full-text index sees it, and `STROKED` letters."""
    letters = unicodedata.normalize("NFD", fold(text))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare if bare.isascii() else bare.translate(_PLAIN)
