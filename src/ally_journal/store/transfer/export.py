"""Handing out a journal in batches, each a short read of its own, so that no writer waits.

Everything stops at what was the newest when it began.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.transfer.archive import Numbered, Revision
from ally_journal.store.database.connection import attach_scratch, noted, value_of
from ally_journal.store.journal.entries import conditions_of, entries_after
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import IS_HEAD, id_of, newest_number, newest_sequence

EACH = 200
"""Records in a full batch."""
_ENOUGH = 1_000_000  # bytes of bodies; a batch is not longer, even if it has fewer records


def is_demo(journal: Journal) -> bool:
    """Whether a journal was made by `ally demo`, or began with the archive of such a one."""
    return noted(journal.connection, "demo") is not None


def entries(journal: Journal, wanted: Filter) -> Iterator[tuple[Entry, ...]]:
    """Entries that pass the filter in batches, by day, then number, oldest first."""
    connection = journal.connection
    last = newest_number(connection, "entry")
    after = _day_before(connection, wanted)
    while batch := entries_after(connection, wanted, after, last, EACH):
        yield batch
        after = (batch[-1].day.isoformat(), batch[-1].number)


def how_many_entries(journal: Journal, wanted: Filter) -> int:
    """How many entries `entries` will give, to a few."""
    conditions, values = conditions_of(wanted)
    counted = f"SELECT count(*) FROM entry WHERE {conditions}"
    found = value_of(journal.connection, counted, *values)
    return int(found if wanted.newest is None else min(found, wanted.newest))


def archived(journal: Journal, wanted: Filter) -> Iterator[Sequence[Revision | Numbered]]:
    """Revisions as they were appended, then numbers, in batches; all, or what a filter leaves.

    A filter leaves the matching entries, what was heard about them, the plans they name, and
    everything that was ever written of these.
    """
    connection = journal.connection
    top = newest_sequence(connection)
    among = "1"
    if wanted != Filter():
        _choose(connection, wanted)
        # The plus keeps SQLite from beginning with the chosen, and sorting them for every batch.
        among = "+record IN (SELECT record FROM scratch.chosen)"
    yield from _revisions(connection, top, among)
    yield from _numbers(connection, top, among)


def ideas(journal: Journal, but: Sequence[int] = ()) -> Iterator[Sequence[Revision | Numbered]]:
    """A person's own ideas, phrases and questions as they are now, with their numbers.

    They are for others, so what they said before and what was deleted stays here, and so do those
    with the numbers `but`.
    """
    connection = journal.connection
    top = newest_sequence(connection)
    among = (
        "record IN (SELECT record FROM number JOIN idea USING (number) WHERE number.type = 'idea'"
        f" AND number NOT IN ({', '.join(map(str, map(int, but)))}))"
    )
    yield from _revisions(connection, top, f"{among} AND {IS_HEAD}")
    yield from _numbers(connection, top, among)


def how_many_revisions(journal: Journal) -> int:
    """How many revisions there are, whatever a filter leaves of them."""
    return int(value_of(journal.connection, "SELECT count(*) FROM revision"))


def _revisions(
    connection: sqlite3.Connection, top: int, among: str
) -> Iterator[Sequence[Revision]]:
    after = 0
    while True:
        rows = connection.execute(
            "SELECT seq, header, salt, body FROM revision LEFT JOIN body ON body.revision = seq"
            f" WHERE seq > ? AND seq <= ? AND {among} ORDER BY seq LIMIT ?",
            (after, top, EACH),
        )
        batch, size = [], 0
        for seq, header, salt, body in rows:
            batch.append(Revision(header, salt, body))
            after, size = seq, size + len(body or b"")
            if size > _ENOUGH:
                break
        rows.close()  # or the lock would stay while the batch is written out
        if not batch:
            return
        yield batch


def _numbers(connection: sqlite3.Connection, top: int, among: str) -> Iterator[Sequence[Numbered]]:
    after = ("", 0)
    while True:
        rows = connection.execute(
            "SELECT number, type, record FROM number WHERE (type, number) > (?, ?) AND EXISTS"
            " (SELECT 1 FROM revision WHERE revision.record = number.record AND seq <= ?)"
            f" AND {among} ORDER BY type, number LIMIT ?",
            (*after, top, EACH),
        ).fetchall()
        if not rows:
            return
        yield [Numbered(number, type_, id_of(record)) for number, type_, record in rows]
        after = (rows[-1][1], rows[-1][0])


def _choose(connection: sqlite3.Connection, wanted: Filter) -> None:
    """Note in the scratch which records a filter leaves."""
    attach_scratch(connection)
    connection.execute("CREATE TABLE scratch.chosen (record BLOB PRIMARY KEY) WITHOUT ROWID")
    conditions, values = conditions_of(wanted)
    connection.execute(
        "INSERT INTO scratch.chosen SELECT record FROM entry JOIN number USING (number)"
        f" WHERE number.type = 'entry' AND {conditions}"
        " ORDER BY entry.day DESC, entry.number DESC LIMIT ?",
        (*values, -1 if wanted.newest is None else wanted.newest),
    )
    heard = (
        "SELECT feedback.record FROM feedback JOIN scratch.chosen ON chosen.record = feedback.entry"
    )
    plans = (
        "SELECT plan FROM entry JOIN number ON number.type = 'entry' AND number.number ="
        " entry.number JOIN scratch.chosen USING (record) WHERE plan IS NOT NULL"
    )
    for belonging in (heard, plans):
        connection.execute(f"INSERT OR IGNORE INTO scratch.chosen {belonging}")


def _day_before(connection: sqlite3.Connection, wanted: Filter) -> tuple[str, int]:
    """Where to begin, exclusive, so that the newest entries of a filter are what is left."""
    if wanted.newest is None:
        return "", 0
    conditions, values = conditions_of(wanted)
    return connection.execute(
        f"SELECT day, number FROM entry WHERE {conditions}"
        " ORDER BY day DESC, number DESC LIMIT 1 OFFSET ?",
        (*values, wanted.newest),
    ).fetchone() or ("", 0)
