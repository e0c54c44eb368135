"""ally review: the period, and the questions after it."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, finish

Terminal = Callable[..., Any]
Ally = Callable[..., Said]


@pytest.fixture
def week(ally: Ally) -> None:
    """A week with three kinds written, and one entry of the week before."""
    ally("log", "act", "Before this week", "--on", "2026-11-13")
    ally("log", "learn", "Read about captions", "--on", "monday")
    ally("log", "empathise", "Talked over someone", "--mistake", "--on", "tuesday")
    ally("log", "act", "Let a joke pass", "--missed")


@pytest.mark.usefixtures("week")
def test_the_week_on_a_page(ally: Ally) -> None:
    """Entries as sentences under four kinds in fixed order; nothing is counted but weeks."""
    assert ally("review").out == (
        "Mon 16 to Sun 22 November 2026\n"
        "\n"
        "■ Learn\n"
        "  2 Mon  Read about captions\n"
        "■ Challenge bias\n"
        "  nothing written\n"
        "■ Empathise\n"
        "  3 Tue  mistake: Talked over someone\n"
        "■ Act\n"
        "  4 Fri  missed: Let a joke pass\n"
        "\n"
        "■■  Something written in 2 of the last 2 weeks.\n"
    )


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("period", "name", "numbers"),
    [
        ("this", "2026-W47", [2, 3, 4]),
        ("last", "2026-W46", [1]),
        ("2026-w46", "2026-W46", [1]),
        ("2026-11", "2026-11", [1, 2, 3, 4]),
        ("2026-Q4", "2026-Q4", [1, 2, 3, 4]),
        ("2026", "2026", [1, 2, 3, 4]),
        ("2025", "2025", []),
    ],
)
def test_periods(ally: Ally, period: str, name: str, numbers: list[int]) -> None:
    """Every way to name a period; an empty one is no error."""
    said = ally("review", period, "--json")
    assert said.code == 0
    review = json.loads(said.out)
    assert review["period"]["name"] == name
    assert [entry["number"] for entry in review["entries"]] == numbers


@pytest.mark.parametrize(
    "period", ["2026-W48", "2026-12", "2027-Q1", "2027", "2026-W54", "week", ""]
)
def test_a_period_that_cannot_be(ally: Ally, period: str) -> None:
    """A period wholly in the future, or none at all, is wrong usage."""
    said = ally("review", period)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1


@pytest.mark.usefixtures("week")
def test_a_review_as_a_file(ally: Ally, tmp_path: Path) -> None:
    """Markdown, for its owner only, and never over another file unless that was said."""
    path = tmp_path / "week.md"
    said = ally("review", "-o", str(path))
    assert said.code == 0
    assert str(path) in said.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_text()
    assert first.startswith("# Mon 16 to Sun 22 November 2026\n")
    assert "## Challenge bias\n\nnothing written" in first
    again = ally("review", "last", "-o", str(path))
    assert again.code == 1
    assert "--force" in again.err
    assert path.read_text() == first
    assert ally("review", "last", "-o", str(path), "--force").code == 0
    assert path.read_text() != first
    assert ally("review", "-o", "week.docx").code == 2


def test_an_empty_journal_can_be_reviewed(ally: Ally, journal_path: Path) -> None:
    """Nothing written is said, not scolded, and nothing is made."""
    said = ally("review")
    assert said.code == 0
    assert said.out.count("nothing written") == 4
    assert not journal_path.exists()


@pytest.mark.usefixtures("week")
def test_five_minutes_at_a_terminal(terminal: Terminal, ally: Ally) -> None:
    """Something not yet written with its day, one thing to take along, and a plan."""
    child = terminal("review")
    child.expect_exact("Enter skips. q stops; answers are kept.")
    child.expect_exact("1 of 3. Anything not yet written?")
    child.sendline("Thanked the note-taker")
    child.expect_exact("4 Act")
    child.sendline("4")
    child.expect_exact("Which day?  (Enter: Fri 20 Nov 2026)")
    child.sendline("sunday in the rain")
    child.expect_exact("is not a date that ally knows")
    child.sendline("wednesday")
    child.expect_exact("Saved 5 · act · Wed 18 Nov 2026")
    child.expect_exact("Anything else?")
    child.sendline("")
    child.expect_exact("2 of 3. One thing to take along?")
    child.sendline("Ask before helping")
    child.expect_exact("Kept.")
    child.expect_exact("3 of 3. What will you do? When …, I will …")
    child.sendline("When I want to help, I will ask first")
    child.expect_exact("Kept as plan 1.")
    rest, code = finish(child)
    assert rest.strip() == "That is the week."
    assert code == 0

    review = json.loads(ally("review", "--json").out)
    assert [entry["day"] for entry in review["entries"]][2] == "2026-11-18"
    (thought,) = review["reflections"]
    assert (thought["text"], thought["day"]) == ("Ask before helping", "2026-11-20")
    (plan,) = review["plans"]
    assert (plan["text"], plan["from"]) == (
        "When I want to help, I will ask first",
        "review 2026-W47",
    )
    assert "To take along: “Ask before helping”" in ally("review").out


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(("key", "expected"), [("\x03", 130), ("q\r", 0), ("\x04", 0)])
def test_a_review_broken_off_is_taken_up_again(
    terminal: Terminal, ally: Ally, key: str, expected: int
) -> None:
    """What was answered is kept at once, and is not asked a second time."""
    child = terminal("review")
    child.expect_exact("1 of 3.")
    child.sendline("")
    child.expect_exact("2 of 3.")
    child.sendline("Ask before helping")
    child.expect_exact("3 of 3.")
    child.expect_exact("> ")
    child.send(key)
    rest, code = finish(child)
    assert code == expected
    assert "Traceback" not in rest
    assert ("ally review goes on" in rest) == (expected == 0)
    assert len(json.loads(ally("review", "--json").out)["reflections"]) == 1

    again = terminal("review")
    again.expect_exact("Ask before helping")
    again.expect_exact("1 of 2. Anything not yet written?")
    again.sendline("")
    again.expect_exact("2 of 2. What will you do?")
    again.sendline("When I want to help, I will ask")
    assert finish(again)[1] == 0

    third = terminal("review")
    third.expect_exact("1 of 1. Anything not yet written?")
    third.sendline("")
    assert "That is the week." in finish(third)[0]


@pytest.mark.usefixtures("week")
def test_a_past_week_is_answered_for_that_week(terminal: Terminal, ally: Ally) -> None:
    """Answers belong to the period looked at, though they carry the day they were given."""
    child = terminal("review", "last")
    child.expect_exact("Anything not yet written?")
    child.sendline("x")
    child.expect_exact("> ")
    child.sendline("1")
    child.expect_exact("(Enter: Sun 15 Nov 2026)")
    child.sendline("")
    child.expect_exact("Saved 5 · learn · Sun 15 Nov 2026")
    child.sendline("")
    child.expect_exact("take along?")
    child.sendline("from then")
    child.expect_exact("I will …")
    child.sendline("")
    finish(child)
    assert "from then" in ally("review", "last").out
    assert json.loads(ally("review", "2026-W45", "--json").out)["reflections"] == []


@pytest.mark.parametrize("args", [("review", "--no-input"), ("review", "--json")])
def test_no_questions_when_not_wanted(terminal: Terminal, args: tuple[str, ...]) -> None:
    """--no-input and --json only show."""
    rest, code = finish(terminal(*args))
    assert code == 0
    assert "Enter skips" not in rest


@pytest.mark.usefixtures("week")
def test_a_reader_who_stops_is_no_error() -> None:
    """`ally review | head -1` ends quietly with exit 0."""
    for command in (["review"], ["list"], ["list", "--json"], ["--help"]):
        with subprocess.Popen(
            [sys.executable, "-m", "ally_journal", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ,
        ) as child:
            assert child.stdout is not None
            child.stdout.close()
            assert child.stderr is not None
            trouble = child.stderr.read()
            assert (child.wait(), trouble) == (0, b"")
