"""The shelf as it is kept; what ally ships stands on it from the start.

A shipped thing becomes a record when it is first moved, and has its number from when the shelf is
first written to; until then it is shown with the number it will get. Its id comes from its title,
so it is the same on every device.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from ally_journal.domain.content import shipped
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import Seen
from ally_journal.store.journal.records import Records, no_such
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.projections import newest_number, number_of


class _Shelf(Records[ShelfItem]):
    def find(self, journal: Journal, number: int) -> ShelfItem:
        """Also one that ally ships and that is no record yet."""
        items = shelf(journal)
        newest = max((item.number for item in items), default=0)
        found = [item for item in items if item.number == (number or newest)]
        if not found:
            raise no_such(self.type, number, newest)
        return found[0]

    def add(self, journal: Journal, new: ShelfItem) -> ShelfItem:
        """What ally ships has its numbers before."""
        with journal.writing():
            _number_shipped(journal.connection)
            return super().add(journal, new)

    def settle(
        self,
        journal: Journal,
        seen: Seen[ShelfItem],
        fields: Mapping[str, Any],
        chosen: int | None,
    ) -> ShelfItem | None:
        """What ally ships becomes a record by it, unless nothing of it changes."""
        if chosen is not None or any(head.op == "put" for head in seen.heads):
            super().settle(journal, seen, fields, chosen)
        elif (after := replace(seen.value, **fields)) != seen.value:
            with journal.writing() as change:
                _keep(journal.connection, change, after)
        return next((item for item in shelf(journal) if item.number == seen.value.number), None)


SHELF = _Shelf("shelf", ShelfItem)


def shelf(journal: Journal) -> tuple[ShelfItem, ...]:
    """Everything on the shelf, by number."""
    items = [*SHELF.where(journal.connection, "1"), *_not_yet_kept(journal.connection)]
    return tuple(sorted(items, key=lambda item: item.number))


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
                _keep(journal.connection, change, after)
            if learnt:
                change.add("entry", body_of(learnt))
                entry = newest_number(journal.connection, "entry")
    return SHELF.find(journal, before.number), find_entry(journal, entry) if learnt else None


def _keep(connection: sqlite3.Connection, change: Change, item: ShelfItem) -> None:
    _number_shipped(connection)
    if SHELF.where(connection, "shelf.number = ?", item.number):
        change.amend("shelf", UUID(item.id), body_of(item))
    else:
        change.put("shelf", UUID(item.id), body_of(item))


def _not_yet_kept(connection: sqlite3.Connection) -> list[ShelfItem]:
    """The shipped things that are no record now, with the numbers they have or will get."""
    items, next_number = [], newest_number(connection, "shelf") + 1
    for one in shipped():
        record = lasting_record_id("shelf", one.title)
        number = number_of(connection, record.bytes)
        if number is None:
            number, next_number = next_number, next_number + 1
        elif SHELF.where(connection, "shelf.number = ?", number):
            continue
        items.append(
            ShelfItem(title=one.title, by=one.by, type=one.type, id=str(record), number=number)
        )
    return items


def _number_shipped(connection: sqlite3.Connection) -> None:
    """Give shipped things their numbers before anything else gets them."""
    for item in _not_yet_kept(connection):
        connection.execute(
            "INSERT INTO number VALUES ('shelf', ?, ?) ON CONFLICT (record) DO NOTHING",
            (item.number, UUID(item.id).bytes),
        )
