"""Taking in beside the journal: the same journal comes of it, and meanwhile others write."""

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

from tests.support.copies import THEN, archive_of, bring_into, copied, every_row, in_blocks
from tests.support.encrypted import encrypt, files_with

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.crypto import keys
from ally_journal.store.database.connection import connect
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files.layout import backups_folder
from ally_journal.store.journal.entries import add_entry, find_entry
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.transfer.archive import take_in
from ally_journal.store.transfer.staging import put, staged

MINE = Entry(kind=Kind.ACT, text="Wrote this myself", day=date(2026, 11, 20))


def begun(path: Path, *texts: str) -> Path:
    with open_journal(path, THEN, create=True) as journal:
        for text in texts:
            add_entry(journal, Entry(kind=Kind.ACT, text=text, day=date(2026, 11, 20)))
    return path


def test_it_makes_the_journal_that_taking_in_makes(tmp_path: Path, demo_year: Path) -> None:
    """With something in it or without, every row and number is the same; nothing else is left."""
    data = archive_of(demo_year)
    living = begun(tmp_path / "living.db", "Mine")
    for one, other in (
        (tmp_path / "new.db", tmp_path / "other.db"),
        (living, copied(living, "copy.db")),
    ):
        was_living = one.exists()
        with open_journal(one, THEN) as journal, staged(journal, one, THEN, uuid4()) as copy:
            foreseen = take_in(copy, in_blocks(data), THEN)
            assert not backups_folder(one).exists()
            with open_journal(one, THEN, create=True) as target:
                assert put(copy, target, one)
        taken = bring_into(other, data)
        assert foreseen._replace(backup=None) == taken._replace(backup=None)
        assert every_row(one) == every_row(other)
        assert verify(one) is None
        assert len([*backups_folder(one).glob("*.db")]) == was_living
        assert not [*tmp_path.glob(f".{one.name}*")]
        with open_journal(one, THEN) as journal:
            add_entry(journal, MINE)


def test_who_writes_meanwhile_does_not_wait_and_loses_nothing(
    tmp_path: Path, demo_year: Path
) -> None:
    """The journal is free while much is taken in; what was written since keeps it from going."""
    path, data = begun(tmp_path / "journal.db", "Mine"), archive_of(demo_year)
    with open_journal(path, THEN) as journal, staged(journal, path, THEN, uuid4()) as copy:
        with copy.writing() as _, closing(connect(path, 0)) as another:
            another.execute("BEGIN EXCLUSIVE")  # nothing has a lock
        take_in(copy, in_blocks(data), THEN)
        with open_journal(path, THEN) as other:
            assert add_entry(other, MINE).number == 2
        before = every_row(path)
        with open_journal(path, THEN) as target:
            assert not put(copy, target, path)
    assert every_row(path) == before
    with open_journal(path, THEN) as journal:
        assert find_entry(journal, 2).text == MINE.text


def test_an_encrypted_journal_has_no_plain_copy(tmp_path: Path, demo_year: Path) -> None:
    """What arrives lies beside it in pages that are encrypted with its key."""
    data = archive_of(demo_year)
    shutil.rmtree(demo_year.parent)
    path = begun(tmp_path / "journal.db", "Mine")
    keys.hold(encrypt(path))
    with open_journal(path, THEN) as journal, staged(journal, path, THEN, uuid4()) as copy:
        take_in(copy, in_blocks(data), THEN)
        beside = [one for one in tmp_path.iterdir() if one.name.startswith(".journal")]
        assert len(beside) == 1
        assert not files_with("criteria", [tmp_path])
        with open_journal(path, THEN) as target:
            assert put(copy, target, path)
    assert not files_with("criteria", [tmp_path])
    assert verify(path) is None
