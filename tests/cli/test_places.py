"""Where a journal can be and where it cannot: no home folder, no file, nothing but backups."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, words_in

from ally_journal.cli import app, session
from ally_journal.store.files import layout

Ally = Callable[..., Said]


def _nobody(*_args: object, **_named: object) -> Path:
    raise RuntimeError


def test_a_path_needs_no_home_folder(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, a journal that is named works, and one that is not is asked for."""
    monkeypatch.setattr(layout, "_own_folder", _nobody)
    monkeypatch.setattr(session, "default_journal", _nobody)
    journal = str(tmp_path / "j.db")
    for words in (["log", "act", "Asked"], ["list"], ["doctor"], ["privacy"], ["draft"], ["undo"]):
        said = ally("--journal", journal, *words)
        assert said.code == 0, said.err
    monkeypatch.delenv("ALLY_JOURNAL")
    for words in (["list"], ["doctor"], ["privacy"], ["backup"], ["draft"]):
        said = ally(*words)
        assert (said.code, said.out) == (2, "")
        assert "--journal or ALLY_JOURNAL" in said.err


def test_help_and_words_need_no_home_folder(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing to be read is refused for want of one, and no word is lost."""
    monkeypatch.setattr(layout, "_own_folder", _nobody)
    monkeypatch.setattr(session, "default_journal", _nobody)
    monkeypatch.delenv("ALLY_JOURNAL")
    for words in (["help"], ["help", "log"], ["demo", str(tmp_path / "demo.db")], ["--version"]):
        assert ally(*words).code == 0, words
    for command in app.COMMANDS:
        assert ally(command, "--help").code == 0, command
    said = ally("log", "act", "Asked for the criteria")
    assert said.code == 2
    assert "name the journal with --journal or ALLY_JOURNAL" in said.err
    (place,) = re.findall(r"kept in (.*)\.$", said.err, re.MULTILINE)
    assert words_in(Path(place)) == "Asked for the criteria"
    monkeypatch.setattr("tempfile.gettempdir", _no_folder)
    said = ally("log", "act", "Asked again")
    assert "here they are:\nAsked again\n" in said.err
    assert "ally draft" not in said.err  # which needs a journal


def _no_folder() -> str:
    raise FileNotFoundError(2, "No usable temporary directory found")


@pytest.mark.parametrize("path", ["", ".", "/", "//"])
def test_a_folder_without_a_name_is_no_journal(ally: Ally, path: str) -> None:
    """It is told for every command, before anything is read."""
    for words in (["list"], ["doctor"], ["log", "act", "x"]):
        said = ally("--journal", path, *words)
        assert said.code == 2
        assert (
            "is not a file; give the" if path else "needs the"
        ) + " path of a journal" in said.err


def test_a_journal_that_is_gone_is_named(ally: Ally, journal_path: Path) -> None:
    """Where backups of one lie, a new one says once that it is another."""
    ally("log", "act", "Asked for the criteria")
    ally("backup")
    journal_path.unlink()
    said = ally("log", "act", "Asked again")
    assert said.code == 0
    assert "ally backup restore last puts the old one back" in said.err
    assert "backup restore" not in ally("log", "act", "And again").err


def test_a_folder_that_nobody_may_enter_is_told(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by the commands that look at the disk, where every question is refused."""
    stat, folder = os.stat, str(journal_path.parent)

    def refused(path: Any, *args: Any, **named: Any) -> os.stat_result:  # noqa: ANN401 - as of os
        if isinstance(path, (str, Path)) and str(path).startswith(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, *args, **named)

    monkeypatch.setattr(os, "stat", refused)
    for words in (["doctor"], ["privacy"], ["list"], ["backup", "list"]):
        said = ally(*words)
        assert said.code in {0, 1}, words
        assert "ermission denied" in said.err + said.out or words == ["privacy"]
