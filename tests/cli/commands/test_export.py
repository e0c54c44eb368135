"""ally export: everything to a file, privately and never in the place of another."""

import csv
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests import large_journal
from tests.conftest import BuiltOnce, Said, finish
from tests.generated import ROOT

from ally_journal.cli.commands import export, import_


@pytest.fixture
def kept(
    ally: Callable[..., Said],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    built_once: BuiltOnce,
) -> Path:
    """A folder to write in, and a journal with three entries."""

    def make() -> None:
        ally("log", "act", "Asked for the criteria", "-t", "hiring", "--on", "2026-10-30")
        ally("log", "learn", "=1+1 <b>*bold*</b>\nשלום", "--lesson", "Ask", "--on", "2026-11-19")
        ally("log", "challenge", "Let a joke pass", "--missed", "--because", "He outranks me")
        ally("heard", "1", "them", "It helped")

    built_once("a journal to export", make)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_ending_says_the_form(kept: Path, ally: Callable[..., Said]) -> None:
    """Each file is private and whole, and another is only replaced when told to."""
    for name in ("a.jsonl", "a.csv", "a.MD"):
        said = ally("export", name)
        assert said == (
            f"Wrote {name}. It holds what you wrote; only you can read it.\n",
            "",
            0,
        )
        assert stat.S_IMODE((kept / name).stat().st_mode) == 0o600
        again = ally("export", name)
        assert (again.code, again.out) == (1, "")
        assert "--force" in again.err
        assert ally("export", name, "--force").code == 0
    assert sorted(path.name for path in kept.glob("*a.*")) == ["a.MD", "a.csv", "a.jsonl"]
    assert not list(kept.glob(".a*"))


def test_stdout_has_the_archive_and_nothing_else(kept: Path, ally: Callable[..., Said]) -> None:
    """Without a file, or with -, it is the complete archive; every line is JSON."""
    said = ally("export")
    assert said == ally("export", "-") == ally("export", "--format", "jsonl")
    lines = [json.loads(line) for line in said.out.split("\n")[:-1]]
    shown = (ROOT / "docs/archive.md").read_text("utf-8").partition("```\n")[2].partition("\n")[0]
    assert lines[0] == json.loads(shown), "the page shows the first line of this journal"
    assert [line["number"] for line in lines if "number" in line] == [1, 2, 3]
    assert sum("header" in line for line in lines) == 4
    ally("export", str(kept / "x.jsonl"))
    assert (kept / "x.jsonl").read_text(encoding="utf-8") == said.out


@pytest.mark.usefixtures("kept")
def test_csv_is_for_a_spreadsheet(ally: Callable[..., Said]) -> None:
    """Filters apply, formulas are guarded unless told otherwise, -n counts from the newest."""
    rows = list(csv.DictReader(StringIO(ally("export", "--format", "csv").out.lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["text"] == "'=1+1 <b>*bold*</b>\nשלום"
    raw = ally("export", "--format", "csv", "--raw", "-k", "learn").out
    assert [row["text"][:4] for row in csv.DictReader(StringIO(raw.lstrip("\ufeff")))] == ["=1+1"]
    assert len(ally("export", "--format", "csv", "-n", "2").out.splitlines()) == 4
    assert '"3"' in ally("export", "--format", "csv", "-n", "1").out


@pytest.mark.usefixtures("kept")
def test_markdown_is_by_month(ally: Callable[..., Said]) -> None:
    """Oldest first, with what is known of each, and nothing a person wrote becomes Markdown."""
    said = ally("export", "--format", "md").out
    assert said.startswith("# My journal\n\n## October 2026\n\n### Fri 30 Oct 2026 · Act · 1\n")
    assert said.count("## November 2026") == 1
    assert "\\<b\\>\\*bold\\*\\</b\\>\\\nשלום" in said
    assert "- Heard from them: It helped (Friday 20 November 2026)" in said
    assert "A missed moment.\n\nLet a joke pass\n\n- What stopped me: He outranks me" in said
    assert "joke" not in ally("export", "--format", "md", "--until", "2026-11-01").out
    nothing = ally("export", "--format", "md", "--since", "2027-01-01").out
    assert nothing == "# My journal\n\nNothing to list.\n"


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["notes.txt"], "no form of an export"),
        (["--format", "yaml"], "no form of an export"),
        (["x.json"], "for entries alone write: ally list --json"),
        (["x.csv", "--format", "md"], "leave --format out, or name a file that ends in .md"),
        (["x.html", "--format", "jsonl"], "ends in .jsonl"),
        (["x.csv", "--since", "03/04"], "03/04"),
        (["x.csv", "-n", "0"], "-n takes"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(
    kept: Path, ally: Callable[..., Said], args: list[str], words: str
) -> None:
    """Exit 2, one sentence, and no file."""
    said = ally("export", *args)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert not list(kept.glob("x*"))


def test_the_journal_is_never_written_over(
    kept: Path, ally: Callable[..., Said], journal_path: Path
) -> None:
    """Not even with --force, and not through a link."""
    (kept / "link.jsonl").symlink_to(journal_path)
    before = journal_path.read_bytes()
    for name in (str(journal_path), "link.jsonl"):
        said = ally("export", name, "--format", "jsonl", "--force")
        assert (said.code, said.out) == (2, "")
        assert "is the journal itself" in said.err
    assert journal_path.read_bytes() == before


def test_a_journal_that_is_not_there_has_an_empty_archive(
    ally: Callable[..., Said], journal_path: Path
) -> None:
    """Nothing is made by looking."""
    said = ally("export")
    assert said.code == 0
    assert len(said.out.splitlines()) == 2
    assert ally("export", "--format", "csv").out.count("\n") == 1
    assert not journal_path.exists()


def test_a_reader_that_stops_is_fine(tmp_path: Path) -> None:
    """`ally export | head -1`: no error, and the journal was never looked at for damage."""
    demo = str(tmp_path / "demo.db")
    large_journal.make(Path(demo), 600)  # more than a pipe holds
    with subprocess.Popen(
        [sys.executable, "-m", "ally_journal", "--journal", demo, "export"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert json.loads(child.stdout.readline())["version"] == 1
        with sqlite3.connect(demo, timeout=10) as other:  # while it waits for its reader
            other.execute("UPDATE meta SET value = value")
        other.close()
        child.stdout.close()
        assert child.wait(60) == 0
        assert child.stderr.read() == b"This is a demo journal: everything in it is invented.\n"


def test_a_full_disk_is_a_sentence(kept: Path, ally: Callable[..., Said]) -> None:
    """A folder that is not there, too; nothing is left behind."""
    said = ally("export", str(kept / "none" / "x.jsonl"))
    assert (said.code, said.out) == (1, "")
    assert "there is no folder" in said.err


@pytest.mark.faults
def test_long_work_shows_progress(terminal: Callable[..., Any], tmp_path: Path) -> None:
    """A bar on the terminal for a file, exporting and importing; here a little is long."""
    demo, archive = str(tmp_path / "demo.db"), str(tmp_path / "a.jsonl")
    large_journal.make(Path(demo), 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "_TAKES_LONG", 100)
        patch.setattr(import_, "_TAKES_LONG", 0)
        shown, code = finish(terminal("--journal", demo, "export", archive))
        assert code == 0
        assert "Exporting" in shown
        shown, code = finish(terminal("import", archive, "--dry-run"))
        assert code == 0
        assert "Checking" in shown


def test_a_terminal_gets_nothing_to_obey(
    ally: Callable[..., Said], terminal: Callable[..., Any]
) -> None:
    """JSON and archives have escapes there, which say the same; other forms are cleaned."""
    ally("log", "act", "He said \u202eno\u202c")
    for args in (["list", "--json"], ["export", "-"], ["export", "-", "--format", "csv"]):
        seen, _ = finish(terminal(*args))
        assert "\u202e" not in seen
        assert ("\\u202e" in seen) is ("csv" not in args)


@pytest.mark.faults
def test_a_demo_says_so_on_its_way(ally: Callable[..., Said], tmp_path: Path) -> None:
    """Its journal and its archive are marked, and so is a journal that began with that."""
    demo, archive, new = (str(tmp_path / name) for name in ("demo.db", "demo.jsonl", "new.db"))
    ally("demo", demo)
    assert "everything in it is invented" in ally("--journal", demo, "export", archive).err
    assert json.loads(Path(archive).read_text().splitlines()[0])["demo"] is True
    ally("log", "act", "Mine")
    assert "invented" in ally("import", archive, "--dry-run").err
    assert "invented" in ally("import", archive, "--yes").err
    assert "invented" not in ally("export", str(tmp_path / "mine.jsonl")).err
    ally("--journal", new, "import", archive)
    assert "invented" in ally("--journal", new, "export", "-").err
    assert ally("--journal", demo, "doctor").code == 0
