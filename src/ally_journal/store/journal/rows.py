"""Rows of numbered records, told as values; no row and no cursor leaves the store."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ally_journal.domain.records.fields import numbers_of, record_of
from ally_journal.domain.records.number import LAST
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.revisions.projections import told_by_heads

if TYPE_CHECKING:  # `ally log` needs few of these
    import sqlite3
    from collections.abc import Mapping


def no_such(type_: str, number: int, newest: int, see: str) -> NotFound:
    """The sentence for a number that names nothing; `see` is the command that shows the others."""
    if not newest:
        return NotFound(f"There is no {type_} yet; see ally help.")
    if number == LAST:
        return NotFound(f"The newest {type_}, {newest}, was deleted; {see} shows what there is.")
    if number <= newest and type_ == "entry":
        return NotFound(f"Entry {number} was deleted; ally history {number} shows what it was.")
    return NotFound(f"There is no {type_} {number}; {see} shows what there is.")


T = TypeVar("T")

SAID = (
    "(SELECT body FROM revision JOIN body ON body.revision = seq WHERE revision.record = {record}"
    " AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = revision.id) LIMIT 1)"
)
"""An SQL value: what the record that the column `record` names says, unless it is in conflict."""


def newest_number(connection: sqlite3.Connection, type_: str) -> int:
    """The highest number ever given to a record of this type; 0 when there is none."""
    return int(value_of(connection, "SELECT max(number) FROM number WHERE type = ?", type_) or 0)


def records_where(
    connection: sqlite3.Connection, type_: str, record: type[T], condition: str, *values: object
) -> tuple[T, ...]:
    """Records of a numbered type that meet an SQL condition on its table, by number.

    One in conflict has its other versions beside it.
    """
    found = connection.execute(
        f"SELECT number.record, {type_}.number, conflict, {SAID.format(record='number.record')}"
        f" FROM {type_} JOIN number ON number.type = '{type_}'"
        f" AND number.number = {type_}.number WHERE {condition} ORDER BY {type_}.number",
        values,
    ).fetchall()
    return tuple(
        record_told(connection, record, id_, body, conflict=conflict, number=number)
        for id_, number, conflict, body in found
    )


def record_told(
    connection: sqlite3.Connection,
    record: type[T],
    id_: bytes,
    body: bytes,
    *,
    conflict: bool,
    **more: object,
) -> T:
    """A record as its body says it, or one in conflict as its versions do; `more` is for each."""
    shown, *others = told_by_heads(connection, id_) if conflict else [json.loads(body)]
    more["id"] = str(UUID(bytes=id_))
    told = tuple(one and record_said(connection, record, one, more) for one in others)
    return record_said(connection, record, shown or {}, {**more, "others": told})


def record_said(
    connection: sqlite3.Connection, record: type[T], body: Mapping[str, Any], more: dict[str, Any]
) -> T:
    """A record as one body says it; a record that it names is a number, if it is there.

    `more` is what no body says.
    """
    numbers = {}
    for field in numbers_of(record):
        if named := body.get(field.name):
            numbers[field.attribute] = value_of(
                connection,
                f"SELECT number FROM number JOIN {field.to} USING (number)"
                " WHERE number.type = ? AND number.record = ?",
                field.to,
                UUID(named).bytes,
            )
    return record_of(record, body, **more, **numbers)


def first_day(connection: sqlite3.Connection) -> date | None:
    """The day of the oldest entry, if there is one."""
    day = value_of(connection, "SELECT min(day) FROM entry")
    return date.fromisoformat(day) if day else None
