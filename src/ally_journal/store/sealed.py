"""Whether a file is encrypted, told from its first bytes alone, before SQLite touches it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.store.paths import sqlite_files

if TYPE_CHECKING:  # every run that opens a journal loads this module
    from pathlib import Path

PAGE = 4096
"""Bytes a page of an encrypted file has."""
SALT = 16
"""Bytes at the beginning of an encrypted file that are its salt."""
SQLITE = b"SQLite format 3\x00"

_CONSTANTS = bytes((1, 1, 0, 64, 32, 32))
"""What a plain journal has at byte 18 (https://www.sqlite.org/fileformat2.html, 1.3)."""


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file; None for any other, also a missing, short or unreadable one.

    It reads bytes, so call it only when this process has no connection to the file: closing any
    handle on it would drop SQLite's locks.
    """
    page = _first_page(path)
    return page[:SALT] if len(page) == PAGE and _may_begin(page) else None


def may_be(path: Path) -> bool:
    """Whether a file is encrypted or may be what is left of such a one; see `salt_of`."""
    return _may_begin(_first_page(path))


def is_encrypted(path: Path) -> bool | None:
    """Whether a journal or a copy of one is; None for what is missing, unreadable or neither.

    See `salt_of` for when to call it.
    """
    if salt_of(path) is not None:
        return True
    return False if _first_page(path) == SQLITE else None


def is_whole(path: Path) -> bool:
    """Whether an encrypted file ends where a page ends, or SQLite can still see to that.

    A program that was killed may leave part of a page, and then a journal beside the file.
    """
    return any(map(os.path.exists, sqlite_files(path)[:2])) or path.stat().st_size % PAGE == 0


def _first_page(path: Path) -> bytes:
    """The first page, or what there is of it; nothing when it cannot be read."""
    with suppress(OSError):
        if path.is_file():  # a pipe would wait for whoever writes into it
            with path.open("rb") as file:
                head = file.read(SALT)
                return head if head == SQLITE else head + file.read(PAGE - SALT)
    return b""


def _may_begin(page: bytes) -> bool:
    return page not in {b"", SQLITE} and not _is_something_else(page)


def _is_something_else(page: bytes) -> bool:
    """Whether a first page is that of a plain database with a changed beginning, or is text."""
    if page[18:24] == _CONSTANTS:
        return True
    try:
        page.decode("utf-8")
    except UnicodeDecodeError as broken:
        return broken.start > PAGE - len("🙂".encode())  # a character was cut
    return True
