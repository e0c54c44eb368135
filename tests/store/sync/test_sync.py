"""Several computers: nothing is lost, all is the same everywhere, and numbers do not meet."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.computers import Computer, everywhere
from tests.support.encrypted import files_with

from ally_journal.domain.records.plan import Plan
from ally_journal.domain.sync.computers import Moved
from ally_journal.domain.sync.content import unpacked
from ally_journal.domain.sync.key import folder_of
from ally_journal.errors import (
    CannotUndo,
    InventedJournal,
    KeyClosed,
    NotSynced,
    PlaceGone,
)
from ally_journal.store.database.connection import KEY, NEXT_KEY, note, noted
from ally_journal.store.files.layout import backups_folder, sync_cache
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.sync.carrier.sealing import Seal
from ally_journal.store.sync.setup import computer_of, setup_of

Two = tuple[Computer, Computer]


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """A folder that something carries."""
    folder = tmp_path / "carried"
    folder.mkdir()
    return folder


@pytest.fixture
def two(tmp_path: Path, carried: Path) -> Two:
    """Two computers that exchange, with one entry."""
    home, work = Computer(tmp_path / "home"), Computer(tmp_path / "work")
    home.log("Said at home")
    work.join(carried, home.init(carried))
    return home, work


def files(carried: Path) -> list[Path]:
    """The files of the key, for there is one."""
    (folder,) = carried.iterdir()
    return sorted(folder.iterdir())


def said_in(carried: Path, computer: Computer) -> str:
    """Everything that the carried files say, one after the other."""
    with computer.sync() as sync:
        seal = Seal(sync.key or b"")
    opened = [seal.open(one.read_bytes()) or b"" for one in files(carried)]
    return "".join(unpacked(one)[1].decode() for one in opened)


def test_both_have_the_same_with_the_same_numbers(two: Two, carried: Path) -> None:
    home, work = two
    assert (home.log("Asked"), work.log("Read"), work.log("Heard")) == (3, 2, 6)
    assert everywhere(home, work) == {1: "Said at home", 2: "Read", 3: "Asked", 6: "Heard"}
    before = files(carried)
    assert home.exchange() == home.exchange()._replace(sent=0)
    assert files(carried) == before  # a quiet run writes nothing
    assert not files_with("Said at home", [carried])
    assert all(len(one.name) == 64 and one.stat().st_mode & 0o777 == 0o600 for one in before)


def test_a_third_computer_gives_numbers_of_its_own(two: Two, tmp_path: Path, carried: Path) -> None:
    third = Computer(tmp_path / "third", ahead=timedelta(days=-400))
    with two[0].sync() as sync:
        third.join(carried, sync.key or b"")
    assert [third.log("Far away"), third.log("And again")] == [4, 12]
    assert everywhere(*two, third)[12] == "And again"
    with third.sync() as sync:
        names = [(one.name, one.here) for one in sync.status().computers]
    assert names == [("home", False), ("work", False), ("third", True)]


def test_what_a_journal_had_before_it_joined_yields_its_numbers(
    tmp_path: Path, carried: Path
) -> None:
    home, work = Computer(tmp_path / "home"), Computer(tmp_path / "work")
    home.log("First at home")
    work.log("First at work")
    work.log("Second at work")
    key = home.init(carried)
    with work.sync() as sync:
        seen = sync.foresee(str(carried), key)
    assert (seen.there, seen.here, seen.computers, seen.shares) == (1, 2, ("home",), False)
    done = work.join(carried, key)
    assert done.moved == (Moved("entry", 1, 6),)
    assert everywhere(home, work) == {1: "First at home", 2: "Second at work", 6: "First at work"}
    assert [one.name for one in backups_folder(work.path).glob("*before-join*")]


def test_claims_for_one_number_end_alike(tmp_path: Path, carried: Path) -> None:
    """Without numbers of its own, as an older ally gave them, the entry made first keeps its."""
    home, work = Computer(tmp_path / "home"), Computer(tmp_path / "work", timedelta(hours=1))
    home.log("Said at home")
    work.join(carried, home.init(carried))
    for one in (home, work):
        with one.open() as journal:
            journal.connection.execute("DELETE FROM meta WHERE key = 'slot'")
            journal.connection.commit()
    assert (home.log("Earlier"), work.log("Later")) == (2, 2)
    home.exchange()
    moved = work.exchange().moved
    assert [(one.type, one.before) for one in moved] == [("entry", 2)]
    assert everywhere(home, work) == {1: "Said at home", 2: "Earlier", moved[0].number: "Later"}


def test_both_edits_stay(two: Two) -> None:
    home, work = two
    home.edit(1, "Said at home, loudly")
    work.edit(1, "Said at home, softly")
    home.exchange()
    assert [one.facts["number"] for one in work.exchange().conflicts] == [1]
    everywhere(home, work)
    with home.open() as journal:
        conflict = journal.connection.execute("SELECT conflict FROM entry").fetchone()
    assert conflict == (1,)


def test_what_is_forgotten_on_one_is_gone_on_all(two: Two, carried: Path) -> None:
    """From the journals, the backups and the carried files; with what hangs on it."""
    home, work = two
    home.log("Unsayable")
    everywhere(home, work)
    work.back_up()
    assert "Unsayable" in said_in(carried, home)
    home.forget(3)
    home.exchange()
    work.hear(3, "Unheard")  # who had not heard of that yet
    done = work.exchange()
    assert [tuple(one) for one in done.forgotten] == [("entry 3", "home")]
    assert done.cleaning
    with work.sync() as sync:
        assert [one.unclean for one in sync.status().computers if one.here] == [2]
    work.clean()
    assert everywhere(home, work) == {1: "Said at home"}
    home.clean()  # of what was heard at work
    home.exchange()
    with home.sync() as sync:
        assert [one.unclean for one in sync.status().computers] == [0, 0]
    assert "Unsayable" not in said_in(carried, home)
    assert not files_with("Unsayable", [home.home, work.home])
    assert not files_with("Unheard", [home.home, work.home])


def test_a_restored_backup_takes_in_what_was_sent(two: Two) -> None:
    """It keeps its name and its numbers, and is one computer still."""
    home, work = two
    backup = work.back_up()
    work.log("Sent before")
    everywhere(home, work)
    work.restore(backup)
    assert work.texts() == {1: "Said at home"}
    work.exchange()
    assert work.log("After restoring") == 6
    assert everywhere(home, work) == {1: "Said at home", 2: "Sent before", 6: "After restoring"}
    with home.sync() as sync:
        assert [one.name for one in sync.status().computers] == ["home", "work"]


def test_a_copied_disk_becomes_a_computer_of_its_own(two: Two, tmp_path: Path) -> None:
    home, work = two
    shutil.copytree(work.home, tmp_path / "copy")
    copy = Computer(tmp_path / "copy")
    known_here = {sync_cache(one.path, "x").name: one for one in (work, copy)}
    for state in (copy.home / "state").rglob("*"):
        old, new = (name.partition(".")[0] for name in known_here)
        if state.name.startswith(old):
            state.rename(state.with_name(state.name.replace(old, new)))
    work.log("On the disk")
    assert copy.log("On its copy") == 2
    work.exchange()
    copy.exchange()
    assert sorted(everywhere(home, work, copy).values()) == [
        "On its copy",
        "On the disk",
        "Said at home",
    ]
    with home.sync() as sync:
        assert [one.name for one in sync.status().computers] == ["home", "work", "work 2", "work 3"]


def test_clocks_that_are_wrong_by_years_lose_nothing(tmp_path: Path, carried: Path) -> None:
    home = Computer(tmp_path / "home", ahead=timedelta(days=3000))
    work = Computer(tmp_path / "work", ahead=timedelta(days=-400))
    home.log("Ahead")
    work.join(carried, home.init(carried))
    work.edit(1, "Ahead, and edited behind")
    assert everywhere(home, work) == {1: "Ahead, and edited behind"}


def test_a_file_that_is_lost_or_spoilt_is_written_anew(two: Two, carried: Path) -> None:
    home, work = two
    home.log("Carried")
    home.exchange()
    spoilt = files(carried)
    for one in spoilt:
        one.write_bytes(one.read_bytes()[:-7])
    assert len(work.exchange().unread) == len(spoilt)
    files(carried)[0].unlink()
    assert everywhere(home, work) == {1: "Said at home", 3: "Carried"}


def test_a_copy_with_another_name_is_read_and_taken_away(two: Two, carried: Path) -> None:
    home, work = two
    home.log("Carried")
    home.exchange()
    for one in files(carried):
        one.rename(one.with_name(f"{one.name}.sync-conflict-20261120-143000-ABCDEFG"))
    assert everywhere(home, work) == {1: "Said at home", 3: "Carried"}
    assert not [one for one in files(carried) if "conflict" in one.name]


def test_what_was_written_over_comes_first(two: Two, carried: Path) -> None:
    """A revision waits in its file for those it was made after, in whatever order files come."""
    home, work = two
    everywhere(home, work)
    there = set(files(carried))
    home.edit(1, "Once")
    home.exchange()
    (first,) = set(files(carried)) - there
    home.edit(1, "Twice")
    home.exchange()
    late = first.rename(carried.parent / "late")
    assert work.exchange().waiting == 1
    assert work.texts() == {1: "Said at home"}
    late.rename(first)
    assert work.exchange().waiting == 0
    assert everywhere(home, work) == {1: "Twice"}


@pytest.mark.faults
def test_many_small_files_become_one(two: Two, carried: Path) -> None:
    home, work = two
    for number in range(55):
        home.log(f"Number {number}")
        home.exchange()
    assert len(files(carried)) < 20
    assert len(everywhere(home, work)) == 56


def test_what_does_not_stand_for_itself_is_left(two: Two, carried: Path) -> None:
    """What is on its way, or nobody's; and what a killed run left goes."""
    home, work = two
    everywhere(home, work)
    (folder,) = carried.iterdir()
    first = files(carried)[0]
    first.rename(folder / f".{first.name}.icloud")
    (folder / "readme.txt").write_text("not ours")
    with home.here():
        (folder / f".{computer_of(home.path)}.{'0' * 64}.part").write_bytes(b"half")
    count = len(files(carried))
    done = home.exchange()
    assert (done.sent, done.unread) == (0, ("readme.txt",))
    assert len(files(carried)) == count - 1


def test_an_unfinished_file_goes_after_a_restore_too(two: Two, carried: Path) -> None:
    """It may hold what was forgotten since; the computer is another device from then on."""
    home, _ = two
    backup = home.back_up()
    with home.here():
        unfinished = files(carried)[0].with_name(f".{computer_of(home.path)}.{'0' * 64}.part")
    unfinished.write_bytes(b"half")
    home.restore(backup)
    home.exchange()
    assert not unfinished.exists()


@pytest.mark.parametrize("how", ["folder", "files", "key"])
def test_nothing_is_written_where_the_place_is_gone(two: Two, carried: Path, how: str) -> None:
    home, _ = two
    home.log("Kept")
    (folder,) = carried.iterdir()
    shutil.rmtree({"folder": carried, "files": folder, "key": folder}[how])
    if how == "files":
        folder.mkdir()
    with pytest.raises(PlaceGone, match=r"connect its disk|are lost"):
        home.exchange()
    assert not carried.exists() or not list(carried.rglob("*.*"))
    with home.here():
        known = setup_of(home.path)
    assert known is not None
    assert known.trouble is not None
    home.init(carried)
    assert len(files(carried)) == 1


def test_a_demo_is_mixed_with_nothing(two: Two, tmp_path: Path, carried: Path) -> None:
    demo = Computer(tmp_path / "demo")
    with demo.open() as journal, journal.writing():
        note(journal.connection, "demo", "1")
    with pytest.raises(InventedJournal):
        demo.init(carried)
    with two[0].sync() as sync, pytest.raises(InventedJournal):
        demo.join(carried, sync.key or b"")


def test_another_key_opens_nothing(two: Two, tmp_path: Path, carried: Path) -> None:
    third = Computer(tmp_path / "third")
    with pytest.raises(KeyClosed):
        third.join(carried, bytes(16))
    with pytest.raises(PlaceGone):
        third.join(tmp_path / "elsewhere", bytes(16))
    with pytest.raises(NotSynced):
        third.exchange()
    with two[0].sync() as sync:
        assert not sync.is_used_by_others(str(carried))
    with third.sync() as sync:
        assert sync.is_used_by_others(str(carried))


def test_undo_takes_back_what_this_computer_did_alone(two: Two) -> None:
    home, work = two
    home.log("Mine")
    home.exchange()
    work.exchange()
    work.edit(3, "Built on it")
    work.exchange()
    home.exchange()
    with pytest.raises(CannotUndo, match="changed since"):
        home.undo()
    work.undo()
    assert everywhere(home, work) == {1: "Said at home", 3: "Mine"}


def test_undo_goes_on_where_another_computer_forgot(two: Two) -> None:
    """What hung on that is erased here too, which is nothing that was forgotten here."""
    home, work = two
    work.hear(1, "Thank you")
    work.log("Mine")
    home.forget(1)
    home.exchange()
    work.exchange()
    assert work.texts() == {2: "Mine"}
    work.undo()
    assert work.texts() == {}
    home.log("Later")
    home.forget(3)
    with pytest.raises(CannotUndo, match="stop at ally forget"):
        home.undo()


def test_other_types_travel_and_stay_in_line(two: Two) -> None:
    home, work = two
    with home.open() as journal:
        PLANS.add(journal, Plan(text="When it is late, I ask", opened=home.now.local.date()))
    work.log("Read")
    everywhere(home, work)
    with work.open() as journal:
        assert PLANS.find(journal, 1).text == "When it is late, I ask"


def test_a_new_key_shuts_out_who_has_the_old_one(two: Two, carried: Path) -> None:
    """The others are told, and what they had not sent goes out under the new key."""
    home, work = two
    work.log("Not sent yet")
    with home.sync() as sync:
        old = sync.key or b""
        home.back_up()
        sync.new_key()
        new = sync.key or b""
    assert new != old
    with pytest.raises(KeyClosed, match="ally sync join"):
        work.exchange()
    with home.sync() as sync:
        assert [one.name for one in sync.status().computers] == ["home"]
    work.join(carried, new)
    assert everywhere(home, work) == {1: "Said at home", 2: "Not sent yet"}
    assert len(list((carried / folder_of(old)).iterdir())) == 1
    home.clean()
    assert not files_with(old.hex(), [home.home])


@pytest.mark.one_in(6)
@pytest.mark.parametrize("when", range(12))
def test_a_new_key_is_finished_by_the_next_run(
    two: Two, carried: Path, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """Wherever a run was stopped, one of both keys leads on, and never two computers apart."""
    home, work = two
    calls = iter(range(when))
    real = os.fsync

    class StoppedError(BaseException):
        """As a kill is: nobody catches it."""

    def stopping(descriptor: int) -> None:
        if next(calls, None) is None:
            raise StoppedError
        real(descriptor)

    monkeypatch.setattr(os, "fsync", stopping)
    try:
        with home.sync() as sync:
            sync.new_key()
    except StoppedError:
        pass
    monkeypatch.setattr(os, "fsync", real)
    with home.sync() as sync:
        shown = sync.needed_key
    home.exchange()
    with home.sync() as sync:
        key = sync.key or b""
        assert key == shown
        assert noted(sync._journal.connection, NEXT_KEY) is None
    work.log("At work")
    try:
        work.exchange()
    except KeyClosed:
        work.join(carried, key)
    assert everywhere(home, work) == {1: "Said at home", 2: "At work"}


def test_leaving_forgets_place_and_key_here(two: Two) -> None:
    _, work = two
    with work.sync() as sync:
        sync.off()
    with work.open() as journal:
        assert noted(journal.connection, KEY) is None
    with pytest.raises(NotSynced):
        work.exchange()
    assert work.log("As before") == 2
    assert work.texts() == {1: "Said at home", 2: "As before"}
