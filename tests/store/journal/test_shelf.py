"""The shelf as it is kept: things moved along, and what comes of them in one transaction."""

import sqlite3
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.shelf import DONE, IN_PROGRESS, TO_READ, ShelfItem
from ally_journal.errors import NotFound
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.shelf import (
    SHELF,
    Outcome,
    finish_on_shelf,
    move_on_shelf,
    shelf,
)
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.rebuild import rebuild

DAY = date(2026, 11, 20)


def revisions(journal: Journal) -> int:
    (count,) = journal.connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(count)


@pytest.fixture(autouse=True)
def something(journal: Journal) -> None:
    """Two things on the shelf."""
    for title in ("Good Guys", "A talk"):
        SHELF.add(journal, ShelfItem(title=title))


def test_a_rebuild_changes_nothing(journal: Journal) -> None:
    """Projections come from revisions, and the numbers stay."""
    SHELF.add(
        journal,
        ShelfItem(
            title="Captions", by="the network", type="talk", day=DAY, on=DAY, tags=("a", "b")
        ),
    )
    finish_on_shelf(journal, 2, DAY, Outcome("Ask first"))
    seen = shelf(journal)
    rebuild(journal.connection)
    assert shelf(journal) == seen


def test_the_same_again_writes_nothing(journal: Journal) -> None:
    """And keeps the day on which it was first so."""
    finish_on_shelf(journal, 1, DAY, Outcome("Ask first"))
    before = revisions(journal)
    for takeaway in (None, "", "Ask first"):
        item, came = finish_on_shelf(journal, 1, date(2026, 12, 1), Outcome(takeaway))
        assert (item.day, item.takeaway, came.learnt) == (DAY, "Ask first", None)
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
    came = Outcome("Ask first", learnt, Plan(text="When x, I will y", opened=DAY))

    def full(*_args: object) -> None:
        raise sqlite3.OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(Change, "add", full)
        with pytest.raises(sqlite3.OperationalError):
            finish_on_shelf(journal, 1, DAY, came)
    with open_journal(journal_path, now) as again:
        assert SHELF.find(again, 1).state == TO_READ
        item, kept = finish_on_shelf(again, 1, DAY, came)
    assert item.state == DONE
    assert kept.learnt
    assert (kept.learnt.number, kept.learnt.text) == (1, "Ask first")
    assert kept.plan
    assert (kept.plan.number, kept.plan.state) == (1, "open")


@pytest.mark.parametrize("number", [5, 99])
def test_numbers_that_name_nothing(journal: Journal, number: int) -> None:
    with pytest.raises(NotFound, match="ally shelf shows what there is"):
        SHELF.find(journal, number)
