"""Who has a draft just now: a lock on its own file, gone when the last process with it dies.

A draft is written anew by putting another file in its place, which is locked before it is there.
So whoever has locked a file looks whether it still has its name.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ally_journal.store.files.atomic import open_regular


def take(descriptor: int, *, shared: bool = False) -> int | None:
    """Lock an open file, and give its descriptor; None, and it is closed, where there are no locks.

    Raises:
        BlockingIOError: another process has it.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, which moves no file that is open either

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except (ImportError, OSError):
        os.close(descriptor)
        return None
    return descriptor


def lock(path: Path, *, shared: bool = False) -> int | None:
    """Lock a draft; None where there are no locks, so that nobody has it.

    Raises:
        BlockingIOError: somebody has it, or has just taken it away or written it anew.
        OSError: it cannot be read, or is gone.
    """
    taken = take(open_regular(path), shared=shared)
    if taken is not None and not _is_still(taken, path):
        os.close(taken)
        raise BlockingIOError(path)
    return taken


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Keep everybody from writing a draft meanwhile, but not from reading it; raises as `lock`."""
    taken = lock(path, shared=True)
    try:
        yield
    finally:
        close(taken)


def in_use(path: Path) -> bool:
    """Whether somebody is writing a draft."""
    try:
        with reading(path):
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def close(taken: int | None) -> None:
    """Let go of a lock; the file stays."""
    if taken is not None:
        with suppress(OSError):
            os.close(taken)


def _is_still(taken: int, path: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(taken), path.stat())
    return False
