"""Verified copies of a journal; a copy is only ever seen whole."""

import json
import os
import sqlite3
from contextlib import closing, suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.records.revision import body_hash
from ally_journal.errors import CannotKeep, CopyUnsound
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import address, connect, value_of
from ally_journal.store.database.file import identity
from ally_journal.store.files import machine
from ally_journal.store.files.atomic import (
    refuse_another,
    remove_old,
    replace,
    sync_file,
    write_private,
)
from ally_journal.store.files.failures import exchanged, refused_plainly
from ally_journal.store.files.layout import (
    Role,
    backup_file,
    backups_folder,
    checked_file,
    files_among_backups,
    partial_file,
)
from ally_journal.store.files.owners import make_own, strange_file
from ally_journal.store.files.system import create_private


def stamp(local: datetime) -> str:
    """How a backup's name begins: the person's own time, and chance."""
    return f"{local:%Y%m%d-%H%M%S}-{os.urandom(4).hex()}"


def back_up(connection: sqlite3.Connection, journal: Path, stamp: str, reason: str) -> Path:
    """Copy the open journal, verify the copy, and only then give it its name.

    The connection must hold no transaction. `stamp` and `reason` make the name.

    Raises:
        CopyUnsound: the copy does not verify, which says the same of the journal.
        CannotKeep: the copy could not be written, the journal was encrypted meanwhile, or the
            folder for backups is another's, or open to others.
    """
    folder = backups_folder(journal)
    path = backup_file(journal, f"{stamp}-{reason}")
    partial = partial_file(path)
    with refused_plainly(f"No backup could be made in {folder}", "; the journal is as it was"):
        try:
            make_own(folder)
            with os.fdopen(create_private(partial), "rb") as file:
                made = os.fstat(file.fileno())
            copied = identity(journal)
            with suppress(OSError):
                there = files_among_backups(folder)
                remove_old([left for left, role in there if role is Role.UNFINISHED], folder)
            connection.execute("VACUUM INTO ?", (f"{address(partial)}?mode=rw",))
            if trouble := verify(partial):
                raise CopyUnsound(
                    f"{journal} is damaged ({trouble}), so no backup was made; ally backup list "
                    "shows which ones can be put in its place."
                )
            refuse_another(made, partial)
            sync_file(partial)
            if identity(journal) != copied:  # a copy of what is encrypted now may not be
                raise exchanged(journal)
            _name(partial, path, made)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    note(path)
    return path


def _name(partial: Path, path: Path, made: os.stat_result) -> None:
    """Give the finished copy, which was `made` so, its name; raises CannotKeep if it may go."""
    confirmed = replace(partial, path)
    refuse_another(made, path)
    if not confirmed:
        path.unlink()
        raise CannotKeep(
            f"No backup could be made in {path.parent}: the disk did not confirm it; the journal "
            "is as it was."
        )


def verify(copy: Path, *, again: bool = True, pages: bool = True) -> str | None:
    """What is wrong with a closed copy, or None: SQLite's own check of its pages, then every hash.

    Not `again` where the copy looks as it did when it last was verified.

    Raises:
        KeyNeeded, EncryptionMissing: it is encrypted, and cannot be looked into.
    """
    if strange := strange_file(copy):
        return f"it belongs to the account {strange.owner}"
    if not again and is_as_checked(copy, read(copy.parent).get(copy.name, {})):
        return None
    try:
        with closing(connect(copy)) as connection:
            return trouble_of(connection, pages=pages)
    except sqlite3.Error:
        return _UNREADABLE


def trouble_of(connection: sqlite3.Connection, *, pages: bool = True) -> str | None:
    """The same of an open one."""
    try:
        connection.execute("PRAGMA cache_size = -16384")  # 16 MB: indexes name rows all over
        if pages and value_of(connection, "PRAGMA integrity_check(1)") != "ok":
            return "its pages are damaged"
        return _changed(connection)
    except (sqlite3.Error, UnicodeError):
        return _UNREADABLE


_UNREADABLE = "it cannot be read"


class Contents(NamedTuple):
    """How much a journal or a copy holds; `newest` is the day of its newest entry, if any.

    `revisions` are all changes.
    """

    entries: int
    newest: date | None
    revisions: int


def contents(copy: Path) -> Contents:
    """How much a sound copy holds; raises sqlite3.Error for anything else."""
    with closing(connect(copy)) as connection:
        entries, newest, revisions = connection.execute(
            "SELECT count(*), max(day), (SELECT count(*) FROM revision) FROM entry"
        ).fetchone()
    return Contents(entries, newest and date.fromisoformat(newest), revisions)


def _changed(connection: sqlite3.Connection) -> str | None:
    connection.execute("SELECT 1 FROM entry LIMIT 1")
    rows = connection.execute(
        "SELECT id, header, salt, body FROM revision LEFT JOIN body ON revision = seq"
    )
    for revision, header, salt, body in rows:
        if sha256(header).digest() != revision:
            return "a revision has changed"
        # Whole as it is, a header says this once; a quotation mark within a text would be escaped.
        if body is not None and b'"body_hash":"%b"' % body_hash(salt, body).encode() not in header:
            return "the words of a revision have changed"
    return None


def note(copy: Path) -> None:
    """Remember that a copy was verified and what it holds; if that cannot be kept, no harm.

    Of an encrypted one it is not written down how much that is.
    """
    facts: dict[str, object] = {}
    if salt_of(copy) is None:
        held = contents(copy)
        newest = held.newest and held.newest.isoformat()
        facts = {"entries": held.entries, "newest": newest, "revisions": held.revisions}
    with suppress(OSError):
        known, before = {}, read(copy.parent)
        for path, role in files_among_backups(copy.parent):
            if role is Role.BACKUP and path.name in before:
                known[path.name] = before[path.name]
        known[copy.name] = {**_looks(copy), **facts}
        write_private(checked_file(copy.parent), json.dumps(known, indent=0).encode())


def read(folder: Path) -> dict[str, dict[str, object]]:
    """What is remembered of each copy by its file's name."""
    known = machine.read(checked_file(folder))
    return {name: one for name, one in known.items() if isinstance(one, dict)}


def is_as_checked(copy: Path, remembered: dict[str, object]) -> bool:
    """Whether a copy looks as it did when it was verified; raises OSError when it is gone."""
    return _looks(copy).items() <= remembered.items()


def _looks(copy: Path) -> dict[str, int]:
    status = copy.stat()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}
