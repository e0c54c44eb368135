"""ally draft: no typed word is lost, whatever ends the program, and it finds its way back."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.conftest import Said, converse, drafts_of, finish, stop, words_in
from tests.generated import ROOT
from tests.support.waiting import keep

from ally_journal.store.database import connection

Ally = Callable[..., Said]
Terminal = Callable[..., Any]
WORDS = "Words I typed, and cannot type again"
SCHEMA = ROOT / "src/ally_journal/render/schemas/draft.json"


def listed(ally: Ally) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("draft", "--json").out)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(found)
    return found


def entries(ally: Ally) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("list", "--json").out)
    return found


def editor(folder: Path, script: str) -> str:
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


@pytest.fixture
def begun(ally: Ally) -> None:
    """A journal, so that nothing is said about there being none."""
    ally("config", "plain", "false")


@pytest.fixture
def left(journal_path: Path) -> Path:
    """A draft from a log that did not finish, of which everything is known."""
    about = {"for": "log", "kind": "act", "day": "2026-11-17", "text": WORDS, "tags": ["hiring"]}
    place = keep(journal_path, WORDS, "20261117-091500", about)
    assert place is not None
    return place


# What ends a program while a person types


@pytest.mark.one_in(3)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("answered", [0, 1])
def test_words_are_on_disk_before_the_next_question(
    terminal: Terminal, ally: Ally, journal_path: Path, number: signal.Signals, answered: int
) -> None:
    """Killed at the kind prompt or at a later question, every word typed so far is a draft."""
    child = terminal("log", "--more", "-t", "hiring", "--lesson", "Ask first")
    child.expect_exact("> ")
    child.sendline(WORDS)
    child.expect_exact("4 Act")
    child.expect_exact("> ")
    if answered:
        child.sendline("learn")
        child.expect_exact("differently now?")
        child.sendline("The captions")
        child.expect_exact("hear it from?")
    if number == signal.SIGKILL:
        child.kill(number)
        child.expect([r"\Z", "$"])
    else:
        stop(child, number)
    child.close(force=True)
    (draft,) = listed(ally)
    assert draft["kind"] == ("learn" if answered else None)
    assert draft["words"].startswith(f"{WORDS}\nlesson: Ask first")
    said = ally("draft", "use", "--kind", "learn")
    assert said.out.startswith("Saved 1 · learn · Fri 20 Nov 2026")
    (entry,) = entries(ally)
    assert (entry["text"], entry["lesson"], entry["tags"]) == (WORDS, "Ask first", ["hiring"])
    assert entry["answers"] == ({"notice": "The captions"} if answered else {})
    assert not drafts_of(journal_path)


def test_a_terminal_that_is_closed(terminal: Terminal, ally: Ally) -> None:
    """The window goes, and the words stay."""
    child = terminal("log")
    child.expect_exact("> ")
    child.sendline(WORDS)
    child.expect_exact("4 Act")
    child.ptyproc.fileobj.close()
    child.ptyproc.closed = True
    assert os.waitpid(child.pid, 0)[0] == child.pid
    child.ptyproc.terminated = True
    assert [draft["words"] for draft in listed(ally)] == [WORDS]


@pytest.mark.parametrize("command", [["log", "act", "-e"], ["edit", "1"], ["reflect", "why", "-e"]])
def test_ally_killed_while_the_editor_is_open(
    program: Ally, ally: Ally, tmp_path: Path, command: list[str], journal_path: Path
) -> None:
    """What the editor saved is a draft that knows where it belongs."""
    ally("log", "act", "first")
    murder = editor(tmp_path, f'printf "{WORDS}\\n" > "$1"; kill -9 $PPID')
    assert program(*command, EDITOR=murder).code == -signal.SIGKILL
    (draft,) = listed(ally)
    assert (draft["words"], draft["for"]) == (WORDS, command[0])
    assert ally("draft", "use").code == 0
    texts = [entry["text"] for entry in entries(ally)]
    assert texts == {"log": ["first", WORDS], "edit": [WORDS]}.get(command[0], ["first"])
    why = json.loads(ally("reflect", "why", "--json").out)
    assert [one["text"] for one in why] == ([WORDS] if command[0] == "reflect" else [])
    assert not journal_path.with_name("journal.db.drafts").exists()


def test_an_editor_that_had_nothing_new_leaves_no_draft(
    program: Ally, ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """A copy of what the journal has, or an empty file, is swept away and never spoken of."""
    ally("log", "act", WORDS)
    murder = editor(tmp_path, "kill -9 $PPID")
    for command in (["edit", "1"], ["log", "act", "-e"]):
        assert program(*command, EDITOR=murder).code == -signal.SIGKILL
        assert drafts_of(journal_path)
        assert ally("list").err == ""
        assert not journal_path.with_name("journal.db.drafts").exists()


def test_an_editors_own_copy_is_pointed_to(
    program: Ally, ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """When the editor dies with unwritten words, its swap file stays, and ally says so."""
    dies = editor(tmp_path, 'echo swap > "$(dirname "$1")/.$(basename "$1").swp"; exit 1')
    said = program("log", "act", "-e", EDITOR=dies)
    assert "Your editor kept what was not written" in said.err
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == ""
    assert len(listed(ally)) == 1
    recovers = editor(tmp_path, f'rm "$(dirname "$1")"/.*.swp; echo "{WORDS}" > "$1"')
    assert program("draft", "use", "-e", EDITOR=recovers).code == 0
    assert entries(ally)[0]["text"] == WORDS


def test_a_review_killed_at_a_question(terminal: Terminal, ally: Ally) -> None:
    """An answer to a moment, and a line not yet written, are on disk at once."""
    ally("log", "challenge", "Let a joke pass", "--missed")
    child = terminal("review")
    child.expect_exact("Anything else")
    child.sendline(WORDS)
    child.expect_exact("4 Act")
    child.kill(signal.SIGKILL)
    child.close(force=True)
    assert ally("draft", "use", "--kind", "act").code == 0
    assert entries(ally)[1]["text"] == WORDS

    child = terminal("review")
    child.expect_exact("Anything else")
    while not child.expect_exact(["> ", "what stopped you?"]):
        child.sendline("")
    child.expect_exact("> ")
    child.sendline("He is senior")
    child.expect_exact("Next time?")
    child.kill(signal.SIGKILL)
    child.close(force=True)
    assert ally("draft", "use").code == 0
    entry = json.loads(ally("show", "1", "--json").out)
    assert (entry["because"], entry["text"]) == ("He is senior", "Let a joke pass")
    assert listed(ally) == []


# What stands in the way of saving


TROUBLES = ["locked", "damaged", "newer", "not a journal", "full", "no folder"]


def trouble(name: str, path: Path) -> Callable[[], None]:
    """Put something in the way of the journal at `path`; gives what takes it away again."""
    whole = path.read_bytes()

    def mend() -> None:
        path.write_bytes(whole)

    if name == "locked":
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        return other.close
    if name == "damaged":
        path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    elif name == "newer":
        path.write_bytes(whole[:60] + (99).to_bytes(4) + whole[64:])
    elif name == "not a journal":
        path.write_bytes(b"")
    elif name == "full":
        path.rename(path.with_name("away"))
        path.mkdir()

        def mend() -> None:
            path.rmdir()
            path.with_name("away").rename(path)

    else:
        path.parent.rename(path.parent.with_name("away"))
        path.parent.touch()

        def mend() -> None:
            path.parent.unlink()
            path.parent.with_name("away").rename(path.parent)

    return mend


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize(
    ("command", "where"),
    [
        (["log", "act", WORDS, "-t", "hiring"], ["list"]),
        (["edit", "1", "--text", WORDS], ["list"]),
        (["heard", "1", "them", WORDS], ["list"]),
        (["plan", "add", WORDS, "--until", "2026-12-01"], ["plan"]),
        (["obstacle", "add", WORDS], ["obstacle"]),
        (["shelf", "add", WORDS], ["shelf"]),
    ],
)
def test_words_outlive_the_trouble(
    name: str,
    command: list[str],
    where: list[str],
    ally: Ally,
    journal_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The path is printed; looking and being told work in the trouble; afterwards it is saved."""
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    ally("log", "act", "first")
    mend = trouble(name, journal_path)
    said = ally(*command)
    assert said.code in {1, 5}
    assert "Your words are kept in" in said.err
    (draft,) = listed(ally)
    assert words_in(Path(draft["path"])) == WORDS
    assert str(draft["path"]) in said.err
    assert WORDS in ally("draft").out
    assert ally("draft", "use").code in {1, 5}
    assert [one["words"] for one in listed(ally)] == [WORDS]
    mend()
    assert ally("draft", "use").code == 0
    assert listed(ally) == []
    found = json.dumps(json.loads(ally(*where, "--json").out))
    assert WORDS in found
    assert ("hiring" in found) == ("hiring" in command)
    assert ("2026-12-01" in found) == ("2026-12-01" in command)
    assert len(json.loads(ally("list", "--json").out)) == 1 + (command[0] == "log")


@pytest.mark.faults
def test_a_full_disk_while_using_keeps_the_draft(left: Path, journal_path: Path) -> None:
    """Nothing of a draft goes before the journal has the words."""
    script = (
        "import resource, signal; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from ally_journal.cli.app import run; import sys; sys.argv = ['ally', 'draft', 'use'];"
        "run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert words_in(left) == WORDS
    assert not journal_path.exists()


# Being told, once


@pytest.mark.usefixtures("begun")
def test_the_next_command_says_so_once(ally: Ally, program: Ally, left: Path) -> None:
    """On stderr, whatever the command; not again for the same draft, but for another one."""
    assert left.exists()
    said = program("list", "--json")
    assert said.err == (
        f"There are words from Tuesday 17 November 2026 that were not saved: “{WORDS}”."
        " ally draft shows them.\n"
    )
    assert json.loads(said.out) == []
    for command in (["list"], ["log", "act", "x"], ["review"]):
        assert ally(*command).err == ""
    ally("--journal", "~nosuchperson/x", "list")
    assert "Nothing was" not in ally("log", "act", " ", "--lesson", "y").out
    assert ally("list").err == ""


@pytest.mark.usefixtures("begun")
def test_several_are_told_together(ally: Ally, left: Path, journal_path: Path) -> None:
    """One sentence, with the newest."""
    keep(journal_path, "other words", "20261118-100000")
    assert left.exists()
    assert ally("list").err == (
        "There are 2 drafts, the newest from Wednesday 18 November 2026: “other words”."
        " ally draft shows them all.\n"
    )


def test_no_draft_stands_before_the_first_question(
    terminal: Terminal, ally: Ally, left: Path
) -> None:
    """A log says once that there are some, and asks what happened."""
    shown, code = converse(terminal("log"), {"What happened?": "y", "1 Learn": "act"})
    assert "that were not saved" in shown
    assert code == 0
    assert left.exists()
    assert [entry["text"] for entry in entries(ally)] == ["y"]


def test_no_question_between_a_person_and_a_line(
    terminal: Terminal, left: Path, ally: Ally
) -> None:
    """With words or options typed, a log says that there are drafts and asks nothing about them."""
    shown, code = finish(terminal("log", "act", "A new line"))
    assert code == 0
    assert "that were not saved" in shown
    assert left.exists()
    assert len(entries(ally)) == 1


@pytest.mark.usefixtures("begun")
def test_a_draft_somebody_is_writing_is_nobody_elses(ally: Ally, left: Path) -> None:
    """While its writer lives it is neither told of, nor listed, nor taken up."""
    with left.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert ally("list").err == ""
        assert listed(ally) == []
        assert ally("draft", "use").code == 1
    assert len(listed(ally)) == 1


# Using and dropping


def test_without_a_terminal_a_kind_is_needed(ally: Ally, journal_path: Path) -> None:
    """Words of which nothing is known, such as an older draft, become an entry of that kind."""
    folder = journal_path.with_name("journal.db.drafts")
    folder.mkdir(parents=True)
    (folder / "edit-1a2b3c4d.txt").write_text(f"{WORDS}\n")
    assert listed(ally)[0]["for"] is None
    said = ally("draft", "use")
    assert said.code == 2
    assert "--kind" in said.err
    assert [one["words"] for one in listed(ally)] == [WORDS]
    printed = json.loads(ally("draft", "use", "-k", "l", "--json").out)
    assert (printed["text"], printed["kind"]) == (WORDS, "learn")
    assert not folder.exists()


def test_several_need_a_number(ally: Ally, left: Path, journal_path: Path) -> None:
    """They are counted from the oldest; a number that is none says how many there are."""
    keep(journal_path, "other words", "20261118-100000", {"for": "log", "kind": "learn"})
    assert left.exists()
    assert [one["words"] for one in listed(ally)] == [WORDS, "other words"]
    for number, code in ((None, 2), ("3", 1), ("0", 1), ("x", 2)):
        said = ally("draft", "use", *([number] if number else []))
        assert said.code == code
        assert "ally draft shows" in said.err
    assert ally("draft", "use", "last").code == 0
    assert [one["words"] for one in listed(ally)] == [WORDS]
    for number, renumbered in (("1", True), ("last", False)):
        keep(journal_path, "older words", "20261101-100000", {"for": "log", "kind": "learn"})
        dropped = ally("draft", "drop", number, "--yes").out
        assert ("Others have new numbers now; ally draft shows them." in dropped) is renumbered
    assert ally("draft", "use", "1").code == 0
    assert ally("draft", "use").err == "There is no draft.\n"


def test_dropping_asks(ally: Ally, terminal: Terminal, left: Path, journal_path: Path) -> None:
    """On a terminal a question, elsewhere --yes or exit 2; then the words are nowhere."""
    said = ally("draft", "drop")
    assert (said.code, left.exists()) == (2, True)
    shown, code = converse(terminal("draft", "drop"), {"Drop this for good?": ""})
    assert (code, left.exists()) == (0, True)
    assert WORDS in shown
    assert converse(terminal("draft", "drop"), {"Drop this for good?": "y"})[1] == 0
    assert not journal_path.with_name("journal.db.drafts").exists()
    assert ally("draft", "drop", "--yes").code == 1


def test_a_draft_changed_in_an_editor_is_what_it_says_now(ally: Ally, left: Path) -> None:
    """The file is the person's; what stands in it is saved, whatever was known before."""
    left.write_text(left.read_text().replace(WORDS, "Better words"))
    assert ally("draft", "use").code == 0
    (entry,) = entries(ally)
    assert (entry["text"], entry["kind"]) == ("Better words", "act")


def test_an_edit_goes_back_to_its_entry(terminal: Terminal, ally: Ally, journal_path: Path) -> None:
    """It asks on a terminal, and undo brings the old text back."""
    ally("log", "act", "first")
    about = {"for": "edit", "entry": 1, "text": WORDS, "lesson": "Ask first"}
    keep(journal_path, f"{WORDS}\nlesson: Ask first", "20261118-100000", about)
    assert converse(terminal("draft", "use"), {"Change entry 1 so?": ""})[1] == 0
    assert entries(ally)[0]["text"] == "first"
    assert converse(terminal("draft", "use"), {"Change entry 1 so?": "y"})[1] == 0
    (entry,) = entries(ally)
    assert (entry["text"], entry["lesson"]) == (WORDS, "Ask first")
    assert ally("undo").code == 0
    assert entries(ally)[0]["text"] == "first"


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "about",
    [
        "",
        "[]",
        '{"about": []}',
        '{"left": {"x": 4}, "about": {"for": ["log"]}}',
        '{"about": {"for": "edit", "entry": "x"}}',
        '{"about": {"for": "edit", "entry": 1, "tags": 4, "plan": [], "share": "x", "day": 3}}',
        '{"about": {"for": "heard", "entry": 1, "source": 5}}',
        '{"about": {"for": "log", "day": "yesterday", "tags": "x", "plan": -4, "kind": 3}}',
        '{"about": {"for": "log", "went": "well", "said": {"asked": "no"}, "plan": ""}}',
        '{"about": {"for": "moment", "entry": 1, "answers": {"x": 4}}}',
        '{"about": {"for": "plan", "number": 0}}',
        '{"about": {"for": "reflect", "topic": 9}}',
    ],
)
def test_whatever_is_known_of_the_words_they_can_be_used(
    about: str, ally: Ally, left: Path
) -> None:
    """What is known of a draft may be spoilt; its words are words."""
    left.write_text(
        f'{WORDS}\n\n{{"format": "ally/draft", "version": 2{about and ", " + about[1:]}'
    )
    assert listed(ally)[0]["words"] == WORDS
    assert ally("draft").code == 0
    assert ally("draft", "use", "--kind", "act").code == 0
    assert entries(ally)[0]["text"] == WORDS


def test_words_alone_are_words(ally: Ally, left: Path) -> None:
    """A person may take the last line away, or put a text there."""
    left.write_text(f"{WORDS}\n")
    assert (listed(ally)[0]["words"], listed(ally)[0]["for"]) == (WORDS, None)
    assert ally("draft", "use").code == 2
    assert ally("draft", "use", "--kind", "act").code == 0
    assert entries(ally)[0]["text"] == WORDS


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("plain", [True, False])
def test_the_list_fits_the_screen(
    terminal: Terminal, left: Path, columns: int, plain: bool
) -> None:
    """Words, day and purpose, on a narrow screen and in sentences."""
    assert left.exists()
    shown, _ = finish(terminal(*(["--plain"] if plain else []), "draft", columns=columns))
    if not plain:
        assert all(len(line) <= columns for line in shown.splitlines())
    told = " ".join(shown.split())
    assert WORDS in told
    assert "Tuesday 17 November 2026, 09:15" in told
    assert "or a new entry (act)" in told


def test_an_editor_gets_no_passphrase(program: Ally, tmp_path: Path) -> None:
    """What it starts could read that, and needs it for nothing."""
    tells = editor(tmp_path, 'env > "$1"')
    secret = {"ALLY_PASSPHRASE": "secret", "ALLY_PASSPHRASE_COMMAND": "echo secret"}
    assert program("log", "act", "-e", "--json", EDITOR=tells, **secret).code == 0
    assert "secret" not in program("show", "1", "--json").out


def test_what_an_editor_wrote_beside_is_kept(
    program: Ally, ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy under another name, as of `:w other`, is a draft; and a command here is found."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ed.sh").write_text('echo aside > other.txt\necho main > "$1"\n')
    assert program("log", "act", "-e", EDITOR="sh ed.sh").code == 0
    assert entries(ally)[0]["text"] == "main"
    assert [one["words"] for one in listed(ally)] == ["aside"]
