"""Writes the files that are generated; `python tests/generated.py` refreshes them all.

Each generator is held against its file by tests/test_house.py.
"""

import sqlite3
from pathlib import Path

from ally_journal.store.migrations import apply_all

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "src/ally_journal/store/schema.sql"


def schema() -> str:
    """The schema of a new journal: what all migrations together make of an empty file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    apply_all(connection)
    made = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'entry_words_%' ORDER BY rowid"
    )
    statements = [row[0] for row in made]
    steps = connection.execute(
        "SELECT format('INSERT INTO _sqlite_migrations(migration_set, name, applied_at)"
        " VALUES (%Q, %Q, ''new'')', migration_set, name) FROM _sqlite_migrations ORDER BY id"
    )
    statements += [row[0] for row in steps]
    for pragma in ("application_id", "user_version"):
        (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
        statements.append(f"PRAGMA {pragma} = {value}")
    connection.close()
    return ";\n".join(statements) + ";\n"


def main() -> None:
    """Write every generated file."""
    SCHEMA.write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
