"""Connections to a journal: how SQLite is told to treat it, and transactions on them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ally_journal.store.crypto import sniff
from ally_journal.store.database import file
from ally_journal.store.files import failures
from ally_journal.store.files.failures import WAIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AT_ONCE = 1
"""Seconds of waiting of which nothing is said."""
SLOT, KEY, NEXT_KEY = "slot", "sync_key", "sync_next"
"""What a journal notes of its exchange with other computers: which numbers this one gives, the key
in hex, and the one that is about to take its place."""
SCHEMA_FILE = Path(__file__).with_name("schema.sql")


def with_lock(
    connection: sqlite3.Connection, path: Path, sql: str, wait: float | None = None
) -> None:
    """Run SQL that waits for a lock, at most `wait` or `WAIT_SECONDS`; it says so after a second.

    It waits a second at a time, since no signal is heard while SQLite waits. Raises CannotKeep as
    `tell_of_waiting`.
    """
    patience = wait = WAIT_SECONDS if wait is None else wait
    connection.execute(f"PRAGMA busy_timeout = {int(min(wait, _AT_ONCE) * 1000)}")
    try:
        while True:
            try:
                connection.execute(sql)
            except sqlite3.OperationalError as error:
                wait -= _AT_ONCE
                if not failures.is_busy(error) or wait <= 0:
                    raise
                failures.tell_of_waiting(path)
            else:
                break
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")


def begin(connection: sqlite3.Connection, path: Path) -> None:
    """Begin to write to the journal at `path`, alone.

    Raises:
        CannotKeep: it is another's, or others could exchange it; or as `tell_of_waiting`.
    """
    shared = file.refuse_strange(path)
    with_lock(connection, path, "BEGIN IMMEDIATE")
    if shared:
        file.take_rollback(path)


@contextmanager
def transaction(connection: sqlite3.Connection, *, keep: bool = True) -> Iterator[None]:
    """One transaction, of one writer at a time, that is kept whole or not at all.

    Without `keep` nothing of it is kept: it only holds other writers off.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        if keep:
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def commit(
    connection: sqlite3.Connection, path: Path, is_kept: Callable[[sqlite3.Connection], bool]
) -> bool:
    """End a transaction on the file at `path`, and say whether the disk confirmed it.

    The last thing SQLite asks of the disk comes after the change is there for everybody. So where
    the disk refused something, a new connection looks whether the change `is_kept`.

    Raises:
        sqlite3.Error: it is not.
    """
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if not looked_again(path, is_kept, connection):
            raise
        return False
    return True


def looked_again(
    path: Path,
    is_kept: Callable[[sqlite3.Connection], bool],
    besides: sqlite3.Connection | None = None,
) -> bool:
    """What a new connection finds, see `connect`; false where the disk does not let it look."""
    with suppress(sqlite3.Error), closing(connect(path, besides=besides)) as anew:
        return is_kept(anew)
    return False


def exchange(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    path: Path,
    is_kept: Callable[[sqlite3.Connection], bool],
) -> bool:
    """Give the file at `path` the pages of `new`, whole or not at all, and say as `commit` whether.

    `old` is a connection to it that holds a transaction in which nothing was written. From then on
    nobody else gets in until it is closed, as it must be.

    Raises:
        sqlite3.Error: it has its own pages still.
    """
    old.execute("PRAGMA locking_mode = EXCLUSIVE")
    old.execute("COMMIT")  # waits for readers
    try:
        new.backup(old)
    except sqlite3.Error:
        old.close()
        if not looked_again(path, is_kept):
            raise
        return False
    return True


def value_of(connection: sqlite3.Connection, sql: str, *values: object) -> Any:  # noqa: ANN401 - as SQL has it
    """The first column of the first row that SQL gives; None when there is no row."""
    found = connection.execute(sql, values).fetchone()
    return found[0] if found else None


def noted(connection: sqlite3.Connection, key: str) -> str | None:
    """What a journal notes about itself under a key; None for nothing."""
    found: str | None = value_of(connection, "SELECT value FROM meta WHERE key = ?", key)
    return found


def note(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Note it from now on, inside the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def address(path: Path) -> str:
    """The URI by which SQLite finds a file, whatever bytes its name is made of."""
    return f"file:{quote(os.fsencode(path.absolute()))}"


def connect(
    path: Path, wait: float | None = None, besides: sqlite3.Connection | None = None
) -> sqlite3.Connection:
    """Open an existing file, plain or encrypted, with the settings every journal needs.

    `wait` is how many seconds it may take to get a lock, `WAIT_SECONDS` if not said. A second
    connection to a file must say `besides` which one, since looking at the file's bytes would drop
    the locks of that one.

    Raises:
        KeyNeeded: it is encrypted, and this process holds no key for it.
        EncryptionMissing: it is encrypted, and the libraries for that are not installed.
    """
    connection = _opened(path, WAIT_SECONDS if wait is None else wait, besides)
    try:
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "fullfsync = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        with_lock(connection, path, "PRAGMA synchronous = EXTRA", wait)  # reads the schema
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, wait: float, besides: sqlite3.Connection | None) -> sqlite3.Connection:
    if besides is None:
        file.refuse_irregular_beside(path)
    uri = f"{address(path)}?mode=rw"
    salt = sniff.salt_of(path) if besides is None else None
    if salt is None and (besides is None or isinstance(besides, sqlite3.Connection)):
        return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    from ally_journal.store.crypto import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    key = cipher.key_of(besides) if besides else keys.needed(path, salt or b"")
    return cipher.connect(uri, key, wait)


def schema_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema number of an open file; raises AnotherProgram, or JournalNewer for one unknown."""
    file.refuse_foreign(path, value_of(connection, "PRAGMA application_id"))
    schema: int = value_of(connection, "PRAGMA user_version")
    file.refuse_newer(path, schema)
    return schema


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take a journal to our schema if it is behind, in one transaction."""
    with transaction(connection):
        if value_of(connection, "PRAGMA user_version") < file.SCHEMA:
            from ally_journal.store.database.migrations import apply_all  # noqa: PLC0415 - rare, and slow

            apply_all(connection)


def is_sealed(connection: sqlite3.Connection) -> bool:
    """Whether a connection is SQLCipher's, which the standard library's cannot be mixed with."""
    return not isinstance(connection, sqlite3.Connection)


def salt_in_use(connection: sqlite3.Connection) -> bytes | None:
    """The salt of the encrypted file that a connection is to; None for a plain one."""
    if not is_sealed(connection):
        return None
    from ally_journal.store.crypto import cipher  # noqa: PLC0415 - only what is encrypted needs it

    key = cipher.key_of(connection)
    return key.salt if key else None


def connect_like(connection: sqlite3.Connection, uri: str) -> sqlite3.Connection:
    """A database that takes the pages of `connection` by its `backup`: a new file, or in memory."""
    if not is_sealed(connection):
        return sqlite3.connect(uri, uri=True, isolation_level=None)
    from ally_journal.store.crypto import cipher  # noqa: PLC0415 - only what is encrypted needs it

    return cipher.connect(uri, cipher.key_of(connection), WAIT_SECONDS)


def connect_to_nothing() -> sqlite3.Connection:
    """An empty journal in memory, for reading where there is none yet."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA_FILE.read_text(encoding="utf-8"))
    return connection


def compact(connection: sqlite3.Connection) -> None:
    """Write the file anew, so that no page of it has words that are gone.

    Without this, and without what `project_erased` does, a search of the bytes finds them.
    """
    connection.execute("VACUUM")


def attach_scratch(connection: sqlite3.Connection) -> None:
    """Attach an empty database called `scratch`, gone when the connection closes.

    It has no name: SQLite keeps it in memory while it is small, and then in a file that it deletes
    as soon as it has opened it (https://www.sqlite.org/inmemorydb.html). The connection must hold
    no transaction.
    """
    connection.execute("PRAGMA temp_store = FILE")  # otherwise it would stay in memory
    connection.execute("ATTACH '' AS scratch")
    connection.execute("PRAGMA temp_store = MEMORY")  # whatever else SQLite puts by may be words
    connection.execute("PRAGMA scratch.journal_mode = MEMORY")
    connection.execute("PRAGMA scratch.synchronous = OFF")
