"""The daily backup: taken on by the first run that writes on a day, made by another process.

What became of it is kept in the machine state: `daily` is the day it was last
taken on, `daily_good` the local moment of the last good one, `daily_trouble` why there was none.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from ally_journal.domain.backup import DAILY, made_and_reason
from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import UNOPENED
from ally_journal.store.backup.catalog import names, tidy
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import connect, transaction
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.database.snapshot import back_up, stamp
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file
from ally_journal.store.journal.journal import open_journal

_WAIT = 0.2  # seconds; a person looks at the answer already


def take_on(journal: Path, now: Moment) -> bool:
    """Whether it is this process that sees to the backup of today, in local time; one a day is."""
    state_file, today = machine_file(journal), now.local.date().isoformat()
    with (
        suppress(OSError, sqlite3.Error),
        closing(connect(journal, _WAIT)) as connection,
        transaction(connection, keep=False),  # one process at a time looks and writes
    ):
        if machine.read(state_file).get("daily") != today:
            return machine.note(state_file, daily=today)
    return False


def start(journal: Path) -> None:
    """Let a process of its own make the backup: without terminal, group or open file of this one.

    When it cannot be started there is no backup today, and the day's work goes on. The key of an
    encrypted journal goes through a pipe, since arguments, environment and files can be read.
    """
    given = _key_of(journal)
    # -P: a module in the folder where the person happens to be is not ours
    program = [sys.executable, "-P", "-m", "ally_journal"]
    windows = getattr(subprocess, "DETACHED_PROCESS", 0)
    windows |= getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with suppress(OSError):
        child = subprocess.Popen(  # noqa: S603 - this very program
            [*program, "--journal", os.path.abspath(journal), "backup", "daily"],  # noqa: PTH100 - start-up
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=os.path.abspath(os.sep),  # noqa: PTH100 - nobody's folder is kept in use
            start_new_session=True,
            creationflags=windows,
        )
        child.returncode = 0  # nobody waits for it, which Python would complain about
        if child.stdin is not None:
            with child.stdin as pipe:
                pipe.write(given)


def make(journal: Path, now: Moment, given: bytes = b"") -> None:
    """Make the backup of today, unless there is one, and let go of old ones; keep how it went.

    `given` is the key that `start` handed over, if it did. It never raises what a person should be
    told, and asks nobody for a passphrase: nobody is there.
    """
    state_file, good = machine_file(journal), now.local.isoformat(timespec="seconds")
    try:
        found = look_at(journal)
        if found is Found.NOTHING or _is_made(journal, now.local):
            return
        if found is Found.ENCRYPTED and given:
            _take_over(journal, given)
        with open_journal(journal, now) as opened:
            back_up(opened.connection, journal, stamp(now.local), DAILY)
            with transaction(opened.connection, keep=False):  # as the machine state asks for
                machine.note(state_file, daily_good=good, daily_trouble=None)
        tidy(journal, now.local.replace(tzinfo=None))
    except UNOPENED as trouble:
        machine.note(state_file, daily_trouble=str(trouble))


def _key_of(journal: Path) -> bytes:
    """The key this process holds for a journal, as it is handed over; empty for a plain one."""
    salt = salt_of(journal)
    if salt is None:
        return b""
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them

    key = keys.held(salt)
    return key.handed_over() if key else b""


def _take_over(journal: Path, given: bytes) -> None:
    """Hold the key that was handed over; raises WrongPassphrase when it does not fit any more."""
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them

    key = keys.taken_over(given)
    if key is not None:
        keys.unlock_with(journal, key)


def _is_made(journal: Path, local: datetime) -> bool:
    said = filter(None, map(made_and_reason, names(journal)))
    return any(made.date() == local.date() and reason == DAILY for made, reason in said)
