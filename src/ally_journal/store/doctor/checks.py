"""Looking a journal over: everything that could be wrong with it, found without changing it."""

import os
import sqlite3
import stat
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from ally_journal.domain.backup import in_order, is_ahead, made_and_reason
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.doctor import NOTE, OK, PROBLEM, Finding, has_problem
from ally_journal.errors import (
    UNEXCHANGED,
    AllyError,
    CannotKeep,
    EncryptionMissing,
    JournalNewer,
    KeyNeeded,
    NotAJournal,
)
from ally_journal.store.backup.catalog import as_backup
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.file import Found, is_locked, look_at
from ally_journal.store.database.open import refuse_another
from ally_journal.store.database.snapshot import verify
from ally_journal.store.drafts.drafts import waiting
from ally_journal.store.drafts.files import lying
from ally_journal.store.drafts.strays import strays
from ally_journal.store.files.atomic import is_file, is_link, status_of
from ally_journal.store.files.disk import carried_by, is_far, mount_of
from ally_journal.store.files.layout import (
    Role,
    backups_folder,
    conflict_copies,
    drafts_folder,
    drafts_in_state,
    files_in_role,
    files_of,
    machine_file,
    spoilt_backup,
)
from ally_journal.store.files.machine import read
from ally_journal.store.files.owners import (
    keeps_owners,
    strange_file,
    strange_own,
    strange_place,
)
from ally_journal.store.files.system import is_mine, own_account
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.revisions.integrity import contents
from ally_journal.store.sync.setup import setup_of
from ally_journal.store.sync.sync import Sync

_LARGE = 5_000_000  # bytes, some five thousand entries

Step = Callable[[], Iterable[Finding]]


def steps(path: Path, moment: Moment) -> list[Step]:
    """What to look at, one after the other; nothing is made or changed on the way.

    A step raises JournalBusy when another process keeps the journal locked.
    """
    return [
        lambda: _file(path, moment),
        lambda: backups(path, moment),
        lambda: permissions(path),
        lambda: leftovers(path, moment),
        lambda: drafts(path),
        lambda: place(path),
        lambda: exchanges(path, moment),
    ]


def is_large(path: Path) -> bool:
    """Whether looking it over takes so long that a person would wonder."""
    found = status_of(path)
    return found is not None and found.st_size > _LARGE


def _file(path: Path, moment: Moment) -> list[Finding]:
    """What lies at the path, and if it is a journal, what it holds."""
    try:
        refuse_another(path, found_there := look_at(path))
        if found_there is Found.NOTHING:
            newest = _newest_good(path, moment)
            level = PROBLEM if newest else NOTE
            return [Finding("file", level, "missing", {"path": path, **newest})]
    except JournalNewer as newer:
        return [Finding("file", PROBLEM, "newer", {"said": str(newer)})]
    except (NotAJournal, CannotKeep) as refused:
        facts = {"said": str(refused), **_newest_good(path, moment)}
        return [Finding("file", PROBLEM, "no_journal", facts)]
    try:
        inside = contents(path, moment)
    except (KeyNeeded, EncryptionMissing):
        return [Finding("file", PROBLEM, "locked", {"path": path})]
    if has_problem(inside):
        newest = _newest_good(path, moment)
        inside = [
            one._replace(facts={**one.facts, **newest}) if one.level == PROBLEM else one
            for one in inside
        ]
    (writer,) = [one.facts["device"] for one in inside if "device" in one.facts] or [None]
    if writer is not None and read(machine_file(path)).get("device") != writer:
        inside.append(Finding("device", NOTE, "device"))  # it was last written elsewhere
    return [Finding("file", OK, "file_ok"), *inside]


def _newest_good(path: Path, moment: Moment) -> dict[str, str]:
    """The name of the newest backup that can be restored, under `newest`; nothing without one."""
    sound = (copy for copy in files_in_role(path, Role.BACKUP) if not unfit(copy))
    good = in_order(map(as_backup, sound), moment.naive)
    return {"newest": good[-1].name} if good else {}


def _made_ahead(copies: Iterable[Path], moment: Moment) -> Iterator[Finding]:
    """Backups dated after now, which so count as older than all others."""
    for copy in copies:
        said = made_and_reason(copy.stem)
        if said and is_ahead(said[0], moment.naive):
            yield Finding("backups", NOTE, "backup_ahead", {"path": copy})


_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000


def permissions(path: Path) -> Iterator[Finding]:
    """Whether only their owner can read the journal and what lies beside it."""
    if own_account() is None:
        yield Finding("permissions", OK, "permissions_untold")
        return
    found = list(_open_to_others(path))
    if found and not keeps_owners(path.absolute().parent):  # then nothing mends it
        found = [Finding("permissions", NOTE, "no_owners", {"path": path})]
    yield from found or [Finding("permissions", OK, "permissions_ok")]


def backups(path: Path, moment: Moment) -> Iterator[Finding]:
    """Whether there is a backup, how old the newest is, and whether each can be restored."""
    copies = () if strange_file(path) else files_in_role(path, Role.BACKUP)
    locked = [copy for copy in copies if is_locked(copy)]
    known = [copy for copy in copies if copy not in locked]
    spoilt = {copy: said for copy in known if (said := unfit(copy))}
    for copy, said in spoilt.items():
        facts = {"path": copy, "said": said, "to": _free(spoilt_backup(copy))}
        yield Finding("backups", PROBLEM, "backup_spoilt", facts)
    if locked:
        yield Finding("backups", NOTE, "backups_locked", {"count": len(locked)})
    good = [copy for copy in known if copy not in spoilt]
    yield from _made_ahead(good, moment)
    yield from _daily(path, good)
    if salt_of(path) is not None:
        for copy in good:
            if salt_of(copy) is None:
                yield Finding("backups", NOTE, "backup_plain", {"path": copy})
    if not good:
        if is_file(path) and not locked and not strange_file(path):
            yield Finding("backups", NOTE, "no_backup")
        return
    newest = max(_written(copy) for copy in good)
    days = int((moment.real_ms - newest * 1000) // _DAY_MS)
    if days > 7 and _written(path) > newest + 1:
        yield Finding("backups", NOTE, "backup_old", {"days": days})
    elif not (spoilt or locked):
        yield Finding("backups", OK, "backups_ok", {"count": len(good)})


def _daily(path: Path, copies: Iterable[Path]) -> Iterator[Finding]:
    """Why there was no backup of the day on which one was last taken on, unless there is one."""
    state = {"daily": "", **read(machine_file(path))}
    made = [said[0].date().isoformat() for copy in copies if (said := made_and_reason(copy.stem))]
    if (
        "daily_trouble" in state
        and state["daily_trouble"]
        and str(state["daily"]) > max(["", *made])
    ):
        yield Finding("backups", NOTE, "daily", {"said": state["daily_trouble"]})


def _written(path: Path) -> float:
    """When a file was last written, in seconds since 1970; 0 where that is not told."""
    found = status_of(path)
    return found.st_mtime if found else 0


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
    told, taken = {*files_in_role(path, Role.UNFINISHED)}, list[str]()
    for stray in strays(path):
        if stray.path not in told:
            taken.append(to := _free(f"{stray.path.name}{{}}", taken))
            what = "stray" if stray.own else "foreign"
            yield Finding("drafts", NOTE, what, {"path": stray.path.absolute(), "to": f"./{to}"})


def _free(name: str, taken: Container[str] = ()) -> str:
    """A name that nothing has, nor any that was given before; a number stands where `{}` does."""
    before, _, behind = name.rpartition("{}")
    free, several = before + behind, count(2)
    while free in taken or os.path.lexists(free):
        free = f"{before}-{next(several)}{behind}"
    return free


def place(path: Path) -> Iterator[Finding]:
    """Whether another program, or another computer, may change the file under ally's hands."""
    real = Path(os.path.realpath(path)).parent
    carrier = carried_by(real)
    if carrier:
        yield Finding("place", NOTE, "synced", {"carrier": carrier, "path": path})
    for copy in conflict_copies(path):
        with suppress(AllyError):
            if look_at(copy) is not Found.NOTHING:
                yield Finding("place", NOTE, "conflict_copy", {"path": copy})
    kind = mount_of(real).kind
    if is_far(kind):
        yield Finding("place", NOTE, "far", {"kind": kind, "path": path})


def exchanges(path: Path, moment: Moment) -> Iterator[Finding]:
    """Whether other computers were exchanged with lately, and what is left to do there or here."""
    setup = setup_of(path)
    if setup is None:
        return
    days = (moment.ms - (setup.last or 0)) // _DAY_MS
    if setup.trouble:
        yield Finding("sync", NOTE, "sync_trouble", {"said": setup.trouble})
    elif days >= 7:
        yield Finding("sync", NOTE, "sync_old", {"days": days})
    else:
        yield Finding("sync", OK, "sync_ok")
    with suppress(*UNEXCHANGED), open_journal(path, moment) as journal:
        found = Sync(journal, path, moment).status()
        for what, count in (("sync_unread", len(found.unread)), ("sync_newer", found.newer)):
            if count:
                yield Finding("sync", NOTE, what, {"where": setup.place, "count": count})
        for one in found.computers:
            if one.unclean and not one.here:
                yield Finding("sync", NOTE, "sync_unclean", {"name": one.name})


def _open_to_others(path: Path) -> Iterator[Finding]:
    if strange := strange_file(path):
        as_ = f"#{strange.owner}" if (strange.owner or "").isdigit() else strange.owner
        yield Finding("permissions", PROBLEM, "journal_strange", {**strange._asdict(), "as_": as_})
        return
    kept = [*(file for file, _ in files_of(path)), *lying(path)]
    kept += [stray.path for stray in strays(path) if stray.own]
    # Where a link leads is not ally's, but for the journal itself.
    for file in [path, *dict.fromkeys(one for one in kept if not is_link(one))]:
        if is_file(file) and _mode(file) & 0o077:
            yield Finding("permissions", PROBLEM, "file_open", {"path": file})
    for folder in (backups_folder(path), drafts_folder(path), drafts_in_state(path)):
        if (strange := strange_own(folder)) and strange.path == folder and strange.owner:
            stays = _mode(folder.parent) & stat.S_ISVTX and own_account()
            what = "folder_strange_stays" if stays else "folder_strange"
            facts = strange._asdict() | {"to": _free(f"{folder}{{}}.theirs")}
            yield Finding("permissions", PROBLEM, what, facts)
        elif not is_link(folder) and _mode(folder) & 0o077:
            yield Finding("permissions", PROBLEM, "folder_open", {"path": folder})
    home, there = path.absolute().parent, status_of(path.absolute().parent)
    if strange := strange_place(path):
        mended = there and is_mine(there) and strange.path == home
        what = "folder_written" if mended else "place_written"
        what = "place_strange" if strange.owner else what
        yield Finding("permissions", PROBLEM, what, strange._asdict())
    elif there and is_mine(there) and there.st_mode & 0o055 and not there.st_mode & stat.S_ISVTX:
        yield Finding("permissions", NOTE, "folder_read", {"path": home})


def _mode(path: Path) -> int:
    """Permission bits; none for what is not there."""
    there = status_of(path)
    return stat.S_IMODE(there.st_mode) if there else 0
