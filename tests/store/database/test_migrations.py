"""Old journals: brought up to date once, after a verified copy, or left exactly as they were."""

import gzip
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.database import creation, file, migrations, snapshot
from ally_journal.store.journal.entries import add_entry, find_entry
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.shelf import shelf
from ally_journal.store.revisions.integrity import is_damaged

OLD = sorted(Path(__file__).parents[1].glob("journals/schema-*.db.gz"))
ENTRY = Entry(kind=Kind.ACT, text="Kept since the first version", day=date(2026, 11, 20))


def schema_of(path: Path) -> list[object]:
    """Tables, indexes, steps taken and the numbers in the file's head."""
    with closing(sqlite3.connect(path)) as connection:
        asked = (
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",
            "SELECT migration_set, name FROM _sqlite_migrations ORDER BY id",
            "PRAGMA user_version",
            "PRAGMA application_id",
        )
        return [connection.execute(question).fetchall() for question in asked]


@pytest.mark.parametrize("kept", OLD, ids=lambda kept: kept.name)
def test_a_journal_of_every_schema_comes_up_to_date(
    kept: Path, journal_path: Path, now: Moment
) -> None:
    """Journals as each released schema left them: nothing is lost, and no table differs.

    A new journal is made by `schema.sql` and takes no step, so both must come to the same.
    """
    journal_path.parent.mkdir(parents=True)
    journal_path.write_bytes(gzip.decompress(kept.read_bytes()))
    with closing(sqlite3.connect(journal_path)) as before:
        texts = before.execute("SELECT number, text FROM entry ORDER BY number").fetchall()
        revisions = before.execute("SELECT id, header FROM revision ORDER BY seq").fetchall()
    assert texts
    with open_journal(journal_path, now) as journal:
        execute = journal.connection.execute
        assert execute("SELECT number, text FROM entry ORDER BY number").fetchall() == texts
        assert execute("SELECT id, header FROM revision ORDER BY seq").fetchall() == revisions
        assert execute("PRAGMA user_version").fetchone() == (file.SCHEMA,)
        assert {item.state for item in shelf(journal)} == {"to-read", "in-progress", "done"}
        add_entry(journal, ENTRY)
    assert not is_damaged(journal_path)
    creation.create(journal_path.with_name("new.db"))
    assert schema_of(journal_path) == schema_of(journal_path.with_name("new.db"))


@pytest.fixture
def old_journal(journal_path: Path, now: Moment) -> Path:
    """A journal of the present schema, which a planted migration then makes an old one."""
    with open_journal(journal_path, now, create=True) as journal:
        add_entry(journal, ENTRY)
    return journal_path


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """One migration more than there is; the list says what it should do besides."""
    steps: list[str] = []
    applied = len(migrations.STEPS._migrations)

    @migrations.STEPS(name="m999_planted")
    def m999_planted(db: Database) -> None:
        db.execute("CREATE TABLE planted(word TEXT) STRICT")
        db.execute(f"PRAGMA user_version = {file.SCHEMA}")
        if "fail" in steps:
            raise ZeroDivisionError

    monkeypatch.setattr(file, "SCHEMA", file.SCHEMA + 1)
    yield steps
    del migrations.STEPS._migrations[applied:]


def test_an_old_journal_is_backed_up_and_migrated(
    old_journal: Path, now: Moment, planted: list[str]
) -> None:
    """The first command after an update finds its entries, and a copy of what was before."""
    assert planted == []
    before = old_journal.read_bytes()
    with open_journal(old_journal, now) as journal:
        assert find_entry(journal, 1).text == ENTRY.text
        assert journal.connection.execute("SELECT * FROM planted").fetchall() == []
        assert add_entry(journal, replace(ENTRY, text="new")).number == 2
    (copy,) = old_journal.with_name("journal.db.backups").glob("*.db")
    assert copy.name.endswith("before-migration.db")
    assert snapshot.verify(copy) is None
    assert len(copy.read_bytes()) == len(before)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (file.SCHEMA - 1,)


def test_a_failing_migration_leaves_the_journal_as_it_was(
    old_journal: Path, now: Moment, planted: list[str]
) -> None:
    """Nothing of a migration that fails is kept, and the copy is there."""
    planted.append("fail")
    before = old_journal.read_bytes()
    with pytest.raises(ZeroDivisionError), open_journal(old_journal, now):
        pass
    assert old_journal.read_bytes() == before
    (copy,) = old_journal.with_name("journal.db.backups").glob("*.db")
    assert snapshot.verify(copy) is None


def test_many_commands_at_once_migrate_once(
    old_journal: Path, now: Moment, planted: list[str]
) -> None:
    """Simultaneous first commands after an update all succeed."""
    assert planted == []

    def text(_turn: int) -> str:
        with open_journal(old_journal, now) as journal:
            return find_entry(journal, 1).text

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(text, range(16))) == {ENTRY.text}
