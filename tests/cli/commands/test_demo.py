"""ally demo: a journal to look at, made where nothing was."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Said


def test_it_says_how_to_look_at_it(ally: Callable[..., Said], tmp_path: Path) -> None:
    """Its size, and the next command ready to be copied, quoted where it must be."""
    path = tmp_path / "a demo.db"
    said = ally("demo", str(path))
    assert said == Said(
        f"Made {path} with 89 invented entries. Look at it with:\nally --journal '{path}' review\n",
        "",
        0,
    )
    entries = json.loads(ally("--journal", str(path), "list", "--json").out)
    assert len(entries) == 89
    days = [date.fromisoformat(entry["day"]) for entry in entries]
    assert date(2025, 11, 20) <= min(days) <= max(days) <= date(2026, 11, 20)
    assert any(entry["heard"] for entry in entries)
    assert any(entry["plan"] for entry in entries)


def test_the_views_of_it(ally: Callable[..., Said], tmp_path: Path) -> None:
    """The week has something of every part a week can have."""
    path = str(tmp_path / "demo.db")
    ally("demo", path)
    week = ally("--journal", path, "review").out
    for part in (
        "Why: “",
        "Learn",
        ": When",
        "Obstacle 2: ",
        "mistake: ",
        "missed: ",
        "A year ago, entry ",
        "of the last 12 weeks",
    ):
        assert part in week
    plans = ally("--journal", path, "plan", "--all").out
    for state in (
        "done ",
        "became plan 2 ",
        "did it ",
        "dropped ",
        "until ",
        "from the course on allyship",
    ):
        assert state in plans


def test_an_existing_file_is_refused(ally: Callable[..., Said], tmp_path: Path) -> None:
    """One sentence, exit 1, and not a byte changed."""
    path = tmp_path / "demo.db"
    path.write_bytes(b"mine")
    said = ally("demo", str(path))
    assert said == Said("", f"{path} is already there; give the demo a path where nothing is.\n", 1)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("option", ["--entries", "--seed", "--years"])
def test_wrong_usage(option: str, ally: Callable[..., Said], tmp_path: Path) -> None:
    """No path, or a wish for another tale, is wrong usage and makes nothing."""
    path = tmp_path / "demo.db"
    assert ally("demo").code == 2
    assert ally("demo", str(path), option, "7").code == 2
    assert not path.exists()


def test_the_persons_own_journal_is_not_touched(
    ally: Callable[..., Said], journal_path: Path, tmp_path: Path
) -> None:
    """A demo is a file of its own."""
    ally("demo", str(tmp_path / "demo.db"))
    assert not journal_path.exists()
