"""Reading: SQL in, domain values out; no row and no cursor leaves this room."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ally_journal.domain.entries import Entry, Heard
from ally_journal.domain.kinds import Kind
from ally_journal.domain.moments import from_utc_ms
from ally_journal.domain.numbers import ranges_beginning
from ally_journal.domain.plans import Plan
from ally_journal.domain.settings import Settings
from ally_journal.domain.texts import fold, people_in
from ally_journal.store.versions import other_bodies

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from ally_journal.domain.filters import Filter
    from ally_journal.domain.obstacles import Obstacle
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.shelf import ShelfItem

    T = TypeVar("T", Plan, Obstacle, ShelfItem, Reflection)

# CROSS JOIN keeps SQLite from beginning with the numbers, which would sort the whole journal.
_ENTRY = (
    "SELECT number.record AS record, entry.*, linked.number AS plan_number,"
    ' (SELECT json_group_array(json_array("from", text, day)) FROM (SELECT * FROM heard'
    " WHERE heard.entry = number.record ORDER BY changed, record)) AS heard FROM entry"
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
    found = rows(
        connection,
        "SELECT number.record AS record, plan.*, (SELECT group_concat(e.number) FROM"
        " (SELECT number FROM entry WHERE entry.plan = number.record ORDER BY 1) AS e) AS entries"
        " FROM plan JOIN number ON number.type = 'plan' AND number.number = plan.number WHERE "
        + condition
        + " ORDER BY plan.number",
        *values,
    )
    return with_others(connection, found, _plan)


def _plan(row: Mapping[str, Any]) -> Plan:
    entries = row.get("entries")
    return Plan(
        id=str(UUID(bytes=row["record"])),
        number=row["number"],
        text=row["text"],
        source=row.get("from"),
        until=day_or_none(row.get("until")),
        state=row["state"],
        note=row.get("note"),
        opened=date.fromisoformat(row["opened"]),
        closed=day_or_none(row.get("closed")),
        share=bool(row.get("share")),
        entries=tuple(map(int, entries.split(","))) if entries else (),
    )


def with_others(
    connection: sqlite3.Connection,
    found: Iterable[Mapping[str, Any]],
    value: Callable[[Mapping[str, Any]], T],
) -> tuple[T, ...]:
    """Each row as a value; one in conflict with its other versions, made of their bodies."""
    return tuple(
        replace(value(row), others=_others(connection, row, value))
        if row["conflict"]
        else value(row)
        for row in found
    )


def _others(
    connection: sqlite3.Connection, row: Mapping[str, Any], value: Callable[[Mapping[str, Any]], T]
) -> tuple[T | None, ...]:
    named = {"record": row["record"], "number": row.get("number")}
    bodies = other_bodies(connection, row["record"])
    return tuple(None if body is None else value({**body, **named}) for body in bodies)


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


def rows(connection: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    """All rows of a query, by column name, for the rooms of this floor only."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _entries(
    connection: sqlite3.Connection, rest: str, values: Iterable[object]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=str(UUID(bytes=row["record"])),
            number=row["number"],
            kind=Kind(row["kind"]),
            text=row["text"],
            day=date.fromisoformat(row["day"]),
            at=_moment(row["at"], row["offset"]),
            zone=row["zone"],
            tags=tuple(json.loads(row["tags"])),
            people=tuple(json.loads(row["people"])),
            way=row["way"],
            went=row["went"],
            because=row["because"],
            lesson=row["lesson"],
            asked=row["asked"],
            answers=json.loads(row["answers"]),
            share=bool(row["share"]),
            plan=row["plan_number"],
            heard=tuple(
                Heard(source, text, date.fromisoformat(day))
                for source, text, day in json.loads(row["heard"])
            ),
            conflict=bool(row["conflict"]),
            created=row["created"],
            changed=row["changed"],
        )
        for row in rows(connection, _ENTRY + rest, *values)
    )


def _moment(at: int | None, offset: int | None) -> datetime | None:
    if at is None:
        return None
    return from_utc_ms(at).astimezone(timezone(timedelta(seconds=offset or 0)))


def day_or_none(day: str | None) -> date | None:
    """The date of an ISO day, if there is one."""
    return date.fromisoformat(day) if day else None


def names_marked(connection: sqlite3.Connection) -> list[str]:
    """Every name given by option or written as @name in any text, as often as it occurs."""
    given = connection.execute("SELECT people FROM entry WHERE people != '[]'").fetchall()
    texts = connection.execute(
        " UNION ALL ".join(
            f"SELECT text FROM {table} WHERE instr(text, '@')"
            for table in ("entry", "heard", "plan", "obstacle", "reflection")
        )
    ).fetchall()
    names = [name for (people,) in given for name in json.loads(people)]
    return [*names, *(name for (text,) in texts for name in people_in(text))]
