"""Whose files and folders are: no words go where others could read or exchange them.

A disk that keeps neither owners nor permissions, such as FAT, tells nothing by them, and nothing is
refused there.
"""

import errno
import os
import shlex
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.errors import CannotKeep
from ally_journal.store.files.atomic import make_folder, status_of
from ally_journal.store.files.layout import beside
from ally_journal.store.files.system import (
    create_private,
    has_access_list,
    is_mine,
    own_account,
)

ACCOUNTS, GROUPS = Path("/etc/passwd"), Path("/etc/group")
_ROOT = 0
_ELSEWHERE = "name another place with --journal or ALLY_JOURNAL"


class Strange(NamedTuple):
    """A file or folder that gets no words, and what ends that.

    `owner` is the account that it belongs to; None where others may write to it.
    """

    path: Path
    owner: str | None
    way: str

    def __str__(self) -> str:
        """A part of a sentence."""
        owned = f"{self.path} belongs to the account {self.owner}"
        return f"{owned if self.owner else f'others may write to {self.path}'}; {self.way}"


def make_own(folder: Path) -> None:
    """Make a folder for ally alone, or use the one that is there.

    Raises:
        OSError: the disk refused; or the folder is strange, in words for that.
    """
    if not (found := strange_place(folder)):
        make_folder(folder)
        found = strange_own(folder)
    if found:
        raise PermissionError(errno.EPERM, str(found))


def strange_own(folder: Path) -> Strange | None:
    """Why a folder for ally alone is not used: another made it, or may put something into it.

    Or it is a link that another made, or lies where another could exchange it.
    """
    with suppress(OSError):
        link, found = os.lstat(folder), folder.stat()
        if not is_mine(found) or not (is_mine(link) or link.st_uid == _ROOT):
            whose = link if is_mine(found) else found
            return _told(folder, whose, "move it away, or make it yours with chown")
        if may_be_written(folder, found):
            return _told(folder, None, f"chmod 700 {shlex.quote(str(folder))} ends that")
        return strange_place(folder)
    return None


def strange_place(path: Path) -> Strange | None:
    """Why nothing is put beside a file: another could take it away and put in something else.

    Where anybody may make files, and only their owner may take them away, as in /tmp, it is safe.
    """
    for folder in dict.fromkeys((path.absolute().parent, Path(os.path.realpath(path)).parent)):
        found = status_of(folder)
        if found is None:
            continue
        if not is_mine(found) and found.st_uid != _ROOT:
            return _told(folder, found, f"make it yours with chown, or {_ELSEWHERE}")
        if not found.st_mode & stat.S_ISVTX and may_be_written(folder, found):
            if is_mine(found):
                ends = f"chmod go-w {shlex.quote(str(folder))} ends that"
                return _told(folder, None, f"{ends}, or {_ELSEWHERE}")
            own = folder / "private" / path.name
            return _told(folder, None, f"{_ELSEWHERE}, such as {own}, which ally makes yours alone")
    return None


def strange_file(path: Path) -> Strange | None:
    """Why a file is not taken for one's own: it belongs to another account."""
    found = status_of(path)
    if found is None or is_mine(found):
        return None
    return _told(
        path, found, f"run ally as that account, make it yours with chown, or {_ELSEWHERE}"
    )


def refuse_strange(path: Path) -> None:
    """Raise CannotKeep where a journal, or a copy of one, is not to be written to."""
    if found := strange_file(path):
        raise CannotKeep(f"Nothing is written here, since {found}.")
    if found := strange_place(path):
        raise CannotKeep(f"Nothing is written to {path}: {found}.")


def hint(path: Path) -> str:
    """The end of a sentence about what cannot be opened: whose that is, and what works; or nothing.

    It is about the file itself, or the first folder above it of which the system tells anything.
    """
    real = Path(os.path.realpath(path))
    for one in (real, *real.parents):
        if (found := status_of(one)) is not None:
            if is_mine(found):
                return ""
            near = one in {real, real.parent} and one != one.parent
            way = f"make it yours with chown, or {_ELSEWHERE}" if near else _ELSEWHERE
            return f"; {one} belongs to the account {account(found.st_uid)}, so {way}"
    return ""


def account(number: int) -> str:
    """The name of an account in the local list: asking the system might ask a network."""
    return next((name for name, *ids in _lines(ACCOUNTS) if ids[1] == str(number)), str(number))


def may_be_written(folder: Path, status: os.stat_result) -> bool:
    """Whether others may write to a folder; a group that only its owner is in is nobody else."""
    if own_account() is None or not status.st_mode & 0o022:
        return False
    return bool(
        status.st_mode & stat.S_IWOTH or _is_shared(status.st_gid) or has_access_list(folder)
    )


def keeps_owners(folder: Path) -> bool:
    """Whether a disk keeps whose a file is and who may read it, as a new one shows."""
    probe = beside(folder / "owner")
    try:
        descriptor = create_private(probe)
    except OSError:
        return True
    try:
        made = os.fstat(descriptor)
    finally:
        os.close(descriptor)
        with suppress(OSError):
            probe.unlink()
    return is_mine(made) and not made.st_mode & 0o077


def _told(path: Path, owner: os.stat_result | None, way: str) -> Strange | None:
    """That a file or folder is strange, unless its disk could not say otherwise."""
    if not keeps_owners(path if path.is_dir() else path.parent):
        return None
    return Strange(path, owner and account(owner.st_uid), way)


def _is_shared(group: int) -> bool:
    """Whether others than oneself and root are in a group, by the local lists."""
    trusted = {str(own_account()), str(_ROOT)}
    accounts = _lines(ACCOUNTS)
    if any(ids[2] == str(group) and ids[1] not in trusted for _, *ids in accounts):
        return True
    names = {name for name, *ids in accounts if ids[1] in trusted}
    for _, *ids in _lines(GROUPS):
        if ids[1] == str(group):
            return bool({*filter(None, ids[2].split(","))} - names)
    return group != own_account()


def _lines(file: Path) -> list[list[str]]:
    """A list of accounts or groups, by lines: a name, a password, a number and more."""
    with suppress(OSError):
        fields = [line.split(":") for line in file.read_text("utf-8", "replace").splitlines()]
        return [one for one in fields if len(one) > 3]
    return []
