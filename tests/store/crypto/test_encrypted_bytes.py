"""What is in the bytes of an encrypted journal: a format others read, and no word."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3
from tests.conftest import BuiltOnce, Said
from tests.generated import ROOT

PASSPHRASE = "žlutá lampa under 'seven' waters"  # noqa: S105 - of this test's journal
Ally = Callable[..., Said]
CANARY = "Kanarienvogel"


@pytest.fixture
def written(
    ally: Ally,
    built_once: BuiltOnce,
    journal_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """An encrypted journal in which a word was logged, searched, edited and deleted."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)

    def write() -> None:
        assert ally("reflect", "why", "Before it was encrypted").code == 0
        assert ally("backup").code == 0
        assert ally("encrypt").code == 0
        assert ally("log", "act", f"One {CANARY} sang", "-t", CANARY, "-w", CANARY).code == 0
        assert ally("log", "learn", "Nothing of it").code == 0
        assert CANARY in ally("search", CANARY).out
        assert ally("edit", "2", "--text", f"Now the {CANARY} too").code == 0
        assert ally("delete", "1", "--yes").code == 0

    built_once("encrypted, with a word", write)
    return journal_path


def forms() -> list[bytes]:
    """The word as it might lie on a disk, and what tells that a file is SQLite's."""
    spelt = (CANARY, CANARY.lower(), CANARY.upper(), CANARY.casefold())
    words = {one.encode(code) for one in spelt for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return [*words, b"SQLite format 3", b"CREATE TABLE", b"entry_words", b"revision"]


def found_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder that holds any of them, and which."""
    return {
        str(file.relative_to(folder)): form
        for file in folder.rglob("*")
        if file.is_file()
        for form in forms()
        if form in file.read_bytes()
    }


def test_the_search_finds_what_is_there(ally: Ally, tmp_path: Path) -> None:
    """In a plain journal every check of this file would fail."""
    ally("log", "act", f"One {CANARY} sang")
    assert found_in(tmp_path)


def test_no_word_is_in_any_file(written: Path, tmp_path: Path) -> None:
    """Neither in the journal nor in its backup nor in what lies around them."""
    assert written.stat().st_size > 4096
    assert [one for one in tmp_path.rglob("*.db") if one != written], "there is a backup too"
    assert found_in(tmp_path) == {}


def test_no_word_is_there_in_the_middle_of_a_change(written: Path, tmp_path: Path) -> None:
    """Pages that are written before the commit, and what takes them back, after a kill -9."""
    script = f"""
import os, signal, sys
from pathlib import Path
from ally_journal.store.crypto import keys
from ally_journal.store.database.connection import connect
path = Path(sys.argv[1])
keys.unlock(path, {PASSPHRASE!r})
connection = connect(path)
connection.execute("PRAGMA cache_size = 10")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE more(text)")
for turn in range(400):
    connection.execute("INSERT INTO more VALUES (?)", (f"{CANARY} {{turn}} " * 40,))
connection.execute("UPDATE entry SET text = text || 'x'")
connection.execute("SELECT text FROM more ORDER BY text DESC").fetchall()
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script, written], check=False)
    assert done.returncode == -signal.SIGKILL
    rollback = written.with_name("journal.db-journal")
    assert rollback.stat().st_size > 4096, "it was killed in the middle"
    assert found_in(tmp_path) == {}


def test_nothing_is_left_when_it_is_taken_back(written: Path, tmp_path: Path, ally: Ally) -> None:
    """And the journal is whole for the next command."""
    test_no_word_is_there_in_the_middle_of_a_change(written, tmp_path)
    assert ally("list").code == 0
    assert ally("doctor").code in {0, 1}
    assert found_in(tmp_path) == {}


def test_stock_sqlcipher_opens_it(written: Path) -> None:
    """With the passphrase alone, as any program that reads the format would."""
    with closing(sqlcipher3.connect(os.fspath(written))) as connection:
        connection.execute("PRAGMA key = '{}'".format(PASSPHRASE.replace("'", "''")))
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []


def test_the_way_out_in_the_documentation(written: Path, tmp_path: Path) -> None:
    """Those very lines turn it into a file that Python's own SQLite reads."""
    page = (ROOT / "docs/encryption.md").read_text()
    (lines,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    plain = tmp_path / "plain.db"
    typed = f"import getpass; getpass.getpass = lambda: {PASSPHRASE!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", typed + lines, written, plain],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(plain)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT text FROM entry").fetchone() == (f"Now the {CANARY} too",)
    assert "sqlcipher" not in lines


def test_no_plain_journal_is_begun_where_an_encrypted_one_is_gone(
    written: Path, tmp_path: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a disk is not there: nobody would notice. The words are said back, on no disk."""
    away = written.rename(written.with_name("away.db"))
    before = sorted(tmp_path.rglob("*"))
    for words in (["log", "act", f"One {CANARY}"], ["import", "-"], ["config", "plain", "true"]):
        said = ally(*words, stdin=b"kind,date,text\nact,2026-11-01,Kept\n")
        assert said.code == 1, words
        assert "where an encrypted one was; run ally backup restore last" in said.err, words
        assert (CANARY in said.err) == (words[0] == "log")
    assert "Saved" not in ally("list").out
    assert sorted(tmp_path.rglob("*")) == before
    away.rename(written)
    monkeypatch.setenv("ALLY_NOW", "2026-11-20T14:31:00+01:00")  # or two could be the last
    assert ally("backup").code == 0
    written.unlink()
    assert ally("backup", "restore", "last", "--yes").code == 0
    assert f"Now the {CANARY} too" in ally("list").out
    written.unlink()
    assert ally("encrypt").code == 0
    assert ally("log", "act", "A new one").out.startswith("Saved 1")
    assert found_in(tmp_path) == {}


def test_a_plain_copy_that_a_killed_backup_left_goes_with_the_next_command(
    written: Path, tmp_path: Path, ally: Ally
) -> None:
    """It was begun before the journal was encrypted; one that is being made now stays."""
    folder = written.with_name("journal.db.backups")
    left, now, empty = (folder / f"20261120-14300{n}-0-daily.partial" for n in range(3))
    left.write_bytes(b"SQLite format 3\x00" + CANARY.encode())
    now.write_bytes(written.read_bytes())
    empty.touch()
    assert ally("list").code == 0
    assert (left.exists(), now.exists(), empty.exists()) == (False, True, True)
    assert found_in(tmp_path) == {}
