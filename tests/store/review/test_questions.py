"""What was asked is remembered, once, and is nothing a person has to take back."""

from datetime import date

import pytest

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.reflection import FORGOTTEN, SKIPPED, Asking, Reflection
from ally_journal.errors import CannotUndo
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.history import newest_changes, undo
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.review.questions import askings, note, practice_of
from ally_journal.store.review.summary import summary_of
from ally_journal.store.revisions.projections import rebuild

FRIDAY = date(2026, 11, 20)
WEEK = week_of(FRIDAY)


def test_the_same_question_on_the_same_day_is_one_record(journal: Journal) -> None:
    """Also when two devices note it; the newer outcome holds."""
    asked = Asking("then", WEEK.name, FRIDAY, SKIPPED, "01a203f1-ca20-7eff-8c25-0d9036064b62")
    note(journal, asked)
    note(journal, asked._replace(outcome=FORGOTTEN))
    note(journal, Asking("seven/help/1", WEEK.name, FRIDAY))
    found = askings(journal.connection)
    assert sorted(found) == sorted(
        [asked._replace(outcome=FORGOTTEN), Asking("seven/help/1", WEEK.name, FRIDAY)]
    )
    journal.connection.execute("BEGIN")
    rebuild(journal.connection)
    assert askings(journal.connection) == found


def test_an_asking_is_nothing_to_undo(journal: Journal) -> None:
    """Nor does it stand in the history of what the person wrote."""
    note(journal, Asking("why", WEEK.name, FRIDAY))
    assert newest_changes(journal, 10) == ()
    with pytest.raises(CannotUndo, match="nothing to undo"):
        undo(journal, 1)


def test_what_a_review_may_ask_about(journal: Journal) -> None:
    """Empathise and act entries of four weeks, both ends counted, and the newest of each topic."""
    for number, (kind, day) in enumerate(
        [
            (Kind.ACT, date(2026, 10, 23)),
            (Kind.ACT, date(2026, 10, 24)),
            (Kind.EMPATHISE, FRIDAY),
            (Kind.LEARN, FRIDAY),
            (Kind.ACT, date(2026, 11, 21)),
        ],
        start=1,
    ):
        add_entry(journal, Entry(kind=kind, text=f"{number}", day=day))
    for day in (date(2026, 1, 9), date(2026, 3, 9)):
        add_reflection(journal, Reflection(topic="why", text="x", day=day))
    add_reflection(journal, Reflection(topic="review/2026-W47/take-along", text="x", day=FRIDAY))
    found = practice_of(journal, WEEK, FRIDAY)
    assert [entry.number for entry in found.recent] == [2, 3]
    assert (found.first_day, found.written) == (date(2026, 10, 23), {"why": date(2026, 3, 9)})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([date(2025, 11, 9)], None),
        ([date(2025, 11, 10)], date(2025, 11, 10)),
        ([date(2025, 11, 30)], date(2025, 11, 30)),
        ([date(2025, 12, 1)], None),
        ([date(2026, 8, 21)], date(2026, 8, 21)),
        ([date(2025, 11, 12), date(2025, 11, 22), date(2026, 8, 21)], date(2025, 11, 22)),
    ],
)
def test_then_is_about_a_year_or_a_quarter_old(
    journal: Journal, days: list[date], expected: date | None
) -> None:
    """Ten days to either side; the nearest one, and a year before a quarter."""
    for day in days:
        add_entry(journal, Entry(kind=Kind.LEARN, text="x", day=day))
    then = summary_of(journal, WEEK, FRIDAY, "monday").then
    assert (then and then.day) == expected
