"""What a record in conflict says besides what is shown."""

import sqlite3
from collections.abc import Iterator

from ally_journal.domain.history import Conflict
from ally_journal.domain.records.settings import Settings
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.projections import (
    IS_HEAD,
    number_of,
    told_by_heads,
)
from ally_journal.store.revisions.rows import NUMBERED

SEVERAL = f"(SELECT count(*) FROM revision WHERE revision.record = {{record}} AND {IS_HEAD}) > 1"
"""An SQL condition: the column `record` names one with several heads, which may say the same."""


def other_settings(connection: sqlite3.Connection) -> dict[str, tuple[str | None, ...]]:
    """What else each setting in conflict was set to; None for having been put back."""
    found = {
        key: told_by_heads(connection, lasting_record_id("setting", key).bytes)[1:]
        for key in Settings._fields
    }
    return {
        key: tuple(None if body is None else body["value"] for body in others)
        for key, others in found.items()
        if others
    }


def conflict_of(connection: sqlite3.Connection, type_: str, record: bytes) -> Conflict:
    """A record in conflict, as the command names it that makes one of its versions."""
    if number := number_of(connection, record):
        return Conflict(type_, {"number": number})
    bodies = [body for body in told_by_heads(connection, record) if body is not None]
    body = bodies[0] if bodies else {}
    facts = {name: body.get(name, "") for name in _TOLD_BY.get(type_, ())}  # damaged, it lacks some
    if type_ == "reflection" and body.get("for_sharing"):
        type_ = "sharing"
    return Conflict(type_, facts)


_TOLD_BY = {"reflection": ("topic",), "setting": ("key", "value")}
"""What names a record that has no number."""


def conflicts(connection: sqlite3.Connection) -> Iterator[Conflict]:
    """Every record in conflict; what was heard is named by its entry."""
    for table in NUMBERED:
        found = connection.execute(f"SELECT number FROM {table} WHERE conflict ORDER BY number")
        yield from (Conflict(table, {"number": number}) for (number,) in found.fetchall())
    several = SEVERAL.format(record="reflection.record")
    records = connection.execute(
        f"SELECT record FROM reflection WHERE {several} ORDER BY day, changed"
    )
    for (record,) in records.fetchall():
        if told_by_heads(connection, record)[1:]:
            yield conflict_of(connection, "reflection", record)
    several = SEVERAL.format(record="feedback.record")
    heard = connection.execute(
        f"SELECT record, entry FROM feedback WHERE {several} ORDER BY changed"
    )
    for record, entry in heard.fetchall():
        if told_by_heads(connection, record)[1:]:
            yield Conflict("heard", {"number": number_of(connection, entry)})
    for key in other_settings(connection):
        yield conflict_of(connection, "setting", lasting_record_id("setting", key).bytes)
