"""Which keyrings are used, what lies in them, and that none can stop ally."""

import threading
from pathlib import Path
from types import ModuleType

import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from tests.support.rings import Forgetful, Hanging, Locked, Ring, Safe

from ally_journal.errors import CannotKeep, KeyringRefused
from ally_journal.store.crypto import keyring as crypto_keyring
from ally_journal.store.crypto import keys
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

KEY = keys.Key(b"k" * 32, b"s" * 16)
NEW = keys.Key(b"n" * 32, b"t" * 16)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing of this machine's own keyring is asked."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())  # type: ignore[no-untyped-call]  # it has no types
    return monkeypatch


def choose(chosen: pytest.MonkeyPatch, ring: KeyringBackend) -> KeyringBackend:
    chosen.setattr(keyring.core, "_keyring_backend", ring)
    return ring


def test_a_key_comes_back(chosen: pytest.MonkeyPatch, journal_path: Path) -> None:
    """Kept under the salt, with a version; taken out again without a trace."""
    ring = Safe()
    choose(chosen, ring)
    assert not crypto_keyring.is_used(journal_path)
    assert crypto_keyring.recall(KEY.salt) is None
    crypto_keyring.remember(journal_path, KEY)
    salt, raw = KEY.salt.hex(), KEY.raw.hex()
    assert ring.kept == {("ally-journal", salt): f"v1:{salt}:{raw}"}
    assert crypto_keyring.is_used(journal_path)
    found = crypto_keyring.recall(KEY.salt)
    assert found is not None
    assert (found.raw, found.salt) == (KEY.raw, KEY.salt)
    assert crypto_keyring.forget(journal_path)
    assert not crypto_keyring.is_used(journal_path)
    assert not crypto_keyring.forget(journal_path)
    assert ring.kept == {}


def test_a_new_key_takes_the_place_of_the_old(
    chosen: pytest.MonkeyPatch, journal_path: Path
) -> None:
    """After a change of the passphrase, the key of the old one is gone."""
    ring = Safe()
    choose(chosen, ring)
    crypto_keyring.remember(journal_path, KEY)
    crypto_keyring.remember(journal_path, NEW)
    assert [name for _, name in ring.kept] == [NEW.salt.hex()]


def test_the_machine_state_keeps_no_key(chosen: pytest.MonkeyPatch, journal_path: Path) -> None:
    """Only that the keyring is used, and the salt, which is no secret."""
    choose(chosen, Safe())
    crypto_keyring.remember(journal_path, KEY)
    state = machine.read(machine_file(journal_path))
    assert state == {"keyring": True, "keyring_salt": KEY.salt.hex()}


@pytest.mark.parametrize("found", ["", "v1", "v2:7373:6b", "v1:00:6b6b", f"v1:{'73' * 16}:xyz"])
def test_what_is_no_key_is_none(chosen: pytest.MonkeyPatch, found: str) -> None:
    """Whatever else lies there, the passphrase is asked for."""
    ring = Safe()
    ring.kept["ally-journal", KEY.salt.hex()] = found
    choose(chosen, ring)
    assert crypto_keyring.recall(KEY.salt) is None


REFUSED = [
    (Ring, "tests.support.rings"),
    (null.Keyring, "keyring.backends.null"),
    (fail.Keyring, "There is no keyring"),
    (Hanging, "did not answer within 0.2 seconds"),
    (Locked, "is locked"),
    (Forgetful, "does not give back"),
]


@pytest.mark.parametrize(("made", "sentence"), REFUSED)
def test_what_is_refused(
    chosen: pytest.MonkeyPatch,
    journal_path: Path,
    made: type[KeyringBackend],
    sentence: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Each says why, in time, and nothing is kept or noted."""
    chosen.setattr(crypto_keyring, "PATIENCE", 0.2)
    ring = choose(chosen, made())
    with pytest.raises(KeyringRefused, match=sentence):
        crypto_keyring.remember(journal_path, KEY)
    if made in {Ring, Forgetful}:
        assert getattr(ring, "kept", {}) == {}
    assert not crypto_keyring.is_used(journal_path)
    assert not machine_file(journal_path).exists()
    assert capfd.readouterr() == ("", "")
    waiting = [thread for thread in threading.enumerate() if thread.name.endswith("(ask)")]
    assert all(thread.daemon for thread in waiting), "it would keep the process"


@pytest.mark.parametrize(("rings", "kept"), [([Ring, Safe], True), ([Ring], False), ([], False)])
def test_among_several_a_safe_one_is_chosen(
    chosen: pytest.MonkeyPatch, rings: list[type[Ring]], kept: bool, journal_path: Path
) -> None:
    """A chain of keyrings would hand the key to whichever comes first."""
    made = [one() for one in rings]
    chosen.setattr(chainer.ChainerBackend, "backends", made)
    choose(chosen, chainer.ChainerBackend())  # type: ignore[no-untyped-call]  # the same
    assert crypto_keyring.can_keep() == kept
    if kept:
        crypto_keyring.remember(journal_path, KEY)
    assert [len(one.kept) for one in made if type(one) is Ring] == [0] * rings.count(Ring)


@pytest.mark.parametrize(
    "name", ["keyring.backends.Nope", "keyring.backends.null.Nope", "nope", "nope.Keyring", "."]
)
def test_a_misspelt_choice(chosen: pytest.MonkeyPatch, name: str) -> None:
    """The variable is named, with what it says."""
    chosen.setattr(keyring.core, "_keyring_backend", None)
    chosen.setenv("PYTHON_KEYRING_BACKEND", name)
    with pytest.raises(KeyringRefused, match=f"PYTHON_KEYRING_BACKEND is “{name}”"):
        crypto_keyring.recall(KEY.salt)


def test_without_the_library(chosen: pytest.MonkeyPatch) -> None:
    """It is said; the passphrase is asked for then."""
    chosen.setitem(__import__("sys").modules, "keyring", None)
    with pytest.raises(KeyringRefused, match="is not installed"):
        crypto_keyring.recall(KEY.salt)
    assert not crypto_keyring.can_keep()


def test_a_state_that_cannot_be_written(
    chosen: pytest.MonkeyPatch, journal_path: Path, tmp_path: Path
) -> None:
    """A key that ally would not look for is not left in the keyring."""
    ring = Safe()
    choose(chosen, ring)
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(CannotKeep, match="cannot remember"):
        crypto_keyring.remember(journal_path, KEY)
    assert ring.kept == {}


def test_a_keyring_that_cannot_be_asked_is_used_no_more(
    chosen: pytest.MonkeyPatch, journal_path: Path
) -> None:
    """Turned off is off, and the person is told that a key may still lie there."""
    choose(chosen, Safe())
    crypto_keyring.remember(journal_path, KEY)
    choose(chosen, Locked())
    with pytest.raises(KeyringRefused):
        crypto_keyring.forget(journal_path)
    assert not crypto_keyring.is_used(journal_path)


def test_the_allowed_ones_exist() -> None:
    """A renamed module of keyring would silently turn every keyring into an unsafe one."""
    import importlib.util  # noqa: PLC0415 - only here

    for name in crypto_keyring._SAFE:
        assert importlib.util.find_spec(name), name
    assert isinstance(keyring, ModuleType)
