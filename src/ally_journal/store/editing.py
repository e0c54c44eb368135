"""Changing what is there: edits, deletions, and the history that keeps all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from ally_journal.domain.changes import Reverted, Version
from ally_journal.errors import NotFound
from ally_journal.store import undoing
from ally_journal.store.bodies import entry_body
from ally_journal.store.projections import heads_of

if TYPE_CHECKING:
    from ally_journal.domain.entries import Entry
    from ally_journal.domain.revisions import Head
    from ally_journal.store.journal import Journal


class Seen(NamedTuple):
    """An entry as a person saw it, with the heads they saw; what they decide is about these."""

    entry: Entry
    heads: tuple[Head, ...]


def see(journal: Journal, number: int) -> Seen:
    """The entry of that number with its heads; raises NotFound."""
    entry = journal.entry(number)
    return Seen(entry, tuple(heads_of(journal.connection, UUID(entry.id).bytes)))


def edit(journal: Journal, seen: Seen, entry: Entry) -> Entry:
    """Keep what an entry became, as a change of what was seen; several heads become one.

    When somebody changed it elsewhere meanwhile, both stay and are flagged. Raises NotFound when
    its plan is unknown.
    """
    with journal.writing() as change:
        plan = None if entry.plan is None else journal.plan(entry.plan).id
        change.amend("entry", UUID(seen.entry.id), entry_body(entry, plan), seen.heads)
    return journal.entry(seen.entry.number)


def delete(journal: Journal, entries: tuple[Entry, ...]) -> None:
    """Delete entries as one change; their history stays, and undo brings them back."""
    with journal.writing() as change:
        for entry in entries:
            change.put_exactly("entry", UUID(entry.id), None)


def undo(journal: Journal, steps: int) -> list[Reverted]:
    """Take back the newest changes, one after the other, or none; raises CannotUndo."""
    with journal.writing() as change:
        return [one for _ in range(steps) for one in undoing.undo(journal.connection, change)]


def redo(journal: Journal, steps: int) -> list[Reverted]:
    """Take back the newest undos, one after the other, or none; raises CannotUndo."""
    with journal.writing() as change:
        return [one for _ in range(steps) for one in undoing.redo(journal.connection, change)]


def history(journal: Journal, number: int) -> tuple[Version, ...]:
    """Every version of an entry, also of a deleted one, oldest first; raises NotFound."""
    versions: list[Version] = []
    before: dict[str, object] = {}
    for ordinal, (op, clock, header, body) in enumerate(_revisions(journal, number), start=1):
        now = json.loads(body) if body is not None else {}
        changed = sorted(key for key in before.keys() | now if before.get(key) != now.get(key))
        undoes = json.loads(header)["undoes"] is not None
        versions.append(Version(ordinal, op, clock, tuple(changed), now.get("text"), undoes))
        before = now
    return tuple(versions)


def restore(journal: Journal, number: int, ordinal: int) -> Entry:
    """Make an entry again what it was at a version of its history.

    Raises:
        NotFound: there is no such entry or version, or the version is a deletion.
    """
    with journal.writing() as change:
        revisions = _revisions(journal, number)
        if not 1 <= ordinal <= len(revisions) or revisions[ordinal - 1][3] is None:
            raise NotFound(
                f"Entry {number} has no version {ordinal} to bring back; ally history {number} "
                "shows them."
            )
        change.put_exactly("entry", _record(journal, number), revisions[ordinal - 1][3])
    return journal.entry(number)


def _revisions(journal: Journal, number: int) -> list[tuple[str, int, bytes, bytes | None]]:
    rows = journal.connection.execute(
        "SELECT op, clock, header, body FROM revision LEFT JOIN body ON revision = seq"
        " WHERE record = ? ORDER BY seq",
        (_record(journal, number).bytes,),
    )
    return rows.fetchall()


def _record(journal: Journal, number: int) -> UUID:
    found = journal.connection.execute(
        "SELECT record FROM number WHERE type = 'entry' AND number = ?", (number,)
    ).fetchone()
    if found is None:
        raise NotFound(f"There is no entry {number}; ally list shows what there is.")
    return UUID(bytes=found[0])
