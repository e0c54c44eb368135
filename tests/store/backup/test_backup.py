"""Backups: a copy counts only when every word in it verifies."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.errors import CannotKeep, CopyUnsound
from ally_journal.store.backup import catalog
from ally_journal.store.crypto.keys import Key
from ally_journal.store.database import snapshot
from ally_journal.store.files.layout import backups_folder, beside
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import Journal, open_journal

ENTRY = Entry(kind=Kind.ACT, text="A word worth keeping", day=date(2026, 11, 20))


def test_a_backup_is_whole_private_and_verifies(journal: Journal, journal_path: Path) -> None:
    """The copy opens, holds the words, and only its owner can read it."""
    add_entry(journal, ENTRY)
    copy = snapshot.back_up(journal.connection, journal_path, "20261120", "test")
    assert copy == journal_path.with_name("journal.db.backups") / "20261120-test.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert snapshot.verify(copy) is None
    assert {path.name for path in copy.parent.iterdir()} == {copy.name, ".checked.json"}


CHANGED_WORD = """
UPDATE body SET body = CAST(replace(CAST(body AS TEXT), 'worth', 'Worth') AS BLOB)
"""
CHANGED_HEADER = "UPDATE revision SET header = CAST(CAST(header AS TEXT) || ' ' AS BLOB)"


@pytest.mark.parametrize(
    ("damage", "verdict"),
    [(CHANGED_WORD, "the words of a revision"), (CHANGED_HEADER, "a revision has changed")],
)
def test_a_changed_word_is_found(
    journal: Journal, journal_path: Path, damage: str, verdict: str
) -> None:
    """SQLite's own check sees nothing wrong with a changed letter; the hashes do."""
    add_entry(journal, ENTRY)
    copy = snapshot.back_up(journal.connection, journal_path, "20261120", "test")
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(damage)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert verdict in (snapshot.verify(copy) or "")


def test_a_copy_that_does_not_verify_stops_the_change(
    journal: Journal, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be restored is never listed as a backup."""
    monkeypatch.setattr(snapshot, "verify", lambda _copy: "page 3 is torn")
    with pytest.raises(CannotKeep, match="page 3 is torn"):
        snapshot.back_up(journal.connection, journal_path, "20261120", "test")
    assert list(journal_path.with_name("journal.db.backups").glob("*.db")) == []


def made_by_hand(journal: Journal, path: Path, local: datetime, reason: str = "by-hand") -> Path:
    return snapshot.back_up(journal.connection, path, snapshot.stamp(local), reason)


def test_a_name_of_any_bytes(tmp_path: Path, now: Moment) -> None:
    """A folder may be called anything a file system takes."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 ?#%20 'x'.db"))
    with open_journal(path, now, create=True) as journal:
        add_entry(journal, ENTRY)
        copy = made_by_hand(journal, path, now.local)
    assert snapshot.verify(copy) is None
    assert [one.entries for one in catalog.backups_of(path).sound] == [1]


def test_a_list_is_verified_once_and_again_when_a_copy_changed(
    journal: Journal, journal_path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing is cheap as long as nothing changed; what changed is looked at anew."""
    add_entry(journal, ENTRY)
    copies = [made_by_hand(journal, journal_path, now.local) for _ in range(2)]
    looked_at: list[Path] = []

    def verify(copy: Path) -> str | None:
        looked_at.append(copy)
        return snapshot.verify(copy)

    monkeypatch.setattr(catalog, "verify", verify)
    there = catalog.backups_of(journal_path)
    assert looked_at == []
    assert {one.name for one in there.sound} == {copy.stem for copy in copies}
    assert {(one.entries, one.newest, one.reason) for one in there.sound} == {
        (1, ENTRY.day, "by-hand")
    }
    os.utime(copies[0], ns=(1, 1))
    assert catalog.to_verify(journal_path) == (copies[0],)
    assert catalog.backups_of(journal_path) == there
    assert looked_at == [copies[0]]
    assert catalog.backups_of(journal_path, again=True) == there
    assert len(looked_at) == 3


@pytest.mark.parametrize("content", ["[", "[1]", '{"x": 1}', "null", "[" * 100_000])
def test_a_strange_record_only_costs_time(
    journal: Journal, journal_path: Path, now: Moment, content: str
) -> None:
    """The record of what was verified can be anything, or gone."""
    add_entry(journal, ENTRY)
    copy = made_by_hand(journal, journal_path, now.local)
    record = copy.with_name(".checked.json")
    known = json.loads(record.read_text())
    for broken in (content, json.dumps({copy.name: {**known[copy.name], "entries": "many"}})):
        record.write_text(broken)
        (found,) = catalog.backups_of(journal_path).sound
        assert (found.name, found.entries) == (copy.stem, 1)
    record.unlink()
    assert len(catalog.backups_of(journal_path).sound) == 1


def test_what_does_not_verify_is_not_listed_and_never_deleted(
    journal: Journal, journal_path: Path, now: Moment
) -> None:
    """A spoilt copy is told apart, counts for nothing and stays for whoever wants to look."""
    add_entry(journal, ENTRY)
    good, spoilt, text = (made_by_hand(journal, journal_path, now.local) for _ in range(3))
    with closing(sqlite3.connect(spoilt)) as connection, connection:
        connection.execute(CHANGED_WORD)
    text.write_text("not a database")
    there = catalog.backups_of(journal_path)
    assert [one.name for one in there.sound] == [good.stem]
    assert {one.name for one in there.unsound} == {spoilt.stem, text.stem}
    for day in range(60):
        made_by_hand(journal, journal_path, now.local + timedelta(days=day))
    catalog.tidy(journal_path, now.naive + timedelta(days=60))
    assert spoilt.exists()
    assert text.exists()


def test_a_month_of_backups_is_thinned_out(
    journal: Journal, journal_path: Path, now: Moment
) -> None:
    """Tidying keeps what retention keeps, and leaves files that are not ally's alone."""
    add_entry(journal, ENTRY)
    for day in range(30):
        later = now.local + timedelta(days=day)
        newest = made_by_hand(journal, journal_path, later)
        (newest.parent / "mine.db").write_text("mine")
        catalog.tidy(journal_path, later.replace(tzinfo=None))
    left = catalog.backups_of(journal_path).sound
    assert 7 < len(left) < 14
    assert left[-1].name == newest.stem
    assert (newest.parent / "mine.db").read_text() == "mine"


def test_leftovers_go_when_they_are_a_day_old(
    journal: Journal, journal_path: Path, now: Moment
) -> None:
    """What a killed backup or restore left is swept, but never what may be in use."""
    add_entry(journal, ENTRY)
    folder = made_by_hand(journal, journal_path, now.local).parent
    old, young = folder / "20261118-x.partial", folder / "20261119-x.partial"
    hidden, in_use = (beside(journal_path) for _ in range(2))
    foreign = journal_path.with_name(f".{journal_path.name}.note")
    for left in (old, young, hidden, in_use, foreign):
        left.write_text("half a copy")
    for left in (old, hidden, foreign):
        os.utime(left, (1, 1))
    made_by_hand(journal, journal_path, now.local)
    catalog.tidy(journal_path, now.naive)
    assert [left.exists() for left in (old, young, hidden, in_use, foreign)] == [
        False,
        True,
        False,
        True,
        True,
    ]


def test_a_damaged_journal_says_so_instead_of_a_backup(
    journal: Journal, journal_path: Path, now: Moment
) -> None:
    """A copy of words that changed is no backup, and no half of one is left."""
    add_entry(journal, ENTRY)
    journal.connection.execute(CHANGED_WORD)
    with pytest.raises(CopyUnsound, match="is damaged"):
        made_by_hand(journal, journal_path, now.local)
    assert list(journal_path.with_name("journal.db.backups").iterdir()) == []


def test_tidying_stops_nothing(journal: Journal, journal_path: Path, now: Moment) -> None:
    """What cannot be tidied is left; a restore or a log has long been done."""
    add_entry(journal, ENTRY)
    folder = journal_path.with_name("journal.db.backups")
    folder.write_text("a file is in the way")
    catalog.tidy(journal_path, now.naive)
    with pytest.raises(CannotKeep, match="The backups cannot be read"):
        catalog.backups_of(journal_path)
    assert catalog.names(journal_path) == []


def test_no_backup_stays_plain_beside_a_journal_encrypted_meanwhile(
    journal_path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was begun before is not kept: nobody would know of it."""
    key = Key(b"1" * 32, b"a" * 16)
    true_verify = snapshot.verify

    def encrypt_meanwhile(copy: Path) -> str | None:
        monkeypatch.setattr(snapshot, "verify", true_verify)
        script = f"""
from pathlib import Path
from ally_journal.store.database.convert import convert
from ally_journal.store.crypto.keys import Key
convert(Path({os.fspath(journal_path)!r}), None, Key({key.raw!r}, {key.salt!r}))
"""
        subprocess.run([sys.executable, "-c", script], check=True)
        return true_verify(copy)

    monkeypatch.setattr(snapshot, "verify", encrypt_meanwhile)
    with open_journal(journal_path, now, create=True) as opened:
        opened.configure("plain", "true")
        with pytest.raises(CannotKeep, match="run this again"):
            snapshot.back_up(opened.connection, journal_path, "20261120-143000-0a1b2c3d", "daily")
    assert list(backups_folder(journal_path).iterdir()) == []
