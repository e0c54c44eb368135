"""The shelf as it is kept: what to read and hear, moved along, and what was learnt from it."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.records import Records
from ally_journal.store.revisions.projections import newest_number

SHELF = Records("shelf", ShelfItem)


class Outcome(NamedTuple):
    """What came of a thing: what was taken from it, an entry about that, and a plan."""

    takeaway: str | None = None
    learnt: Entry | None = None
    plan: Plan | None = None


def shelf(journal: Journal) -> tuple[ShelfItem, ...]:
    """Everything on the shelf, by number."""
    return SHELF.where(journal.connection, "1")


def move_on_shelf(journal: Journal, number: int, state: str, day: date) -> ShelfItem:
    """Say where a thing stands from now on; what was taken from it stays. Raises NotFound."""
    before = SHELF.find(journal, number)
    return _move(journal, before, replace(before, state=state, day=day), Outcome())[0]


def finish_on_shelf(
    journal: Journal, number: int, day: date, came: Outcome
) -> tuple[ShelfItem, Outcome]:
    """Say that a thing is done and keep what was learnt and planned: all of it, or nothing.

    Without a takeaway an earlier one stays. Raises NotFound.
    """
    before = SHELF.find(journal, number)
    after = replace(before, state=DONE, day=day, takeaway=came.takeaway or before.takeaway)
    return _move(journal, before, after, came)


def _move(
    journal: Journal, before: ShelfItem, after: ShelfItem, came: Outcome
) -> tuple[ShelfItem, Outcome]:
    """Keep what changed, in one transaction; where nothing did, the day of the last move stays."""
    moved = (after.state, after.takeaway) != (before.state, before.takeaway) or before.conflict
    if not (moved or came.learnt or came.plan):
        return before, came
    with journal.writing() as change:
        if moved:
            change.amend("shelf", UUID(before.id), body_of(after))
        if came.learnt:
            change.add("entry", body_of(came.learnt))
            number = newest_number(journal.connection, "entry")
            came = came._replace(learnt=find_entry(journal, number))
        if came.plan:
            came = came._replace(plan=PLANS.add(journal, came.plan))
    return SHELF.find(journal, before.number), came
