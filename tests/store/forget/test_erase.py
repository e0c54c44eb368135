"""Forgetting below the command line: what is left, and what copies and undo make of it."""

import shutil
import sqlite3
from contextlib import closing, suppress
from cProfile import Profile
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.store.transfer.test_archive import edited, is_rebuilt, old  # noqa: F401 - a fixture and its hand
from tests.support.copies import THEN, archive_of, bring_into, copied, every_row

from ally_journal.domain.backup import BY_HAND
from ally_journal.domain.doctor import has_problem
from ally_journal.domain.forget import REWRITE, Done, Wanted
from ally_journal.domain.kind import Kind
from ally_journal.domain.names.erasure import body_without, person, without
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import ANSWERED, Asking, Reflection
from ally_journal.errors import CannotUndo, NotFound
from ally_journal.store.backup import restore
from ally_journal.store.backup.catalog import back_up_now, backups_of
from ally_journal.store.database.connection import connect
from ally_journal.store.forget import backups, erase, preview, selection
from ally_journal.store.journal import entries, history
from ally_journal.store.journal.entries import add_entry, add_heard, find_entries, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection, reflections_where
from ally_journal.store.review import questions
from ally_journal.store.revisions.carrying import Erasures, carry_erasures
from ally_journal.store.revisions.erasure import erase_records, project_erased
from ally_journal.store.revisions.integrity import contents

FRIDAY = date(2026, 11, 20)


def forget(path: Path, wanted: Wanted) -> Done:
    """All of it but drafts, as the command does."""
    done = Done()
    with backups.alone(path), open_journal(path, THEN) as journal:
        target = selection.target_of(journal.connection, wanted)
        begun = erase.forget(journal, target)
        erase.purge(journal)
        done.kept = begun.kept
        task = backups.Task(target, begun.stamp, REWRITE)
        list(backups.clean(journal.connection, path, task, done))
        erase.finish(journal)
    return done


def entry(number: int) -> Wanted:
    return Wanted({"entry": (number,)})


def name(words: str, instead: str = "a colleague") -> Wanted:
    return Wanted(whom=person(words, instead))


def texts(path: Path) -> list[str]:
    """Of every entry shown."""
    with open_journal(path, THEN) as journal:
        return [one.text for one in find_entries(journal, Filter())]


def is_sound(path: Path) -> bool:
    return is_rebuilt(path) and not has_problem(contents(path, THEN))


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A journal in which one entry named Priya, was edited, and names her no more."""
    path = tmp_path / "named.db"
    with open_journal(path, THEN, create=True) as journal:
        add_entry(
            journal, Entry(kind=Kind.ACT, text="Asked Priya first", day=FRIDAY, people=("Priya",))
        )
        add_entry(journal, Entry(kind=Kind.ACT, text="Priya declined", day=FRIDAY))
        add_entry(journal, Entry(kind=Kind.ACT, text="Gave the floor back", day=FRIDAY))
    edited(path, 1, "Asked her first")
    with open_journal(path, THEN) as journal:
        entries.delete(journal, (find_entry(journal, 2),))
    return path


def test_an_entry_goes_with_all_that_hangs_on_it(old: Path) -> None:  # noqa: F811 - the fixture
    """What came back, what was asked, a review's then and now; plan and number stay as they are."""
    with open_journal(old, THEN) as journal:
        add_entry(journal, Entry(kind=Kind.ACT, text="Another of that day", day=FRIDAY))
        one, two = find_entry(journal, 1), find_entry(journal, 2)
        for about, period in ((one, "2027-W46"), (two, "2027-W47")):
            topic = f"review/{period}/then/{FRIDAY}"
            add_reflection(journal, Reflection(topic=topic, text=f"Of {about.number}", day=FRIDAY))
            questions.note(journal, Asking("then", period, FRIDAY, ANSWERED, about.id))
    edited(old, 1, "Asked again")
    assert forget(old, entry(1)).kept
    assert texts(old) == ["Another of that day"]
    with open_journal(old, THEN) as journal:
        thoughts = reflections_where(journal.connection, "1")
        assert [one.text for one in thoughts] == ["Of 2"]
        assert [one.period for one in questions.askings(journal.connection)] == ["2027-W47"]
        assert PLANS.find(journal, 1).text == "When asked, I ask"
        assert add_entry(journal, Entry(kind=Kind.ACT, text="New", day=FRIDAY)).number == 3
        with pytest.raises(NotFound, match="was forgotten"):
            find_entry(journal, 1)
    assert "sked" not in "".join(map(str, bodies_of(old, "entry")))
    assert is_sound(old)


def bodies_of(path: Path, type_: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT body FROM body JOIN revision ON seq = revision WHERE type = ? ORDER BY seq",
            (type_,),
        )
        return [body.decode() for (body,) in rows]


def test_a_name_leaves_every_version_and_their_order_stays(named: Path) -> None:
    """The present text is as it was; what was deleted stays deleted and can be brought back."""
    forget(named, name("priya"))
    assert texts(named) == ["Asked her first", "Gave the floor back"]
    with open_journal(named, THEN) as journal:
        versions = [one.text for one in history.history(journal, 1)]
        assert versions == [None, None, None, "Asked a colleague first", "Asked her first"]
        with pytest.raises(NotFound, match="were erased"):
            history.restore(journal, 1, 1)
        assert history.restore(journal, 2, 4).text == "A colleague declined"
        assert find_entry(journal, 1).people == ()
    assert "Priya" not in str(every_row(named))
    assert is_sound(named)


def test_undo_and_redo_stop_there(named: Path) -> None:
    """In a sentence; what was written since can be undone as ever."""
    forget(named, name("Priya"))
    with open_journal(named, THEN) as journal:
        for step in (history.undo, history.redo):
            with pytest.raises(CannotUndo, match="stop at ally forget"):
                step(journal, 1)
    edited(named, 1, "Since")
    with open_journal(named, THEN) as journal:
        history.undo(journal, 1)
    assert texts(named)[0] == "Asked her first"
    with open_journal(named, THEN) as journal, pytest.raises(CannotUndo):
        history.undo(journal, 1)


@pytest.mark.parametrize(
    "wanted", [name("Priya"), Wanted({"entry": (1, 2)})], ids=["name", "whole"]
)
def test_an_old_archive_brings_nothing_back(named: Path, tmp_path: Path, wanted: Wanted) -> None:
    """Neither here nor in a journal that learnt of it from a new archive; the new one agrees."""
    before, other = archive_of(named), tmp_path / "other.db"
    bring_into(other, before)
    forget(named, wanted)
    assert bring_into(named, before).revisions == 0
    assert b"Priya" not in archive_of(named)
    assert bring_into(other, archive_of(named)).tally.conflict == 0
    assert bring_into(other, before).revisions == 0
    assert texts(other) == texts(named)
    for path in (named, other):
        assert "Priya" not in str(every_row(path))
        assert is_sound(path)


def test_an_edit_that_knew_of_no_forgetting_brings_nothing_back(
    old: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    """A new version from elsewhere of a forgotten entry arrives without words, in any order."""
    other = edited(copied(old, "other.db"), 1, "Asked first, said once more")
    late = tmp_path / "late.db"
    stale = archive_of(other)
    forget(old, entry(1))
    forgotten = archive_of(old)
    assert bring_into(old, stale).tally.conflict == 0
    bring_into(other, forgotten)
    bring_into(late, stale)
    bring_into(late, forgotten)
    for path in (old, other, late):
        assert texts(path) == []
        assert "Asked" not in str(bodies_of(path, "entry"))
        assert is_sound(path)


def test_an_edit_of_what_was_only_rewritten_is_kept_and_flagged(named: Path) -> None:
    """Nobody knows the name any more, so a version from elsewhere stands beside, for a person."""
    other = edited(copied(named, "other.db"), 1, "Asked Priya twice")
    forget(named, name("Priya"))
    assert bring_into(named, archive_of(other)).tally.conflict == 1
    with open_journal(named, THEN) as journal:
        assert find_entry(journal, 1).conflict
    forget(named, name("Priya"))
    assert "Priya" not in str(every_row(named))
    with open_journal(named, THEN) as journal:
        assert not find_entry(journal, 1).conflict  # it was an edit of what was said again
        assert find_entry(journal, 1).text == "Asked a colleague twice"
    assert is_sound(named)


def restored(path: Path, place: int) -> list[str]:
    """What the journal shows when the backup of that place is put back."""
    backup = backups_of(path).sound[place]
    restore.restore(path, backup, THEN.local)
    return texts(path)


def test_backups_lose_the_words_and_keep_the_rest(named: Path) -> None:
    """A rewritten backup has its name and time, verifies, and restores what it held otherwise."""
    with open_journal(named, THEN) as journal:
        history.undo(journal, 2)
    first = back_up_now(named, THEN, BY_HAND)
    file = backups.backups(named)[0]
    before = file.stat()
    edited(named, 1, "Asked her first")
    with open_journal(named, THEN) as journal:
        entries.delete(journal, (find_entry(journal, 2),))
        add_entry(journal, Entry(kind=Kind.ACT, text="Later", day=FRIDAY))
    done = forget(named, name("Priya"))
    assert sorted(done.backups_rewritten) == sorted([first.name, str(done.kept)])
    assert (file.stat().st_mtime_ns, file.stat().st_mode) == (before.st_mtime_ns, before.st_mode)
    assert file.stat().st_ino != before.st_ino
    there = backups_of(named, again=True)
    assert (there.unsound, len(there.sound)) == ((), 2)
    later = archive_of(named)
    place = [one.name for one in there.sound].index(first.name)
    assert restored(named, place) == [
        "Asked a colleague first",
        "A colleague declined",
        "Gave the floor back",
    ]
    assert is_sound(named)
    assert bring_into(named, later).tally.conflict == 0  # the copy and the journal are one again
    assert texts(named) == ["Asked her first", "Gave the floor back", "Later"]
    assert is_sound(named)


def test_a_backup_that_went_another_way_loses_them_too(named: Path) -> None:
    """After a restore there are backups with words the journal never had."""
    back_up_now(named, THEN, BY_HAND)
    with open_journal(named, THEN) as journal:
        add_entry(journal, Entry(kind=Kind.ACT, text="Only here: Priya", day=FRIDAY))
    edited(named, 1, "Priya once more")
    restored(named, 0)
    forget(named, name("Priya"))
    for copy in (named, *backups.backups(named)):
        assert "Priya" not in str(every_row(copy))
    (aside,) = [
        n for n, one in enumerate(backups_of(named).sound) if one.reason == "before-restore"
    ]
    assert restored(named, aside)[-1] == "Only here: a colleague"
    assert is_sound(named)


def test_an_unrewritten_backup_brings_nothing_back(named: Path, tmp_path: Path) -> None:
    """One that lay elsewhere meanwhile: restoring it erases in it what was erased here."""
    back_up_now(named, THEN, BY_HAND)
    (copy,) = backups.backups(named)
    elsewhere = copy.rename(tmp_path / "elsewhere")
    forget(named, name("Priya"))
    forget(named, entry(3))
    for left in backups.backups(named):
        left.unlink()
    elsewhere.rename(copy)
    assert restored(named, 0) == ["Asked her first"]
    assert "Priya" not in str(every_row(named))
    assert is_sound(named)


def test_an_older_backup_is_brought_up_to_date_a_broken_one_is_named(named: Path) -> None:
    """What cannot be rewritten is left as it is, and told with the reason."""
    back_up_now(named, THEN, BY_HAND)
    (copy,) = backups.backups(named)
    newer = copy.with_name("20260101-000000-00000000-daily.db")
    newer.write_bytes(copy.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    broken = copy.with_name("20260102-000000-00000000-daily.db")
    broken.write_bytes(copy.read_bytes()[:5000])
    text = copy.with_name("notes.db")
    text.write_text("no journal at all, but a file with that ending" * 9)
    before = {one: one.read_bytes() for one in (newer, broken, text)}
    done = forget(named, name("Priya"))
    assert set(done.stuck) == {str(newer), str(broken), str(text)}
    assert "newer ally" in done.stuck[str(newer)]
    assert {one: one.read_bytes() for one in before} == before
    assert not list(copy.parent.glob(".*.db.*"))
    backups.remove_stuck(done)
    assert (done.stuck, newer.exists()) == ({}, False)


def test_a_second_run_finishes_and_changes_nothing_else(named: Path) -> None:
    """The same again: nothing to erase, no further backup, the same bytes."""
    back_up_now(named, THEN, BY_HAND)
    forget(named, name("Priya"))
    rows = every_row(named)
    copies = {one: one.read_bytes() for one in backups.backups(named)}
    done = forget(named, name("Priya"))
    assert (done.kept, done.backups_rewritten, done.stuck) == (None, [], {})
    assert every_row(named) == rows
    assert {one: one.read_bytes() for one in backups.backups(named)} == copies


def test_what_the_preview_found_is_handed_on(named: Path) -> None:
    """Each body is searched once, however many backups have it; what came since is searched too."""
    for _ in range(3):
        back_up_now(named, THEN, BY_HAND)
    with open_journal(named, THEN) as journal:
        target = selection.target_of(journal.connection, name("Priya"))
        assert len(preview.foresee(journal.connection, target).rewritten) == 2
        add_entry(journal, Entry(kind=Kind.ACT, text="Priya came back", day=FRIDAY))
        bodies = journal.connection.execute("SELECT count(*) FROM body").fetchone()[0]
    profile = Profile()
    with backups.alone(named), open_journal(named, THEN) as journal, profile:
        begun = erase.forget(journal, target)
        task = backups.Task(target, begun.stamp, REWRITE)
        done = Done()
        list(backups.clean(journal.connection, named, task, done))
        erase.finish(journal)
    assert len(done.backups_rewritten) == 4
    assert texts(named)[-1] == "A colleague came back"
    again = 4  # versions that named her, said again in the journal and so in the backups
    calls = {one.code: one.callcount for one in profile.getstats()}
    assert calls[body_without.__code__] <= 1 + again < bodies + again
    assert all(b"Priya" not in one.read_bytes() for one in backups.backups(named))


def test_a_run_that_stopped_is_told(named: Path) -> None:
    """Until copies were looked through, doctor says so."""
    with open_journal(named, THEN) as journal:
        erase.forget(journal, selection.target_of(journal.connection, name("Priya")))
    assert "forgetting" in [one.what for one in contents(named, THEN)]
    forget(named, name("Priya"))
    assert "forgetting" not in [one.what for one in contents(named, THEN)]


def test_before_takes_what_is_over(tmp_path: Path) -> None:
    """Strictly before the day; what is open, undated or of that day stays."""
    path = tmp_path / "before.db"
    early, late = date(2025, 12, 31), date(2026, 1, 1)
    with open_journal(path, THEN, create=True) as journal:
        for day in (early, late):
            add_entry(journal, Entry(kind=Kind.ACT, text=f"Entry of {day}", day=day))
            add_reflection(journal, Reflection(topic="why", text=f"Why of {day}", day=day))
            PLANS.add(journal, Plan(text=f"Closed {day}", opened=early))
            PLANS.end(journal, 0, "kept", None, day)
            questions.note(journal, Asking("then", "2026-W01", day))
        add_heard(journal, 1, Heard("them", "Later of the early one", late))
        PLANS.add(journal, Plan(text="Open still", opened=early))
        add_entry(journal, Entry(kind=Kind.ACT, text="Was early, deleted", day=early))
        entries.delete(journal, (find_entry(journal, 3),))
        journal.configure("week_starts", "sunday")
    forget(path, Wanted(before=late))
    assert texts(path) == [f"Entry of {late}"]
    with open_journal(path, THEN) as journal:
        closed = [one.text for one in PLANS.listed(journal, closed_too=True)]
        assert closed == [f"Closed {late}", "Open still"]
        whys = reflections_where(journal.connection, "1")
        assert [one.text for one in whys] == [f"Why of {late}"]
        assert [one.day for one in questions.askings(journal.connection)] == [late]
        assert journal.settings().week_starts == "sunday"
    assert bodies_of(path, "heard") == []
    assert "deleted" not in str(every_row(path)["body"])
    assert is_sound(path)


STEP = st.sampled_from(
    [
        *("add Priya spoke", "add nobody", "add to Priya and Sam"),
        *("edit Priya's", "edit without", "edit SAM said"),
        *("delete", "undo", "backup", "restore"),
        *("forget Priya", "forget Sam", "forget 1", "forget 2"),
    ]
)


LIVES = (  # each of these went wrong once
    ["add Priya spoke", "backup", "edit Priya's", "restore"],
    ["backup", "delete", "delete", "restore"],
    ["backup", "delete", "forget Priya", "restore"],
    [
        *("forget Sam", "add Priya spoke", "backup", "backup"),
        *("restore", "forget Priya", "restore", "edit Priya's"),
    ],
)


@settings(max_examples=settings().max_examples // 4)
@example(steps=LIVES[0])
@example(steps=LIVES[1])
@example(steps=LIVES[2])
@example(steps=LIVES[3])
@given(steps=st.lists(STEP, min_size=4, max_size=14))
def test_whatever_was_done_before_and_since(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Journal and backups stay sound, agree when they come together, and hold no forgotten word."""
    path = tmp_path_factory.mktemp("any") / "journal.db"
    with open_journal(path, THEN, create=True) as journal:
        add_entry(journal, Entry(kind=Kind.ACT, text="Priya began, then Sam", day=FRIDAY))
    for step in steps:
        with suppress(NotFound, CannotUndo):
            take(path, *step.partition(" ")[::2])
    shown = {one: entries_in(one) for one in (path, *backups.backups(path))}
    for word in ("Priya", "Sam"):
        forget(path, name(word))
        for one, texts_before in shown.items():
            whom = person(word, "a colleague")
            shown[one] = sorted(without(text, whom) for text in texts_before)
            assert entries_in(one) == shown[one], f"{one} shows what it showed, without the name"
    archives = list(map(archive_of, backups.backups(path)))
    for one in (path, *backups.backups(path)):
        for data in archives:
            bring_into(one, data)
        said = str(every_row(one)).casefold()
        assert "priya" not in said
        assert "sam" not in said
        assert is_sound(one)


def entries_in(path: Path) -> list[str]:
    """The texts that a journal or a copy shows."""
    with closing(sqlite3.connect(path)) as connection:
        return sorted(text for (text,) in connection.execute("SELECT text FROM entry"))


def take(path: Path, what: str, word: str) -> None:
    """One step of such a life."""
    if what == "backup":
        back_up_now(path, THEN, BY_HAND)
    elif what == "restore" and (there := backups_of(path).sound):
        restore.restore(path, there[0], THEN.local)
    elif what == "forget":
        forget(path, entry(int(word)) if word.isdigit() else name(word))
    elif what == "edit":
        edited(path, 0, word)
    else:
        with open_journal(path, THEN) as journal:
            if what == "add":
                add_entry(journal, Entry(kind=Kind.ACT, text=word, day=FRIDAY))
            elif what == "delete":
                entries.delete(journal, (find_entry(journal, 0),))
            elif what == "undo":
                history.undo(journal, 1)


def test_no_header_has_a_word(named: Path) -> None:
    """Ids, hashes and numbers are all that stays of what was forgotten."""
    forget(named, name("Priya"))
    with closing(sqlite3.connect(named)) as connection:
        rows = connection.execute("SELECT header, record FROM revision").fetchall()
    for header, record in rows:
        assert str(UUID(bytes=record)).encode() in header
        assert not {b"Priya", b"colleague", b"Asked"} & set(header.split(b'"'))


def test_a_copy_is_asked_for_batches(journal: Journal, journal_path: Path, tmp_path: Path) -> None:
    """However much was forgotten, each record more costs a copy no question of its own."""
    counts = []
    for turn in range(2):
        with journal.writing():
            added = [
                add_entry(journal, Entry(kind=Kind.ACT, text="x", day=FRIDAY)) for _ in range(30)
            ]
        copy = Path(shutil.copy(journal_path, tmp_path / f"copy{turn}.db"))
        records = [UUID(one.id).bytes for one in added]
        with journal.writing() as change:
            erase_records(change, journal.connection, records)
            project_erased(journal.connection, [(one, "entry") for one in records])
        asked: list[str] = []
        with closing(connect(copy)) as opened:
            opened.set_trace_callback(asked.append)
            assert carry_erasures(Erasures(journal.connection), opened).any
            assert opened.execute("SELECT count(*) FROM body").fetchone() == (0,)
        counts.append(sum(one.startswith("SELECT") for one in asked))
    assert counts[0] == counts[1] < 40
