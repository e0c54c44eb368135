"""Files only their owner can read, written so that a reader sees the old or the new, never half."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ally_journal.errors import CannotKeep, FileExists, WrongUsage
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import beside, is_own

_PIECE = 1 << 20  # bytes at a time
_MOST = 1 << 28  # bytes that are read whole
_DAY_NS = 24 * 60 * 60 * 10**9


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


def create_private(path: Path) -> int:
    """Create a file 0600 and give its descriptor; raises FileExistsError if there is one."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def open_regular(path: Path) -> int:
    """A descriptor to read a file by; a pipe, device, socket or folder is never waited for.

    Raises:
        OSError: it is no such file, with words for that, or it cannot be opened.
    """
    _refuse_irregular(os.stat(path))  # opening alone may wind a tape  # noqa: PTH116 - a descriptor
    flags = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        _refuse_irregular(os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def read_regular(path: Path) -> bytes:
    """All of a file that is read at once; raises OSError as `open_regular`, and for a huge one."""
    with os.fdopen(open_regular(path), "rb") as file:
        if os.fstat(file.fileno()).st_size > _MOST:
            raise OSError(errno.EFBIG, "it is too large")
        return file.read()


def _refuse_irregular(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device")


def copy_private(source: Path, target: Path) -> None:
    """Copy a file into one that was made 0600, or make it so; it is never anybody else's."""
    with suppress(FileExistsError):
        os.close(create_private(target))
    with os.fdopen(open_regular(source), "rb") as old, target.open("rb+") as new:
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


def sync_file(path: Path) -> None:
    """Make what was written to a file durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def replace(new: Path, path: Path) -> bool:
    """Give a finished file, which is durable, its name, whatever had that name.

    It says whether the disk confirmed that; until it did, a power cut may bring the other back.
    When this raises, nothing was changed.
    """
    new.replace(path)
    return is_confirmed(path.parent)


def is_confirmed(folder: Path) -> bool:
    """Make what was renamed in a folder durable, and say whether the disk did that."""
    try:
        sync_folder(folder)
    except OSError:
        return False
    return True


def refuse_another(made: os.stat_result, path: Path) -> None:
    """Raise OSError where a name is not, or not any more, that of the file that was made."""
    if not os.path.samestat(made, path.stat()):
        raise OSError(errno.ESTALE, "another program put another file in its place")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time, of those that ask for the same folder; the others wait.

    Where there are no such locks nobody waits. Raises OSError when the folder cannot be opened.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def status_of(path: Path) -> os.stat_result | None:
    """What the system says of a file or folder; None where it says nothing."""
    with suppress(OSError):
        return path.stat()
    return None


def is_file(path: Path) -> bool:
    """Whether a file is there; not where the system does not tell, as in a folder of another's."""
    found = status_of(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(path: Path) -> bool:
    """Whether a folder is there, in the same way."""
    found = status_of(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_link(path: Path) -> bool:
    """Whether what has this name is a link; not where the system does not tell."""
    return os.path.islink(path)  # noqa: PTH114 - the other one raises


def is_ours(folder: Path) -> bool:
    """Whether this folder is there, and nobody else made it where everybody may make one."""
    with suppress(OSError):
        found = os.lstat(folder)
        return stat.S_ISDIR(found.st_mode) and is_mine(found)
    return False


def is_mine(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to who runs this; always on Windows, which tells nothing."""
    return sys.platform == "win32" or status.st_uid == os.getuid()


def remove(path: Path) -> str | None:
    """Delete a file, and say why it stays, or None."""
    try:
        path.unlink(missing_ok=True)
    except OSError as refused:
        return reason_of(refused)
    return None


def remove_old(files: Iterable[Path], folder: Path) -> None:
    """Delete those that have lain there for a day, so that they are in nobody's use.

    A new file in `folder` says what time it is to this file system. Raises OSError.
    """
    probe = beside(folder / "now")
    os.close(create_private(probe))
    old = probe.stat().st_mtime_ns - _DAY_NS
    probe.unlink()
    for one in files:
        if one.stat().st_mtime_ns < old:
            one.unlink(missing_ok=True)


def write_private(path: Path, content: bytes | Iterable[bytes]) -> bool:
    """Write a whole file beside `path`, 0600, make it durable, and rename it into place.

    Chunks are taken one by one; when that raises, nothing is left. Otherwise as `replace`.

    Raises:
        OSError: the disk refused, or another file has the name, as where others may rename it.
    """
    new = beside(path)
    descriptor = create_private(new)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
            made = os.fstat(file.fileno())
        confirmed = replace(new, path)
        refuse_another(made, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return confirmed


def write_output(path: Path, text: str | Iterable[str], journal: Path, *, replace: bool) -> bool:
    """Write a 0600 file beside its name and rename it into place; chunks are taken one by one.

    It says whether the disk confirmed that, see `replace`.

    Raises:
        WrongUsage, FileExists: see `refuse_taken`.
        CannotKeep: the disk refused.
    """
    refuse_taken(path, journal, replace=replace)
    try:
        chunks = [text] if isinstance(text, str) else text
        return write_private(path, (chunk.encode() for chunk in chunks))
    except OSError as refused:
        stays = "; the file that was there still is" if os.path.lexists(path) else ""
        raise CannotKeep(f"{path} could not be written: {reason_of(refused)}{stays}.") from None


def refuse_taken(path: Path, journal: Path, *, replace: bool) -> None:
    """Say before any work is done that a file cannot have this name.

    Raises:
        WrongUsage: it is the journal's own, or one of another journal, which nothing replaces.
        FileExists: there is one already and `replace` is false.
    """
    if is_own(path, journal):
        raise WrongUsage(f"{path} is the journal itself, or a file of its own; name another file.")
    if not os.path.lexists(path):
        return
    if (status := status_of(path)) and stat.S_ISREG(status.st_mode):
        with suppress(OSError), path.open("rb") as there:
            if there.read(15) == b"SQLite format 3":
                raise WrongUsage(f"{path} is a database, maybe a journal; name another file.")
    if not replace:
        raise FileExists(f"{path} is already there; give another name, or replace it with --force.")
