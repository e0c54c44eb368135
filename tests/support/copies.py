"""Journals that go apart and come together, for tests of archives."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tests.conftest import NOW
from tests.store.revisions.test_projections import everything

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.revision import header, revision_id
from ally_journal.domain.transfer import archive
from ally_journal.domain.transfer.result import Taken
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.revisions.projections import heads_of, project
from ally_journal.store.transfer import export
from ally_journal.store.transfer.archive import take_in

THEN = Moment(datetime.fromisoformat(NOW), None, 0)
MADE = "2026-11-20T13:30:00Z"


def archive_of(path: Path, wanted: Filter | None = None) -> bytes:
    """A journal's archive as one piece."""
    with open_journal(path, THEN) as journal:
        batches = export.archived(journal, wanted or Filter())
        return "".join(archive.written(2, MADE, batches)).encode()


def in_blocks(data: bytes) -> Iterator[bytes]:
    """As a file would be read, in pieces that end anywhere."""
    return (data[at : at + 1000] for at in range(0, len(data), 1000))


def foresee_into(path: Path, data: bytes) -> Taken:
    """What importing would do."""
    with open_journal(path, THEN) as journal:
        return take_in(journal, in_blocks(data), THEN, dry_run=True)


def bring_into(path: Path, data: bytes) -> Taken:
    """Import as the command does; what was foreseen is what is done."""
    foreseen = foresee_into(path, data)
    if not foreseen.revisions:
        return foreseen
    with open_journal(path, THEN, create=True) as journal:
        taken = take_in(journal, in_blocks(data), THEN)
    assert taken == foreseen._replace(backup=taken.backup)
    assert taken.living == (taken.backup is not None)
    return taken


def copied(path: Path, name: str) -> Path:
    """A copy of a closed journal, which becomes a device of its own when it is written to."""
    copy = path.with_name(name)
    shutil.copy(path, copy)
    return copy


def erase(journal: Journal, record: UUID) -> None:
    """Take away every word of a record, as forgetting does."""
    connection = journal.connection
    with journal.writing() as change:
        rows = connection.execute(
            "SELECT id, type, clock FROM revision WHERE record = ? AND op = 'put'", (record.bytes,)
        ).fetchall()
        heads = [one.id for one in heads_of(connection, record.bytes)]
        head = header(
            record=str(record),
            type_=rows[0][1],
            op="erase",
            parents=heads,
            device=change.stamp.device,
            clock=max(row[2] for row in rows) + 1,
            change=str(change.stamp.change),
            hash_of_body=None,
            erases=[row[0] for row in rows],
        )
        added = connection.execute(
            "INSERT INTO revision(id, record, change, type, op, clock, header)"
            " VALUES (?, ?, ?, ?, 'erase', ?, ?)",
            (
                revision_id(head),
                record.bytes,
                change.stamp.change.bytes,
                rows[0][1],
                max(row[2] for row in rows) + 1,
                head,
            ),
        )
        for one in heads:
            connection.execute("INSERT INTO parent VALUES (?, ?)", (added.lastrowid, one))
        connection.execute(
            "DELETE FROM body WHERE revision IN (SELECT seq FROM revision WHERE record = ?)",
            (record.bytes,),
        )
        project(connection, [(record.bytes, rows[0][1])])


def every_row(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything but what a journal knows of itself (meta) and of its making (migrations)."""
    with closing(sqlite3.connect(path)) as connection:
        rows = everything(connection)
        for table in ("revision", "parent", "body", "number"):
            rows[table] = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
    return rows


def without_numbers(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that must be the same in two journals with the same revisions."""
    entries = "FROM entry JOIN number ON type = 'entry' AND number.number = entry.number"
    plans = "FROM plan JOIN number ON type = 'plan' AND number.number = plan.number"
    with closing(sqlite3.connect(path)) as connection:
        return {
            sql: sorted(connection.execute(sql).fetchall(), key=repr)
            for sql in (
                "SELECT id, record, change, type, op, clock, header FROM revision",
                "SELECT id, parent FROM parent JOIN revision ON seq = revision",
                "SELECT id, salt, body FROM body JOIN revision ON seq = revision",
                "SELECT type, record FROM number",
                f"SELECT record, kind, text, day, more, conflict, created, changed {entries}",
                f"SELECT record, text, state, note, conflict {plans}",
                "SELECT * FROM feedback",
                "SELECT * FROM reflection",
                "SELECT * FROM setting",
                "SELECT * FROM asked",
            )
        }
