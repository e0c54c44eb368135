"""What a disk, a lock or a damaged file refuses, told as an error for the person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ally_journal.errors import CannotKeep, JournalBusy, JournalDamaged

WAIT_SECONDS = 30
"""How long one process waits for another's lock."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a disk, a lock or a damaged file into an error for the person.

    Raises:
        JournalBusy: another process held the lock for `WAIT_SECONDS`.
        JournalDamaged: the file is malformed.
        CannotKeep: the disk refused.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise JournalBusy(
                f"Another program has been writing to {path} for {WAIT_SECONDS} seconds; "
                "close it and try again."
            ) from None
        if is_damage(error):
            raise damaged(path) from None
        if reason := refusal_of(error):
            raise CannotKeep(f"{path} could not be written or read: {reason}.") from None
        raise


@contextmanager
def refused_plainly(beginning: str, end: str = "") -> Iterator[None]:
    """Say why a disk refused, between the beginning of a sentence and its end.

    Raises:
        CannotKeep: with that sentence; what is no refusal of the disk passes through.
    """
    try:
        yield
    except OSError as refused:
        raise CannotKeep(f"{beginning}: {reason_of(refused)}{end}.") from None
    except sqlite3.Error as error:
        if reason := refusal_of(error):
            raise CannotKeep(f"{beginning}: {reason}{end}.") from None
        raise


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is malformed."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def may_be_exchanged(error: sqlite3.Error) -> bool:
    """Whether another file may have the name by now; SQLCipher's library says no more than this."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY")


def exchanged(path: Path) -> CannotKeep:
    """The error for a journal that was exchanged for another file while this run went on."""
    return CannotKeep(
        f"{path} was encrypted, decrypted or given another passphrase by another run of ally "
        "meanwhile; run this again."
    )


def damaged(path: Path) -> JournalDamaged:
    """The error for a journal that is not whole."""
    return JournalDamaged(
        f"{path} is damaged; ally backup list shows which backups can be put in its place."
    )


def refusal_of(error: sqlite3.Error) -> str | None:
    """Why the disk refused, in words; None when SQLite means something else."""
    name = getattr(error, "sqlite_errorname", "")
    return next((why for begins, why in _REASONS.items() if name.startswith(begins)), None)


_REASONS = {
    "SQLITE_READONLY_DBMOVED": "another file was put in its place meanwhile",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it is read-only",
    "SQLITE_PERM": "you have no permission",
    "SQLITE_CANTOPEN": "it, or its folder, cannot be opened",
    "SQLITE_IOERR": "the disk reported an error, or a limit was reached",
    "SQLITE_TOOBIG": "the text is too long",
}


def reason_of(refused: OSError) -> str:
    """Why the system refused, in its own words."""
    return (refused.strerror or "the disk refused").lower()
