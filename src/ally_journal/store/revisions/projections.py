"""Projections: the tables every view reads, worked out from revisions and from nothing else.

`rows_of` alone says which rows a record has. `project` writes them, with `project_new` as its short
way for what was never there before; a rebuild empties the tables and projects every record, and
`different` holds them against what they must be.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeVar

from ally_journal.domain.records.revision import Head, in_conflict, shown, versions
from ally_journal.store.database.connection import SLOT, value_of
from ally_journal.store.revisions.rows import COLUMNS, NUMBERED, Row, rows_of, tables_of

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
    "(SELECT coalesce(max(number), 0) + 1 AS free, (SELECT CAST(value AS INTEGER) FROM meta"
    f" WHERE key = '{SLOT}') AS slot FROM number WHERE type = ?1)"
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
        """What its header says."""
        said: dict[str, Any] = json.loads(self.header)
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


_TYPES = {"entry", "setting", *COLUMNS}
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
        connection.execute(_insert(table, row), (*row.values(),))
        if table == "entry":
            words = "INSERT INTO entry_words(rowid, text, more) VALUES (?, ?, ?)"
            connection.execute(words, (number, row["text"], row["more"]))


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


def rebuild(connection: sqlite3.Connection) -> None:
    """Empty every projection and work it out again, inside the caller's transaction."""
    for table in PROJECTIONS:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
    for type_, records in _all(connection):
        _write(connection, type_, records)


def different(connection: sqlite3.Connection) -> list[str]:
    """The projected tables with any row that is not what the revisions say, by name.

    What cannot be read is not what they say either.
    """
    wrong: set[str] = set()
    counts = dict.fromkeys(PROJECTIONS, 0)
    for type_, records in _all(connection):
        keys, wanted = _rows(connection, type_, records)
        for table in tables_of(type_):
            rows = wanted.get(table, [])
            counts[table] += len(rows)
            try:
                found = connection.execute(
                    f"SELECT * FROM {table} WHERE {_among(table, keys)}", keys
                )
                names = [column for column, *_ in found.description]
                there = {*found.fetchall()}
            except sqlite3.Error:
                wrong.add(table)
            else:
                if there != {tuple(map(row.get, names)) for row in rows}:
                    wrong.add(table)
    for table, count in counts.items():
        if value_of(connection, f"SELECT count(*) FROM {table}") != count:
            wrong.add(table)
    return sorted(wrong)


def _all(connection: sqlite3.Connection) -> Iterator[tuple[str, list[bytes]]]:
    """Every record in batches of one type, as they were first written; entries last."""
    first = (
        "SELECT type, record FROM revision WHERE type {} 'entry' AND NOT EXISTS (SELECT 1 FROM"
        " revision AS before WHERE before.record = revision.record AND before.seq < revision.seq)"
        " ORDER BY {}"
    )
    for condition, order in (("!=", "type, seq"), ("=", "seq")):
        rows = connection.execute(first.format(condition, order))
        for type_, each in groupby(rows, key=lambda row: row[0]):
            if type_ not in _TYPES:
                continue
            for batch in in_batches(record for _, record in each):
                yield type_, batch


def _write(connection: sqlite3.Connection, type_: str, records: list[bytes]) -> set[bytes]:
    """Write the rows of some records of a type, in place of those they had.

    Gives the entries these were heard about.
    """
    if type_ not in _TYPES:
        return set()
    keys, rows = _rows(connection, type_, records)
    about: set[Any] = set()
    if type_ == "heard":
        old = connection.execute(
            f"SELECT entry FROM feedback WHERE {_among('feedback', keys)}", keys
        )
        about = {entry for (entry,) in old} | {row["entry"] for row in rows.get("feedback", ())}
    _clear(connection, type_, keys)
    for table in reversed(tables_of(type_)):
        if new := rows.get(table):
            connection.executemany(_insert(table, new[0]), [(*row.values(),) for row in new])
    if type_ == "entry":
        words = f"INSERT INTO entry_words(rowid, text, more) SELECT {_words(keys)}"
        connection.execute(words, keys)
    return about


def _clear(connection: sqlite3.Connection, type_: str, keys: list[object]) -> None:
    """Take the rows of some records of a type out of the tables and the index."""
    if type_ == "entry":
        taken = "INSERT INTO entry_words(entry_words, rowid, text, more) SELECT 'delete', "
        connection.execute(taken + _words(keys), keys)
    for table in tables_of(type_):
        connection.execute(f"DELETE FROM {table} WHERE {_among(table, keys)}", keys)


def _words(keys: list[object]) -> str:
    """What the index has of some entries, in SQL."""
    return f"number, text, more FROM entry WHERE {_among('entry', keys)} ORDER BY number"


def _rows(
    connection: sqlite3.Connection, type_: str, records: list[bytes]
) -> tuple[list[object], dict[str, list[Row]]]:
    """The keys of some records of a type in its tables, and the rows they must have, by table."""
    those = marks(records)
    heard: dict[bytes, list[str]] = {}
    if type_ == "entry":
        said = f"SELECT entry, text FROM feedback WHERE entry IN ({those}) ORDER BY changed, record"
        for entry, text in connection.execute(said, records):
            heard.setdefault(entry, []).append(text)
    found = connection.execute(
        "SELECT record, number, (SELECT min(clock) FROM revision AS first"
        " WHERE first.record = revision.record), id, op, clock, body FROM revision"
        " LEFT JOIN number USING (record) LEFT JOIN body ON body.revision = revision.seq"
        f" WHERE revision.type = ? AND record IN ({those}) AND {IS_HEAD} ORDER BY record",
        (type_, *records),
    )
    keys: list[object] = []
    rows: dict[str, list[Row]] = {}
    for (record, number, created), heads in groupby(found, key=lambda row: row[:3]):
        told = [Head(*head[3:]) for head in heads]
        head = shown(told)
        body = None
        if head.op == "put" and head.body is not None:
            body = json.loads(head.body.decode())  # bytes would be looked at for their encoding
        facts = {"record": record, "number": number, "created": created}
        facts |= {"changed": head.clock, "conflict": int(in_conflict(told))}
        keys.append(
            number if type_ in NUMBERED else body and body["key"] if type_ == "setting" else record
        )
        for table, row in (
            rows_of(type_, body, facts, heard.get(record, ())) if body is not None else ()
        ):
            rows.setdefault(table, []).append(row)
    return keys, rows


def _among(table: str, keys: list[object]) -> str:
    """An SQL condition for the rows of some records in a table."""
    return f"{_KEYS.get(table, 'record')} IN ({marks(keys)})"


def _insert(table: str, row: Row) -> str:
    columns = ", ".join(f'"{column}"' for column in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks(row)})"


def mend(connection: sqlite3.Connection) -> int:
    """Rebuild indexes and projections inside the caller's transaction; gives the revisions' count.

    Numbers stay as they are; a record that lost its number gets a new one.
    """
    connection.execute("REINDEX")
    allot_numbers(connection)
    rebuild(connection)
    return int(value_of(connection, "SELECT count(*) FROM revision"))


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
