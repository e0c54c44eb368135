"""Undo and redo: appending the state before a change; nothing is ever taken out of a journal.

Undo takes back this device's newest change that is not undone, and redo takes back an undo, as
long as nothing new was written since. A change is in force unless a later change that is itself
in force undoes it.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from ally_journal.domain.history import Reverted
from ally_journal.domain.records.number import noun_of
from ally_journal.domain.records.revision import Head, Stamp, shown, versions
from ally_journal.errors import CannotUndo
from ally_journal.store.database.connection import noted, value_of
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.erasure import HANGS_BY
from ally_journal.store.revisions.projections import heads_of, marks, number_of

_NOTED = ("asked", "device")
_NAMES = {
    "heard": "what you heard",
    "rehearsal": "a sentence made ready",
    "did": "that you did a plan",
    "away": "a pause",
}
WRITTEN = f"type NOT IN {_NOTED}"
"""What a person wrote, as an SQL condition; that a question was put, say, is nothing they did."""


def take_back(
    connection: sqlite3.Connection, change: Change, backups: Callable[[str], Path], *, redo: bool
) -> list[Reverted]:
    """Take back the newest change in force, or to `redo` the newest undo, if nothing came since.

    `backups` gives the place of a backup by its name.

    Raises:
        CannotUndo: there is none, or one of its records has changed since.
    """
    undone: set[UUID | None] = set()
    for step in _steps(connection, change.stamp.device, backups):
        if redo and step.undoes is None:
            break
        if step.change not in undone:
            new = (step.undoes if redo else None) or step.change
            header = value_of(connection, "SELECT header FROM revision WHERE change = ?", new.bytes)
            if json.loads(header)["undoes"] is None:
                return _revert(connection, change.undoing(step.change), step.change)
            undone.add(step.undoes)
    if redo:
        raise CannotUndo(
            "There is nothing to redo; something new was written, or nothing was undone."
        )
    raise CannotUndo("There is nothing to undo on this computer.")


class _Step(NamedTuple):
    change: UUID
    undoes: UUID | None


def _steps(
    connection: sqlite3.Connection, device: str, backups: Callable[[str], Path]
) -> Iterator[_Step]:
    """This device's changes, newest first; raises CannotUndo where undo does not reach.

    What only hung on something is erased here also where that was forgotten on another computer.
    """
    seen = set()
    stops = {what: json.loads(noted(connection, what) or "{}") for what in _STOPS}
    rows = connection.execute(
        "SELECT change, header, seq, op FROM revision"
        f" WHERE {WRITTEN} AND (op != 'erase' OR type NOT IN {(*HANGS_BY,)}) ORDER BY seq DESC"
    )
    with closing(rows):  # also on the way out of an error, which would keep the lock
        for change, header, sequence, op in rows:
            for what, stop in stops.items():
                if stop and sequence <= stop["upto"]:
                    raise _stopped(what, stop, backups)
            facts = json.loads(header)
            if facts["device"] != device:
                continue
            if op == "erase" or "again" in facts:
                raise CannotUndo(
                    "Undo and redo stop at ally forget: what was forgotten cannot be brought back."
                )
            if change not in seen:
                seen.add(change)
                undoes = facts["undoes"]
                yield _Step(UUID(bytes=change), UUID(undoes) if undoes else None)


_STOPS = {"restored": "where a backup was restored", "imported": "at the import of an archive"}
"""Behind what undo does not reach, by what the journal notes of it, the later first."""


def _stopped(what: str, stop: Mapping[str, Any], backups: Callable[[str], Path]) -> CannotUndo:
    """Where undo stops, and where the journal is that was there before."""
    there = "the journal was empty before" if what == "imported" else "there was none here before"
    if aside := stop.get("aside"):
        there = f"the damaged one from before is kept as {aside}"
    elif backup := stop["backup"]:
        there = f"ally backup restore {backup} brings back the journal as it was before"
        if not backups(backup).exists():
            there = f"the backup made before, {backup}, is not there any more"
    return CannotUndo(f"Undo and redo stop {_STOPS[what]}; {there}.")


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
        left = _states_before(connection, record, last + 1)
        heads = heads_of(connection, record)
        now = shown(heads)
        if _has_changed(connection, change.stamp, target, heads, left):
            raise CannotUndo(
                f"Nothing was undone, because {name} has changed since; edit it instead."
            )
        before = _states_before(connection, record, first)
        change.put_over(type_, UUID(bytes=record), before, heads)
        if type_ not in _NOTED:  # with the answer the question comes again, and that is all
            became = "restored" if now.body is None else "changed"
            reverted.append(Reverted(type_, name, "removed" if before[-1] is None else became))
    return reverted


def _has_changed(
    connection: sqlite3.Connection,
    stamp: Stamp,
    target: UUID,
    heads: Collection[Head],
    left: Collection[bytes | None],
) -> bool:
    """Whether a record says anything but what the change left, or another computer says it too.

    Then to take it back would take that of the other from view.
    """
    if {one.body for one in heads} != set(left):  # also where another version is not shown
        return True
    meant = _meant(connection, target.bytes)
    written = f"SELECT change, header FROM revision WHERE id IN ({marks(heads)})"
    by = connection.execute(written, [one.id for one in heads]).fetchall()
    return any(
        json.loads(header)["device"] != stamp.device and _meant(connection, one) != meant
        for one, header in by
    )


def _meant(connection: sqlite3.Connection, change: bytes) -> bytes:
    """The change itself; of an undo or a redo the one it is about."""
    header = "SELECT header FROM revision WHERE change = ?"
    while undoes := json.loads(value_of(connection, header, change))["undoes"]:
        change = UUID(undoes).bytes
    return change


def name_of(connection: sqlite3.Connection, type_: str, record: bytes) -> str:
    """What a person calls a record: "entry 12", a setting by its key, otherwise "a reflection"."""
    if number := number_of(connection, record):
        return f"{noun_of(type_)} {number}"
    first = "SELECT body FROM body JOIN revision ON seq = revision WHERE record = ? AND type = ?"
    body: dict[str, Any] = {}  # also when its words are gone
    if type_ in {"setting", "heard", "did"}:  # nobody knows what others say
        body = json.loads(value_of(connection, first, record, type_) or b"{}")
    if "key" in body:
        return f"the setting {body['key']}"
    for about, what in (("entry", "what you heard about entry"), ("plan", "that you did plan")):
        if about in body and (number := number_of(connection, UUID(body[about]).bytes)):
            return f"{what} {number}"
    return _NAMES.get(type_, f"a {type_}")


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
        " (SELECT 1 FROM parent JOIN revision AS later ON later.seq = parent.revision"
        " WHERE parent.parent = revision.id AND later.record = ?1 AND later.seq < ?2)",
        (record, sequence),
    ).fetchall()
    heads = [_head(connection, row[0]) for row in rows]
    return [head.body for head in reversed(versions(heads))] or [None]
