"""An archive with what was forgotten elsewhere: asked for apart, and then gone all round."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Said, built, finish
from tests.support.crafted import archive, revision

Ally = Callable[..., Said]

WORD = "Zqnvkbxw"


@built
def two(ally: Ally, tmp_path: Path) -> None:
    """A journal that took in an archive, and a later archive in which entry 1 was forgotten."""
    there = ("--journal", str(tmp_path / "there/journal.db"))
    ally(*there, "log", "act", f"Asked {WORD}")
    ally(*there, "log", "learn", "Read about captions")
    ally(*there, "export", str(tmp_path / "first.jsonl"))
    ally("import", str(tmp_path / "first.jsonl"))
    ally(*there, "forget", "1", "--yes")
    ally(*there, "export", str(tmp_path / "later.jsonl"))
    ally("backup")


def holding(folder: Path) -> list[str]:
    """The files under a folder with the word in them."""
    found = [one for one in folder.rglob("*") if one.is_file()]
    assert found
    return [one.name for one in found if WORD.encode() in one.read_bytes()]


@pytest.mark.usefixtures("two")
def test_a_dry_run_names_what_would_go(ally: Ally, tmp_path: Path) -> None:
    said = ally("import", str(tmp_path / "later.jsonl"), "--dry-run")
    assert said.code == 0
    assert "erases words of this journal" in said.out
    assert "comes from: entry 1." in said.out
    told = json.loads(ally("import", str(tmp_path / "later.jsonl"), "--dry-run", "--json").out)
    assert told["erased"] == ["entry 1"]


@pytest.mark.usefixtures("two")
def test_yes_is_not_enough(ally: Ally, tmp_path: Path, journal_path: Path) -> None:
    before = journal_path.read_bytes()
    said = ally("import", str(tmp_path / "later.jsonl"), "--yes")
    assert (said.code, said.out) == (2, "")
    assert "entry 1" in said.err
    assert "--with-erasures" in said.err
    assert journal_path.read_bytes() == before


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("typed", "gone"), [("", False), ("yes", False), ("erase", True)])
def test_a_terminal_asks_for_a_word(
    typed: str, gone: bool, tmp_path: Path, journal_path: Path, terminal: Callable[..., Any]
) -> None:
    child = terminal("import", str(tmp_path / "later.jsonl"))
    child.expect("Type erase")
    child.expect("> ")
    child.sendline(typed)
    shown, code = finish(child)
    assert code == 0
    assert ("Nothing was imported" in shown) is not gone
    assert (holding(journal_path.parent) == []) is gone


@pytest.mark.usefixtures("two")
def test_it_goes_from_backups_and_drafts_and_with_all_that_hangs_on_it(
    ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """The backup just made, too; what came back about the entry here was known here alone."""
    ally("heard", "1", "them", f"{WORD} said it helped")
    ally("backup")
    said = ally("import", str(tmp_path / "later.jsonl"), "--yes", "--with-erasures")
    assert said.code == 0
    assert "forgotten where that comes from: entry 1, what you heard." in said.out
    assert len(holding(tmp_path / "there")) == 0
    assert holding(journal_path.parent) == []
    assert WORD not in ally("export", "-").out
    assert ally("doctor").out == "No problems found.\n"
    again = ally("import", str(tmp_path / "later.jsonl"), "--yes")
    assert again.out.startswith("Nothing is new")


@pytest.mark.usefixtures("two")
def test_what_is_heard_after_the_forgetting_goes_when_it_arrives(
    ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """Whichever side learns last."""
    ally("heard", "1", "them", f"{WORD} said it helped")
    ally("export", str(tmp_path / "mine.jsonl"))
    there = ("--journal", str(tmp_path / "there/journal.db"))
    assert ally(*there, "import", str(tmp_path / "mine.jsonl"), "--yes").code == 0
    assert holding(tmp_path / "there") == []
    assert WORD in ally("export", "-").out, "nothing was erased here"
    assert journal_path.exists()


@pytest.mark.usefixtures("two")
def test_a_run_that_was_killed_is_finished_by_the_same_import(
    ally: Ally, tmp_path: Path, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = str(tmp_path / "later.jsonl")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ally_journal.cli.commands.import_.follow_erasures", killed)
        assert ally("import", later, "--yes", "--with-erasures").code == 130
    assert holding(journal_path.parent)
    assert "import" in ally("doctor").out
    assert ally("import", later, "--yes").out.startswith("Nothing is new")
    assert holding(journal_path.parent) == []
    assert ally("doctor").out == "No problems found.\n"


@pytest.mark.usefixtures("two")
def test_a_backup_comes_back_as_it_was_only_when_that_is_said(
    ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """One that was kept elsewhere still has the words."""
    folder = journal_path.with_name(f"{journal_path.name}.backups")
    (kept,) = folder.glob("*-by-hand.db")
    held = kept.read_bytes()
    ally("import", str(tmp_path / "later.jsonl"), "--yes", "--with-erasures")
    kept.write_bytes(held)
    ally("backup", "restore", kept.stem, "--yes")
    assert "forgotten" in ally("show", "1").err
    ally("backup", "restore", kept.stem, "--yes", "--as-it-was")
    assert WORD in ally("show", "1").out
    assert ally("doctor").code == 0


@pytest.mark.usefixtures("two")
def test_a_restored_backup_says_nothing_of_what_hung_on_a_forgotten_entry(
    ally: Ally, journal_path: Path
) -> None:
    """Which the journal itself never knew: it was heard after an older backup was put back."""
    older = min(journal_path.with_name(f"{journal_path.name}.backups").glob("*-by-hand.db"))
    ally("heard", "1", "them", f"{WORD} said it helped")
    ally("backup")
    newer = max(journal_path.with_name(f"{journal_path.name}.backups").glob("*-by-hand.db"))
    held = newer.read_bytes()
    ally("backup", "restore", older.stem, "--yes")
    ally("forget", "1", "--yes")
    newer.write_bytes(held)
    ally("backup", "restore", newer.stem, "--yes")
    assert WORD.encode() not in journal_path.read_bytes()
    assert WORD not in ally("export", "-").out
    assert ally("doctor").code == 0


def reviewed(ally: Ally, where: tuple[str, ...], tmp_path: Path, words: str) -> None:
    """A review's answer about entry 1 of this journal, with the note of what was asked."""
    shown = json.loads(ally(*where, "show", "1", "--json").out)
    now = {"period": "2026-W47", "day": "2026-11-20"}
    asked = {"question": "then", "about": shown["id"], "outcome": "answered", **now}
    said = {"topic": f"review/2026-W47/then/{shown['day']}", "text": words, "day": "2026-11-20"}
    lines = [
        revision("asked", str(uuid4()), asked)[1],
        revision("reflection", str(uuid4()), said)[1],
    ]
    path = tmp_path / "review.jsonl"
    path.write_bytes(archive(lines))
    assert ally(*where, "import", str(path), "--yes").code == 0


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("here", [True, False])
def test_what_a_review_said_of_it_goes_whichever_side_learns_last(
    here: bool, ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """By the entry's day where that is known yet, and else by what was asked."""
    reviewed(ally, (), tmp_path, f"Today I would ask {WORD} again")
    if here:
        said = ally("import", str(tmp_path / "later.jsonl"), "--yes", "--with-erasures")
        assert "entry 1, a reflection." in said.out
        assert holding(journal_path.parent) == []
    else:
        there = ("--journal", str(tmp_path / "there/journal.db"))
        ally("export", str(tmp_path / "mine.jsonl"))
        assert ally(*there, "import", str(tmp_path / "mine.jsonl"), "--yes").code == 0
        assert holding(tmp_path / "there") == []


@pytest.mark.usefixtures("two")
def test_a_restored_backup_says_nothing_of_a_review_of_it(
    ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """Where the journal never knew that answer, since the archive came before it was written."""
    folder = journal_path.with_name(f"{journal_path.name}.backups")
    (first,) = folder.glob("*-by-hand.db")
    reviewed(ally, (), tmp_path, f"Today I would ask {WORD} again")
    ally("backup")
    (kept,) = {*folder.glob("*-by-hand.db")} - {first}
    held = kept.read_bytes()
    ally("backup", "restore", first.stem, "--yes")
    ally("import", str(tmp_path / "later.jsonl"), "--yes", "--with-erasures")
    kept.write_bytes(held)
    assert ally("backup", "restore", kept.stem, "--yes").code == 0
    assert WORD not in ally("export", "-").out


@pytest.mark.usefixtures("two")
def test_what_lies_among_the_drafts_goes_with_it(
    ally: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """Also where no entry is erased, but something else that has no number."""
    folder = journal_path.with_name(f"{journal_path.name}.drafts")
    folder.mkdir(mode=0o700)
    (folder / "d.bak").write_text(f"Asked {WORD}")
    (folder / "e.bak").write_text("Something else")
    said = ally("import", str(tmp_path / "later.jsonl"), "--yes", "--with-erasures")
    assert holding(journal_path.parent) == []
    assert str(folder / "e.bak") in said.err


def test_an_archive_that_sets_or_marks_says_so(ally: Ally, tmp_path: Path) -> None:
    """What a person decides here: settings, and what may stand in a sharing copy."""
    there = ("--journal", str(tmp_path / "there/journal.db"))
    ally(*there, "config", "week_starts", "sunday")
    ally(*there, "log", "act", "Asked", "--share")
    ally(*there, "plan", "add", "When asked, I answer", "--share")
    ally(*there, "log", "act", "Asked again")
    ally(*there, "export", str(tmp_path / "all.jsonl"))
    ally("log", "learn", "Mine")
    for args in (("--dry-run",), ("--yes",)):
        said = ally("import", str(tmp_path / "all.jsonl"), *args)
        assert "3 new, 1 changed" in said.out
        assert "It sets: the setting week_starts" in said.err
        assert "It marks for a sharing copy: entry 3, plan 1" in said.err
    again = ally("import", str(tmp_path / "all.jsonl"), "--yes")
    assert "It marks" not in again.err
