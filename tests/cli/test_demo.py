"""ally demo: a journal to look at, made where nothing was."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, finish


def test_it_says_how_to_look_at_it(ally: Callable[..., Said], tmp_path: Path) -> None:
    """About 300 entries, and the next command ready to be copied, quoted where it must be."""
    path = tmp_path / "a demo.db"
    said = ally("demo", str(path))
    assert said == Said(
        f"Made {path} with 300 invented entries. Look at it with:\n"
        f"ally --journal '{path}' review\n",
        "",
        0,
    )
    entries = json.loads(ally("--journal", str(path), "list", "--json").out)
    assert len(entries) == 300
    days = [date.fromisoformat(entry["day"]) for entry in entries]
    assert date(2025, 11, 20) <= min(days) <= max(days) <= date(2026, 11, 20)
    assert any(entry["heard"] for entry in entries)
    assert any(entry["plan"] for entry in entries)


def test_the_views_of_it(ally: Callable[..., Said], tmp_path: Path) -> None:
    """The week has something of every part a week can have."""
    path = str(tmp_path / "demo.db")
    ally("demo", path)
    week = ally("--journal", path, "review").out
    for part in ("Why: “", "Learn", "Plan 15: When", "Obstacle 2: ", "of the last 12 weeks"):
        assert part in week
    plans = ally("--journal", path, "plan", "--all").out
    for state in ("kept ", "changed ", "dropped ", "until ", "from the course on allyship"):
        assert state in plans


def test_a_seed_is_kept_to(ally: Callable[..., Said], tmp_path: Path) -> None:
    """The same seed gives the same words, another one others."""

    def words(name: str, seed: str) -> list[str]:
        path = str(tmp_path / f"{name}.db")
        assert ally("demo", path, "--entries", "20", "--seed", seed).code == 0
        listed = json.loads(ally("--journal", path, "list", "--json").out)
        return [entry["text"] for entry in listed]

    assert words("one", "7") == words("two", "7")
    assert words("three", "8") != words("four", "7")


def test_an_existing_file_is_refused(ally: Callable[..., Said], tmp_path: Path) -> None:
    """One sentence, exit 1, and not a byte changed."""
    path = tmp_path / "demo.db"
    path.write_bytes(b"mine")
    said = ally("demo", str(path))
    assert said == Said("", f"{path} is already there; give the demo a path where nothing is.\n", 1)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "args", [(), ("--entries", "1000001"), ("--entries", "-1"), ("--entries", "x")]
)
def test_wrong_usage(args: tuple[str, ...], ally: Callable[..., Said], tmp_path: Path) -> None:
    """No path, or a number that cannot be, is wrong usage and makes nothing."""
    path = tmp_path / "demo.db"
    said = ally("demo", *([str(path), *args] if args else []))
    assert said.code == 2
    assert not path.exists()


def test_the_persons_own_journal_is_not_touched(
    ally: Callable[..., Said], journal_path: Path, tmp_path: Path
) -> None:
    """A demo is a file of its own."""
    ally("demo", str(tmp_path / "demo.db"), "--entries", "1")
    assert not journal_path.exists()


def test_a_long_one_shows_how_far_it_is(terminal: Callable[..., Any], tmp_path: Path) -> None:
    """On a terminal a bar appears, and has gone when it is done; --plain draws none."""
    path = tmp_path / "big.db"
    child = terminal("demo", str(path), "--entries", "10000")
    child.expect("Inventing")
    rest, code = finish(child)
    assert code == 0
    assert "with 10,000 invented entries" in " ".join(rest.split())
    assert f"ally --journal {path} review" in rest, "a command to copy is never broken"
    out, code = finish(terminal("--plain", "demo", str(tmp_path / "b"), "--entries", "10000"))
    assert code == 0
    assert "Inventing" not in out
