"""ally doctor: every kind of trouble has its sentence and, where there is one, its command."""

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW, Said, finish
from tests.support.waiting import keep

from ally_journal.store.database import connection as database_connection
from ally_journal.store.files import disk
from ally_journal.store.files.layout import machine_file

Ally = Callable[..., Said]


def findings(ally: Ally) -> dict[str, dict[str, Any]]:
    """What was found by check, the gravest of each."""
    found: list[dict[str, Any]] = json.loads(ally("doctor", "--json").out)
    return {one["check"]: one for one in reversed(found)}


def change(path: Path, *statements: str) -> None:
    """Change a journal behind ally's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def kept(ally: Ally, journal_path: Path, built_once: Callable[..., None]) -> Path:
    """A journal with entries and a backup, in which all is well."""

    def write() -> None:
        for number in range(4):
            ally("log", "act", f"Entry {number} #tag", "--lesson", "Ask first")
        ally("plan", "add", "When x, I will y")
        ally("edit", "2", "--text", "Other words")
        ally("delete", "3", "--yes")
        assert ally("doctor", "--rebuild").code == 0

    built_once("a journal in which all is well", write)
    return journal_path


def backup_of(path: Path) -> Path:
    return max(path.with_name(f"{path.name}.backups").glob("*.db"))


@pytest.mark.usefixtures("kept")
def test_nothing_to_mend(ally: Ally) -> None:
    """One line when all is well, exit 0; as JSON every check."""
    assert ally("doctor") == Said("No problems found.\n", "", 0)
    found = findings(ally)
    assert {one["level"] for one in found.values()} == {"ok"}
    assert {one["command"] for one in found.values()} == {None}
    looked_at = {"file", "pages", "references", "schema", "revisions", "numbers", "projections"}
    assert found.keys() == looked_at | {"index", "clock", "backups", "permissions"}


def test_no_journal_yet(ally: Ally, journal_path: Path) -> None:
    """That is no trouble, and looking makes nothing."""
    said = ally("doctor")
    assert said.code == 0
    assert "no journal at" in said.out
    assert not journal_path.parent.exists()
    assert ally("doctor", "--rebuild").code == 1
    assert not journal_path.parent.exists()


def test_a_journal_that_is_gone(ally: Ally, kept: Path) -> None:
    """Where there are backups, a missing journal is one, and the newest is named."""
    kept.unlink()
    said = ally("doctor")
    assert said.code == 1
    assert f"ally backup restore {backup_of(kept).stem}" in said.out
    assert "but there are backups" in said.out


@pytest.mark.parametrize(
    ("made", "sentence", "code"),
    [
        (lambda _whole: b"", "is empty", 1),
        (lambda _whole: b"Dear diary" * 20, "is not an ally journal", 1),
        (lambda whole: whole[:68] + bytes(4) + whole[72:], "belongs to another program", 1),
        (lambda whole: whole[:60] + (99).to_bytes(4) + whole[64:], "written by a newer ally", 5),
        (lambda whole: whole[:20], "is not an ally journal", 1),
        (lambda whole: whole[: len(whole) // 2], "The file is damaged", 1),
        (lambda whole: whole[:18] + b"\2\2" + whole[20:], "The file is damaged", 1),
        (lambda whole: whole[:4096] + bytes(len(whole) - 4096), "The file is damaged", 1),
    ],
)
def test_files_are_told_apart(
    ally: Ally, kept: Path, made: Callable[[bytes], bytes], sentence: str, code: int
) -> None:
    """Empty, text, foreign, newer, cut off, damaged: each by its sentence, and none is changed."""
    spoilt = made(kept.read_bytes())
    kept.write_bytes(spoilt)
    files = sorted(kept.parent.rglob("*"))
    said = ally("doctor")
    assert sentence in said.out
    assert (said.code, said.err) == (code, "")
    if "newer" not in sentence:
        assert f"ally backup restore {backup_of(kept).stem}" in said.out
    assert ally("doctor", "--rebuild").code in {1, 5}
    assert kept.read_bytes() == spoilt
    assert sorted(kept.parent.rglob("*")) == files


REPLACED = "CAST(replace(CAST({0} AS TEXT), '{1}', '{2}') AS BLOB)"


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (f"UPDATE body SET body = {REPLACED.format('body', 'first', 'First')}", "revisions"),
        (f"UPDATE revision SET header = {REPLACED.format('header', 'put', 'pit')}", "revisions"),
        ("UPDATE revision SET op = 'put'", "revisions"),
        ("UPDATE revision SET clock = clock + 1 WHERE seq = 2", "revisions"),
        ("UPDATE parent SET parent = zeroblob(32)", "revisions"),
        ("DELETE FROM parent", "revisions"),
        ("DELETE FROM body WHERE revision = 1", "revisions"),
        ("UPDATE body SET revision = 999 WHERE revision = 1", "references"),
        ("UPDATE meta SET value = '5' WHERE key = 'clock'", "clock"),
        ("DELETE FROM meta", "clock"),
        ("CREATE TABLE stranger(x)", "schema"),
        ("DROP INDEX entry_by_day", "schema"),
        ("DELETE FROM _sqlite_migrations", "schema"),
    ],
)
def test_damaged_history_asks_for_a_backup(ally: Ally, kept: Path, damage: str, check: str) -> None:
    """What was written cannot be worked out from anything else; a rebuild refuses."""
    change(kept, damage)
    found = findings(ally)[check]
    assert found["level"] == "problem"
    assert found["command"] == f"ally backup restore {backup_of(kept).stem}"
    before = kept.read_bytes()
    said = ally("doctor", "--rebuild")
    assert said.code == 1
    assert "nothing was changed" in said.err
    assert kept.read_bytes() == before


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE entry SET text = 'What I never wrote' WHERE number = 1", "projections"),
        ("DELETE FROM entry_tag", "projections"),
        ("UPDATE plan SET state = 'kept'", "projections"),
        ("INSERT INTO setting VALUES ('week_starts', 'sunday')", "projections"),
        ("DELETE FROM number WHERE type = 'plan'", "numbers"),
        ("DELETE FROM entry_words_data WHERE id > 10", "index"),
        ("INSERT INTO entry_words(entry_words) VALUES ('delete-all')", "index"),
    ],
)
def test_what_follows_from_history_is_rebuilt(
    ally: Ally, kept: Path, damage: str, check: str
) -> None:
    """Views, numbers and search are worked out again, and are what they were; a backup is kept."""
    before = [ally("list", "--json").out, ally("plan", "--json").out]
    change(kept, damage)
    found = findings(ally)[check]
    assert (found["level"], found["command"]) == ("problem", "ally doctor --rebuild")
    said = ally("doctor", "--rebuild")
    assert (said.code, said.err) == (0, "")
    assert "Worked out again from" in said.out
    assert said.out.endswith("No problems found.\n")
    assert [ally("list", "--json").out, ally("plan", "--json").out] == before
    assert json.loads(ally("search", "Other", "--json").out)[0]["number"] == 2
    # SQLite 3.44 looks into a full-text index too, and makes no backup of one that is damaged.
    copies = backup_of(kept).parent
    assert len([*copies.glob("*.db"), *copies.glob("*.damaged")]) == 2


def test_an_index_of_pages_is_rebuilt_and_what_was_is_kept(ally: Ally, kept: Path) -> None:
    """Where the damage keeps a backup from verifying, the pages are kept as they were."""
    with closing(sqlite3.connect(kept)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'entry_by_day'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole = bytearray(kept.read_bytes())
    start = (page - 1) * size
    place = whole.index(b"2026-11-20", start, start + size)
    whole[place + 3] ^= 1
    kept.write_bytes(whole)
    assert "row" in findings(ally)["pages"]["text"]
    assert ally("doctor", "--rebuild").code == 0
    (copy,) = backup_of(kept).parent.glob("*.damaged")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert ally("doctor").out == "No problems found.\n"


def test_a_rebuild_of_what_is_well_changes_no_answer(program: Ally, kept: Path) -> None:
    """Worked out again, every row is the same; read back by another process."""
    commands = (["list", "--json"], ["show", "2", "--json"], ["year", "--json"], ["history"])
    before = [program(*command).out for command in commands]
    assert program("doctor", "--rebuild").code == 0
    assert [program(*command).out for command in commands] == before
    assert kept.exists()


def test_an_older_journal_is_noted(ally: Ally, kept: Path) -> None:
    """It is looked at without being brought up to date."""
    change(kept, "PRAGMA user_version = 1")
    before = kept.read_bytes()
    assert findings(ally)["schema"]["level"] == "note"
    assert kept.read_bytes() == before


def test_a_locked_journal_is_not_waited_for_in_vain(
    ally: Ally, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another process keeps it locked, doctor says so."""
    monkeypatch.setattr(database_connection, "WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = ally("doctor")
    assert said.code == 1
    assert "Another program has been writing" in said.err


def test_a_read_only_journal_can_be_looked_over(ally: Ally, kept: Path) -> None:
    """Nothing has to be written for it."""
    kept.chmod(0o400)
    kept.parent.chmod(0o500)
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    plain = drop if os.geteuid() == 0 else []  # root may ignore permissions
    command = [*plain, sys.executable, "-m", "ally_journal", "doctor"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"No problems found." in done.stdout
    assert ally("doctor").code == 0


def test_open_files_and_folders(ally: Ally, kept: Path) -> None:
    """What others can read is a problem; the commands shown mend it."""
    keep(kept, "words", "20261120-140000")
    (kept.with_name("journal.db.drafts")).chmod(0o755)
    kept.chmod(0o644)
    backup_of(kept).chmod(0o640)
    kept.parent.chmod(0o777)
    found = [
        one for one in json.loads(ally("doctor", "--json").out) if one["check"] == "permissions"
    ]
    assert [one["level"] for one in found] == ["problem"] * 4
    for one in found:
        subprocess.run(one["command"], shell=True, check=True)  # noqa: S602 - as shown
    assert findings(ally)["permissions"]["level"] == "ok"
    kept.parent.chmod(0o755)
    said = ally("doctor")
    assert said.code == 0
    assert f"chmod 700 {kept.parent}" in said.out


def test_backups_are_tried(ally: Ally, kept: Path) -> None:
    """One that cannot be restored is a problem, and so is nothing but those."""
    good = backup_of(kept)
    for name, content in (
        ("20261121-000000-empty.db", b""),
        ("20261121-000001-text.db", b"x" * 5000),
        ("20261121-000002-half.db", good.read_bytes()[:6000]),
        ("20261121-000003-another's.db", good.read_bytes()),
    ):
        good.with_name(name).write_bytes(content)
        good.with_name(name).chmod(0o600)
    change(good.with_name("20261121-000003-another's.db"), "UPDATE body SET salt = x'00'")
    found = [one for one in json.loads(ally("doctor", "--json").out) if one["check"] == "backups"]
    assert [one["level"] for one in found] == ["problem"] * 4
    for one in found:
        subprocess.run(one["command"], shell=True, check=True)  # noqa: S602 - as shown
    assert ally("doctor").out == "No problems found.\n"


def test_an_old_backup_is_noted(ally: Ally, kept: Path) -> None:
    """When the journal was changed since, and only then."""
    old = time.time() - 20.5 * 86_400  # noqa: TID251 - against the true clock
    os.utime(backup_of(kept), (old, old))
    found = findings(ally)["backups"]
    assert (found["level"], found["command"]) == ("note", "ally backup")
    assert "20 days old" in found["text"]
    os.utime(kept, (old, old))
    assert findings(ally)["backups"]["level"] == "ok"
    backup_of(kept).unlink()
    assert "no backup yet" in findings(ally)["backups"]["text"]


def test_leftovers_are_named_once_they_are_old(ally: Ally, kept: Path) -> None:
    """A half-written file may still be being written, for an hour."""
    left = [
        kept.with_name(f".{kept.name}.0123456789abcdef"),
        backup_of(kept).with_name("20261120-x.partial"),
    ]
    for file in left:
        file.touch(mode=0o600)
    assert "leftovers" not in findings(ally)
    for file in left:
        os.utime(file, (0, 0))
    found = [one for one in json.loads(ally("doctor", "--json").out) if one["check"] == "leftovers"]
    assert {one["command"] for one in found} == {f"rm {file}" for file in left}
    assert ally("doctor").code == 0


def test_clocks_that_disagree(ally: Ally, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that was put back: the journal's stands ahead, and entries are still to come."""
    assert kept.exists()
    monkeypatch.setenv("ALLY_NOW", NOW.replace("2026-11-20", "2026-10-01"))
    found = [one for one in json.loads(ally("doctor", "--json").out) if one["check"] == "clock"]
    assert [one["level"] for one in found] == ["note", "note", "ok"]
    assert "2026-11-20" in found[0]["text"]
    assert found[1]["text"] == "3 entries are dated after today, the first of them is entry 1."
    assert found[1]["command"] == "ally edit 1 --on today"
    assert ally("doctor").code == 0


def test_what_is_ahead_of_the_calendar_alone(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written in a zone that is ahead has happened; what was imported stays as it came."""
    monkeypatch.setenv("ALLY_NOW", "2026-04-13T09:00:00+08:00")
    assert ally("log", "act", "Morning in Singapore").code == 0
    monkeypatch.setenv("ALLY_NOW", "2026-04-12T18:30:00-07:00")
    path = tmp_path / "jrnl.txt"
    path.write_text("[2026-04-13 09:00] In Singapore too\n[2099-01-01 10:00] Planned\n")
    said = ally("import", str(path), "-k", "act")
    assert said.out == "Imported: 2 new, 0 changed, 0 in conflict, 0 the same.\n"
    found = [one for one in json.loads(ally("doctor", "--json").out) if one["check"] == "clock"]
    assert [one["level"] for one in found] == ["ok"]


def test_a_conflict_is_noted(ally: Ally, kept: Path, tmp_path: Path) -> None:
    """With the command that makes one text of two."""
    script = tmp_path / "editor"
    meanwhile = f'{sys.executable} -m ally_journal edit 1 --text "Meanwhile" >/dev/null'
    script.write_text(f'#!/bin/sh\n{meanwhile}\nprintf "And this" > "$1"\n')
    script.chmod(0o700)
    os.environ["EDITOR"] = str(script)
    try:
        assert ally("edit", "1").code == 0
    finally:
        del os.environ["EDITOR"]
    found = findings(ally)["conflicts"]
    assert (found["level"], found["command"]) == ("note", "ally edit 1")
    assert kept.exists()


def test_drafts_are_noted(ally: Ally, kept: Path) -> None:
    """Words that wait are worth knowing of."""
    keep(kept, "words", "20261120-140000")
    found = findings(ally)["drafts"]
    assert (found["level"], found["command"]) == ("note", "ally draft")


def test_a_journal_from_elsewhere_is_noted(ally: Ally, kept: Path) -> None:
    """A copy speaks as a device of its own from the next change on."""
    machine_file(kept).unlink()
    assert findings(ally)["device"]["level"] == "note"
    ally("log", "act", "x")
    assert "device" not in findings(ally)


@pytest.mark.parametrize(
    ("folder", "carrier"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Work)", "Dropbox"),
        ("OneDrive - Company", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-me@example.com/My Drive", "Google Drive"),
        ("Nextcloud/notes", "Nextcloud"),
        ("Dropboxes", None),
        ("notes", None),
    ],
)
def test_folders_that_are_carried_elsewhere(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, carrier: str | None
) -> None:
    """A database in a synced folder is worth a word, with the name of what carries it."""
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / folder / "journal.db"))
    ally("log", "act", "x")
    assert disk.carried_by(tmp_path / folder) == carrier
    found = findings(ally).get("place")
    assert (found is not None) == (carrier is not None)
    if found:
        assert str(carrier) in found["text"]


def test_a_folder_that_syncthing_marked(ally: Ally, kept: Path) -> None:
    """The mark may stand in any folder above."""
    (kept.parent.parent / ".stfolder").mkdir()
    assert "Syncthing" in findings(ally)["place"]["text"]


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/sda1 / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n", "nfs4"),
        ("server:/home /home nfs4 rw 0 0\n/dev/sda1 /home/me ext4 rw 0 0\n", "ext4"),
        ("//nas/me /home/me/my\\040files cifs rw 0 0\n/dev/sda1 / ext4 rw 0 0\n", "cifs"),
        ("/dev/sda1 /hom ext4 rw 0 0\nbroken line\n", ""),
    ],
)
def test_the_file_system_is_the_nearest_mount(mounts: str, kind: str) -> None:
    """The longest mount point above a folder counts, also with a space in it."""
    assert disk.mount_among(Path("/home/me/my files/x"), mounts).kind == kind


def test_a_file_system_elsewhere_is_noted(
    ally: Ally, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locks are not to be relied on there."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"//nas/me {kept.parent} cifs rw 0 0\n")
    monkeypatch.setattr(disk, "MOUNTS", mounts)
    assert "(cifs)" in findings(ally)["place"]["text"]


@pytest.mark.parametrize("columns", [40, 80])
def test_sentences_fit_the_screen(
    terminal: Callable[..., Any], ally: Ally, kept: Path, columns: int
) -> None:
    """Problems first, each with its command below; also on a narrow screen."""
    keep(kept, "words", "20261120-140000")
    kept.chmod(0o644)
    shown, code = finish(terminal("doctor", columns=columns))
    assert code == 1
    assert f"\n  chmod 600 {kept}\n" in shown, "a command can be copied whole"
    sentences = [line for line in shown.splitlines() if str(kept.parent) not in line]
    assert all(len(line) <= columns for line in sentences)
    assert ally("doctor").out.startswith(f"Others on this computer can read {kept}.\n  chmod 600")


def test_a_shelf_that_began_empty_is_sound(ally: Ally) -> None:
    """Every number is that of a record."""
    ally("shelf", "add", "A talk")
    assert ally("doctor").out.endswith("\nNo problems found but what is said above.\n")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "name",
    [
        "journal (Mira's conflicted copy 2026-11-20).db",
        "journal.sync-conflict-20261120-143000-ABCDEFG.db",
        "journal 2.db",
    ],
)
def test_conflict_copies_are_named(
    name: str, ally: Callable[..., Said], journal_path: Path
) -> None:
    """With the two commands that bring both together; forget says that it does not reach them."""
    ally("log", "act", "Here")
    copy = journal_path.with_name(name)
    shutil.copy(journal_path, copy)
    journal_path.with_name("journal 3.db").write_text("no journal")
    ally("--journal", str(copy), "log", "act", "There")
    (found,) = [one for one in json.loads(ally("doctor", "--json").out) if name in one["text"]]
    assert found["level"] == "note"
    assert "journal 3.db" not in ally("doctor").out
    for command in found["command"].split(" && "):
        said = ally(*shlex.split(command)[1:], *(["--yes"] if " import " in command else []))
        assert said.code == 0
    assert "There" in ally("list").out
    assert f"conflict copy of the journal: {name}." in ally("forget", "1", "--yes").out
