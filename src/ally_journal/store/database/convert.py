"""Giving a journal, or a copy of one, another key or none.

An exact copy with the new key is made beside the file, checked against it, and takes its place in
one rename; until then the file is as it was. All three ways, plain to a key, a key to another and
a key to plain, are this one. Four things are held throughout, each learnt from a loss:

- a guard, an open write transaction on the old file, keeps every writer out until the rename is
  done: what it accepted between copying and renaming would be nowhere;
- nothing is written to the old file after the rename: what SQLite leaves for it to be rolled back
  would be rolled back into the new one;
- one library opens the file here, since the locks of two in one process do not see each other;
- only a process that holds the guard deletes an unfinished copy, so that it is nobody's.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep

from ally_journal.errors import CannotKeep, CopyUnsound
from ally_journal.store.crypto import cipher, keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import (
    address,
    schema_of,
    transaction,
    value_of,
    with_lock,
)
from ally_journal.store.database.file import identity
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files import machine, owners
from ally_journal.store.files.atomic import replace, sync_file
from ally_journal.store.files.failures import (
    WAIT_SECONDS,
    damaged,
    exchanged,
    refused_plainly,
    told_plainly,
)
from ally_journal.store.files.layout import machine_file, sqlite_files, unfinished
from ally_journal.store.files.system import create_private, moves_open_files

_LET_IN = 0.25
"""Seconds in which those that waited for the old file find that it is another one now.

SQLite looks for a lock every tenth of a second. A writer who began meanwhile would have a rollback
journal under the name that they look at too.
"""
_PATIENCE_MS = 500
"""How long what was left waits for somebody who writes."""


def convert(path: Path, old: Key | None, new: Key | None, backup_ns: int | None = None) -> bool:
    """Give the file at `path`, which `old` opens, the key `new`; None stands for no encryption.

    This process must have no connection to the file. It holds `new` afterwards. `backup_ns` is the
    time of last change that a backup gets; nobody waits to write to one. Gives whether the disk
    confirmed that the copy has the name, see `replace`.

    Raises:
        CopyUnsound: the file is damaged.
        CannotKeep: the disk refused, or another process has just exchanged the file.
        JournalBusy, JournalDamaged, JournalNewer: see `database`.
    """
    real = Path(os.path.realpath(path))
    if new is not None:
        keys.hold(new)
    with (
        told_plainly(path),
        refused_plainly(f"{path} could not be rewritten", "; it is as it was"),
        closing(_guard(real, old)) as guard,
    ):
        copy = unfinished(real)
        _remove(copy)
        try:
            os.close(create_private(copy))
            _copy(real, old, copy, new)
            _check(real, old, copy, new)
            if backup_ns is not None:
                os.utime(copy, ns=(backup_ns, backup_ns))
            sync_file(copy)
            if backup_ns is not None:
                return _exchange(guard, copy, real, new, 0)
            with _expected(real, old, new, copy):
                return _exchange(guard, copy, real, new, _LET_IN)
        except BaseException:
            _remove(copy)
            raise


@contextmanager
def _expected(real: Path, old: Key | None, new: Key | None, copy: Path) -> Iterator[None]:
    """Let this computer know what lies there: the old one or the new one meanwhile, then the one.

    Raises:
        CannotKeep: it knows of an encrypted one, and cannot know of another.
    """
    known, salts = machine_file(real), [key.salt if key else None for key in (old, new)]
    if not machine.expect(known, *salts) and machine.expected(known):
        raise CannotKeep(
            f"{known} could not be written, which tells that the journal is encrypted; nothing was "
            "changed."
        )
    made = identity(copy)
    try:
        yield
    finally:
        machine.expect(known, salts[identity(real) == made])


def sweep(path: Path, connection: sqlite3.Connection, opened: tuple[int, int] | None) -> None:
    """Delete what a killed conversion left beside an encrypted journal: it may not be encrypted.

    `connection` is in no transaction and to the file that `path` named when it was `opened`. What
    is still being made stays: a conversion holds the lock of the file that has the name now.
    """
    with suppress(OSError, sqlite3.Error):
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            with transaction(connection, keep=False):
                if identity(path) == opened:
                    _remove(unfinished(Path(os.path.realpath(path))))
                    if key := cipher.key_of(connection):
                        machine.expect(machine_file(path), key.salt)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")


def _guard(real: Path, key: Key | None) -> sqlite3.Connection:
    """A connection whose transaction keeps writers out of this very file; it has written nothing.

    Raises:
        CannotKeep: another process has exchanged the file.
    """
    owners.refuse_strange(real)
    before = identity(real)
    if salt_of(real) != (key and key.salt):
        raise exchanged(real)
    guard = cipher.connect(f"{address(real)}?mode=rw", key)
    try:
        guard.execute("PRAGMA journal_mode = DELETE")
        with_lock(guard, real, "BEGIN IMMEDIATE")
        schema_of(guard, real)
    except BaseException:
        guard.close()
        raise
    if identity(real) != before:
        guard.close()
        raise exchanged(real)
    return guard


def _copy(real: Path, old: Key | None, copy: Path, new: Key | None) -> None:
    """Write everything into the empty file `copy`; of what goes wrong SQLCipher says only words."""
    with attached(real, old, copy, new) as both:
        both.execute("PRAGMA copy.journal_mode = OFF")  # nobody needs half of it
        try:
            copy_all(both)
        except sqlite3.OperationalError as error:
            if "malformed" in str(error):
                raise damaged(real) from None
            raise CannotKeep(f"{real} could not be rewritten: {error}; it is as it was.") from None


@contextmanager
def attached(
    real: Path, old: Key | None, copy: Path, new: Key | None, mode: str = "rw"
) -> Iterator[sqlite3.Connection]:
    """A connection to the file, opened in this mode, that has the other attached as `copy`."""
    with closing(cipher.connect(f"{address(real)}?mode={mode}", old)) as both:
        key = new.pragma() if new else ""
        both.execute("ATTACH ? AS copy KEY ?", (f"{address(copy)}?mode=rw", key))
        yield both


def copy_all(both: sqlite3.Connection) -> None:
    """Fill what is attached as `copy`, which is to be made durable; raises sqlite3.Error."""
    both.execute("PRAGMA copy.synchronous = OFF")
    both.execute("SELECT sqlcipher_export('copy')")
    for pragma in ("user_version", "application_id"):  # the export leaves them out
        both.execute(f"PRAGMA copy.{pragma} = {value_of(both, f'PRAGMA main.{pragma}')}")


def _check(real: Path, old: Key | None, copy: Path, new: Key | None) -> None:
    """Raise CopyUnsound unless the copy is sound, as its own opener finds, and equal.

    SQLCipher's own check comes first, on a connection of its own: after a bad page the same
    connection reports damage that is not there.
    """
    if new is not None:
        with closing(cipher.connect(f"{address(copy)}?mode=rw", new)) as sealed:
            if sealed.execute("PRAGMA cipher_integrity_check").fetchone():
                raise CopyUnsound(f"The disk did not keep what was written beside {real}.")
    if trouble := verify(copy):
        raise CopyUnsound(
            f"{real} is damaged ({trouble}), so nothing was changed; run ally doctor."
        )
    with attached(real, old, copy, new) as both:
        if difference := _difference(both):
            raise CopyUnsound(
                f"A copy of {real} did not come out equal ({difference}), so nothing was changed; "
                "run ally doctor."
            )


def _difference(both: sqlite3.Connection) -> str | None:
    """The first table that is not the same in file and copy, row by row; None if all are."""
    objects = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master ORDER BY 1, 2"
    here = both.execute(objects.format("main")).fetchall()
    if here != both.execute(objects.format("copy")).fetchall():
        return "the schema"
    tables = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type != 'view'"
    virtual = {name for _, name, _, sql in here if sql and sql.startswith("CREATE VIRTUAL")}
    for name, without_rowid in both.execute(tables).fetchall():
        if name in virtual or name.endswith("_schema"):
            continue
        columns = both.execute("SELECT name, pk FROM pragma_table_xinfo(?)", (name,)).fetchall()
        key = [f'"{column}"' for column, pk in columns if pk] if without_rowid else ["rowid"]
        values = [f'"{column}"' for column, _ in columns]
        if both.execute(_unequal(name, key, values)).fetchone() != (0, 0):
            return str(name)
    return None


def _unequal(table: str, key: list[str], values: list[str]) -> str:
    """SQL that counts how many rows more, and how many other rows, a table has here than there."""
    same_row = " AND ".join(f"here.{column} = there.{column}" for column in key)
    here, there = (", ".join(f"{side}.{one}" for one in values) for side in ("here", "there"))
    return (
        f'SELECT (SELECT count(*) FROM main."{table}") - (SELECT count(*) FROM copy."{table}"),'
        f' (SELECT count(*) FROM main."{table}" AS here LEFT JOIN copy."{table}" AS there'
        f" ON {same_row} WHERE ({here}) IS NOT ({there}))"
    )


def _exchange(
    guard: sqlite3.Connection, copy: Path, real: Path, new: Key | None, seconds: float
) -> bool:
    """Give the copy its name, and let those in for so long who waited for the old file."""
    if not moves_open_files():
        guard.close()
        return replace(copy, real)
    with closing(cipher.connect(f"{address(copy)}?mode=rw", new)) as first:
        first.execute("BEGIN IMMEDIATE")
        confirmed = replace(copy, real)
        guard.close()
        sleep(seconds)
    return confirmed


def _remove(copy: Path) -> None:
    for one in (copy, *sqlite_files(copy)):
        one.unlink(missing_ok=True)
