"""A run of ally in the background: without terminal, and with the key if the journal needs one."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.files.system import group_of_its_own


def start(journal: Path, *words: str) -> None:
    """Let a process of its own run a command: without terminal, group or open file of this one.

    When it cannot be started, the day's work goes on. The key of an encrypted journal goes through
    a pipe, since arguments, environment and files can be read.
    """
    given = _key_of(journal)
    # -P: a module in the folder where the person happens to be is not ours
    program = [sys.executable, "-P", "-m", "ally_journal"]
    with suppress(OSError):
        child = subprocess.Popen(  # noqa: S603 - this very program
            [*program, "--journal", os.path.abspath(journal), *words],  # noqa: PTH100 - start-up
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=os.path.abspath(os.sep),  # noqa: PTH100 - nobody's folder is kept in use
            **group_of_its_own(),
        )
        child.returncode = 0  # nobody waits for it, which Python would complain about
        if child.stdin is not None:
            with child.stdin as pipe:
                pipe.write(given)


def take_over(journal: Path, given: bytes) -> None:
    """Hold the key that `start` handed over, if it did and the journal is encrypted.

    Raises WrongPassphrase when it does not fit any more.
    """
    if given and salt_of(journal) is not None:
        from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them

        key = keys.taken_over(given)
        if key is not None:
            keys.unlock_with(journal, key)


def _key_of(journal: Path) -> bytes:
    """The key this process holds for a journal, as it is handed over; empty for a plain one."""
    salt = salt_of(journal)
    if salt is None:
        return b""
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them

    key = keys.held(salt)
    return key.handed_over() if key else b""
