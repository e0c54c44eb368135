"""All projections at once: working them out again, and holding them against what they must be."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

from ally_journal.store.database.connection import value_of
from ally_journal.store.revisions.projections import (
    EACH,
    PROJECTIONS,
    TYPES,
    Told,
    allot_numbers,
    heads_among,
    insertion,
    names_of,
    rows_among,
    those_in,
)

_T = TypeVar("_T")


def rebuild(connection: sqlite3.Connection) -> None:
    """Empty every projection and work it out again, inside the caller's transaction."""
    for table in PROJECTIONS:
        connection.execute(f"DELETE FROM {table}")
    for type_, heads in _all_heads(connection):
        for table, rows in reversed(rows_among(connection, type_, heads)[1].items()):
            connection.executemany(insertion(table), rows)
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('rebuild')")


def different(connection: sqlite3.Connection) -> list[str]:
    """The projected tables with any row that is not what the revisions say, by name.

    What cannot be read is not what they say either.
    """
    wrong: set[str] = set()
    counts = dict.fromkeys(PROJECTIONS, 0)
    for type_, heads in _all_heads(connection):
        keys, wanted = rows_among(connection, type_, heads)
        for table, rows in wanted.items():
            counts[table] += len(rows)
            try:
                found = connection.execute(
                    f"SELECT {names_of(table)} FROM {table} WHERE {those_in(table, keys)}", keys
                ).fetchall()
            except sqlite3.Error:
                wrong.add(table)
            else:
                if sorted(found) != sorted(rows):
                    wrong.add(table)
    for table, count in counts.items():
        if value_of(connection, f"SELECT count(*) FROM {table}") != count:
            wrong.add(table)
    return sorted(wrong)


def mend(connection: sqlite3.Connection) -> int:
    """Rebuild indexes and projections inside the caller's transaction; gives the revisions' count.

    Numbers stay as they are; a record that lost its number gets a new one.
    """
    connection.execute("REINDEX")
    allot_numbers(connection)
    rebuild(connection)
    return int(value_of(connection, "SELECT count(*) FROM revision"))


_SEVERAL = "(SELECT record FROM revision GROUP BY record HAVING count(*) > 1)"


def _all_heads(connection: sqlite3.Connection) -> Iterator[tuple[str, list[Told]]]:
    """Every head there is, in batches of one type, those of a record together; entries last.

    Most records have one revision, so these are read as they lie.
    """
    joined = "LEFT JOIN number USING (record) LEFT JOIN body ON body.revision = revision.seq"
    for entries in (False, True):
        those = f"type {'=' if entries else '!='} 'entry' AND record {{}} {_SEVERAL}"
        only = connection.execute(
            "SELECT revision.type, record, number, clock, id, op, clock, body FROM revision"
            f" {joined} WHERE revision.{those.format('NOT IN')} ORDER BY seq"
        )
        for type_, each in _by_type((type_, told) for type_, *told in only):
            yield type_, each
        more = connection.execute(
            f"SELECT DISTINCT type, record FROM revision WHERE {those.format('IN')}"
        )
        for type_, records in _by_type(more):
            yield type_, heads_among(connection, type_, records)


def _by_type(found: Iterable[tuple[str, _T]]) -> Iterator[tuple[str, list[_T]]]:
    """Batches of what belongs to one type that has tables."""
    batches: dict[str, list[_T]] = {type_: [] for type_ in TYPES}
    for type_, one in found:
        if type_ in batches:
            batches[type_].append(one)
            if len(batches[type_]) == EACH:
                yield type_, batches[type_]
                batches[type_] = []
    yield from ((type_, batch) for type_, batch in batches.items() if batch)
