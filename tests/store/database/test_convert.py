"""One way for all three: an equal copy takes the file's place, or nothing happens at all."""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
from tests.support.copies import every_row

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.errors import AllyError, CannotKeep, CopyUnsound, JournalDamaged, JournalNewer
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import SQLITE, salt_of
from ally_journal.store.database import convert as database_convert
from ally_journal.store.database import file
from ally_journal.store.database.connection import connect
from ally_journal.store.database.convert import convert, sweep
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files.layout import unfinished
from ally_journal.store.journal.entries import add_entry, find_entry
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.plans import PLANS

ONE, TWO = Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16)
DAY = date(2026, 11, 20)


@pytest.fixture
def path(journal_path: Path, now: Moment) -> Path:
    """A closed journal with some entries, one of them changed and one deleted."""
    write(journal_path, now, "one", "two", "three")
    return journal_path


def write(path: Path, now: Moment, *texts: str) -> None:
    with open_journal(path, now, create=True) as opened:
        for text in texts:
            add_entry(opened, Entry(kind=Kind.ACT, text=text, day=DAY, tags=("hiring",)))


def schema_of(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        objects = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        return connection.execute(objects).fetchall()


def all_alone(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_there_and_back(path: Path) -> None:
    """Everything is the same after all three: rows, schema, numbers of SQLite's own, mode."""
    before, schema = every_row(path), schema_of(path)
    for old, new in ((None, ONE), (ONE, TWO), (TWO, None)):
        convert(path, old, new)
        assert salt_of(path) == (new and new.salt)
        assert verify(path) is None
        assert path.stat().st_mode & 0o777 == 0o600
        assert all_alone(path) == ["journal.db"]
    assert (every_row(path), schema_of(path)) == (before, schema)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        found = connection.execute("SELECT count(*) FROM entry_words WHERE entry_words MATCH 'two'")
        assert found.fetchone() == (1,)


def test_the_old_file_is_never_written_to(path: Path) -> None:
    """Whoever has it open still reads what was there."""
    before = path.read_bytes()
    with path.open("rb") as held:
        convert(path, None, ONE)
        assert held.read() == before


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("create_private", errno.EROFS, "read-only file system"),
        ("create_private", errno.EACCES, "permission denied"),
        ("create_private", errno.ENOSPC, "no space left"),
        ("sync_file", errno.EIO, "input/output error"),
        ("_exchange", errno.EPERM, "operation not permitted"),
    ],
)
def test_what_a_disk_refuses(
    what: str, code: int, said: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, not a byte changed, nothing left beside it."""

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    before = path.read_bytes()
    monkeypatch.setattr(database_convert, what, refuse)
    with pytest.raises(CannotKeep, match=f"(?i){said}.*; it is as it was") as refused:
        convert(path, None, ONE)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before
    assert all_alone(path) == ["journal.db"]


def test_a_limit_in_the_middle_of_the_copy(path: Path) -> None:
    """As on a disk that gets full: the same, told by SQLite."""
    script = """
import resource, sys
from pathlib import Path
from ally_journal.errors import CannotKeep
from ally_journal.store.database.convert import convert
from ally_journal.store.crypto.keys import Key
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    convert(Path(sys.argv[1]), None, Key(b"1" * 32, b"a" * 16))
except CannotKeep as refused:
    print(refused)
"""
    before = path.read_bytes()
    assert len(before) > 60_000
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"{path} could not be rewritten: ")
    assert done.stdout.endswith("; it is as it was.\n")
    assert path.read_bytes() == before
    assert all_alone(path) == ["journal.db"]


@pytest.mark.parametrize("kind", ["page", "words"])
def test_a_damaged_journal_stays(kind: str, path: Path) -> None:
    """It is not made into a sound-looking one: its backups are for that."""
    if kind == "page":
        content = bytearray(path.read_bytes())
        content[3 * 4096 : 4 * 4096] = b"\xff" * 4096
        path.write_bytes(content)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE body SET body = CAST('{}' AS BLOB)")
            connection.commit()
    before = path.read_bytes()
    with pytest.raises((CopyUnsound, JournalDamaged), match="is damaged"):
        convert(path, None, ONE)
    assert path.read_bytes() == before
    assert all_alone(path) == ["journal.db"]


def test_a_copy_that_is_not_equal_is_not_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even when it verifies: a missing tag, number or word of the index would be a loss."""
    true_copy = database_convert._copy

    def lose(real: Path, old: Key | None, copy: Path, new: Key | None) -> None:
        true_copy(real, old, copy, new)
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(lost[-1])
            connection.commit()

    lost: list[str] = []
    convert(path, None, ONE)
    sealed = path.read_bytes()
    monkeypatch.setattr(database_convert, "_copy", lose)
    for statement in (
        "DELETE FROM entry_tag WHERE entry = 2",
        "UPDATE number SET number = 9 WHERE number = 3",
        "DELETE FROM entry_words_docsize WHERE id = 1",
        "UPDATE meta SET value = 'x' WHERE key = 'journal'",
        "INSERT INTO setting VALUES ('counts', 'false')",
        "DROP INDEX entry_by_day",
    ):
        lost.append(statement)
        with pytest.raises(CopyUnsound, match="did not come out equal"):
            convert(path, ONE, None)
        assert path.read_bytes() == sealed


def test_a_newer_journal_and_another_programs_stay(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(JournalNewer):
        convert(path, None, ONE)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1")
    with pytest.raises(AllyError, match="another program"):
        convert(path, None, ONE)
    assert path.read_bytes()[:16] == SQLITE


def test_a_journal_with_a_write_ahead_log_is_folded_in(path: Path) -> None:
    """What another tool set; no word may stay in a file beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO setting VALUES ('x', 'canary')")
        connection.commit()
    convert(path, None, ONE)
    assert all_alone(path) == ["journal.db"]
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT value FROM setting").fetchall() == [("canary",)]


def test_who_comes_second_is_told(path: Path) -> None:
    """The key is not the one that was looked at; nothing is done twice."""
    convert(path, None, ONE)
    before = path.read_bytes()
    for old in (None, TWO):
        with pytest.raises(CannotKeep, match="by another run of ally"):
            convert(path, old, TWO)
    assert path.read_bytes() == before


def test_a_writer_goes_on_with_the_new_file(path: Path, now: Moment) -> None:
    """What was opened before is written after, and it is all there: nobody types again."""
    keys.hold(ONE)
    with open_journal(path, now) as opened:
        assert len(PLANS.listed(opened)) == 0
        done = in_another_process(path, None, ONE)
        assert done == 0
        add_entry(opened, Entry(kind=Kind.LEARN, text="written after", day=DAY))
        assert find_entry(opened, 4).text == "written after"
    with open_journal(path, now) as opened:
        assert find_entry(opened, 4).text == "written after"
    assert salt_of(path) == ONE.salt


def test_a_writer_without_the_key_is_told(path: Path, now: Moment) -> None:
    """One sentence; whoever wrote keeps the words, as with every other refusal."""
    with open_journal(path, now) as opened:
        in_another_process(path, None, ONE)
        with pytest.raises(CannotKeep, match=r"was encrypted, .* run this again"):
            add_entry(opened, Entry(kind=Kind.LEARN, text="written after", day=DAY))


def read_while_it_changes(path: Path, now: Moment, words: list[str], running: ExitStack) -> None:
    """Open it, have it encrypted, and read when somebody is changing the new file."""
    with open_journal(path, now) as opened:
        assert in_another_process(path, None, ONE) == 0
        pipe = subprocess.PIPE
        writer = running.enter_context(subprocess.Popen(words, stdin=pipe, stdout=pipe))
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writes\n"
        find_entry(opened, 3)


def in_another_process(path: Path, old: Key | None, new: Key | None) -> int:
    script = f"""
from pathlib import Path
from ally_journal.store.database.convert import convert
from ally_journal.store.crypto.keys import Key
keys = [{", ".join(f"Key({key.raw!r}, {key.salt!r})" if key else "None" for key in (old, new))}]
convert(Path({os.fspath(path)!r}), *keys)
"""
    return subprocess.run([sys.executable, "-c", script], check=False).returncode


@pytest.mark.faults
def test_a_reader_of_the_old_file_is_not_told_of_damage(path: Path, now: Moment) -> None:
    """What a new writer keeps under the old name is no damage of the journal."""
    write(path, now, *("x" * 2000 for _ in range(20)))
    script = f"""
import sys
from pathlib import Path
from ally_journal.store.crypto import keys
from ally_journal.store.database.connection import connect
keys.hold(keys.Key({ONE.raw!r}, {ONE.salt!r}))
writer = connect(Path({os.fspath(path)!r}))
writer.execute("PRAGMA cache_size = 2")
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE entry SET text = text || text")
print("writes", flush=True)
sys.stdin.read()
"""
    words = [sys.executable, "-c", script]
    with ExitStack() as running, pytest.raises(CannotKeep, match="run this again"):
        read_while_it_changes(path, now, words, running)


@pytest.fixture
def left(path: Path) -> Path:
    """An encrypted journal beside which a killed `--off` left an unencrypted copy."""
    convert(path, None, ONE)
    unfinished(path).write_bytes(SQLITE)
    return unfinished(path)


def test_the_next_visit_deletes_what_was_left(left: Path, path: Path, now: Moment) -> None:
    with open_journal(path, now) as opened:
        assert find_entry(opened, 1).text == "one"
    assert not left.exists()


def test_nobody_deletes_the_copy_of_a_running_conversion(
    left: Path, path: Path, now: Moment
) -> None:
    """Its transaction tells; nobody waits for it either."""
    with closing(database_convert._guard(path, ONE)), open_journal(path, now) as opened:
        assert find_entry(opened, 1).text == "one"
        assert left.exists()


def test_who_opened_an_earlier_file_deletes_nothing_beside_the_present_one(path: Path) -> None:
    """Its lock is that of a file whose name another has, and whose copy is being made."""
    convert(path, None, ONE)
    opened = file.identity(path)
    with closing(connect(path)) as earlier:
        convert(path, ONE, TWO)
        unfinished(path).write_bytes(SQLITE)
        with closing(database_convert._guard(path, TWO)):
            sweep(path, earlier, opened)
        assert unfinished(path).exists()


@pytest.mark.usefixtures("left")
def test_a_conversion_deletes_what_another_left(path: Path) -> None:
    convert(path, ONE, TWO)
    assert all_alone(path) == ["journal.db"]


def test_a_plain_journal_costs_no_look(
    path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only beside an encrypted journal can anything be left that matters at once."""

    def looked(_: Path) -> bool:
        raise AssertionError

    monkeypatch.setattr(file, "was_left_unfinished", looked)
    write(path, now, "plain")
