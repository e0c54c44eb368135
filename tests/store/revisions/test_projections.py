"""Projections: whatever was done, they are what a rebuild gives, and nothing else was touched."""

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOW

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.plan import CLOSED_STATES, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.store.journal.entries import add_entry, find_entries
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.projections import PROJECTIONS
from ally_journal.store.revisions.rebuild import different, rebuild

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from(" #@\n"),
    min_size=1,
    max_size=40,
).filter(str.strip)
WORDS = st.sampled_from(["hiring", "Hiring", "rota", "Zoë", "ask"])
DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days=days))

ADDED = st.builds(
    Entry,
    kind=st.sampled_from(KINDS),
    text=TEXTS,
    day=DAYS,
    tags=st.lists(WORDS, max_size=2).map(tuple),
    people=st.lists(WORDS, max_size=2).map(tuple),
    way=st.none() | WORDS,
    lesson=st.none() | TEXTS,
    answers=st.dictionaries(st.sampled_from(["notice", "risked"]), TEXTS, max_size=2),
    share=st.booleans(),
)
COMMANDS = st.one_of(
    ADDED,
    st.builds(Plan, text=TEXTS, opened=DAYS, until=st.none() | DAYS, source=st.none() | TEXTS),
    st.tuples(st.integers(1, 5), st.sampled_from(CLOSED_STATES), st.none() | TEXTS),
    st.builds(
        Reflection, topic=st.sampled_from(["why", "review/2026-W47/x"]), text=TEXTS, day=DAYS
    ),
    st.tuples(st.just("setting"), st.sampled_from(["sunday", "monday"])),
    st.tuples(st.just("amend"), st.integers(1, 5), TEXTS),
    st.tuples(st.just("heard"), st.integers(1, 5), TEXTS),
)


def everything(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All projected rows and every occurrence in the full-text index."""
    rows = {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in PROJECTIONS
    }
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, entry_words, instance)"
    )
    rows["words"] = sorted(connection.execute("SELECT * FROM temp.words").fetchall())
    return rows


def do(journal: Journal, command: object) -> int | None:
    """Run one command; say which entry it addressed, if any."""
    entries = {entry.number: entry for entry in find_entries(journal, Filter())}
    plans = {plan.number for plan in PLANS.listed(journal, closed_too=True)}
    match command:
        case Entry():
            return add_entry(journal, command).number
        case Plan():
            PLANS.add(journal, command)
        case Reflection():
            add_reflection(journal, command)
        case ("setting", value):
            with journal.writing() as change:
                record = lasting_record_id("setting", "week_starts")
                change.put("setting", record, {"key": "week_starts", "value": value})
        case ("amend" | "heard" as word, int(number), text) if number in entries:
            with journal.writing() as change:
                (record,) = journal.connection.execute(
                    "SELECT record FROM number WHERE type = 'entry' AND number = ?", (number,)
                ).fetchone()
                if word == "amend":
                    change.amend("entry", UUID(bytes=record), {"text": text})
                else:
                    body = {"entry": entries[number].id, "from": "them", "text": text}
                    change.add("heard", {**body, "day": "2026-11-20"})
            return number
        case (int(number), str(state), str() | None as note) if number in plans:
            PLANS.end(journal, number, state, note, date(2026, 11, 20))
    return None


def rows_of_entries(connection: sqlite3.Connection) -> dict[int, tuple[object, ...]]:
    rows = connection.execute("SELECT number, entry.* FROM entry").fetchall()
    return {row[0]: row[1:] for row in rows}


def revisions(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT revision.*, salt, body FROM revision LEFT JOIN body ON revision = seq ORDER BY seq"
    ).fetchall()


@given(st.lists(COMMANDS, min_size=1, max_size=12))
def test_a_rebuild_equals_what_is_there(commands: list[object]) -> None:
    """After any commands, live projections and index are those that revisions alone give.

    On the way, an entry that a command does not address keeps every byte, and no revision that
    was there changes.
    """
    now = Moment(datetime.fromisoformat(NOW), None, 0)
    with (
        TemporaryDirectory() as folder,
        open_journal(Path(folder) / "journal.db", now, create=True) as journal,
    ):
        for command in commands:
            entries_before = rows_of_entries(journal.connection)
            revisions_before = revisions(journal.connection)
            addressed = do(journal, command)
            entries_after = rows_of_entries(journal.connection)
            for number, row in entries_before.items():
                assert number == addressed or entries_after[number] == row
            assert revisions(journal.connection)[: len(revisions_before)] == revisions_before
        live = everything(journal.connection)
        journal.connection.execute("BEGIN IMMEDIATE")
        rebuild(journal.connection)
        journal.connection.execute("COMMIT")
        assert everything(journal.connection) == live
        journal.connection.execute(
            "INSERT INTO entry_words(entry_words) VALUES ('integrity-check')"
        )


def test_a_rebuild_mends_projections(journal: Journal) -> None:
    """Rows that were lost or spoilt come back from the revisions."""
    add_entry(journal, Entry(kind=KINDS[0], text="Read #this", day=date(2026, 11, 20)))
    live = everything(journal.connection)
    journal.connection.execute("UPDATE entry SET text = 'spoilt', kind = 'act'")
    journal.connection.execute("DELETE FROM entry_tag")
    assert everything(journal.connection) != live
    assert different(journal.connection) == ["entry", "entry_tag"]
    rebuild(journal.connection)
    assert everything(journal.connection) == live
    assert different(journal.connection) == []


def test_what_asks_of_many_records_asks_for_batches(journal: Journal) -> None:
    """However many records there are, each more costs no statement of its own."""
    entry = Entry(kind=KINDS[0], text="Read #this", day=date(2026, 11, 20))
    asked: list[str] = []
    counts = []
    for _ in range(2):
        with journal.writing():
            for _ in range(40):
                add_entry(journal, entry)
        asked.clear()
        journal.connection.set_trace_callback(asked.append)
        assert different(journal.connection) == []
        rebuild(journal.connection)
        journal.connection.set_trace_callback(None)
        # Each row that is written counts, and so does what the index does about it.
        counts.append(sum(not one.startswith(("INSERT", "--")) for one in asked))
    assert counts[0] == counts[1] < 80
