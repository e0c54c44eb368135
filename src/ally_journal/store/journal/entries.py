"""Entries as they are kept: written down, found, edited and deleted."""

from __future__ import annotations

import json
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.revision import versions
from ally_journal.domain.text.tags import fold
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.records import SAID, no_such, numbering, record_said
from ally_journal.store.revisions.projections import (
    id_of,
    newest_number,
    newest_there,
    told_by_heads,
)

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from ally_journal.domain.records.filter import Filter
    from ally_journal.domain.records.plan import Plan
    from ally_journal.store.journal.journal import Journal
    from ally_journal.store.journal.merge import Seen


EACH = 100
"""Entries in a full batch of a list or a search."""

# CROSS JOIN keeps SQLite from beginning with the numbers, which would sort the whole journal.
_ENTRY = (
    f"SELECT number.record, entry.number, conflict, {SAID.format(record='number.record')},"
    " created, changed,"
    ' (SELECT json_group_array(json_array("from", text, day, hex(record)))'
    " FROM (SELECT * FROM feedback WHERE feedback.entry = number.record ORDER BY changed, record))"
    " FROM entry"
    " CROSS JOIN number ON number.type = 'entry' AND number.number = entry.number"
)


def entry_numbered(connection: sqlite3.Connection, number: int) -> Entry | None:
    """The entry of that number, or None."""
    return next(iter(_entries(connection, " WHERE entry.number = ?", [number])), None)


def find_entries(journal: Journal, wanted: Filter) -> tuple[Entry, ...]:
    """Entries that pass the filter, by day, then number, oldest first."""
    conditions, values = conditions_of(wanted)
    rest = f" WHERE {conditions} ORDER BY entry.day DESC, entry.number DESC"
    if wanted.newest is not None:
        rest += " LIMIT ?"
        values = [*values, wanted.newest]
    return _entries(journal.connection, rest, values)[::-1]


def numbers_found(journal: Journal, wanted: Filter) -> list[int]:
    """The numbers of entries that pass the filter, in the order of `find_entries`."""
    conditions, values = conditions_of(wanted)
    found = journal.connection.execute(
        f"SELECT number FROM entry WHERE {conditions}"
        " ORDER BY entry.day DESC, entry.number DESC LIMIT ?",
        (*values, -1 if wanted.newest is None else wanted.newest),
    ).fetchall()
    return [number for (number,) in reversed(found)]


def in_batches(journal: Journal, numbers: Iterable[int]) -> Iterator[list[Entry]]:
    """The entries of those numbers, in that order, as far as they are still there.

    Each batch is a short read of its own.
    """
    left = iter(numbers)
    while batch := list(islice(left, EACH)):
        there = entries_numbered(journal.connection, batch)
        if found := [there[number] for number in batch if number in there]:
            yield found


def entries_after(
    connection: sqlite3.Connection, wanted: Filter, after: tuple[str, int], last: int, most: int
) -> tuple[Entry, ...]:
    """The next entries that pass the filter, oldest first, behind a day and number.

    None has a number above `last`; the filter's own limit is not looked at.
    """
    conditions, values = conditions_of(wanted)
    return _entries(
        connection,
        f" WHERE {conditions} AND (entry.day, entry.number) > (?, ?) AND entry.number <= ?"
        " ORDER BY entry.day, entry.number LIMIT ?",
        [*values, *after, last, most],
    )


def entries_numbered(connection: sqlite3.Connection, numbers: list[int]) -> dict[int, Entry]:
    """The entries of those numbers, by number."""
    listed = json.dumps(numbers)
    found = _entries(
        connection, " WHERE entry.number IN (SELECT value FROM json_each(?))", [listed]
    )
    return {entry.number: entry for entry in found}


def conditions_of(wanted: Filter) -> tuple[str, list[object]]:
    """A filter as an SQL condition on the entry table, without its limit, and its values."""
    conditions: list[str] = []
    values: list[object] = []

    def any_of(condition: str, among: Iterable[str]) -> None:
        options = list(among)
        if options:
            conditions.append(condition.format(", ".join("?" * len(options))))
            values.extend(options)

    any_of("entry.kind IN ({})", wanted.kinds)
    any_of("entry.went IN ({})", wanted.went)
    any_of("entry.way_folded IN ({})", map(fold, wanted.ways))
    any_of(
        "entry.number IN (SELECT entry FROM entry_tag WHERE tag IN ({}))",
        (fold(tag) for tag in wanted.tags),
    )
    for condition, day in (("entry.day >= ?", wanted.since), ("entry.day <= ?", wanted.until)):
        if day is not None:
            conditions.append(condition)
            values.append(day.isoformat())
    if wanted.on_day is not None:
        conditions.append("substr(entry.day, 6) = ?")
        values.append(f"{wanted.on_day:%m-%d}")
    return " AND ".join(conditions) or "1", values


def _is_forgotten(connection: sqlite3.Connection, number: int) -> bool:
    """Whether an entry has no words any more, in any of its versions."""
    found = connection.execute(
        "SELECT max(op = 'erase'), max(body.revision IS NOT NULL) FROM revision"
        " JOIN number USING (record) LEFT JOIN body ON body.revision = seq"
        " WHERE number.type = 'entry' AND number = ?",
        (number,),
    ).fetchone()
    return bool(found == (1, 0))


_NOTHING_HEARD = "[]"


def _entries(
    connection: sqlite3.Connection, rest: str, values: Sequence[object]
) -> tuple[Entry, ...]:
    found = connection.execute(_ENTRY + rest, values).fetchall()
    several = _heard_in_conflict(
        connection, [id_ for id_, *_, heard in found if heard != _NOTHING_HEARD]
    )
    bodies = json.loads(b"[%b]" % b",".join(body for _, _, _, body, *_ in found))  # all at once
    number_of = numbering(connection)
    return tuple(
        record_said(
            Entry,
            (told_by_heads(connection, id_)[0] or {}) if conflict else body,
            {
                "id": id_of(id_),
                "number": number,
                "conflict": bool(conflict),
                "created": created,
                "changed": changed,
                "heard": tuple(_heard(connection, json.loads(heard), several))
                if heard != _NOTHING_HEARD
                else (),
            },
            number_of,
        )
        for body, (id_, number, conflict, _, created, changed, heard) in zip(
            bodies, found, strict=True
        )
    )


def _heard_in_conflict(connection: sqlite3.Connection, entries: list[bytes]) -> set[str]:
    """What came back about those entries and has several versions, by its record in hex."""
    if not entries:
        return set()
    from ally_journal.store.revisions.conflicts import SEVERAL  # noqa: PLC0415 - no log has any

    several = SEVERAL.format(record="feedback.record")
    left = iter(entries)
    records: set[str] = set()
    while batch := list(islice(left, EACH)):
        of = ", ".join("?" * len(batch))
        found = connection.execute(
            f"SELECT hex(record) FROM feedback WHERE entry IN ({of}) AND {several}", batch
        )
        records.update(record for (record,) in found.fetchall())
    return records


def _heard(
    connection: sqlite3.Connection, rows: list[list[str]], several: set[str]
) -> Iterator[Heard]:
    """What came back about an entry, each version of what is in conflict behind the first."""
    for source, text, day, record in rows:
        others = told_by_heads(connection, bytes.fromhex(record))[1:] if record in several else []
        yield Heard(source, text, date.fromisoformat(day), conflict=bool(others))
        for said in filter(None, others):
            its_day = date.fromisoformat(said["day"])
            yield Heard(said["from"], said.get("text", ""), its_day, conflict=True)


def texts(seen: Seen[Entry]) -> tuple[str | None, ...]:
    """The text of every version, the one that is shown first; None for having been deleted."""
    among = versions(seen.heads)
    return tuple(None if one.body is None else json.loads(one.body)["text"] for one in among)


def edit(journal: Journal, seen: Seen[Entry], entry: Entry) -> Entry:
    """Keep what an entry became, as a change of what was seen; several heads become one.

    When somebody changed it elsewhere meanwhile, both stay and are flagged. What is as it was is
    no change, and nothing is written. Raises NotFound when a new plan is unknown.
    """
    if entry == seen.value and len(seen.heads) == 1:
        return entry
    with journal.writing() as change:
        body = body_of(entry)
        if entry.plan != seen.value.plan:  # else left alone, also when the plan itself is gone
            body["plan"] = None if entry.plan is None else PLANS.find(journal, entry.plan).id
        change.amend("entry", UUID(seen.value.id), body, seen.heads)
    return find_entry(journal, seen.value.number)


def delete(journal: Journal, entries: tuple[Entry, ...]) -> None:
    """Delete entries as one change; their history stays, and undo brings them back."""
    with journal.writing() as change:
        for entry in entries:
            change.put_exactly("entry", UUID(entry.id), None)


def add_entry(journal: Journal, entry: Entry, made: Plan | None = None) -> Entry:
    """Keep a new entry and give it back as stored; raises NotFound when its plan is unknown.

    `made` is a new plan that came of it: both are kept, or neither.
    """
    with journal.writing() as change:
        if made is not None:
            plan: str | None = str(change.add("plan", body_of(made)))
        else:
            plan = None if entry.plan is None else PLANS.find(journal, entry.plan).id
        change.add("entry", body_of(entry, plan=plan))
        number = newest_number(journal.connection, "entry")
    return find_entry(journal, number)


def add_heard(journal: Journal, number: int, heard: Heard) -> Entry:
    """Keep what came back about an entry, and give the entry; raises NotFound."""
    entry = find_entry(journal, number)
    with journal.writing() as change:
        change.add("heard", body_of(heard._replace(entry=entry.id)))
    return find_entry(journal, entry.number)


def find_entry(journal: Journal, number: int) -> Entry:
    """The entry of that number, or the newest for LAST; raises NotFound."""
    found = entry_numbered(journal.connection, number or newest_there(journal.connection, "entry"))
    if found is None:
        newest = newest_number(journal.connection, "entry")
        if _is_forgotten(journal.connection, number or newest):
            raise NotFound(f"Entry {number or newest} was forgotten; its words are gone.")
        raise no_such("entry", number, newest)
    return found


def first_day(connection: sqlite3.Connection) -> date | None:
    """The day of the oldest entry, if there is one."""
    day = value_of(connection, "SELECT min(day) FROM entry")
    return date.fromisoformat(day) if day else None
