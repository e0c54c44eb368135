"""ally year --choose: moments are marked for a copy one by one, each with an undo of its own."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import Said, built, converse, finish

Ally = Callable[..., Said]


def marked(ally: Ally) -> list[int]:
    return [one["number"] for one in json.loads(ally("list", "--json").out) if one["share"]]


@built
def written(ally: Ally) -> None:
    """Twenty entries of two kinds, one of them marked."""
    for day in range(1, 11):
        ally("log", "act", f"Act {day}", "--on", f"2026-{day:02}-05")
        ally("log", "learn", f"Learn {day}", "--on", f"2026-{day:02}-06")
    ally("edit", "3", "--share")


@pytest.mark.usefixtures("written")
def test_some_are_marked_and_one_is_not_any_more(ally: Ally, terminal: Callable[..., Any]) -> None:
    """The chosen one comes first; then the newest of the kind that has fewest."""
    shown, code = converse(
        terminal("year", "--choose"),
        {"3 · act · Thu 5 Feb 2026": "n", "20 · learn": "y", "18 · learn": "Y", "15 · act": "q"},
    )
    assert code == 0
    assert "Chosen already" in shown
    assert "Stopped here; answers are kept" in shown
    assert "Entries 18, 20 may appear" in shown
    assert marked(ally) == [18, 20]
    ally("undo")
    assert marked(ally) == [20]
    ally("undo", "--steps", "2")
    assert marked(ally) == [3]


@pytest.mark.usefixtures("written")
def test_about_eight_are_enough(ally: Ally, terminal: Callable[..., Any]) -> None:
    """With eight chosen nothing more is offered; skipping all of them ends as well."""
    shown, _ = converse(terminal("year", "--choose"), {})
    assert shown.count("y marks it") == 16
    assert marked(ally) == [3]
    for number in range(10, 17):
        ally("edit", str(number), "--share")
    shown, _ = converse(terminal("year", "--choose"), {})
    assert shown.count("Chosen already") == 8
    assert "y marks it" not in shown


def test_off_a_terminal(ally: Ally, terminal: Callable[..., Any]) -> None:
    """It names the command that does it there; with other wishes it says what comes first."""
    said = ally("year", "--choose")
    assert (said.code, said.out) == (2, "")
    assert "ally edit N --share" in said.err
    for more in ("--json", "--sharing"):
        assert "only asks" in ally("year", "--choose", more).err
    shown, code = finish(terminal("year", "--choose"))
    assert code == 0
    assert "nothing to choose from" in shown
