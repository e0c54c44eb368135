"""The shelf as it is kept: what to read and hear, moved along, and what was learnt from it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.records import Records
from ally_journal.store.revisions.projections import newest_number

SHELF = Records("shelf", ShelfItem)


def shelf(journal: Journal) -> tuple[ShelfItem, ...]:
    """Everything on the shelf, by number."""
    return SHELF.where(journal.connection, "1")


def move_on_shelf(journal: Journal, number: int, state: str, day: date) -> ShelfItem:
    """Say where a thing stands from now on; what was taken from it stays. Raises NotFound."""
    before = SHELF.find(journal, number)
    return _move(journal, before, replace(before, state=state, day=day), None)[0]


def finish_on_shelf(
    journal: Journal, number: int, day: date, takeaway: str | None, learnt: Entry | None
) -> tuple[ShelfItem, Entry | None]:
    """Say that a thing is done and keep what was learnt from it: both, or neither.

    Without a takeaway an earlier one stays. Raises NotFound.
    """
    before = SHELF.find(journal, number)
    after = replace(before, state=DONE, day=day, takeaway=takeaway or before.takeaway)
    return _move(journal, before, after, learnt)


def _move(
    journal: Journal, before: ShelfItem, after: ShelfItem, learnt: Entry | None
) -> tuple[ShelfItem, Entry | None]:
    """Keep what changed, in one transaction; where nothing did, the day of the last move stays."""
    moved = (after.state, after.takeaway) != (before.state, before.takeaway) or before.conflict
    entry = 0
    if moved or learnt:
        with journal.writing() as change:
            if moved:
                change.amend("shelf", UUID(before.id), body_of(after))
            if learnt:
                change.add("entry", body_of(learnt))
                entry = newest_number(journal.connection, "entry")
    return SHELF.find(journal, before.number), find_entry(journal, entry) if learnt else None
