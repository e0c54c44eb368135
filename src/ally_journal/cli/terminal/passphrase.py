"""Having the key of an encrypted file at hand: from the environment, the keyring, or the person."""

import getpass
import os
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path

from ally_journal.cli.terminal.console import has_terminal, words_of
from ally_journal.cli.terminal.streams import fitted, is_terminal, warn
from ally_journal.errors import KeyNeeded, KeyringRefused, NoPassphrase, WrongPassphrase
from ally_journal.render.clean import one_line
from ally_journal.store.crypto import keyring, keys
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.files.system import leave_no_core

COMMAND = "ALLY_PASSPHRASE_COMMAND"
_TRIES = 3


def unlock(path: Path) -> None:
    """Have the key of the encrypted file at `path` at hand for the rest of this run.

    It is looked for in ALLY_PASSPHRASE, in what ALLY_PASSPHRASE_COMMAND prints, in the keyring if
    this journal uses it on this computer, and asked for on the terminal, in this order; the first
    place that has one counts.

    Raises:
        KeyNeeded: no place has one, and nobody can be asked.
        NoPassphrase: the command gave none, or the person did not.
        WrongPassphrase, JournalDamaged: see `keys.unlock`.
        EncryptionMissing: no key would help.
    """
    from ally_journal.store.crypto import cipher  # noqa: F401, PLC0415 - says so where libraries are missing

    salt = salt_of(path) or b""
    if keys.held(salt) is not None:
        return
    given = from_environment()
    if given is not None:
        name = "ALLY_PASSPHRASE" if os.environ.get("ALLY_PASSPHRASE") else COMMAND
        keys.unlock(path, given, f"What {name} gives")
    elif keyring.is_used(path):
        _with_keyring(path, salt)
    else:
        _ask(path)


def from_environment() -> str | None:
    """The passphrase in ALLY_PASSPHRASE, or else from the command; None when neither is set.

    Raises NoPassphrase.
    """
    leave_no_core()
    given = os.environ.get("ALLY_PASSPHRASE")
    if not given:
        return from_command()
    with suppress(UnicodeError):
        given.encode()
        return given
    raise NoPassphrase("ALLY_PASSPHRASE is not UTF-8; set it anew, or unset it to be asked.")


def from_command() -> str | None:
    """What ALLY_PASSPHRASE_COMMAND prints, without one final newline; None when it is not set.

    No shell reads it, it may take its time, and its own words on stderr are shown. Words that wait
    on stdin are not for it. Raises NoPassphrase.
    """
    command = os.environ.get(COMMAND)
    if not command:
        return None
    printed = _printed(command).removesuffix(b"\n").removesuffix(b"\r")
    if not printed:
        raise NoPassphrase(f"{COMMAND} printed no passphrase; run it by hand to see why.")
    with suppress(UnicodeError):
        return printed.decode()
    raise NoPassphrase(f"{COMMAND} printed what is not UTF-8; run it by hand to see what.")


def _printed(command: str) -> bytes:
    """What a command line prints; raises NoPassphrase."""
    try:
        words = words_of(command)
    except ValueError:
        words = []
    if not words:
        raise NoPassphrase(f"{COMMAND} cannot be read; look at its quotes.")
    stdin = None if is_terminal(sys.stdin) else subprocess.DEVNULL
    try:
        done = subprocess.run(words, stdin=stdin, stdout=subprocess.PIPE, check=False)  # noqa: S603 - the person's own choice
    except (OSError, ValueError) as refused:
        why = "was not found" if isinstance(refused, FileNotFoundError) else "cannot be run"
        raise NoPassphrase(
            f"{COMMAND} begins with “{words[0]}”, which {why}; no shell reads it, so ~ and $ have "
            "no meaning there."
        ) from None
    if done.returncode:
        ended = f"exit code {done.returncode}" if done.returncode > 0 else "a signal"
        raise NoPassphrase(f"{COMMAND} ended with {ended}; run it by hand to see why.")
    return done.stdout


def _with_keyring(path: Path, salt: bytes) -> None:
    """Unlock with the key in the keyring and say so, or ask and put the one that fits there."""
    try:
        kept = keyring.recall(salt)
    except KeyringRefused as refused:
        warn(str(refused))
        _ask(path)
        return
    with suppress(WrongPassphrase):
        if kept is not None:
            keys.unlock_with(path, kept)
            warn("Unlocked with the key from your keyring.")
            return
    warn("The key in your keyring is not that of this journal now; the passphrase is needed.")
    key = _ask(path)
    try:
        keyring.remember(path, key)
    except KeyringRefused as refused:
        warn(str(KeyringRefused(refused.why, "the new key was not kept")))
    else:
        warn("The new key is in your keyring from now on.")


def _ask(path: Path, told: str = "That is not the passphrase. Ctrl-D stops.") -> keys.Key:
    """Ask on the terminal, three times at most; the key. A wrong one is `told`, or said why."""
    question = f"Passphrase of {one_line(path.name)}:"
    for _ in range(_TRIES - 1):
        try:
            return keys.unlock(path, asked_for(question, path))
        except WrongPassphrase as wrong:
            warn(told or str(wrong))
    return keys.unlock(path, asked_for(question, path))


def asked_for(question: str, path: Path) -> str:
    """What the person types unseen on the terminal, also where stdin and stdout are others.

    Raises:
        KeyNeeded: there is no terminal to ask on.
        NoPassphrase: the person ended the input, or typed what is no text.
    """
    leave_no_core()
    if not has_terminal():
        raise KeyNeeded(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would be seen
            return getpass.getpass(f"{fitted(question, sys.stderr)} ")
    except getpass.GetPassWarning:
        raise KeyNeeded(path) from None
    except EOFError:
        warn("")
        raise NoPassphrase("No passphrase was given; nothing was changed.") from None
    except (KeyboardInterrupt, SystemExit):
        warn("")  # what is said now begins on a line of its own
        raise
    except UnicodeError:
        raise NoPassphrase("What was typed is not UTF-8; nothing was changed.") from None


def unlock_apart(path: Path) -> None:
    """Have the key of one encrypted file at hand, asking for it when the usual places fail.

    Raises:
        KeyNeeded: no place has one, and nobody can be asked.
        WrongPassphrase, JournalDamaged: see `keys.unlock`.
    """
    warn(f"{path} has a passphrase of its own: the one that was used when it was written.")
    try:
        unlock(path)
    except WrongPassphrase:
        if not is_terminal(sys.stderr):
            raise
        _ask(path, told="")
