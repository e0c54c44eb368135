"""Every step from one schema to the next; the only home of sqlite-utils.

A new journal takes none: it gets `schema.sql`, which says alone what tables there are. So the first
schema has no step, and a step says what it changes and no more; a test holds journals of every
schema, brought up to date, equal to a new one. A field of a record needs neither column nor step,
unless SQL asks for it.
"""

import sqlite3

from sqlite_utils import Database, Migrations

STEPS = Migrations("ally")


@STEPS(name="m002_questions_put")
def m002_questions_put(db: Database) -> None:
    """Which questions were put to the person and when; and the day of a shelf item's last move."""
    for statement in (
        """CREATE TABLE asked (
  record BLOB PRIMARY KEY,
  question TEXT NOT NULL,
  about BLOB,
  period TEXT NOT NULL,
  day TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
        "CREATE INDEX asked_by_question ON asked(question, about)",
        "ALTER TABLE shelf ADD COLUMN day TEXT",
        "PRAGMA user_version = 2",
    ):
        db.execute(statement)


@STEPS(name="m003_practice")
def m003_practice(db: Database) -> None:
    """Times a plan was acted on, own ideas, sentences made ready, and pauses; more of entries."""
    for statement in (
        "ALTER TABLE entry ADD COLUMN guess TEXT",
        "ALTER TABLE entry ADD COLUMN star INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE entry ADD COLUMN again TEXT",
        "CREATE INDEX entry_by_again ON entry(again) WHERE again IS NOT NULL",
        """CREATE TABLE did (
  record BLOB PRIMARY KEY,
  plan BLOB NOT NULL,
  day TEXT NOT NULL,
  note TEXT,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
        "CREATE INDEX did_by_plan ON did(plan, day)",
        """CREATE TABLE idea (
  number INTEGER PRIMARY KEY,
  what TEXT NOT NULL,
  text TEXT NOT NULL,
  conflict INTEGER NOT NULL
) STRICT""",
        """CREATE TABLE rehearsal (
  record BLOB PRIMARY KEY,
  text TEXT NOT NULL,
  day TEXT NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
        """CREATE TABLE away (
  record BLOB PRIMARY KEY,
  "from" TEXT NOT NULL,
  until TEXT,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
        "PRAGMA user_version = 3",
    ):
        db.execute(statement)


def apply_all(connection: sqlite3.Connection) -> None:
    """Bring an open journal up to date, inside the transaction the caller holds."""
    STEPS.apply(Database(connection, execute_plugins=False))
