"""What SQLite says of a disk, a lock or a damaged file becomes a sentence."""

import sqlite3
from pathlib import Path

import pytest

from ally_journal.errors import AllyError, CannotKeep, JournalBusy, JournalDamaged
from ally_journal.store.files import failures

ERRORS = [
    ("SQLITE_BUSY", JournalBusy, "Another program"),
    ("SQLITE_LOCKED_SHAREDCACHE", JournalBusy, "Another program"),
    ("SQLITE_FULL", CannotKeep, "disk is full"),
    ("SQLITE_READONLY_DBMOVED", CannotKeep, "put in its place meanwhile"),
    ("SQLITE_IOERR_WRITE", CannotKeep, "reported an error"),
    ("SQLITE_CANTOPEN", CannotKeep, "cannot be opened"),
    ("SQLITE_CORRUPT_VTAB", JournalDamaged, "damaged"),
    ("SQLITE_NOTADB", JournalDamaged, "damaged"),
]


@pytest.mark.parametrize(("name", "error", "sentence"), ERRORS)
def test_what_sqlite_says_is_told_plainly(name: str, error: type[AllyError], sentence: str) -> None:
    """A disk's trouble is a sentence that names the file; anything else stays a bug."""
    trouble = sqlite3.OperationalError("unable")
    trouble.sqlite_errorname = name
    with pytest.raises(error, match=sentence), failures.told_plainly(Path("j.db")):
        raise trouble
    with pytest.raises(sqlite3.OperationalError), failures.told_plainly(Path("j.db")):
        raise sqlite3.OperationalError("no such table")
