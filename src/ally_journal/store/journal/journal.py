"""One visit to a journal: its one transaction, its settings, and what it tells of trouble."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import time
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from ally_journal.domain.records.revision import Stamp
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import AllyError, JournalDamaged, KeyNeeded, WrongUsage
from ally_journal.store.crypto.sniff import still
from ally_journal.store.database import file
from ally_journal.store.database import open as database_open
from ally_journal.store.database.connection import begin, commit, noted, value_of
from ally_journal.store.files import failures, machine
from ally_journal.store.files.layout import backup_file, machine_file
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.projections import heads_of, newest_number

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterator
    from pathlib import Path

    from ally_journal.domain.calendar.moment import Moment
_BEGINNINGS = 20
"""How often a write begins again because the file was exchanged while it waited."""


class Journal:
    """One open journal; use `open_journal`. Every method is one short visit to the file.

    `connection` and `writing` are for the rooms of this floor, and for what a command keeps
    together.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, now: Moment, change: UUID | None
    ) -> None:
        self.connection = connection
        self._path = path
        self._now = now
        self._change = change or uuid4()
        self._writing: Change | None = None
        self.backup_due = False
        """Whether this visit wrote, on a day for which no daily backup was taken on yet."""
        self.kept = False
        """Whether the newest transaction of this visit was kept."""
        self.unconfirmed = False
        """Whether the disk did not confirm what this visit wrote, though it is there."""

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Change]:
        """One transaction that is kept whole or not at all.

        Inside another one it is part of that, so what belongs together is kept together. A dry run
        is always taken back, and nothing of it gets onto the disk.
        """
        if self._writing is not None:
            yield self._writing
            return
        with self._rehearsal() if dry_run else self._transaction() as change:
            self._writing = change
            try:
                yield change
            finally:
                self._writing = None

    @contextmanager
    def _transaction(self) -> Iterator[Change]:
        self.kept = False
        try:
            device, state = self._begin()
            stamp = Stamp(device, self._change, self._now.ms, self._now.real_ms)
            change = Change(self.connection, stamp)
            yield change
            if not commit(self.connection, self._path, partial(_is_kept, change)):
                self.unconfirmed = True
            self.kept = True
            self.backup_due = state.get("daily") != self._now.local.date().isoformat()
        except BaseException:
            self._take_back()
            raise

    @contextmanager
    def _rehearsal(self) -> Iterator[Change]:
        """A transaction in memory alone, by a device that is nobody's."""
        execute = self.connection.execute
        execute("PRAGMA journal_mode = MEMORY")
        execute("PRAGMA cache_spill = OFF")  # or pages would get into the file before the end
        try:
            execute("BEGIN IMMEDIATE")
            yield Change(self.connection, Stamp("", self._change, self._now.ms, self._now.real_ms))
        finally:
            self._take_back()
            execute("PRAGMA cache_spill = ON")
            execute("PRAGMA journal_mode = DELETE")

    def _begin(self) -> tuple[str, dict[str, object]]:
        """Begin to write, to the file that has the journal's name by now; device and machine state.

        It may have been exchanged while this waited, as `ally encrypt` does. Nothing is written
        in a transaction before this, so it can begin again with the other file.
        """
        for _ in range(_BEGINNINGS):
            try:
                return self._begin_here()
            except sqlite3.OperationalError as refused:
                if not failures.may_be_exchanged(refused):
                    raise
            self._take_back()
            before = self.connection
            try:
                self.connection = database_open.connect(self._path, self._now, create=False)
            except KeyNeeded:
                raise failures.exchanged(self._path) from None
            before.close()
        return self._begin_here()

    def _begin_here(self) -> tuple[str, dict[str, object]]:
        execute = self.connection.execute
        begin(self.connection, self._path)
        known_here = machine_file(self._path)
        state = machine.read(known_here)
        device = machine.device_for(known_here, noted(self.connection, "device"), state)
        execute("DELETE FROM meta WHERE key = 'device'")  # SQLite skips what would change nothing
        execute("INSERT INTO meta VALUES ('device', ?)", (device,))
        return device, state

    def _take_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def back_up(self, reason: str) -> str:
        """Make a verified copy of the journal now; its name. Raises CannotKeep."""
        from ally_journal.store.database.snapshot import back_up, stamp  # noqa: PLC0415 - rare

        return back_up(self.connection, self._path, stamp(self._now.local), reason).stem

    def backup_file(self, name: str) -> Path:
        """Where the backup of that name lies, if it is there."""
        return backup_file(self._path, name)

    def settings(self) -> Settings:
        """What this journal was set to, and what holds where nothing was set."""
        kept = dict(self.connection.execute("SELECT key, value FROM setting").fetchall())
        return Settings(
            week_starts=kept.get("week_starts", "monday"),
            day_starts_at=time.fromisoformat(kept.get("day_starts_at", "00:00")),
            counts=kept.get("counts", "true") == "true",
            plain=kept.get("plain", "false") == "true",
        )

    def configure(self, key: str, value: str) -> None:
        """Keep what a setting is from now on, if that is new; both must have been checked."""
        record = lasting_record_id("setting", key)
        kept = value_of(self.connection, "SELECT value FROM setting WHERE key = ?", key)
        if kept == value and len(heads_of(self.connection, record.bytes)) == 1:
            return
        with self.writing() as change:
            change.put("setting", record, {"key": key, "value": value})

    def is_empty(self) -> bool:
        """Whether no entry was ever kept here."""
        return newest_number(self.connection, "entry") == 0


def _is_kept(change: Change, connection: sqlite3.Connection) -> bool:
    """Whether a journal has a change, which is there whole or not at all."""
    have = "SELECT 1 FROM revision WHERE id = ?"
    return any(value_of(connection, have, one) for one in change.appended)


@contextmanager
def open_journal(
    path: Path, now: Moment, *, create: bool = False, change: UUID | None = None
) -> Iterator[Journal]:
    """Open the journal at `path` for one short visit; without `create`, nothing is ever made.

    Where there is no journal and none is made, reading finds an empty one. `change` lets several
    visits of one command be undone together.

    Raises:
        NotAJournal, JournalNewer, JournalDamaged, JournalBusy, CannotKeep: see `database`.
    """
    before = file.identity(path)
    try:
        with failures.told_plainly(path):
            journal = Journal(database_open.connect(path, now, create=create), path, now, change)
            try:
                yield journal
            finally:
                still(path)
                journal.connection.close()
    except Exception as trouble:
        # What has the name of its rollback journal now may belong to the file that took its place.
        if isinstance(trouble, JournalDamaged) and before not in {None, file.identity(path)}:
            raise failures.exchanged(path) from None
        if isinstance(trouble, AllyError) and not isinstance(trouble, WrongUsage):
            raise
        # What looks like a bug, or like an entry nobody could have written, may be a file that is
        # not whole. That is slow to find out, so it is asked only now.
        from ally_journal.store.revisions.integrity import is_damaged  # noqa: PLC0415 - only in trouble

        if file.identity(path) and is_damaged(path):
            raise failures.damaged(path) from None
        raise
