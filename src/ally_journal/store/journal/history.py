"""What was changed in a journal, and going back to what it said before."""

import json
from functools import partial
from uuid import UUID

from ally_journal.domain.history import Happening, Reverted, Version
from ally_journal.domain.records.entry import Entry
from ally_journal.errors import CannotUndo, NotFound
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.erasure import is_whole
from ally_journal.store.revisions.projections import (
    newest_number,
    newest_there,
    record_numbered,
    revisions_of,
)
from ally_journal.store.revisions.undo import WRITTEN, name_of, take_back


def undo(journal: Journal, steps: int, *, redo: bool = False) -> list[Reverted]:
    """Take back the newest changes, or to `redo` the newest undos, one after the other, or none.

    Raises CannotUndo.
    """
    reverted: list[Reverted] = []
    with journal.writing() as change:
        for done in range(steps):
            try:
                reverted += take_back(journal.connection, change, journal.backup_file, redo=redo)
            except CannotUndo:
                if not done:
                    raise
                raise CannotUndo(
                    f"Only {done} of {steps} steps are possible, so none was taken."
                ) from None
    return reverted


redo = partial(undo, redo=True)
"""The same for the newest undos."""


def history(journal: Journal, number: int) -> tuple[Version, ...]:
    """Every version of an entry, also of a deleted one, oldest first; raises NotFound."""
    revisions = revisions_of(journal.connection, _record(journal, number)[0].bytes)
    versions: list[Version] = []
    before: dict[str, object] | None = {}
    for ordinal, one in enumerate(revisions, start=1):
        now = json.loads(one.body) if one.body is not None else {}
        changed: dict[str, object] = {}
        if before is not None:  # else nobody knows what it was
            fields = sorted(key for key in before.keys() | now if before.get(key) != now.get(key))
            changed = {field: now.get(field) for field in fields}
        undoes = one.facts["undoes"] is not None
        versions.append(Version(ordinal, one.op, one.clock, changed, now.get("text"), undoes))
        before = None if one.body is None and one.op != "delete" else now
    return tuple(versions)


def newest_changes(journal: Journal, most: int) -> tuple[Happening, ...]:
    """The newest revisions of the whole journal, oldest first."""
    rows = journal.connection.execute(
        "SELECT revision.clock, revision.type, number.number, revision.op, revision.header,"
        " revision.record,"
        " (SELECT before.op FROM parent JOIN revision AS before ON before.id = parent"
        " WHERE parent.revision = revision.seq)"
        " FROM revision LEFT JOIN number ON number.record = revision.record"
        f" WHERE revision.{WRITTEN}"
        " AND json_extract(CAST(revision.header AS TEXT), '$.again') IS NULL"
        " ORDER BY revision.seq DESC LIMIT ?",
        (most,),
    ).fetchall()
    return tuple(
        Happening(
            at=clock,
            type=type_,
            number=number,
            name=name_of(journal.connection, type_, record),
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
        revisions = revisions_of(journal.connection, record.bytes)
        if not 1 <= ordinal <= len(revisions) or revisions[ordinal - 1].body is None:
            if any(one.op == "erase" for one in revisions[ordinal:]):
                raise NotFound(
                    f"The words of version {ordinal} of entry {number} were erased, so nothing "
                    "brings them back."
                )
            raise NotFound(
                f"Entry {number} has no version {ordinal} to bring back; ally history {number} "
                "shows them."
            )
        change.put_exactly("entry", record, revisions[ordinal - 1].body)
    return find_entry(journal, number)


def _record(journal: Journal, number: int) -> tuple[UUID, int]:
    """The record of an entry, deleted or not, and its number, which LAST leaves open."""
    asked = number or newest_there(journal.connection, "entry")
    asked = asked or newest_number(journal.connection, "entry")  # a deleted one has a history too
    found = record_numbered(journal.connection, "entry", asked)
    if found is None:
        raise NotFound(f"There is no entry {number or 'yet'}; ally list shows what there is.")
    return UUID(bytes=found), asked
