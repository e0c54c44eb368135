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


class Piece(NamedTuple):
    """A stretch of a sentence; `matches` says whether it is what was looked for."""

    text: str
    matches: bool


Hit = tuple[Entry, tuple[Piece, ...]]
"""An entry that was found, with the sentence of its first match; no pieces if it has none."""


def index_query(typed: str) -> str:
    """The query in FTS5's own language; empty when nothing in it can be looked for."""
    return " ".join(filter(None, (_term(*part) for part in re.findall(_PARTS, typed))))


def _term(phrase: str, word: str) -> str:
    words = phrase or word.strip('"')
    prefix = "*" if not phrase and words.endswith("*") else ""
    words = words.rstrip("*")
    if not any(character.isalnum() for character in words):
        return ""
    quoted = words.replace('"', '""')
    return f'"{quoted}"{prefix}'


def sentence_around(marked: str) -> tuple[Piece, ...]:
    """The sentence round the first match of a marked text, in pieces; empty without a match."""
    at = marked.find(MATCH_BEGINS)
    if at < 0:
        return ()
    begins = max((match.end() for match in re.finditer(r"[.!?]\s+|\n+", marked[:at])), default=0)
    ends = re.compile(r"[.!?](?=\s|\Z)|\n|\Z").search(marked, marked.index(MATCH_ENDS, at))
    end = ends.end() if ends else len(marked)
    pieces = re.split(f"({MATCH_BEGINS}[^{MATCH_ENDS}]*{MATCH_ENDS})", marked[begins:end].strip())
    return tuple(
        Piece(piece.strip(MATCH_BEGINS + MATCH_ENDS), piece.startswith(MATCH_BEGINS))
        for piece in pieces
        if piece
    )
