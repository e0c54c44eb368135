"""Entries from elsewhere are kept once, and words edited or deleted here are never written over."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.store.revisions.test_projections import everything

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.formats import read
from ally_journal.domain.transfer.reader import Arrival, Arrivals, Gathering
from ally_journal.domain.transfer.result import Tally
from ally_journal.store.database.connection import connect
from ally_journal.store.database.snapshot import verify
from ally_journal.store.journal import entries as journal_entries
from ally_journal.store.journal import history
from ally_journal.store.journal.entries import add_entry, add_heard, find_entries, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.merge import see
from ally_journal.store.revisions.projections import EACH
from ally_journal.store.revisions.rebuild import rebuild
from ally_journal.store.transfer.foreign import adopting

DAY = date(2026, 11, 18)


def adopt(journal: Journal, arrivals: Arrivals, *, dry_run: bool) -> Tally:
    """What comes of all arrivals."""
    return list(adopting(journal, arrivals, dry_run=dry_run))[-1]


def one(name: str, text: str, **fields: object) -> Arrival:
    made = replace(Entry(kind=Kind.ACT, text=text, day=DAY), **fields)  # type: ignore[arg-type]  # any field of an entry
    return Arrival(name, made)


def from_(*items: Arrival, kind: Kind | None = None) -> Arrivals:
    return Arrivals("dayone", items, (), kind)


def read_jrnl_text(text: str, kind: Kind, now: Moment) -> Arrivals:
    return read("jrnl", [Document("jrnl.txt", [text.encode()])], kind, now)


def into(path: Path, now: Moment, arrivals: Arrivals, *, dry_run: bool = False) -> Tally:
    """An import as a command makes it: one visit, one change."""
    with open_journal(path, now, create=True) as journal:
        return adopt(journal, arrivals, dry_run=dry_run)


def texts(path: Path, now: Moment) -> list[str]:
    with open_journal(path, now) as journal:
        return [entry.text for entry in find_entries(journal, Filter())]


def edit(path: Path, now: Moment, number: int, **fields: object) -> None:
    with open_journal(path, now) as journal:
        seen = see(journal, find_entry(journal, number))
        journal_entries.edit(journal, seen, replace(seen.value, **fields))  # type: ignore[arg-type]  # any field of an entry


def revisions(journal: Journal) -> int:
    (found,) = journal.connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(found)


def test_twice_adds_nothing(journal_path: Path, now: Moment) -> None:
    """Not a revision, also on another day, in another zone, and in a file that grew."""
    first = "[2026-11-18 14:30] One @a *\n"
    found = read_jrnl_text(first, Kind.ACT, now)
    assert into(journal_path, now, found) == Tally(new=1)
    later = now._replace(local=now.local + timedelta(days=1), zone="America/New_York")
    again = read_jrnl_text(first + "[2026-11-19 10:00] Two\n", Kind.ACT, later)
    assert into(journal_path, later, again) == Tally(new=1, same=1)
    with open_journal(journal_path, later) as journal:
        before = revisions(journal)
        assert adopt(journal, again, dry_run=False) == Tally(same=2)
        assert revisions(journal) == before == 2
    assert verify(journal_path) is None


def test_the_same_words_later_that_day(journal_path: Path, now: Moment) -> None:
    """They are a second entry where the source tells times, or has a name for each."""
    words = " Thanked the note-taker.\n"
    first = f"[2026-10-01 09:00]{words}"
    assert into(journal_path, now, read_jrnl_text(first, Kind.ACT, now)) == Tally(new=1)
    both = read_jrnl_text(f"{first}[2026-10-01 16:00]{words}", Kind.ACT, now)
    assert into(journal_path, now, both) == Tally(new=1, same=1)
    assert into(journal_path, now, both) == Tally(same=2)
    day = date(2026, 10, 1)
    named = [one(name, words.strip(), day=day)._replace(named=True) for name in "abc"]
    assert into(journal_path, now, from_(*named[:2])) == Tally(same=2)
    assert into(journal_path, now, from_(*named)) == Tally(new=1, same=2)
    unnamed = [one("x", words.strip(), day=day)]
    assert into(journal_path, now, from_(*unnamed)) == Tally(same=1)


def test_a_name_that_is_half_a_character(journal_path: Path, now: Moment) -> None:
    half = Gathering(Kind.ACT, now).add(Entry(kind=Kind.ACT, text="x", day=DAY), "\ud800")
    assert into(journal_path, now, from_(half)) == Tally(new=1)


def test_the_kind_given_for_all_is_only_for_what_is_new(journal_path: Path, now: Moment) -> None:
    """Another kind at the next import leaves what is known; a kind of the source's own counts."""
    text = "[2026-11-18 14:30] One\n"
    into(journal_path, now, read_jrnl_text(text, Kind.ACT, now))
    assert into(journal_path, now, read_jrnl_text(text, Kind.LEARN, now)) == Tally(same=1)
    own = from_(one("a", "Own", kind=Kind.ACT))
    into(journal_path, now, own)
    assert into(journal_path, now, own._replace(kind=Kind.ACT)) == Tally(same=1)
    other = from_(one("a", "Own", kind=Kind.LEARN))
    assert into(journal_path, now, other) == Tally(changed=1)
    with open_journal(journal_path, now) as journal:
        assert [entry.kind for entry in find_entries(journal, Filter())] == [Kind.ACT, Kind.LEARN]


def test_what_the_source_changed(journal_path: Path, now: Moment) -> None:
    """It is taken over where nothing was edited here; an older file does not take it back."""
    old, new = from_(one("a", "Old", tags=("x",))), from_(one("a", "New", lesson="Ask"))
    into(journal_path, now, old)
    assert into(journal_path, now, new) == Tally(changed=1)
    assert into(journal_path, now, new) == into(journal_path, now, old) == Tally(same=1)
    with open_journal(journal_path, now) as journal:
        entry = find_entry(journal, 1)
        assert (entry.text, entry.lesson, entry.tags, entry.conflict) == ("New", "Ask", (), False)
        assert len(history.history(journal, 1)) == 2


def test_a_kind_chosen_here_stays(journal_path: Path, now: Moment) -> None:
    """The kind given for all is a stand-in; a new form of the source does not bring it back."""
    into(journal_path, now, from_(one("a", "Old"), kind=Kind.ACT))
    edit(journal_path, now, 1, kind=Kind.LEARN)
    assert into(journal_path, now, from_(one("a", "New"), kind=Kind.ACT)) == Tally(changed=1)
    with open_journal(journal_path, now) as journal:
        assert (find_entry(journal, 1).text, find_entry(journal, 1).kind) == ("New", Kind.LEARN)


def test_what_was_edited_here_stays(journal_path: Path, now: Moment) -> None:
    """As long as the source says what it said; also when the edit was undone meanwhile."""
    found = from_(one("a", "Theirs"))
    into(journal_path, now, found)
    edit(journal_path, now, 1, text="Mine")
    assert into(journal_path, now, found) == Tally(same=1)
    assert texts(journal_path, now) == ["Mine"]
    with open_journal(journal_path, now) as journal:
        history.undo(journal, 1)
    assert into(journal_path, now, from_(one("a", "Newer"))) == Tally(changed=1)


def test_changed_there_and_here(journal_path: Path, now: Moment) -> None:
    """Both forms are kept and flagged, once; an edit merges them, and then it is known."""
    into(journal_path, now, from_(one("a", "Theirs")))
    edit(journal_path, now, 1, text="Mine")
    newer = from_(one("a", "Newer"))
    assert into(journal_path, now, newer) == Tally(conflict=1)
    assert into(journal_path, now, newer) == Tally(same=1)
    with open_journal(journal_path, now) as journal:
        assert find_entry(journal, 1).conflict
        assert {one.text for one in history.history(journal, 1)} == {"Theirs", "Mine", "Newer"}
    edit(journal_path, now, 1, text="Both")
    assert into(journal_path, now, newer) == Tally(same=1)
    with open_journal(journal_path, now) as journal:
        assert (find_entry(journal, 1).text, find_entry(journal, 1).conflict) == ("Both", False)
    assert into(journal_path, now, from_(one("a", "Newest"))) == Tally(conflict=1)


def test_the_same_edit_on_both_sides(journal_path: Path, now: Moment) -> None:
    into(journal_path, now, from_(one("a", "Theirs")))
    edit(journal_path, now, 1, text="Corrected")
    assert into(journal_path, now, from_(one("a", "Corrected"))) == Tally(same=1)


def test_what_was_deleted_here_stays_away(journal_path: Path, now: Moment) -> None:
    found = from_(one("a", "Gone"), one("b", "Stays"))
    into(journal_path, now, found)
    with open_journal(journal_path, now) as journal:
        journal_entries.delete(journal, (find_entry(journal, 1),))
    for again in (found, from_(one("a", "Changed there"), one("b", "Stays"))):
        assert into(journal_path, now, again) == Tally(same=2)
    assert texts(journal_path, now) == ["Stays"]


def test_one_undo_takes_an_import_back(journal_path: Path, now: Moment) -> None:
    """All of it; the same file then is new again, with another kind if that was the reason."""
    with open_journal(journal_path, now, create=True) as journal:
        add_entry(journal, Entry(kind=Kind.ACT, text="Before", day=DAY))
    names = [f"e{number}" for number in range(5)]
    for kind in (Kind.LEARN, Kind.ACT, Kind.CHALLENGE):
        found = from_(*(one(name, name, kind=kind) for name in names), kind=kind)
        assert into(journal_path, now, found) == Tally(new=5)
        with open_journal(journal_path, now) as journal:
            entries = find_entries(journal, Filter())
            assert [entry.number for entry in entries] == [1, 2, 3, 4, 5, 6]
            assert {entry.kind for entry in entries[1:]} == {kind}
            assert len(history.undo(journal, 1)) == 5
        assert texts(journal_path, now) == ["Before"]
    with open_journal(journal_path, now) as journal:
        history.redo(journal, 1)
    assert len(texts(journal_path, now)) == 6


def test_words_that_are_here_already(journal_path: Path, now: Moment) -> None:
    """Typed here or come from another program: the same words under the same day are not doubled.

    What a file says twice was written twice.
    """
    with open_journal(journal_path, now, create=True) as journal:
        add_entry(journal, Entry(kind=Kind.LEARN, text="Said it", day=DAY))
    found = from_(
        one("a", "Said it"),
        one("b", "Said it", day=DAY - timedelta(days=1)),
        one("c", "Mentored"),
        one("d", "Mentored"),
    )
    assert into(journal_path, now, found) == Tally(new=3, same=1)
    assert into(journal_path, now, found._replace(source="csv")) == Tally(same=4)


def test_a_dry_run_tells_the_same_and_writes_nothing(journal_path: Path, now: Moment) -> None:
    """Also where there is no journal yet, which is then not made."""
    found = from_(one("a", "A"), one("b", "B"), one("c", "C"))
    with open_journal(journal_path, now) as journal:
        assert adopt(journal, found, dry_run=True) == Tally(new=3)
    assert not journal_path.exists()
    into(journal_path, now, found)
    edit(journal_path, now, 1, text="Mine")
    next_ = from_(one("a", "A2"), one("b", "B2"), one("c", "C"), one("d", "D"))
    before = journal_path.read_bytes()
    told = into(journal_path, now, next_, dry_run=True)
    assert journal_path.read_bytes() == before
    assert told == into(journal_path, now, next_) == Tally(1, 1, 1, 1)


def many(count: int) -> Arrivals:
    """As many entries, with words, tags and names of all lengths."""
    return from_(
        *(
            one(f"{number}", f"Entry {number} #t{number % 40} {'word ' * (number % 30)}", at=None)
            for number in range(count)
        )
    )


def test_the_rows_are_those_of_a_rebuild(journal_path: Path, now: Moment) -> None:
    """The short way for new records gives what the long one gives."""
    into(journal_path, now, many(60))
    into(journal_path, now, from_(one("1", "Changed #x")))
    with closing(connect(journal_path)) as connection:
        live = everything(connection)
        connection.execute("BEGIN IMMEDIATE")
        rebuild(connection)
        connection.execute("COMMIT")
        assert everything(connection) == live
    assert verify(journal_path) is None


@pytest.mark.faults
def test_progress_is_told_in_steps(journal: Journal) -> None:
    """A running tally after each batch, and the whole at the end."""
    told = list(adopting(journal, many(2 * EACH + 1), dry_run=False))
    assert told == [Tally(new=EACH), Tally(new=2 * EACH), Tally(new=2 * EACH + 1)]
    assert list(adopting(journal, from_(), dry_run=False)) == [Tally()]


def test_left_before_its_end_it_keeps_nothing(journal: Journal) -> None:
    """Ctrl-C, a bug, or a reader who stops: all of it or nothing."""
    steps = adopting(journal, many(2 * EACH), dry_run=False)
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # a generator, said to be an iterator
    assert find_entries(journal, Filter()) == ()
    assert not journal.connection.in_transaction


@pytest.mark.parametrize(
    "fields", [{"share": True}, {"tags": ("mine",)}, {"day": DAY.replace(day=1)}]
)
def test_any_edit_counts(fields: dict[str, object], journal_path: Path, now: Moment) -> None:
    """Not only the words: whatever a person changed here is theirs."""
    into(journal_path, now, from_(one("a", "Theirs")))
    edit(journal_path, now, 1, **fields)
    assert into(journal_path, now, from_(one("a", "Newer"))) == Tally(conflict=1)


def test_what_came_back_about_it_is_no_edit(journal_path: Path, now: Moment) -> None:
    """An answer heard belongs to the entry, and stays with it when the source changes its words."""
    into(journal_path, now, from_(one("a", "Theirs")))
    with open_journal(journal_path, now) as journal:
        add_heard(journal, 1, Heard("them", "It helped", DAY))
    assert into(journal_path, now, from_(one("a", "Newer"))) == Tally(changed=1)
    with open_journal(journal_path, now) as journal:
        assert [heard.text for heard in find_entry(journal, 1).heard] == ["It helped"]
