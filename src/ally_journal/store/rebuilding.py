"""Rebuilding a journal's projections in place, after a backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ally_journal.domain.findings import has_problem
from ally_journal.domain.moments import Moment
from ally_journal.errors import CannotKeep, JournalDamaged, NotFound
from ally_journal.store.backups import back_up
from ally_journal.store.contents import contents
from ally_journal.store.database import Found, connect, look_at, transaction
from ally_journal.store.files import create_private, make_folder, sync_folder
from ally_journal.store.journal import open_journal
from ally_journal.store.mending import mend
from ally_journal.store.paths import backups_folder

_REASON = "before-rebuild"


def rebuild_journal(path: Path, moment: Moment, stamp: str) -> int:
    """Back up, then mend in one transaction; gives the count of revisions it was worked out from.

    Raises:
        NotFound: there is no journal.
        JournalDamaged: the revisions themselves are damaged; nothing was changed.
        CannotKeep: the backup could not be written.
    """
    if look_at(path) is Found.NOTHING:
        raise NotFound(f"There is no journal at {path}; check the path.")
    found = contents(path, moment)
    if has_problem(found) and not all(one.facts.get("mendable", True) for one in found):
        raise JournalDamaged(
            f"The history in {path} is itself damaged, so nothing can be worked out from it;"
            " nothing was changed, ally backup restore puts a whole copy in its place."
        )
    with open_journal(path, moment) as journal:
        _keep_before(journal.connection, path, stamp)
        with transaction(journal.connection):
            count = mend(journal.connection)
    return count


def _keep_before(connection: sqlite3.Connection, path: Path, stamp: str) -> None:
    """A backup; or where what is damaged keeps that from verifying, the pages as they are.

    Such a copy has a name of its own, since no backup is listed that cannot be restored.
    """
    folder = backups_folder(path)
    try:
        back_up(connection, path, stamp, _REASON)
    except (CannotKeep, sqlite3.DatabaseError):
        try:
            make_folder(folder)
            for half in folder.glob(f"{stamp}-{_REASON}*.partial"):
                half.unlink()
            _copy_pages(connection, folder / f"{stamp}-{_REASON}.damaged")
        except OSError as refused:
            reason = (refused.strerror or "the disk refused").lower()
            raise CannotKeep(f"No copy could be put into {folder}: {reason}.") from None


def _copy_pages(connection: sqlite3.Connection, target: Path) -> None:
    os.close(create_private(target))  # encrypted where the journal is
    with closing(connect(target, besides=connection)) as copy:
        connection.backup(copy)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(target.parent)
