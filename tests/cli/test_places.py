"""Where a journal can be and where it cannot: no home folder, no file, nothing but backups."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said

from ally_journal.cli import session
from ally_journal.store.files import layout

Ally = Callable[..., Said]


def _nobody(*_args: object, **_named: object) -> Path:
    raise RuntimeError


def test_a_path_needs_no_home_folder(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, a journal that is named works, and one that is not is asked for."""
    monkeypatch.setattr(layout, "user_state_path", _nobody)
    monkeypatch.setattr(session, "default_journal", _nobody)
    journal = str(tmp_path / "j.db")
    for words in (["log", "act", "Asked"], ["list"], ["doctor"], ["privacy"], ["draft"], ["undo"]):
        said = ally("--journal", journal, *words)
        assert said.code == 0, said.err
    monkeypatch.delenv("ALLY_JOURNAL")
    said = ally("list")
    assert (said.code, said.out) == (2, "")
    assert "--journal or ALLY_JOURNAL" in said.err


@pytest.mark.parametrize("path", ["", ".", "/", "//"])
def test_a_folder_without_a_name_is_no_journal(ally: Ally, path: str) -> None:
    """It is told for every command, before anything is read."""
    for words in (["list"], ["doctor"], ["log", "act", "x"]):
        said = ally("--journal", path, *words)
        assert said.code == 2
        assert "is not a file; give the path of a journal" in said.err


def test_a_journal_that_is_gone_is_named(ally: Ally, journal_path: Path) -> None:
    """Where backups of one lie, a new one says once that it is another."""
    ally("log", "act", "Asked for the criteria")
    ally("backup")
    journal_path.unlink()
    said = ally("log", "act", "Asked again")
    assert said.code == 0
    assert "ally backup restore last puts the old one back" in said.err
    assert "backup restore" not in ally("log", "act", "And again").err
