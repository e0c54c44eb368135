"""A tale written down: the same revisions and projections as a journal kept day by day."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.store.revisions.test_projections import everything

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.demo.tale import Written, told
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.errors import CannotKeep, FileExists
from ally_journal.store import demo
from ally_journal.store.database.connection import connect
from ally_journal.store.database.snapshot import verify
from ally_journal.store.demo import make_demo
from ally_journal.store.journal import history
from ally_journal.store.journal.entries import find_entries
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.revisions.projections import PROJECTIONS
from ally_journal.store.revisions.rebuild import rebuild


def make(path: Path, now: Moment) -> None:
    make_demo(path, told(now.local), now.real_ms)


def seen(path: Path, now: Moment) -> list[object]:
    """All a person can see of entries and plans, but for random ids."""
    with open_journal(path, now) as journal:
        entries = [
            (entry.number, entry.day, entry.kind, entry.text, entry.heard, entry.created)
            for entry in find_entries(journal, Filter())
        ]
        plans = [
            (p.number, p.text, p.state, p.entries) for p in PLANS.listed(journal, closed_too=True)
        ]
        return [*entries, *plans]


def test_it_is_whole_and_private(tmp_path: Path, now: Moment) -> None:
    """Every hash verifies, only its owner reads it, and nothing is left beside it."""
    path = tmp_path / "new" / "demo.db"
    make(path, now)
    assert verify(path) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["demo.db"]


UNUSED = {"setting", "idea", "rehearsal"}
"""Types of record that are not in the tale."""


def test_a_rebuild_equals_what_was_written(tmp_path: Path, now: Moment) -> None:
    """The short way of new records gives the rows and the index that the long one gives."""
    path = tmp_path / "demo.db"
    make(path, now)
    with closing(connect(path)) as connection:
        live = everything(connection)
        assert all(live[table] for table in PROJECTIONS if table not in UNUSED)
        connection.execute("BEGIN IMMEDIATE")
        rebuild(connection)
        connection.execute("COMMIT")
        assert everything(connection) == live
        connection.execute("INSERT INTO entry_words(entry_words) VALUES ('integrity-check')")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        types = {row[0] for row in connection.execute("SELECT DISTINCT type FROM revision")}
        assert types == {
            "away",
            "entry",
            "heard",
            "plan",
            "did",
            "obstacle",
            "shelf",
            "reflection",
            "asked",
        }


def test_the_same_words_each_time(tmp_path: Path, now: Moment) -> None:
    """Only the random ids differ, and numbers are those of the tale."""
    make(tmp_path / "one", now)
    make(tmp_path / "two", now)
    assert seen(tmp_path / "one", now) == seen(tmp_path / "two", now)
    tale = [value for _, value in told(now.local) if isinstance(value, Entry)]
    with open_journal(tmp_path / "one", now) as journal:
        entries = find_entries(journal, Filter())
    assert [entry.number for entry in entries] == list(range(1, len(tale) + 1))
    for entry, as_told in zip(entries, tale, strict=True):
        stored = {"id", "number", "heard", "created", "changed", "lesson"}
        assert replace(entry, **{name: getattr(as_told, name) for name in stored}) == as_told


def test_the_history_looks_lived_in(tmp_path: Path, now: Moment) -> None:
    """Clocks follow the days, only forward; each line is a change, and the newest can be undone."""
    path = tmp_path / "demo.db"
    make(path, now)
    with open_journal(path, now) as journal:
        rows = journal.connection.execute("SELECT clock, header FROM revision ORDER BY seq")
        clocks, headers = zip(*rows.fetchall(), strict=True)
        assert all(earlier < later for earlier, later in pairwise(clocks))
        assert clocks[-1] <= now.ms + 1_000
        assert len({json.loads(header)["device"] for header in headers}) == 1
        for entry in find_entries(journal, Filter()):
            if entry.at:
                written = int(entry.at.timestamp()) * 1000
                assert written <= entry.created < written + 1_000
        assert history.undo(journal, 1)


def test_an_empty_tale_is_a_journal(tmp_path: Path, now: Moment) -> None:
    """It is open to be written in."""
    make_demo(tmp_path / "demo.db", (), now.real_ms)
    with open_journal(tmp_path / "demo.db", now) as journal:
        assert find_entries(journal, Filter()) == ()


def test_nothing_is_ever_replaced(tmp_path: Path, now: Moment) -> None:
    """A file, a dangling link, or one that appears meanwhile, stays as it is."""
    path = tmp_path / "kept.txt"
    path.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    for taken in (path, link):
        with pytest.raises(FileExists, match="already there"):
            make(taken, now)
    later = tmp_path / "later.txt"

    def tale() -> Iterator[Written]:
        later.write_text("mine")
        yield from told(now.local)

    with pytest.raises(FileExists, match="already there"):
        make_demo(later, tale(), now.real_ms)
    assert path.read_text() == later.read_text() == "mine"
    assert sorted(one.name for one in tmp_path.glob("*.txt")) == ["kept.txt", "later.txt"]
    assert list(tmp_path.glob(".*")) == []


def test_a_run_that_ends_early_leaves_nothing(
    tmp_path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the file nor its hidden beginnings, also when the disk is full."""
    path = tmp_path / "folder" / "demo.db"

    def stopped(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_write", stopped)
    with pytest.raises(KeyboardInterrupt):
        make(path, now)

    def full(*_args: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(demo, "_write", full)
    with pytest.raises(CannotKeep, match="disk is full"):
        make(path, now)
    assert list(path.parent.iterdir()) == []
