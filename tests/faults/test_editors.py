"""Experiments: real editors on a terminal that is closed, or ended otherwise, lose no word.

EDITOR_RUNS says how many runs of each; those of an editor that is not installed are left out.
"""

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pexpect
import pytest
from tests.conftest import Said

pytestmark = pytest.mark.faults

RUNS = int(os.environ.get("EDITOR_RUNS", "2"))
WORDS = "Asked for the criteria"
LAST = "&"
"""A sign that no editor shows by itself, so that all was read once it is shown."""


class Editor(NamedTuple):
    """How one is started, when it is ready, and what to type so that words are in it."""

    command: str
    ready: str
    typed: str


EDITORS = {
    "nano": Editor("nano --ignorercfiles", "Exit", WORDS),
    "vim": Editor("vim -u NONE -i NONE", "0 bytes|0B", f"\x1bi{WORDS}\x1b"),
    "joe": Editor("joe", "Joe's|\\.txt", WORDS),
    "ed": Editor("ed", "0\\s", f"a\n{WORDS}\n.\n"),
}


def _closed(child: Any) -> None:  # noqa: ANN401 - pexpect has no types
    """Close the terminal, as whoever closes its window."""
    child.ptyproc.fileobj.close()
    child.ptyproc.closed = True


def _hung_up(child: Any) -> None:  # noqa: ANN401 - the same
    """End ally alone, and then close the terminal."""
    os.kill(child.pid, signal.SIGTERM)
    time.sleep(0.05)
    _closed(child)


def _interrupted(child: Any) -> None:  # noqa: ANN401 - the same
    """Press Ctrl-C, and then close the terminal."""
    child.sendintr()
    time.sleep(0.05)
    _closed(child)


def _told(child: Any) -> None:  # noqa: ANN401 - the same
    """Tell the programs on it that the terminal goes, which stays until they have ended."""
    os.killpg(os.tcgetpgrp(child.child_fd), signal.SIGHUP)


@pytest.mark.parametrize("name", EDITORS)
@pytest.mark.parametrize("end", [_closed, _hung_up, _interrupted, _told])
def test_no_word_in_an_editor_is_lost(
    name: str,
    end: Callable[[Any], None],
    terminal: Callable[..., Any],
    program: Callable[..., Said],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was typed and not written is a draft that becomes the entry it was meant for."""
    assert shutil.which(EDITORS[name].command.split()[0]), f"{name} is to be installed"
    monkeypatch.chdir(tmp_path)
    chance = random.Random(int(os.environ.get("FAULT_SEED", "47")))  # noqa: S311 - no secrecy
    editor = EDITORS[name]
    for turn in range(RUNS):
        child = terminal("log", "act", "-t", "hiring", "-e", EDITOR=editor.command, TERM="xterm")
        child.delaybeforesend = None
        child.expect(editor.ready)
        time.sleep(0.3)
        words = f"{WORDS} {turn}{LAST}"
        for line in editor.typed.replace(WORDS, words).splitlines(keepends=True):
            child.send(line)
        if name != "ed":
            child.expect_exact(LAST)
        time.sleep(0.2 + chance.uniform(0, 0.1))
        end(child)
        assert os.waitpid(child.pid, 0)[0] == child.pid
        child.ptyproc.terminated = True
        found = json.loads(program("draft", "--json").out)
        assert [one["words"].strip() for one in found] == [words], (turn, found)
        assert program("draft", "use").code == 0
        (entry, *_) = json.loads(program("list", "--json").out)[::-1]
        newest = json.loads(program("show", "last", "--json").out)
        assert (newest["text"].strip(), newest["tags"], newest["kind"]) == (
            words,
            ["hiring"],
            "act",
        ), entry
    assert len(json.loads(program("list", "--json").out)) == RUNS
    print(f"{name}, {end.__name__}: {RUNS} runs, 0 lost")


def test_an_editor_that_does_not_wait(program: Callable[..., Said], tmp_path: Path) -> None:
    """Words that it writes after ally has gone are a draft that knows what it was for."""
    script = tmp_path / "window"
    script.write_text(
        "#!/bin/sh\n"
        "exec >/dev/null 2>&1 </dev/null\n"
        '(sleep 0.4; mkdir -p "$(dirname "$1")"; echo "$WORDS" > "$1") &\n'
    )
    script.chmod(0o755)
    for turn in range(RUNS):
        words = f"{WORDS} {turn}{LAST}"
        said = program("log", "act", "-t", "hiring", "-e", EDITOR=str(script), WORDS=words)
        assert (said.code, "came back at once" in said.err) == (2, True), said
        assert json.loads(program("draft", "--json").out) == []
        program("list")  # sweeps
        time.sleep(0.8)
        found = json.loads(program("draft", "--json").out)
        assert [one["words"] for one in found] == [words]
        assert program("draft", "use").code == 0
        newest = json.loads(program("show", "last", "--json").out)
        assert (newest["text"], newest["tags"]) == (words, ["hiring"])


def test_ctrl_c_in_a_shell_of_the_editor(terminal: Callable[..., Any]) -> None:
    """It ends what the editor runs, and neither the editor nor ally."""
    child = terminal("log", "act", "-e", EDITOR=EDITORS["vim"].command, TERM="xterm")
    child.expect(EDITORS["vim"].ready)
    child.send(f"\x1bi{WORDS}\x1b:!sleep 30\r")
    time.sleep(0.5)
    child.sendintr()
    child.expect_exact("command to continue")
    time.sleep(0.3)
    child.send("\r")
    time.sleep(0.3)
    child.send(":wq\r")
    child.expect_exact("Saved 1")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize("last", ["q\n", "\x04"])
def test_ed_leaves_what_is_typed_behind_it(
    last: str, terminal: Callable[..., Any], program: Callable[..., Said]
) -> None:
    """It has its own lines, also when all of them are pasted at once; Ctrl-D ends it."""
    for turn in range(RUNS):
        child = terminal("log", "-e", EDITOR="ed", TERM="dumb")
        child.expect("0\\s")
        child.send(f"a\n{WORDS} {turn}\n.\nw\n{last}act\n")
        child.expect_exact(f"Saved {turn + 1}")
        child.expect(pexpect.EOF)
        assert json.loads(program("show", "last", "--json").out)["text"] == f"{WORDS} {turn}"
