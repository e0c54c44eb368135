"""Whether a file is encrypted, told from its first bytes alone, before SQLite touches it.

A file is looked at once: what its first page says is known until the file is another, or another
process has written to it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.store.files.layout import sqlite_files

if TYPE_CHECKING:  # every run that opens a journal loads this module
    from pathlib import Path

    State = tuple[int, ...]


PAGE = 4096
"""Bytes a page of an encrypted file has."""
SALT = 16
"""Bytes at the beginning of an encrypted file that are its salt."""
SQLITE = b"SQLite format 3\x00"

CONSTANTS = bytes((1, 1, 0, 64, 32, 32))
"""What a plain journal has at byte 18: a rollback journal, no reserved bytes, three constants.

See https://www.sqlite.org/fileformat2.html, 1.3.
"""


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file; None for any other, also a missing, short or unreadable one.

    It reads bytes, so call it only when this process has no connection to the file: closing any
    handle on it would drop SQLite's locks.
    """
    page = _page(path)
    return page[:SALT] if len(page) == PAGE and _may_begin(page) else None


def may_be(path: Path) -> bool:
    """Whether a file is encrypted or may be what is left of such a one; see `salt_of`."""
    return _may_begin(_page(path))


def is_encrypted(path: Path) -> bool | None:
    """Whether a journal or a copy of one is; None for what is missing, unreadable or neither.

    See `salt_of` for when to call it.
    """
    if salt_of(path) is not None:
        return True
    return False if _page(path).startswith(SQLITE) else None


def is_whole(path: Path) -> bool:
    """Whether an encrypted file ends where a page ends, or SQLite can still see to that.

    A program that was killed may leave part of a page, and then a journal beside the file.
    """
    return any(map(os.path.exists, sqlite_files(path)[:2])) or path.stat().st_size % PAGE == 0


def first_page(path: Path) -> bytes:
    """The first page of a file, or what there is of it; see `salt_of` for when to call it.

    Raises:
        IsADirectoryError: it is no file at all, such as a folder or a pipe.
        OSError: it is not there, or cannot be read.
    """
    name = os.fspath(path)
    found = os.stat(name)  # noqa: PTH116 - start-up
    known = _seen.get(name)
    if known is not None and known[0] == _state(found):
        return known[1]
    if not stat.S_ISREG(found.st_mode):  # a pipe would wait for whoever writes into it
        raise IsADirectoryError
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - start-up
        before, page = _state(os.fstat(file.fileno())), file.read(PAGE)
    _seen[name] = before, page
    return page


def still(path: Path) -> None:
    """Say that a file which this process has just written to begins as it did before.

    Call it while the connection is open, whose file has no other's number. Where another file took
    the name meanwhile, it is looked at again.
    """
    name = os.fspath(path)
    with suppress(OSError, KeyError):
        before, page = _seen[name]
        now = _state(os.stat(name))  # noqa: PTH116 - start-up
        if now[:2] == before[:2]:
            _seen[name] = now, page


def look_anew() -> None:
    """Forget what was seen, since something cannot be as it looked."""
    _seen.clear()


_seen: dict[str, tuple[State, bytes]] = {}
"""The first page of each file looked at, and the state of the file when it was read."""


def _state(found: os.stat_result) -> State:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _page(path: Path) -> bytes:
    """The first page; nothing when it cannot be read."""
    with suppress(OSError):
        return first_page(path)
    return b""


def _may_begin(page: bytes) -> bool:
    """Whether a page is no text, nor that of a plain database, even with a changed beginning."""
    if not page or page.startswith(SQLITE) or page[18:24] == CONSTANTS:
        return False
    try:
        page.decode("utf-8")
    except UnicodeDecodeError as broken:
        return broken.start <= PAGE - len("🙂".encode())  # else a character was cut
    return False
