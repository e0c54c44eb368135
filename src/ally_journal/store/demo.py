"""A whole journal at once, out of a tale: the usual revisions in one large transaction."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from ally_journal.domain.calendar.moment import utc_ms
from ally_journal.domain.demo.tale import Acted, HeardBack, Later, Written
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Asking, Reflection
from ally_journal.domain.records.revision import Stamp
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.errors import FileExists
from ally_journal.store.database.connection import connect, note, transaction
from ally_journal.store.database.creation import lay_out, new_beside, put_in_place
from ally_journal.store.files.atomic import sync_file
from ally_journal.store.files.failures import told_plainly
from ally_journal.store.files.layout import machine_file
from ally_journal.store.files.machine import device_for
from ally_journal.store.review.questions import asking_id
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.projections import record_numbered

_FOR_ONE_READER = (
    "journal_mode = OFF",  # a file that breaks here is thrown away and never had a name
    "synchronous = OFF",  # made durable once, at the end
    "secure_delete = OFF",  # there are no words of anybody's to wipe
    "cache_size = -65536",  # 64 MB: indexes of hashes are written all over
)


def make_demo(path: Path, tale: Iterable[Written], real_ms: int) -> None:
    """Make a journal at `path` of a tale, each line of it a change of its own.

    The tale is asked for one line at a time and none is held. The file is complete when it gets
    its name, so a run that ends early leaves nothing. `real_ms` is the true clock, for record ids;
    everything else is dated as told.

    Raises:
        FileExists: something is there already, or came meanwhile.
        CannotKeep: the disk refused.
    """
    if os.path.lexists(path):
        raise _taken(path)
    with told_plainly(path), new_beside(path) as new:
        device = device_for(machine_file(path), None)
        with closing(connect(new)) as connection:
            for pragma in _FOR_ONE_READER:
                connection.execute(f"PRAGMA {pragma}")
            lay_out(connection)
            note(connection, "device", device)
            note(connection, "demo", "1")
            with transaction(connection):
                for at, value in tale:
                    stamp = Stamp(device, uuid4(), utc_ms(at), real_ms)
                    _write(connection, Change(connection, stamp), value)
        sync_file(new)
        if not put_in_place(new, path):
            raise _taken(path)


def _taken(path: Path) -> FileExists:
    return FileExists(f"{path} is already there; give the demo a path where nothing is.")


def _write(connection: sqlite3.Connection, change: Change, value: object) -> None:
    match value:
        case Entry(plan=plan):
            record = None if plan is None else str(_record(connection, "plan", plan))
            change.add("entry", body_of(value, plan=record))
        case HeardBack(entry, heard):
            about = str(_record(connection, "entry", entry))
            change.add("heard", body_of(heard._replace(entry=about)))
        case Plan(follows=number):
            before = None if number is None else str(_record(connection, "plan", number))
            change.add("plan", body_of(value, follows=before))
        case Acted(plan, deed):
            change.add("did", body_of(deed._replace(plan=str(_record(connection, "plan", plan)))))
        case Obstacle() | Reflection() | Away():
            change.add(type(value).__name__.lower(), body_of(value))
        case ShelfItem(title=title):
            change.put("shelf", lasting_record_id("shelf", title), body_of(value))
        case Asking():
            change.put("asked", asking_id(value), body_of(value))
        case Later(type_, which, fields):
            change.amend(type_, _record(connection, type_, which), fields)


def _record(connection: sqlite3.Connection, type_: str, which: int | str) -> UUID:
    """The record of that number, or of that title."""
    if isinstance(which, str):
        return lasting_record_id(type_, which)
    return UUID(bytes=record_numbered(connection, type_, which))
