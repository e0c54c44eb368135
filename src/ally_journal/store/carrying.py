"""Carrying erasures to a copy of the journal, so that it holds no more words than the journal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal.store.database import transaction
from ally_journal.store.erasing import (
    purge_index,
    take_away,
    take_away_stragglers,
    under_erasures,
)
from ally_journal.store.projections import heads_of, project

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Carried(NamedTuple):
    """Whether anything was erased; and the records, with their types, that went another way.

    Those have versions that the journal does not know, which now stand in conflict with what the
    journal says again.
    """

    any: bool
    astray: dict[bytes, str]


def carry_erasures(journal: sqlite3.Connection, copy: sqlite3.Connection) -> Carried:
    """Erase in the copy what was erased in the journal, in a transaction of its own.

    The copy gets the journal's own erasures, and of what the journal says again only the versions
    the copy had: so it shows each record as it was when the copy was made, without the words, and
    both grow together again without a conflict.
    """
    with transaction(copy):
        (before,) = copy.execute("SELECT coalesce(max(seq), 0) FROM revision").fetchone()
        carried = [one for one in _erased_records(journal) if _carry_record(journal, copy, one[0])]
        touched = dict(carried) | dict(take_away_stragglers(copy, before))
        if touched:
            for record, type_ in sorted(touched.items(), key=lambda one: one[1] == "heard"):
                project(copy, type_, record)
            purge_index(copy)
            _raise_clock(copy)
    astray = {record: type_ for record, type_ in carried if _is_astray(journal, copy, record)}
    return Carried(bool(touched), astray)


def _is_astray(journal: sqlite3.Connection, copy: sqlite3.Connection, record: bytes) -> bool:
    """Whether a version or deletion that only the copy knows is the newest of its line."""
    return any(
        head.op != "erase"
        and not journal.execute("SELECT 1 FROM revision WHERE id = ?", (head.id,)).fetchone()
        for head in heads_of(copy, record)
    )


class _Row(NamedTuple):
    id: bytes
    change: bytes
    type: str
    op: str
    clock: int
    header: bytes
    salt: bytes | None
    body: bytes | None


def _erased_records(journal: sqlite3.Connection) -> list[tuple[bytes, str]]:
    return journal.execute(
        "SELECT DISTINCT record, type FROM revision WHERE op = 'erase'"
    ).fetchall()


def _carry_record(journal: sqlite3.Connection, copy: sqlite3.Connection, record: bytes) -> bool:
    """Carry over one record's erasures; False when the copy has no such record, or has them."""
    known = {one for (one,) in copy.execute("SELECT id FROM revision WHERE record = ?", (record,))}
    if not known:
        return False
    there = [
        _Row(*row)
        for row in journal.execute(
            "SELECT id, change, type, op, clock, header, salt, body FROM revision"
            " LEFT JOIN body ON body.revision = seq WHERE record = ? ORDER BY seq",
            (record,),
        )
    ]
    missing = list(_missing(there, known))
    for row, facts in missing:
        _insert(copy, record, row, facts)
    if not missing:
        return False
    take_away(copy, (bytes.fromhex(one) for _, facts in missing for one in facts.get("erases", ())))
    return True


def _missing(there: list[_Row], known: set[bytes]) -> Iterator[tuple[_Row, dict[str, Any]]]:
    """What the copy lacks: the erasures, all they stand on, and the versions it had, said again.

    What an erasure says again has its change, and comes with it or never: headers that an earlier
    one brought along are no versions the copy had.
    """
    facts = {row.id: json.loads(row.header) for row in there}
    standing_on = under_erasures([(row.id, row.op, row.header) for row in there])
    new = {row.change for row in there if row.op == "erase" and row.id not in known}
    lived = set(known)
    for row in there:
        said = facts[row.id]
        if row.id in known:
            continue
        if row.change in new and "again" in said and bytes.fromhex(said["again"]) in lived:
            lived.add(row.id)
            yield row, said
        elif row.op == "erase" or row.id in standing_on:
            yield row._replace(salt=None, body=None), said


def _insert(copy: sqlite3.Connection, record: bytes, row: _Row, facts: dict[str, Any]) -> None:
    sequence = copy.execute(
        "INSERT INTO revision(id, record, change, type, op, clock, header)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.id, record, row.change, row.type, row.op, row.clock, row.header),
    ).lastrowid
    for parent in facts["parents"]:
        copy.execute("INSERT INTO parent VALUES (?, ?)", (sequence, bytes.fromhex(parent)))
    if row.body is not None:
        copy.execute("INSERT INTO body VALUES (?, ?, ?)", (sequence, row.salt, row.body))


def _raise_clock(copy: sqlite3.Connection) -> None:
    """The copy's clock stands at its newest revision or later."""
    copy.execute(
        "UPDATE meta SET value = max(CAST(value AS INTEGER), (SELECT max(clock) FROM revision))"
        " WHERE key = 'clock'"
    )
