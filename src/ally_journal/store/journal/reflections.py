"""Reflections as they are kept: every answer is a version that stays."""

import sqlite3
from dataclasses import replace
from uuid import UUID

from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.reflection import TOPICS, Reflection
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.records import SAID, record_told
from ally_journal.store.revisions.conflicts import SEVERAL


def reflections_about_topics(journal: Journal) -> tuple[Reflection, ...]:
    """Every version of each of `TOPICS`, and whatever else is in conflict, oldest first."""
    marks = ", ".join("?" * len(TOPICS))
    found = reflections_where(journal.connection, f"topic IN ({marks}) OR {_SEVERAL}", *TOPICS)
    return tuple(one for one in found if one.topic in TOPICS or one.conflict)


def reflection_of(journal: Journal, known: Reflection) -> Reflection:
    """The same reflection as it is now."""
    record = UUID(known.id).bytes
    return reflections_where(journal.connection, "record = ?", record)[0]


def reflections_where(
    connection: sqlite3.Connection, condition: str, *values: object
) -> tuple[Reflection, ...]:
    """Reflections that meet an SQL condition on the reflection table, oldest first."""
    found = connection.execute(
        f"SELECT record, {_SEVERAL}, {SAID.format(record='reflection.record')} FROM reflection"
        f" WHERE {condition} ORDER BY day, changed, record",
        values,
    ).fetchall()
    return tuple(
        record_told(connection, Reflection, id_, body, conflict=conflict)
        for id_, conflict, body in found
    )


_SEVERAL = SEVERAL.format(record="reflection.record")


def add_reflection(journal: Journal, reflection: Reflection) -> Reflection:
    """Keep a new reflection and give it back with its id."""
    with journal.writing() as change:
        record = change.add("reflection", body_of(reflection))
    return replace(reflection, id=str(record))
