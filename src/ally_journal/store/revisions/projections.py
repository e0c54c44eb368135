"""Projections: the tables every view reads, worked out from revisions and from nothing else.

`project` is the only writer of these tables, with `project_new` as its short way for what was never
there before; a rebuild empties them and calls `project` for every record.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from ally_journal.domain.records.revision import Head, in_conflict, shown, versions
from ally_journal.domain.text.tags import fold, tags_in, unique
from ally_journal.store.database.connection import value_of

NUMBERED = ("entry", "plan", "obstacle", "shelf", "idea")
"""Types whose records carry a number that people use."""

_UNNUMBERED = ("feedback", "did", "rehearsal", "reflection", "setting", "asked", "away")
PROJECTIONS = ("entry_tag", *NUMBERED, *_UNNUMBERED)
"""Every projected table except the full-text index, dependants first."""

Body = Mapping[str, Any]


def rebuild(connection: sqlite3.Connection) -> None:
    """Empty every projection and work it out again, inside the caller's transaction."""
    for table in PROJECTIONS:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('delete-all')")
    records = connection.execute("SELECT DISTINCT record, type FROM revision").fetchall()
    for record, type_ in sorted(records, key=lambda row: row[1] != "heard"):
        project(connection, type_, record)


IS_HEAD = (
    "NOT EXISTS (SELECT 1 FROM parent JOIN revision AS later ON later.seq = parent.revision"
    " WHERE parent.parent = revision.id AND later.record = revision.record)"
)
"""An SQL condition on a row of `revision`: no later one of its record was written over it."""


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


def revisions_of(connection: sqlite3.Connection, record: bytes) -> list[Kept]:
    """All revisions of a record, parents first."""
    rows = connection.execute(
        "SELECT id, record, change, type, op, clock, header, salt, body FROM revision"
        " LEFT JOIN body ON body.revision = seq WHERE record = ? ORDER BY seq",
        (record,),
    ).fetchall()
    return [Kept(*row) for row in rows]


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
    found: int | None = value_of(connection, _NUMBER, record)
    return found


_NUMBER = "SELECT number FROM number WHERE record = ?"


def _number(connection: sqlite3.Connection, record: bytes) -> int:
    """The number it must have; raises TypeError where a damaged journal has none."""
    return int(value_of(connection, _NUMBER, record))


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


def project(connection: sqlite3.Connection, type_: str, record: bytes) -> None:
    """Bring the row of one record up to date with its heads.

    A type this version does not know has no projection; its revisions are kept all the same.
    """
    if type_ in _PROJECTORS:
        heads = heads_of(connection, record)
        head = shown(heads)
        body = json.loads(head.body) if head.op == "put" and head.body is not None else None
        facts = {"conflict": int(in_conflict(heads)), "changed": head.clock}
        _PROJECTORS[type_](connection, record, body, facts)


def project_new(
    connection: sqlite3.Connection, type_: str, record: bytes, body: bytes, clock: int
) -> None:
    """The same for a record that its first revision has just made, under an id nobody knew.

    There is no other head, no row to replace, and nothing was heard about it; so nothing is asked.
    """
    if type_ == "entry":
        number = _number(connection, record)
        facts = {"created": clock, "conflict": 0, "changed": clock}
        _insert_entry(connection, number, json.loads(body), [], facts)
    elif type_ in _PROJECTORS:
        _PROJECTORS[type_](connection, record, json.loads(body), {"conflict": 0, "changed": clock})


def _project_entry(
    connection: sqlite3.Connection, record: bytes, body: Body | None, facts: Body
) -> None:
    number = _number(connection, record)
    old = connection.execute("SELECT text, more FROM entry WHERE number = ?", (number,)).fetchone()
    if old:
        connection.execute(
            "INSERT INTO entry_words(entry_words, rowid, text, more) VALUES ('delete', ?, ?, ?)",
            (number, *old),
        )
        connection.execute("DELETE FROM entry_tag WHERE entry = ?", (number,))
        connection.execute("DELETE FROM entry WHERE number = ?", (number,))
    if body is None:
        return
    heard = connection.execute(
        "SELECT text FROM feedback WHERE entry = ? ORDER BY changed, record", (record,)
    )
    created = value_of(connection, "SELECT min(clock) FROM revision WHERE record = ?", record)
    texts = [text for (text,) in heard]
    _insert_entry(connection, number, body, texts, {"created": created, **facts})


def _insert_entry(
    connection: sqlite3.Connection, number: int, body: Body, heard: list[str], facts: Body
) -> None:
    text: str = body["text"]
    tags = unique([*tags_in(text), *body.get("tags", [])])
    answers = body.get("answers", {})
    said = [body.get(name) for name in ("because", "lesson", "guess")]
    written = [*said, *answers.values(), *heard]
    more = "\n".join(filter(None, written))
    way = body.get("way")
    _insert(
        connection,
        "entry",
        {
            "number": number,
            **{name: body.get(name) for name in _OF_ENTRY},
            "tags": _list(body.get("tags", [])),
            "people": _list(body.get("people", [])),
            "way_folded": way and fold(way),
            "went": body.get("went", "done"),
            "answers": json.dumps(answers, ensure_ascii=False) if answers else "{}",
            "share": int(body.get("share", False)),
            "star": int(body.get("star", False)),
            "plan": _id(body.get("plan")),
            "more": more,
            **facts,
        },
    )
    if tags:
        connection.executemany(
            "INSERT INTO entry_tag VALUES (?, ?, ?)", [(fold(tag), number, tag) for tag in tags]
        )
    connection.execute(
        "INSERT INTO entry_words(rowid, text, more) VALUES (?, ?, ?)", (number, text, more)
    )


def _project_heard(
    connection: sqlite3.Connection, record: bytes, body: Body | None, facts: Body
) -> None:
    about = {value_of(connection, "SELECT entry FROM feedback WHERE record = ?", record)}
    connection.execute("DELETE FROM feedback WHERE record = ?", (record,))
    if body is not None:
        entry = _id(body["entry"])
        about.add(entry)
        values = (record, entry, body["from"], body.get("text", ""), body["day"], facts["changed"])
        connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)", values)
    for entry in about:
        if value_of(connection, "SELECT 1 FROM number WHERE record = ? AND type = 'entry'", entry):
            project(connection, "entry", entry)


def _project_setting(
    connection: sqlite3.Connection, record: bytes, body: Body | None, _facts: Body
) -> None:
    first = value_of(
        connection, "SELECT body FROM body JOIN revision ON seq = revision WHERE record = ?", record
    )
    if first:  # the key never changes, and a deleted setting has no body to say it
        connection.execute("DELETE FROM setting WHERE key = ?", (json.loads(first)["key"],))
    else:  # it was erased, so it is the one of which nothing says the key any more
        said = "json_extract(CAST(body AS TEXT), '$.key') FROM body JOIN revision ON seq = revision"
        keys = f"SELECT {said} WHERE type = 'setting'"
        connection.execute(f"DELETE FROM setting WHERE key NOT IN ({keys})")
    if body is not None:
        connection.execute("INSERT INTO setting VALUES (?, ?)", (body["key"], body["value"]))


_OF_ENTRY = (
    *("kind", "text", "day", "at", "offset", "zone", "way", "because", "lesson", "asked"),
    *("guess", "again"),
)
_COLUMNS = {
    "plan": ("text", "from", "until", "state", "note", "opened", "closed", "share"),
    "obstacle": ("text", "lever", "who", "next", "state", "note", "opened", "closed"),
    "shelf": ("title", "by", "type", "state", "takeaway", "day"),
    "reflection": ("topic", "text", "day", "for_sharing", "changed"),
    "asked": ("question", "about", "period", "day", "outcome"),
    "did": ("plan", "day", "note", "changed"),
    "idea": ("what", "text"),
    "rehearsal": ("text", "day", "changed"),
    "away": ("from", "until", "changed"),
}
"""What SQL may ask of a type, by the names its bodies have; its other fields need no column."""

_FLAGS = {"share", "for_sharing"}
_IDS = {"about", "plan"}


def _project_row(
    type_: str, connection: sqlite3.Connection, record: bytes, body: Body | None, facts: Body
) -> None:
    """The one row of a record whose columns are fields of its body."""
    row: dict[str, object] = {"record": record}
    if type_ in NUMBERED:
        row = {"number": _number(connection, record), "conflict": facts["conflict"]}
    key = next(iter(row))
    connection.execute(f"DELETE FROM {type_} WHERE {key} = ?", (row[key],))
    if body is not None:
        said = {**body, "changed": facts["changed"]}
        row |= {name: said.get(name) for name in _COLUMNS[type_]}
        row |= {name: _id(said.get(name)) for name in _IDS.intersection(row)}
        row |= {name: int(said.get(name, False)) for name in _FLAGS.intersection(row)}
        _insert(connection, type_, row)


_PROJECTORS: Mapping[str, Callable[[sqlite3.Connection, bytes, Body | None, Body], None]] = {
    "entry": _project_entry,
    "heard": _project_heard,
    "setting": _project_setting,
    **{type_: partial(_project_row, type_) for type_ in _COLUMNS},
}


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    columns = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


def _id(record: str | None) -> bytes | None:
    return bytes.fromhex(record.replace("-", "")) if record else None


def _list(words: list[str]) -> str:
    return json.dumps(words, ensure_ascii=False) if words else "[]"


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
            "INSERT INTO number SELECT ?1, row_number() OVER (ORDER BY min(clock), min(id))"
            " + (SELECT coalesce(max(number), 0) FROM number WHERE type = ?1), record"
            " FROM revision WHERE seq > ?2 AND type = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM number WHERE number.record = revision.record) GROUP BY record",
            (type_, after),
        )
