"""Backups: a copy counts only when every word in it verifies."""

import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import Kind
from ally_journal.errors import CannotKeep
from ally_journal.store import backups
from ally_journal.store.journal import Journal

ENTRY = Entry(kind=Kind.ACT, text="A word worth keeping", day=date(2026, 11, 20))


def test_a_backup_is_whole_private_and_verifies(journal: Journal, journal_path: Path) -> None:
    """The copy opens, holds the words, and only its owner can read it."""
    journal.add(ENTRY)
    copy = backups.back_up(journal.connection, journal_path, "20261120", "test")
    assert copy == journal_path.with_name("journal.db.backups") / "20261120-test.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert backups.verify(copy) is None
    assert {path.name for path in copy.parent.iterdir()} == {copy.name, ".checked.json"}


CHANGED_WORD = """
UPDATE body SET body = CAST(replace(CAST(body AS TEXT), 'worth', 'Worth') AS BLOB)
"""
CHANGED_HEADER = "UPDATE revision SET header = CAST(CAST(header AS TEXT) || ' ' AS BLOB)"


@pytest.mark.parametrize(
    ("damage", "verdict"),
    [(CHANGED_WORD, "the words of a revision"), (CHANGED_HEADER, "a revision has changed")],
)
def test_a_changed_word_is_found(
    journal: Journal, journal_path: Path, damage: str, verdict: str
) -> None:
    """SQLite's own check sees nothing wrong with a changed letter; the hashes do."""
    journal.add(ENTRY)
    copy = backups.back_up(journal.connection, journal_path, "20261120", "test")
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(damage)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert verdict in (backups.verify(copy) or "")


def test_a_copy_that_does_not_verify_stops_the_change(
    journal: Journal, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be restored is never listed as a backup."""
    monkeypatch.setattr(backups, "verify", lambda _copy: "page 3 is torn")
    with pytest.raises(CannotKeep, match="page 3 is torn"):
        backups.back_up(journal.connection, journal_path, "20261120", "test")
    assert list(journal_path.with_name("journal.db.backups").glob("*.db")) == []
