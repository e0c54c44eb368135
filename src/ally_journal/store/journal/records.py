"""Records as a journal keeps them, told as values; no row and no cursor leaves the store."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from ally_journal.domain.records.fields import body_of, numbers_of, record_of
from ally_journal.domain.records.number import LAST, NUMBERED, noun_of
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.revisions.projections import (
    IS_HEAD,
    id_of,
    newest_number,
    newest_there,
    told_by_heads,
)

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import Any

    from ally_journal.domain.records.idea import OwnIdea
    from ally_journal.domain.records.obstacle import Obstacle
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.shelf import ShelfItem
    from ally_journal.store.journal.journal import Journal
    from ally_journal.store.journal.merge import Seen

    Numbering = Callable[[str, str], int | None]

R = TypeVar("R")
T = TypeVar("T", bound="Plan | Obstacle | ShelfItem | OwnIdea")
E = TypeVar("E", bound="Plan | Obstacle")


SAID = (
    "(SELECT body FROM revision JOIN body ON body.revision = revision.seq"
    f" WHERE revision.record = {{record}} AND {IS_HEAD} LIMIT 1)"
)
"""An SQL value: what the record that the column `record` names says, unless it is in conflict."""


class Records(Generic[T]):
    """All records of a numbered type, whose table has its name."""

    def __init__(self, type_: str, record: type[T]) -> None:
        self.type, self.record = type_, record

    def where(
        self, connection: sqlite3.Connection, condition: str, *values: object
    ) -> tuple[T, ...]:
        """Those that meet an SQL condition on the table, by number.

        One in conflict has its other versions beside it.
        """
        found = connection.execute(
            f"SELECT number.record, {self.type}.number, conflict,"
            f" {SAID.format(record='number.record')} FROM {self.type} JOIN number"
            f" ON number.type = '{self.type}' AND number.number = {self.type}.number"
            f" WHERE {condition} ORDER BY {self.type}.number",
            values,
        ).fetchall()
        return tuple(
            record_told(connection, self.record, id_, body, conflict=conflict, number=number)
            for id_, number, conflict, body in found
        )

    def find(self, journal: Journal, number: int) -> T:
        """The one of that number, or the newest for LAST; raises NotFound."""
        asked = number or newest_there(journal.connection, self.type)
        found = self.where(journal.connection, f"{self.type}.number = ?", asked)
        if not found:
            raise no_such(self.type, number, newest_number(journal.connection, self.type))
        return found[0]

    def add(self, journal: Journal, new: T) -> T:
        """Keep a new one and give it back as stored."""
        with journal.writing() as change:
            change.add(self.type, body_of(new))
            number = newest_number(journal.connection, self.type)
        return self.find(journal, number)

    def settle(
        self, journal: Journal, seen: Seen[T], fields: Mapping[str, Any], chosen: int | None
    ) -> T | None:
        """Rewrite what was seen, or keep the version that was chosen; what is there then.

        Raises NotFound; see `merge.settle`.
        """
        from ally_journal.store.journal import merge  # noqa: PLC0415 - for an edit, not for a log

        number = seen.value.number
        name = f"{noun_of(self.type)} {number}"
        there = merge.settle(journal, self.type, seen, name=name, fields=fields, chosen=chosen)
        return self.find(journal, number) if there else None


class Endable(Records[E]):
    """Those of a type whose records are open until they end in some way."""

    def open(self, journal: Journal) -> tuple[E, ...]:
        """Those that have not ended, by number."""
        return self.where(journal.connection, "state = 'open'")

    def listed(self, journal: Journal, *, closed_too: bool = False) -> tuple[E, ...]:
        """The open ones and those in conflict, or all of them, by number."""
        return self.where(journal.connection, "1" if closed_too else "state = 'open' OR conflict")

    def end(self, journal: Journal, number: int, state: str, note: str | None, day: date) -> E:
        """End one, or end it otherwise. Raises NotFound.

        What has ended so already keeps its day, and without a note an earlier one stays.
        """
        before = self.find(journal, number)
        closed = before.closed if before.state == state and before.closed else day
        with journal.writing() as change:
            fields = {"state": state, "note": note or before.note, "closed": closed.isoformat()}
            change.amend(self.type, UUID(before.id), fields)
        return self.find(journal, before.number)


def no_such(type_: str, number: int, newest: int) -> NotFound:
    """The sentence for a number that names nothing of a numbered type, `newest` the highest."""
    noun, see = noun_of(type_), NUMBERED[type_][1]
    if not newest:
        begin = "ally log" if type_ == "entry" else f"{' '.join(see.split()[:2])} add"
        return NotFound(f"There is no {noun} yet; {begin} begins.")
    if number == LAST:
        return NotFound(f"There is no {noun} any more; ally history shows what became of it.")
    if number <= newest and type_ == "entry":
        return NotFound(f"Entry {number} was deleted; ally history {number} shows what it was.")
    return NotFound(f"There is no {noun} {number}; {see} shows what there is.")


def record_told(
    connection: sqlite3.Connection,
    record: type[R],
    id_: bytes,
    body: bytes,
    *,
    conflict: bool,
    **more: object,
) -> R:
    """A record as its body says it, or one in conflict as its versions do; `more` is for each."""
    shown, *others = told_by_heads(connection, id_) if conflict else [json.loads(body)]
    more["id"] = id_of(id_)
    number_of = numbering(connection)
    told = tuple(one and record_said(record, one, more, number_of) for one in others)
    return record_said(record, shown or {}, {**more, "others": told}, number_of)


def numbering(connection: sqlite3.Connection) -> Numbering:
    """What finds the number of a record that is there, by its type and id, asking once for each."""

    @cache
    def number_of(type_: str, id_: str) -> int | None:
        number: int | None = value_of(
            connection,
            f"SELECT number FROM number JOIN {type_} USING (number)"
            " WHERE number.type = ? AND number.record = ?",
            type_,
            UUID(id_).bytes,
        )
        return number

    return number_of


def record_said(
    record: type[R], body: Mapping[str, Any], more: dict[str, Any], number_of: Numbering
) -> R:
    """A record as one body says it; a record that it names is a number, if it is there.

    `more` is what no body says.
    """
    numbers = {
        field.attribute: number_of(field.to, named)
        for field in numbers_of(record)
        if (named := body.get(field.name))
    }
    return record_of(record, body, **more, **numbers)
