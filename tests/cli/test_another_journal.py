"""An encrypted journal that is gone, or has another file in its place: no word becomes plain."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import NOW, Said
from tests.support.encrypted import PASSPHRASE, files_with

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

Ally = Callable[..., Said]
CANARY = "Zebrafinch"


@pytest.fixture
def plain(ally: Ally, tmp_path: Path) -> Path:
    """A plain journal that lies elsewhere."""
    place = tmp_path / "elsewhere" / "plain.db"
    assert ally("--journal", str(place), "log", "act", "In plain").code == 0
    return place


@pytest.fixture
def sealed(ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted journal without any backup, its passphrase in the environment."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("log", "act", "Encrypted").code == 0
    assert ally("encrypt").code == 0
    return journal_path


def copied(source: Path, target: Path) -> bytes:
    """Put a copy in a place, as another file."""
    target.unlink(missing_ok=True)
    shutil.copy(source, target)
    return target.read_bytes()


def test_a_plain_file_in_its_place_gets_no_word(
    ally: Ally, sealed: Path, plain: Path, tmp_path: Path
) -> None:
    """Neither the file nor a draft; every command says so, and how to go on."""
    held = copied(plain, sealed)
    keys.let_go()  # each run of the program is without
    for words in (["log", "act", CANARY], ["plan", "add", CANARY], ["list"], ["undo"]):
        said = ally(*words)
        assert said.code == 1, words
        assert f"{sealed} is not encrypted, but the journal here was; put that one back" in said.err
        assert (CANARY in said.err) == (CANARY in words)
    assert "but the journal here was" in ally("doctor").out
    assert sealed.read_bytes() == held
    assert files_with(CANARY, [tmp_path]) == []


@pytest.mark.parametrize("way", ["encrypt", "encrypt --off"])
def test_it_is_gone_on_with_as_is_said(ally: Ally, sealed: Path, plain: Path, way: str) -> None:
    """Encrypted, or left as it is; each time for good."""
    copied(plain, sealed)
    assert ally(*way.split()).code == 0
    assert (salt_of(sealed) is not None) == (way == "encrypt")
    assert ally("log", "act", "Another").code == 0
    assert "In plain" in ally("list").out
    assert "not encrypted" in ally("encrypt", "--off").err or way == "encrypt"


def test_another_encrypted_file_in_its_place(
    ally: Ally, sealed: Path, plain: Path, tmp_path: Path
) -> None:
    """The same, though the same passphrase opens it."""
    assert ally("--journal", str(plain), "encrypt").code == 0
    away = tmp_path / "away.db"
    copied(sealed, away)
    copied(plain, sealed)
    said = ally("log", "act", CANARY)
    assert said.code == 1
    assert "is encrypted with another key than the journal here was" in said.err
    copied(away, sealed)
    assert "Encrypted" in ally("list").out
    copied(plain, sealed)
    accepted = ally("encrypt")
    assert (accepted.code, accepted.err.count("passphrase")) == (0, 0)
    assert "as it lies there, encrypted" in accepted.out
    assert ally("log", "act", "Another").out.startswith("Saved 2")
    assert ally("encrypt").code == 1  # as it is already


@pytest.mark.parametrize("way", ["encrypt", "encrypt --off"])
def test_nothing_in_its_place(
    ally: Ally, sealed: Path, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without backups too; a new one is begun as is said, and not otherwise."""
    sealed.unlink()
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("kind,date,text\nact,2026-11-01,Kept\n")
    for words in (["log", "act", CANARY], ["list"], ["import", "a.csv"]):
        said = ally(*words)
        assert said.code == 1, words
        assert "where an encrypted one was; run ally encrypt to begin a new one" in said.err
    assert ally(*way.split()).code == 0
    assert ally("log", "act", "A new one").out.startswith("Saved 1")
    assert (salt_of(sealed) is not None) == (way == "encrypt")


def test_without_machine_state_the_backups_tell(ally: Ally, sealed: Path) -> None:
    """As where the folder of the state is gone, or cannot be written."""
    assert ally("backup").code == 0
    sealed.unlink()
    machine_file(sealed).unlink()
    assert "where an encrypted one was; run ally backup restore last" in ally("list").err
    assert ally("encrypt", "--off").code == 0
    assert ally("log", "act", "A new one").out.startswith("Saved 1")


def test_a_plain_backup_of_what_was_encrypted_stays_no_plain_journal(
    ally: Ally, journal_path: Path, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over nothing, with no key at hand, it is refused; each way that is named works."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("log", "act", "Encrypted").code == 0
    assert ally("backup").code == 0
    assert ally("encrypt", "--backups", "keep").code == 0
    copied(plain, journal_path)
    over = ally("backup", "restore", "last", "--yes")
    assert (over.code, "move it away and run ally backup restore last" in over.err) == (1, True)
    journal_path.unlink()
    keys.let_go()
    refused = ally("backup", "restore", "last", "--yes")
    assert refused.code == 1
    assert "The journal here was encrypted, and" in refused.err
    assert not journal_path.exists()
    assert ally("encrypt", "--backups", "keep").code == 0
    monkeypatch.setenv("ALLY_NOW", NOW.replace("14:30", "14:31"))
    restored = ally("backup", "restore", "1", "--yes")
    assert restored.code == 0
    assert "stays encrypted" in restored.err
    assert salt_of(journal_path) is not None
    assert "Encrypted" in ally("list").out


def test_an_older_journal_is_known_once_it_was_opened(ally: Ally, sealed: Path) -> None:
    """Whoever encrypted it before this was remembered; a new passphrase is remembered too."""
    machine_file(sealed).unlink()
    assert ally("list").code == 0
    salt = salt_of(sealed)
    assert salt is not None
    assert machine.expected(machine_file(sealed)) == [salt.hex()]


@pytest.mark.faults
def test_it_is_not_opened_in_plain_while_it_is_converted(
    ally: Ally, sealed: Path, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversion that fails leaves things as they were known."""
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", "quite another passphrase")

    def stop(*_: object) -> None:
        raise OSError(5, "input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("ally_journal.store.database.convert._exchange", stop)
        assert "it is as it was" in ally("encrypt", "--off").err
        assert "it is as it was" in ally("encrypt", "--change").err
    salt = salt_of(sealed)
    assert salt is not None
    assert machine.expected(machine_file(sealed)) == [salt.hex()]
    copied(plain, sealed)
    with closing(sqlite3.connect(sealed, isolation_level=None)) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'device'")
    assert ally("log", "act", CANARY).code == 1
