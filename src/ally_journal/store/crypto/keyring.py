"""The one home of keyring: where the system keeps keys, when the person asked ally to use it.

What is kept is the derived key of one file, under the service `ally-journal` and the file's salt;
never the passphrase. Which journal uses it on this computer stands in the machine state:
`keyring` is true then, and `keyring_salt` says under which name the key lies.

A keyring can do anything: hang, be locked, or be a plain file on the disk. So only those that
systems bring are used, and each has to answer within `PATIENCE`.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ally_journal.errors import CannotKeep, KeyringRefused
from ally_journal.store.crypto.keys import Key
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

SERVICE = "ally-journal"
PATIENCE = 10.0
"""Seconds that a keyring has for each answer."""

_SAFE = {
    f"keyring.backends.{name}"
    for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
}
"""The modules whose classes hand keys to the system; others may write them to a plain file."""

_CHAIN = "keyring.backends.chainer"
_NONE_HERE = "There is no keyring to use here"

_Answer = TypeVar("_Answer")


def is_used(journal: Path) -> bool:
    """Whether this computer keeps the key of this journal in its keyring; asks no keyring."""
    return machine.read(machine_file(journal)).get("keyring") is True


def recall(salt: bytes) -> Key | None:
    """The key that lies in the keyring under a salt, if one does; raises KeyringRefused."""
    found = _in_time(lambda: _chosen().get_password(SERVICE, salt.hex()))
    version, _, rest = (found or "").partition(":")
    name, _, raw = rest.partition(":")
    if version == "v1" and name == salt.hex():
        with suppress(ValueError):
            return Key(bytes.fromhex(raw), salt)
    return None


def can_keep() -> bool:
    """Whether there is a keyring here that ally would use."""
    try:
        _in_time(_chosen)
    except KeyringRefused:
        return False
    return True


def remember(journal: Path, key: Key) -> None:
    """Keep a journal's key in the keyring, in place of an older one, and use it from now on.

    Raises:
        KeyringRefused: it could not be kept, or did not come back as it was given.
        CannotKeep: the machine state could not be written.
    """
    _in_time(lambda: _keep(_chosen(), key))
    known = machine_file(journal)
    older = machine.read(known).get("keyring_salt")
    if not machine.note(known, keyring=True, keyring_salt=key.salt.hex()):
        with suppress(KeyringRefused):
            _in_time(lambda: _drop(_chosen(), key.salt.hex()))
        raise CannotKeep(
            f"{known} cannot be written, so this computer cannot remember to use its keyring."
        )
    if isinstance(older, str) and older != key.salt.hex():
        with suppress(KeyringRefused):
            _in_time(lambda: _drop(_chosen(), older))


def forget(journal: Path) -> bool:
    """Use the keyring no more for this journal, take its key away, and say whether it was used.

    Raises:
        KeyringRefused: it is not used any more, but the key could not be taken away.
    """
    known = machine_file(journal)
    state = machine.read(known)
    used, salt = state.get("keyring") is True, state.get("keyring_salt")
    if used or salt:
        machine.note(known, keyring=False, keyring_salt=None)
    if isinstance(salt, str):
        _in_time(lambda: _drop(_chosen(), salt))
    return used


def _keep(keyring: Any, key: Key) -> None:  # noqa: ANN401 - keyring is imported only when asked
    """Hand a key over and see whether it comes back; some keyrings keep nothing."""
    name, secret = key.salt.hex(), f"v1:{key.salt.hex()}:{key.raw.hex()}"
    keyring.set_password(SERVICE, name, secret)
    if keyring.get_password(SERVICE, name) != secret:
        raise KeyringRefused("Your keyring does not give back what it is given")


def _drop(keyring: Any, name: str) -> None:  # noqa: ANN401 - the same
    if keyring.get_password(SERVICE, name) is not None:
        keyring.delete_password(SERVICE, name)


def _chosen() -> Any:  # noqa: ANN401 - the same
    """The keyring that the system or the person chose; raises KeyringRefused unless it is safe."""
    import logging  # noqa: PLC0415 - only with a keyring

    logging.getLogger("keyring").addHandler(logging.NullHandler())  # it would write to stderr
    import keyring  # noqa: PLC0415 - slow, and only when the person turned it on

    chosen = keyring.get_keyring()
    # Several at once are tried in turn; only one of ours may be.
    each = getattr(chosen, "backends", None) if _home(chosen) == _CHAIN else None
    for one in [chosen] if each is None else each:
        if _home(one) in _SAFE:
            return one
    if _home(chosen) == "keyring.backends.fail":
        raise KeyringRefused(_NONE_HERE)
    raise KeyringRefused(f"The keyring here is {_home(chosen)}, which may not keep a key safe")


def _home(keyring: object) -> str:
    return type(keyring).__module__


def _in_time(work: Callable[[], _Answer]) -> _Answer:
    """What some work with a keyring gives, within `PATIENCE`; raises KeyringRefused otherwise.

    It runs in a thread of its own, which ends with the process, however long the keyring takes.
    """
    from concurrent.futures import Future  # noqa: PLC0415 - only with a keyring
    from threading import Thread  # noqa: PLC0415 - the same

    answer: Future[_Answer] = Future()

    def ask() -> None:
        try:
            answer.set_result(work())
        except BaseException as trouble:  # noqa: BLE001 - it is raised where it is waited for
            answer.set_exception(trouble)

    Thread(target=ask, daemon=True).start()
    try:
        trouble = answer.exception(PATIENCE)
    except TimeoutError:
        raise KeyringRefused(f"Your keyring did not answer within {PATIENCE:g} seconds") from None
    if trouble is not None:
        raise KeyringRefused(_why(trouble)) from None
    return answer.result()


def _why(trouble: BaseException) -> str:
    """What went wrong with a keyring, as the beginning of a sentence."""
    if isinstance(trouble, KeyringRefused):
        return trouble.why
    named = os.environ.get("PYTHON_KEYRING_BACKEND")
    if named and isinstance(trouble, ImportError | AttributeError | ValueError):
        return f"PYTHON_KEYRING_BACKEND is “{named}”, which is not there"
    if isinstance(trouble, ImportError):
        return "The library for keyrings is not installed"
    if type(trouble).__name__ == "KeyringLocked":
        return "Your keyring is locked"
    if isinstance(trouble, RuntimeError):  # as keyring says that it has none
        return _NONE_HERE
    return f"Your keyring cannot be used ({type(trouble).__name__})"
