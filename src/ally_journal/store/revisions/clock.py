"""The clock of a journal, by which its changes are ordered: one rule for moving and checking it.

It is never behind what this device wrote, and follows what came from elsewhere up to a day ahead of
now: a clock that went wrong there is not believed here. Times are UTC milliseconds.
"""

import sqlite3

from ally_journal.store.database.connection import note, noted, value_of

_DAY_MS = 86_400_000


def follow(connection: sqlite3.Connection, other: int, now_ms: int) -> None:
    """Move the clock forward to that of another journal, as far as it is believed."""
    move_to(connection, min(other, now_ms + _DAY_MS))


def move_to(connection: sqlite3.Connection, other: int) -> None:
    """Move the clock forward to one that is right; it never goes back."""
    note(connection, "clock", str(max(_clock(connection), other)))


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether this device wrote something later than the clock says."""
    newest = value_of(
        connection,
        "SELECT max(clock) FROM revision JOIN meta ON key = 'device'"
        " WHERE json_extract(CAST(header AS TEXT), '$.device') = value",
    )
    return newest is not None and _clock(connection) < newest


def is_ahead(connection: sqlite3.Connection, now_ms: int) -> bool:
    """Whether the journal was written with a clock more than a day ahead of this one."""
    return _clock(connection) > now_ms + _DAY_MS


def _clock(connection: sqlite3.Connection) -> int:
    return int(noted(connection, "clock") or 0)
