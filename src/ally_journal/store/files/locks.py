"""Locks between processes, each gone when the last process with it dies.

A lock is on the file or folder that it is about. Where that would keep others from reading or
replacing it, it is on an empty file in the state folder, named after the other's path.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ally_journal.store.files.atomic import make_folder, remove
from ally_journal.store.files.layout import lock_file
from ally_journal.store.files.system import lock, locks_open_files

_named: dict[int, Path] = {}
"""The files that stand for others, by their descriptors."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time, of those that ask for the same folder; the others wait.

    Where there are no such locks nobody waits. Raises OSError when the folder cannot be opened.
    """
    if locks_open_files():
        taken: int | None = os.open(folder, os.O_RDONLY)
    else:
        taken = named(folder, wait=True)
    try:
        if taken is not None and taken not in _named:
            lock(taken, wait=True)
        yield
    finally:
        let_go(taken)


def named(path: Path, *, wait: bool = False) -> int | None:
    """Lock what stands for a path; None where the state folder or its disk allows no lock.

    Raises:
        BlockingIOError: another process has it, and this one is not to wait.
    """
    file = lock_file(path)
    while True:
        try:
            make_folder(file.parent)
            taken = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        try:
            locked = lock(taken, wait=wait)
        except BlockingIOError:
            os.close(taken)
            raise
        if not locked:
            os.close(taken)
            return None
        if has_name(taken, file):
            _named[taken] = file
            return taken
        os.close(taken)  # who had it has just taken the file away


def let_go(taken: int | None) -> None:
    """Let go of a lock; what it is about stays."""
    if taken is None:
        return
    file = _named.pop(taken, None)
    stays = remove(file) if file else None
    with suppress(OSError):
        os.close(taken)
    if file and stays:
        remove(file)  # where no open file can be removed, nobody else has it by now


def has_name(descriptor: int, path: Path) -> bool:
    """Whether an open file is still the one with this name."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False
