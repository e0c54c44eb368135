"""A disk that refuses the last thing of all: what was done is said to be done, and only then."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, drafts_of

from ally_journal.store.files import atomic
from ally_journal.store.files.layout import backups_folder

Ally = Callable[..., Said]
UNCONFIRMED = "Saved, but the disk did not confirm it: a power cut now could take it back.\n"


class Doubtful(sqlite3.Connection):
    """A connection whose COMMIT fails: after the change is there, or before."""

    kept = True

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as SQL has it
        """Run it, and fail at the end of a change that wrote a revision."""
        if sql != "COMMIT" or not super().execute("SELECT 1 FROM revision").fetchone():
            return super().execute(sql, *values)
        super().execute("COMMIT" if self.kept else "ROLLBACK")
        failed = sqlite3.OperationalError("disk I/O error")
        failed.sqlite_errorname = "SQLITE_IOERR_DIR_FSYNC"
        raise failed


@pytest.fixture
def doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every journal is opened by such connections."""
    usual = sqlite3.connect

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - as it is
        return usual(*given, factory=Doubtful, **named)

    monkeypatch.setattr(sqlite3, "connect", connect)


@pytest.mark.usefixtures("doubt")
def test_what_is_there_is_saved_and_no_draft(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script must not do it again; where it is not there, the words are a draft."""
    said = ally("log", "act", "Words")
    assert (said.code, said.out[:7], said.err) == (0, "Saved 1", UNCONFIRMED)
    assert ally("edit", "1", "--text", "Others").err == UNCONFIRMED
    assert ally("undo").err == UNCONFIRMED
    assert "Words" in ally("list").out
    assert drafts_of(journal_path) == []
    monkeypatch.setattr(Doubtful, "kept", False)
    said = ally("log", "act", "More words")
    assert (said.code, "could not be written" in said.err) == (1, True)
    assert "More words" not in ally("list").out
    assert len(drafts_of(journal_path)) == 1


def test_trouble_after_it_was_saved(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a log reads for its hints is no reason to keep its words a second time."""

    def refuse(*_: object) -> None:
        failed = sqlite3.OperationalError("disk I/O error")
        failed.sqlite_errorname = "SQLITE_IOERR_READ"
        raise failed

    with monkeypatch.context() as patch:
        patch.setattr("ally_journal.cli.workflows.entry.near_misses", refuse)
        said = ally("log", "act", "Words")
    assert said.code == 0
    assert said.err.startswith("Saved, but then: ")
    assert drafts_of(journal_path) == []
    assert "Words" in ally("list").out


@pytest.fixture
def tired(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no folder is made durable."""

    def refuse(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic, "sync_folder", refuse)


def test_files_say_which_of_the_two_is_there(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The new one after the rename, the old one before."""
    assert ally("log", "act", "Words").code == 0
    out = tmp_path / "out.md"
    out.write_text("old")
    with monkeypatch.context() as patch:

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(os, "fsync", full)
        said = ally("export", str(out), "--force")
    assert (said.code, out.read_text()) == (1, "old")
    assert said.err.endswith("no space left on device; the file that was there still is.\n")
    request.getfixturevalue("tired")
    said = ally("export", str(out), "--force")
    assert (said.code, "Words" in out.read_text()) == (0, True)
    assert said.err.startswith(f"{out} is the new file, but the disk did not confirm it")


@pytest.mark.faults
def test_a_restore_and_a_passphrase_are_there(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """What took the place of the journal is said to be there; a backup without a name is none."""
    monkeypatch.setenv("ALLY_PASSPHRASE", "a passphrase")
    assert ally("log", "act", "Words").code == 0
    assert ally("backup").code == 0
    journal_path.unlink()
    request.getfixturevalue("tired")
    said = ally("backup", "restore", "last", "--yes")
    assert (said.code, said.err[:12]) == (0, "Restored, bu")
    assert "Words" in ally("list").out
    before = [*backups_folder(journal_path).iterdir()]
    assert "No backup could be made" in ally("backup").err
    assert [*backups_folder(journal_path).iterdir()] == before
    said = ally("encrypt", "--backups", "keep")
    assert (said.code, "Done, but the disk" in said.err) == (0, True)
    assert not journal_path.read_bytes().startswith(b"SQLite")


def test_forgetting_that_is_stopped_says_how_far_it_came(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone from the journal, and not yet from the backups; the same again is enough."""
    assert ally("log", "act", "Asked Priya", "-w", "Priya").code == 0
    assert ally("backup").code == 0

    def full(_: object) -> None:
        failed = sqlite3.OperationalError("database or disk is full")
        failed.sqlite_errorname = "SQLITE_FULL"
        raise failed

    with monkeypatch.context() as patch:
        patch.setattr("ally_journal.store.forget.erase.compact", full)
        said = ally("forget", "--with", "Priya", "--yes")
    assert said.code == 1
    assert said.err.startswith("Forgotten in the journal, but ")
    assert said.err.endswith("disk is full; 2 backups may still hold it: run the same again.\n")
    assert "Priya" not in ally("list").out
    assert "2 backups rewritten" in ally("forget", "--with", "Priya", "--yes").out
