"""What was changed in a journal, and going back to what it said before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.history import Happening, Reverted, Version
from ally_journal.errors import CannotUndo, NotFound
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.rows import newest_number
from ally_journal.store.revisions import undo as revisions_undo
from ally_journal.store.revisions.erasure import is_whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from ally_journal.domain.records.entry import Entry
    from ally_journal.store.journal.journal import Journal
    from ally_journal.store.revisions.changes import Change


def undo(journal: Journal, steps: int) -> list[Reverted]:
    """Take back the newest changes, one after the other, or none; raises CannotUndo."""
    return _repeat(journal, steps, revisions_undo.undo)


def redo(journal: Journal, steps: int) -> list[Reverted]:
    """Take back the newest undos, one after the other, or none; raises CannotUndo."""
    return _repeat(journal, steps, revisions_undo.redo)


def _repeat(
    journal: Journal,
    steps: int,
    step: Callable[[sqlite3.Connection, Change], list[Reverted]],
) -> list[Reverted]:
    reverted: list[Reverted] = []
    with journal.writing() as change:
        for done in range(steps):
            try:
                reverted += step(journal.connection, change)
            except CannotUndo:
                if not done:
                    raise
                raise CannotUndo(
                    f"Only {done} of {steps} steps are possible, so none was taken."
                ) from None
    return reverted


def history(journal: Journal, number: int) -> tuple[Version, ...]:
    """Every version of an entry, also of a deleted one, oldest first; raises NotFound."""
    revisions = _revisions(journal, _record(journal, number)[0])
    versions: list[Version] = []
    before: dict[str, object] | None = {}
    for ordinal, (op, clock, header, body) in enumerate(revisions, start=1):
        now = json.loads(body) if body is not None else {}
        changed: dict[str, object] = {}
        if before is not None:  # else nobody knows what it was
            fields = sorted(key for key in before.keys() | now if before.get(key) != now.get(key))
            changed = {field: now.get(field) for field in fields}
        undoes = json.loads(header)["undoes"] is not None
        versions.append(Version(ordinal, op, clock, changed, now.get("text"), undoes))
        before = None if body is None and op != "delete" else now
    return tuple(versions)


def newest_changes(journal: Journal, most: int) -> tuple[Happening, ...]:
    """The newest revisions of the whole journal, oldest first."""
    rows = journal.connection.execute(
        "SELECT revision.clock, revision.type, number.number, revision.op, revision.header,"
        " revision.record,"
        " (SELECT before.op FROM parent JOIN revision AS before ON before.id = parent"
        " WHERE parent.revision = revision.seq)"
        " FROM revision LEFT JOIN number ON number.record = revision.record"
        f" WHERE revision.{revisions_undo.WRITTEN}"
        " AND json_extract(CAST(revision.header AS TEXT), '$.again') IS NULL"
        " ORDER BY revision.seq DESC LIMIT ?",
        (most,),
    ).fetchall()
    return tuple(
        Happening(
            at=clock,
            type=type_,
            number=number,
            name=revisions_undo.name_of(journal.connection, type_, record),
            verb=_verb(op, before, header),
            undoes=json.loads(header)["undoes"] is not None,
        )
        for clock, type_, number, op, header, record, before in reversed(rows)
    )


def _verb(op: str, before: str | None, header: bytes) -> str:
    """What an operation did, after another one or, for None, as the first."""
    if op == "erase":
        return "forgotten" if is_whole(header) else "rewritten, its words before erased"
    if op != "put":
        return "deleted"
    return {None: "added", "put": "changed"}.get(before, "brought back")


def restore(journal: Journal, number: int, ordinal: int) -> Entry:
    """Make an entry again what it was at a version of its history.

    Raises:
        NotFound: there is no such entry or version, or the version is a deletion.
    """
    with journal.writing() as change:
        record, number = _record(journal, number)
        revisions = _revisions(journal, record)
        if not 1 <= ordinal <= len(revisions) or revisions[ordinal - 1][3] is None:
            if any(op == "erase" for op, _, _, _ in revisions[ordinal:]):
                raise NotFound(
                    f"The words of version {ordinal} of entry {number} were erased, so nothing "
                    "brings them back."
                )
            raise NotFound(
                f"Entry {number} has no version {ordinal} to bring back; ally history {number} "
                "shows them."
            )
        change.put_exactly("entry", record, revisions[ordinal - 1][3])
    return find_entry(journal, number)


def _revisions(journal: Journal, record: UUID) -> list[tuple[str, int, bytes, bytes | None]]:
    rows = journal.connection.execute(
        "SELECT op, clock, header, body FROM revision LEFT JOIN body ON body.revision = seq"
        " WHERE record = ? ORDER BY seq",
        (record.bytes,),
    )
    return rows.fetchall()


def _record(journal: Journal, number: int) -> tuple[UUID, int]:
    """The record of an entry, deleted or not, and its number, which LAST leaves open."""
    found = journal.connection.execute(
        "SELECT record, number FROM number WHERE type = 'entry' AND number = ?",
        (number or newest_number(journal.connection, "entry"),),
    ).fetchone()
    if found is None:
        raise NotFound(f"There is no entry {number or 'yet'}; ally list shows what there is.")
    return UUID(bytes=found[0]), int(found[1])
