"""Who has a draft just now.

A draft is written anew by putting another file in its place, which is locked before it is there.
So whoever has locked a file looks whether it still has its name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ally_journal.store.files.locks import has_name, let_go, named
from ally_journal.store.files.system import lock as lock_open
from ally_journal.store.files.system import locks_open_files, open_regular


def take(new: Path, path: Path, had: int | None = None) -> int | None:
    """Lock a finished file that is about to get the name `path`; None where there are no locks.

    Where a lock is on the name, the one that this process `had` on it stays.

    Raises:
        BlockingIOError: another process has it.
        OSError: it cannot be opened.
    """
    if not locks_open_files():
        return named(path) if had is None else had
    return _taken(os.open(new, os.O_RDWR))


def lock(path: Path, *, shared: bool = False) -> int | None:
    """Lock a draft; None where there are no locks, so that nobody has it.

    Raises:
        BlockingIOError: somebody has it, or has just taken it away or written it anew.
        OSError: it cannot be read, or is gone.
    """
    opened = open_regular(path)
    if not locks_open_files():
        os.close(opened)
        return named(path)
    taken = _taken(opened, shared=shared)
    if taken is not None and not has_name(taken, path):
        os.close(taken)
        raise BlockingIOError(path)
    return taken


def _taken(descriptor: int, *, shared: bool = False) -> int | None:
    """Lock an open file; it is closed if that cannot be."""
    locked = False
    try:
        locked = lock_open(descriptor, shared=shared)
    finally:
        if not locked:
            os.close(descriptor)
    return descriptor if locked else None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Keep everybody from writing a draft meanwhile, but not from reading it; raises as `lock`."""
    taken = lock(path, shared=True)
    try:
        yield
    finally:
        let_go(taken)


def handed_on(taken: int | None) -> tuple[int, ...]:
    """What a child is given so that it has the lock too; nothing where locks are on names."""
    return (taken,) if taken is not None and locks_open_files() else ()
