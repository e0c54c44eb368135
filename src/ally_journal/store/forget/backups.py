"""Taking forgotten words out of every backup, and away with what killed programs left."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from ally_journal.domain.forget import REMOVE, Done
from ally_journal.domain.records.revision import Stamp
from ally_journal.errors import CannotKeep, JournalNewer, KeyNeeded, NotAJournal
from ally_journal.store.database import snapshot
from ally_journal.store.database.connection import (
    KEY,
    NEXT_KEY,
    address,
    bring_up_to_date,
    connect,
    noted,
    transaction,
)
from ally_journal.store.database.creation import new_beside
from ally_journal.store.database.file import look_at
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files import locks
from ally_journal.store.files.atomic import copy_private, remove, replace, sync_file
from ally_journal.store.files.failures import refusal_of, refused_plainly
from ally_journal.store.files.layout import Role, backups_folder, files_in_role
from ally_journal.store.files.owners import make_own
from ally_journal.store.forget.erase import erase
from ally_journal.store.forget.selection import Target
from ally_journal.store.revisions.carrying import Erasures, carry_erasures
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.erasure import UNFINISHED


class Task(NamedTuple):
    """What is to be erased in copies, whose change it is, and what becomes of the backups."""

    target: Target
    stamp: Stamp
    how: str


_ROUNDS = 20
ODD = (Role.SET_ASIDE, Role.KEPT)
"""Whole files that nothing can be taken out of: damaged journals, and what lay beside them."""


@contextmanager
def alone(journal: Path) -> Iterator[None]:
    """One process at a time forgets, or each could put back what the other has just rewritten.

    Raises:
        CannotKeep: there can be no folder for backups.
    """
    folder = backups_folder(journal)
    try:
        with ExitStack() as locked:
            with refused_plainly(f"No backup can be kept in {folder}", ", so nothing was erased"):
                make_own(folder)
                locked.enter_context(locks.alone(folder))
            yield
    finally:
        with suppress(OSError):
            folder.rmdir()  # if it was made for this, and nothing came into it


def backups(journal: Path) -> tuple[Path, ...]:
    """Every file that may be a backup, whatever its name, oldest first by name."""
    return files_in_role(journal, Role.BACKUP)


def sweep(journal: Path, done: Done) -> None:
    """Take away what killed programs left.

    A backup that is being made just now is taken away too, as it may hold what the journal held a
    moment ago; it then says that it could not be made.
    """
    for left in files_in_role(journal, Role.UNFINISHED):
        _remove(left, done)


def clean(journal: sqlite3.Connection, path: Path, task: Task, done: Done) -> Iterator[Path]:
    """Rewrite or remove the backups one by one; yields each when it is done, `done` says how.

    Backups that appear meanwhile, such as a daily one, are seen to as well. The one made before
    forgetting is always made anew and never removed, so that one good backup is left.
    """
    erasures, seen = Erasures(journal), set[Path]()
    for _ in range(_ROUNDS):
        sweep(path, done)
        there = [copy for copy in backups(path) if copy not in seen]
        if not there:
            break
        for copy in there:
            seen.add(copy)
            if task.how == REMOVE and copy.stem != done.kept:
                if _remove(copy, done):
                    done.backups_removed.append(copy.stem)
            elif trouble := rewrite(erasures, copy, task, anew=copy.stem == done.kept):
                done.stuck[str(copy)] = trouble
            elif trouble is None:
                done.backups_rewritten.append(copy.stem)
            if str(copy) not in done.stuck:
                done.looked.append(copy.stem)
            yield copy
    see_to_odd_ones(path, task.how, done)


def see_to_odd_ones(path: Path, how: str, done: Done) -> None:
    """Remove the files nothing can be taken out of, or say that they are stuck."""
    for odd in files_in_role(path, *ODD):
        if how != REMOVE:
            done.stuck[str(odd)] = "nothing can be taken out of it"
        elif _remove(odd, done):
            done.backups_removed.append(odd.name)


def remove_stuck(done: Done) -> None:
    """Remove the files that could not be helped, but for those that belong elsewhere."""
    for name in done.removable:
        del done.stuck[name]
        if _remove(Path(name), done):
            done.backups_removed.append(Path(name).name)


def rewrite(  # noqa: PLR0911 - one for each way it can go
    erasures: Erasures, copy: Path, task: Task, *, anew: bool
) -> str | None:
    """Take the words out of one backup: "" when it had none of them, None when it is done.

    Otherwise what is wrong with it, and it is as it was. Its place is taken, like that of a new
    backup, by a verified file of the same name and time, or not at all. One that was made just
    before is made `anew` from the journal, which lacks nothing else of it.
    """
    try:
        return _replaced(erasures.journal, copy) if anew else _rewritten(erasures, copy, task)
    except FileNotFoundError:  # another run of ally has just let it go
        return ""
    except JournalNewer:
        return "it was made by a newer ally"
    except NotAJournal:
        return "it is no journal"
    except KeyNeeded:
        return "it is encrypted with another passphrase"
    except sqlite3.Error as error:
        return refusal_of(error) or "it cannot be read"
    except CannotKeep as refused:
        return str(refused).removesuffix(".")


def _rewritten(erasures: Erasures, copy: Path, task: Task) -> str | None:
    look_at(copy)
    if trouble := verify(copy, again=False):  # what comes of it is verified
        return trouble
    with _pages_of(copy) as opened:
        return _replaced(opened, copy) if _cleaned(erasures, opened, task) else ""


def _replaced(source: sqlite3.Connection, copy: Path) -> str | None:
    """Let what an open journal or copy says take the place of a backup; None when it is done."""
    when = copy.stat()
    with new_beside(copy, _refusal(copy)) as new:
        source.execute("VACUUM INTO ?", (f"{address(new)}?mode=rw",))
        with closing(connect(new)) as opened:
            opened.execute("DELETE FROM meta WHERE key = ?", (UNFINISHED,))
        if trouble := verify(new, pages=False):  # each was written just now
            return f"what became of it does not verify: {trouble}"
        os.utime(new, ns=(when.st_atime_ns, when.st_mtime_ns))
        sync_file(new)
        confirmed = replace(new, copy)
    snapshot.note(copy)
    return None if confirmed else "it was rewritten, but the disk did not confirm that"


def _refusal(copy: Path) -> tuple[str, str]:
    return f"{copy.name} could not be rewritten", ""


@contextmanager
def _pages_of(copy: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a backup to take words out of; what becomes of it is verified, so it may break."""
    with new_beside(copy, _refusal(copy)) as pages:
        copy_private(copy, pages)
        with closing(connect(pages)) as opened:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
                opened.execute(f"PRAGMA {pragma}")
            yield opened


def _cleaned(erasures: Erasures, copy: sqlite3.Connection, task: Task) -> bool:
    """Erase in a copy what the journal knows as erased, and whatever else fits the target.

    A key by which the journal is not exchanged any more goes too.
    """
    journal = erasures.journal
    bring_up_to_date(copy)
    carried = carry_erasures(erasures, copy)
    own = task.stamp._replace(change=uuid4())  # what each copy says again is its own
    target = task.target
    if not target.mentions:
        unknown = _records(copy) - _records(journal) if target.before else frozenset()
        target = target._replace(among=unknown)
    with transaction(copy):
        erased = erase(Change(copy, own), copy, target, carried.astray)
        outdated = copy.execute(
            "DELETE FROM meta WHERE key IN (?, ?) AND value IS NOT ?",
            (KEY, NEXT_KEY, noted(journal, KEY)),
        )
    return bool(erased or carried.any or outdated.rowcount)


def _records(connection: sqlite3.Connection) -> frozenset[bytes]:
    rows = connection.execute("SELECT DISTINCT record FROM revision")
    return frozenset(record for (record,) in rows)


def _remove(file: Path, done: Done) -> bool:
    if trouble := remove(file):
        done.stuck[str(file)] = trouble
    return not trouble
