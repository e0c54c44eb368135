"""ally backup: made, listed and restored, as a person sees it."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse, finish

Ally = Callable[..., Said]
Terminal = Callable[..., Any]


def listed(ally: Ally) -> list[dict[str, Any]]:
    said = ally("backup", "list", "--json")
    assert (said.code, said.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(said.out)
    return found


def texts(ally: Ally) -> list[str]:
    return [entry["text"] for entry in json.loads(ally("list", "--json").out)]


def test_nothing_yet(ally: Ally, journal_path: Path) -> None:
    """Without a journal there is nothing to copy, and looking makes nothing."""
    said = ally("backup")
    assert (said.out, said.code) == ("", 1)
    assert "nothing to back up" in said.err
    assert ally("backup", "list").out == "There is no backup yet; ally backup makes one.\n"
    assert listed(ally) == []
    said = ally("backup", "restore", "last", "--yes")
    assert (said.code, "There is no backup yet" in said.err) == (1, True)
    assert not journal_path.parent.exists()


def test_made_and_listed(ally: Ally) -> None:
    """A backup says what it holds; the list numbers them, newest last."""
    ally("log", "act", "one", "--on", "yesterday")
    said = ally("backup")
    assert said.out.startswith("Backed up 1 entry: 20261120-143000-")
    ally("log", "act", "two")
    made = json.loads(ally("backup", "--json").out)
    both = listed(ally)
    assert [one["entries"] for one in both] == [1, 2]
    assert both[1] == made
    assert {one["newest"] for one in both} == {"2026-11-19", "2026-11-20"}
    assert {one["made"] for one in both} == {"2026-11-20T14:30:00"}
    assert [one["number"] for one in both] == [1, 2]
    out = ally("backup", "list").out
    assert f"  {made['number']}  Fri 20 Nov 2026 14:30 · by hand · 2 entries · 167 KB\n" in out
    assert f"     {made['name']}\n" in out
    assert "ally backup restore N" in out


def test_restoring_needs_a_yes(ally: Ally) -> None:
    """Where nobody can answer, nothing is changed without --yes."""
    ally("log", "act", "one")
    ally("backup")
    ally("log", "act", "two")
    said = ally("backup", "restore", "1")
    assert (said.out, said.code) == ("", 2)
    assert "--yes" in said.err
    assert texts(ally) == ["one", "two"]
    assert len(listed(ally)) == 1


def test_restored_and_taken_back(ally: Ally) -> None:
    """The answer names the backup of what was there, and that restores it."""
    ally("log", "act", "one")
    ally("backup")
    ally("log", "act", "two")
    said = ally("backup", "restore", "last", "--yes")
    assert (said.code, said.err) == (0, "")
    assert texts(ally) == ["one"]
    assert "ally undo does not take this back" in said.out
    assert ally("undo").code == 1
    command = said.out.splitlines()[-1].split()
    assert ally(*command[1:], "--yes").code == 0
    assert texts(ally) == ["one", "two"]


def test_asked_on_a_terminal(ally: Ally, terminal: Terminal) -> None:
    """It shows what the backup holds beside what is there, and Enter means no."""
    ally("log", "act", "one", "--on", "yesterday")
    ally("backup")
    ally("log", "act", "two")
    shown, code = converse(terminal("backup", "restore", "1"), {})
    assert code == 0
    assert "It holds 1 entry, the newest of Thursday 19 November 2026." in shown
    assert "The journal holds 2 entries, the newest of Friday 20 November 2026." in shown
    assert "Nothing was changed." in shown
    assert texts(ally) == ["one", "two"]
    shown, code = converse(terminal("backup", "restore", "1"), {"Restore it?": "y"})
    assert (code, texts(ally)) == (0, ["one"])


def test_a_damaged_journal_can_still_be_asked_about(
    ally: Ally, terminal: Terminal, journal_path: Path
) -> None:
    """Listing, asking and restoring need no sound journal; every other command names them."""
    ally("log", "act", "one")
    ally("backup")
    journal_path.write_bytes(b"")
    assert "ally backup restore last" in ally("list").err
    torn = bytearray(100_000)
    torn[:16] = b"SQLite format 3\0"
    torn[68:72] = b"ALLY"
    journal_path.write_bytes(torn)
    assert "ally backup list" in ally("list").err
    said = ally("backup")
    assert (said.out, said.code, len(said.err.splitlines())) == ("", 1, 1)
    assert [one["entries"] for one in listed(ally)] == [1]
    shown, code = converse(terminal("backup", "restore", "last"), {"Restore it?": "y"})
    assert code == 0
    assert "is damaged; it is kept under another name" in " ".join(shown.split())
    assert "The damaged journal is kept as" in shown
    assert texts(ally) == ["one"]


def test_a_missing_journal_comes_back(ally: Ally, terminal: Terminal, journal_path: Path) -> None:
    """The backups lie beside it and do not need it."""
    ally("log", "act", "one")
    ally("backup")
    journal_path.unlink()
    shown, code = converse(terminal("backup", "restore", "last"), {"Restore it?": "y"})
    assert code == 0
    assert "There is no journal now." in shown
    assert texts(ally) == ["one"]


def test_a_spoilt_backup_is_told_and_not_listed(ally: Ally, journal_path: Path) -> None:
    """Trouble on stderr, the list on stdout, and it cannot be restored by its name."""
    ally("log", "act", "one")
    ally("backup")
    ally("backup")
    spoilt = min(journal_path.with_name("journal.db.backups").glob("*.db"))
    with closing(sqlite3.connect(spoilt)) as connection, connection:
        connection.execute("UPDATE revision SET header = CAST('{}' AS BLOB)")
    said = ally("backup", "list")
    assert said.code == 0
    assert said.err.startswith(f"{spoilt.stem} is not listed, because it does not verify")
    assert spoilt.stem not in said.out
    assert ally("backup", "restore", spoilt.stem, "--yes").code == 1
    assert ally("backup", "restore", "2", "--yes").code == 1


@pytest.mark.parametrize("columns", [30, 40, 80])
def test_it_fits_a_narrow_screen(ally: Ally, terminal: Terminal, columns: int) -> None:
    """Facts are not torn apart, and no line but a name is wider than the screen."""
    ally("log", "act", "one")
    ally("backup")
    shown, code = finish(terminal("backup", "list", columns=columns))
    assert code == 0
    name = listed(ally)[0]["name"]
    lines = [line for line in shown.splitlines() if line.strip() not in {name, ""}]
    assert lines
    assert max(map(len, lines)) <= columns
    assert any("1 entry" in line for line in lines)
    assert any("167 KB" in line for line in lines)


def test_in_sentences(ally: Ally) -> None:
    """With --plain each backup is a sentence, and without counts none is counted."""
    ally("log", "act", "one")
    ally("backup")
    name = listed(ally)[0]["name"]
    out = ally("--plain", "backup", "list").out
    assert out.startswith("Backup 1, Friday 20 November 2026 14:30: by hand, 1 entry, 167 KB.")
    assert f"Its name is {name}.\n" in out
    assert "·" not in out
    ally("config", "counts", "false")
    assert "1 entry" not in ally("backup", "list").out


def test_tab_offers_names(ally: Ally, program: Ally, journal_path: Path) -> None:
    """Names of backups, newest first as they are listed, behind `last`."""
    ally("log", "act", "one")
    ally("backup")
    (one,) = listed(ally)
    typed = {
        "_ALLY_COMPLETE": "complete_bash",
        "COMP_WORDS": "ally backup restore ",
        "COMP_CWORD": "3",
    }
    assert program(**typed).out.split() == ["last", one["name"]]
    ahead = "20991120-143000-00000000-daily"
    folder = journal_path.with_name(f"{journal_path.name}.backups")
    shutil.copy(folder / f"{one['name']}.db", folder / f"{ahead}.db")
    assert program(**typed).out.split() == ["last", one["name"], ahead]
    assert listed(ally)[-1]["name"] == one["name"]
