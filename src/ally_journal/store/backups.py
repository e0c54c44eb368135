"""Verified copies of a journal; a copy is only ever seen whole."""

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ally_journal.domain.revisions import body_hash
from ally_journal.errors import CannotKeep
from ally_journal.store.database import connect
from ally_journal.store.files import make_folder, sync_folder
from ally_journal.store.paths import backups_folder


def back_up(connection: sqlite3.Connection, journal: Path, stamp: str, reason: str) -> Path:
    """Copy the open journal, verify the copy, and only then give it its name.

    The connection must hold no transaction. `stamp` and `reason` make the name.

    Raises:
        CannotKeep: the copy could not be written, or does not verify.
    """
    folder = backups_folder(journal)
    make_folder(folder)
    path = folder / f"{stamp}-{reason}.db"
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (os.fspath(partial),))
    partial.chmod(0o600)
    trouble = verify(partial)
    if trouble:
        raise CannotKeep(f"The backup before the change does not verify ({trouble}); stopped here.")
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.rename(path)
    sync_folder(folder)
    return path


def verify(copy: Path) -> str | None:
    """What is wrong with a closed copy, or None: SQLite's own check, then every hash."""
    with closing(connect(copy)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            return str(verdict)
        rows = connection.execute(
            "SELECT id, header, salt, body, json_extract(CAST(header AS TEXT), '$.body_hash')"
            " FROM revision LEFT JOIN body ON revision = seq"
        )
        for revision, header, salt, body, hash_of_body in rows:
            if sha256(header).digest() != revision:
                return "a revision has changed"
            if body is not None and body_hash(salt, body) != hash_of_body:
                return "the words of a revision have changed"
    return None
