"""Opening a journal that is of this schema then, whatever happens to the file meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.errors import CannotKeep
from ally_journal.store.crypto.sniff import is_encrypted, look_anew, salt_of
from ally_journal.store.database import connection as database_connection
from ally_journal.store.database import file
from ally_journal.store.files import failures
from ally_journal.store.files.layout import Role, backups_folder, files_among_backups, files_in_role

if TYPE_CHECKING:  # `ally log` needs few of these
    from pathlib import Path

    from ally_journal.domain.calendar.moment import Moment


def connect(path: Path, now: Moment, *, create: bool) -> sqlite3.Connection:
    """A connection to the journal, of this schema; without `create`, to nothing if there is none.

    Raises:
        NotAJournal, JournalNewer, KeyNeeded, CannotKeep: see `database`.
        sqlite3.Error: the disk, a lock or damage.
    """
    try:
        return _connected(path, now, create=create)
    except sqlite3.DatabaseError as error:
        if not failures.is_damage(error):
            raise
        # It may have been exchanged between the look at its bytes and opening it.
        look_anew()
        return _connected(path, now, create=create)


def _connected(path: Path, now: Moment, *, create: bool) -> sqlite3.Connection:
    found = file.look_at(path)
    if found is file.Found.NOTHING:
        if not create:
            return database_connection.connect_to_nothing()
        from ally_journal.store.database import creation  # noqa: PLC0415 - once for each journal

        _refuse_where_an_encrypted_one_was(path)
        creation.create(path)
    opened = file.identity(path)
    connection = database_connection.connect(path)
    try:
        schema = database_connection.schema_of(connection, path)
        if found is file.Found.ENCRYPTED:
            _sweep_readable(path, connection, opened)
        if schema < file.SCHEMA:
            _migrate(connection, path, now)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_where_an_encrypted_one_was(path: Path) -> None:
    """Raise CannotKeep where the backups say that the journal which is gone was encrypted.

    What begins in its place would not be, and whoever writes on would not notice.
    """
    if any(map(salt_of, files_in_role(path, Role.BACKUP))):
        raise CannotKeep(
            f"There is no journal at {path}, but encrypted backups of one; run ally backup "
            "restore last, or ally encrypt to begin a new one."
        )


def _sweep_readable(
    path: Path, connection: sqlite3.Connection, opened: tuple[int, int] | None
) -> None:
    """Delete what killed runs left of an encrypted journal, or beside it, that is not encrypted.

    A backup that was begun when the journal was plain is never finished, so its copy is nobody's.
    """
    if file.was_left_unfinished(path):
        from ally_journal.store.database.convert import sweep  # noqa: PLC0415 - after a kill

        sweep(path, connection, opened)
    with suppress(OSError):
        for left, role in files_among_backups(backups_folder(path)):
            if role is Role.UNFINISHED and is_encrypted(left) is False:
                left.unlink(missing_ok=True)


def _migrate(connection: sqlite3.Connection, path: Path, now: Moment) -> None:
    """Back up, then bring an older journal up to date, once, however many processes start."""
    from ally_journal.domain.backup import BEFORE_MIGRATION  # noqa: PLC0415 - rare
    from ally_journal.store.database.snapshot import back_up, stamp  # noqa: PLC0415 - only when behind

    back_up(connection, path, stamp(now.local), BEFORE_MIGRATION)
    database_connection.bring_up_to_date(connection)
