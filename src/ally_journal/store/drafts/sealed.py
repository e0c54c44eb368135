"""The bytes of an encrypted journal's draft: in a small encrypted database with its key."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from ally_journal.errors import CannotKeep, JournalNewer, KeyNeeded, NotAJournal
from ally_journal.store.backup.catalog import newest_encrypted
from ally_journal.store.crypto.sniff import may_be, salt_of
from ally_journal.store.database.connection import address
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

_APPLICATION = 0x414C4C44
"""So that no draft is taken for a journal."""
_LAYOUT = (
    f"PRAGMA application_id = {_APPLICATION}",
    "PRAGMA journal_mode = OFF",  # a file that breaks here never had a name
    "PRAGMA synchronous = OFF",  # made durable once, at the end
    "CREATE TABLE draft(content BLOB NOT NULL) STRICT",
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ally_journal.store.crypto.keys import Key


def key_for(journal: Path) -> Key | None:
    """The key with which drafts of a journal are sealed; None for a plain one.

    A file that is neither plain nor encrypted any more, as one cut off, or that is gone, was what
    this computer knows of it, or else what its newest backup is. It reads bytes: call it when this
    process has no connection to the journal.

    Raises:
        KeyNeeded: the journal is encrypted, or may have been, and this process has no key for it.
    """
    known = machine.encrypted_with(machine_file(journal))
    salt = salt_of(journal) or known or _salt_before(journal)
    if salt is None:
        if may_be(journal):
            raise KeyNeeded(journal)
        return None
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them

    return keys.needed(journal, salt)


def _salt_before(journal: Path) -> bytes | None:
    """The salt that a damaged or missing journal had, by its newest backup."""
    with suppress(CannotKeep, JournalNewer, NotAJournal):  # words are not to be put down in plain
        if look_at(journal) is not Found.NOTHING:
            return None
    copy = newest_encrypted(journal)
    return salt_of(copy) if copy else None


def seal(path: Path, key: Key, held: bytes) -> None:
    """Fill the new, empty file at `path`; it is not durable yet. Raises OSError."""
    from ally_journal.store.crypto import cipher  # noqa: PLC0415 - only what is encrypted needs it

    try:
        with closing(cipher.connect(f"{address(path)}?mode=rw", key)) as made:
            for statement in _LAYOUT:
                made.execute(statement)
            made.execute("INSERT INTO draft VALUES (?)", (held,))
    except sqlite3.Error as refused:
        raise OSError(str(refused)) from None


def unseal(path: Path) -> bytes | None:
    """What an encrypted file holds; None when this process has no key for it, or it is damaged."""
    with suppress(KeyNeeded, sqlite3.Error, TypeError), opened(path) as made:
        (held,) = made.execute("SELECT content FROM draft").fetchone()
        return bytes(held)
    return None


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to read an encrypted file that never changes in its place: it locks nothing.

    Raises:
        KeyNeeded: this process has no key for it.
    """
    from ally_journal.store.crypto import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    salt = salt_of(path)
    if salt is None:
        raise KeyNeeded(path)
    uri = f"{address(path)}?mode=ro&immutable=1"
    with closing(cipher.connect(uri, keys.needed(path, salt))) as made:
        yield made
