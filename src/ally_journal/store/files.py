"""Files only their owner can read, written so that a reader sees the old or the new, never half."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PIECE = 1 << 20  # bytes at a time
DAY_NS = 24 * 60 * 60 * 10**9
"""A day in the nanoseconds of a file's times."""


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, each 0700 whatever the umask, and durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):  # another process was quicker
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
    with suppress(PermissionError):  # a parent that may be written but not read
        sync_folder(folder.parent)  # or a power cut may take the folder and all that is in it


def is_ours(folder: Path) -> bool:
    """Whether nobody else made this folder where everybody may make one; raises OSError."""
    found = os.lstat(folder)
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def create_private(path: Path) -> int:
    """Create a file 0600 and give its descriptor; raises FileExistsError if there is one."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def copy_private(source: Path, target: Path) -> None:
    """Copy a file into one that was made 0600, or make it so; it is never anybody else's."""
    with suppress(FileExistsError):
        os.close(create_private(target))
    with source.open("rb") as old, target.open("rb+") as new:
        shutil.copyfileobj(old, new, _PIECE)
        new.truncate()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system can: Windows cannot open folders."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def beside(path: Path) -> Path:
    """A new hidden name in the folder of `path`, for a file that will take its place."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}")


def unfinished(path: Path) -> Path:
    """The hidden name beside `path` of a copy that will have another key; it is always the same."""
    return path.with_name(f".{path.name}.converting")


def left_beside(path: Path) -> list[Path]:
    """Such names that are older than a day: what killed processes left, in nobody's use.

    A new file says what time it is to this file system. Raises OSError.
    """
    probe = beside(path)
    os.close(create_private(probe))
    old = probe.stat().st_mtime_ns - DAY_NS
    probe.unlink()
    hidden = re.compile(rf"\.{re.escape(path.name)}\.([0-9a-f]{{16}}|converting)(-journal)?")
    found = [one for one in path.parent.iterdir() if hidden.fullmatch(one.name)]
    return [one for one in found if one.stat().st_mtime_ns < old]


def write_private(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a whole file beside `path`, 0600, make it durable, and rename it into place.

    Chunks are taken one by one; when that raises, nothing is left.
    """
    new = beside(path)
    descriptor = create_private(new)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
