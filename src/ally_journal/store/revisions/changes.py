"""Appending revisions: the one way anything in a journal ever changes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from ally_journal.domain.records.revision import (
    Stamp,
    body_hash,
    canonical,
    header,
    revision_id,
    shown,
)
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.revisions.projections import (
    FREE_NUMBER,
    NEXT_NUMBER,
    Kept,
    allot_numbers,
    heads_of,
    keep,
    keep_new,
    newest_sequence,
    project,
    project_new,
)
from ally_journal.store.revisions.rows import NUMBERED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ally_journal.domain.records.revision import Head

_SALT = 16
_NEXT_CLOCK = (
    "INSERT INTO meta VALUES ('clock', ?) ON CONFLICT (key) DO UPDATE SET"
    " value = max(value + 1, CAST(excluded.value AS INTEGER)) RETURNING value"
)
"""One later than the clock, or now, if that is later still."""


def new_record_id(real_ms: int) -> UUID:
    """A UUIDv7 (RFC 9562): the true time in milliseconds, then random bits; it orders nothing."""
    random = int.from_bytes(os.urandom(10))
    bits = (real_ms & (1 << 48) - 1) << 80 | random
    bits = bits & ~(0xF << 76) | 7 << 76
    return UUID(int=bits & ~(0b11 << 62) | 0b10 << 62)


def lasting_record_id(type_: str, name: str) -> UUID:
    """A UUIDv5, for what must get the same id on every device, such as a setting by its key."""
    return uuid5(NAMESPACE_URL, f"ally-journal:{type_}:{name}")


class Change:
    """One command's change, inside a write transaction the journal holds.

    All its revisions share one change id, so that they can be undone together.
    """

    def __init__(
        self, connection: sqlite3.Connection, stamp: Stamp, appended: list[bytes] | None = None
    ) -> None:
        self.stamp = stamp
        self._connection = connection
        self.appended = [] if appended is None else appended
        """The id of its newest revision, by which it is known again; nothing in the beginning."""

    def undoing(self, target: UUID) -> Change:
        """A further change in the same transaction, which takes back `target`."""
        stamp = self.stamp._replace(change=uuid4(), undoes=target)
        return Change(self._connection, stamp, self.appended)

    def add(self, type_: str, body: Mapping[str, Any], record: UUID | None = None) -> UUID:
        """Append the first revision of a new record; fields that say nothing are left out.

        `record` is a lasting id that is known to be new here; without it, one is made.
        """
        record = record or new_record_id(self.stamp.real_ms)
        spoken = _spoken(body)
        added = self.append(type_, record, spoken, [])
        project_new(self._connection, type_, record.bytes, spoken, added.clock)
        return record

    def add_all(self, type_: str, bodies: Iterable[tuple[UUID, Mapping[str, Any]]]) -> None:
        """The same for many new records with lasting ids."""
        before = newest_sequence(self._connection)
        made = [self.made(type_, record, _spoken(body), ()) for record, body in bodies]
        keep_new(self._connection, [(one, ()) for one in made])
        allot_numbers(self._connection, before)
        project(self._connection, [(one.record, type_) for one in made])

    def put(self, type_: str, record: UUID, body: Mapping[str, Any]) -> None:
        """Append a revision that says what a record is from now on."""
        self.put_exactly(type_, record, _spoken(body))

    def put_exactly(self, type_: str, record: UUID, body: bytes | None) -> None:
        """The same with the very bytes of an earlier body, or None to delete the record.

        Raises:
            NotFound: what is to be deleted is not there any more.
        """
        self.put_over(type_, record, [body], heads_of(self._connection, record.bytes))

    def put_over(
        self, type_: str, record: UUID, bodies: Sequence[bytes | None], heads: Sequence[Head]
    ) -> None:
        """Append a revision for each body over the same heads; several are a conflict again.

        Raises:
            NotFound: what is to be deleted is not there any more.
        """
        if None in bodies:
            _refuse_vanished(type_, heads)
        for body in bodies:
            self.append(type_, record, body, [one.id for one in heads])
        project(self._connection, [(record.bytes, type_)])

    def amend(
        self,
        type_: str,
        record: UUID,
        fields: Mapping[str, Any],
        heads: Sequence[Head] | None = None,
    ) -> None:
        """Append a revision that changes some fields and keeps all others, known or not.

        `heads` are those the person saw when they decided; without them, the present ones. A
        change made elsewhere meanwhile then forks visibly instead of being overwritten.

        Raises:
            NotFound: the record is not there any more.
        """
        present = heads_of(self._connection, record.bytes)
        _refuse_vanished(type_, present)
        seen = present if heads is None else heads
        body = json.loads(shown(seen).body or b"{}")
        spoken = _spoken({**body, **fields})
        self.append(type_, record, spoken, [one.id for one in seen])
        project(self._connection, [(record.bytes, type_)])

    def append(
        self, type_: str, record: UUID, body: bytes | None, parents: Collection[bytes]
    ) -> Kept:
        """Append a revision, and a number for a new record. Projecting is still due.

        Without a body it is a deletion.
        """
        one = self.made(type_, record, body, parents)
        keep(self._connection, one, parents)
        if type_ in NUMBERED and not parents:
            self._connection.execute(
                f"INSERT INTO number SELECT ?1, {NEXT_NUMBER}, ?2 FROM {FREE_NUMBER}"
                " WHERE true ON CONFLICT (record) DO NOTHING",
                (type_, record.bytes),
            )
        return one

    def made(
        self,
        type_: str,
        record: UUID,
        body: bytes | None,
        parents: Collection[bytes],
        **erasing: Any,  # noqa: ANN401 - what only erasing says, see `header`
    ) -> Kept:
        """The next revision of this change, an erasure when it says what it `erases`.

        To keep it is still due.
        """
        salt = os.urandom(_SALT)
        clock = self._tick()
        op = "put" if body is not None else "erase" if "erases" in erasing else "delete"
        head = header(
            record=str(record),
            type_=type_,
            op=op,
            parents=parents,
            device=self.stamp.device,
            clock=clock,
            change=str(self.stamp.change),
            undoes=str(self.stamp.undoes) if self.stamp.undoes else None,
            hash_of_body=None if body is None else body_hash(salt, body),
            **erasing,
        )
        identity, change = revision_id(head), self.stamp.change.bytes
        self.appended[:] = (identity,)
        return Kept(identity, record.bytes, change, type_, op, clock, head, salt, body)

    def _tick(self) -> int:
        """The next hybrid logical time in milliseconds, kept in the same transaction."""
        return int(value_of(self._connection, _NEXT_CLOCK, str(self.stamp.ms)))


def _refuse_vanished(type_: str, heads: Sequence[Head]) -> None:
    """Records never go, unless a backup takes the journal's place between reading and writing."""
    if not heads:
        raise NotFound(
            f"That {type_} is not in the journal any more, because a backup was restored "
            "meanwhile; look again, then repeat this."
        )


def _spoken(fields: Mapping[str, Any]) -> bytes:
    """The canonical body, without the fields that say nothing."""
    return canonical({name: value for name, value in fields.items() if _says_something(value)})


def _says_something(value: object) -> bool:
    return value is not None and value is not False and value not in ((), [], {}, "")
