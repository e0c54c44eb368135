"""Projections: the tables every view reads, worked out from revisions and from nothing else.

`rows_of` alone says which rows a record has. `project` writes them, with `project_new` as its short
way for what was never there before; what is done with all of them at once is in `rebuild`.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from ally_journal.domain.records.revision import Head, in_conflict, shown, versions
from ally_journal.store.database.connection import SLOT, value_of
from ally_journal.store.revisions.rows import (
    COLUMNS,
    NUMBERED,
    Row,
    columns_of,
    rows_of,
    tables_of,
)

_UNNUMBERED = ("feedback", "did", "rehearsal", "reflection", "setting", "asked", "away")
PROJECTIONS = ("entry_tag", *NUMBERED, *_UNNUMBERED)
"""Every projected table except the full-text index, dependants first."""

_T = TypeVar("_T")

EACH = 500
"""Records that one statement asks for, so that memory does not grow with a journal."""


IS_HEAD = (
    "NOT EXISTS (SELECT 1 FROM parent JOIN revision AS later ON later.seq = parent.revision"
    " WHERE parent.parent = revision.id AND later.record = revision.record)"
)
"""An SQL condition on a row of `revision`: no later one of its record was written over it."""


FREE_NUMBER = (
    "(SELECT coalesce((SELECT max(number) FROM number WHERE type = ?1), 0) + 1 AS free,"
    f" (SELECT CAST(value AS INTEGER) FROM meta WHERE key = '{SLOT}') AS slot)"
)
NEXT_NUMBER = "free + coalesce(((1 << slot) - free) & ((2 << slot) - 1), 0)"
"""The next number of the type ?1 that this computer gives, as `numbers.next_number`, in SQL."""


class Kept(NamedTuple):
    """One revision as it lies in a journal, with its words and their salt as long as it has any."""

    id: bytes
    record: bytes
    change: bytes
    type: str
    op: str
    clock: int
    header: bytes
    salt: bytes | None
    body: bytes | None

    @property
    def facts(self) -> dict[str, Any]:
        """What its header says; not to be changed, since it is remembered a while."""
        return _said(self.header)


@lru_cache(maxsize=64 * EACH)
def _said(header: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(header.decode())
    return said


History = list[Kept]
"""All revisions of a record, parents first."""


def revisions_of(connection: sqlite3.Connection, record: bytes) -> History:
    """The history of one record; nothing where it is unknown."""
    return next(histories(connection, [record]), [])


def histories(connection: sqlite3.Connection, records: Iterable[bytes]) -> Iterator[History]:
    """The history of each record that is known, in their order."""
    for each in in_batches(records):
        rows = connection.execute(
            "SELECT id, record, change, type, op, clock, header, salt, body FROM revision"
            f" LEFT JOIN body ON body.revision = seq WHERE record IN ({marks(each)}) ORDER BY seq",
            each,
        )
        found: dict[bytes, History] = {}
        for row in rows.fetchall():
            found.setdefault(row[1], []).append(Kept(*row))
        yield from (found[record] for record in each if record in found)


def tips(history: History) -> History:
    """Those of a record's revisions that none of them was written over, as `IS_HEAD` says."""
    named = {parent for one in history for parent in one.facts["parents"]}
    return [one for one in history if one.id.hex() not in named]


def in_batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    """As many at a time as one statement asks for."""
    left = iter(values)
    while batch := list(islice(left, EACH)):
        yield batch


def marks(values: Collection[object]) -> str:
    """A place in SQL for each value."""
    return ", ".join("?" * len(values))


def keep(connection: sqlite3.Connection, one: Kept, parents: Iterable[bytes]) -> None:
    """Add a revision as the newest of this journal, unless it is known. Projecting is still due."""
    added = connection.execute(
        "INSERT INTO revision(id, record, change, type, op, clock, header)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        one[:7],
    )
    if added.rowcount:
        sequence = added.lastrowid
        for parent in dict.fromkeys(parents):
            connection.execute("INSERT INTO parent VALUES (?, ?)", (sequence, parent))
        if one.body is not None:
            connection.execute("INSERT INTO body VALUES (?, ?, ?)", (sequence, one.salt, one.body))


def keep_all(
    connection: sqlite3.Connection, revisions: Iterable[tuple[Kept, Iterable[bytes]]]
) -> None:
    """The same for several, each with its parents, in this order."""
    for batch in in_batches(revisions):
        new: dict[bytes, tuple[Kept, Iterable[bytes]]] = {}
        for one, parents in batch:
            new.setdefault(one.id, (one, parents))
        known = connection.execute(f"SELECT id FROM revision WHERE id IN ({marks(new)})", [*new])
        for (id_,) in known.fetchall():
            del new[id_]
        keep_new(connection, new.values())


def keep_new(
    connection: sqlite3.Connection, revisions: Iterable[tuple[Kept, Iterable[bytes]]]
) -> None:
    """The same for what is known to be new, each once."""
    added = [*enumerate(revisions, start=newest_sequence(connection) + 1)]
    connection.executemany(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((sequence, *one[:7]) for sequence, (one, _) in added),
    )
    connection.executemany(
        "INSERT INTO parent VALUES (?, ?)",
        ((sequence, one) for sequence, (_, parents) in added for one in dict.fromkeys(parents)),
    )
    connection.executemany(
        "INSERT INTO body VALUES (?, ?, ?)",
        ((place, one.salt, one.body) for place, (one, _) in added if one.body is not None),
    )


def newest_sequence(connection: sqlite3.Connection) -> int:
    """The place of the newest revision in the order in which they came; 0 when there is none."""
    return int(value_of(connection, "SELECT coalesce(max(seq), 0) FROM revision"))


def newest_number(connection: sqlite3.Connection, type_: str) -> int:
    """The highest number ever given to a record of this type; 0 when there is none."""
    return int(value_of(connection, "SELECT max(number) FROM number WHERE type = ?", type_) or 0)


def newest_there(connection: sqlite3.Connection, type_: str) -> int:
    """The highest number of a record of this type that is not deleted; 0 when there is none."""
    return int(value_of(connection, f"SELECT max(number) FROM {type_}") or 0)


def record_numbered(connection: sqlite3.Connection, type_: str, number: int) -> bytes | None:
    """The record that has a number, deleted or not; None where nothing was ever written of it."""
    written = "SELECT 1 FROM revision WHERE revision.record = number.record"
    sql = f"SELECT record FROM number WHERE type = ? AND number = ? AND EXISTS ({written})"
    found: bytes | None = value_of(connection, sql, type_, number)
    return found


def number_of(connection: sqlite3.Connection, record: bytes) -> int | None:
    """The number of a record, if it has one."""
    found: int | None = value_of(connection, "SELECT number FROM number WHERE record = ?", record)
    return found


def id_of(record: bytes) -> str:
    """The id of a record from its 16 bytes; `uuid` takes four times as long to say it."""
    said = record.hex()
    return f"{said[:8]}-{said[8:12]}-{said[12:16]}-{said[16:20]}-{said[20:]}"


def heads_of(connection: sqlite3.Connection, record: bytes) -> list[Head]:
    """The revisions of a record that no known revision of it names as a parent."""
    rows = connection.execute(
        "SELECT id, op, clock, body FROM revision LEFT JOIN body ON body.revision = revision.seq"
        f" WHERE record = ? AND {IS_HEAD}",
        (record,),
    )
    return [Head(*row) for row in rows]


def told_by_heads(connection: sqlite3.Connection, record: bytes) -> list[dict[str, Any] | None]:
    """What a record says, what is shown first; more than one is a conflict, None a deletion."""
    heads = versions(heads_of(connection, record))
    return [None if head.body is None else json.loads(head.body) for head in heads]


TYPES = {"entry", "setting", *COLUMNS}
"""The types of record that have tables."""
_KEYS = {**dict.fromkeys(NUMBERED, "number"), "entry_tag": "entry", "setting": "key"}
"""By which column the rows of a record are found, where that is not `record`."""


def project_new(
    connection: sqlite3.Connection, type_: str, record: bytes, body: bytes, clock: int
) -> None:
    """Project a record that its first revision has just made, under an id nobody knew.

    There is no other head, no row to replace, and nothing was heard about it; so nothing is asked.
    """
    if type_ == "heard":  # its entry says more now
        project(connection, [(record, type_)])
        return
    number = number_of(connection, record) if type_ in NUMBERED else None
    facts = {"record": record, "number": number, "created": clock, "changed": clock, "conflict": 0}
    for table, row in rows_of(type_, json.loads(body), facts):
        connection.execute(insertion(table), row)
        if table == "entry":
            connection.execute(f"{_INDEX} VALUES (?, ?, ?)", row[:3])


_INDEX = "INSERT INTO entry_words(rowid, text, more)"
"""What the full-text index has of an entry, which is how its row begins."""


def project(connection: sqlite3.Connection, touched: Iterable[tuple[bytes, str]]) -> None:
    """Bring the rows of records, each with its type, up to date with their heads.

    Entries come last, since they say what was heard about them. A setting that was put back does
    not say its key any more, so all of them are written anew.
    """
    by_type: dict[str, dict[bytes, None]] = {}
    for record, type_ in touched:
        by_type.setdefault(type_, {})[record] = None
    if "setting" in by_type:
        connection.execute("DELETE FROM setting")
        every = connection.execute("SELECT DISTINCT record FROM revision WHERE type = 'setting'")
        by_type["setting"] = {record: None for (record,) in every}
    entries = by_type.pop("entry", {})
    for type_, records in by_type.items():
        for each in in_batches(records):
            entries |= dict.fromkeys(_write(connection, type_, each))
    for each in in_batches(entries):
        _write(connection, "entry", each)


def _write(connection: sqlite3.Connection, type_: str, records: list[bytes]) -> set[bytes]:
    """Write the rows of some records of a type, in place of those they had.

    Gives the entries these were heard about.
    """
    if type_ not in TYPES:
        return set()
    keys, rows = rows_among(connection, type_, heads_among(connection, type_, records))
    about: set[Any] = set()
    if type_ == "heard":
        old = connection.execute(
            f"SELECT entry FROM feedback WHERE {those_in('feedback', keys)}", keys
        )
        about = {entry for (entry,) in old} | {row[1] for row in rows.get("feedback", ())}
    _clear(connection, type_, keys)
    for table, new in reversed(rows.items()):
        connection.executemany(insertion(table), new)
    if type_ == "entry":
        connection.execute(f"{_INDEX} SELECT {_words(keys)}", keys)
    return about


def _clear(connection: sqlite3.Connection, type_: str, keys: list[object]) -> None:
    """Take the rows of some records of a type out of the tables and the index."""
    if type_ == "entry":
        taken = "INSERT INTO entry_words(entry_words, rowid, text, more) SELECT 'delete', "
        connection.execute(taken + _words(keys), keys)
    for table in tables_of(type_):
        connection.execute(f"DELETE FROM {table} WHERE {those_in(table, keys)}", keys)


def _words(keys: list[object]) -> str:
    """What the index has of some entries, in SQL."""
    return f"number, text, more FROM entry WHERE {those_in('entry', keys)} ORDER BY number"


Told = tuple[bytes, int | None, int, bytes, str, int, bytes | None]
"""A head: its record, that one's number and first clock, then what `Head` has of it."""


def heads_among(connection: sqlite3.Connection, type_: str, records: list[bytes]) -> list[Told]:
    """The heads of some records of a type, those of a record together."""
    return connection.execute(
        "SELECT record, number, (SELECT min(clock) FROM revision AS first"
        " WHERE first.record = revision.record), id, op, clock, body FROM revision"
        " LEFT JOIN number USING (record) LEFT JOIN body ON body.revision = revision.seq"
        f" WHERE revision.type = ? AND record IN ({marks(records)}) AND {IS_HEAD} ORDER BY record",
        (type_, *records),
    ).fetchall()


def rows_among(
    connection: sqlite3.Connection, type_: str, heads: list[Told]
) -> tuple[list[object], dict[str, list[Row]]]:
    """The keys of the records with these heads in the tables of their type, and all their rows.

    Those are by table, dependants first.
    """
    keys: list[object] = []
    rows: dict[str, list[Row]] = {table: [] for table in tables_of(type_)}
    heard = _heard(connection, {one[0]: None for one in heads}) if type_ == "entry" else {}
    for (record, number, created), each in groupby(heads, key=itemgetter(0, 1, 2)):
        told = [Head._make(one[3:]) for one in each]
        head = told[0] if len(told) == 1 else shown(told)
        body = None
        if head.op == "put" and head.body is not None:
            body = json.loads(head.body.decode())  # bytes would be looked at for their encoding
        keys.append(
            number if type_ in NUMBERED else body and body["key"] if type_ == "setting" else record
        )
        if body is not None:
            facts = {
                "record": record,
                "number": number,
                "created": created,
                "changed": head.clock,
                "conflict": int(len(told) > 1 and in_conflict(told)),
            }
            for table, row in rows_of(type_, body, facts, heard.get(record, ())):
                rows[table].append(row)
    return keys, rows


def _heard(connection: sqlite3.Connection, entries: Collection[bytes]) -> dict[bytes, list[str]]:
    """What was heard about some entries."""
    heard: dict[bytes, list[str]] = {}
    said = "SELECT entry, text FROM feedback WHERE entry IN ({}) ORDER BY changed, record"
    for entry, text in connection.execute(said.format(marks(entries)), [*entries]):
        heard.setdefault(entry, []).append(text)
    return heard


def those_in(table: str, keys: list[object]) -> str:
    """An SQL condition for the rows of some records in a table."""
    return f"{_KEYS.get(table, 'record')} IN ({marks(keys)})"


def names_of(table: str) -> str:
    """The columns of a table in SQL, in the order of `columns_of`."""
    return ", ".join(f'"{column}"' for column in columns_of(table))


def insertion(table: str) -> str:
    """How SQL puts a row into a table."""
    columns = columns_of(table)
    return f"INSERT INTO {table} ({names_of(table)}) VALUES ({marks(columns)})"


def allot_numbers(connection: sqlite3.Connection, after: int = 0) -> None:
    """Number each record behind a sequence that has no number, by its first clock and id."""
    for type_ in NUMBERED:
        connection.execute(
            f"INSERT INTO number SELECT ?1, {NEXT_NUMBER} + coalesce(2 << slot, 1)"
            " * (row_number() OVER (ORDER BY min(clock), min(id)) - 1), record"
            f" FROM revision, {FREE_NUMBER} WHERE seq > ?2 AND type = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM number WHERE number.record = revision.record) GROUP BY record",
            (type_, after),
        )


def renumber(connection: sqlite3.Connection, numbers: Collection[tuple[str, int, bytes]]) -> None:
    """Call records by other numbers, each given with its type. Projecting them is still due."""
    for type_ in NUMBERED:
        for each in in_batches(record for named, _, record in numbers if named == type_):
            had = connection.execute(
                f"SELECT number FROM number WHERE record IN ({marks(each)})", each
            ).fetchall()
            _clear(connection, type_, [number for (number,) in had])
            connection.execute(f"DELETE FROM number WHERE record IN ({marks(each)})", each)
    connection.executemany("INSERT INTO number VALUES (?, ?, ?)", numbers)
