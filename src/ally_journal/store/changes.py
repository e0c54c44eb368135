"""Appending revisions: the one way anything in a journal ever changes."""

import json
import os
import sqlite3
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from ally_journal.domain.revisions import Head, body_hash, canonical, header, revision_id, shown
from ally_journal.store.projections import NUMBERED, heads_of, project

_SALT = 16


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
        self, connection: sqlite3.Connection, *, device: str, change: UUID, ms: int, real_ms: int
    ) -> None:
        self._connection = connection
        self._device = device
        self._change = change
        self._now = ms
        self._real_ms = real_ms

    def add(self, type_: str, body: Mapping[str, Any]) -> UUID:
        """Append the first revision of a new record; fields that say nothing are left out."""
        record = new_record_id(self._real_ms)
        self.put(type_, record, body)
        return record

    def amend(self, type_: str, record: UUID, fields: Mapping[str, Any]) -> None:
        """Append a revision that changes some fields and keeps all others, known or not."""
        heads = heads_of(self._connection, record.bytes)
        body = json.loads(shown(heads).body or b"{}")
        self._append(type_, record, {**body, **fields}, heads)

    def put(self, type_: str, record: UUID, body: Mapping[str, Any]) -> None:
        """Append a revision that says what a record is from now on."""
        self._append(type_, record, body, heads_of(self._connection, record.bytes))

    def _append(
        self, type_: str, record: UUID, fields: Mapping[str, Any], heads: list[Head]
    ) -> None:
        body = canonical({name: value for name, value in fields.items() if _says_something(value)})
        salt = os.urandom(_SALT)
        clock = self._tick()
        head = header(
            record=str(record),
            type_=type_,
            op="put",
            parents=[one.id for one in heads],
            device=self._device,
            clock=clock,
            change=str(self._change),
            hash_of_body=body_hash(salt, body),
        )
        execute = self._connection.execute
        sequence = execute(
            "INSERT INTO revision(id, record, change, type, op, clock, header)"
            " VALUES (?, ?, ?, ?, 'put', ?, ?)",
            (revision_id(head), record.bytes, self._change.bytes, type_, clock, head),
        ).lastrowid
        for one in heads:
            execute("INSERT INTO parent(revision, parent) VALUES (?, ?)", (sequence, one.id))
        execute("INSERT INTO body VALUES (?, ?, ?)", (sequence, salt, body))
        if type_ in NUMBERED:
            execute(
                "INSERT INTO number(type, number, record)"
                " SELECT ?1, 1 + coalesce(max(number), 0), ?2 FROM number WHERE type = ?1"
                " ON CONFLICT (record) DO NOTHING",
                (type_, record.bytes),
            )
        project(self._connection, type_, record.bytes)

    def _tick(self) -> int:
        """The next hybrid logical time in milliseconds, kept in the same transaction."""
        (clock,) = self._connection.execute(
            "INSERT INTO meta VALUES ('clock', ?1) ON CONFLICT (key) DO UPDATE"
            " SET value = max(CAST(value AS INTEGER) + 1, CAST(?1 AS INTEGER))"
            " RETURNING CAST(value AS INTEGER)",
            (str(self._now),),
        ).fetchone()
        return int(clock)


def _says_something(value: object) -> bool:
    return value is not None and value is not False and value not in ((), [], {}, "")
