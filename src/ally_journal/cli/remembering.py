"""Keeping the key of a journal in the system's keyring, or no longer: as `ally encrypt` is told."""

from pathlib import Path

from ally_journal.cli.ask import Asker
from ally_journal.cli.unlocking import unlock
from ally_journal.cli.voice import say, warn
from ally_journal.errors import AllyError, KeyringRefused
from ally_journal.store.crypto import keyring, keys
from ally_journal.store.crypto.sniff import salt_of


def remember(path: Path) -> None:
    """Keep the key of the encrypted journal at `path` in the keyring; asks for it where it must.

    Call it again after its passphrase was changed.

    Raises:
        AllyError: the journal is not encrypted.
        KeyringRefused: the keyring cannot be used; nothing changed.
        KeyNeeded, WrongPassphrase, NoPassphrase, EncryptionMissing: see `unlocking.unlock`.
    """
    salt = salt_of(path)
    if salt is None:
        raise AllyError(f"{path} is not encrypted, so it has no key; ally encrypt gives it one.")
    unlock(path)
    try:
        keyring.remember(path, keys.needed(path, salt))
    except KeyringRefused as refused:
        raise KeyringRefused(refused.why, "the key was not kept in it") from None
    say(
        "The key is in your keyring: whoever uses your session can open the journal. "
        "ally encrypt --no-keyring takes it out."
    )


def forget(path: Path) -> None:
    """Take the key of the journal at `path` out of the keyring; it need not be encrypted any more.

    Raises:
        KeyringRefused: ally does not use it from now on, but the key could not be taken out.
    """
    try:
        used = keyring.forget(path)
    except KeyringRefused as refused:
        raise KeyringRefused(
            refused.why,
            f"ally does not use it for this journal any more, but a key under {keyring.SERVICE} "
            "may still be in it",
        ) from None
    say("The key is not in your keyring any more." if used else "Your keyring was not in use.")


def offer(path: Path, *, plain: bool) -> None:
    """Ask whether to keep the key of a journal just encrypted; what the keyring refuses is said.

    Nothing is asked where there is no keyring that ally would use.
    """
    if not keyring.can_keep():
        return
    question = (
        "Keep the key in this computer's keyring? "
        "Anyone who uses your session could then open the journal."
    )
    if Asker(plain).yes(question):
        try:
            remember(path)
        except KeyringRefused as refused:
            warn(str(refused))
