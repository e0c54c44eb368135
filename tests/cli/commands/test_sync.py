"""ally sync: several computers of one person, each with its own journal and its own state."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from tests.cli.test_schemas import validator
from tests.conftest import Said, drafts_of, finish, stop
from tests.generated import ROOT
from tests.support.daily_children import EXCHANGE, children_of, wait_for_children
from tests.support.encrypted import PASSPHRASE
from tests.support.waiting import keep

from ally_journal.cli.commands import sync as command
from ally_journal.domain.sync.computers import Setup
from ally_journal.domain.sync.content import packed
from ally_journal.domain.sync.key import folder_of, key_from, spelt
from ally_journal.store.crypto import background, keys
from ally_journal.store.files.installation import command_to_add
from ally_journal.store.sync import setup
from ally_journal.store.sync.carrier.sealing import Seal

Ally = Callable[..., Said]
At = Callable[[str], Path]
KEY = re.compile(r"^  ((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})$", re.MULTILINE)
JOIN = re.compile(r"^  (ally sync join .*)$", re.MULTILINE)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> At:
    """Sit down at a computer by its name; its journal is given."""

    def go(name: str) -> Path:
        monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / name / "journal.db"))
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / name / "state"))
        return tmp_path / name / "journal.db"

    return go


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    return tmp_path / "Dropbox" / "ally"


@pytest.fixture
def key(at: At, ally: Ally, carried: Path) -> str:
    """Two computers, laptop and work, with one entry; at work now. The key is given."""
    carried.parent.mkdir()
    at("laptop")
    ally("log", "act", "Gave the floor back", "-w", "Priya")
    (key,) = KEY.findall(ally("sync", "init", str(carried), "--name", "laptop").out)
    at("work")
    assert ally("sync", "join", str(carried), "--name", "work", stdin=key).code == 0
    return str(key)


def commands(said: Said) -> list[str]:
    """What a person can copy of an answer."""
    return re.findall(r"^  (ally .*)$", said.out, re.MULTILINE)


def follow(ally: Ally, line: str, stdin: str = "") -> Said:
    """Type a command as it was printed."""
    words = shlex.split(line)
    assert words.pop(0) == "ally"
    return ally(*words, stdin=stdin)


def test_a_newcomer_needs_only_what_is_printed(
    at: At, ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From help to the same journal on both, by copying; a relative path is kept whole."""
    at("laptop")
    ally("log", "act", "Gave the floor back")
    assert "sync init FOLDER" in ally("sync", "status").out
    monkeypatch.chdir(tmp_path)
    Path("My cloud").mkdir()
    begun = ally("sync", "init", "My cloud/ally")
    assert begun.code == 0
    (key,), (join,) = KEY.findall(begun.out), JOIN.findall(begun.out)
    assert ally("sync", "key").out == f"{key}\n"
    at("work")
    monkeypatch.chdir("/")
    joined = follow(ally, join, stdin=key.lower().replace("-", " "))
    assert "1 entry of 20 Nov 2026, from " in joined.out
    assert "Arrived: 1 new." in joined.out
    ally("log", "learn", "Read about captions")
    assert ally("sync").out == "Sent: 1 change.\n"
    at("laptop")
    assert ally("sync").out == "Arrived: 1 new.\n"
    assert ally("sync").out == "Nothing is new, here or on the other computers.\n"
    assert ally("sync", "--quiet") == Said("", "", 0)
    assert [one["number"] for one in json.loads(ally("list", "--json").out)] == [1, 2]
    assert not any(b"floor" in one.read_bytes() for one in Path("/").glob("My cloud/ally/*/*"))


def test_a_journal_that_is_there_comes_to_the_other(
    at: At, ally: Ally, key: str, carried: Path
) -> None:
    """It is counted and asked about; off a terminal it takes --yes; a backup is made first."""
    at("home")
    ally("log", "act", "My own")
    asked = ally("sync", "join", str(carried), stdin=key)
    assert asked.code == 2
    assert "--yes" in asked.err
    assert "In this journal: 1 entry of its own" in asked.out
    assert ally("sync", "status", "--json").out == "null\n"
    done = ally("sync", "join", str(carried), "--yes", "--name", "home", stdin=key)
    assert "Entry 1 is 4 from now on." in done.out
    assert ally("show", "4").out.count("My own") == 1
    assert "before" in ally("backup", "list").out
    assert ally("sync", "join", str(carried), stdin=key).code == 0  # the same again asks nothing


@pytest.mark.usefixtures("key")
def test_both_changed_the_same(at: At, ally: Ally) -> None:
    """Both are kept, and the command that makes one of them works as printed."""
    ally("edit", "1", "--text", "At work")
    ally("sync")
    at("laptop")
    ally("edit", "1", "--text", "On the laptop")
    said = ally("sync", "--quiet")
    assert "Entry 1 was changed in two places at once" in said.out
    assert commands(said) == ["ally edit 1"]
    assert "several versions" in ally("show", "1").out
    ally("edit", "1", "--text", "On both")
    ally("sync")
    at("work")
    assert ally("sync", "--quiet").out == ""
    assert "several versions" not in ally("show", "1").out


@pytest.mark.usefixtures("key")
def test_forgotten_on_one_is_gone_on_all(at: At, ally: Ally, carried: Path) -> None:
    """From journal, backups and drafts, with what was added; others see who has done it."""
    ally("sync")
    ally("heard", "1", "them", "A secret answer")
    ally("backup")
    keep(at("work"), "Gave the floor back, she said", "20261119-140000", {"for": "log"})
    at("laptop")
    told = ally("forget", "1", "--yes")
    assert "Your other computers, until each has run ally sync: work." in told.out
    assert "ally sync key --new closes them" in told.out
    status = json.loads(ally("sync", "status", "--json").out)
    assert {one["name"]: one["unclean"] for one in status["computers"]} == {"laptop": 0, "work": 1}
    assert "Backups on work may still hold" in ally("doctor").out
    journal = at("work")
    said = ally("sync")
    assert "Forgotten on laptop, and here with all that was added to it: entry 1." in said.out
    assert "The backups and drafts here have lost it too." in said.out
    assert drafts_of(journal) == []
    kept = [*journal.parent.rglob("*.db"), *carried.rglob("*")]
    assert not any(b"secret" in one.read_bytes() for one in kept if one.is_file())
    assert json.loads(ally("sync", "--json").out)["cleaned"] is False
    at("laptop")
    ally("sync")
    assert "1 thing" not in ally("sync", "status").out


@pytest.mark.usefixtures("key")
def test_a_name_is_forgotten_with_what_others_wrote(at: At, ally: Ally, carried: Path) -> None:
    """It takes in first, and says until when it knows the others; nobody is waited for."""
    ally("log", "act", "Priya asked again")
    ally("sync")
    at("laptop")
    said = ally("forget", "--with", "Priya", "--yes")
    assert "Rewrote 2 entries." in said.out
    assert "what they wrote until: work (Fri 20 Nov 2026 " in said.err
    away = carried.rename(carried.with_name("away"))
    said = ally("forget", "2", "--yes")
    assert said.code == 0
    assert "may be missing from this:" in said.err
    assert "not yet gone from what is exchanged" in said.err
    away.rename(carried)


@pytest.mark.usefixtures("key")
def test_a_restored_backup_takes_in_at_once(ally: Ally) -> None:
    """What was sent is back, and nothing that others have is lost by it."""
    ally("backup")
    ally("log", "act", "Sent already")
    ally("sync")
    said = ally("backup", "restore", "last", "--yes")
    assert "Arrived: 1 new." in said.out
    assert "Sent already" in ally("list").out
    assert ally("sync").out.startswith("Nothing is new")


def test_another_key(at: At, ally: Ally, key: str, carried: Path) -> None:
    """The others stop with exit code 4, are given it as is printed, and lose nothing."""
    ally("log", "act", "Not sent yet")
    at("laptop")
    assert KEY.findall(ally("sync", "init", str(carried)).out) == []
    new = ally("sync", "key", "--new").out.strip()
    assert new != key
    assert ally("sync", "key").out.strip() == new
    at("work")
    stopped = ally("sync")
    assert stopped.code == 4
    (join,) = re.findall(r"ally sync join \S+", stopped.err)
    assert "did not end well" in ally("sync", "status").out
    assert ally("doctor").out.count("ally sync") >= 1
    assert follow(ally, join, stdin=new).code == 0
    at("laptop")
    assert ally("sync").out == "Arrived: 1 new.\n"
    (left,) = carried.iterdir() if len([*carried.iterdir()]) == 1 else [carried]
    assert folder_of(key_from(new)) in {one.name for one in [*carried.iterdir(), left]}


def test_off_and_in_again(ally: Ally, key: str, carried: Path) -> None:
    """The journal stays, the key goes, and the printed command takes part again."""
    (join,) = commands(ally("sync", "off"))
    assert ally("sync", "status", "--json").out == "null\n"
    for words in (["sync"], ["sync", "key"], ["sync", "off"]):
        said = ally(*words)
        assert said.code == 1
        assert "not exchanged with other computers" in said.err
    assert ally("list").out.count("floor") == 1
    assert follow(ally, join, stdin=key).code == 0
    assert ally("sync", "key").out.strip() == key
    assert str(carried) in join


@pytest.mark.usefixtures("key")
def test_a_place_that_is_gone(ally: Ally, carried: Path) -> None:
    """Exit code 3, and nothing is written: gone, empty, a file; what doctor and status say."""
    files = {one: one.read_bytes() for one in carried.rglob("*") if one.is_file()}
    ally("log", "act", "Waits")
    carried.rename(carried.with_name("away"))
    refused = [ally("sync")]
    carried.mkdir()
    refused.append(ally("sync"))
    carried.rmdir()
    carried.write_text("a file")
    refused.append(ally("sync"))
    for said in refused:
        assert (said.code, said.out) == (3, "")
        assert str(carried) in said.err
    assert "1 change waits here to be sent:" in ally("sync", "status").out
    assert "did not end well" in ally("doctor").out
    carried.unlink()
    carried.with_name("away").rename(carried)
    assert {one: one.read_bytes() for one in files} == files
    assert ally("sync").out == "Sent: 1 change.\n"
    assert "did not end well" not in ally("doctor").out


def test_files_of_which_nothing_can_be_taken(ally: Ally, key: str, carried: Path) -> None:
    """A damaged one is named and left; what a newer ally wrote ends with exit code 5."""
    folder = carried / folder_of(key_from(key))
    (folder / ("0" * 64)).write_bytes(b"half of it")
    said = ally("sync", "--quiet")
    assert said.code == 0
    assert "1 file in" in said.out
    assert "cannot be read" in said.out
    assert "sync status" in ally("doctor").out
    (folder / ("1" * 64)).write_bytes(Seal(key_from(key)).seal(packed(b"", 9)))
    said = ally("sync")
    assert said.code == 5
    assert commands(said) == ["ally sync"]
    assert (folder / ("0" * 64)).exists()
    document = json.loads(ally("sync", "status", "--json").out)
    validator("sync-status").validate(document)
    assert (document["unread"], document["newer"]) == (["0" * 64], 1)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("words", "stdin", "code", "says"),
    [
        (["join", "{carried}"], "", 2, "not a key"),
        (["join", "{carried}"], "FG33-SW6Y-3DC0-P9XP-PQFF-1YYS-8NHD", 2, "letter by letter"),
        (["join", "{carried}"], spelt(bytes(16)), 4, "another key"),
        (["join", "{nowhere}"], "{key}", 3, "is not there"),
        (["join", "{carried}", "--key-file", "{nowhere}"], "", 1, "check the path"),
        (["join", "{carried}", "--name", " "], "{key}", 2, "name"),
        (["join", "{empty}"], "{key}", 3, "check the path"),
        (["init", "{nowhere}/deeper/ally"], "", 3, "{nowhere} is not there"),
        (["init", "{file}"], "", 3, "{file} is a file"),
        (["init", ""], "", 2, "Name a folder"),
        (["init", "{carried}"], "", 2, "ally sync join"),
        (["init", "{empty}", "--name", "x" * 61], "", 2, "60"),
    ],
)
def test_what_cannot_be_done_leaves_nothing(
    at: At,
    ally: Ally,
    key: str,
    carried: Path,
    tmp_path: Path,
    words: list[str],
    stdin: str,
    code: int,
    says: str,
) -> None:
    """One sentence with the right code; it takes no part, and what lies there is as it was."""
    places = {name: tmp_path / name for name in ("nowhere", "file", "empty")}
    places["file"].write_text("x")
    places["empty"].mkdir()
    named = {**places, "carried": carried, "key": key}
    before = sorted(carried.rglob("*"))
    journal = at("other")
    said = ally("sync", *(word.format(**named) for word in words), stdin=stdin.format(**named))
    assert said.code == code, said
    assert says.format(**named) in said.err
    assert len(said.err.splitlines()) == 1
    assert key not in said.err
    assert sorted(carried.rglob("*")) == before
    assert not places["nowhere"].exists()
    assert [*places["empty"].iterdir()] == []
    assert ally("sync", "status", "--json").out == "null\n"
    assert not journal.exists() or words[0] == "init"


def test_a_demo_stays_alone(at: At, ally: Ally, key: str, carried: Path) -> None:
    """What it invents is never mixed with what people wrote."""
    ally("demo", str(at("demo")))
    for words in (["init", str(carried.parent)], ["join", str(carried)]):
        said = ally("sync", *words, stdin=key)
        assert said.code == 1
        assert "demo" in said.err


def test_without_the_library(
    at: At, ally: Ally, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence with the command that adds it here; nothing is made."""
    carried.parent.mkdir()
    journal = at("laptop")
    monkeypatch.setitem(sys.modules, "nacl.secret", None)
    said = ally("sync", "init", str(carried))
    assert said.code == 1
    assert said.err.endswith(f"run: {command_to_add('sync')}\n")
    assert not journal.exists()
    assert not carried.exists()
    assert ally("sync", "--help").code == 0


@pytest.mark.usefixtures("key")
def test_documents_follow_their_schema(at: At, ally: Ally) -> None:
    """With a conflict, a moved number, something forgotten, and on one computer alone."""
    ally("edit", "1", "--text", "At work")
    ally("sync")
    at("laptop")
    ally("edit", "1", "--text", "On the laptop")
    document = json.loads(ally("sync", "--json").out)
    validator("sync").validate(document)
    assert document["conflicts"] == [{"type": "entry", "number": 1}]
    ally("forget", "1", "--yes")
    at("work")
    document = json.loads(ally("sync", "--json").out)
    validator("sync").validate(document)
    assert document["forgotten"] == [{"name": "entry 1", "on": "laptop"}]
    validator("sync-status").validate(json.loads(ally("sync", "status", "--json").out))
    validator("privacy").validate(json.loads(ally("privacy", "--json").out))


@pytest.mark.usefixtures("key")
def test_what_privacy_says(ally: Ally, carried: Path) -> None:
    """The place, whose program carries it, and what can be seen there."""
    said = ally("privacy").out
    assert f"through a folder, {carried}, which Dropbox carries." in said
    assert "never a word, a name, a day or a title" in said
    document = json.loads(ally("privacy", "--json").out)
    assert document["sync"]["carrier"] == "Dropbox"
    assert document["network"] is False


@pytest.mark.faults
@pytest.mark.skipif(which("git") is None, reason="there is no git")
def test_a_repository_instead_of_a_folder(at: At, ally: Ally, tmp_path: Path) -> None:
    """By the same words; it does not run by itself unless a person says so, and no secret shows."""
    there = tmp_path / "ally.git"
    subprocess.run(["git", "init", "-q", "--bare", there], check=True)
    at("laptop")
    ally("log", "act", "Gave the floor back")
    begun = ally("sync", "init", str(there))
    assert "ally sync exchanges when you run it." in begun.out
    said = ally("privacy")
    assert f"through a git repository, {there}." in said.out
    assert "ally sync runs git, which does." in said.out
    document = json.loads(ally("privacy", "--json").out)
    validator("privacy").validate(document)
    assert document["network"] is True
    at("work")
    (join,) = JOIN.findall(begun.out)
    assert "Arrived: 1 new." in follow(ally, join, stdin=KEY.findall(begun.out)[0]).out
    secret = Setup("https://robin:secret@example.org/ally.git", "work", git=True)
    setup.keep(Path(os.environ["ALLY_JOURNAL"]), **secret._asdict())
    shown = ally("sync", "status").out + ally("sync", "status", "--json").out
    shown += ally("privacy").out + ally("privacy", "--json").out + ally("sync", "off").out
    assert "example.org/ally.git" in shown
    assert "secret" not in shown


def test_an_old_exchange_is_told(ally: Ally, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor says when for a week there was none, with the command."""
    assert key
    monkeypatch.setenv("ALLY_NOW", "2026-11-28T14:30:00+01:00")
    said = ally("doctor")
    assert "For 8 days nothing was exchanged" in said.out
    assert "  ally sync\n" in said.out


@pytest.mark.parametrize("how", [(), ("--plain",)])
def test_status_fits_a_narrow_screen(
    ally: Ally, key: str, how: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each computer in words; only paths are longer than the line."""
    assert key
    monkeypatch.setenv("COLUMNS", "40")
    said = ally("sync", "status", *how).out
    (mine,) = [line for line in said.splitlines() if line.startswith("work")]
    assert "this computer" in mine
    assert ("·" in said) == (not how)


# By itself


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would have been started in the background."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(background, "start", lambda _path, *words: found.append(words))
    monkeypatch.delenv("ALLY_AUTO_SYNC")
    return found


@pytest.mark.usefixtures("key")
def test_it_exchanges_by_itself(
    ally: Ally, started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a write, once for a row of them; and after any command once the newest is old."""
    once = [("sync", "background")]
    ally("list")
    ally("sync")
    assert started == []
    ally("log", "act", "x")
    ally("log", "act", "y")
    assert started == once  # it waits, so it takes both
    monkeypatch.setattr(setup, "GATHERED", 0)
    ally("log", "act", "z")
    assert started == once * 2
    monkeypatch.setattr(command, "sleep", lambda _seconds: None)
    assert ally("sync", "background") == Said("", "", 0)
    ally("list")
    assert started == once * 2
    monkeypatch.setenv("ALLY_NOW", "2026-11-20T14:41:00+01:00")
    monkeypatch.setattr(setup, "_OLD_MS", 0)
    ally("list")
    assert started == once * 3
    ally("privacy")  # it opens nothing, so it starts nothing
    assert started == once * 3


@pytest.mark.usefixtures("key")
def test_what_came_of_it_is_told_later(
    at: At, ally: Ally, terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, to the next person, since nobody was there."""
    at("laptop")
    ally("forget", "1", "--yes")
    at("work")
    monkeypatch.setattr(command, "sleep", lambda _seconds: None)
    assert ally("sync", "background") == Said("", "", 0)
    assert ally("list").err == ""
    for once in (1, 0):
        assert finish(terminal("list", columns=200))[0].count("Forgotten on laptop") == once


@pytest.mark.usefixtures("key")
def test_it_does_not_by_itself(
    ally: Ally, started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for a run that leaves it out, nor where a person said no."""
    monkeypatch.setenv("ALLY_AUTO_SYNC", "off")
    ally("log", "act", "x")
    monkeypatch.delenv("ALLY_AUTO_SYNC")
    setup.set_auto(Path(os.environ["ALLY_JOURNAL"]), auto=False)
    ally("log", "act", "y")
    assert started == []
    assert "ally sync exchanges when you run it." in ally("sync", "status").out


@pytest.mark.faults
@pytest.mark.usefixtures("key")
def test_the_background_opens_an_encrypted_journal(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the key that is handed over, and asks nobody without it; the others are told."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("encrypt").code == 0
    (handed_over,) = [one.handed_over() for one in keys._unlocked.values()]
    monkeypatch.delenv("ALLY_PASSPHRASE")
    monkeypatch.setattr(command, "sleep", lambda _seconds: None)
    keys.let_go()
    assert ally("sync", "background").code == 1
    assert ally("sync", "background", stdin=handed_over).code == 0
    assert "encrypted" in ally("sync", "status").out


@pytest.mark.faults
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_process_of_its_own_exchanges(
    at: At,
    ally: Ally,
    key: str,
    program: Ally,
    carried: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One for two logs; neither waits, and the other computer has both afterwards."""
    if passphrase:
        monkeypatch.setenv("ALLY_PASSPHRASE", passphrase)
        ally("encrypt")
        ally("sync")
    folder = carried / folder_of(key_from(key))
    before = set(folder.iterdir())
    journal = Path(os.environ["ALLY_JOURNAL"])
    for text in ("First", "Second"):
        assert program("log", "act", text, ALLY_AUTO_SYNC="on").code == 0
    assert set(folder.iterdir()) == before
    assert len(children_of(journal, EXCHANGE)) == 1
    wait_for_children(journal, EXCHANGE)
    assert len({*folder.iterdir()} - before) == 1
    at("laptop")
    assert "Arrived: 2 new" in ally("sync").out


# On a terminal


def test_a_person_is_asked(
    terminal: Callable[..., Any], at: At, ally: Ally, carried: Path, tmp_path: Path
) -> None:
    """For the key until it is one, seen as it is typed; then whether it exchanges by itself."""
    carried.parent.mkdir()
    at("laptop")
    child = terminal("sync", "init", str(carried), "--name", "laptop")
    child.expect("Enter for yes, or n")
    (key,) = KEY.findall(child.before.replace("\r", ""))
    child.sendline("n")
    assert "ally sync exchanges when you run it." in finish(child)[0]
    at("work")
    child = terminal("sync", "join", str(carried), columns=40)
    child.expect("other computer:")
    child.sendline(f"{key[:-1]}{'A' if key[-1] != 'A' else 'B'}")
    child.expect("letter by letter")
    child.sendline(key.lower())
    child.expect("Enter for yes, or n")
    child.sendline("")
    shown, code = finish(child)
    assert (code, "Exchanges run by themselves." in shown) == (0, True)
    at("home")
    child = terminal("sync", "init", str(carried))
    child.expect("never meet")
    child.sendline("")
    assert "Nothing was changed." in finish(child)[0]
    before = sorted(tmp_path.rglob("*"))
    child = terminal("sync", "join", str(carried))
    child.expect("other computer:")
    _, code = stop(child)
    assert code == 130
    assert sorted(tmp_path.rglob("*")) == before
    assert ally("sync", "status", "--json").out == "null\n"


# Without ally


def test_a_carried_file_opens_without_ally(
    ally: Ally, key: str, carried: Path, tmp_path: Path, journal_path: Path
) -> None:
    """The script of docs/sync.md, of at most twelve lines, gives an archive that ally imports."""
    page = (ROOT / "docs/sync.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(script.splitlines()) <= 12
    folder = carried / folder_of(key_from(key))
    first = min(folder.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    opened = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, first],
        input=f"{key}\n".encode(),
        capture_output=True,
        check=True,
        start_new_session=True,
    ).stdout
    (tmp_path / "opened.jsonl").write_bytes(opened)
    assert b"Gave the floor back" in opened
    said = ally("--journal", str(journal_path), "import", str(tmp_path / "opened.jsonl"))
    assert said.code == 0, said
    assert "Gave the floor back" in ally("--journal", str(journal_path), "list").out
