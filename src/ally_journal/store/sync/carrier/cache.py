"""What each carried file says, by ids alone: so that only new files are read, by one run at a time.

It holds no words, and may be deleted at any time: it is worked out again from the files.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.sync.numbers import Claim
from ally_journal.errors import JournalBusy
from ally_journal.store.database.connection import address
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.failures import is_busy
from ally_journal.store.files.system import create_private
from ally_journal.store.sync.carrier.folder import Look

_WAIT = 30.0
_VERSION = 100 + SCHEMA  # what a later ally can read is looked at again
_TABLES = """
CREATE TABLE about (version INTEGER NOT NULL, folder TEXT NOT NULL) STRICT;
CREATE TABLE file (
  name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL,
  state TEXT NOT NULL, writer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE said (
  file TEXT NOT NULL, id BLOB NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (file, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
  file TEXT NOT NULL, type TEXT NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL,
  PRIMARY KEY (file, type, number, record)
) STRICT, WITHOUT ROWID;
"""
SOUND, MISNAMED, UNREAD, NEWER, CLOSED = "sound", "misnamed", "unread", "newer", "closed"
"""What a file turned out to be: one that counts, a copy of one, none that opens, a later ally's,
and one that says that there is another key."""


class Said(NamedTuple):
    """What one file says: its revisions and whether with their words, and numbers.

    `by` is the device that wrote it; of one that closes a folder, the folder that is used now.
    """

    look: Look
    state: str
    by: str = ""
    revisions: tuple[tuple[bytes, bool], ...] = ()
    claims: tuple[Claim, ...] = ()


class Cache:
    """The open cache of one folder; use `locked`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute

    def looks(self) -> dict[str, tuple[Look, str]]:
        """What each file looked like when it was read, and what it turned out to be."""
        rows = self._execute("SELECT name, size, changed, state FROM file")
        return {name: (Look(name, *look), state) for name, *look, state in rows}

    def all(self) -> Iterator[Said]:
        """Everything that is known of every file."""
        files = self._execute("SELECT name, size, changed, state, writer FROM file").fetchall()
        said: dict[str, list[tuple[bytes, bool]]] = {}
        for file, id_, words in self._execute("SELECT file, id, words FROM said"):
            said.setdefault(file, []).append((id_, bool(words)))
        claims: dict[str, list[Claim]] = {}
        for file, *claim in self._execute("SELECT file, type, number, record FROM claim"):
            claims.setdefault(file, []).append(Claim(*claim))
        for name, size, changed, state, by in files:
            yield Said(
                Look(name, size, changed),
                state,
                by,
                tuple(said.get(name, ())),
                tuple(claims.get(name, ())),
            )

    def keep(self, one: Said) -> None:
        """Note what a file says, instead of what was noted of it before."""
        name = one.look.name
        self.drop(name)
        self._execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (*one.look, one.state, one.by))
        self._connection.executemany(
            "INSERT OR REPLACE INTO said VALUES (?, ?, ?)",
            [(name, id_, int(words)) for id_, words in one.revisions],
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO claim VALUES (?, ?, ?, ?)", [(name, *c) for c in one.claims]
        )

    def drop(self, name: str) -> None:
        """Note that a file is not there any more."""
        for table, column in (("file", "name"), ("said", "file"), ("claim", "file")):
            self._execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))


@contextmanager
def locked(path: Path, folder: str) -> Iterator[Cache]:
    """The cache of a folder, for one exchange at a time; a damaged one, or another's, begins anew.

    What was noted is kept at the end, and nothing of it where that raises.

    Raises:
        JournalBusy: another exchange of this journal does not end.
        OSError, sqlite3.Error: the disk refused.
    """
    try:
        connection = _begun(path, folder)
    except sqlite3.DatabaseError as trouble:
        if is_busy(trouble):
            raise JournalBusy(
                "Another ally sync of this journal is still at work; try again later."
            ) from None
        path.unlink(missing_ok=True)
        connection = _begun(path, folder)
    with closing(connection):
        yield Cache(connection)
        connection.commit()


def _begun(path: Path, folder: str) -> sqlite3.Connection:
    """A connection that holds the file alone, with its tables."""
    make_folder(path.parent)
    with suppress(FileExistsError):
        os.close(create_private(path))
    there_already = (
        f"{address(path)}?mode=rw"  # or SQLite would ask for a file that others may read
    )
    connection = sqlite3.connect(there_already, timeout=_WAIT, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # it can be worked out again
        connection.execute("BEGIN EXCLUSIVE")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        there = {name for (name,) in connection.execute(tables)}
        if "about" not in there or connection.execute("SELECT * FROM about").fetchall() != [
            (_VERSION, folder)
        ]:
            for table in there:
                connection.execute(f"DROP TABLE {table}")
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO about VALUES (?, ?)", (_VERSION, folder))
    except BaseException:
        connection.close()
        raise
    return connection
