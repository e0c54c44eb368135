"""ally year --choose: moments are starred one by one, each with an undo of its own."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import Said, built, converse, finish

Ally = Callable[..., Said]


def starred(ally: Ally) -> list[int]:
    return [one["number"] for one in json.loads(ally("list", "--json").out) if one["star"]]


@built
def written(ally: Ally) -> None:
    """Thirty entries of two kinds, one of them starred."""
    for day in range(1, 11):
        ally("log", "act", f"Act {day}", "--on", f"2026-{day:02}-05")
        ally("log", "learn", f"Learn {day}", "--on", f"2026-{day:02}-06")
        ally("log", "learn", f"Learned more {day}", "--on", f"2026-{day:02}-07")
    ally("edit", "3", "--star")


@pytest.mark.usefixtures("written")
def test_some_are_starred(ally: Ally, terminal: Callable[..., Any]) -> None:
    """Each star stands at once, and q stops without taking any back; Enter and n change nothing."""
    shown, code = converse(
        terminal("year", "--choose"),
        {
            "1 of 20. Entry 28 · Act": "n",
            "2 of 20. Entry 27 · Learn": "y",
            "3 of 20. Entry 22 · Act": "",
            "4 of 20.": "Y",
            "5 of 20.": "q",
        },
    )
    assert code == 0
    assert "Starred already: entry 3." in shown
    assert "Stopped here; the stars stay" in shown
    assert "Starred: entries 3, 21 and 27." in shown
    assert starred(ally) == [3, 21, 27]
    ally("undo")
    assert starred(ally) == [3, 27]
    assert "■ learn 3 7 Jan Learned more 1 27 7 Sep Learned more 9 ■ act" in (
        " ".join(ally("year").out.split())
    )


@pytest.mark.usefixtures("written")
def test_at_most_twenty_are_offered(ally: Ally, terminal: Callable[..., Any]) -> None:
    """Enter throughout leaves everything as it was."""
    shown, _ = converse(terminal("year", "--choose"), {})
    assert shown.count("y stars it") == 20
    assert "20 of 20. " in shown
    assert starred(ally) == [3]


def test_off_a_terminal(ally: Ally, terminal: Callable[..., Any]) -> None:
    """It names the command that does it there; with other wishes it says what comes first."""
    said = ally("year", "--choose")
    assert (said.code, said.out) == (2, "")
    assert "ally edit N --star" in said.err
    for more in (["--json"], ["--sharing"], ["--only", "plans"]):
        assert "only asks" in ally("year", "--choose", *more).err
    shown, code = finish(terminal("year", "--choose"))
    assert code == 0
    assert "nothing to choose from" in shown
