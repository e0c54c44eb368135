"""The shelf as it is kept; what ally ships stands on it from the start.

A shipped thing becomes a record when it is first moved, and has its number from when the shelf is
first written to; until then it is shown with the number it will get. Its id comes from its title,
so it is the same on every device.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ally_journal.domain.content import shipped
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.merge import Seen, settle
from ally_journal.store.journal.rows import newest_number, no_such, records_where
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.projections import number_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date

    from ally_journal.domain.records.entry import Entry
    from ally_journal.store.journal.journal import Journal
    from ally_journal.store.revisions.changes import Change


def shelf(journal: Journal) -> tuple[ShelfItem, ...]:
    """Everything on the shelf, by number."""
    items = [*shelf_where(journal.connection, "1"), *_not_yet_kept(journal.connection)]
    return tuple(sorted(items, key=lambda item: item.number))


def shelf_item(journal: Journal, number: int) -> ShelfItem:
    """The thing of that number, or the newest for LAST; raises NotFound."""
    items = shelf(journal)
    newest = max((item.number for item in items), default=0)
    found = [item for item in items if item.number == (number or newest)]
    if not found:
        raise no_such("shelf item", number, newest, "ally shelf")
    return found[0]


def add_to_shelf(journal: Journal, item: ShelfItem) -> ShelfItem:
    """Put a new thing on the shelf and give it back as stored."""
    with journal.writing() as change:
        _number_shipped(journal.connection)
        change.add("shelf", body_of(item))
        number = newest_number(journal.connection, "shelf")
    return shelf_item(journal, number)


def move_on_shelf(journal: Journal, number: int, state: str, day: date) -> ShelfItem:
    """Say where a thing stands from now on; what was taken from it stays. Raises NotFound."""
    before = shelf_item(journal, number)
    return _move(journal, before, replace(before, state=state, day=day), None)[0]


def finish_on_shelf(
    journal: Journal, number: int, day: date, takeaway: str | None, learnt: Entry | None
) -> tuple[ShelfItem, Entry | None]:
    """Say that a thing is done and keep what was learnt from it: both, or neither.

    Without a takeaway an earlier one stays. Raises NotFound.
    """
    before = shelf_item(journal, number)
    after = replace(before, state=DONE, day=day, takeaway=takeaway or before.takeaway)
    return _move(journal, before, after, learnt)


def retitle_on_shelf(
    journal: Journal, seen: Seen[ShelfItem], fields: Mapping[str, str | None], chosen: int | None
) -> ShelfItem | None:
    """Change title, by or type of what was seen, or keep the version that was chosen.

    What ally ships becomes a record by it. None when it is not on the shelf any more. Several heads
    become one, and no change writes nothing. Raises NotFound.
    """
    before = seen.value
    changes: dict[str, Any] = dict(fields)
    after = replace(before, **changes)
    if chosen is not None or any(head.op == "put" for head in seen.heads):
        name = f"shelf item {before.number}"
        settle(journal, "shelf", seen, name=name, fields=fields, chosen=chosen)
    elif after != before:
        with journal.writing() as change:
            _keep(journal.connection, change, after)
    return next((item for item in shelf(journal) if item.number == before.number), None)


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
    return shelf_item(journal, before.number), find_entry(journal, entry) if learnt else None


def _keep(connection: sqlite3.Connection, change: Change, item: ShelfItem) -> None:
    _number_shipped(connection)
    if shelf_where(connection, "shelf.number = ?", item.number):
        change.amend("shelf", UUID(item.id), body_of(item))
    else:
        change.put("shelf", UUID(item.id), body_of(item))


def shelf_where(
    connection: sqlite3.Connection, condition: str, *values: object
) -> tuple[ShelfItem, ...]:
    """Kept things on the shelf that meet an SQL condition on the shelf table, by number."""
    return records_where(connection, "shelf", ShelfItem, condition, *values)


def _not_yet_kept(connection: sqlite3.Connection) -> list[ShelfItem]:
    """The shipped things that are no record now, with the numbers they have or will get."""
    items, next_number = [], newest_number(connection, "shelf") + 1
    for one in shipped():
        record = lasting_record_id("shelf", one.title)
        number = number_of(connection, record.bytes)
        if number is None:
            number, next_number = next_number, next_number + 1
        elif shelf_where(connection, "shelf.number = ?", number):
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
