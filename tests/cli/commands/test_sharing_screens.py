"""A whole sitting before a copy for others, kept as text files to be read.

The files are in __snapshots__/test_sharing_screens; `pytest tests/cli --snapshot-update` rewrites
them.
"""

from collections.abc import Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.conftest import Said, converse
from tests.render.test_screens import ReadableFile

Ally = Callable[..., Said]
SHARING = {
    "1 of 5. In my own words: I ask": "x",
    "Enter leaves it out, n keeps it (nobody could), e rewrites it for this copy, q": "n",
    "2 of 5.": "n",
    "4 of 5.": "n",
    "5 of 5.": "e",
    "Write it for this copy": "Asked Priya whether the rota may change",
    "5 of 5. A moment in November, act, missed: Asked a colleague whether": "n",
    "Jordan, in": "c",
    "12th, in": "second day",
}


@pytest.fixture
def shared(ally: Ally) -> None:
    """Texts of every sort that stand in a copy."""
    ally("log", "learn", "Heard in Lisbon how Jordan asks #hiring", "--on", "2026-02-17", "--share")
    ally("log", "empathise", "Talked over a colleague.\n\nGave the floor back.", "--mistake")
    ally("log", "act", "Asked Priya on 3 May; she knew", "-w", "Priya", "--share", "--missed")
    ally("plan", "add", "When Jordan is late, I wait until the 12th", "--share")
    ally("plan", "dropped", "1", "Nobody was late")
    ally("reflect", "year", "I ask earlier.", "--for-sharing")


def sitting(terminal: Callable[..., Any], form: str, args: list[str], said: dict[str, str]) -> str:
    plain = ["--plain"] if form == "plain" else []
    columns = int(form) if form.isdigit() else 80
    shown, code = converse(terminal(*plain, "year", *args, columns=columns), said)
    assert code == 0
    assert max(map(len, shown.splitlines())) <= columns or "sharing" in args[0]
    return shown


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("form", ["40", "80", "120", "plain"])
def test_looking_through(
    terminal: Callable[..., Any], snapshot: SnapshotAssertion, form: str
) -> None:
    """Every text, then the words that are left, then the copy itself."""
    shown = sitting(terminal, form, ["--sharing"], SHARING)
    assert shown == snapshot(extension_class=ReadableFile)


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("form", ["40", "80", "120", "plain"])
def test_choosing(terminal: Callable[..., Any], snapshot: SnapshotAssertion, form: str) -> None:
    """What may be starred, one after the other, and what was."""
    dot = ", " if form == "plain" else " · "
    said = {f"3{dot}Act": "n", f"1{dot}Learn": "", f"2{dot}Empathise": "y"}
    shown = sitting(terminal, form, ["--choose"], said)
    assert shown == snapshot(extension_class=ReadableFile)
