"""ally import: an archive taken in whole or not at all, asked about where it changes something."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse

Run = Callable[..., Said]


@pytest.fixture
def archive(ally: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive of another journal, with two entries."""
    other, path = str(tmp_path / "other.db"), tmp_path / "other.jsonl"
    ally("--journal", other, "log", "act", "Asked for the criteria", "-t", "hiring")
    ally("--journal", other, "log", "learn", "Read about captions")
    ally("--journal", other, "export", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def texts(ally: Run) -> list[str]:
    return [entry["text"] for entry in json.loads(ally("list", "--json").out)]


def test_an_empty_journal_takes_it_in_without_asking(
    archive: Path, ally: Run, program: Run, journal_path: Path
) -> None:
    """Everything is there in a new process; again, nothing is new; no backup of nothing is made."""
    said = ally("import", str(archive))
    assert said == ("Imported: 2 new, 0 changed, 0 in conflict, 0 the same.\n", "", 0)
    assert texts(program) == ["Asked for the criteria", "Read about captions"]
    before = journal_path.read_bytes()
    assert ally("import", str(archive)) == ("Nothing is new: 2 records are the same.\n", "", 0)
    assert journal_path.read_bytes() == before
    assert [path.name for path in journal_path.parent.iterdir()] == ["journal.db"]
    assert ally("export").out.split("\n")[1:] == archive.read_text().split("\n")[1:]


def test_a_dry_run_writes_nothing(archive: Path, ally: Run, journal_path: Path) -> None:
    """It counts, for people and as JSON, and makes no journal; stdin will do."""
    said = ally("import", str(archive), "--dry-run")
    assert said.code == 0
    assert said.out == (
        "It would be 2 new, 0 changed, 0 in conflict, 0 the same. Nothing was written.\n"
    )
    counted = json.loads(ally("import", "-", "--dry-run", "--json", stdin=archive.read_bytes()).out)
    assert counted == {
        "new": 2,
        "same": 0,
        "erased": [],
        "changed": 0,
        "conflict": 0,
        "dry_run": True,
        "revisions": 2,
        "backup": None,
        "conflicts": [],
        "notes": [],
    }
    assert not journal_path.exists()


def test_a_living_journal_is_asked_about_and_backed_up(
    archive: Path, ally: Run, terminal: Callable[..., Any], journal_path: Path
) -> None:
    """Enter means no; yes adds; elsewhere --yes is needed, unless there is nothing to add."""
    ally("log", "act", "Mine")
    refused = ally("import", str(archive))
    assert (refused.out, refused.code) == ("", 2)
    assert "--yes" in refused.err
    assert ally("import", str(archive), "--json").code == 2
    shown, code = converse(terminal("import", str(archive)), {})
    assert code == 0
    assert "It is 2 new, 0 changed, 0 in conflict, 0 the same. A backup is made first." in shown
    assert "Nothing was imported." in shown
    assert texts(ally) == ["Mine"]
    shown, code = converse(terminal("import", str(archive)), {"Import it?": "y"})
    assert code == 0
    assert "Imported: 2 new" in shown
    (backup,) = journal_path.with_name("journal.db.backups").glob("*.db")
    assert f"ally backup restore {backup.stem}\r\n".replace("\r", "") in shown
    assert texts(ally) == ["Mine", "Read about captions", "Asked for the criteria"]
    undone = ally("undo")
    assert undone.code == 1
    assert f"ally backup restore {backup.stem}" in undone.err
    assert ally("import", str(archive)).code == 0


def test_both_texts_of_a_conflict_are_kept_and_shown(
    ally: Run, terminal: Callable[..., Any], tmp_path: Path, journal_path: Path
) -> None:
    """Two copies of a journal edit one entry: flagged, named, listed, and merged by an edit."""
    ally("log", "act", "Asked first")
    other = tmp_path / "other.db"
    other.write_bytes(journal_path.read_bytes())
    ally("edit", "1", "--text", "Asked her first")
    ally("--journal", str(other), "edit", "1", "--text", "Asked him first")
    ally("--journal", str(other), "config", "counts", "false")
    ally("config", "counts", "true")
    data = ally("--journal", str(other), "export").out.encode()
    foreseen = ally("import", "-", "--dry-run", stdin=data)
    assert "In conflict, entry 1, the setting counts: every version would be kept." in foreseen.out
    told = json.loads(ally("import", "-", "--dry-run", "--json", stdin=data).out)
    said = ally("import", "-", "--yes", stdin=data)
    assert said.code == 0
    assert told["conflicts"] == ["entry 1", "the setting counts"]
    assert "0 new, 0 changed, 2 in conflict, 0 the same" in said.out
    assert "In conflict, entry 1, the setting counts: every version is kept" in said.out
    shown = ally("show", "1").out
    assert "There are several versions of this entry; this is one of them." in shown
    assert "ally history 1 shows them, ally edit 1 makes one." in shown
    assert json.loads(ally("show", "1", "--json").out)["conflict"] is True
    history = ally("history", "1").out
    assert "Asked her first" in history
    assert "Asked him first" in history
    shown, code = converse(
        terminal("edit", "1", EDITOR=f"{sys.executable} {_editor(tmp_path)}"), {}
    )
    assert code == 0
    assert json.loads(ally("show", "1", "--json").out)["conflict"] is False
    ally("config", "counts", "true")
    again = json.loads(ally("import", "-", "--json", stdin=data).out)
    assert (again["same"], again["revisions"]) == (2, 0)


def _editor(folder: Path) -> Path:
    """An editor that replaces everything."""
    path = folder / "editor.py"
    path.write_text("import sys; open(sys.argv[1], 'w').write('Asked both first')\n")
    return path


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("damage", "words", "code"),
    [
        (lambda text: text.replace("captions", "Captions"), "Line 3 of the archive has changed", 1),
        (lambda text: text[:-200], "of the archive is not whole", 1),
        (lambda text: text.rpartition('{"end"')[0], "stops at line 5, before its end", 1),
        (lambda text: text.replace('"number": 2', '"number": 4'), "so one of them has changed", 1),
        (lambda text: text.replace('"version": 1', '"version": 7'), "update ally", 5),
        (lambda text: "x" + text, "does not say what it is", 2),
        (lambda _: "", "does not say what it is", 2),
        (lambda _: "SQLite format 3\0", "is a database", 1),
        (lambda _: "[2026-11-20 14:30] Asked", "give one for all such entries with --kind", 2),
        (lambda _: "text,day,kind\nAsked,2026-13-01,act", "2026-13-01", 2),
    ],
)
def test_what_is_no_sound_archive_is_refused(
    archive: Path,
    ally: Run,
    journal_path: Path,
    damage: Callable[[str], str],
    words: str,
    code: int,
) -> None:
    """One sentence with the line, and the journal keeps every byte."""
    ally("log", "act", "Mine")
    before = journal_path.read_bytes()
    text = damage(archive.read_text())
    said = ally("import", "-", "--yes", stdin=text.encode())
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert journal_path.read_bytes() == before
    assert [path.name for path in journal_path.parent.iterdir()] == ["journal.db"]


def test_lines_may_have_been_ended_as_on_windows(archive: Path, ally: Run) -> None:
    """A transfer that turns LF into CR LF does no harm."""
    archive.write_bytes(archive.read_bytes().replace(b"\n", b"\r\n"))
    assert ally("import", str(archive)).code == 0
    assert len(texts(ally)) == 2


def test_what_cannot_be_read_is_a_sentence(ally: Run, tmp_path: Path, journal_path: Path) -> None:
    """A file that is not there, a folder, the journal itself, an unknown format."""
    assert ally("import", "none.jsonl") == (
        "",
        "none.jsonl cannot be read: no such file or directory; check the path.\n",
        1,
    )
    assert ally("import", str(tmp_path)).code == 2
    ally("log", "act", "Mine")
    said = ally("import", str(journal_path))
    assert (said.out, said.code) == ("", 2)
    assert "is the journal itself" in said.err
    said = ally("import", "-", "--format", "docx", stdin="x")
    assert (said.out, said.code) == ("", 2)
    assert "jsonl, csv, jrnl, dayone" in said.err


@pytest.mark.faults
def test_a_pipe_from_one_journal_to_another(archive: Path, ally: Run) -> None:
    """Export straight into import; a named pipe is read once and kept where nobody else sees it."""
    other = archive.with_suffix(".db")
    fifo = archive.with_name("fifo")
    os.mkfifo(fifo)
    ally_ = [sys.executable, "-m", "ally_journal"]
    with fifo_fed(fifo, [*ally_, "--journal", str(other), "export"]):
        done = subprocess.run(
            [*ally_, "import", str(fifo), "--format", "jsonl"],
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(texts(ally)) == 2


def fifo_fed(fifo: Path, command: list[str]) -> subprocess.Popen[bytes]:
    """A process that writes into a named pipe."""
    return subprocess.Popen(["sh", "-c", f'"$@" > {fifo}', "sh", *command])


JRNL = "[2026-11-18 09:00] Asked @hiring for the criteria.\nBefore the shortlist.\n"
CSV = "day,kind,text,mood\n2026-11-18,act,Asked,fine\n2026-11-19,learn,Read,\n"


def test_another_programs_file_is_one_change(ally: Run, tmp_path: Path, journal_path: Path) -> None:
    """Counted, noted, kept once, backed up before, and taken back by undo."""
    path = tmp_path / "mine.csv"
    path.write_text(CSV)
    said = ally("import", str(path), "--dry-run")
    assert said.out.startswith("It would be 2 new")
    assert not journal_path.exists()
    said = ally("import", str(path))
    assert said.out == "Imported: 2 new, 0 changed, 0 in conflict, 0 the same.\n"
    assert "mood" in said.err
    assert not journal_path.with_name("journal.db.backups").exists()
    assert ally("import", str(path)).out == "Nothing is new: 2 records are the same.\n"
    path.write_text(CSV + "2026-11-20,learn,More,\n")
    done = json.loads(ally("import", str(path), "--json").out)
    assert (done["new"], done["same"]) == (1, 2)
    (backup,) = journal_path.with_name("journal.db.backups").glob("*.db")
    assert backup.stem == done["backup"]
    assert ally("undo").code == 0
    assert texts(ally) == ["Asked", "Read"]
    assert ally("undo").code == 0
    assert texts(ally) == []


def test_a_kind_is_asked_for_or_given(
    ally: Run, terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """A file of jrnl has none: on a terminal it is asked for, elsewhere --kind says it."""
    path = tmp_path / "jrnl.txt"
    path.write_text(JRNL)
    assert ally("import", str(path)).code == 2
    shown, code = converse(terminal("import", str(path)), {"Which kind": "q"})
    assert code == 1
    assert "Nothing was imported, because an entry needs a kind." in " ".join(shown.split())
    wrong = path.with_name("wrong.csv")
    wrong.write_text("date,text\n2026-13-01,x\n")
    shown, code = converse(terminal("import", str(wrong)), {})
    assert (code, "Which kind" in shown) == (2, False)  # what is wrong is said before any question
    shown, code = converse(terminal("import", str(path)), {"Which kind": "4"})
    assert code == 0
    assert "Imported: 1 new" in shown
    (entry,) = json.loads(ally("list", "--json").out)
    assert (entry["kind"], entry["tags"], entry["day"]) == ("act", ["hiring"], "2026-11-18")
    assert "the same" in ally("import", str(path), "--kind", "learn").out


def test_a_folder_or_a_zip_of_notes(ally: Run, tmp_path: Path) -> None:
    """An Obsidian vault: dated notes come, once; what stays behind is counted."""
    vault = tmp_path / "Vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "2026-10-01.md").write_text("Asked #hiring")
    (vault / "Ideas.md").write_text("x")
    (vault / "a.png").write_text("x")
    said = ally("import", str(vault), "-k", "learn")
    assert said.out == "Imported: 1 new, 0 changed, 0 in conflict, 0 the same.\n"
    assert said.err == (
        "1 note without a day was left out: Ideas.md.\n1 other file was left out.\n"
    )
    shutil.make_archive(str(vault), "zip", tmp_path, "Vault")
    assert "1 record is the same" in ally("import", f"{vault}.zip", "-k", "learn").out
    alone = str(vault / "2026-10-01.md")
    assert "1 record is the same" in ally("import", alone, "-k", "learn").out
    said = ally("import", str(vault / ".obsidian"))
    assert (said.code, said.out) == (2, "")
    assert "holds nothing that ally imports" in said.err


def test_the_rest_is_imported_where_one_says_so(ally: Run, tmp_path: Path) -> None:
    """All that cannot be read is named; nothing is kept, or the rest."""
    path = tmp_path / "mine.csv"
    path.write_text("day,kind,text\n2026-11-18,act,Asked\n2026-11-31,act,x\nnever,act,y\n")
    said = ally("import", str(path))
    assert (said.out, said.code) == ("", 2)
    assert "2 entries cannot be read. Row 3: " in said.err
    assert "Row 4: " in said.err
    said = ally("import", str(path), "--skip-unreadable")
    assert (said.out, said.code) == ("Imported: 1 new, 0 changed, 0 in conflict, 0 the same.\n", 0)
    assert [line[:15] for line in said.err.splitlines()] == [
        "Left out: Row 3",
        "Left out: Row 4",
    ]
    assert texts(ally) == ["Asked"]


def test_another_programs_file_is_refused_whatever_is_said(ally: Run, tmp_path: Path) -> None:
    path = tmp_path / "jrnl.txt"
    path.write_text("jrnl-encrypted:v3\ngAAAA")
    for form in ([], ["--format", "jrnl"], ["--format", "csv"]):
        said = ally("import", str(path), "-k", "learn", *form)
        assert (said.out, said.code) == ("", 1)
        assert "is encrypted by jrnl; run jrnl --decrypt" in said.err


def test_an_archive_is_whole(archive: Path, ally: Run) -> None:
    said = ally("import", str(archive), "--skip-unreadable")
    assert (said.out, said.code) == ("", 2)
    assert "whole or not at all" in said.err
