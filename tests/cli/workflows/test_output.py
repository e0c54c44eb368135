"""Nothing that is written out may take the place of the journal or of what belongs to it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said

Ally = Callable[..., Said]

_WRITERS = [
    ("export", "--format", "md"),
    ("year", "--format", "md", "-o"),
    ("year", "--sharing", "--yes", "--format", "md", "-o"),
    ("review", "--format", "md", "-o"),
]


@pytest.mark.parametrize("words", _WRITERS, ids=lambda words: "-".join(words[:2]))
def test_a_file_never_replaces_the_journal(
    ally: Ally, journal_path: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Under its own name, by a link, as a file of SQLite's, and in each of its folders."""
    ally("log", "act", "Asked for the criteria")
    before = journal_path.read_bytes()
    link, folder = tmp_path / "link.md", tmp_path / "folder"
    link.symlink_to(journal_path)
    backups = journal_path.with_name(f"{journal_path.name}.backups")
    backups.mkdir(exist_ok=True)
    folder.symlink_to(backups)
    beside = [f"{journal_path}-journal", f"{journal_path}-wal", f"{journal_path}.drafts/x.md"]
    for path in [journal_path, link, folder / "x.md", backups / "x.md", *beside]:
        said = ally(*words, str(path), "--force")
        assert (said.code, said.out) == (2, ""), path
        assert (
            said.err == f"{path} is the journal itself, or a file of its own; name another file.\n"
        )
    assert journal_path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [("mine.ics", ("remind", "fri", "16:00")), ("mine.md", ("handover", "1"))],
)
def test_a_journal_may_be_called_as_what_is_written(
    ally: Ally, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    """Whatever its ending is, it stays."""
    journal = tmp_path / name
    ally("--journal", str(journal), "obstacle", "add", "The panel meets without notes")
    before = journal.read_bytes()
    said = ally("--journal", str(journal), *words, "-o", str(journal), "--force")
    assert (said.code, journal.read_bytes()) == (2, before)
    assert "is the journal itself" in said.err


def test_a_copy_beside_the_journal_may_be_replaced(ally: Ally, journal_path: Path) -> None:
    """Only what belongs to it is refused."""
    ally("log", "act", "Asked for the criteria")
    for _ in range(2):
        assert ally("year", "-o", str(journal_path.with_name("year.md")), "--force").code == 0
