"""Working out again what views read, from the revisions, which are the truth."""

import sqlite3

from ally_journal.store.projections import NUMBERED, rebuild


def mend(connection: sqlite3.Connection) -> int:
    """Rebuild indexes and projections inside the caller's transaction; gives the revisions' count.

    Numbers stay as they are; a record that lost its number gets a new one.
    """
    connection.execute("REINDEX")
    for type_ in NUMBERED:
        _number_the_rest(connection, type_)
    rebuild(connection)
    (count,) = connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(count)


def _number_the_rest(connection: sqlite3.Connection, type_: str) -> None:
    """Give a number to each record without one, by the clock and id of its first revision."""
    without = connection.execute(
        "SELECT record FROM revision WHERE type = ? AND record NOT IN"
        " (SELECT record FROM number) GROUP BY record ORDER BY min(clock), min(id)",
        (type_,),
    ).fetchall()
    for (record,) in without:
        connection.execute(
            "INSERT INTO number SELECT ?, coalesce(max(number), 0) + 1, ? FROM number"
            " WHERE type = ?",
            (type_, record, type_),
        )
