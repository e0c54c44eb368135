"""Whether a journal is whole: every table that is worked out is held against what it came from."""

from datetime import date
from pathlib import Path

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.integrity import is_damaged

WORDS = "Asked for the criteria"


def test_an_index_that_lacks_a_word_is_damage(journal: Journal, journal_path: Path) -> None:
    """The full-text index is compared with the entries, also where it agrees with itself."""
    add_entry(journal, Entry(kind=Kind.ACT, text=WORDS, day=date(2026, 11, 20)))
    assert not is_damaged(journal_path)
    change = "INSERT INTO entry_words(entry_words, rowid, text, more) VALUES ('delete', 1, ?, '')"
    journal.connection.execute(change, (WORDS,))
    assert is_damaged(journal_path)
