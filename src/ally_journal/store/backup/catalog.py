"""The backups there are: each one listed has been verified as it is now."""

import sqlite3
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.backup import Backup, a_year_ago, in_order, made_and_reason, to_keep
from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import CannotKeep, EncryptionMissing, KeyNeeded, NotFound
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database import snapshot
from ally_journal.store.database.connection import connect
from ally_journal.store.database.file import Found, is_locked, look_at
from ally_journal.store.database.snapshot import Contents, back_up, contents, stamp, verify
from ally_journal.store.files.atomic import remove_old
from ally_journal.store.files.failures import refused_plainly
from ally_journal.store.files.layout import (
    Role,
    backup_file,
    backups_folder,
    files_among_backups,
    files_in_role,
)
from ally_journal.store.files.owners import strange_file
from ally_journal.store.journal.journal import open_journal


class Unsound(NamedTuple):
    """A file with a backup's name that cannot be restored, and what is wrong with it."""

    name: str
    trouble: str


class Backups(NamedTuple):
    """Every copy of a journal, oldest first; only `sound` ones count as backups, see `in_order`.

    `locked` are the names of those that are encrypted with a key which is not at hand, as a copy
    from before another passphrase is: nothing is known of them, so they are never let go either.
    """

    sound: tuple[Backup, ...]
    unsound: tuple[Unsound, ...]
    locked: tuple[str, ...] = ()


def backups_of(journal: Path, now: datetime | None = None, *, again: bool = False) -> Backups:
    """All backups of a journal; verifies those that changed since they last were, or `again` all.

    Those dated after `now`, in naive local time, are told to be the oldest.

    Raises:
        CannotKeep: the folder cannot be read.
    """
    sound: list[Backup] = []
    unsound: list[Unsound] = []
    locked: list[str] = []
    with refused_plainly("The backups cannot be read"):
        known = {} if again else snapshot.read(backups_folder(journal))
        for copy in _copies(journal):
            with suppress(FileNotFoundError):  # another run of ally has just let it go
                if strange := strange_file(copy):
                    unsound.append(Unsound(copy.stem, f"it belongs to the account {strange.owner}"))
                    continue
                if is_locked(copy):
                    locked.append(copy.stem)
                    continue
                found = _looked_at(copy, known.get(copy.name, {}))
                if isinstance(found, Backup):
                    sound.append(found)
                else:
                    unsound.append(found)
    return Backups(in_order(sound, now), tuple(unsound), tuple(locked))


def back_up_now(journal: Path, now: Moment, reason: str) -> Backup:
    """Make a backup of the journal at this path, and let go of those that retention does not keep.

    Raises:
        NotFound: there is no journal.
        CopyUnsound, CannotKeep: see `back_up`.
    """
    if look_at(journal) is Found.NOTHING:
        raise NotFound(f"There is no journal at {journal} yet, so there is nothing to back up.")
    with open_journal(journal, now) as opened:
        copy = back_up(opened.connection, journal, stamp(now.local), reason)
        with refused_plainly("The backup is not there any more"):  # a forgetting took it away
            made = _backup(copy, contents(copy))
    tidy(journal, now.local.replace(tzinfo=None))
    return made


def to_verify(journal: Path) -> tuple[Path, ...]:
    """The copies that changed since they were verified; listing them will take a while.

    Raises:
        CannotKeep: the folder cannot be read.
    """
    with refused_plainly("The backups cannot be read"):
        known = snapshot.read(backups_folder(journal))
        return tuple(
            copy
            for copy in _copies(journal)
            if not snapshot.is_as_checked(copy, known.get(copy.name, {})) and not is_locked(copy)
        )


def verify_and_note(copy: Path) -> str | None:
    """What is wrong with a copy, or None, which is then remembered."""
    trouble = verify(copy)
    if trouble is None:
        snapshot.note(copy)
    return trouble


def tidy(journal: Path, now: datetime) -> None:
    """Let go of the backups that retention does not keep; `now` is naive local time.

    Only sound ones count and are deleted, and for a year none whose words are nowhere else, as
    they may be after a restore. What killed runs left beside the journal goes too, once it is a
    day old. Nothing that cannot be deleted stops anything.
    """
    trouble = (OSError, CannotKeep, KeyNeeded, EncryptionMissing, sqlite3.Error)
    with suppress(*trouble), closing(connect(journal)) as present:
        there, beside = backups_of(journal, now).sound, journal.absolute().parent
        names, long_ago = to_keep(there, now), a_year_ago(there, now)
        kept = [one for one in there if one.name in names]
        for backup in reversed(there):  # the newest of those that hold the same words stays
            if backup.name in names:
                continue
            copy = backup_file(journal, backup.name)
            others = [backup_file(journal, one.name) for one in kept]
            if backup.made > long_ago and not _held_elsewhere(copy, present, others):
                kept.append(backup)
            else:
                copy.unlink(missing_ok=True)
        left = [one for one in files_in_role(journal, Role.UNFINISHED) if one.parent == beside]
        remove_old(left, beside)


def newest_encrypted(journal: Path, now: datetime | None = None) -> Path | None:
    """The newest copy that is encrypted, in the order of `names`."""
    copies = (backup_file(journal, name) for name in reversed(names(journal, now)))
    return next(filter(salt_of, copies), None)


def names(journal: Path, now: datetime | None = None) -> list[str]:
    """The names of all copies, verified or not, oldest first as `in_order` has it.

    Nothing is opened: where it is not remembered what is inside, that is as much as is inside the
    one before by name. What is dated after `now`, in naive local time, is told to be the oldest.
    """
    there, most = [], 0
    with suppress(OSError):
        known = snapshot.read(backups_folder(journal))
        for copy in _copies(journal):
            held = known.get(copy.name, {}).get("revisions")
            most = max(most, held) if isinstance(held, int) else most
            if said := made_and_reason(copy.stem):
                revisions = held if isinstance(held, int) else most
                there.append(Backup(copy.stem, *said, 0, 0, None, revisions=revisions))
    return [one.name for one in in_order(there, now)]


def _copies(journal: Path) -> list[Path]:
    """Oldest first: by the second in the name, then by the file's own time."""
    when = {}
    for copy, role in files_among_backups(backups_folder(journal)):
        if role is not Role.BACKUP or made_and_reason(copy.stem) is None:
            continue
        with suppress(FileNotFoundError):  # another run of ally has just let it go
            when[copy] = (copy.name[: len("YYYYMMDD-HHMMSS")], copy.stat().st_mtime_ns, copy.name)
    return sorted(when, key=when.__getitem__)


def _held_elsewhere(copy: Path, present: sqlite3.Connection, others: list[Path]) -> bool:
    """Whether the present journal, or one of the other copies, has every revision of a copy."""
    if _holds(present, copy):
        return True
    for other in others:
        with closing(connect(other)) as connection:
            if _holds(connection, copy):
                return True
    return False


def _holds(connection: sqlite3.Connection, copy: Path) -> bool:
    """Whether a journal has every revision of a copy.

    One of them may be encrypted, so none is attached to the other: both are read side by side, in
    the order of their ids.
    """
    every = "SELECT id FROM revision ORDER BY id"
    with closing(connect(copy)) as opened:
        here = connection.execute(every)
        return all(any(one == other for other in here) for one in opened.execute(every))


def _looked_at(copy: Path, remembered: dict[str, object]) -> Backup | Unsound:
    if snapshot.is_as_checked(copy, remembered):
        with suppress(KeyError, TypeError, ValueError):
            if salt_of(copy) is not None:
                return _backup(copy, contents(copy))
            newest = remembered["newest"]
            day = date.fromisoformat(str(newest)) if newest is not None else None
            entries, revisions = (int(str(remembered[one])) for one in ("entries", "revisions"))
            return _backup(copy, Contents(entries, day, revisions))
    trouble = verify_and_note(copy)
    return _backup(copy, contents(copy)) if trouble is None else Unsound(copy.stem, trouble)


def as_backup(copy: Path) -> Backup:
    """A copy that was verified, as it is listed; raises sqlite3.Error for anything else."""
    return _backup(copy, contents(copy))


def _backup(copy: Path, held: Contents) -> Backup:
    said = made_and_reason(copy.stem)
    if said is None:
        raise AssertionError  # only names that say it are looked at
    encrypted = salt_of(copy) is not None
    size = copy.stat().st_size
    return Backup(copy.stem, *said, size, held.entries, held.newest, encrypted, held.revisions)
