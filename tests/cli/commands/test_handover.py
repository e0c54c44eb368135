"""ally handover: a note about an obstacle without names, printed or in a private file."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse

Ally = Callable[..., Said]


@pytest.fixture
def named(ally: Ally) -> None:
    """An obstacle whose words name people whom the journal knows, and others."""
    ally("log", "act", "Thanked @Priya", "-w", "Mary Jane")
    ally(
        "obstacle", "add", "Panels are picked by priya's habit; @Noor asked. *Marek* helps.",
        "--lever", "Mary Jane and I book the rooms", "--who", "Eva, from planning",
        "--next", "Noor's rota; ask Ben",
    )  # fmt: skip


NOTE = """\
# What stands in the way

Panels are picked by a colleague's habit; a colleague asked. \\*…\\* helps.

## What may move it

A colleague and I book the rooms

## The next step

A colleague's rota; ask …

## How it stands

Open since November 2026.

{about}
"""
UNSEEN = (
    "Nobody read it before it was made. Words that may be names, or tell a day, became “…” without "
    "a look at each."
)


@pytest.mark.usefixtures("named")
def test_a_note_without_names(ally: Ally) -> None:
    """On stdout, and nothing else there; where nobody is asked, it says so, there and on stderr."""
    said = ally("handover", "1")
    assert (said.out, said.code) == (NOTE.format(about=UNSEEN), 0)
    assert said.err == f"{UNSEEN} Read it before you pass it on.\n"
    assert ally("handover", "last", "-o", "-") == said
    assert ally("--plain", "handover", "1") == said


@pytest.mark.usefixtures("named")
def test_each_text_and_word_is_looked_at(terminal: Callable[..., Any]) -> None:
    """On a terminal, as in a sharing copy: Enter leaves out, and keeping takes a key."""
    told = {"1 of 3. An obstacle": "n", "3 of 3. The next step": "n", "Marek, in": "k"}
    shown, code = converse(terminal("handover", "1"), told)
    note = shown.partition("# What stands in the way")[2]
    assert code == 0
    assert "\\*Marek\\* helps" in note
    assert "A colleague's rota; ask …" in note
    assert "What may move it" not in note
    assert "I read every text of mine that stands here" in note
    shown, code = converse(terminal("handover", "1"), {"1 of 3. An obstacle": "q"})
    assert (shown.endswith("so nothing was written.\n"), code) == (True, 0)
    shown, code = converse(terminal("handover", "1"), {})
    assert (shown.endswith("\nNo text was kept, so nothing was written.\n"), code) == (True, 0)


def test_who_is_with_you_and_who_carries_it_on_are_known(ally: Ally) -> None:
    """Also where a name begins a sentence; neither field is handed on."""
    ally("obstacle", "add", "Eva knows. Panels stay.", "--who", "Eva, from planning")
    assert "A colleague knows. Panels stay." in ally("handover", "1").out
    ally("obstacle", "handed-on", "1", "Quirin")
    ally("obstacle", "add", "Quirin decides")
    assert "A colleague decides" in ally("handover", "2").out
    said = ally("handover", "1")
    assert "handed on in November 2026.\n\nNobody read it" in said.out


@pytest.mark.usefixtures("named")
def test_several_in_one_note(ally: Ally) -> None:
    """By number or all open ones; a name that one of them marks is left out of all."""
    ally("obstacle", "add", "Noor and Eva hear of it last.")
    ally("obstacle", "add", "Ended")
    ally("obstacle", "changed", "3")
    said = ally("handover", "--all")
    assert ally("handover", "1", "2", "last", "1").out.count(" of 3\n") == 3
    assert said == ally("handover", "1", "2")
    assert "## 2 of 2\n\nA colleague and a colleague hear of it last." in said.out
    assert "Ended" not in said.out
    for number in "12":
        ally("obstacle", "unchanged", number)
    none = ally("handover", "--all")
    assert (none.code, none.out) == (1, "")
    assert none.err == "No obstacle is open; ally obstacle --all lists the ended ones.\n"


@pytest.mark.usefixtures("named")
def test_a_note_in_a_file(ally: Ally, tmp_path: Path) -> None:
    """Private, and never in the place of another unless told so."""
    path = tmp_path / "note.MD"
    old = os.umask(0)
    try:
        said = ally("handover", "1", "-o", str(path))
    finally:
        os.umask(old)
    assert said.out == f"Wrote {path}. It holds what you wrote; only you can read it.\n"
    assert "Nobody read it" in said.err
    assert path.read_text() == NOTE.format(about=UNSEEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ally("obstacle", "unchanged", "1", "No money")
    again = ally("handover", "1", "-o", str(path))
    assert (again.code, again.out) == (1, "")
    assert "--force" in again.err
    assert path.read_text() == NOTE.format(about=UNSEEN)
    assert ally("handover", "1", "-o", str(path), "--force").code == 0
    assert "left unchanged in November 2026.\n\nNo money\n\n" in path.read_text()
    none = ally("handover", "1", "-o", str(tmp_path / "none" / "x.md"))
    assert (none.code, none.out) == (1, "")
    assert "could not be written" in none.err


@pytest.mark.faults
@pytest.mark.usefixtures("named")
def test_a_note_is_the_same_bytes_everywhere(program: Ally) -> None:
    """A document stays UTF-8 where nothing but ASCII can be shown."""
    program("obstacle", "update", "1", "--text", "“Presence” – née")
    said = program("handover", "1", PYTHONIOENCODING="ascii")
    assert "“Presence” – née" in said.out
    assert said.code == 0


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["handover"], 2, "Say which obstacles, by their numbers"),
        (["handover", "1", "--all"], 2, "give it alone, or numbers without it"),
        (["handover", "2"], 1, "There is no obstacle 2"),
        (["handover", "x"], 2, "not the number of an obstacle"),
        (["handover", "1", "-o", "x.txt"], 2, "ends in .md"),
        (["handover", "1", "-o", "x"], 2, "ends in .md"),
        (["handover", "1", "-o", ".md"], 2, "ends in .md"),
        (["handover", "1", "-o", ""], 2, "-o needs a file behind it"),
    ],
)
def test_wrong_usage(
    ally: Ally,
    args: list[str],
    code: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each mistake has its own sentence and exit code, and changes nothing."""
    ally("obstacle", "add", "x")
    before = ally("history", "--json").out
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = ally(*args)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []
    assert ally("history", "--json").out == before
