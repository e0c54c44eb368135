"""Who has a draft just now: a lock on the small file beside it, gone when its process dies."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ally_journal.store.files.atomic import create_private


def beside(path: Path) -> Path:
    """The file that goes with a draft: it is locked, and says what the words are for."""
    return path.with_suffix(".json")


def new_lock(path: Path) -> int | None:
    """The file beside a new draft, locked; None where it cannot be made."""
    with suppress(OSError):
        lock = create_private(beside(path))
        take(lock)
        return lock
    return None


def lock_again(path: Path) -> int | None:
    """The lock of a draft that was left behind; None when somebody has it, or no disk will."""
    with suppress(OSError):
        lock = os.open(beside(path), os.O_RDWR | os.O_CREAT, 0o600)
        if take(lock):
            return lock
        close(lock)
    return None


def write(lock: int | None, header: Mapping[str, Any]) -> None:
    """Write what the words are for beside them; without it they are words all the same."""
    if lock is None:
        return
    content = json.dumps(header, ensure_ascii=True, indent=1).encode() + b"\n"
    with suppress(OSError):
        os.lseek(lock, 0, os.SEEK_SET)
        os.write(lock, content)
        os.ftruncate(lock, len(content))
        os.fsync(lock)


def about(path: Path) -> Mapping[str, Any]:
    """What that file says: nothing if it was never written, or only half."""
    with suppress(OSError, ValueError, RecursionError):
        text = beside(path).read_bytes().decode()
        known, _ = json.JSONDecoder().raw_decode(text)  # a longer one may have stood there before
        if isinstance(known, dict):
            return known
    return {}


def take(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock; False if another process has it. Where there are no locks, nobody has it."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        pass
    return True


def in_use(path: Path) -> bool:
    """Whether somebody is writing a draft."""
    try:
        lock = os.open(beside(path), os.O_RDONLY)
    except OSError:
        return False
    try:
        return not take(lock, shared=True)
    finally:
        os.close(lock)


def close(lock: int | None) -> None:
    """Let go of a lock; the files stay."""
    if lock is not None:
        with suppress(OSError):
            os.close(lock)
