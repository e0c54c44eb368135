"""What was asked is remembered, once, and is nothing a person has to take back."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.reflection import (
    ANSWERED,
    FORGOTTEN,
    SKIPPED,
    Asking,
    Reflection,
)
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.questions import ENDED
from ally_journal.errors import CannotUndo
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.history import newest_changes, undo
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.journal.shelf import SHELF
from ally_journal.store.review.questions import askings, note, practice_of
from ally_journal.store.review.summary import period_to_review, summary_of
from ally_journal.store.revisions.rebuild import rebuild

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
    """The entries of four weeks, both ends counted, and the newest of each topic."""
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
    assert [entry.number for entry in found.recent] == [2, 3, 4]
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


def test_a_review_looks_back_from_where_the_last_one_ended(journal_path: Path, now: Moment) -> None:
    """What was written down since, though its day lies before the week; sentences due since, too.

    One taken up again on the same day shows the same.
    """

    def on(days: int, hours: int = 0) -> Journal:
        moment = now._replace(local=now.local + timedelta(days=days, hours=hours))
        return visits.enter_context(open_journal(journal_path, moment, create=True))

    with ExitStack() as visits:
        add_entry(on(-1), Entry(kind=Kind.ACT, text="before", day=FRIDAY - timedelta(days=1)))
        first = on(0)
        with first.writing() as change:
            said = Rehearsal("What do you mean by that?", FRIDAY - timedelta(days=1))
            change.add("rehearsal", body_of(said))
        assert summary_of(first, WEEK, FRIDAY, "monday").since == ()
        note(first, Asking(ENDED, WEEK.name, FRIDAY, ANSWERED))
        late = Entry(kind=Kind.ACT, text="late", day=FRIDAY - timedelta(days=30))
        later = [
            add_entry(on(0, 1), late),
            add_entry(on(1), Entry(kind=Kind.LEARN, text="saturday", day=FRIDAY)),
        ]
        friday = FRIDAY + timedelta(days=7)
        journal = on(7)
        add_entry(journal, Entry(kind=Kind.ACT, text="of this week", day=friday))
        for _ in range(2):
            seen = summary_of(journal, week_of(friday), friday, "monday")
            assert [entry.text for entry in seen.since] == [one.text for one in later]
            assert [entry.text for entry in seen.entries] == ["of this week"]
            assert [one.text for one in seen.ready] == [said.text]
            note(journal, Asking(ENDED, week_of(friday).name, friday, ANSWERED))
        assert summary_of(journal, WEEK, FRIDAY + timedelta(days=30), "monday").since == ()


def test_what_nobody_named_is_last_week_until_it_was_looked_back_on(journal: Journal) -> None:
    """Or until something is written this week."""
    monday = FRIDAY + timedelta(days=3)
    assert period_to_review(journal, monday, "monday").name == "2026-W48"
    add_entry(journal, Entry(kind=Kind.ACT, text="x", day=FRIDAY))
    assert period_to_review(journal, monday, "monday").name == "2026-W47"
    note(journal, Asking("plans", "2026-W47", FRIDAY))
    assert period_to_review(journal, monday, "monday").name == "2026-W47"
    note(journal, Asking(ENDED, "2026-W47", FRIDAY, ANSWERED))
    assert period_to_review(journal, monday, "monday").name == "2026-W48"


def test_an_entry_comes_again_on_the_day_that_was_named(journal: Journal) -> None:
    """Once, and before one of a year ago."""
    add_entry(journal, Entry(kind=Kind.ACT, text="a year ago", day=date(2025, 11, 20)))
    again = Entry(kind=Kind.ACT, text="again", day=date(2026, 10, 1), again=FRIDAY)
    entry = add_entry(journal, again)
    add_entry(journal, replace(again, again=date(2027, 1, 1)))
    before = summary_of(journal, WEEK, FRIDAY - timedelta(days=1), "monday")
    assert (before.then and before.then.text, before.named) == ("a year ago", False)
    seen = summary_of(journal, WEEK, FRIDAY, "monday")
    assert (seen.then and seen.then.text, seen.named) == ("again", True)
    note(journal, Asking("then", "2026-W46", FRIDAY, SKIPPED, entry.id))
    assert not summary_of(journal, WEEK, FRIDAY, "monday").named


def test_what_else_a_week_shows(journal: Journal) -> None:
    """Things wanted for one of its days, own questions, and that it was a pause."""
    for day in (None, date(2026, 11, 16), date(2026, 11, 23)):
        SHELF.add(journal, ShelfItem(title=f"{day}", day=FRIDAY, on=day))
    with journal.writing() as change:
        change.add("away", body_of(Away(date(2026, 11, 9), date(2026, 11, 18))))
        own = change.add("idea", body_of(OwnIdea(what="question", text="Who left?")))
        change.add("idea", body_of(OwnIdea(what="idea", text="Ask")))
    seen = summary_of(journal, WEEK, FRIDAY, "monday")
    assert [item.title for item in seen.shelf] == ["2026-11-16"]
    assert (seen.own, seen.away) == ({str(own): "Who left?"}, True)
    assert not summary_of(journal, WEEK, date(2026, 11, 22), "monday").away
