"""Writes the files that are generated; `python -m tests.generated` refreshes them all.

Each generator is held against its file by a test.
"""

import io
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import Kind
from ally_journal.domain.periods import week_of
from ally_journal.domain.plans import Plan
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.summaries import Summary, heard_counts
from ally_journal.render import terminal
from ally_journal.render.screen import Screen
from ally_journal.store.migrations import apply_all

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "src/ally_journal/store/schema.sql"
WEEK = ROOT / "docs/week.svg"

# Rich's own frame names fonts to download; this one uses what the reader has.
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{
  font: {char_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#1e1e1e" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, 16)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


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


def week() -> str:
    """The picture in the README: an invented week as the program draws it."""
    monday = date(2026, 11, 16)
    told = [
        (Kind.LEARN, 0, "Read about captions; our demos have none", "done"),
        (Kind.EMPATHISE, 1, "talked over a colleague; gave the floor back", "mistake"),
        (Kind.ACT, 3, "Asked for the criteria before the shortlist", "done"),
        (Kind.ACT, 4, "let a joke pass", "missed"),
    ]
    entries = tuple(
        Entry(kind=kind, day=monday + timedelta(days=day), text=text, went=went, number=number)
        for number, (kind, day, text, went) in enumerate(told, start=12)
    )
    plan = Plan(number=3, text="When someone is talked over, I give the floor back.", opened=monday)
    summary = Summary(
        period=week_of(monday),
        today=monday + timedelta(days=6),
        entries=entries,
        weeks=tuple(number not in {3, 4, 9} for number in range(12)),
        heard=heard_counts(entries),
        plans=(plan,),
        obstacles=(),
        why=Reflection(topic="why", text="I stayed quiet for years.", day=date(2026, 1, 9)),
        reflections=(),
    )
    screen = terminal.review(summary, Screen(width=72, colour="truecolor"))
    console = Console(
        record=True, width=72, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(f"$ ally review\n{screen}"))
    return console.export_svg(title="", theme=MONOKAI, code_format=FRAME, unique_id="week")


def main() -> None:
    """Write every generated file."""
    SCHEMA.write_text(schema(), encoding="utf-8")
    WEEK.write_text(week(), encoding="utf-8")


if __name__ == "__main__":
    main()
