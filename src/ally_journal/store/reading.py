"""Reading: SQL in, domain values out; no row and no cursor leaves this room."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from ally_journal.domain.entries import Entry, Heard
from ally_journal.domain.numbers import ranges_beginning
from ally_journal.domain.plans import Plan
from ally_journal.domain.records.fields import record_of
from ally_journal.domain.settings import Settings
from ally_journal.domain.texts import fold, people_in
from ally_journal.store.projections import told_by_heads

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3
    from collections.abc import Iterable, Sequence

    from ally_journal.domain.filters import Filter

T = TypeVar("T")

SAID = (
    "(SELECT body FROM revision JOIN body ON body.revision = seq WHERE revision.record = {record}"
    " AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = revision.id) LIMIT 1)"
)
"""An SQL value: what the record that the column `record` names says, unless it is in conflict."""

# CROSS JOIN keeps SQLite from beginning with the numbers, which would sort the whole journal.
_ENTRY = (
    f"SELECT number.record, entry.number, conflict, {SAID.format(record='number.record')},"
    " created, changed, linked.number,"
    ' (SELECT json_group_array(json_array("from", text, day)) FROM (SELECT * FROM heard'
    " WHERE heard.entry = number.record ORDER BY changed, record)) FROM entry"
    " CROSS JOIN number ON number.type = 'entry' AND number.number = entry.number"
    " LEFT JOIN number AS linked ON linked.record = entry.plan"
    " AND EXISTS (SELECT 1 FROM plan WHERE plan.number = linked.number)"
)


def read_settings(connection: sqlite3.Connection) -> Settings:
    """The journal's settings, with what holds where nothing was set."""
    kept = dict(connection.execute("SELECT key, value FROM setting").fetchall())
    return Settings(
        week_starts=kept.get("week_starts", "monday"),
        day_starts_at=time.fromisoformat(kept.get("day_starts_at", "00:00")),
        counts=kept.get("counts", "true") == "true",
        plain=kept.get("plain", "false") == "true",
    )


def setting_kept(connection: sqlite3.Connection, key: str) -> str | None:
    """What a setting was set to; None if it never was."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return found[0] if found else None


def entry_numbered(connection: sqlite3.Connection, number: int) -> Entry | None:
    """The entry of that number, or None."""
    return next(iter(_entries(connection, " WHERE entry.number = ?", [number])), None)


def entries_matching(connection: sqlite3.Connection, wanted: Filter) -> tuple[Entry, ...]:
    """Entries that pass the filter, by day, then number, oldest first."""
    conditions, values = conditions_of(wanted)
    rest = f" WHERE {conditions} ORDER BY entry.day DESC, entry.number DESC"
    if wanted.newest is not None:
        rest += " LIMIT ?"
        values = [*values, wanted.newest]
    return _entries(connection, rest, values)[::-1]


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
    return " AND ".join(conditions) or "1", values


def newest_number(connection: sqlite3.Connection, type_: str) -> int:
    """The highest number ever given to a record of this type; 0 when there is none."""
    found = connection.execute("SELECT max(number) FROM number WHERE type = ?", (type_,)).fetchone()
    return int(found[0] or 0)


def is_forgotten(connection: sqlite3.Connection, number: int) -> bool:
    """Whether an entry has no words any more, in any of its versions."""
    found = connection.execute(
        "SELECT max(op = 'erase'), max(body.revision IS NOT NULL) FROM revision"
        " JOIN number USING (record) LEFT JOIN body ON body.revision = seq"
        " WHERE number.type = 'entry' AND number = ?",
        (number,),
    ).fetchone()
    return bool(found == (1, 0))


def plans_where(
    connection: sqlite3.Connection, condition: str, *values: object
) -> tuple[Plan, ...]:
    """Plans that meet an SQL condition on the plan table, by number."""
    numbers = "SELECT number FROM entry WHERE entry.plan = ? ORDER BY number"
    return tuple(
        replace(
            plan,
            entries=tuple(
                number for (number,) in connection.execute(numbers, (UUID(plan.id).bytes,))
            ),
        )
        for plan in records_where(connection, "plan", Plan, condition, *values)
    )


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
    told = tuple(one and record_of(record, one, **more) for one in others)
    return record_of(record, shown or {}, **more, others=told)


def tag_is_new(connection: sqlite3.Connection, tag: str) -> bool:
    """Whether a tag stands on no more than one entry."""
    found = connection.execute("SELECT 1 FROM entry_tag WHERE tag = ? LIMIT 2", (fold(tag),))
    return len(found.fetchall()) < 2


def known_tags(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Every tag once, as first spelt; the cost grows with the number of tags, not of entries."""
    found = connection.execute(
        "WITH RECURSIVE each(tag) AS (SELECT min(tag) FROM entry_tag UNION ALL"
        " SELECT (SELECT min(tag) FROM entry_tag WHERE tag > each.tag) FROM each"
        " WHERE each.tag IS NOT NULL)"
        " SELECT (SELECT shown FROM entry_tag AS u WHERE u.tag = each.tag ORDER BY entry LIMIT 1)"
        " FROM each WHERE each.tag IS NOT NULL"
    )
    return tuple(row[0] for row in found.fetchall())


def first_words(
    connection: sqlite3.Connection, type_: str, digits: str, most: int
) -> list[tuple[int, str, tuple[str, ...]]]:
    """Entries, or open plans, whose number begins with some digits, the highest first.

    Each with the beginning of its text and the names marked in it.
    """
    people, among = ("people", "1") if type_ == "entry" else ("'[]'", "state = 'open'")
    found: list[tuple[int, str, str]] = []
    for first, last in ranges_beginning(digits, newest_number(connection, type_)):
        found += connection.execute(
            f"SELECT number, substr(text, 1, 200), {people} FROM {type_}"
            f" WHERE number BETWEEN ? AND ? AND {among} ORDER BY number DESC LIMIT ?",
            (first, last, most - len(found)),
        ).fetchall()
    return [
        (number, text, (*people_in(text), *json.loads(marked))) for number, text, marked in found
    ]


def _entries(
    connection: sqlite3.Connection, rest: str, values: Sequence[object]
) -> tuple[Entry, ...]:
    found = connection.execute(_ENTRY + rest, values).fetchall()
    return tuple(
        record_of(
            Entry,
            (told_by_heads(connection, id_)[0] or {}) if conflict else json.loads(body),
            id=str(UUID(bytes=id_)),
            number=number,
            conflict=bool(conflict),
            created=created,
            changed=changed,
            plan=plan,
            heard=tuple(
                Heard(source, text, date.fromisoformat(day))
                for source, text, day in json.loads(heard)
            ),
        )
        for id_, number, conflict, body, created, changed, plan, heard in found
    )


def day_or_none(day: str | None) -> date | None:
    """The date of an ISO day, if there is one."""
    return date.fromisoformat(day) if day else None


def names_marked(connection: sqlite3.Connection) -> list[str]:
    """Every name given by option or written as @name in any field, as often as it occurs."""
    from ally_journal.domain.erasing_names import texts_of  # noqa: PLC0415 - rare, and not for a log

    given = connection.execute("SELECT people FROM entry WHERE people != '[]'").fetchall()
    bodies = connection.execute(
        "SELECT type, body FROM revision JOIN body ON body.revision = seq"
        " WHERE instr(body, CAST('@' AS BLOB)) AND NOT EXISTS"
        " (SELECT 1 FROM parent WHERE parent.parent = revision.id) ORDER BY seq"
    ).fetchall()
    texts = [text for type_, body in bodies for text in texts_of(type_, json.loads(body))]
    names = [name for (people,) in given for name in json.loads(people)]
    return [*names, *(name for text in texts for name in people_in(text))]
