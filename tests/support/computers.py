"""Several computers of one person, each with a home, a clock and a journal of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tests.conftest import NOW
from tests.store.forget.test_erase import forget

from ally_journal.domain.backup import Backup
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.doctor import PROBLEM, Finding
from ally_journal.domain.forget import REWRITE, Done, Wanted
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.entry_edit import Wishes, amended
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.sync.computers import Exchanged
from ally_journal.store.backup import catalog
from ally_journal.store.backup.restore import restore
from ally_journal.store.forget import backups
from ally_journal.store.forget.erase import finish
from ally_journal.store.forget.selection import Target
from ally_journal.store.journal.entries import (
    add_entry,
    add_heard,
    edit,
    find_entries,
    find_entry,
)
from ally_journal.store.journal.history import undo
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.merge import see
from ally_journal.store.revisions.integrity import contents
from ally_journal.store.sync.sync import Sync
from ally_journal.store.sync.taking import ids


class Computer:
    """One of them; its clock may be `ahead`."""

    def __init__(self, home: Path, ahead: timedelta = timedelta()) -> None:
        self.home, self.path = home, home / "journal.db"
        local = datetime.fromisoformat(NOW) + ahead
        self.now = Moment(local, None, int(local.timestamp() * 1000))
        home.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def here(self) -> Iterator[None]:
        """Be at this computer: its state is what ally finds."""
        before = os.environ["XDG_STATE_HOME"]
        os.environ["XDG_STATE_HOME"] = str(self.home / "state")
        try:
            yield
        finally:
            os.environ["XDG_STATE_HOME"] = before

    @contextmanager
    def open(self) -> Iterator[Journal]:
        """One visit to the journal, as one command."""
        with self.here(), open_journal(self.path, self.now, create=True, change=uuid4()) as journal:
            yield journal

    @contextmanager
    def sync(self) -> Iterator[Sync]:
        """What `ally sync` does."""
        with self.open() as journal:
            yield Sync(journal, self.path, self.now)

    def init(self, where: Path | str) -> bytes:
        """Begin, and give the key."""
        with self.sync() as sync:
            sync.init(str(where), self.home.name)
            assert sync.key
            return sync.key

    def join(self, where: Path | str, key: bytes) -> Exchanged:
        """Take part."""
        with self.sync() as sync:
            return sync.join(str(where), key, self.home.name)

    def exchange(self) -> Exchanged:
        """Exchange once."""
        with self.sync() as sync:
            return sync.exchange()

    def log(self, text: str) -> int:
        """Keep an entry, and give its number."""
        with self.open() as journal:
            entry = Entry(kind=Kind.ACT, text=text, day=self.now.local.date())
            return add_entry(journal, entry).number or 0

    def edit(self, number: int, text: str) -> None:
        """Change what an entry says."""
        with self.open() as journal:
            seen = see(journal, find_entry(journal, number))
            edit(journal, seen, amended(seen.value, Wishes(text=text)))

    def hear(self, number: int, text: str) -> None:
        """Keep what was heard about an entry."""
        with self.open() as journal:
            add_heard(journal, number, Heard("them", text, self.now.local.date()))

    def forget(self, number: int) -> None:
        """Forget an entry here, in the journal and its backups."""
        with self.here():
            forget(self.path, Wanted({"entry": (number,)}))

    def clean(self) -> None:
        """Take what was forgotten elsewhere out of the backups here."""
        with self.open() as journal:
            begun = journal.writing()
            with begun as change:
                task = backups.Task(Target({}), change.stamp, REWRITE)
            with backups.alone(self.path):
                list(backups.clean(journal.connection, self.path, task, Done()))
            finish(journal)

    def back_up(self) -> Backup:
        """Make a backup."""
        with self.here():
            return catalog.back_up_now(self.path, self.now, "by-hand")

    def restore(self, backup: Backup) -> None:
        """Put a backup in the journal's place."""
        with self.here():
            restore(self.path, backup, self.now.local)

    def undo(self) -> None:
        """Take back the newest change."""
        with self.open() as journal:
            undo(journal, 1)

    def problems(self) -> list[Finding]:
        """What doctor finds damaged."""
        with self.here():
            return [one for one in contents(self.path, self.now) if one.level == PROBLEM]

    def revisions(self) -> set[bytes]:
        """The revisions it knows."""
        with self.open() as journal:
            return ids(journal.connection)

    def texts(self) -> dict[int, str]:
        """What the entries say, by their numbers."""
        with self.open() as journal:
            found = find_entries(journal, Filter())
            return {one.number: one.text for one in found if one.number}


def everywhere(*computers: Computer) -> dict[int, str]:
    """Exchange until all have said everything; all show the same then, which is given."""
    for one in (*computers, *computers):
        one.exchange()
    shown = [one.texts() for one in computers]
    assert all(one == shown[0] for one in shown)
    assert all(one.revisions() == computers[0].revisions() for one in computers)
    assert not any(one.problems() for one in computers)
    return shown[0]
