"""Whether a file is encrypted, told from its bytes: no name, header or setting decides that."""

from contextlib import suppress
from pathlib import Path

_SQLITE = b"SQLite format 3\x00"
_PAGE = 4096
_CONTROLS = set(range(32)) - set(b"\t\n\v\f\r\x1b")
_VARIED = 200
"""So many of the 256 bytes stand in a page of chance, with certainty for any practical purpose."""


def is_encrypted(path: Path) -> bool | None:
    """Whether a journal or a copy of one is; None for what is missing, unreadable or neither.

    An encrypted journal is a SQLCipher 4 file, which looks like chance from its first byte on.
    Call it when this process has no connection to the file: closing any handle on it would drop
    SQLite's locks.
    """
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return _looks_encrypted(file.read(_PAGE))
    return None


def is_text_encrypted(path: Path) -> bool | None:
    """The same for a text such as a draft, of any encoding: text holds no control characters."""
    with suppress(OSError):
        content = path.read_bytes()
        try:
            content.decode()
        except UnicodeDecodeError:
            return not _CONTROLS.isdisjoint(content)
        return False
    return None


def _looks_encrypted(head: bytes) -> bool | None:
    if head.startswith(_SQLITE):
        return False
    return True if len(head) == _PAGE and len(set(head)) >= _VARIED else None
