"""What lies around a journal: permissions, backups, leftovers, drafts, and the disk it is on."""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ally_journal.domain.findings import NOTE, OK, PROBLEM, Finding
from ally_journal.domain.moments import Moment
from ally_journal.errors import AllyError
from ally_journal.store.backups import verify
from ally_journal.store.database import is_locked
from ally_journal.store.drafts import waiting
from ally_journal.store.files import is_mine
from ally_journal.store.machine import read
from ally_journal.store.paths import (
    Role,
    backups_folder,
    drafts_folder,
    drafts_in_state,
    files_in_role,
    files_of,
    machine_file,
)
from ally_journal.store.places import carried_by, is_far, mount_of
from ally_journal.store.sealed import salt_of

_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000


def permissions(path: Path) -> Iterator[Finding]:
    """Whether only their owner can read the journal and what lies beside it."""
    found = list(_open_to_others(path)) if sys.platform != "win32" else []
    yield from found or [Finding("permissions", OK, "permissions_ok")]


def backups(path: Path, moment: Moment) -> Iterator[Finding]:
    """Whether there is a backup, how old the newest is, and whether each can be restored."""
    copies = files_in_role(path, Role.BACKUP)
    locked = [copy for copy in copies if is_locked(copy)]
    known = [copy for copy in copies if copy not in locked]
    spoilt = {copy: said for copy in known if (said := unfit(copy))}
    for copy, said in spoilt.items():
        yield Finding("backups", PROBLEM, "backup_spoilt", {"path": copy, "said": said})
    if locked:
        yield Finding("backups", NOTE, "backups_locked", {"count": len(locked)})
    good = [copy for copy in known if copy not in spoilt]
    if salt_of(path) is not None:
        for copy in good:
            if salt_of(copy) is None:
                yield Finding("backups", NOTE, "backup_plain", {"path": copy})
    if not good:
        if path.is_file() and not locked:
            yield Finding("backups", NOTE, "no_backup")
        return
    newest = max(copy.stat().st_mtime for copy in good)
    days = int((moment.real_ms - newest * 1000) // _DAY_MS)
    if days > 7 and path.is_file() and path.stat().st_mtime > newest + 1:
        yield Finding("backups", NOTE, "backup_old", {"days": days})
    elif not (spoilt or locked):
        yield Finding("backups", OK, "backups_ok", {"count": len(good)})


def unfit(copy: Path) -> str | None:
    """Why a backup cannot be restored, or None; one that is locked counts as unfit too."""
    try:
        return verify(copy)
    except (sqlite3.Error, OSError, ValueError, TypeError, OverflowError, AllyError) as error:
        return " ".join(str(error).split()) or "it cannot be read"


def leftovers(path: Path, moment: Moment) -> Iterator[Finding]:
    """Files that a program which was killed left half-written, at least an hour old."""
    for file in files_in_role(path, Role.UNFINISHED, Role.WRITE_AHEAD):
        with suppress(OSError):
            if file.stat().st_mtime * 1000 < moment.real_ms - _HOUR_MS:
                yield Finding("leftovers", NOTE, "leftover", {"path": file})


def drafts(path: Path) -> Iterator[Finding]:
    """Words that were never saved."""
    found = waiting(path)
    if found:
        yield Finding("drafts", NOTE, "drafts", {"count": len(found)})


def place(path: Path) -> Iterator[Finding]:
    """Whether another program, or another computer, may change the file under ally's hands."""
    real = Path(os.path.realpath(path)).parent
    carrier = carried_by(real)
    if carrier:
        yield Finding("place", NOTE, "synced", {"carrier": carrier, "path": path})
    kind = mount_of(real).kind
    if is_far(kind):
        yield Finding("place", NOTE, "far", {"kind": kind, "path": path})


def device(path: Path, in_journal: object) -> Iterator[Finding]:
    """Whether the journal was last written on this computer, under this path."""
    if in_journal is not None and read(machine_file(path)).get("device") != in_journal:
        yield Finding("device", NOTE, "device")


def _open_to_others(path: Path) -> Iterator[Finding]:
    kept = [path, *(file for file, _ in files_of(path))]
    with suppress(OSError):
        kept += sorted(drafts_in_state(path).iterdir())
    for file in dict.fromkeys(kept):
        if file.is_file() and _mode(file) & 0o077:
            yield Finding("permissions", PROBLEM, "file_open", {"path": file})
    for folder in (backups_folder(path), drafts_folder(path), drafts_in_state(path)):
        if _mode(folder) & 0o077:
            yield Finding("permissions", PROBLEM, "folder_open", {"path": folder})
    home = path.absolute().parent
    mode = _mode(home)
    if mode & 0o022 and not mode & stat.S_ISVTX:
        yield Finding("permissions", PROBLEM, "folder_written", {"path": home})
    elif mode & 0o055 and not mode & 0o022 and _is_mine(home):
        yield Finding("permissions", NOTE, "folder_read", {"path": home})


def _mode(path: Path) -> int:
    """Permission bits; none for what is not there."""
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    return 0


def _is_mine(folder: Path) -> bool:
    with suppress(OSError):
        return is_mine(folder.stat())
    return False
