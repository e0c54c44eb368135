"""What a person types to search, turned into a query of the full-text index.

Words are all wanted; `"a phrase"` is wanted as it stands; `pre*` is the beginning of a word. Every
other sign has no meaning of its own, so any text is a valid query.
"""

import re
from typing import NamedTuple

from ally_journal.domain.entries import Entry

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


Hit = tuple[Entry, tuple[Piece, ...]]
"""An entry that was found, with the sentence of its first match; no pieces if it has none."""


class Query(NamedTuple):
    """What to look for: `indexed` in FTS5's own language, and words that must stand in the text.

    The index cannot find a word in a script that writes without spaces, nor a sign such as an
    emoji, so those are looked for as they are.
    """

    indexed: str
    contained: tuple[str, ...]


def query_of(typed: str) -> Query:
    """Read what a person typed; both parts are empty when nothing in it can be looked for."""
    indexed, contained = [], []
    for phrase, word in re.findall(_PARTS, typed):
        words = phrase or word.strip('"').rstrip("*")
        if re.search(_UNSPACED, words) or not (words.isascii() or _has_letters(words)):
            contained.append(words)
        elif _has_letters(words):
            star = "*" if word.endswith("*") else ""
            quoted = words.replace('"', '""')
            indexed.append(f'"{quoted}"{star}')
    return Query(" ".join(indexed), tuple(contained))


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
