"""Whether a journal is whole: every table that is worked out is held against what it came from."""

from datetime import date
from pathlib import Path

import pytest

from ally_journal.domain.doctor import has_problem
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.database import pages
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.integrity import contents, is_damaged

WORDS = "Asked for the criteria"


def test_an_index_that_lacks_a_word_is_damage(journal: Journal, journal_path: Path) -> None:
    """The full-text index is compared with the entries, also where it agrees with itself."""
    add_entry(journal, Entry(kind=Kind.ACT, text=WORDS, day=date(2026, 11, 20)))
    assert not is_damaged(journal_path)
    change = "INSERT INTO entry_words(entry_words, rowid, text, more) VALUES ('delete', 1, ?, '')"
    journal.connection.execute(change, (WORDS,))
    assert is_damaged(journal_path)


def test_a_large_journal_is_not_copied_into_memory(
    journal: Journal, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy lies beside it without a name, so that nothing of it is left, even by a kill."""
    add_entry(journal, Entry(kind=Kind.ACT, text=WORDS, day=date(2026, 11, 20)))
    beside = sorted(journal_path.parent.iterdir())
    for large, lies in ((0, str(journal_path.parent)), (10**9, "")):
        monkeypatch.setattr(pages, "_LARGE", large)
        copy = pages.copied(journal_path)
        assert copy.execute("PRAGMA database_list").fetchone()[2].startswith(lies)
        assert bool(copy.execute("PRAGMA database_list").fetchone()[2]) == bool(lies)
        assert copy.execute("SELECT text FROM entry").fetchall() == [(WORDS,)]
        assert sorted(journal_path.parent.iterdir()) == beside
        copy.close()
        assert not has_problem(contents(journal_path))
    monkeypatch.setattr(pages, "_LARGE", 0)
    journal.connection.execute("UPDATE entry SET text = 'spoilt'")
    found = contents(journal_path)
    assert has_problem(found)
    assert all(one.facts.get("mendable", True) for one in found)
