"""Undo and redo: like stepping back and forth through what this computer wrote, and no further."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOW

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import LAST
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.errors import CannotUndo, NotFound
from ally_journal.store.backup import restore
from ally_journal.store.backup.catalog import back_up_now
from ally_journal.store.database import connection, creation
from ally_journal.store.database.snapshot import verify
from ally_journal.store.journal import entries as journal_entries
from ally_journal.store.journal import history
from ally_journal.store.journal.entries import add_entry, find_entries, find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import see
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.erasure import erase_records, project_erased
from ally_journal.store.revisions.integrity import is_damaged
from ally_journal.store.revisions.projections import PROJECTIONS, heads_of
from ally_journal.store.revisions.rebuild import rebuild

DAY = date(2026, 11, 20)
ENTRY = Entry(kind=Kind.ACT, text="Gave the floor back", day=DAY)
_OPEN: list[Journal] = []
STEPS = st.lists(
    st.sampled_from(
        [
            "add",
            "edit",
            "delete",
            "plan",
            "close",
            "setting",
            "why",
            "both",
            "undo",
            "redo",
            "undo 2",
        ]
    ),
    max_size=14,
)


def everything(journal: Journal) -> object:
    """What a person can see, apart from when it was changed."""
    shown = {
        table: journal.connection.execute(f"SELECT * FROM {table}").fetchall()
        for table in PROJECTIONS
        if table not in {"entry", "reflection"}
    }
    reflections = journal.connection.execute("SELECT topic, text FROM reflection").fetchall()
    entries = [replace(entry, changed=0) for entry in find_entries(journal, Filter())]
    return shown, sorted(reflections), entries


def again(path: Path) -> Journal:
    """The next command: a connection and a change of its own, left open for the test."""
    if not path.exists():
        creation.create(path)
    moment = Moment(datetime.fromisoformat(NOW), None, 0)
    journal = Journal(connection.connect(path), path, moment, uuid4())
    _OPEN.append(journal)
    return journal


def close_all() -> None:
    while _OPEN:
        _OPEN.pop().connection.close()


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def act(path: Path, step: str) -> None:
    """Run one command in a visit of its own, if it is possible."""
    journal = again(path)
    entries = find_entries(journal, Filter())
    match step:
        case "add":
            add_entry(journal, ENTRY)
        case "edit" if entries:
            seen = see(journal, find_entry(journal, entries[-1].number))
            journal_entries.edit(journal, seen, replace(seen.value, text=seen.value.text + "!"))
        case "delete" if entries:
            journal_entries.delete(journal, entries[-2:])
        case "plan":
            PLANS.add(journal, Plan(text="When x, I will y", opened=DAY))
        case "close" if PLANS.listed(journal):
            PLANS.end(journal, PLANS.listed(journal)[0].number, "kept", None, DAY)
        case "setting":
            now = journal.settings().week_starts
            journal.configure("week_starts", "sunday" if now == "monday" else "monday")
        case "why":
            add_reflection(journal, Reflection(topic="why", text="Because", day=DAY))
        case "both":
            add_entry(journal, ENTRY)
            add_reflection(journal, Reflection(topic="why", text="Both at once", day=DAY))
    close_all()


@given(STEPS)
def test_undo_and_redo_step_through_what_was(steps: list[str]) -> None:
    """Whatever was done, undo gives the state before it, redo the one after; new writing ends redo.

    The model is a list of states and a place in it. Afterwards a rebuild changes nothing and every
    revision verifies.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        states, place = [everything(again(path))], 0
        for step in steps:
            word, _, count = step.partition(" ")
            if word in {"undo", "redo"}:
                many = int(count or 1)
                move = history.undo if word == "undo" else history.redo
                target = place - many if word == "undo" else place + many
                journal = again(path)
                if 0 <= target < len(states):
                    assert move(journal, many)
                    place = target
                else:
                    with pytest.raises(CannotUndo):
                        move(journal, many)
            else:
                before = again(path).connection.execute("SELECT count(*) FROM revision").fetchone()
                act(path, step)
                journal = again(path)
                after = journal.connection.execute("SELECT count(*) FROM revision").fetchone()
                if after != before:
                    states[place + 1 :] = [everything(journal)]
                    place += 1
            assert everything(again(path)) == states[place]
            close_all()
        journal = again(path)
        rebuild(journal.connection)
        assert everything(journal) == states[place]
        close_all()
        assert verify(path) is None


def test_undo_refuses_what_has_changed_since(journal: Journal, journal_path: Path) -> None:
    """When another device changed the entry since, taking ours back would take theirs."""
    entry = add_entry(journal, ENTRY)
    device = journal.connection.execute("SELECT value FROM meta WHERE key = 'device'").fetchone()
    (state,) = (journal_path.parents[1] / "state" / "ally-journal").iterdir()
    kept = state.read_text()
    state.unlink()  # from here on this is another device
    other = again(journal_path)
    seen = see(other, find_entry(other, entry.number))
    journal_entries.edit(other, seen, replace(seen.value, text="theirs"))
    other.connection.close()
    state.write_text(kept)
    mine = again(journal_path)
    mine.connection.execute("UPDATE meta SET value = ? WHERE key = 'device'", device)
    with pytest.raises(CannotUndo, match="entry 1 has changed since"):
        history.undo(mine, 1)
    assert find_entry(mine, 1).text == "theirs"


def test_several_steps_are_taken_together_or_not_at_all(journal_path: Path) -> None:
    """Asking for more than there is takes none, and says how many there are."""
    for _ in range(2):
        act(journal_path, "add")
    journal = again(journal_path)
    with pytest.raises(CannotUndo, match="Only 2 of 3 steps"):
        history.undo(journal, 3)
    assert len(find_entries(journal, Filter())) == 2


def test_an_edit_elsewhere_meanwhile_is_a_conflict_and_an_edit_merges_it(
    journal: Journal, journal_path: Path
) -> None:
    """What was decided about an older state does not overwrite a newer one; both are kept."""
    add_entry(journal, ENTRY)
    seen = see(journal, find_entry(journal, 1))
    other = again(journal_path)
    theirs = see(other, find_entry(other, 1))
    journal_entries.edit(other, theirs, replace(theirs.value, text="theirs"))
    mine = journal_entries.edit(journal, seen, replace(seen.value, text="mine"))
    assert (mine.text, mine.conflict) == ("mine", True)
    assert {version.text for version in history.history(journal, 1)} >= {"mine", "theirs"}
    merging = see(journal, find_entry(journal, 1))
    assert len(merging.heads) == 2
    merged = journal_entries.edit(journal, merging, replace(merging.value, text="mine and theirs"))
    assert (merged.text, merged.conflict) == ("mine and theirs", False)


def test_undo_takes_back_only_the_newest_of_two_racing_edits(
    journal: Journal, journal_path: Path
) -> None:
    """What came meanwhile stays: undo gives what was shown before, not what the edit began with."""
    add_entry(journal, ENTRY)
    seen = see(journal, find_entry(journal, 1))
    other = again(journal_path)
    theirs = see(other, find_entry(other, 1))
    journal_entries.edit(other, theirs, replace(theirs.value, text="first"))
    late = again(journal_path)
    journal_entries.edit(late, seen, replace(seen.value, text="second"))
    history.undo(again(journal_path), 1)
    entry = find_entry(again(journal_path), 1)
    assert (entry.text, entry.conflict) == ("first", False)
    history.undo(again(journal_path), 1)
    assert find_entry(again(journal_path), 1).text == ENTRY.text


def test_undo_gives_back_a_deletion_that_an_edit_outlived(journal_path: Path) -> None:
    """An edit of what was deleted meanwhile keeps the words; undo returns to the deletion."""
    act(journal_path, "add")
    seen = see(there := again(journal_path), find_entry(there, 1))
    act(journal_path, "delete")
    assert (
        journal_entries.edit(again(journal_path), seen, replace(seen.value, text="kept")).text
        == "kept"
    )
    history.undo(again(journal_path), 1)
    assert find_entries(again(journal_path), Filter()) == ()


def test_history_restores_any_version_also_of_a_deleted_entry(journal_path: Path) -> None:
    """Each version is numbered, says what changed, and can be brought back."""
    for step in ("add", "edit", "delete"):
        act(journal_path, step)
    journal = again(journal_path)
    versions = history.history(journal, LAST)
    assert [(one.ordinal, one.op, one.text) for one in versions] == [
        (1, "put", "Gave the floor back"),
        (2, "put", "Gave the floor back!"),
        (3, "delete", None),
    ]
    assert versions[1].changed == {"text": "Gave the floor back!"}
    assert history.restore(journal, 1, 1).text == "Gave the floor back"
    for ordinal in (3, 9, 10**17):
        with pytest.raises(NotFound, match="no version"):
            history.restore(journal, 1, ordinal)
    with pytest.raises(NotFound, match="There is no entry 7"):
        history.history(journal, 7)
    newest = history.newest_changes(journal, 2)
    assert [(one.verb, one.number) for one in newest] == [("deleted", 1), ("brought back", 1)]


def elsewhere(journal: Journal) -> Change:
    """A change that another computer makes to the same file."""
    with journal.writing() as change:
        stamp = change.stamp._replace(device="elsewhere", change=uuid4())
        return Change(journal.connection, stamp)


def test_undo_refuses_where_a_version_is_hidden(journal_path: Path) -> None:
    """A deletion from elsewhere beside an edit is not shown, and undo would overwrite it."""
    act(journal_path, "add")
    record = UUID(find_entry(there := again(journal_path), 1).id)
    (first,) = heads_of(there.connection, record.bytes)
    act(journal_path, "edit")
    there = again(journal_path)
    elsewhere(there).append("entry", record, None, [first.id])
    with pytest.raises(CannotUndo, match="has changed since"):
        history.undo(again(journal_path), 1)


def test_another_computers_forget_does_not_stop_undo_here(journal_path: Path) -> None:
    """What is forgotten there is gone; what was written here can still be taken back."""
    act(journal_path, "add")
    record = UUID(find_entry(there := again(journal_path), 1).id)
    act(journal_path, "why")
    there = again(journal_path)
    erase_records(elsewhere(there), there.connection, [record.bytes])
    project_erased(there.connection, [(record.bytes, "entry")])
    assert [one.name for one in history.undo(again(journal_path), 1)] == ["a reflection"]
    with pytest.raises(CannotUndo, match="erased"):
        history.undo(again(journal_path), 1)


def test_after_a_restore_undo_names_the_backup(journal_path: Path) -> None:
    """It does not reach behind that; what comes after can be taken back."""
    moment = Moment(datetime.fromisoformat(NOW), None, 0)
    act(journal_path, "add")
    backup = back_up_now(journal_path, moment, "by-hand")
    act(journal_path, "add")
    before = restore.restore(journal_path, backup, moment.local).before
    for _ in range(2):
        with pytest.raises(CannotUndo, match=f"ally backup restore {before} brings back"):
            history.undo(again(journal_path), 1)
        act(journal_path, "edit")
        history.undo(again(journal_path), 1)
    close_all()
    assert not is_damaged(journal_path)


def test_last_is_the_newest_that_is_there(journal_path: Path) -> None:
    """What was deleted is not meant, as long as there is another."""
    for _ in range(3):
        act(journal_path, "add")
    act(journal_path, "delete")
    assert find_entry(again(journal_path), LAST).number == 1
    assert len(history.history(again(journal_path), LAST)) == 1
    act(journal_path, "delete")
    with pytest.raises(NotFound, match="no entry any more"):
        find_entry(again(journal_path), LAST)
    assert len(history.history(again(journal_path), LAST)) == 2
    act(journal_path, "plan")
    act(journal_path, "plan")
    history.undo(again(journal_path), 1)
    assert PLANS.find(again(journal_path), LAST).number == 1
