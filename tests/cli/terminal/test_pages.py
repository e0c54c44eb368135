"""Answers longer than the screen: through a pager, or with pauses for whoever listens."""

from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from tests.conftest import Said, finish, stop

Terminal = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("demo_year")

LONG = ("list", "-n", "80")
SHORT = ("list", "-n", "1")
needs_less = pytest.mark.skipif(which("less") is None, reason="there is no less")
MARKS = "sed 's/^/| /'"
"""A pager by which one sees what went through it."""


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("command", "environ", "paged"),
    [
        (LONG, {"ALLY_PAGER": MARKS}, True),
        (LONG, {"ALLY_PAGER": MARKS, "PAGER": "cat"}, True),
        (LONG, {"ALLY_PAGER": "cat", "PAGER": MARKS}, False),
        (LONG, {"ALLY_PAGER": "", "PAGER": MARKS}, False),
        (LONG, {"ALLY_PAGER": "no-such-pager"}, False),
        (LONG, {"ALLY_PAGER": "false"}, False),
        (SHORT, {"ALLY_PAGER": MARKS}, False),
        ((*LONG, "--json"), {"ALLY_PAGER": MARKS}, False),
        (("help", "all"), {"ALLY_PAGER": MARKS, "LINES": "20"}, True),
        (("log", "--help"), {"ALLY_PAGER": MARKS, "LINES": "20"}, True),
        (("history",), {"ALLY_PAGER": MARKS, "LINES": "20"}, True),
        (("year",), {"ALLY_PAGER": MARKS, "LINES": "20"}, True),
        (("forget", "1", "--yes"), {"ALLY_PAGER": MARKS, "LINES": "8"}, True),
        (("log", "act", "Gave the floor back"), {"ALLY_PAGER": MARKS, "LINES": "1"}, False),
    ],
)
def test_what_goes_through_the_pager(
    terminal: Terminal, command: tuple[str, ...], environ: dict[str, str], paged: bool
) -> None:
    """And a note stands behind the answer, however it is shown."""
    shown, code = finish(terminal(*command, **environ))
    assert code == 0
    lines = shown.splitlines()
    assert {line.startswith("| ") for line in lines[:8]} == {paged}
    assert not any("(-n N lists more)" in line for line in lines[:-1])


@needs_less
def test_without_a_choice_it_is_less_which_keeps_nothing(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is drawn away, colours stay, q ends ally at once and quietly, a note comes behind."""
    monkeypatch.delenv("ALLY_PAGER")
    child = terminal("list", "-n", "88", HOME=str(tmp_path))
    child.expect("\n:")
    child.send("/culture\n")
    child.send("q")
    shown, code = finish(child)
    assert (code, "Traceback" in shown) == (0, False)
    assert list(tmp_path.glob(".less*")) == []
    child = terminal("list", "-n", "88", LESS="FRXE")  # which ends where the list does
    child.expect("\n:")
    child.send("G")
    assert "These are the newest 88;" in finish(child)[0].splitlines()[-1]


def test_ctrl_c_ends_what_is_being_made_and_not_the_pager(terminal: Terminal) -> None:
    child = terminal(*LONG, ALLY_PAGER=f'sh -c "trap : INT; {MARKS}; sleep 0.3"')
    child.expect_exact("| ")
    shown, code = stop(child)
    assert "Traceback" not in shown
    assert code in {0, 130}


def test_a_review_is_read_before_it_asks(terminal: Terminal) -> None:
    child = terminal("review", ALLY_PAGER=MARKS, LINES="10")
    child.expect("> $")
    read, _, asked = child.before.rpartition("| ")
    assert "| Why: " in read
    assert "1 of " in asked


def test_in_plain_mode_it_waits_after_each_screenful_of_whole_lines(terminal: Terminal) -> None:
    child = terminal("--plain", *LONG, LINES="20", ALLY_PAGER="less")
    whole = []
    for answer in ("", "", "q"):
        child.expect("Enter for more, q ends.\r\n> ")
        whole += child.before.splitlines()
        child.sendline(answer)
    assert finish(child)[1] == 0
    assert len([line for line in whole if line]) == 3 * 17
    assert finish(terminal("--plain", *LONG, LINES="20", ALLY_PAGER="cat"))[1] == 0


def test_off_a_terminal_nothing_is_paged(program: Callable[..., Said]) -> None:
    said = program(*LONG, ALLY_PAGER=MARKS, LINES="20")
    assert (said.code, "| " in said.out) == (0, False)


@needs_less
def test_a_terminal_that_is_closed_ends_the_pager_too(terminal: Terminal) -> None:
    child = terminal(*LONG, ALLY_PAGER="less", LESS="")
    child.expect("\n:")
    child.close(force=False)
    assert not child.isalive()
