"""Experiment: the power goes at any moment, and nothing that was acknowledged is lost.

ally's own code, schema and pragmas run on a disk that forgets (see `power` and `recording`), and
what survives is opened with Python's own SQLite. A change counts as acknowledged from COMMIT on,
which is earlier than a person is told.

The usual form cuts the power 200 times in each test; this is the full one:

    ALLY_CUTS=1000 pytest -m faults -rA tests/faults/test_power_cuts.py

`FAULT_SEED` is the seed; equal seeds give equal cuts on any machine.
"""

import gzip
import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support.living import Life, go_on
from tests.support.power import Acknowledged, BackedUp, Disk, Event, Tree, Write, lay_down
from tests.support.recording import Record, facts, recording

from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import AllyError
from ally_journal.store.database.connection import connect
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files.layout import backups_folder
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.revisions.integrity import is_damaged

pytestmark = pytest.mark.faults

CUTS = int(os.environ.get("ALLY_CUTS", "200"))
SEED = int(os.environ.get("FAULT_SEED", "47"))
CUTS_IN_A_LIFE = 40
GO_ON_AFTER = 5
OLD = sorted(Path(__file__).parents[1].glob("store/journals/schema-*.db.gz"))
"""A journal of every older schema."""

KEPT = "everything kept"
LOST = "an acknowledged change lost"
GONE = "an acknowledged backup gone"
HALF = "half a change there"
DAMAGED = "the journal damaged"


class Promised:
    """What the person had been told by the moment of a cut."""

    def __init__(self) -> None:
        self.state = 0
        self.backups: dict[str, int] = {}

    def hear(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case Acknowledged():
                self.state = event.state
            case BackedUp():
                self.backups[event.path] = event.state


class Judge:
    """Says of what survived a cut that everything is kept, or which promise was broken."""

    def __init__(self, record: Record, now: Moment) -> None:
        self._now, self._states = now, record.states
        self._journal = record.journal.relative_to(record.root)
        self._known: dict[bytes, str] = {}
        self._looked = 0

    def verdict(self, root: Path, tree: Tree, promised: Promised) -> str:
        """One verdict on everything that survived and was laid down below `root`."""
        of_backups = self._of_backups(root, tree, promised)
        return of_backups or self._of_journal(root / self._journal, promised) or KEPT

    def _of_journal(self, journal: Path, promised: Promised) -> str | None:
        """Open it as ally does, which rolls back what was unfinished; look closely; go on."""
        state = ""
        if journal.exists():
            try:
                with open_journal(journal, self._now) as opened:
                    state = facts(opened.connection.execute)
            except (AllyError, sqlite3.Error):
                return DAMAGED
        if state in self._states and self._states.index(state) < promised.state:
            return LOST
        if journal.exists() and is_damaged(journal):
            return DAMAGED
        if state not in self._states:
            return HALF
        self._looked += 1  # going on really syncs, which is slow on some disks
        if self._looked % GO_ON_AFTER == 0 and not go_on(journal, self._now):
            return "the journal does not go on"
        return None

    def _of_backups(self, root: Path, tree: Tree, promised: Promised) -> str | None:
        """Every backup that is listed must verify, and every one that was promised be listed."""
        folder = backups_folder(self._journal)
        listed = {path: tree[path] for path in tree if Path(path).match(f"{folder}/*.db")}
        for path, content in listed.items():
            state = self._state_of_backup(root / path, content or b"")
            if state not in self._states:
                return f"a listed backup does not verify: {state}"
            if self._states.index(state) != promised.backups.get(path, self._states.index(state)):
                return "a backup is of another state"
        return None if promised.backups.keys() <= listed.keys() else GONE

    def _state_of_backup(self, path: Path, content: bytes) -> str:
        """The state a backup is of, or what is wrong with it; asked once for equal bytes."""
        if content not in self._known:
            try:
                self._known[content] = verify(path) or _facts_of(path)
            except sqlite3.Error as trouble:
                self._known[content] = str(trouble)
        return self._known[content]


def _facts_of(path: Path) -> str:
    with closing(connect(path)) as connection:
        return facts(connection.execute)


class Case(NamedTuple):
    """What the power is cut in; see `recording` for `instead` and `deaf`.

    `before` is a journal that was there already. With `again`, the power goes a second time while
    what survived is opened.
    """

    name: str
    instead: tuple[str, ...] = ()
    deaf: bool = False
    before: Path | None = None
    visits: int = 25
    again: bool = False


def live(case: Case, folder: Path, now: Moment, seed: int) -> Record:
    """What happens to the disk in one stretch of a journal."""
    journal = folder / "kept" / "journal.db"
    folder.mkdir()
    there = ""
    if case.before:
        journal.parent.mkdir()
        journal.write_bytes(gzip.decompress(case.before.read_bytes()))
        there = _facts_of(journal)
    with recording(folder, journal, instead=case.instead, deaf=case.deaf, seed=seed) as record:
        record.states = [there]
        Life(record, now, random.Random(seed)).live(case.visits)  # noqa: S311 - chance, not secrecy
    return record


def moments(record: Record, cuts: int, chance: random.Random) -> list[int]:
    """When to cut, as counts of events: half anywhere, half beside what is no mere write."""
    anywhere = range(record.began, len(record.events))
    turning = [at for at in anywhere if not isinstance(record.events[at], Write)]
    return sorted(chance.choice(turning if cut % 2 else anywhere) + 1 for cut in range(cuts))


def survivors(record: Record, cuts: int, chance: random.Random) -> Iterator[tuple[Tree, Promised]]:
    """What is left after each cut, and what had been promised by then."""
    disk, promised, done = Disk(), Promised(), 0
    for cut in moments(record, cuts, chance):
        for event in record.events[done:cut]:
            disk.happen(event)
            promised.hear(event)
        done = cut
        yield disk.tree(chance), promised


def cut_again(root: Path, journal: Path, now: Moment, chance: random.Random) -> Tree | None:
    """Open what survived and cut the power in that; None when opening it writes nothing."""
    if not journal.exists():
        return None
    with recording(root, journal) as opening, open_journal(journal, now) as opened:
        opened.is_empty()
    if opening.began == len(opening.events):
        return None
    return next(survivors(opening, 1, chance))[0]


def cut_power(case: Case, folder: Path, now: Moment, cuts: int) -> Counter[str]:
    """Cut the power so often, in as many lives as that needs, and count the verdicts."""
    verdicts: Counter[str] = Counter()
    root = folder / "survived"
    seed = SEED * 1000
    while verdicts.total() < cuts:
        seed += 1
        chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        record = live(case, folder / "lived", now, seed)
        judge = Judge(record, now)
        for tree, promised in survivors(record, CUTS_IN_A_LIFE, chance):
            left: Tree | None = tree
            if case.again:
                lay_down(tree, root)
                left = cut_again(root, root / "kept" / "journal.db", now, chance)
                shutil.rmtree(root)
            if left is not None and verdicts.total() < cuts:
                lay_down(left, root)
                verdicts[judge.verdict(root, left, promised)] += 1
                shutil.rmtree(root)
        shutil.rmtree(folder / "lived")
    print(f"{case.name}: seed {SEED}, {verdicts.total()} cuts, {dict(verdicts)}")
    return verdicts


def test_nothing_is_lost(tmp_path: Path, now: Moment) -> None:
    """As ally is, every acknowledged change and backup is there, whole, and no half one."""
    assert cut_power(Case("as ally is"), tmp_path, now, CUTS) == {KEPT: CUTS}


def test_nothing_is_lost_when_it_goes_again(tmp_path: Path, now: Moment) -> None:
    """Nor by a second cut, while opening rolls back what the first one left unfinished."""
    assert cut_power(Case("and again", again=True), tmp_path, now, CUTS) == {KEPT: CUTS}


@pytest.mark.parametrize("before", OLD, ids=lambda before: before.name)
def test_nothing_is_lost_from_an_old_journal(tmp_path: Path, now: Moment, before: Path) -> None:
    """A journal of an older schema is backed up and brought up to date, or is as it was."""
    case = Case(before.name, before=before, visits=2)
    assert cut_power(case, tmp_path, now, CUTS) == {KEPT: CUTS}


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (Case("WAL, NORMAL", ("journal_mode = WAL", "synchronous = NORMAL")), LOST),
        (Case("DELETE, FULL", ("synchronous = FULL",)), LOST),
        (Case("DELETE, OFF", ("synchronous = OFF",)), DAMAGED),
        (Case("no sync of ally's own", deaf=True), GONE),
    ],
    ids=lambda one: one.name if isinstance(one, Case) else "",
)
def test_less_care_is_found_out(tmp_path: Path, now: Moment, case: Case, found: str) -> None:
    """The experiment can come out otherwise: with each of these something is broken."""
    assert cut_power(case, tmp_path, now, CUTS)[found] > 0
