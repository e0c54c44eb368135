"""Sentences made ready after moments in which none came, as they are kept."""

from uuid import UUID

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of, record_of
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.errors import WrongUsage
from ally_journal.store.journal.entries import entries_numbered, find_entries, find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import number_of, told_by_heads


def rehearsals(journal: Journal) -> tuple[Rehearsal, ...]:
    """Every sentence, oldest first; each names its entry by its record id, also a deleted one."""
    found = journal.connection.execute(
        "SELECT record FROM rehearsal ORDER BY day, changed, record"
    ).fetchall()
    return tuple(
        record_of(Rehearsal, told_by_heads(journal.connection, record)[0] or {})
        for (record,) in found
    )


def moment_of(journal: Journal, rehearsal: Rehearsal) -> Entry | None:
    """The missed moment that a sentence was made for, if it is there."""
    number = number_of(journal.connection, UUID(rehearsal.entry).bytes) if rehearsal.entry else None
    return entries_numbered(journal.connection, [number]).get(number) if number else None


def sentences_for(journal: Journal, entry: Entry) -> tuple[Rehearsal, ...]:
    """The sentences that were made for an entry, oldest first."""
    return tuple(one for one in rehearsals(journal) if one.entry == entry.id)


def moments_without(journal: Journal, most: int) -> tuple[Entry, ...]:
    """The newest missed moments for which there is no sentence yet, newest first."""
    known = {one.entry for one in rehearsals(journal)}
    missed = find_entries(journal, Filter(went=("missed",)))
    return tuple(one for one in reversed(missed) if one.id not in known)[:most]


def add_rehearsal(journal: Journal, number: int, new: Rehearsal) -> tuple[Rehearsal, Entry]:
    """Keep a sentence for the missed moment of that number; gives both as they are then.

    Raises as `missed_moment`.
    """
    entry = missed_moment(journal, number)
    kept = new._replace(entry=entry.id)
    with journal.writing() as change:
        change.add("rehearsal", body_of(kept))
    return kept, entry


def missed_moment(journal: Journal, number: int) -> Entry:
    """The entry of that number, or the newest missed moment for LAST.

    Raises:
        NotFound: there is no such entry.
        WrongUsage: it is no missed moment.
    """
    newest = () if number else find_entries(journal, Filter(went=("missed",), newest=1))
    entry = newest[0] if newest else find_entry(journal, number)
    if entry.went != "missed":
        raise WrongUsage(
            f"Entry {entry.number} is no missed moment; ally rehearse shows those that wait, and "
            f"ally edit {entry.number} --missed makes it one."
        )
    return entry
