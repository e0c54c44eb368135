"""Opening a journal that is of this schema then, whatever happens to the file meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.errors import AnotherJournal
from ally_journal.store.crypto.sniff import is_encrypted, look_anew, salt_of
from ally_journal.store.database import connection as database_connection
from ally_journal.store.database import file
from ally_journal.store.files import failures, machine
from ally_journal.store.files.layout import (
    Role,
    backups_folder,
    files_among_backups,
    files_in_role,
    machine_file,
)

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
    refuse_another(path, found)
    if found is file.Found.NOTHING:
        if not create:
            return database_connection.connect_to_nothing()
        from ally_journal.store.database import creation  # noqa: PLC0415 - once for each journal

        creation.create(path)
    opened = file.identity(path)
    connection = database_connection.connect(path)
    try:
        schema = database_connection.schema_of(connection, path)
        if found is file.Found.ENCRYPTED:
            _sweep_readable(path, connection, opened)
            _remember(path, connection, opened)
        if schema < file.SCHEMA:
            _migrate(connection, path, now)
    except BaseException:
        connection.close()
        raise
    return connection


def is_expected(path: Path, found: file.Found) -> bool:
    """Whether what lies at `path` may be the journal that this computer knows there.

    Where nothing is known, as without a state folder, the backups of one that is gone tell whether
    it was encrypted. It reads bytes, see `look_at`.
    """
    known = machine.expected(machine_file(path))
    if not known:
        if found is not file.Found.NOTHING:
            return True
        return not any(map(salt_of, files_in_role(path, Role.BACKUP)))
    salt = salt_of(path) if found is file.Found.ENCRYPTED else None
    return machine.PLAIN in known or (salt or b"").hex() in known


def refuse_another(path: Path, found: file.Found) -> None:
    """Raise AnotherJournal where an encrypted journal was, and what lies there is not that one.

    What is written to a file that is not encrypted could be read by anybody, and whoever writes on
    would not notice.
    """
    if is_expected(path, found):
        return
    backup = bool(files_in_role(path, Role.BACKUP))
    back = "move it away and run ally backup restore last" if backup else "put that one back"
    raise AnotherJournal(
        {
            file.Found.NOTHING: f"There is no journal at {path}, where an encrypted one was; run "
            f"{'ally backup restore last, or ' if backup else ''}ally encrypt to begin a new one, "
            "or ally encrypt --off for one that is not encrypted.",
            file.Found.JOURNAL: f"{path} is not encrypted, but the journal here was; {back}, or go "
            "on with this one: ally encrypt encrypts it, ally encrypt --off leaves it as it is.",
            file.Found.ENCRYPTED: f"{path} is encrypted with another key than the journal here "
            f"was; {back}, or run ally encrypt to go on with this one.",
        }[found]
    )


def _remember(path: Path, connection: sqlite3.Connection, opened: tuple[int, int] | None) -> None:
    """Know from now on that the journal here is the encrypted one that was opened."""
    known, salt = machine_file(path), database_connection.salt_in_use(connection)
    if salt and salt.hex() not in machine.expected(known) and file.identity(path) == opened:
        machine.expect(known, salt)


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
