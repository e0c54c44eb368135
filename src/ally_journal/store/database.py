"""Opening a journal: what the file is, before SQLite touches it, and how SQLite must treat it."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from ally_journal.errors import AnotherProgram, CannotKeep, JournalNewer, NotAJournal
from ally_journal.store import sealed
from ally_journal.store.files import alone, create_private, make_folder, sync_folder
from ally_journal.store.paths import beside, left_without, sqlite_files, unfinished
from ally_journal.store.refusals import WAIT_SECONDS, reason_of
from ally_journal.store.sealed import SQLITE, salt_of

APPLICATION_ID = 0x414C4C59
SCHEMA = 2
"""The schema number this version writes; kept in the file as `user_version`."""

SCHEMA_FILE = Path(__file__).with_name("schema.sql")
_HEADER = 100


class Found(Enum):
    """What lies at a journal's path, when it is something ally may open."""

    NOTHING = "nothing"
    JOURNAL = "journal"
    ENCRYPTED = "encrypted"
    """Whole pages of what is neither text nor a plain database: only a key can tell."""


def look_at(path: Path) -> Found:
    """Tell from the bytes alone what lies at `path`; changes nothing.

    Call it before this process has a connection to the file: closing any handle on it would drop
    SQLite's locks.

    Raises:
        NotAJournal: a folder, a text, an empty or cut-off file, or another program's database or
            other file.
        JournalNewer: a journal with a higher schema number than ours.
        CannotKeep: the file cannot be read.
    """
    try:
        head = sealed.first_page(path)
    except (FileNotFoundError, NotADirectoryError):
        return Found.NOTHING
    except IsADirectoryError:
        raise NotAJournal(
            f"{path} is not a file; give the path of a journal with --journal."
        ) from None
    except OSError as refused:
        raise CannotKeep(f"{path} cannot be read: {reason_of(refused)}.") from None
    if not head:
        raise NotAJournal(
            f"{path} is empty, so it is not a journal; move it away, or put a backup in its place "
            "with ally backup restore last."
        )
    if sealed.salt_of(path) is not None and sealed.is_whole(path):
        return Found.ENCRYPTED
    if sealed.may_be(path):
        raise NotAJournal(
            f"{path} is no whole journal: it was cut off, or is another kind of file; nothing was "
            "changed, and ally backup list shows what can be put in its place."
        )
    if len(head) < _HEADER or not head.startswith(SQLITE):
        raise NotAJournal(f"{path} is not an ally journal; nothing was changed, check the path.")
    refuse_foreign(path, int.from_bytes(head[68:72]))
    refuse_newer(path, int.from_bytes(head[60:64]))
    return Found.JOURNAL


def refuse_foreign(path: Path, application: int) -> None:
    """Raise AnotherProgram when a database's application id is not ours."""
    if application != APPLICATION_ID:
        raise AnotherProgram(
            f"{path} belongs to another program; nothing was changed, check the path."
        )


def refuse_newer(path: Path, schema: int) -> None:
    """Raise JournalNewer when a journal's schema number is above ours."""
    if schema > SCHEMA:
        raise JournalNewer(
            f"{path} was written by a newer ally (schema {schema}, this one knows {SCHEMA}); "
            "nothing was changed, update ally to open it."
        )


def create(path: Path) -> None:
    """Make a new, empty journal at `path`, 0600 in a 0700 folder, or leave the one already there.

    It is built whole under another name first, so no other process ever sees half a journal.

    Raises:
        CannotKeep: the disk refused.
    """
    with new_beside(path) as new:
        with closing(connect(new)) as connection:
            lay_out(connection)
        put_in_place(new, path)


@contextmanager
def new_beside(path: Path, refusal: tuple[str, str] = ("", "")) -> Iterator[Path]:
    """A new, empty file under a hidden name beside `path`, 0600; it is gone in the end.

    `refusal` is how the sentence begins and ends that says why the disk refused.

    Raises:
        CannotKeep: the disk refused, at any time.
    """
    new = beside(path)
    beginning, end = refusal if any(refusal) else (f"No journal could be made at {path}", "")
    try:
        make_folder(path.parent)
        os.close(create_private(new))
        yield new
    except OSError as refused:
        raise CannotKeep(f"{beginning}: {reason_of(refused)}{end}.") from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def lay_out(connection: sqlite3.Connection) -> None:
    """Make an empty file an empty journal, in one transaction."""
    with transaction(connection):
        for statement in SCHEMA_FILE.read_text(encoding="utf-8").split(";\n"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('journal', ?)", (os.urandom(16).hex(),))


def put_in_place(new: Path, path: Path) -> bool:
    """Give a finished journal its name for good, unless something has it already; say whether."""
    if not path.exists():
        part_from_leftovers(path, left_without(path))
    try:
        if sys.platform == "win32":
            new.rename(path)  # refuses to replace, on Windows
        else:
            _link_or_rename(new, path)
    except FileExistsError:
        return False
    sync_folder(path.parent)
    return True


def part_from_leftovers(path: Path, aside: Path) -> None:
    """Rename what SQLite left beside a journal that is gone, as if `aside` were that journal.

    A rollback journal found beside a new file would be written back into it. What a live journal
    needs has the same name: call this only when nothing, or nothing sound, lies at `path`.
    """
    for left, new in zip(sqlite_files(path), sqlite_files(aside), strict=True):
        if left.exists():
            left.rename(new)


def _link_or_rename(new: Path, path: Path) -> None:
    """Take the name without ever replacing a file; raises FileExistsError."""
    try:
        os.link(new, path)  # refuses to replace, unlike rename
    except FileExistsError:
        raise
    except OSError:
        _rename_under_lock(new, path)


def _rename_under_lock(new: Path, path: Path) -> None:
    """The same on a file system without hard links: one process at a time looks and renames."""
    with alone(path.parent):
        if path.exists():
            raise FileExistsError
        new.rename(path)


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
            "synchronous = EXTRA",
            "fullfsync = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, wait: float, besides: sqlite3.Connection | None) -> sqlite3.Connection:
    uri = f"{address(path)}?mode=rw"
    salt = sealed.salt_of(path) if besides is None else None
    if salt is None and (besides is None or isinstance(besides, sqlite3.Connection)):
        return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    from ally_journal.store import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    key = cipher.key_of(besides) if besides else keys.needed(path, salt or b"")
    return cipher.connect(uri, key, wait)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that has its name later; None when nothing lies there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - start-up
    except OSError:
        return None
    return status.st_dev, status.st_ino


def was_left_unfinished(path: Path) -> bool:
    """Whether a process that gave the journal another key was killed, or is at it just now."""
    return unfinished(Path(os.path.realpath(path))).exists()


def is_sealed(connection: sqlite3.Connection) -> bool:
    """Whether a connection is SQLCipher's, which the standard library's cannot be mixed with."""
    return not isinstance(connection, sqlite3.Connection)


def in_memory_like(connection: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database in memory that takes the pages of `connection` by its `backup`."""
    if not is_sealed(connection):
        return sqlite3.connect(":memory:", isolation_level=None)
    from ally_journal.store import cipher  # noqa: PLC0415 - only what is encrypted needs it

    return cipher.connect(":memory:", cipher.key_of(connection), WAIT_SECONDS)


def is_locked(path: Path) -> bool:
    """Whether a file is encrypted and this process has no key; reads bytes, see `look_at`."""
    salt = salt_of(path)
    if salt is None:
        return False
    from ally_journal.store import keys  # noqa: PLC0415 - the same

    return keys.held(salt) is None


def connect_to_nothing() -> sqlite3.Connection:
    """An empty journal in memory, for reading where there is none yet."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA_FILE.read_text(encoding="utf-8"))
    return connection
