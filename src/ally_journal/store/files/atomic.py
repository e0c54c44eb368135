"""Files only their owner can read, written so that a reader sees the old or the new, never half."""

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ally_journal.errors import CannotKeep, FileExists, WrongUsage
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import beside, is_own
from ally_journal.store.files.system import (
    create_private,
    has_modes,
    is_mine,
    open_regular,
    rename_over,
    sync,
    sync_folder,
    unusable,
)

_PIECE = 1 << 20  # bytes at a time
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


def copy_private(source: Path, target: Path) -> None:
    """Copy a file into one that was made 0600, or make it so; it is never anybody else's."""
    with suppress(FileExistsError):
        os.close(create_private(target))
    with os.fdopen(open_regular(source), "rb") as old, target.open("rb+") as new:
        shutil.copyfileobj(old, new, _PIECE)
        new.truncate()


def sync_file(path: Path) -> None:
    """Make what was written to a file durable."""
    with path.open("rb+") as file:
        sync(file.fileno())


def replace(new: Path, path: Path) -> bool:
    """Give a finished file, which is durable, its name, whatever had that name.

    It says whether the disk confirmed that; until it did, a power cut may bring the other back.
    When this raises, nothing was changed.
    """
    rename_over(new, path)
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


def is_private(path: Path) -> bool:
    """Whether its owner alone may read a file, as far as the system tells."""
    found = status_of(path)
    return found is not None and has_modes() and not found.st_mode & 0o077


def is_link(path: Path) -> bool:
    """Whether what has this name is a link; not where the system does not tell."""
    return os.path.islink(path)  # noqa: PTH114 - the other one raises


def is_ours(folder: Path) -> bool:
    """Whether this folder is there, and nobody else made it where everybody may make one."""
    with suppress(OSError):
        found = os.lstat(folder)
        return stat.S_ISDIR(found.st_mode) and is_mine(found)
    return False


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


def write_private(
    path: Path, content: bytes | Iterable[bytes], unfinished: Path | None = None
) -> bool:
    """Write a whole file beside `path`, 0600, make it durable, and rename it into place.

    Until then it has a new name, or that of an `unfinished` one, which is not there. Chunks are
    taken one by one; when that raises, nothing is left. Otherwise as `replace`.

    Raises:
        OSError: the disk refused, or another file has the name, as where others may rename it.
    """
    new = unfinished or beside(path)
    descriptor = create_private(new)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            sync(file.fileno())
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
    except FileNotFoundError:
        raise CannotKeep(
            f"{path} could not be written, because there is no folder {path.parent}; make it "
            "first, or give another path."
        ) from None
    except OSError as refused:
        stays = "; the file that was there still is" if os.path.lexists(path) else ""
        raise CannotKeep(f"{path} could not be written: {reason_of(refused)}{stays}.") from None


def refuse_taken(path: Path, journal: Path, *, replace: bool) -> None:
    """Say before any work is done that a file cannot have this name.

    Raises:
        WrongUsage: no file can have it; or it is the journal's own, or one of another journal,
            which nothing replaces.
        FileExists: there is one already and `replace` is false.
    """
    if trouble := unusable(path):
        raise WrongUsage(f"{path} cannot be a file: {trouble}; name another one.")
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
