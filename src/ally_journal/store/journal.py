"""The journal: what commands ask for and what they keep."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from ally_journal.domain.numbers import LAST
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.texts import fold, one_letter_apart
from ally_journal.errors import AllyError, JournalDamaged, NotFound, WrongUsage
from ally_journal.store import database, machine, opening, reading, refusals
from ally_journal.store.changes import Change, Stamp, lasting_record_id
from ally_journal.store.paths import machine_file
from ally_journal.store.projections import heads_of
from ally_journal.store.sealed import still

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ally_journal.domain.entries import Entry, Heard
    from ally_journal.domain.filters import Filter
    from ally_journal.domain.moments import Moment
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.settings import Settings

_HINTS = 10
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
        try:
            device, state = self._begin()
            stamp = Stamp(device, self._change, self._now.ms, self._now.real_ms)
            yield Change(self.connection, stamp)
            self.connection.execute("COMMIT")
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
                if not refusals.may_be_exchanged(refused):
                    raise
            self._take_back()
            before, self.connection = self.connection, opening.connect_again(self._path, self._now)
            before.close()
        return self._begin_here()

    def _begin_here(self) -> tuple[str, dict[str, object]]:
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        found = execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
        known_here = machine_file(self._path)
        state = machine.read(known_here)
        device = machine.device_for(known_here, found[0] if found else None, state)
        execute("DELETE FROM meta WHERE key = 'device'")  # SQLite skips what would change nothing
        execute("INSERT INTO meta VALUES ('device', ?)", (device,))
        return device, state

    def _take_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def back_up(self, reason: str) -> str:
        """Make a verified copy of the journal now; its name. Raises CannotKeep."""
        from ally_journal.store.backups import back_up  # noqa: PLC0415 - rare, and not for a log

        stamp = f"{self._now.local:%Y%m%d-%H%M%S}-{uuid4().hex[:8]}"
        return back_up(self.connection, self._path, stamp, reason).stem

    def settings(self) -> Settings:
        """What this journal was set to."""
        return reading.read_settings(self.connection)

    def configure(self, key: str, value: str) -> None:
        """Keep what a setting is from now on, if that is new; both must have been checked."""
        record = lasting_record_id("setting", key)
        if (
            reading.setting_kept(self.connection, key) == value
            and len(heads_of(self.connection, record.bytes)) == 1
        ):
            return
        with self.writing() as change:
            change.put("setting", record, {"key": key, "value": value})

    def add(self, entry: Entry, made: Plan | None = None) -> Entry:
        """Keep a new entry and give it back as stored; raises NotFound when its plan is unknown.

        `made` is a new plan that came of it: both are kept, or neither.
        """
        with self.writing() as change:
            if made is not None:
                plan: str | None = str(change.add("plan", body_of(made)))
            else:
                plan = None if entry.plan is None else self.plan(entry.plan).id
            change.add("entry", body_of(entry, plan=plan))
            number = reading.newest_number(self.connection, "entry")
        return self.entry(number)

    def hear(self, number: int, heard: Heard) -> Entry:
        """Keep what came back about an entry, and give the entry; raises NotFound."""
        entry = self.entry(number)
        with self.writing() as change:
            change.add("heard", body_of(heard._replace(entry=entry.id)))
        return self.entry(entry.number)

    def entry(self, number: int) -> Entry:
        """The entry of that number, or the newest for LAST; raises NotFound."""
        newest = reading.newest_number(self.connection, "entry")
        found = reading.entry_numbered(self.connection, number or newest)
        if found is None:
            if reading.is_forgotten(self.connection, number or newest):
                raise NotFound(f"Entry {number or newest} was forgotten; its words are gone.")
            raise no_such("entry", number, newest, "ally list")
        return found

    def entries(self, wanted: Filter) -> tuple[Entry, ...]:
        """Entries that pass the filter, by day, then number, oldest first."""
        return reading.entries_matching(self.connection, wanted)

    def is_empty(self) -> bool:
        """Whether no entry was ever kept here."""
        return reading.newest_number(self.connection, "entry") == 0

    def near_misses(self, entry: Entry) -> list[tuple[str, str]]:
        """New tags among an entry's first ten, each with a known tag one letter away from it."""
        new = [tag for tag in entry.all_tags[:_HINTS] if reading.tag_is_new(self.connection, tag)]
        known = reading.known_tags(self.connection) if new else ()
        own = {fold(tag) for tag in entry.all_tags}
        return [
            (tag, other)
            for tag in new
            for other in known
            if fold(other) not in own and one_letter_apart(fold(tag), fold(other))
        ]

    def tags_beginning(self, letters: str) -> tuple[str, ...]:
        """Tags in use that begin so, as first spelt."""
        return tuple(
            tag
            for tag in reading.known_tags(self.connection)
            if fold(tag).startswith(fold(letters))
        )

    def first_words(
        self, type_: str, digits: str, most: int
    ) -> list[tuple[int, str, tuple[str, ...]]]:
        """Numbers that begin so, the highest first: how each text begins, and whom it names.

        Of plans only the open ones.
        """
        return reading.first_words(self.connection, type_, digits, most)

    def add_plan(self, plan: Plan) -> Plan:
        """Keep a new plan and give it back as stored."""
        with self.writing() as change:
            change.add("plan", body_of(plan))
            number = reading.newest_number(self.connection, "plan")
        return self.plan(number)

    def close_plan(self, number: int, state: str, note: str | None, day: date) -> Plan:
        """End a plan as kept, changed or dropped; ending it again gives it the newer end.

        Without a note an earlier one stays. Raises NotFound.
        """
        plan = self.plan(number)
        with self.writing() as change:
            fields = {"state": state, "note": note or plan.note, "closed": day.isoformat()}
            change.amend("plan", UUID(plan.id), fields)
        return self.plan(plan.number)

    def plan(self, number: int) -> Plan:
        """The plan of that number, or the newest for LAST; raises NotFound."""
        newest = reading.newest_number(self.connection, "plan")
        found = reading.plans_where(self.connection, "plan.number = ?", number or newest)
        if not found:
            raise no_such("plan", number, newest, "ally plan --all")
        return found[0]

    def plans(self, *, closed_too: bool = False, flagged_too: bool = False) -> tuple[Plan, ...]:
        """The open plans, those in conflict if wanted, or all of them, by number."""
        wanted = "state = 'open' OR conflict" if flagged_too else "state = 'open'"
        return reading.plans_where(self.connection, "1" if closed_too else wanted)

    def reflect(self, reflection: Reflection) -> Reflection:
        """Keep a new reflection and give it back with its id."""
        with self.writing() as change:
            record = change.add("reflection", body_of(reflection))
        return replace(reflection, id=str(record))


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
    before = database.identity(path)
    try:
        with refusals.told_plainly(path):
            journal = Journal(opening.connect(path, now, create=create), path, now, change)
            try:
                yield journal
            finally:
                still(path)
                journal.connection.close()
    except Exception as trouble:
        # What has the name of its rollback journal now may belong to the file that took its place.
        if isinstance(trouble, JournalDamaged) and before not in {None, database.identity(path)}:
            raise refusals.exchanged(path) from None
        if isinstance(trouble, AllyError) and not isinstance(trouble, WrongUsage):
            raise
        # What looks like a bug, or like an entry nobody could have written, may be a file that is
        # not whole. That is slow to find out, so it is asked only now.
        from ally_journal.store.soundness import is_damaged  # noqa: PLC0415 - only in trouble

        if path.exists() and is_damaged(path):
            raise refusals.damaged(path) from None
        raise


def no_such(type_: str, number: int, newest: int, see: str) -> NotFound:
    """The sentence for a number that names nothing; `see` is the command that shows the others."""
    if not newest:
        return NotFound(f"There is no {type_} yet; see ally help.")
    if number == LAST:
        return NotFound(f"The newest {type_}, {newest}, was deleted; {see} shows what there is.")
    if number <= newest and type_ == "entry":
        return NotFound(f"Entry {number} was deleted; ally history {number} shows what it was.")
    return NotFound(f"There is no {type_} {number}; {see} shows what there is.")
