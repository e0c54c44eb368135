"""Forgetting in the journal itself, in one transaction, and then in every copy of it.

The journal comes first, so that what a person sees is what holds. The transaction that erases
also notes that copies still have to be looked through; the note goes when all of them were. A run
that was killed leaves that note, doctor tells it, and the same command finishes the work.
"""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from ally_journal.domain.records.revision import Stamp
from ally_journal.store.database.connection import compact, note, noted, transaction
from ally_journal.store.forget.selection import Target, chosen_in
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.erasure import (
    UNFINISHED,
    erase_records,
    project_erased,
    rewrite_records,
)

BEFORE_FORGET = "before-forget"


class Forgotten(NamedTuple):
    """What forgetting in the journal came to; `kept` is the name of the backup made before.

    That backup still holds everything: it is to be rewritten like all the others.
    """

    stamp: Stamp
    kept: str | None


def forget(journal: Journal, target: Target, *, touches: bool = False) -> Forgotten:
    """Erase in the journal what the target says, after a backup; `purge` is still due.

    Nothing is backed up when there is nothing to erase, as when a killed run is finished; that is
    looked for once more unless it is known that this `touches` something.

    Raises:
        CannotKeep, CopyUnsound: there is no room, or no sound backup; nothing was erased.
    """
    connection = journal.connection
    kept = journal.back_up(BEFORE_FORGET) if touches or any(chosen_in(connection, target)) else None
    with journal.writing() as change:
        erase(change, connection, target)
        note(connection, UNFINISHED, "1")
    return Forgotten(change.stamp, kept)


def purge(journal: Journal) -> None:
    """Leave no trace of it in the file, when all of it was kept; raises sqlite3.Error."""
    compact(journal.connection)


def erase(
    change: Change,
    connection: sqlite3.Connection,
    target: Target,
    astray: Mapping[bytes, str] | None = None,
) -> bool:
    """Erase inside the caller's transaction; says whether there was anything.

    Records that went `astray` in a copy are rewritten too, so that their versions stand in line.
    """
    chosen = chosen_in(connection, target)
    chosen = chosen._replace(rewritten={**(astray or {}), **chosen.rewritten})
    erase_records(change, connection, chosen.whole)

    def rewrite(revision: bytes, type_: str, body: bytes) -> bytes:
        """What is found of a person goes; what went astray in a copy is said again as it is."""
        there = target.mentions and target.mentions.of(revision, type_, body).without
        return there or body

    said_again = (one for one in chosen.rewritten if one not in chosen.whole)
    rewrite_records(change, connection, said_again, rewrite)
    if any(chosen):
        project_erased(connection, {**chosen.whole, **chosen.rewritten}.items())
    return any(chosen)


def is_unfinished(journal: Journal) -> bool:
    """Whether copies still have to be looked through, as after a run that was killed."""
    return noted(journal.connection, UNFINISHED) is not None


def finish(journal: Journal) -> None:
    """Note that every copy was looked through."""
    with transaction(journal.connection):
        journal.connection.execute("DELETE FROM meta WHERE key = ?", (UNFINISHED,))
