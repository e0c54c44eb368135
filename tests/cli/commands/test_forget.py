"""ally forget as people meet it: what it shows, what it asks, what it says at the end."""

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError
from tests.cli.test_schemas import validator
from tests.conftest import Said, built, drafts_of, finish, stop, words_in
from tests.support.json_schemas import SCHEMAS
from tests.support.waiting import keep

from ally_journal.store.drafts import locks
from ally_journal.store.drafts.drafts import Held
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.layout import backups_folder, drafts_folder, drafts_in_state

Ally = Callable[..., Said]
Terminal = Callable[..., Any]


@built
def written(ally: Ally) -> None:
    """Three entries, one with a plan and an answer, an obstacle with a name."""
    ally("plan", "add", "When Priya is talked over, I hand the floor back")
    ally("log", "act", "Asked Priya first", "-w", "Priya Sharma", "--plan", "1", "-t", "hiring")
    ally("log", "act", "Willing to ask Will, and priyanka")
    ally("log", "learn", "Read about captions", "--on", "2026-01-10")
    ally("heard", "1", "them", "Priya said that it helped")
    ally("obstacle", "add", "Panels are picked by habit", "--who", "Priya")


def numbers(ally: Ally) -> list[int]:
    return [one["number"] for one in json.loads(ally("list", "--json").out)]


@pytest.mark.usefixtures("written")
def test_it_shows_what_goes_and_what_stays(ally: Ally) -> None:
    """Each thing with number, day and words; the plan stays, and how to forget that is said."""
    said = ally("forget", "1", "--dry-run")
    assert (said.code, said.err) == (0, "")
    for words in (
        "To be erased: 1 entry and 1 thing you heard.",
        "entry 1 · Fri 20 Nov 2026 · Asked Priya first",
        "what you heard · Fri 20 Nov 2026 · Priya said that it helped",
        "plan 1 · Fri 20 Nov 2026 · When Priya is talked over",
        "ally forget --plan 1",
        "Nothing was erased",
    ):
        assert words in said.out
    assert numbers(ally) == [3, 1, 2]


@pytest.mark.usefixtures("written")
def test_a_name_is_shown_where_it_stands(ally: Ally) -> None:
    """Full names marked in the journal count as the same person; parts of words are listed."""
    said = ally("forget", "--with", "priya", "--dry-run").out
    assert "“priya” and “Priya Sharma”" in said
    assert "1 entry, 1 thing you heard, 1 plan and 1 obstacle" in said
    assert "part of a word or is one: priyanka." in said
    said = ally("forget", "--with", "Will", "--dry-run").out
    assert "1 entry" in said
    assert "or is one: Willing." in said


@pytest.mark.usefixtures("written")
def test_off_a_terminal_it_needs_yes(ally: Ally) -> None:
    """As everything that cannot be undone."""
    said = ally("forget", "1")
    assert (said.out, said.code) == ("", 2)
    assert "--yes" in said.err
    assert ally("forget", "1", "--yes").code == 0
    assert numbers(ally) == [3, 2]
    assert ally("show", "1").err == "Entry 1 was forgotten; its words are gone.\n"
    assert "words erased" in ally("history", "1").out
    assert "were erased" in ally("history", "1", "--restore", "1").err
    assert "entry 1 forgotten" in ally("history").out
    assert ally("undo").code == 1
    new = ally("log", "act", "New")
    assert (new.err, new.code) == ("", 0)
    assert numbers(ally)[-1] == 4


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Say what to forget"),
        (("1", "--with", "Priya"), "give one of them"),
        (("--before", "friday", "--obstacle", "1"), "give one of them"),
        (("x",), "is not the number of an entry"),
        (("1", "--as", "someone"), "goes with --with"),
        (("--with", "…"), "at least one letter"),
        (("--with", "Priya", "--as", "her, Priya"), "has the name in it"),
        (("1", "--backups", "keep"), "rewrite or remove"),
        (("--before", "03/04"), "03/04"),
        (("--before", "2027-01-01"), "if all is to go write: ally forget --before tomorrow"),
        (("--before", "31.12.26"), "Thursday 31 December 2026 is ahead"),
        (("--before", "last"), 'or last week (ally forget --before "last week")'),
    ],
)
def test_wrong_usage(args: tuple[str, ...], words: str, ally: Ally) -> None:
    """Told in a sentence before anything is touched."""
    said = ally("forget", *args, "--yes")
    assert (said.out, said.code) == ("", 2)
    assert words in said.err
    assert numbers(ally) == [3, 1, 2]


@pytest.mark.parametrize(
    ("args", "words"),
    [(("9",), "There is no entry 9"), (("--plan", "7"), "There is no plan 7")],
)
def test_what_is_not_there(args: tuple[str, ...], words: str, ally: Ally) -> None:
    """Exit code 1; without a journal too, and none is made."""
    assert "There is no journal" in ally("forget", *args, "--yes").err
    ally("log", "act", "x")
    said = ally("forget", *args, "--yes")
    assert (words in said.err, said.code) == (True, 1)


def test_what_goes_can_be_told_on_a_narrow_screen(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three lines of its words, of which one alone would tell little."""
    ally("log", "act", "Asked for the criteria before the shortlist, and nobody had them ready")
    monkeypatch.setenv("COLUMNS", "20")
    seen = ally("forget", "1", "--dry-run").out
    assert "\n    Asked for the criteria before the shortlist,…\n" in seen
    monkeypatch.setenv("ALLY_PLAIN", "1")
    assert ", and nobody had them ready\n" in ally("forget", "1", "--dry-run").out


@pytest.mark.usefixtures("written")
def test_the_word_must_be_typed(ally: Ally, terminal: Terminal) -> None:
    """Not y, and not Enter; it says first that somebody may need this, and how to keep it."""
    for answer in ("y", "", "q"):
        child = terminal("forget", "1")
        child.expect("complaint")
        child.expect("ally export")
        child.expect("Type forget")
        child.sendline(answer)
        shown, code = finish(child)
        assert ("Nothing was erased." in shown, code) == (True, 0)
    assert numbers(ally) == [3, 1, 2]
    shown, code = finish(terminal("forget", "--with", "Zorro"))
    assert ("Nothing in the journal fits that" in shown, code) == (True, 0), "nothing is asked"
    child = terminal("forget", "1", columns=40)
    child.expect("Type forget")
    child.sendline("Forget")
    shown, code = finish(child)
    assert code == 0
    assert "If this is stopped" in " ".join(shown.split())
    assert "What ally cannot reach" in shown
    assert max(map(len, shown.splitlines())) <= 90
    assert numbers(ally) == [3, 2]


@pytest.mark.usefixtures("written")
def test_what_becomes_of_backups_is_asked(
    ally: Ally, terminal: Terminal, journal_path: Path
) -> None:
    """Rewritten or removed; a file that nothing can be taken out of is offered to be removed."""
    ally("backup")
    folder = journal_path.with_name("journal.db.backups")
    broken = folder / "20260101-000000-00000000-daily.db"
    broken.write_bytes(b"SQLite format 3\0 but no more than that")
    child = terminal("forget", "1")
    child.expect("The backups")
    child.sendline("1")
    child.expect("Type forget")
    child.sendline("forget")
    child.expect("may still hold it")
    child.expect("Remove these")
    child.sendline("y")
    shown, code = finish(child)
    assert ("1 file removed" in shown, code) == (True, 0)
    assert not broken.exists()
    child = terminal("forget", "2")
    child.expect("The backups")
    child.sendline("2")
    child.expect("Type forget")
    child.sendline("forget")
    shown, code = finish(child)
    assert ("2 files removed" in " ".join(shown.split()), code) == (True, 0)
    (left,) = folder.glob("*.db")
    assert left.stem.endswith("before-forget")


@pytest.mark.usefixtures("written")
def test_ctrl_c_at_the_question_changes_nothing(ally: Ally, terminal: Terminal) -> None:
    """As everywhere."""
    child = terminal("forget", "1")
    child.expect("Type forget")
    assert stop(child)[1] == 130
    assert numbers(ally) == [3, 1, 2]


@pytest.mark.usefixtures("written")
def test_drafts_go_too(ally: Ally, journal_path: Path) -> None:
    """Those about the entry; those that name the person are rewritten; others stay."""
    about = {"for": "edit", "entry": 1, "text": "Priya, again"}
    keep(journal_path, "Priya, again", "20261119-140000", about)
    other = keep(journal_path, "Something else", "20261119-150000")
    said = ally("forget", "1", "--dry-run").out
    assert "A draft, or a copy of one: 20261119-140000" in said
    assert "150000" not in said
    assert ally("forget", "1", "--yes").code == 0
    assert drafts_of(journal_path) == [other]
    third = {"for": "log", "kind": "act", "text": "Told Priya", "tags": ["hiring"]}
    keep(journal_path, "Told Priya", "20261119-160000", third)
    assert ally("forget", "--with", "Priya", "--yes").code == 0
    (_, draft) = json.loads(ally("draft", "--json").out)
    assert draft["words"] == "Told a colleague"
    ally("draft", "use", "2")
    assert json.loads(ally("show", "last", "--json").out)["tags"] == ["hiring"]
    ally("forget", "--before", "2026-11-20", "--yes")
    assert drafts_of(journal_path) == []


@pytest.mark.usefixtures("written")
def test_a_draft_that_is_being_written_is_named(ally: Ally, journal_path: Path) -> None:
    """Nobody's words are taken from under their hands."""
    held = Held(journal_path, "20261119-140000")
    place = held.write("Priya", {"for": "log"})
    said = ally("forget", "--with", "Priya", "--yes").out
    assert f"{place}: it is being written just now" in said
    held.leave()
    assert place is not None
    assert words_in(place) == "Priya"


@pytest.mark.parametrize("held_at", [1, 2])
@pytest.mark.usefixtures("written")
def test_a_draft_that_another_run_has_for_a_moment_loses_the_name(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, held_at: int
) -> None:
    """At whichever look it has it: what could not be looked at is never taken for nothing."""
    place = keep(journal_path, "Priya waits", "20261119-140000", {"for": "log"})
    looks, reading = count(1), locks.reading

    def look(path: Path) -> AbstractContextManager[None]:
        if next(looks) == held_at:
            raise BlockingIOError(path)
        return reading(path)

    monkeypatch.setattr(locks, "reading", look)
    assert ally("forget", "--with", "Priya", "--yes").code == 0
    assert place is not None
    assert words_in(place) == "A colleague waits"


@pytest.mark.usefixtures("written")
def test_the_document_follows_its_schema(ally: Ally) -> None:
    """A preview and the real thing say the same of the same, without any of the words."""
    check = validator("forget")
    named = json.loads((SCHEMAS / "forget.json").read_text())["properties"].keys()
    ally("backup")
    said = ally("forget", "1", "--dry-run", "--json")
    would = json.loads(said.out)
    did = json.loads(ally("forget", "1", "--yes", "--json").out)
    for document in (would, did):
        check.validate(document)
        assert document.keys() == named
        assert document["erased"] == {"counts": {"entry": 1, "heard": 1}, "numbers": {"entry": [1]}}
        assert document["stays"]["numbers"] == {"plan": [1]}
        assert "Priya" not in json.dumps(document)
    assert (would["done"], did["done"]) == (False, True)
    assert did["backups"]["made_before"] in did["backups"]["rewritten"]
    assert set(would["backups"]["rewritten"]) < set(did["backups"]["rewritten"])
    again = json.loads(ally("forget", "1", "--yes", "--json").out)
    assert again["forgotten_before"] == [1]
    assert again["erased"]["counts"] == {}
    with pytest.raises(ValidationError):
        check.validate({**did, "done": "yes"})
    assert (ally("forget", "1", "--json").code, ally("forget", "1", "--json").out) == (2, "")


@pytest.mark.usefixtures("written")
def test_plain_says_the_same_in_lines(ally: Ally) -> None:
    """Without anything that only stands apart by its indent."""
    said = ally("--plain", "forget", "--with", "Priya", "--dry-run").out
    assert not any(line.startswith(" ") for line in said.splitlines())


@pytest.mark.usefixtures("written")
def test_what_other_things_are_forgotten(ally: Ally) -> None:
    """Plans, obstacles and the shelf by their own numbers, also together."""
    ally("shelf", "add", "Captions for all")
    number = json.loads(ally("shelf", "--json").out)[-1]["number"]
    said = ally("forget", "--plan", "1", "--obstacle", "1", "--shelf", str(number), "--yes")
    assert "Erased 1 plan, 1 obstacle and 1 thing on the shelf." in said.out
    assert json.loads(ally("plan", "--all", "--json").out) == []
    assert json.loads(ally("obstacle", "--all", "--json").out) == []
    assert json.loads(ally("show", "1", "--json").out)["plan"] is None
    assert ally("doctor").code == 0


@pytest.mark.usefixtures("written")
def test_nothing_fits(ally: Ally) -> None:
    """It says so, and still looks through the copies."""
    ally("backup")
    said = ally("forget", "--with", "Nobody", "--dry-run").out
    assert "Nothing in the journal fits that" in said
    assert "There was nothing left to erase" in ally("forget", "--with", "Nobody", "--yes").out


def test_a_word_stays_where_a_name_goes(ally: Ally) -> None:
    """In lower case it is a word; what is left is listed."""
    ally("log", "act", "Young asked for a short answer; a young team gave it", "-w", "Young")
    said = ally("forget", "--with", "Young", "--dry-run").out
    assert "only part of a word or is one: young." in said
    assert ally("forget", "--with", "Young", "--yes").code == 0
    assert "A colleague asked for a short answer; a young team gave it" in ally("show", "1").out


STRAYS = (".d.un~", "d.draft~", "d.bak", "d.orig", "#d#", "d.draft.save", ".goutputstream-X1Y2Z3")


def leave(journal_path: Path, ways: Iterable[str], words: str) -> list[Path]:
    """What editors left among the drafts, wherever these may lie."""
    folders = [drafts_folder(journal_path), drafts_in_state(journal_path)]
    left = [folder / way for folder in folders for way in ways]
    for path in left:
        make_folder(path.parent)
        path.write_bytes(b"\x00\x1a" + words.encode() + b"\xff\x00")
    return left


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("args", [("1",), ("--with", "Priya"), ("--before", "tomorrow")])
def test_what_an_editor_left_goes_with_its_words(
    args: tuple[str, ...], ally: Ally, journal_path: Path
) -> None:
    """Whatever it is called and in folders below; what holds other words is named."""
    went = leave(journal_path, (*STRAYS, "d.edit/sub/copy"), "Asked Priya first")
    (other,) = leave(journal_path, ("z~",), "Bread and butter")[:1]
    keep(journal_path, "Bread", "20261119-140000", {"for": "log"})
    if args[0] == "--before":
        args = ("--before", "2026-11-21")
    assert went[0].name in ally("forget", *args, "--dry-run").out
    said = ally("forget", *args, "--yes")
    assert said.code == 0
    assert [path for path in went if path.exists()] == []
    if args[0] != "--before":  # else it is past itself
        assert other.exists()
        assert f"{other}: an editor left it" in said.out


@pytest.mark.usefixtures("written")
def test_what_only_a_forgotten_entry_says_tells_its_copy(ally: Ally, journal_path: Path) -> None:
    """A single word, unless anything that stays says it too; its draft keeps other new words."""
    ally("log", "act", "Asked whether Quetzalcoatl leaves")
    leave(journal_path, ("a~",), "so Quetzalcoatl")
    stays = leave(journal_path, ("b~",), "captions whether")
    keep(journal_path, "New words", "20261119-140000", {"for": "log"})
    path = next(drafts_folder(journal_path).glob("*.draft"))
    left = {"d.un~": b"Asked whether Quetzalcoatl leaves", "e.un~": b"New words of others"}
    held = Held(journal_path, "")
    held.adopt(path)
    held.write("New words", {"for": "log"}, left)
    held.leave()
    ally("log", "act", "It is whether")
    assert ally("forget", "4", "--yes").code == 0
    there = [one for one in journal_path.parent.rglob("*") if one.is_file()]
    assert [one for one in there if b"Quetzal" in one.read_bytes()] == []
    assert all(one.exists() for one in stays)
    (draft,) = json.loads(ally("draft", "--json").out)
    assert draft["words"] == "New words"
    assert b"New words of others" in path.read_bytes()


@pytest.mark.usefixtures("written")
def test_what_is_not_its_own_is_only_named(ally: Ally, journal_path: Path, tmp_path: Path) -> None:
    """A link and what it leads to, a pipe, another journal and its folders."""
    outside = tmp_path / "mine.txt"
    outside.write_text("Asked Priya first")
    outside.chmod(0o644)
    folder = drafts_folder(journal_path)
    folder.mkdir(mode=0o700)
    (folder / "link~").symlink_to(outside)
    os.mkfifo(folder / "pipe~")
    ally("--journal", str(folder / "other.db"), "log", "act", "Asked Priya first")
    ally("--journal", str(folder / "other.db"), "backup")
    held = (folder / "other.db").read_bytes()
    told = ally("doctor").out
    assert "chmod 600" not in told
    said = ally("forget", "--with", "Priya", "--yes")
    assert said.code == 0
    for name in ("link~", "pipe~", "other.db", "other.db.backups"):
        assert f"{folder / name}: it lies among the drafts and belongs elsewhere" in said.out
        assert f"{folder / name} lies among the drafts and belongs elsewhere" in told
    assert outside.read_text() == "Asked Priya first"
    assert (folder / "other.db").read_bytes() == held
    assert "link~" in ally("privacy").out


@pytest.mark.usefixtures("written")
def test_doctor_moves_a_stray_where_nothing_is(
    ally: Ally, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command works as it is typed, twice too, and takes nothing's place."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "a b~").write_text("mine")
    monkeypatch.chdir(here)
    leave(journal_path, ("a b~",), "Bread")
    commands = [one["command"] for one in json.loads(ally("doctor", "--json").out)]
    moves = [one for one in commands if one and one.startswith("mv -n")]
    assert len(moves) == 2
    for command in moves:
        subprocess.run(shlex.split(command), check=True)
    assert {one.name for one in here.iterdir()} == {"a b~", "a b~-2", "a b~-3"}
    assert (here / "a b~").read_text() == "mine"


def test_what_stays_of_a_name_is_said_without_asking_too(ally: Ally) -> None:
    ally("log", "act", "Ann and Annabel came")
    said = ally("forget", "--with", "Ann", "--yes")
    assert "Not touched, because the name is only part of a word or is one: Annabel." in said.out


def test_a_backup_loses_what_the_journal_lost_and_nothing_else(
    ally: Ally, journal_path: Path
) -> None:
    """What was dated later since then stays there too; what only the backup has goes by its day."""
    ally("log", "act", "Moved to autumn", "--on", "2026-01-10")
    ally("backup")
    (first,) = backups_folder(journal_path).glob("*-by-hand*.db")
    ally("log", "act", "Written after that backup", "--on", "2026-01-11")
    ally("heard", "2", "them", "It helped with that")
    ally("backup")
    ally("backup", "restore", first.stem, "--yes")
    ally("edit", "1", "--on", "2026-10-10")
    shown = ally("forget", "--before", "2026-06-01", "--dry-run").out
    assert "Nothing in the journal fits that" in shown
    ally("forget", "--before", "2026-06-01", "--yes")
    held = {one: one.read_bytes() for one in backups_folder(journal_path).iterdir()}
    assert [one.name for one, copy in held.items() if b"after that backup" in copy] == []
    assert [one.name for one, copy in held.items() if b"It helped" in copy] == []
    ally("backup", "restore", first.stem, "--yes")
    assert json.loads(ally("show", "1", "--json").out)["day"] == "2026-01-10"
    assert ally("doctor").code == 0


def test_names_go_from_what_is_past_and_words_stay(ally: Ally, journal_path: Path) -> None:
    """Those that were marked anywhere, also in what was deleted and in earlier versions."""
    old = ("--on", "2026-01-10")
    ally("log", "act", "Asked @Priya and Tomas first", *old, "-w", "Tomas")
    ally("log", "act", "Waited for Priya, for Anouk too", *old)
    ally("log", "learn", "Deleted: told Priya", "-w", "Anouk", *old)
    ally("delete", "3", "--yes")
    ally("edit", "2", "--text", "Waited")
    ally("heard", "1", "them", "Tomas was glad")
    ally("log", "act", "Today with Priya")
    said = ally("forget", "--names", "--before", "2026-02-01", "--yes")
    assert said.code == 0
    text = json.loads(ally("show", "1", "--json").out)
    assert text["text"] == "Asked a colleague and a colleague first"
    assert text["people"] == []
    assert text["heard"][0]["text"] == "A colleague was glad"
    assert json.loads(ally("show", "4", "--json").out)["text"] == "Today with Priya"
    assert "Waited for a colleague, for a colleague too" in ally("history", "2").out
    held = journal_path.read_bytes()
    assert b"Tomas" not in held
    assert b"Anouk" not in held
    assert held.count(b"Priya") > 0
    assert ally("doctor").code == 0


@pytest.mark.parametrize(
    "args", [("--names",), ("--names", "--with", "Priya", "--before", "2026-02-01")]
)
def test_names_alone_is_no_command(args: tuple[str, ...], ally: Ally) -> None:
    ally("log", "act", "Asked @Priya")
    said = ally("forget", *args, "--yes")
    assert said.code == 2
    assert "goes with --before" in said.err


def test_without_a_marked_name_there_is_nothing_to_take_out(ally: Ally) -> None:
    ally("log", "act", "Asked first")
    said = ally("forget", "--names", "--before", "2026-02-01", "--yes")
    assert said.code == 1
    assert "No name is marked" in said.err
