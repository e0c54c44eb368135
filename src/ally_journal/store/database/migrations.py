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


@STEPS(name="m004_views")
def m004_views(db: Database) -> None:
    """What others' tools read, under names that stay; `heard` gives its name to such a view."""
    for statement in (
        "ALTER TABLE heard RENAME TO feedback",
        "DROP INDEX heard_by_entry",
        "CREATE INDEX feedback_by_entry ON feedback(entry, changed)",
        """CREATE VIEW entries AS
SELECT number, kind, text, day,
  strftime('%Y-%m-%dT%H:%M:%S', "at" / 1000 + coalesce("offset", 0), 'unixepoch') AS "at",
  way, went, because, lesson, asked, guess,
  (SELECT group_concat(shown, ' ') FROM
    (SELECT shown FROM entry_tag WHERE entry = entry.number ORDER BY tag)) AS tags,
  answers, share, star, again,
  (SELECT number.number FROM number WHERE number.record = entry.plan) AS plan,
  strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created,
  strftime('%Y-%m-%dT%H:%M:%SZ', changed / 1000, 'unixepoch') AS changed
FROM entry""",
        """CREATE VIEW tags AS
SELECT shown AS tag, entry FROM entry_tag""",
        """CREATE VIEW heard AS
SELECT number.number AS entry, "from", text, day
FROM feedback JOIN number ON number.record = feedback.entry""",
        """CREATE VIEW plans AS
SELECT number, text, "from", until, state, opened, closed, note, share FROM plan""",
        """CREATE VIEW deeds AS
SELECT number.number AS plan, day, note
FROM did JOIN number ON number.record = did.plan""",
        """CREATE VIEW obstacles AS
SELECT number, text, lever, who, next, state, opened, closed, note FROM obstacle""",
        """CREATE VIEW shelf_items AS
SELECT number, title, "by", type, state, day, takeaway FROM shelf""",
        """CREATE VIEW reflections AS
SELECT topic, text, day FROM reflection""",
        "PRAGMA user_version = 4",
    ):
        db.execute(statement)


def apply_all(connection: sqlite3.Connection) -> None:
    """Bring an open journal up to date, inside the transaction the caller holds."""
    STEPS.apply(Database(connection, execute_plugins=False))
