"""Undo and redo: appending the state before a change; nothing is ever taken out of a journal.

Undo takes back this device's newest change that is not undone, and redo takes back an undo, as
long as nothing new was written since. A change is in force unless a later change that is itself
in force undoes it.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from ally_journal.domain.history import Reverted
from ally_journal.domain.records.revision import Head, shown, versions
from ally_journal.errors import CannotUndo
from ally_journal.store.revisions.projections import heads_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ally_journal.store.revisions.changes import Change


ASKED = "asked"
WRITTEN = f"type != '{ASKED}'"
"""What a person wrote, as an SQL condition: that a question was put is nothing they did."""


def undo(connection: sqlite3.Connection, change: Change) -> list[Reverted]:
    """Take back the newest change that is in force.

    Raises:
        CannotUndo: there is none, or one of its records has changed since.
    """
    undone: set[UUID] = set()
    for step in _steps(connection, change.stamp.device):
        if step.change not in undone:
            if step.undoes is None:
                return _revert(connection, change.undoing(step.change), step.change)
            undone.add(step.undoes)
    raise CannotUndo("There is nothing to undo on this computer.")


def redo(connection: sqlite3.Connection, change: Change) -> list[Reverted]:
    """Take back the newest undo that is in force, unless something new was written since.

    Raises:
        CannotUndo: there is none, or one of its records has changed since.
    """
    undone: set[UUID] = set()
    for step in _steps(connection, change.stamp.device):
        if step.undoes is None:
            break
        if step.change not in undone:
            if _undoes(connection, step.undoes) is None:
                return _revert(connection, change.undoing(step.change), step.change)
            undone.add(step.undoes)
    raise CannotUndo("There is nothing to redo; something new was written, or nothing was undone.")


class _Step(NamedTuple):
    change: UUID
    undoes: UUID | None


def _steps(connection: sqlite3.Connection, device: str) -> Iterator[_Step]:
    """This device's changes, newest first; raises CannotUndo at an import or an erasure."""
    seen = set()
    imported = _imported(connection)
    rows = connection.execute(
        "SELECT change, header, seq, op FROM revision"
        f" WHERE {WRITTEN} OR op = 'erase' ORDER BY seq DESC"
    )
    with closing(rows):  # also on the way out of an error, which would keep the lock
        for change, header, sequence, op in rows:
            if imported and sequence <= imported["upto"]:
                raise _behind_an_import(imported["backup"])
            facts = json.loads(header)
            if op == "erase" or "again" in facts:
                raise CannotUndo(
                    "Undo and redo stop at ally forget: what was forgotten cannot be brought back."
                )
            if change not in seen:
                seen.add(change)
                if facts["device"] == device:
                    undoes = facts["undoes"]
                    yield _Step(UUID(bytes=change), UUID(undoes) if undoes else None)


def _imported(connection: sqlite3.Connection) -> dict[str, Any] | None:
    """Up to which sequence an archive was taken in, and the name of the backup made before."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'imported'").fetchone()
    return json.loads(found[0]) if found else None


def _behind_an_import(backup: str | None) -> CannotUndo:
    there = (
        f"ally backup restore {backup} brings back the journal as it was before"
        if backup
        else "the journal was empty before"
    )
    return CannotUndo(f"Undo and redo stop at the import of an archive; {there}.")


def _undoes(connection: sqlite3.Connection, change: UUID) -> str | None:
    (header,) = connection.execute(
        "SELECT header FROM revision WHERE change = ? LIMIT 1", (change.bytes,)
    ).fetchone()
    undoes: str | None = json.loads(header)["undoes"]
    return undoes


def _revert(connection: sqlite3.Connection, change: Change, target: UUID) -> list[Reverted]:
    """Append, for every record of a change, what it was before."""
    rows = connection.execute(
        "SELECT record, type, min(seq), max(seq) FROM revision WHERE change = ?"
        " GROUP BY record ORDER BY min(seq) DESC",
        (target.bytes,),
    ).fetchall()
    reverted = []
    for record, type_, first, last in rows:
        name = name_of(connection, type_, record)
        left = _head(connection, last)
        now = shown(heads_of(connection, record))
        if (now.op, now.body) != (left.op, left.body):
            raise CannotUndo(
                f"Nothing was undone, because {name} has changed since; edit it instead."
            )
        before = _states_before(connection, record, first)
        change.put_over(type_, UUID(bytes=record), before, heads_of(connection, record))
        if type_ != ASKED:  # with the answer the question comes again, and that is all
            reverted.append(Reverted(name, _what(before[-1], now.body)))
    return reverted


def name_of(connection: sqlite3.Connection, type_: str, record: bytes) -> str:
    """What a person calls a record: "entry 12", a setting by its key, otherwise "a reflection"."""
    found = connection.execute("SELECT number FROM number WHERE record = ?", (record,)).fetchone()
    if found:
        return f"{'shelf item' if type_ == 'shelf' else type_} {found[0]}"
    body = _first_body(connection, record)
    if type_ == "setting" and body:
        return f"the setting {body['key']}"
    if type_ == "heard" and body:
        return _name_of_heard(connection, UUID(body["entry"]))
    return "what came back" if type_ == "heard" else f"a {type_}"


def _name_of_heard(connection: sqlite3.Connection, entry: UUID) -> str:
    """What came back is called by the entry it is about."""
    found = connection.execute(
        "SELECT number FROM number WHERE record = ?", (entry.bytes,)
    ).fetchone()
    return f"what came back about entry {found[0]}" if found else "what came back"


def _first_body(connection: sqlite3.Connection, record: bytes) -> dict[str, Any] | None:
    """What a record said at first; None when its words are gone, or of a type unknown here."""
    found = connection.execute(
        "SELECT body FROM body JOIN revision ON seq = revision WHERE record = ?"
        " AND type IN ('setting', 'heard') LIMIT 1",
        (record,),
    ).fetchone()
    return json.loads(found[0]) if found else None


def _head(connection: sqlite3.Connection, sequence: int) -> Head:
    row = connection.execute(
        "SELECT id, op, clock, body FROM revision LEFT JOIN body ON revision = seq WHERE seq = ?",
        (sequence,),
    ).fetchone()
    if row[1] == "put" and row[3] is None:
        raise CannotUndo("The words of that change were erased, so it cannot be brought back.")
    return Head(*row)


def _states_before(
    connection: sqlite3.Connection, record: bytes, sequence: int
) -> list[bytes | None]:
    """The body that was shown before a revision came, as the last, behind any others in conflict.

    None stands for no record, or a deleted one. That is more than what the revision was written
    over, when another change came meanwhile.
    """
    rows = connection.execute(
        "SELECT seq FROM revision WHERE record = ?1 AND seq < ?2 AND NOT EXISTS"
        " (SELECT 1 FROM parent WHERE parent.parent = revision.id AND parent.revision < ?2)",
        (record, sequence),
    ).fetchall()
    heads = [_head(connection, row[0]) for row in rows]
    return [head.body for head in reversed(versions(heads))] or [None]


def _what(before: bytes | None, now: bytes | None) -> str:
    if before is None:
        return "removed"
    return "restored" if now is None else "changed"
