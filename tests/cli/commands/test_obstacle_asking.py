"""ally obstacle on a terminal: what it asks, and that no word is lost on the way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, drafts_of, finish, stop, words_in

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

HABIT = "Panels are picked by habit"


def listed(ally: Ally, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("obstacle", *args, "--json").out)
    return found


def drafts(journal_path: Path) -> list[str]:
    return [words_in(path) for path in drafts_of(journal_path)]


def test_a_terminal_is_asked(terminal: Terminal, program: Ally) -> None:
    """Words, lever, who with, and next step; Enter skips."""
    child = terminal("obstacle", "add")
    child.expect_exact("What stands in the way? A process, not a person.")
    child.sendline(HABIT)
    child.expect_exact("Enter skips. q stops; answers are kept.")
    child.expect_exact("What can you do about it?")
    child.sendline("I book the rooms")
    child.expect_exact("Who is with you on it?")
    child.sendline("")
    child.expect_exact("What is the next step?")
    child.sendline("Propose a rota")
    rest, code = finish(child)
    assert rest.endswith("Saved as obstacle 1.\n")
    assert code == 0
    (obstacle,) = listed(program)
    told = [obstacle[name] for name in ("text", "lever", "who", "next")]
    assert told == [HABIT, "I book the rooms", None, "Propose a rota"]


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_q_keeps_what_was_answered(terminal: Terminal, program: Ally, plain: list[str]) -> None:
    """And what an option said is not asked."""
    child = terminal(*plain, "obstacle", "add", "--lever", "given", columns=40)
    child.expect_exact("What stands in the way?")
    child.sendline(HABIT)
    child.expect_exact("Who is with you on it?")
    assert "What can you do" not in child.before
    child.sendline("the recruiters")
    child.expect_exact("What is the next step?")
    child.sendline("q")
    rest, code = finish(child)
    assert rest.endswith("Saved as obstacle 1.\n")
    assert code == 0
    (obstacle,) = listed(program)
    told = [obstacle[name] for name in ("text", "lever", "who", "next")]
    assert told == [HABIT, "given", "the recruiters", None]


@pytest.mark.parametrize("answer", ["", "q", " "])
def test_without_words_nothing_is_kept(terminal: Terminal, journal_path: Path, answer: str) -> None:
    child = terminal("obstacle", "add")
    child.expect_exact("What stands in the way?")
    child.sendline(answer)
    rest, code = finish(child)
    assert rest.endswith("Nothing was saved.\n")
    assert code == 2
    assert not journal_path.exists()


def test_ctrl_c_keeps_the_words(terminal: Terminal, journal_path: Path) -> None:
    """In a draft; the journal stays as it was."""
    child = terminal("obstacle", "add")
    child.expect_exact("What stands in the way?")
    child.sendline(HABIT)
    child.expect_exact("What can you do about it?")
    child.sendline("I book")
    child.expect_exact("Who is with you on it?")
    assert stop(child)[1] == 130
    assert drafts(journal_path) == [f"{HABIT}\nlever: I book"]
    assert not journal_path.exists()


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("answer", "note"), [("the council", "the council"), ("", None), ("q", None)]
)
def test_who_carries_it_on_is_asked(
    terminal: Terminal, program: Ally, answer: str, note: str | None
) -> None:
    """It can be left open."""
    program("obstacle", "add", HABIT)
    child = terminal("obstacle", "handed-on", "1")
    child.expect_exact("Who carries it on?  (Enter skips)")
    child.sendline(answer)
    _, code = finish(child)
    assert code == 0
    (obstacle,) = listed(program, "--all")
    assert (obstacle["state"], obstacle["note"]) == ("handed-on", note)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["handed-on", "9"], "There is no obstacle 9"),
        (["handed-on", "1", "the council"], "handed on: the council"),
        (["changed", "1"], "Obstacle 1 is changed."),
        (["add", "y"], "Saved as obstacle 2."),
    ],
)
def test_what_is_clear_is_not_asked(
    terminal: Terminal, program: Ally, args: list[str], said: str
) -> None:
    """Nor who carries on what is not there."""
    program("obstacle", "add", "x")
    rest, _ = finish(terminal("obstacle", *args))
    assert said in rest
    assert "?" not in rest
