"""Opening: what a file is, told apart without touching it, and how SQLite is told to treat it."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Said, drafts_of, words_in

from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import AllyError, JournalBusy, JournalNewer, NotAJournal
from ally_journal.store.database import connection as database_connection
from ally_journal.store.database import creation, file
from ally_journal.store.journal.journal import Journal, open_journal


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe(name)")


def newer(path: Path) -> None:
    creation.create(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {file.SCHEMA + 1}")


def cut_off(path: Path) -> None:
    creation.create(path)
    path.write_bytes(path.read_bytes()[:99])


OTHER_FILES: dict[str, tuple[Callable[[Path], object], type[AllyError], str]] = {
    "empty": (lambda path: path.touch(), NotAJournal, "is empty"),
    "text": (lambda path: path.write_text("Dear diary\n" * 40), NotAJournal, "not an ally journal"),
    "foreign": (foreign, NotAJournal, "another program"),
    "newer": (newer, JournalNewer, "newer ally"),
    "cut off": (cut_off, NotAJournal, "not an ally journal"),
    "folder": (lambda path: path.mkdir(), NotAJournal, "not a file"),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("made", OTHER_FILES)
def test_other_files_are_refused_untouched(
    made: str, tmp_path: Path, program: Callable[..., Said]
) -> None:
    """Each kind of wrong file has its own sentence, and neither it nor its folder changes."""
    make, error, sentence = OTHER_FILES[made]
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    files = sorted(tmp_path.iterdir())
    for command in (["log", "act", "x"], ["list"], ["review"], ["plan", "add", "x"]):
        said = program("--journal", str(path), *command)
        assert said.code == error.exit_code
        assert sentence in said.err
        assert "Traceback" not in said.err
    assert (path.read_bytes() if path.is_file() else b"") == before
    kept = (".drafts", "state")  # the words, and that they were spoken of
    left = [found for found in tmp_path.iterdir() if not found.name.endswith(kept)]
    assert sorted(left) == files


def test_a_missing_journal_is_nothing(tmp_path: Path) -> None:
    """A path with nothing there is told apart from every other case."""
    assert file.look_at(tmp_path / "none.db") is file.Found.NOTHING
    creation.create(tmp_path / "new.db")
    assert file.look_at(tmp_path / "new.db") is file.Found.JOURNAL


def test_everything_made_is_private_whatever_the_umask(
    journal_path: Path, program: Callable[..., Said], tmp_path: Path
) -> None:
    """Files are 0600 and folders 0700 even where the umask would allow all."""
    before = os.umask(0)
    try:
        assert program("log", "act", "x").code == 0
        (tmp_path / "empty.db").touch(0o600)
        program("--journal", str(tmp_path / "empty.db"), "log", "act", "kept as a draft")
        program("review", "-o", str(tmp_path / "week.md"))
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.name != "data"]
    assert journal_path in made
    assert any("drafts" in path.name for path in made)
    for path in made:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_sqlite_is_set_as_decided(journal: Journal, journal_path: Path) -> None:
    """The settings that keep every word, read back from a live connection."""
    pragmas = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "cell_size_check": 1,
        "trusted_schema": 0,
        "fullfsync": 1,
        "application_id": 0x414C4C59,
        "user_version": file.SCHEMA,
        "busy_timeout": 30_000,
    }
    for name, value in pragmas.items():
        assert journal.connection.execute(f"PRAGMA {name}").fetchone() == (value,), name
    assert journal_path.read_bytes()[18:20] == b"\x01\x01", "rollback journal, not WAL"


def test_every_table_is_strict(journal: Journal) -> None:
    """No table takes a value of another type than it says."""
    tables = journal.connection.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"
    ).fetchall()
    assert len(tables) > 10
    assert [name for name, strict in tables if not strict] == []


def test_creating_where_a_journal_is_leaves_it(journal_path: Path) -> None:
    """The process that comes second finds the first one's journal."""
    creation.create(journal_path)
    before = journal_path.read_bytes()
    creation.create(journal_path)
    assert journal_path.read_bytes() == before
    assert [path.name for path in journal_path.parent.iterdir()] == ["journal.db"]


def test_a_disk_without_hard_links_will_do(
    journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file cannot be linked it is renamed, and still never over another."""

    def refuse(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    creation.create(journal_path)
    before = journal_path.read_bytes()
    creation.create(journal_path)
    assert journal_path.read_bytes() == before
    assert [path.name for path in journal_path.parent.iterdir()] == ["journal.db"]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", ["with space.db", "100%.db", "what?.db", "a#b.db", "é'\".db"])
def test_any_file_name_will_do(name: str, tmp_path: Path, program: Callable[..., Said]) -> None:
    """A path is never read as a URI or as SQL."""
    path = tmp_path / name
    assert program("--journal", str(path), "log", "act", "x").code == 0
    assert path.is_file()
    assert "act" in program("--journal", str(path), "list").out


def test_a_locked_journal_is_waited_for_and_then_named(
    journal_path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of another program is waited for, and only then given up on."""
    monkeypatch.setattr(database_connection, "WAIT_SECONDS", 0.1)
    creation.create(journal_path)
    with closing(database_connection.connect(journal_path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalBusy), open_journal(journal_path, now) as journal:
            journal.settings()


def test_damage_is_told_plainly(journal_path: Path, program: Callable[..., Said]) -> None:
    """A journal whose pages are broken says so, keeps its bytes, and keeps the new words."""
    program("log", "act", "x")
    content = bytearray(journal_path.read_bytes())
    content[200:60_000] = bytes(59_800)
    journal_path.write_bytes(content)
    said = program("log", "act", "words that matter")
    assert said.code == 1
    assert "is damaged" in said.err
    (draft,) = drafts_of(journal_path)
    assert "words that matter" in words_in(draft)
    assert str(draft) in said.err
    assert journal_path.read_bytes() == content
