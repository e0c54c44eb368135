"""Other programs that keep lines on the command line, each filled with the same entries.

None of them does what ally does: watson keeps stretches of time, buku addresses, task tasks. They
are what people know of how long such a command takes. Each one's own file is written directly, in
the form in which it writes it itself, since ten thousand calls would take an hour.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

SHOWN = 20
Entries = Sequence[Mapping[str, Any]]
"""Entries as `ally list --json` has them, oldest first."""

# What jrnl itself chooses for a new journal.
JRNL_CONFIG = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals:
  default: {{journal: {journal}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '{timeformat}'
version: '4.6'
"""
BUKU_TABLE = (
    "CREATE TABLE bookmarks (id integer PRIMARY KEY, URL text NOT NULL UNIQUE,"
    " metadata text default '', tags text default ',', desc text default '',"
    " flags integer default 0)"
)
TEXT = "Asked for the criteria before the shortlist"


class Peer(NamedTuple):
    """One program with its own file: a command that adds, one that lists the newest, and `files`.

    `files` are those that a command may change.
    """

    add: list[str]
    newest: list[str]
    files: tuple[Path, ...]


def jrnl(program: str, folder: Path, entries: Entries) -> Peer:
    journal, config = folder / "jrnl.txt", folder / "jrnl.yaml"
    lines = (f"[{one['day']} 09:00:00 AM] {one['text']}\n\n" for one in entries)
    journal.write_text("".join(lines), encoding="utf-8")
    config.write_text(JRNL_CONFIG.format(journal=journal, timeformat="%F %r"), encoding="utf-8")
    command = [program, "--config-file", str(config)]
    return Peer([*command, TEXT], [*command, "-n", str(SHOWN)], (journal,))


def watson(program: str, folder: Path, entries: Entries) -> Peer:
    frames = [
        [(at := _seconds(one)), at + 60, one["text"], one["id"].replace("-", ""), one["tags"], at]
        for one in entries
    ]
    file = folder / "frames"
    file.write_text(json.dumps(frames, indent=1, ensure_ascii=False), encoding="utf-8")
    command = ["env", f"WATSON_DIR={folder}", program]
    day = entries[-SHOWN:][0]["day"] if entries else "2026-11-20"
    when = ["--from", "2026-11-20 09:00", "--to", "2026-11-20 09:01"]
    listed = [*command, "log", "--no-pager", "--from", day, "--to", "2026-11-20"]
    return Peer([*command, "add", *when, TEXT, "+hiring"], listed, (file,))


def buku(program: str, folder: Path, entries: Entries) -> Peer:
    file = folder / "buku" / "bookmarks.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(BUKU_TABLE)
        rows = (
            (f"https://example.org/{one['number']}", one["text"], f",{','.join(one['tags'])},")
            for one in entries
        )
        insert = "INSERT INTO bookmarks (URL, metadata, tags) VALUES (?, ?, ?)"
        connection.executemany(insert, rows)
    command = ["env", f"XDG_DATA_HOME={folder}", program, "--nostdin", "--nc", "--np"]
    add = [*command, "--offline", "--add", "https://example.org/new", "hiring", "--title", TEXT]
    return Peer(add, [*command, "--print", f"-{SHOWN}"], (file,))


def task(program: str, folder: Path, entries: Entries) -> Peer:
    data, config = folder / "pending.data", folder / "taskrc"
    config.write_text(f"data.location={folder}\nconfirmation=off\nrecurrence=off\n", "utf-8")
    lines = (
        f'[description:"{_task_text(one["text"])}" entry:"{_seconds(one)}" status:"pending"'
        f' uuid:"{UUID(one["id"])}"]\n'
        for one in entries
    )
    data.write_text("".join(lines), encoding="utf-8")
    command = ["env", f"TASKRC={config}", program]
    others = (folder / "undo.data", folder / "backlog.data")
    listed = [*command, f"limit:{SHOWN}", "newest"]
    return Peer([*command, "add", "+hiring", TEXT], listed, (data, *others))


def _seconds(entry: Mapping[str, Any]) -> int:
    """Nine o'clock of its day, UTC, as seconds from 1970."""
    return int(datetime.fromisoformat(f"{entry['day']}T09:00").replace(tzinfo=UTC).timestamp())


def _task_text(text: str) -> str:
    """As task writes it, with what would end a value spelt out."""
    for sign, spelt in {"\n": " ", '"': "&dquot;", "[": "&open;", "]": "&close;"}.items():
        text = text.replace(sign, spelt)
    return text


PEERS: dict[str, Callable[[str, Path, Entries], Peer]] = {
    one.__name__: one for one in (jrnl, watson, buku, task)
}


def peers(
    folder: Path, entries: Entries, names: Iterable[str] = PEERS
) -> Iterator[tuple[str, Peer]]:
    """Those of the programs that are installed, each in a folder of its own."""
    for name in names:
        beside = Path(sys.executable).with_name(name)
        program = str(beside) if beside.exists() else shutil.which(name)
        if program is None:
            print(f"left out: {name}, which is not installed")
            continue
        own = folder / f"{name}{len(entries)}"
        own.mkdir()
        yield name, PEERS[name](program, own, entries)
