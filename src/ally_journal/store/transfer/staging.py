"""Taking in much beside the journal, so that nobody who writes to it waits for that.

What arrives goes into a copy beside the journal. Then the journal is given the copy's contents
within one SQLite transaction, so it has all of it or nothing, and is locked no longer than writing
pages takes.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

from ally_journal.domain.calendar.moment import Moment
from ally_journal.store.database.connection import (
    address,
    begin,
    connect_like,
    exchange,
    noted,
    transaction,
)
from ally_journal.store.database.creation import lay_out, new_beside
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.projections import newest_sequence
from ally_journal.store.transfer.archive import note_imported

_State = tuple[int, ...]
_FOR_ONE_READER = (
    "journal_mode = OFF",  # a file that breaks here is thrown away and never had a name
    "synchronous = OFF",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "cache_size = -8192",  # 8 MB: indexes of hashes are written all over
)


class Staged(Journal):
    """A copy of a journal in which to take in an archive; of it the journal gets all or nothing."""

    before: _State | None = None
    """How the journal was when it was copied; None where there was none."""
    backup: str | None = None
    """The name of the copy made before the journal got what is here."""

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Change]:  # noqa: ARG002
        """One transaction, also for a dry run: nothing of this is kept before it is put."""
        with super().writing() as change:
            yield change

    def back_up(self, reason: str) -> str:  # noqa: ARG002
        """Nothing: it is the journal that is backed up, when it gets this."""
        return ""


@contextmanager
def staged(journal: Journal, path: Path, now: Moment, change: UUID) -> Iterator[Staged]:
    """A copy of the open journal at `path`, beside it; it is gone in the end.

    Raises:
        CannotKeep: there is no room for it, or it may not lie there.
    """
    with new_beside(path, ("Nothing was imported", "")) as new:
        uri = f"{address(new)}?mode=rw"
        with closing(connect_like(journal.connection, uri)) as connection:
            for pragma in _FOR_ONE_READER:
                connection.execute(f"PRAGMA {pragma}")
            copy = Staged(connection, path, now, change)
            if os.path.lexists(path):
                journal.connection.execute("BEGIN")  # nobody else writes from here on
                copy.before = _state(journal.connection, path)
                journal.connection.backup(connection)
                journal.connection.execute("COMMIT")
            else:
                lay_out(connection)
            yield copy


def put(copy: Staged, journal: Journal, path: Path) -> bool:
    """Give the open journal at `path` what was taken in, after a backup of one with anything in it.

    False when somebody wrote to it since it was copied, so that nothing was done. The visit to the
    journal has to end with this.

    Raises:
        CannotKeep, CopyUnsound: there is no room, or no sound backup; nothing was imported.
        sqlite3.Error: the disk refused; nothing was imported.
    """
    if newest_sequence(journal.connection) > 0:
        copy.backup = journal.back_up("before-import")
        if noted(copy.connection, "imported") != noted(journal.connection, "imported"):
            with transaction(copy.connection):
                note_imported(copy.connection, copy.backup)
    begin(journal.connection, path)
    if copy.before != (_state(journal.connection, path) if copy.before else None) or (
        copy.before is None and newest_sequence(journal.connection)
    ):
        journal.connection.execute("ROLLBACK")
        return False
    newest = newest_sequence(copy.connection)
    journal.unconfirmed = not exchange(
        journal.connection, copy.connection, path, lambda anew: newest_sequence(anew) == newest
    )
    journal.kept, journal.backup_due = True, copy.backup_due
    return True


def _state(connection: sqlite3.Connection, path: Path) -> _State:
    """By what it is told whether anything was written to a journal since."""
    there = os.stat(path)  # noqa: PTH116 - as in `identity`
    clock = int(noted(connection, "clock") or 0)
    return there.st_ino, there.st_size, there.st_mtime_ns, newest_sequence(connection), clock
