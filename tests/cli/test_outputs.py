"""No file that ally writes for a person takes the place of one that is the journal's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import BuiltOnce, Said

Ally = Callable[..., Said]

COMMANDS = {
    "year": ("year", "-o", "{}.md"),
    "year as a page": ("year", "-o", "{}.html"),
    "sharing": ("year", "--sharing", "--yes", "-o", "{}.md"),
    "review": ("review", "-o", "{}.md"),
    "handover": ("handover", "1", "-o", "{}.md"),
    "remind": ("remind", "friday", "16:00", "-o", "{}.ics"),
    "export": ("export", "{}.md"),
}


@pytest.fixture
def written(
    ally: Ally,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    built_once: BuiltOnce,
) -> dict[Path, bytes]:
    """Journals called as outputs could be, with all that lies around them, and what they hold."""

    def write() -> None:
        for ending in ("md", "html", "ics"):
            journal = ("--journal", str(tmp_path / f"kept/mine.{ending}"))
            ally(*journal, "log", "act", "Asked first")
            ally(*journal, "obstacle", "add", "Panels are picked by habit")
            ally(*journal, "backup")

    built_once("journals called as outputs are", write)
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / "kept/mine.ics"))
    for ending in ("md", "html", "ics"):
        (tmp_path / f"link.{ending}").symlink_to(tmp_path / f"kept/mine.{ending}")
    return {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("args", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("place", ["kept/mine", "link", "kept/../kept/mine"])
def test_the_journal_is_never_replaced(
    args: tuple[str, ...],
    place: str,
    written: dict[Path, bytes],
    ally: Ally,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor by way of a link or a longer path, whatever is said."""
    words = [word.format(tmp_path / place) for word in args]
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / "kept" / f"mine.{words[-1].split('.')[-1]}"))
    for more in ([], ["--force"]):
        said = ally(*words, *more)
        assert (said.code, said.out) == (2, "")
        assert "is the journal itself, or a file of its own; name another file." in said.err
    assert {one: one.read_bytes() for one in written} == written


@pytest.mark.parametrize("args", COMMANDS.values(), ids=COMMANDS)
def test_nothing_is_put_among_its_own_files(
    args: tuple[str, ...], written: dict[Path, bytes], ally: Ally, tmp_path: Path
) -> None:
    for folder in ("kept/mine.ics.backups", "kept/mine.ics.drafts", "state/ally-journal"):
        said = ally(*[word.format(tmp_path / folder / "x") for word in args])
        assert said.code == 2, folder
    assert {one: one.read_bytes() for one in written} == written


def test_another_journal_is_not_replaced_either(
    written: dict[Path, bytes], ally: Ally, tmp_path: Path
) -> None:
    said = ally("year", "-o", str(tmp_path / "kept/mine.md"), "--force")
    assert said.code == 2
    assert "is a database, maybe a journal" in said.err
    assert {one: one.read_bytes() for one in written} == written
