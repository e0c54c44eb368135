"""Keeping a key in the keyring, opening with it, and what is said each time."""

from collections.abc import Callable
from pathlib import Path

import keyring.core
import pytest
from tests.conftest import Said
from tests.support.rings import Locked, Ring, Safe
from tests.support.sealing import RIGHT, seal

from ally_journal.cli.terminal import passphrase
from ally_journal.cli.workflows import encryption
from ally_journal.errors import AllyError, KeyNeeded, KeyringRefused
from ally_journal.store.crypto import keyring as crypto_keyring
from ally_journal.store.crypto import keys
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

Ally = Callable[..., Said]
SAID = "Unlocked with the key from your keyring.\n"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Safe:
    """A keyring in memory that ally would use."""
    safe = Safe()
    monkeypatch.setattr(keyring.core, "_keyring_backend", safe)
    return safe


@pytest.fixture
def locked(ally: Ally, journal_path: Path) -> Path:
    """A journal with one entry, encrypted."""
    ally("log", "act", "Gave the floor back")
    seal(journal_path)
    return journal_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were put on the terminal; the answer is the passphrase."""
    questions: list[str] = []

    def answer(question: str) -> str:
        questions.append(question)
        return RIGHT

    monkeypatch.setattr(passphrase, "has_terminal", lambda: True)
    monkeypatch.setattr("getpass.getpass", answer)
    return questions


def test_once_kept_nobody_is_asked(
    ring: Safe, locked: Path, ally: Ally, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said on stderr each time, also under --json; the passphrase is nowhere."""
    encryption.remember_key(locked)
    assert "whoever uses your session" in capsys.readouterr().out
    assert len(asked) == 1
    keys.let_go()
    for args in (["list"], ["list", "--json"], ["log", "act", "x"]):
        said = ally(*args)
        assert (said.err, said.code) == (SAID, 0)
        keys.let_go()
    assert len(asked) == 1
    assert not any(RIGHT in secret for secret in ring.kept.values())
    encryption.forget_key(locked)
    assert capsys.readouterr().out == "The key is not in your keyring any more.\n"
    assert ally("list").err == ""
    assert len(asked) == 2
    encryption.forget_key(locked)
    assert capsys.readouterr().out == "Your keyring was not in use.\n"


@pytest.mark.usefixtures("ring", "asked")
def test_what_is_given_wins(locked: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ALLY_PASSPHRASE the keyring is not touched."""
    encryption.remember_key(locked)
    keys.let_go()
    monkeypatch.setattr(crypto_keyring, "recall", None)
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    assert ally("list").err == ""


@pytest.mark.usefixtures("ring")
def test_a_keyring_is_not_asked_unless_it_is_wanted(
    locked: Path, ally: Ally, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the key of this very file lies in it."""
    encryption.remember_key(locked)
    machine.note(machine_file(locked), keyring=False)
    keys.let_go()
    monkeypatch.setattr(crypto_keyring, "recall", None)
    assert ally("list").code == 0
    assert len(asked) == 2


@pytest.mark.faults
def test_an_old_key_is_said_and_renewed(
    ring: Safe, locked: Path, ally: Ally, asked: list[str], journal_path: Path
) -> None:
    """After the file got another salt, and after a key that does not fit."""
    encryption.remember_key(locked)
    keys.let_go()
    journal_path.unlink()
    ally("log", "act", "Gave the floor back")
    key = seal(journal_path, salt=b"another salt 123")
    said = ally("list")
    assert said.code == 0
    first, last = said.err.splitlines()
    assert "not that of this journal now" in first
    assert "from now on" in last
    assert [name for _, name in ring.kept] == [key.salt.hex()]
    keys.let_go()
    assert ally("list").err == SAID
    assert len(asked) == 2
    keys.let_go()
    ring.kept["ally-journal", key.salt.hex()] = f"v1:{key.salt.hex()}:{'00' * 32}"
    assert "from now on" in ally("list").err
    keys.let_go()
    assert ally("list").err == SAID
    assert len(asked) == 3


@pytest.mark.usefixtures("ring", "asked")
def test_what_is_wrong_with_it_is_one_line(
    locked: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the person is asked, or told what to set; the keyring stays wanted."""
    encryption.remember_key(locked)
    keys.let_go()
    monkeypatch.setattr(keyring.core, "_keyring_backend", Locked())
    said = ally("list")
    assert (said.err, said.code) == ("Your keyring is locked; the passphrase is needed.\n", 0)
    keys.let_go()
    monkeypatch.setattr(passphrase, "has_terminal", lambda: False)
    said = ally("list")
    assert said.code == 1
    assert len(said.err.splitlines()) == 2
    assert crypto_keyring.is_used(locked)


@pytest.mark.usefixtures("asked")
def test_what_is_refused_keeps_nothing(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says that the key was not kept, or may still lie there."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", Locked())
    with pytest.raises(KeyringRefused, match="is locked; the key was not kept"):
        encryption.remember_key(locked)
    assert not crypto_keyring.is_used(locked)
    monkeypatch.setattr(keyring.core, "_keyring_backend", Safe())
    encryption.remember_key(locked)
    monkeypatch.setattr(keyring.core, "_keyring_backend", Locked())
    with pytest.raises(KeyringRefused, match="a key under ally-journal may still be in it"):
        encryption.forget_key(locked)


def test_a_plain_journal_has_no_key(ally: Ally, journal_path: Path) -> None:
    """There is nothing to keep."""
    ally("log", "act", "x")
    with pytest.raises(AllyError, match="not encrypted"):
        encryption.remember_key(journal_path)


@pytest.mark.usefixtures("ring")
def test_it_needs_the_key(locked: Path) -> None:
    """Only who can open the journal can have it opened by the keyring."""
    with pytest.raises(KeyNeeded):
        encryption.remember_key(locked)


@pytest.mark.parametrize(("answer", "kept"), [("y", True), ("", False), ("n", False)])
@pytest.mark.usefixtures("ring", "asked")
def test_it_is_offered(
    locked: Path, answer: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter means no."""
    monkeypatch.setattr("builtins.input", lambda _prompt: answer)
    encryption.offer_to_remember(locked, plain=False)
    assert crypto_keyring.is_used(locked) == kept


def test_it_is_not_offered_where_there_is_none(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is asked for what cannot be done."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", Ring())
    monkeypatch.setattr("builtins.input", None)
    encryption.offer_to_remember(locked, plain=False)
