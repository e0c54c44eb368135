"""The backups there are: each one listed has been verified as it is now."""

import sqlite3
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.backups import Backup, made_and_reason
from ally_journal.domain.moments import Moment
from ally_journal.domain.retention import to_keep
from ally_journal.errors import CannotKeep, NotFound
from ally_journal.store import checked
from ally_journal.store.backups import back_up, contents, stamp, verify
from ally_journal.store.checked import Contents
from ally_journal.store.database import Found, address, connect, look_at
from ally_journal.store.files import left_beside
from ally_journal.store.journal import open_journal
from ally_journal.store.paths import backups_folder
from ally_journal.store.refusals import refused_plainly

_YEAR = timedelta(days=366)


class Unsound(NamedTuple):
    """A file with a backup's name that cannot be restored, and what is wrong with it."""

    name: str
    trouble: str


class Backups(NamedTuple):
    """Every copy of a journal, oldest first by its name; only `sound` ones count as backups."""

    sound: tuple[Backup, ...]
    unsound: tuple[Unsound, ...]


def backups_of(journal: Path, *, again: bool = False) -> Backups:
    """All backups of a journal; verifies those that changed since they last were, or `again` all.

    Raises:
        CannotKeep: the folder cannot be read.
    """
    sound: list[Backup] = []
    unsound: list[Unsound] = []
    with refused_plainly("The backups cannot be read"):
        known = {} if again else checked.read(backups_folder(journal))
        for copy in _copies(journal):
            with suppress(FileNotFoundError):  # another run of ally has just let it go
                found = _looked_at(copy, known.get(copy.name, {}))
                if isinstance(found, Backup):
                    sound.append(found)
                else:
                    unsound.append(found)
    return Backups(tuple(sound), tuple(unsound))


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
        made = _backup(copy, contents(copy))
    tidy(journal, now.local.replace(tzinfo=None))
    return made


def to_verify(journal: Path) -> tuple[Path, ...]:
    """The copies that changed since they were verified; listing them will take a while.

    Raises:
        CannotKeep: the folder cannot be read.
    """
    with refused_plainly("The backups cannot be read"):
        known = checked.read(backups_folder(journal))
        return tuple(
            copy
            for copy in _copies(journal)
            if not checked.is_as_checked(copy, known.get(copy.name, {}))
        )


def verify_and_note(copy: Path) -> str | None:
    """What is wrong with a copy, or None, which is then remembered."""
    trouble = verify(copy)
    if trouble is None:
        checked.note(copy, contents(copy))
    return trouble


def tidy(journal: Path, now: datetime) -> None:
    """Let go of the backups that retention does not keep; `now` is naive local time.

    Only sound ones count and are deleted, and for a year none whose words are nowhere else, as
    they may be after a restore. What killed runs left beside the journal goes too, once it is a
    day old. Nothing that cannot be deleted stops anything.
    """
    with suppress(OSError, CannotKeep, sqlite3.Error), closing(connect(journal)) as present:
        there = backups_of(journal).sound
        names = to_keep(there, now)
        kept = [one for one in there if one.name in names]
        for backup in reversed(there):  # the newest of those that hold the same words stays
            if backup.name in names:
                continue
            copy = backups_folder(journal) / f"{backup.name}.db"
            others = [backups_folder(journal) / f"{one.name}.db" for one in kept]
            if backup.made > now - _YEAR and not _held_elsewhere(copy, present, others):
                kept.append(backup)
            else:
                copy.unlink(missing_ok=True)
        for left in left_beside(journal):
            left.unlink(missing_ok=True)


def names(journal: Path) -> list[str]:
    """The names of all copies, oldest first, verified or not."""
    with suppress(OSError):
        return [copy.stem for copy in _copies(journal)]
    return []


def _copies(journal: Path) -> list[Path]:
    """Oldest first: by the second in the name, then by the file's own time."""
    try:
        found = list(backups_folder(journal).iterdir())
    except FileNotFoundError:
        return []
    when = {}
    for copy in found:
        if copy.suffix != ".db" or made_and_reason(copy.stem) is None:
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
    connection.execute("ATTACH ? AS copy", (f"{address(copy)}?mode=ro",))
    try:
        missing = "SELECT 1 FROM copy.revision WHERE id NOT IN (SELECT id FROM main.revision)"
        return connection.execute(f"{missing} LIMIT 1").fetchone() is None
    finally:
        connection.execute("DETACH copy")


def _looked_at(copy: Path, remembered: dict[str, object]) -> Backup | Unsound:
    if checked.is_as_checked(copy, remembered):
        with suppress(KeyError, TypeError, ValueError):
            newest = remembered["newest"]
            day = date.fromisoformat(str(newest)) if newest is not None else None
            return _backup(copy, Contents(int(str(remembered["entries"])), day))
    trouble = verify_and_note(copy)
    return _backup(copy, contents(copy)) if trouble is None else Unsound(copy.stem, trouble)


def _backup(copy: Path, held: Contents) -> Backup:
    said = made_and_reason(copy.stem)
    if said is None:
        raise AssertionError  # only names that say it are looked at
    return Backup(copy.stem, *said, copy.stat().st_size, held.entries, held.newest)
