"""Rebuilding a journal's projections in place, after a backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.doctor import has_problem
from ally_journal.errors import CannotKeep, JournalDamaged, NotFound
from ally_journal.store.database.connection import connect, transaction
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.database.snapshot import back_up
from ally_journal.store.files.atomic import sync_file
from ally_journal.store.files.failures import refused_plainly
from ally_journal.store.files.layout import backup_file, damaged_copy, partial_file
from ally_journal.store.files.owners import make_own
from ally_journal.store.files.system import create_private, sync_folder
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.revisions.integrity import contents
from ally_journal.store.revisions.rebuild import mend

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
            return mend(journal.connection)


def _keep_before(connection: sqlite3.Connection, path: Path, stamp: str) -> None:
    """A backup; or where what is damaged keeps that from verifying, the pages as they are.

    Such a copy has a name of its own, since no backup is listed that cannot be restored.
    """
    copy = damaged_copy(backup_file(path, f"{stamp}-{_REASON}"))
    try:
        back_up(connection, path, stamp, _REASON)
    except (CannotKeep, sqlite3.DatabaseError):
        with refused_plainly(f"No copy could be put into {copy.parent}"):
            make_own(copy.parent)
            partial_file(copy).unlink(missing_ok=True)
            os.close(create_private(copy))
            with closing(connect(copy, besides=connection)) as pages:  # encrypted as the journal is
                connection.backup(pages)
            sync_file(copy)
            sync_folder(copy.parent)
