"""Whether a file is encrypted, told from its first bytes alone, before SQLite touches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with path.open("rb") as file:
            head = file.read(SALT)
            if head == SQLITE:
                return None
            page = head + file.read(PAGE - SALT)
    except OSError:
        return None
    return head if len(page) == PAGE and not _is_something_else(page) else None


def _is_something_else(page: bytes) -> bool:
    """Whether a first page is that of a plain database with a changed beginning, or is text."""
    if page[18:24] == _CONSTANTS:
        return True
    try:
        page[: -len("€".encode())].decode("utf-8")
    except UnicodeDecodeError as broken:
        return broken.start > PAGE - 8  # a character was cut
    return True
