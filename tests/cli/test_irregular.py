"""A pipe, a folder or a device where a file should be is told, and nobody waits for it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said

from ally_journal.store.transfer import source

Ally = Callable[..., Said]
_COMMANDS = [
    ["log", "act", "Asked"],
    ["list"],
    ["draft"],
    ["doctor"],
    ["privacy"],
    ["backup", "list"],
    ["forget", "--with", "Priya", "--yes"],
]


def _make(kind: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_what_sqlite_would_open_is_looked_at_first(
    ally: Ally, journal_path: Path, kind: str, end: str
) -> None:
    """It is named, and can be moved away."""
    ally("log", "act", "Asked for the criteria")
    beside = Path(f"{journal_path}{end}")
    _make(kind, beside)
    said = ally("list")
    assert said.code == 1
    assert str(beside) in said.err
    assert "move it away" in said.err
    assert ally("log", "act", "Kept words").code == 1
    beside.rename(journal_path.with_name("moved"))
    assert ally("list").code == 0


@pytest.mark.one_in(5)
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("name", ["20261120-1.draft", "20261120-1.txt", "20261120-1.json", "x~"])
def test_no_command_waits_for_a_draft(ally: Ally, journal_path: Path, kind: str, name: str) -> None:
    """Whatever it is called."""
    ally("log", "act", "Asked for the criteria")
    _make(kind, Path(f"{journal_path}.drafts") / name)
    for words in _COMMANDS:
        assert ally(*words).code in {0, 1}, words


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_no_command_waits_for_a_backup(ally: Ally, journal_path: Path, kind: str) -> None:
    """Nor for what belongs to one."""
    ally("log", "act", "Asked for the criteria")
    for name in ("2026-11-20-143000.db", ".checked.json"):
        _make(kind, Path(f"{journal_path}.backups") / name)
    for words in [*_COMMANDS, ["backup", "restore", "last", "--yes"]]:
        assert ally(*words).code in {0, 1, 2}, words


def test_nothing_to_import_is_waited_for_long(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe into which nobody writes, and a device without an end."""
    monkeypatch.setattr(source, "WAIT_SECONDS", 0.01)
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    assert "nothing comes through this pipe" in ally("import", str(pipe)).err
    assert "it is a device" in ally("import", "/dev/zero", "--format", "jsonl").err
