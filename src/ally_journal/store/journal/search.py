"""Full-text search in what was written, and texts by the beginning of their number."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ally_journal.domain.records.filter import Filter, Hit
from ally_journal.domain.records.number import ranges_beginning
from ally_journal.domain.text.query import (
    MATCH_BEGINS,
    MATCH_ENDS,
    STROKED,
    Piece,
    beginnings,
    marked,
    query_of,
    sentence_around,
)
from ally_journal.domain.text.tags import people_in
from ally_journal.store.journal.entries import conditions_of, in_batches
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import newest_number


class Match(NamedTuple):
    """The number of an entry that matches, and its texts, in which that is marked.

    Words that are `contained` in them are not marked yet.
    """

    number: int
    texts: tuple[str, ...]
    contained: tuple[str, ...]

    def sentence(self) -> tuple[Piece, ...]:
        """The sentence of the first match: of the index, or else of a word that is contained."""
        for text in self.texts:
            if sentence := sentence_around(text):
                return sentence
        each = ((text, words) for text in self.texts for words in self.contained)
        found = (sentence_around(marked(text, words)) for text, words in each)
        return next(filter(None, found), ())


def hits_in_batches(journal: Journal, matches: Iterable[Match]) -> Iterator[list[Hit]]:
    """The entries of matches, in batches as `in_batches`, each with its sentence."""
    by_number = {one.number: one for one in matches}
    for batch in in_batches(journal, by_number):
        yield [(entry, by_number[entry.number].sentence()) for entry in batch]


def search(journal: Journal, typed: str, wanted: Filter, *, begun: bool = False) -> list[Match]:
    """Which entries match, the best first; with `begun` by the beginnings of their words.

    The text, what stopped you, lessons, answers and what came back are searched; case and
    diacritics do not matter.
    """
    query = query_of(typed, begun=begun, terms=stroked_terms(journal.connection, typed))
    if not (query.indexed or query.contained):
        return []
    conditions, values = conditions_of(wanted)
    for words in query.contained:
        conditions += " AND (instr(entry.text, ?) OR instr(entry.more, ?))"
        values += [words, words]
    values.append(-1 if wanted.newest is None else wanted.newest)
    by_day = "entry.day DESC, entry.number DESC LIMIT ?"
    if query.indexed:
        values = [*(MATCH_BEGINS, MATCH_ENDS) * 2, query.indexed, *values]
        sql = (
            "SELECT entry.number, highlight(entry_words, 0, ?, ?), highlight(entry_words, 1, ?, ?)"
            " FROM entry_words JOIN entry ON entry.number = entry_words.rowid"
            f" WHERE entry_words MATCH ? AND {conditions} ORDER BY entry_words.rank, {by_day}"
        )
    else:  # through every text, for words that no index holds
        sql = f"SELECT number, text, more FROM entry WHERE {conditions} ORDER BY {by_day}"
    found = journal.connection.execute(sql, values).fetchall()
    return [Match(number, tuple(texts), query.contained) for number, *texts in found]


def stroked_terms(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """The words of the index that have one of the `STROKED` letters and begin as one typed.

    To look at a word of the index takes as long as it stands there often.
    """
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.term USING fts5vocab(main, entry_words, row)"
    )
    found = "SELECT term FROM term WHERE term >= ? AND term < ? AND term GLOB ?"
    return tuple(
        term
        for first in beginnings(typed)
        for (term,) in connection.execute(found, (first, chr(ord(first) + 1), _STROKED)).fetchall()
    )


_STROKED = f"*[{''.join(STROKED)}]*"


def first_words(
    journal: Journal, type_: str, digits: str, most: int
) -> list[tuple[int, str, tuple[str, ...]]]:
    """Entries, own ideas, or open plans or obstacles, by how a number begins, the highest first.

    Each with the beginning of its text and the names marked in it.
    """
    connection = journal.connection
    people = "people" if type_ == "entry" else "'[]'"
    among = "state = 'open'" if type_ in {"plan", "obstacle"} else "1"
    found: list[tuple[int, str, str]] = []
    for first, last in ranges_beginning(digits, newest_number(connection, type_)):
        found += connection.execute(
            f"SELECT number, substr(text, 1, 200), {people} FROM {type_}"
            f" WHERE number BETWEEN ? AND ? AND {among} ORDER BY number DESC LIMIT ?",
            (first, last, most - len(found)),
        ).fetchall()
    return [
        (number, text, (*people_in(text), *json.loads(marked))) for number, text, marked in found
    ]
