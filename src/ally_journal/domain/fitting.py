"""Whether texts fit words that a person looks for: every word must begin one of the text's."""

import re
import unicodedata
from typing import NamedTuple

from ally_journal.domain.queries import query_of
from ally_journal.domain.texts import bare_tag, fold

MOST_WORDS = 8
"""How many different words count; what is longer is no topic, and SQLite bounds its conditions."""


class Wanted(NamedTuple):
    """One word looked for, without a tag's sign.

    `indexed` asks the full-text index for its beginning; it is empty for a word that no index
    holds, which must then stand in the text as it is.
    """

    word: str
    indexed: str


def wanted_words(typed: str) -> tuple[Wanted, ...]:
    """The words in what a person typed, each once; signs that mean nothing are left out."""
    found: dict[str, Wanted] = {}
    for piece in typed.split():
        word = bare_tag(piece.strip('"')).rstrip("*")
        query = query_of(f"{word}*")
        if query.indexed or query.contained:
            found.setdefault(fold(word), Wanted(word, query.indexed))
    return tuple(found.values())[:MOST_WORDS]


def fits(text: str, words: tuple[Wanted, ...]) -> bool:
    """Whether every word fits the text; no words fit nothing. Case and diacritics do not matter."""
    return bool(words) and all(_holds(text, one) for one in words)


def _holds(text: str, wanted: Wanted) -> bool:
    if not wanted.indexed:
        return wanted.word in text
    return re.search(rf"(?<!\w){re.escape(_bare(wanted.word))}", _bare(text)) is not None


def _bare(text: str) -> str:
    """The folded text without diacritics, as the full-text index sees it."""
    letters = unicodedata.normalize("NFD", fold(text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
