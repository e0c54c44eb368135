"""Whether a journal's file is whole: asked only when something in it could not be read."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ally_journal.store.backups import verify
from ally_journal.store.database import SCHEMA_FILE, connect
from ally_journal.store.projections import PROJECTIONS, rebuild

_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
_INDEX_AGAINST_ENTRIES = "INSERT INTO entry_words(entry_words, rank) VALUES ('integrity-check', 1)"
"""Without the rank, FTS5 only looks whether the index agrees with itself."""


def is_damaged(path: Path) -> bool:
    """Whether pages, schema, revisions or projections of a journal differ from what they must be.

    Works on a copy in memory; the file is only read.
    """
    try:
        if verify(path) is not None:
            return True
        with closing(connect(path)) as journal:
            if _schema_differs(journal):
                return True
            journal.execute(_INDEX_AGAINST_ENTRIES)
            before = _projected(journal)
    except (sqlite3.Error, UnicodeError, OverflowError):
        return True  # what a check cannot even read
    with closing(connect(path)) as journal, closing(sqlite3.connect(":memory:")) as copy:
        journal.backup(copy)
        copy.isolation_level = None
        rebuild(copy)  # from revisions that verify; if this fails, the fault is ally's own
        return _projected(copy) != before


def _schema_differs(journal: sqlite3.Connection) -> bool:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        new.executescript(SCHEMA_FILE.read_text(encoding="utf-8"))
        return new.execute(_SCHEMA).fetchall() != journal.execute(_SCHEMA).fetchall()


def _projected(journal: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [
        sorted(journal.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in PROJECTIONS
    ]
