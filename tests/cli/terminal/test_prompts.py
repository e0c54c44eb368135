"""How questions take answers: nothing typed is lost, and no answer means what was not said."""

import json
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.conftest import Said, converse, drafts_of, finish, words_in

from ally_journal.cli.terminal import console

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

either_form = pytest.mark.parametrize("plain", [(), ("--plain",)])


@pytest.mark.parametrize("answer", ["no", "N"])
def test_no_is_not_the_answer_that_it_is_not_mine_to_ask(
    terminal: Terminal, ally: Ally, answer: str
) -> None:
    """The question sounds like one for yes or no, and "no" only says that nothing came back."""
    ally("log", "act", "x")
    shown, code = converse(terminal("heard", "1"), {"do you know": answer})
    assert (code, "Nothing was saved." in shown) == (2, True)
    assert json.loads(ally("show", "1", "--json").out)["heard"] == []


def test_a_number_that_is_not_offered_is_no_answer(terminal: Terminal, ally: Ally) -> None:
    """It is asked again; own words are an answer."""
    shown, _ = converse(
        terminal("log", "learn", "--missed"),
        {"What happened?": "x", "What stopped you?": "7", "from 1 to 4, or your own words": "Rank"},
    )
    assert "Saved 1" in shown
    assert json.loads(ally("show", "1", "--json").out)["because"] == "Rank"


@either_form
def test_a_long_line_is_kept_whole(terminal: Terminal, ally: Ally, plain: tuple[str, ...]) -> None:
    """A terminal by itself would cut it after 4,095 bytes, without a word."""
    child = terminal(*plain, "log", "learn", columns=200)
    child.expect_exact("What happened?")
    child.expect_exact("> ")
    words = "a word " * 1_000
    for start in range(0, len(words), 500):  # as a terminal takes a paste
        child.send(words[start : start + 500])
    child.send("\r")
    child.expect_exact("(Enter skips)")
    child.sendline("")
    finish(child)
    assert json.loads(ally("show", "1", "--json").out)["text"] == words.strip()


@either_form
def test_a_paste_of_several_lines_is_one_answer(
    terminal: Terminal, ally: Ally, plain: tuple[str, ...]
) -> None:
    """The second line does not answer the next question."""
    child = terminal(*plain, "log")
    child.expect_exact("What happened?")
    child.expect_exact("> ")
    child.send("one\ntwo\r" if plain else "\x1b[200~one\ntwo\x1b[201~\r")
    child.expect_exact("4 Act")
    child.sendline("1")
    child.expect_exact("(Enter skips)")
    child.sendline("")
    finish(child)
    entry = json.loads(ally("show", "1", "--json").out)
    assert (entry["text"], entry["kind"]) == ("one\ntwo", "learn")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("before", ["", "q\n", "\n\n"])
def test_a_paste_where_no_line_is_edited(terminal: Terminal, ally: Ally, before: str) -> None:
    """A terminal that marks no paste hands over one line after the other, which belong together."""
    child = terminal("log", "learn", TERM="dumb")
    child.expect_exact("> ")
    child.send(f"{before}one\nq\nthree\r")
    child.expect_exact("(Enter skips)")
    child.sendline("")
    finish(child)
    text = json.loads(ally("show", "1", "--json").out)["text"]
    assert text == f"{before}one\nq\nthree".strip()


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"TERM": "dumb"}])
def test_backspace_takes_back_a_letter(
    terminal: Terminal, ally: Ally, environ: dict[str, str]
) -> None:
    """And none of its bytes stays, whatever the locale is and whoever edits the line."""
    child = terminal("log", "learn", **environ)
    modes = termios.tcgetattr(child.child_fd)
    termios.tcsetattr(child.child_fd, termios.TCSANOW, [modes[0] & ~console._IUTF8, *modes[1:]])
    child.expect_exact("> ")
    child.send("Straß\x7fsse 日本\x7f\r")
    child.expect_exact("(Enter skips)")
    child.sendline("")
    finish(child)
    assert json.loads(ally("show", "1", "--json").out)["text"] == "Strasse 日"


def test_a_sentence_at_a_choice_is_what_it_was_meant_for(terminal: Terminal, ally: Ally) -> None:
    """At the kind it belongs to the text, and at who says so it is what was heard."""
    child = terminal("log")
    for said in ("Asked first", "And listened then", "act", ""):
        child.expect_exact("> ")
        child.sendline(said)
    finish(child)
    assert json.loads(ally("show", "1", "--json").out)["text"] == "Asked first\nAnd listened then"
    child = terminal("heard", "1")
    for said in ("They said thanks", "them"):
        child.expect_exact("> ")
        child.sendline(said)
    finish(child)
    (heard,) = json.loads(ally("show", "1", "--json").out)["heard"]
    assert "They said thanks" in heard.values()


def test_a_sentence_at_yes_or_no_is_kept(
    terminal: Terminal, ally: Ally, journal_path: Path
) -> None:
    """It is no yes, and it waits as a draft; the question is put again, in a few words."""
    ally("log", "act", "x")
    said = {"Delete this?": "Yes, and I asked Ann", "y, or Enter for no.": "sure"}
    shown, _ = converse(terminal("delete", "1"), said)
    assert shown.count("y, or Enter for no.") == 2
    assert shown.count("Delete this?") == 1
    assert "Your words are kept in" in shown
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "Yes, and I asked Ann"
    assert json.loads(ally("show", "1", "--json").out)["text"] == "x"


@pytest.mark.parametrize(
    "args",
    [
        ("plan", "add", "my long words"),
        ("reflect", "why", "my long words"),
        ("edit", "1", "--text", "my long words"),
        ("heard", "1", "them", "my long words"),
        ("obstacle", "add", "my long words"),
        ("shelf", "add", "my long words"),
        ("log", "act", "my long words"),
    ],
)
def test_words_outlive_a_journal_that_is_none(
    ally: Ally, journal_path: Path, args: tuple[str, ...]
) -> None:
    """Every command that takes words keeps them when the journal cannot be opened."""
    journal_path.parent.mkdir(parents=True)
    journal_path.write_text("something else")
    said = ally(*args)
    assert said.code == 1
    (draft,) = drafts_of(journal_path)
    assert f"Your words are kept in {draft}." in said.err
    assert words_in(draft).strip() == "my long words"
    assert journal_path.read_text() == "something else"


@pytest.mark.parametrize("command", ["plan kept", "obstacle changed"])
def test_a_second_end_keeps_the_first_note(ally: Ally, command: str) -> None:
    """Unless it brings one of its own; and "-" is stdin here as everywhere."""
    ally(command.split(maxsplit=1)[0], "add", "x")
    ally(*command.split(), "1", "note a")
    assert json.loads(ally(*command.split(), "1", "--json").out)["note"] == "note a"
    said = ally(*command.split(), "1", "-", "--json", stdin="note b\n")
    assert json.loads(said.out)["note"] == "note b"


def test_a_plan_that_has_ended_becomes_no_other(ally: Ally) -> None:
    """So that no plan has two that follow it; the words wait as a draft."""
    ally("plan", "add", "When x, y")
    ally("plan", "done", "1")
    said = ally("plan", "changed", "1", "When x, I will z")
    assert said.err.endswith("Plan 1 is done already; ally plan add begins another.\n")
    assert [one["words"] for one in json.loads(ally("draft", "--json").out)] == ["When x, I will z"]


def test_a_list_says_that_the_last_day_of_a_plan_is_past(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    ally("plan", "add", "When x, y", "--until", "tomorrow")
    assert "until Sat 21 Nov 2026" in ally("plan").out
    monkeypatch.setenv("ALLY_NOW", "2026-11-22T10:00:00+01:00")
    assert "its last day was Sat 21 Nov 2026" in ally("plan").out


def test_a_note_for_others_commands_no_terminal(terminal: Terminal, ally: Ally) -> None:
    """Bidi controls could hide a name, so they go into no note; a screen gets none either."""
    ally("obstacle", "add", "x \u202eevil\u202c")
    assert "\nx evil\n" in ally("handover", "1").out
    child = terminal("handover", "1", "--yes")
    shown, _ = finish(child)
    assert "evil" in shown
    assert "\u202e" not in shown


def test_global_options_behind_the_command(ally: Ally, tmp_path: Path) -> None:
    """They mean the same there, but for what stands behind -- or is text."""
    other = str(tmp_path / "other.db")
    assert ally("log", "act", "--plain", "x", "--journal", other).code == 0
    plainly = "Entry 1, Friday 20 November 2026, act: x\n"
    assert ally("list", f"--journal={other}", "--plain").out == plainly
    assert ally("log", "act", "--", "--plain").code == 0
    assert ally("list", "--plain").out == plainly.replace(" x", " --plain")
    said = ally("list", "--journal")
    assert (said.code, said.err) == (2, "--journal needs the path of a journal behind it.\n")


def test_libedit_is_not_taken_for_gnu_readline(monkeypatch: pytest.MonkeyPatch) -> None:
    """It bears the same name and marks no paste; nor does a Python without either."""
    libedit = ModuleType("readline", "Importing this module enables libedit readline.")
    for there, whole in ((libedit, False), (None, False), (ModuleType("readline", "GNU"), True)):
        monkeypatch.setitem(sys.modules, "readline", there)
        assert console.is_gnu_readline() is whole


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("environ", "plain"),
    [
        ({}, False),
        ({"ALLY_PLAIN": "1"}, True),
        ({"ACCESSIBLE": "1"}, True),
        ({"ACCESSIBLE": "1", "ALLY_PLAIN": "0"}, False),
        ({"TERM": "dumb"}, True),
        ({"TERM": "dumb", "ALLY_PLAIN": "no"}, False),
    ],
)
def test_what_asks_for_sentences(terminal: Terminal, environ: dict[str, str], plain: bool) -> None:
    """Also where nothing was typed: in a terminal that draws nothing, if nobody says otherwise."""
    shown, code = finish(terminal("log", "act", "Gave the floor back", **environ))
    assert code == 0
    assert ("Saved 1, act, Friday 20 November 2026" in shown) is plain
