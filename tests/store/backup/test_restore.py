"""Restoring: the backup's words are there, those of before are a backup, and nothing is nowhere."""

import gzip
import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from ally_journal.domain.backup import Backup
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.errors import (
    AnotherProgram,
    CannotKeep,
    CannotUndo,
    CopyUnsound,
    JournalDamaged,
    JournalNewer,
    NotAJournal,
    NotFound,
)
from ally_journal.store.backup import restore
from ally_journal.store.backup.catalog import back_up_now, backups_of, tidy
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database import file, snapshot
from ally_journal.store.database.convert import convert
from ally_journal.store.files.layout import backup_file, machine_file
from ally_journal.store.journal import entries, history
from ally_journal.store.journal.entries import add_entry, find_entries, find_entry
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.merge import see
from ally_journal.store.revisions.integrity import is_damaged

ENTRY = Entry(kind=Kind.ACT, text="one", day=date(2026, 11, 20))
OLD = Path(__file__).parents[1] / "journals" / "schema-1.db.gz"


def log(path: Path, now: Moment, text: str) -> None:
    with open_journal(path, now, create=True) as journal:
        add_entry(journal, replace(ENTRY, text=text))


def texts(path: Path, now: Moment) -> list[str]:
    with open_journal(path, now) as journal:
        return [entry.text for entry in find_entries(journal, Filter())]


class Kept(NamedTuple):
    """A journal's path, and the backup of its first entry."""

    path: Path
    backup: Backup


@pytest.fixture
def kept(journal_path: Path, now: Moment) -> Kept:
    """A journal with one and two in it, and a backup with one."""
    log(journal_path, now, "one")
    backup = back_up_now(journal_path, now, "by-hand")
    log(journal_path, now, "two")
    return Kept(journal_path, backup)


def beside(path: Path) -> set[str]:
    return {one.name for one in path.parent.iterdir()}


def test_there_and_back_again(kept: Kept, now: Moment) -> None:
    """What a restore replaced is a backup, and restoring that takes the restore back."""
    done = restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one"]
    assert not is_damaged(kept.path)
    before = backups_of(kept.path).sound[-1]
    assert (before.name, before.reason, before.entries) == (done.before, "before-restore", 2)
    assert restore.restore(kept.path, before, now.local).before not in {None, before.name}
    assert texts(kept.path, now) == ["one", "two"]
    assert beside(kept.path) == {"journal.db", "journal.db.backups"}


def test_afterwards_it_is_another_device(kept: Kept, now: Moment) -> None:
    """Revisions written after a restore must not be taken for a continuation of those before."""

    def device() -> str:
        with open_journal(kept.path, now) as journal:
            (header,) = journal.connection.execute(
                "SELECT json_extract(CAST(header AS TEXT), '$.device') FROM revision"
                " ORDER BY seq DESC"
            ).fetchone()
            return str(header)

    before = device()
    restore.restore(kept.path, kept.backup, now.local)
    log(kept.path, now, "three")
    assert device() != before
    assert device() in machine_file(kept.path).read_text()
    log(kept.path, now, "four")
    with open_journal(kept.path, now) as journal:
        assert [one.name for one in history.undo(journal, 2)] == ["entry 4", "entry 3"]


def test_an_open_journal_goes_on_with_what_was_restored(kept: Kept, now: Moment) -> None:
    """A visit that began before a restore writes into the journal that is there now."""
    with open_journal(kept.path, now) as visit:
        assert find_entry(visit, 2).text == "two"
        restore.restore(kept.path, kept.backup, now.local)
        assert add_entry(visit, replace(ENTRY, text="three")).number == 3
    assert texts(kept.path, now) == ["one", "three"]
    assert not is_damaged(kept.path)


def test_what_vanished_meanwhile_is_not_changed(kept: Kept, now: Moment) -> None:
    """An edit or a deletion of an entry that the backup does not hold says why it cannot be."""
    with open_journal(kept.path, now) as journal:
        seen = see(journal, find_entry(journal, 2))
    restore.restore(kept.path, kept.backup, now.local)
    with open_journal(kept.path, now) as journal:
        with pytest.raises(NotFound, match="restored meanwhile"):
            entries.edit(journal, seen, replace(seen.value, text="two, edited"))
        with pytest.raises(NotFound, match="restored meanwhile"):
            entries.delete(journal, (seen.value,))
    assert not is_damaged(kept.path)


def test_an_edit_of_a_version_that_vanished_keeps_both(kept: Kept, now: Moment) -> None:
    """The entry is there, but not as it was seen: both texts stay."""
    with open_journal(kept.path, now) as journal:
        seen = see(journal, find_entry(journal, 1))
        entries.edit(journal, seen, replace(seen.value, text="one, edited"))
        seen = see(journal, find_entry(journal, 1))
    restore.restore(kept.path, kept.backup, now.local)
    with open_journal(kept.path, now) as journal:
        edited = entries.edit(journal, seen, replace(seen.value, text="one, edited again"))
        assert (edited.text, edited.conflict) == ("one, edited again", True)
    assert not is_damaged(kept.path)


DAMAGES = {
    "empty": b"",
    "text": b"Dear diary",
    "zeroes": bytes(200_000),
    "cut off": b"SQLite format 3\x00",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_over_what_is_no_journal_any_more(kept: Kept, now: Moment, damage: bytes) -> None:
    """What is left of a journal is kept under another name."""
    kept.path.write_bytes(damage)
    with pytest.raises(JournalDamaged):
        restore.present(kept.path)
    done = restore.restore(kept.path, kept.backup, now.local)
    assert done.before is None
    assert done.aside is not None
    assert done.aside.read_bytes() == damage
    assert texts(kept.path, now) == ["one"]


@pytest.mark.parametrize("where", [100, 4_096, 8_192, 20_480])
def test_over_torn_pages(kept: Kept, now: Moment, where: int) -> None:
    """A page of noise anywhere: either its words are in a backup or its bytes are set aside."""
    torn = bytearray(kept.path.read_bytes())
    torn[where : where + 4_000] = b"\xa5" * 4_000
    kept.path.write_bytes(torn)
    done = restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one"]
    assert not is_damaged(kept.path)
    if done.aside is None:
        assert done.before in {one.name for one in backups_of(kept.path).sound}
    else:
        assert done.aside.read_bytes() == torn


def test_over_a_changed_word(kept: Kept, now: Moment) -> None:
    """Damage that only the hashes see is set aside whole."""
    with closing(sqlite3.connect(kept.path)) as connection, connection:
        connection.execute(
            "UPDATE body SET body = CAST(replace(CAST(body AS TEXT), 'two', 'owt') AS BLOB)"
        )
    done = restore.restore(kept.path, kept.backup, now.local)
    assert done.aside is not None
    assert b"owt" in done.aside.read_bytes()
    assert texts(kept.path, now) == ["one"]


def test_over_nothing(kept: Kept, now: Moment) -> None:
    """Where there is no journal any more, there is one again."""
    kept.path.unlink()
    assert restore.present(kept.path) is None
    assert restore.restore(kept.path, kept.backup, now.local) == (None, None, True)
    assert texts(kept.path, now) == ["one"]
    assert kept.path.stat().st_mode & 0o777 == 0o600


def hot_journal(path: Path) -> bytes:
    """What a process that died while writing leaves beside a journal."""
    whole = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("PRAGMA cache_size = 1")
        writing.execute("BEGIN")
        writing.execute("CREATE TABLE t(x)")
        for _ in range(50):
            writing.execute("INSERT INTO t VALUES (zeroblob(4000))")
        left = path.with_name(f"{path.name}-journal").read_bytes()
        writing.execute("ROLLBACK")
    path.write_bytes(whole)
    path.with_name(f"{path.name}-journal").write_bytes(left)
    return left


def test_a_leftover_is_not_written_into_what_is_new(kept: Kept, now: Moment) -> None:
    """A rollback journal beside a missing journal would spoil the one that takes its place."""
    left = hot_journal(kept.path)
    kept.path.unlink()
    restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one"]
    assert not is_damaged(kept.path)
    (aside,) = kept.path.parent.glob("journal.db.left-*-journal")
    assert aside.read_bytes() == left


def test_nor_into_a_new_journal(kept: Kept, now: Moment) -> None:
    """The same when a log makes the journal anew."""
    hot_journal(kept.path)
    kept.path.unlink()
    log(kept.path, now, "anew")
    assert texts(kept.path, now) == ["anew"]
    assert not is_damaged(kept.path)


def test_a_leftover_of_a_damaged_journal_goes_with_it(kept: Kept, now: Moment) -> None:
    """Both are kept together, for whoever may mend them."""
    left = hot_journal(kept.path)
    kept.path.write_bytes(bytes(100_000))
    aside = restore.restore(kept.path, kept.backup, now.local).aside
    assert aside is not None
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == left
    assert texts(kept.path, now) == ["one"]


def test_over_a_link(kept: Kept, now: Moment) -> None:
    """A journal that is a link to another place stays one, also when it has to be renamed."""
    elsewhere = kept.path.parent / "elsewhere.db"
    for damage in (None, b"torn"):
        kept.path.unlink()
        elsewhere.write_bytes(b"")
        elsewhere.unlink()
        kept.path.symlink_to(elsewhere)
        restore.restore(kept.path, kept.backup, now.local)
        if damage:
            elsewhere.write_bytes(damage)
            restore.restore(kept.path, kept.backup, now.local)
        assert kept.path.is_symlink()
        assert texts(kept.path, now) == texts(elsewhere, now) == ["one"]


def test_what_is_not_ours_stays(kept: Kept, now: Moment) -> None:
    """Another program's database, a folder, and a newer ally's journal are never replaced."""
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalNewer):
        restore.restore(kept.path, kept.backup, now.local)
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("PRAGMA application_id = 7")
    before = kept.path.read_bytes()
    for _ in range(2):
        with pytest.raises(AnotherProgram):
            restore.restore(kept.path, kept.backup, now.local)
    assert kept.path.read_bytes() == before
    kept.path.unlink()
    kept.path.mkdir()
    with pytest.raises(NotAJournal, match="not a file"):
        restore.restore(kept.path, kept.backup, now.local)
    assert list(kept.path.iterdir()) == []


def test_a_spoilt_backup_changes_nothing(kept: Kept, now: Moment) -> None:
    """The candidate is verified before anything else, however lately it was listed."""
    copy = kept.path.with_name("journal.db.backups") / f"{kept.backup.name}.db"
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            "UPDATE body SET body = CAST(replace(CAST(body AS TEXT), 'one', 'eno') AS BLOB)"
        )
    with pytest.raises(CopyUnsound, match="nothing was changed"):
        restore.restore(kept.path, kept.backup, now.local)
    copy.unlink()
    with pytest.raises(CannotKeep, match="the journal is as it was"):
        restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one", "two"]
    assert beside(kept.path) == {"journal.db", "journal.db.backups"}


def test_a_backup_of_an_older_schema(journal_path: Path, now: Moment) -> None:
    """It is brought up to date before it takes the journal's place; the backup stays as it is."""
    folder = journal_path.with_name("journal.db.backups")
    folder.mkdir(parents=True)
    name = f"{snapshot.stamp(now.local)}-before-migration"
    (folder / f"{name}.db").write_bytes(gzip.decompress(OLD.read_bytes()))
    (backup,) = backups_of(journal_path).sound
    log(journal_path, now, "new")
    with open_journal(journal_path, now) as waiting:
        restore.restore(journal_path, backup, now.local)
        number = add_entry(waiting, replace(ENTRY, text="written by one that waited")).number
    assert number == max(number, backup.entries)
    with closing(sqlite3.connect(journal_path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (file.SCHEMA,)
    with closing(sqlite3.connect(folder / f"{name}.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert not is_damaged(journal_path)
    assert len(texts(journal_path, now)) == backup.entries + 1


def test_a_backup_of_a_newer_schema(kept: Kept, now: Moment) -> None:
    """What a newer ally made is for a newer ally to restore."""
    copy = kept.path.with_name("journal.db.backups") / f"{kept.backup.name}.db"
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalNewer):
        restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one", "two"]


@pytest.mark.faults
def test_looking_at_many_backups_loses_no_word(kept: Kept, now: Moment) -> None:
    """Restores and logs in turn leave more copies than retention keeps, while each has its own."""
    written = {"one", "two"}
    for turn in range(12):
        first = backups_of(kept.path).sound[0]
        restore.restore(kept.path, first, now.local)
        log(kept.path, now, f"turn {turn}")
        written.add(f"turn {turn}")
    there = backups_of(kept.path).sound
    found = set(texts(kept.path, now))
    for backup in there:
        restore.restore(kept.path, backup, now.local)
        found |= set(texts(kept.path, now))
    assert found == written


@pytest.mark.faults
def test_what_is_held_elsewhere_is_let_go(kept: Kept, now: Moment) -> None:
    """Going to and fro makes no heap: equal copies count once, and a year is enough."""
    copy = kept.path.with_name("journal.db.backups") / f"{kept.backup.name}.db"
    first = copy.read_bytes()
    for _ in range(12):
        restore.restore(kept.path, backups_of(kept.path).sound[-1], now.local)
    assert len(backups_of(kept.path).sound) <= 4
    for turn in range(6):
        copy.write_bytes(first)  # where they part from each other
        restore.restore(kept.path, kept.backup, now.local)
        log(kept.path, now, f"turn {turn}")
    assert len(backups_of(kept.path).sound) > 5
    for later in (400, 401):
        back_up_now(kept.path, now._replace(local=now.local + timedelta(days=later)), "by-hand")
    assert len(backups_of(kept.path).sound) > 5, "a clock that is ahead for a day lets none go"
    back_up_now(kept.path, now._replace(local=now.local + timedelta(days=402)), "by-hand")
    assert len(backups_of(kept.path).sound) <= 5


def test_a_damaged_journal_lets_go_of_nothing(kept: Kept, now: Moment) -> None:
    """Which words are only in a backup cannot be told then."""
    for _ in range(6):
        with open_journal(kept.path, now) as journal:
            snapshot.back_up(journal.connection, kept.path, snapshot.stamp(now.local), "by-hand")
    kept.path.write_bytes(bytes(100_000))
    tidy(kept.path, now.naive)
    assert len(backups_of(kept.path).sound) == 7


@pytest.mark.parametrize("links", [True, False])
def test_what_is_set_aside_is_private(
    kept: Kept, now: Moment, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Also when the damaged journal was open to others, with hard links and without."""

    def no_links(*_paths: Path) -> None:
        raise PermissionError

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    kept.path.write_bytes(b"spoilt " * 1000)
    kept.path.chmod(0o644)
    aside = restore.restore(kept.path, kept.backup, now.local).aside
    assert aside is not None
    assert aside.read_bytes() == b"spoilt " * 1000
    assert stat.S_IMODE(aside.stat().st_mode) == stat.S_IMODE(kept.path.stat().st_mode) == 0o600


@pytest.mark.faults
def test_what_was_encrypted_meanwhile_is_not_set_aside(
    kept: Kept, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks damaged to whoever opens it as the plain one it was a moment ago."""
    real = restore._exchange

    def late(_staged: Path, journal: Path, *_given: object, **_named: object) -> None:
        monkeypatch.setattr(restore, "_exchange", real)
        convert(journal, None, keys.fresh("a passphrase"))
        with closing(sqlite3.connect(journal)) as opened_as_plain:
            opened_as_plain.execute("SELECT 1 FROM revision")

    monkeypatch.setattr(restore, "_exchange", late)
    with pytest.raises(CannotKeep, match="Another run of ally exchanged"):
        restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one", "two"]
    assert beside(kept.path) == {"journal.db", "journal.db.backups"}
    monkeypatch.setattr(restore, "_look", lambda _: convert(kept.path, *_keys(kept.path)))
    with pytest.raises(CannotKeep, match="Another run of ally exchanged"):
        restore.restore(kept.path, kept.backup, now.local)


def _keys(path: Path) -> tuple[Key, Key]:
    return keys.needed(path, salt_of(path) or b""), keys.fresh("another passphrase")


@pytest.mark.parametrize("damage", [b"spoilt " * 1000, None])
def test_of_two_restores_one_sets_a_damaged_journal_aside(
    kept: Kept, now: Moment, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    """What was logged after the first one stays where it is, since that journal is sound."""
    real = restore._set_aside
    held = damage or kept.path.read_bytes().replace(b"two", b"owt")
    kept.path.write_bytes(held)

    def late(staged: Path, journal: Path, begins: str) -> Path | None:
        monkeypatch.setattr(restore, "_set_aside", real)
        assert restore.restore(journal, kept.backup, now.local).aside is not None
        log(journal, now, "three")
        return real(staged, journal, begins)

    monkeypatch.setattr(restore, "_set_aside", late)
    with pytest.raises(CannotKeep, match="Another run of ally exchanged"):
        restore.restore(kept.path, kept.backup, now.local)
    assert texts(kept.path, now) == ["one", "three"]


def test_undo_says_what_was_there_before(kept: Kept, now: Moment) -> None:
    """No journal, a damaged one, or one whose backup is gone by now."""

    def said() -> str:
        with open_journal(kept.path, now) as journal, pytest.raises(CannotUndo) as refused:
            history.undo(journal, 1)
        return str(refused.value)

    kept.path.unlink()
    restore.restore(kept.path, kept.backup, now.local)
    assert said().endswith("stop where a backup was restored; there was none here before.")
    kept.path.write_bytes(b"spoilt " * 1000)
    aside = restore.restore(kept.path, kept.backup, now.local).aside
    assert said().endswith(f"the damaged one from before is kept as {aside}.")
    before = restore.restore(kept.path, kept.backup, now.local).before
    assert f"ally backup restore {before} brings back" in said()
    backup_file(kept.path, str(before)).unlink()
    assert said().endswith(f"the backup made before, {before}, is not there any more.")
