"""Having the key of an encrypted file at hand: from the environment, a command, or the person."""

import getpass
import os
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ally_journal.cli.voice import warn
from ally_journal.errors import AllyError, KeyNeeded, WrongPassphrase
from ally_journal.store import keys

_TRIES = 3


def unlock(path: Path) -> None:
    """Have the key of the encrypted file at `path` at hand for the rest of this run.

    It is looked for in ALLY_PASSPHRASE, in what ALLY_PASSPHRASE_COMMAND prints, and asked for on
    the terminal, in this order; the first place that has one counts.

    Raises:
        KeyNeeded: no place has one, and nobody can be asked.
        WrongPassphrase, JournalDamaged: see `keys.unlock`.
        AllyError: the command did not give one.
    """
    dump_no_core()
    given = os.environ.get("ALLY_PASSPHRASE") or from_command()
    if given:
        keys.unlock(path, given)
    else:
        _ask(path)


def from_command() -> str | None:
    """What ALLY_PASSPHRASE_COMMAND prints, without one final newline; None when it is not set.

    No shell reads it. Raises AllyError when it ends with trouble or prints nothing.
    """
    command = os.environ.get("ALLY_PASSPHRASE_COMMAND")
    if not command:
        return None
    try:
        done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, check=True)  # noqa: S603 - the person's own choice
        given = done.stdout.decode()
    except (OSError, ValueError, subprocess.CalledProcessError):
        given = ""
    given = given.removesuffix("\n").removesuffix("\r")
    if not given:
        raise AllyError("ALLY_PASSPHRASE_COMMAND gave no passphrase; run it by hand to see why.")
    return given


def _ask(path: Path) -> None:
    """Ask on the terminal, three times at most."""
    for tries_left in reversed(range(_TRIES)):
        try:
            keys.unlock(path, asked_for(f"Passphrase of {path}: ", path))
        except WrongPassphrase as wrong:
            if not tries_left:
                raise
            warn(str(wrong))
        else:
            return


def asked_for(question: str, path: Path) -> str:
    """What the person types unseen; raises KeyNeeded when there is no terminal to ask on."""
    if not sys.stderr.isatty():
        raise KeyNeeded(path)
    try:
        return getpass.getpass(question, stream=None)
    except (EOFError, getpass.GetPassWarning):
        raise KeyNeeded(path) from None


def dump_no_core() -> None:
    """Leave no image of the memory behind, in which a passphrase would stand."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
