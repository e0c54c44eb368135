"""The shelf as it is kept: shipped things have their numbers and ids before they are records."""

import sqlite3
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.number import LAST
from ally_journal.domain.records.shelf import DONE, IN_PROGRESS, TO_READ, ShelfItem
from ally_journal.errors import NotFound
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.shelf import SHELF, finish_on_shelf, move_on_shelf, shelf
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.projections import rebuild

DAY = date(2026, 11, 20)


def revisions(journal: Journal) -> int:
    (count,) = journal.connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(count)


def test_reading_writes_nothing(journal: Journal) -> None:
    """Not even numbers."""
    assert len(shelf(journal)) == 4
    assert SHELF.find(journal, LAST).number == 4
    assert journal.connection.execute("SELECT count(*) FROM number").fetchone() == (0,)


def test_only_what_is_moved_becomes_a_record(journal: Journal) -> None:
    """The others keep the numbers that were shown."""
    seen = shelf(journal)
    move_on_shelf(journal, 3, IN_PROGRESS, DAY)
    assert revisions(journal) == 1
    added = SHELF.add(journal, ShelfItem(title="Captions"))
    assert added.number == 5
    after = shelf(journal)
    assert [item.id for item in after[:4]] == [item.id for item in seen]
    assert [item.state for item in after] == [TO_READ, TO_READ, IN_PROGRESS, TO_READ, TO_READ]
    assert after[2].day == DAY


def test_a_rebuild_changes_nothing(journal: Journal) -> None:
    """Projections come from revisions, and the numbers stay."""
    SHELF.add(journal, ShelfItem(title="Captions", by="the network", type="talk", day=DAY))
    finish_on_shelf(journal, 2, DAY, "Ask first", None)
    seen = shelf(journal)
    rebuild(journal.connection)
    assert shelf(journal) == seen


def test_the_same_again_writes_nothing(journal: Journal) -> None:
    """And keeps the day on which it was first so."""
    finish_on_shelf(journal, 1, DAY, "Ask first", None)
    before = revisions(journal)
    for takeaway in (None, "", "Ask first"):
        item, entry = finish_on_shelf(journal, 1, date(2026, 12, 1), takeaway, None)
        assert (item.day, item.takeaway, entry) == (DAY, "Ask first", None)
    assert revisions(journal) == before
    assert move_on_shelf(journal, 1, IN_PROGRESS, date(2026, 12, 1)).takeaway == "Ask first"


def test_what_another_version_keeps_there_stays(journal: Journal) -> None:
    """Fields this version does not know are not lost by a move."""
    item = SHELF.add(journal, ShelfItem(title="Captions"))
    with journal.writing() as change:
        change.amend("shelf", UUID(item.id), {"colour": "green"})
    move_on_shelf(journal, item.number, DONE, DAY)
    bodies = journal.connection.execute("SELECT body FROM body ORDER BY revision").fetchall()
    assert b'"colour":"green"' in bodies[-1][0]


def test_the_move_and_the_entry_are_kept_together(
    journal: Journal, journal_path: Path, now: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both, or neither."""
    learnt = Entry(kind=Kind.LEARN, text="Ask first", day=DAY)

    def full(*_args: object) -> None:
        raise sqlite3.OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(Change, "add", full)
        with pytest.raises(sqlite3.OperationalError):
            finish_on_shelf(journal, 1, DAY, "Ask first", learnt)
    with open_journal(journal_path, now) as again:
        assert SHELF.find(again, 1).state == TO_READ
        item, entry = finish_on_shelf(again, 1, DAY, "Ask first", learnt)
    assert item.state == DONE
    assert entry is not None
    assert (entry.number, entry.text) == (1, "Ask first")


@pytest.mark.parametrize("number", [5, 99])
def test_numbers_that_name_nothing(journal: Journal, number: int) -> None:
    with pytest.raises(NotFound, match="ally shelf shows what there is"):
        SHELF.find(journal, number)
