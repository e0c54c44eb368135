"""Revisions as stored: they verify, they fork when they race, and the clock only goes forward."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.revision import Stamp, body_hash
from ally_journal.store.journal.entries import add_entry, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.projections import project

DAY = date(2026, 11, 20)
ENTRY = Entry(kind=Kind.ACT, text="Gave the floor back", day=DAY)
FIELDS = {
    "record",
    "type",
    "op",
    "parents",
    "device",
    "clock",
    "change",
    "undoes",
    "schema",
    "body_hash",
}


def headers(journal: Journal) -> list[dict[str, object]]:
    rows = journal.connection.execute("SELECT header FROM revision ORDER BY seq")
    return [json.loads(row[0]) for row in rows]


@pytest.fixture
def change(journal: Journal) -> Iterator[Change]:
    """A change on another device, committed when the test ends."""
    journal.connection.execute("BEGIN IMMEDIATE")
    yield Change(journal.connection, Stamp(str(uuid4()), uuid4(), 0, 0))
    journal.connection.execute("COMMIT")


def test_every_revision_verifies(journal: Journal) -> None:
    """The id is the hash of the stored header bytes, and the header commits to salt and body."""
    add_entry(journal, ENTRY)
    PLANS.add(journal, Plan(text="When x, I will y", opened=DAY))
    PLANS.end(journal, 1, "kept", None, DAY)
    rows = journal.connection.execute(
        "SELECT id, header, salt, body FROM revision JOIN body ON revision = seq"
    ).fetchall()
    assert len(rows) == 3
    for identity, header, salt, body in rows:
        assert sha256(header).digest() == identity
        assert len(salt) == 16
        assert json.loads(header)["body_hash"] == body_hash(salt, body)
        assert set(json.loads(header)) == FIELDS


def test_headers_are_canonical(journal: Journal) -> None:
    """Stored bytes are the one way to write them, non-ASCII as UTF-8."""
    add_entry(journal, replace(ENTRY, text="Zoë: “hm”"))
    header, body = journal.connection.execute(
        "SELECT header, body FROM revision JOIN body ON revision = seq"
    ).fetchone()
    for stored in (header, body):
        again = json.dumps(
            json.loads(stored), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert again.encode() == stored
    assert "Zoë: “hm”".encode() in body


def test_the_clock_never_goes_back(journal_path: Path, now: Moment) -> None:
    """When the computer's clock is set back, revisions still get later times."""
    clocks = []
    for hours in (0, -24, -24, 1):
        moment = now._replace(local=now.local + timedelta(hours=hours))
        with open_journal(journal_path, moment, create=True) as journal:
            add_entry(journal, ENTRY)
            clocks.append(headers(journal)[-1]["clock"])
    assert clocks == [now.ms, now.ms + 1, now.ms + 2, now.ms + 3_600_000]


def test_one_command_is_one_change(journal_path: Path, now: Moment) -> None:
    """Visits that name the same change share it, so that they can be undone together."""
    shared = uuid4()
    for _ in range(2):
        with open_journal(journal_path, now, create=True, change=shared) as journal:
            add_reflection(journal, Reflection(topic="why", text="x", day=DAY))
    with open_journal(journal_path, now) as journal:
        add_entry(journal, ENTRY)
        changes = [header["change"] for header in headers(journal)]
        assert changes[:2] == [str(shared)] * 2
        assert changes[2] != str(shared)


def test_an_edit_keeps_fields_it_does_not_know(journal: Journal, change: Change) -> None:
    """What a newer ally wrote into a body survives an older one's change."""
    record = change.add("plan", {"text": "x", "state": "open", "opened": "2026-11-20", "new": 7})
    change.amend("plan", record, {"state": "kept"})
    bodies = journal.connection.execute("SELECT body FROM body ORDER BY revision").fetchall()
    assert json.loads(bodies[-1][0]) == {
        "text": "x",
        "state": "kept",
        "opened": "2026-11-20",
        "new": 7,
    }


def test_an_edit_names_the_heads_it_read(journal: Journal) -> None:
    """Parents are exactly the heads before the change, so the history is a chain."""
    PLANS.add(journal, Plan(text="x", opened=DAY))
    PLANS.end(journal, 1, "kept", None, DAY)
    PLANS.end(journal, 1, "changed", None, DAY)
    ids = [
        row[0].hex() for row in journal.connection.execute("SELECT id FROM revision ORDER BY seq")
    ]
    assert [header["parents"] for header in headers(journal)] == [[], [ids[0]], [ids[1]]]


def fork(journal: Journal, text: str, clock: int) -> None:
    """Append what another device wrote without having seen any later revision of entry 1."""
    execute = journal.connection.execute
    (record,) = execute("SELECT record FROM number WHERE type = 'entry'").fetchone()
    (first,) = execute("SELECT id FROM revision ORDER BY seq LIMIT 1").fetchone()
    body = json.dumps({"day": "2026-11-20", "kind": "act", "text": text}).encode()
    sequence = execute(
        "INSERT INTO revision(id, record, change, type, op, clock, header)"
        " VALUES (?, ?, ?, 'entry', 'put', ?, ?)",
        (sha256(text.encode()).digest(), record, uuid4().bytes, clock, b"{}"),
    ).lastrowid
    execute("INSERT INTO parent(revision, parent) VALUES (?, ?)", (sequence, first))
    execute("INSERT INTO body VALUES (?, ?, ?)", (sequence, b"salt", body))
    project(journal.connection, [(record, "entry")])


def test_racing_edits_are_both_kept_and_flagged(journal: Journal, now: Moment) -> None:
    """Two heads with different words are a conflict; the later clock is shown."""
    add_entry(journal, ENTRY)
    fork(journal, "from the laptop", now.ms + 10)
    assert not find_entry(journal, 1).conflict
    assert find_entry(journal, 1).text == "from the laptop"
    fork(journal, "from the desk", now.ms + 20)
    assert find_entry(journal, 1).conflict
    assert find_entry(journal, 1).text == "from the desk"
    fork(journal, "from the train", now.ms + 5)
    assert find_entry(journal, 1).text == "from the desk"
    assert journal.connection.execute("SELECT count(*) FROM body").fetchone() == (4,)


def test_lasting_ids_are_the_same_everywhere() -> None:
    """A setting has one record on every device."""
    week = lasting_record_id("setting", "week_starts")
    assert week == lasting_record_id("setting", "week_starts")
    assert week != lasting_record_id("setting", "counts")
    assert week == UUID("7c6507f0-8f6d-5b6c-ab99-38a3757dc418")


def test_a_setting_is_read_and_replaced(journal: Journal, change: Change) -> None:
    """The newest value of a setting holds."""
    record = lasting_record_id("setting", "week_starts")
    change.put("setting", record, {"key": "week_starts", "value": "sunday"})
    assert journal.settings().week_starts == "sunday"
    change.put("setting", record, {"key": "week_starts", "value": "saturday"})
    assert journal.settings().week_starts == "saturday"


def test_what_was_heard_is_found_with_its_entry(journal: Journal, change: Change) -> None:
    """Heard records belong to an entry, and its search index knows their words."""
    journal.connection.execute("COMMIT")
    entry = add_entry(journal, ENTRY)
    journal.connection.execute("BEGIN IMMEDIATE")
    change.add(
        "heard", {"entry": entry.id, "from": "them", "text": "It helped", "day": "2026-11-21"}
    )
    change.add("heard", {"entry": entry.id, "from": "not-mine", "day": "2026-11-22"})
    heard = find_entry(journal, 1).heard
    assert [(one.source, one.text, one.day.day) for one in heard] == [
        ("them", "It helped", 21),
        ("not-mine", "", 22),
    ]
    found = journal.connection.execute(
        "SELECT rowid FROM entry_words WHERE entry_words MATCH 'helped'"
    ).fetchall()
    assert found == [(1,)]


def test_a_type_from_a_newer_ally_is_kept_unshown(journal: Journal, change: Change) -> None:
    """A record type this version does not know gets no row, and loses nothing."""
    change.add("song", {"text": "la"})
    assert journal.connection.execute("SELECT type FROM revision").fetchall() == [("song",)]
    with pytest.raises(sqlite3.OperationalError):
        journal.connection.execute("SELECT * FROM song")
