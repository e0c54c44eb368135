"""A word forgotten in an encrypted journal is in no byte that its key opens, nor in any other."""

import sqlite3
from pathlib import Path

import pytest
from tests.cli.commands.test_forget_canary import WAYS, Ally, forget, write_everywhere
from tests.conftest import BuiltOnce
from tests.support.decrypting import bare, everything, holding
from tests.support.encrypted import PASSPHRASE

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import connect
from ally_journal.store.drafts.drafts import Held, waiting
from ally_journal.store.files.layout import unfinished
from ally_journal.store.forget import erase
from ally_journal.store.revisions import erasure

pytestmark = pytest.mark.faults


@pytest.fixture
def canary() -> str:
    """A name nobody has, and no other word begins so."""
    return "Zqnvkbxwjdphtqgm"


@pytest.fixture
def key(ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch) -> Key:
    """That of a journal which is encrypted before its first entry."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("encrypt").code == 0
    return keys.unlock(journal_path, PASSPHRASE)


def leave_a_draft(path: Path, word: str) -> None:
    """One that names it in its words, and one only in what an editor did not write."""
    for words, swap in ((f"An edit about {word}", b"nothing"), ("Of nobody", word.encode())):
        held = Held(path, "20260110-140000")
        about = {"for": "edit", "entry": 1, "text": words}
        assert held.write(words, about, {".x.txt.swp": swap})
        held.leave()


@pytest.mark.one_in(5)
@pytest.mark.parametrize("how", ["rewrite", pytest.param("remove", marks=pytest.mark.faults)])
@pytest.mark.parametrize("way", WAYS)
def test_a_forgotten_word_is_in_no_decrypted_byte(
    way: str,
    how: str,
    canary: str,
    ally: Ally,
    built_once: BuiltOnce,
    journal_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in a page of the journal, a backup or a draft, its free space included."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)

    def write() -> None:
        assert ally("encrypt").code == 0
        write_everywhere(ally, journal_path, canary, way)

    built_once(f"encrypted, a word everywhere{' in numbers' * (way == 'number')}", write)
    key = keys.unlock(journal_path, PASSPHRASE)
    leave_a_draft(journal_path, canary)
    unfinished(journal_path).write_bytes(canary.encode())  # of a conversion that was killed
    copy = journal_path.with_name("journal.db.backups") / ".x.db.converting"
    copy.write_bytes(canary.encode())
    ends = canary[3:]  # the index keeps the rest of a term that begins like another
    before = holding(tmp_path, key, canary, ends)
    assert len([one for one in before if one.endswith((".db", ".draft"))]) >= 5, before
    said = forget(ally, way, canary, "--backups", how)
    assert (said.code, said.err) == (0, "")
    assert holding(tmp_path, key, canary, ends) == []
    sealed = [file for file, _ in everything(tmp_path, key) if salt_of(file) == key.salt]
    assert len(sealed) >= 2, "the journal and its backup"
    if way.startswith("with"):
        assert len(waiting(journal_path)) == 3
    assert ally("doctor").code == 0
    ally("backup", "restore", "last", "--yes")
    ally("backup", "restore", "1", "--yes")
    assert holding(tmp_path, key, canary, ends) == []
    assert salt_of(journal_path) == key.salt


@pytest.mark.parametrize("careless", ["purge_index", "compact"])
def test_the_search_of_pages_finds_what_is_left(
    careless: str,
    canary: str,
    ally: Ally,
    journal_path: Path,
    tmp_path: Path,
    key: Key,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It can fail: without emptying the index, or where SQLite leaves what it deletes."""
    write_everywhere(ally, journal_path, canary)
    home = erasure if careless == "purge_index" else erase
    monkeypatch.setattr(home, careless, lambda _: None)
    if careless == "compact":
        opened = connect

        def connect_carelessly(path: Path, wait: float | None = None) -> sqlite3.Connection:
            connection = opened(path, wait)
            connection.execute("PRAGMA secure_delete = OFF")
            return connection

        monkeypatch.setattr("ally_journal.store.database.connection.connect", connect_carelessly)
    assert forget(ally, "with", canary).code == 0
    assert "kept/journal.db" in holding(tmp_path, key, canary, canary[3:])


def test_the_pages_are_those_of_the_file(ally: Ally, journal_path: Path, key: Key) -> None:
    """What is opened here is the whole file: a word of each kind is in it."""
    ally("log", "act", "Wachtelkönig", "-t", "Rallen")
    opened = bare(journal_path, key)
    assert "Wachtelkönig".encode() in opened
    assert b"Rallen" in opened
    assert b"CREATE TABLE" in opened
    assert len(opened) == journal_path.stat().st_size // 4096 * 4016 - 16
