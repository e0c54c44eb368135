"""Experiment: one flipped bit anywhere in a journal is found by doctor, if it changes anything."""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Said

from ally_journal.store.revisions.integrity import UNREADABLE

FLIPS = int(os.environ.get("FAULT_FLIPS", "150"))
TABLES = (
    "revision", "parent", "body", "number", "entry", "entry_tag", "feedback", "plan", "obstacle",
    "shelf", "reflection", "setting", "asked", "meta",
)  # fmt: skip
INDEXES = {
    "entry_by_day": ("entry", "day, number"),
    "entry_by_plan": ("entry", "plan"),
    "entry_tag_by_entry": ("entry_tag", "entry"),
    "revision_by_record": ("revision", "record, seq"),
    "revision_by_change": ("revision", "change, seq"),
    "sqlite_autoindex_revision_1": ("revision", "id"),
    "sqlite_autoindex_number_2": ("number", "record"),
    "plan_by_state": ("plan", "state, number"),
    "feedback_by_entry": ("feedback", "entry, changed"),
    "reflection_by_day": ("reflection", "day, changed"),
    "reflection_by_topic": ("reflection", "topic, day, changed"),
    "asked_by_question": ("asked", "question, about"),
}
QUESTIONS = [
    "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name",
    "PRAGMA user_version",
    "PRAGMA application_id",
    *(
        f"SELECT {keys} FROM {table} INDEXED BY {index}"
        f" WHERE {keys.split(',')[0]} IS NOT NULL ORDER BY {keys}"
        for index, (table, keys) in INDEXES.items()
    ),
]


def everything(path: Path, words: list[str]) -> list[object]:
    """All that can be read from a journal: each table, each index in use, and what search finds."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        found: list[object] = [
            connection.execute(f"SELECT rowid, * FROM {table} ORDER BY 1").fetchall()
            if table in {"revision", "entry", "plan", "obstacle", "shelf", "body"}
            else connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in TABLES
        ]
        found += [connection.execute(question).fetchall() for question in QUESTIONS]
        for word in words:
            hits = connection.execute(
                "SELECT rowid FROM entry_words WHERE entry_words MATCH ? ORDER BY rowid",
                (f'"{word}"',),
            )
            found.append(hits.fetchall())
    return found


def reads_as_before(path: Path, words: list[str], before: list[object]) -> bool:
    try:
        return everything(path, words) == before
    except (*UNREADABLE, MemoryError):
        return False


def fill(ally: Callable[..., Said]) -> None:
    """Entries and all else, changed and deleted, in a file of some size."""
    for number in range(1, 40, 3):
        ally("edit", str(number), "--text", f"Other words {number} #tag{number} @Mary")
    ally("delete", "7", "9", "--yes")
    ally("undo")
    ally("delete", "11", "--yes")
    ally("heard", "2", "them", "It helped")
    ally("obstacle", "add", "Panels are picked by habit")
    ally("reflect", "why", "I stayed quiet")
    ally("config", "week_starts", "sunday")
    assert ally("doctor").code == 0


@pytest.mark.faults
def test_every_flip_that_touches_content_is_found(
    ally: Callable[..., Said],
    demo_year: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Doctor finds each flip after which anything reads differently, and never breaks down.

    A flip that changes no answer may stay silent: it fell into space that holds nothing.
    """
    seed = int(os.environ.get("FAULT_SEED", "47"))
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    journal_path = demo_year
    fill(ally)
    whole = journal_path.read_bytes()
    with closing(sqlite3.connect(journal_path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, entry_words, row)")
        words = [word for (word,) in connection.execute("SELECT term FROM temp.word")]
    before = everything(journal_path, words)
    assert journal_path.read_bytes() == whole
    touched = told = mended = 0
    for turn in range(FLIPS):
        spoilt = bytearray(whole)
        place = chance.randrange(len(whole))
        while turn % 4 and not any(whole[place : place + 8]):  # most of them where something is
            place = chance.randrange(len(whole))
        spoilt[place] ^= 1 << chance.randrange(8)
        path = journal_path.with_name(f"flip-{turn}.db")
        path.write_bytes(spoilt)
        path.chmod(0o600)
        monkeypatch.setenv("ALLY_JOURNAL", str(path))
        differs = not reads_as_before(path, words, before)
        said = ally("doctor", "--json")
        assert "Traceback" not in said.err
        findings = json.loads(said.out)
        problems = [one for one in findings if one["level"] == "problem"]
        assert (said.code != 0) == bool(problems)
        assert path.read_bytes() == bytes(spoilt), "doctor changes nothing"
        touched += differs
        told += bool(problems)
        assert problems or not differs, f"seed {seed}, byte {place}: silent"
        if any(one["command"] == "ally doctor --rebuild" for one in problems):
            assert ally("doctor", "--rebuild").code == 0, f"seed {seed}, byte {place}"
            assert reads_as_before(path, words, before), f"seed {seed}, byte {place}"
            mended += 1
        path.unlink()
    print(f"seed {seed}: {FLIPS} flips, {touched} touched content, {told} told, {mended} mended")
    assert touched > FLIPS // 3
