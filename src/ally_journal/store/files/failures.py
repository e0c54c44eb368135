"""What a disk, a lock or a damaged file refuses, told as an error for the person."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ally_journal.errors import CannotKeep, JournalBusy, JournalDamaged
from ally_journal.store.files.layout import beside
from ally_journal.store.files.system import refuses_locks

WAIT_SECONDS = 30
"""How long one process waits for another's lock."""

tellers: list[Callable[[str], object]] = []
"""Whoever says to the person, once, that something takes its time."""


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
        if is_busy(error):
            raise JournalBusy(
                f"Another program has been writing to {path} for {WAIT_SECONDS} seconds, or its "
                "disk cannot lock files; close that program and try again, or keep the journal "
                "on another disk."
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


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite says that another process has the lock."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def tell_of_waiting(path: Path) -> None:
    """Say that another program has a journal, once in a run.

    Raises:
        CannotKeep: the disk cannot lock files, so that nobody has it, and waiting is of no use.
    """
    if without_locks(path):
        raise CannotKeep(
            f"The disk that has {path} cannot lock files, and two programs could write at once; "
            "keep the journal on another one, named with --journal or ALLY_JOURNAL."
        )
    while tellers:
        tellers.pop()(
            f"Waiting for another program that has {path}. If there is none, its disk may not be "
            "able to lock files."
        )


def without_locks(path: Path) -> bool:
    """Whether a disk says that it cannot lock files; a new one beside `path` shows it."""
    probe = beside(path)
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError:
        return False
    try:
        return refuses_locks(descriptor)
    finally:
        os.close(descriptor)
        with suppress(OSError):
            probe.unlink()


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
    said = refused.strerror or "the disk refused"
    return said[:1].lower() + said[1:]
