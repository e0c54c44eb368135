"""Verified copies of a journal; a copy is only ever seen whole."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from ally_journal.domain.revisions import body_hash
from ally_journal.errors import CopyUnsound
from ally_journal.store import checked
from ally_journal.store.checked import Contents
from ally_journal.store.database import address, connect, identity, is_sealed
from ally_journal.store.files import DAY_NS, create_private, make_folder, replace, sync_file
from ally_journal.store.paths import (
    Role,
    backup_file,
    backups_folder,
    files_among_backups,
    partial_file,
)
from ally_journal.store.refusals import exchanged, refused_plainly


def stamp(local: datetime) -> str:
    """How a backup's name begins: the person's own time, and chance."""
    return f"{local:%Y%m%d-%H%M%S}-{os.urandom(4).hex()}"


def back_up(connection: sqlite3.Connection, journal: Path, stamp: str, reason: str) -> Path:
    """Copy the open journal, verify the copy, and only then give it its name.

    The connection must hold no transaction. `stamp` and `reason` make the name.

    Raises:
        CopyUnsound: the copy does not verify, which says the same of the journal.
        CannotKeep: the copy could not be written, or the journal was encrypted meanwhile.
    """
    folder = backups_folder(journal)
    path = backup_file(journal, f"{stamp}-{reason}")
    partial = partial_file(path)
    with refused_plainly(f"No backup could be made in {folder}", "; the journal is as it was"):
        try:
            make_folder(folder)
            os.close(create_private(partial))
            copied = identity(journal)
            _sweep(folder, partial.stat().st_mtime_ns)
            connection.execute("VACUUM INTO ?", (f"{address(partial)}?mode=rw",))
            if trouble := verify(partial):
                raise CopyUnsound(
                    f"{journal} is damaged ({trouble}), so no backup was made; ally backup list "
                    "shows which ones can be put in its place."
                )
            sync_file(partial)
            if identity(journal) != copied:  # a copy of what is encrypted now may not be
                raise exchanged(journal)
            replace(partial, path)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    checked.note(path, contents(path), encrypted=is_sealed(connection))
    return path


def verify(copy: Path) -> str | None:
    """What is wrong with a closed copy, or None: SQLite's own check, then every hash.

    Raises:
        KeyNeeded, EncryptionMissing: it is encrypted, and cannot be looked into.
    """
    try:
        with closing(connect(copy)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            return "its pages are damaged" if verdict != "ok" else _changed(connection)
    except (sqlite3.Error, UnicodeError):
        return "it cannot be read"


def contents(copy: Path) -> Contents:
    """How much a sound copy holds; raises sqlite3.Error for anything else."""
    with closing(connect(copy)) as connection:
        entries, newest = connection.execute("SELECT count(*), max(day) FROM entry").fetchone()
    return Contents(entries, newest and date.fromisoformat(newest))


def _changed(connection: sqlite3.Connection) -> str | None:
    connection.execute("SELECT 1 FROM entry LIMIT 1")
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


def _sweep(folder: Path, now_ns: int) -> None:
    """Delete what backups that were killed left, once it is a day old and so in nobody's use.

    Both times are those of the folder's file system, in nanoseconds.
    """
    with suppress(OSError):
        for left, role in files_among_backups(folder):
            if role is Role.UNFINISHED and now_ns - left.stat().st_mtime_ns > DAY_NS:
                left.unlink(missing_ok=True)
