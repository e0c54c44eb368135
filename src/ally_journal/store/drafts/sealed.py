"""A draft of an encrypted journal: a small encrypted database with the journal's own key.

Beside the words it holds what they are for, and what an editor left beside its file, such as the
swap file in which vim keeps what was not written yet.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal.errors import CannotKeep, JournalNewer, KeyNeeded, NotAJournal
from ally_journal.store.backup.catalog import newest_encrypted
from ally_journal.store.crypto.sniff import may_be, salt_of
from ally_journal.store.database.connection import address
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.files.atomic import create_private, sync_folder
from ally_journal.store.files.failures import WAIT_SECONDS
from ally_journal.store.files.layout import beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ally_journal.store.crypto.keys import Key


ENDING = ".sealed"

_APPLICATION = 0x414C4C44
"""So that no draft is taken for a journal."""
_LAYOUT = (
    f"PRAGMA application_id = {_APPLICATION}",
    "PRAGMA journal_mode = OFF",  # a file that breaks here never had a name
    "PRAGMA synchronous = OFF",  # made durable once, at the end
    "CREATE TABLE draft(words BLOB NOT NULL, about TEXT NOT NULL) STRICT",
    "CREATE TABLE beside(name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
)


class Content(NamedTuple):
    """What a draft holds; `left` are files by name that an editor left beside its own."""

    words: str
    about: Mapping[str, Any]
    left: Mapping[str, bytes]


def key_for(journal: Path) -> Key | None:
    """The key with which drafts of a journal are sealed; None for a plain one.

    A file that is neither plain nor encrypted any more, as one cut off, or that is gone, was what
    its newest backup is. It reads bytes: call it when this process has no connection to the
    journal.

    Raises:
        KeyNeeded: the journal is encrypted, or may have been, and this process has no key for it.
    """
    salt = salt_of(journal) or _salt_before(journal)
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


def seal(path: Path, key: Key, content: Content) -> None:
    """Write a whole draft beside `path`, 0600, make it durable, and rename it into place.

    Raises:
        OSError: the disk refused; nothing is left.
    """
    from ally_journal.store.crypto import cipher  # noqa: PLC0415 - only what is encrypted needs it

    new = beside(path)
    os.close(create_private(new))
    try:
        with closing(cipher.connect(f"{address(new)}?mode=rw", key, WAIT_SECONDS)) as made:
            for statement in _LAYOUT:
                made.execute(statement)
            words = content.words.encode("utf-8", "surrogateescape")
            about = json.dumps(content.about, ensure_ascii=True)
            made.execute("INSERT INTO draft VALUES (?, ?)", (words, about))
            made.executemany("INSERT INTO beside VALUES (?, ?)", content.left.items())
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(path)
    except sqlite3.Error as refused:
        new.unlink(missing_ok=True)
        raise OSError(str(refused)) from None
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def unseal(path: Path) -> Content | None:
    """What a draft holds; None when this process has no key for it, or it is damaged."""
    salt = salt_of(path)
    if salt is None:
        return None
    from ally_journal.store.crypto import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    try:
        key = keys.needed(path, salt)
        with closing(cipher.connect(f"{address(path)}?mode=ro", key, WAIT_SECONDS)) as made:
            words, about = made.execute("SELECT words, about FROM draft").fetchone()
            left = dict(made.execute("SELECT name, content FROM beside").fetchall())
            return Content(words.decode("utf-8", "surrogateescape"), json.loads(about), left)
    except (KeyNeeded, sqlite3.Error, ValueError, TypeError):
        return None
