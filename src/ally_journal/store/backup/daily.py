"""The daily backup: taken on by the first run that writes on a day, made by another process.

What became of it is kept in the machine state: `daily` is the day it was last
taken on, `daily_good` the local moment of the last good one, `daily_trouble` why there was none.
"""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from ally_journal.domain.backup import DAILY, made_and_reason
from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import UNOPENED
from ally_journal.store.backup.catalog import names, tidy
from ally_journal.store.crypto.background import take_over
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


def make(journal: Path, now: Moment, given: bytes = b"") -> None:
    """Make the backup of today, unless there is one, and let go of old ones; keep how it went.

    `given` is the key that was handed over, if one was. It never raises what a person should be
    told, and asks nobody for a passphrase: nobody is there.
    """
    state_file, good = machine_file(journal), now.local.isoformat(timespec="seconds")
    try:
        if look_at(journal) is Found.NOTHING or _is_made(journal, now.local):
            return
        take_over(journal, given)
        with open_journal(journal, now) as opened:
            back_up(opened.connection, journal, stamp(now.local), DAILY)
            with transaction(opened.connection, keep=False):  # as the machine state asks for
                machine.note(state_file, daily_good=good, daily_trouble=None)
        tidy(journal, now.local.replace(tzinfo=None))
    except UNOPENED as trouble:
        machine.note(state_file, daily_trouble=str(trouble))


def _is_made(journal: Path, local: datetime) -> bool:
    said = filter(None, map(made_and_reason, names(journal)))
    return any(made.date() == local.date() and reason == DAILY for made, reason in said)
