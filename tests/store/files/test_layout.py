"""What belongs to a journal, by its name alone, whatever signs that name is made of."""

import ast
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import platformdirs
import pytest
from tests.conftest import Said
from tests.generated import ROOT

from ally_journal.store.backup.restore import restore
from ally_journal.store.database.connection import transaction
from ally_journal.store.database.convert import convert
from ally_journal.store.files import layout
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import Role, files_in_role, files_of
from ally_journal.store.files.system import sync
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.transfer.staging import staged

Ally = Callable[..., Said]

ODD = ["j[1].db", "*.db", "?x.db", " j.db", "-j.db", "a\nb.db", "[!.]*.db", ".db", "j\\.db", "j.db"]
if sys.platform == "linux":
    ODD.append(os.fsdecode(b"j\xff.db"))
NEIGHBOURS = ["j1.db", "x.db", "jx.db", "j.db.db", "j[1].db.x", "b.db", "xx.db", "j.dbx"]


def surroundings(journal: Path) -> dict[Path, Role]:
    """Every file that ally, SQLite or somebody may put around a journal; all of them are made."""
    backup = layout.backup_file(journal, "20261120-143000-0-daily")
    draft = layout.drafts_folder(journal) / "20261120-143000-0.txt"
    rollback, *write_ahead = layout.sqlite_files(journal)
    left = layout.left_without(journal)
    files = {
        backup: Role.BACKUP,
        backup.with_name("mine, by hand.db"): Role.BACKUP,
        layout.damaged_copy(backup): Role.SET_ASIDE,
        layout.damaged_journal(journal, "20261120-143000-0"): Role.SET_ASIDE,
        backup.with_name("a note"): Role.KEPT,
        rollback: Role.ROLLBACK,
        draft: Role.DRAFT,
        **dict.fromkeys(write_ahead, Role.WRITE_AHEAD),
        **dict.fromkeys(layout.sqlite_files(left), Role.SET_ASIDE),
    }
    unfinished = [
        *(layout.partial_file(backup), layout.beside(backup), layout.unfinished(backup)),
        *(layout.beside(journal), layout.unfinished(journal), layout.beside(draft)),
        *(layout.beside(layout.checked_file(backup.parent)), layout.rollback_file(backup)),
    ]
    sides = [layout.rollback_file(one) for one in unfinished[:-2]]
    files |= dict.fromkeys([*unfinished, *sides], Role.UNFINISHED)
    for folder in (backup.parent, draft.parent):
        folder.mkdir()
    for file in (
        journal,
        *files,
        layout.checked_file(backup.parent),
        backup.with_name(".DS_Store"),
    ):
        file.touch(mode=0o600)
    return files


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_a_journal_has_its_own_files_and_no_others(name: str, tmp_path: Path) -> None:
    """Each in its role; a name is no pattern, and other journals may lie beside."""
    for other in {*ODD, *NEIGHBOURS} - {name}:
        surroundings(tmp_path / other)
    own = surroundings(tmp_path / name)
    assert dict(files_of(tmp_path / name)) == own


def test_a_journal_that_has_the_name_of_a_folder_of_backups(tmp_path: Path) -> None:
    """Its own backups lie in another folder; those of the other journal have no place to lie."""
    own = surroundings(tmp_path / "j.db.backups")
    assert dict(files_of(tmp_path / "j.db.backups")) == own
    assert dict(files_of(tmp_path / "j.db")) == {}


def test_what_lies_beside_a_link_and_beside_the_real_journal(tmp_path: Path) -> None:
    """Copies may lie beside either, under either name."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.db"
    own = surroundings(link)
    link.unlink()
    link.symlink_to(tmp_path / "real/j[1].db")
    own |= surroundings(tmp_path / "real/j[1].db")
    assert dict(files_of(link)) == own


def test_what_is_unfinished_in_the_state_folder_belongs_to_one_journal(tmp_path: Path) -> None:
    """Each has a file of its own there, named after a hash."""
    one, other = tmp_path / "j[1].db", tmp_path / "j1.db"
    own, foreign = (layout.beside(layout.machine_file(each)) for each in (one, other))
    own.parent.mkdir(parents=True, exist_ok=True)
    for file in (own, foreign):
        file.touch()
    assert files_in_role(one, Role.UNFINISHED) == (own,)


def test_a_folder_that_cannot_be_read_holds_nothing(tmp_path: Path) -> None:
    """A file in its place neither; but whoever lists the backups is told."""
    journal = tmp_path / "j.db"
    layout.backups_folder(journal).touch()
    assert dict(files_of(journal)) == {}
    with pytest.raises(NotADirectoryError):
        list(layout.files_among_backups(layout.backups_folder(journal)))


def test_doctor_names_no_file_of_another_journal(ally: Ally, tmp_path: Path) -> None:
    """What it says can be deleted is of this journal, and half-written."""
    journal, other = tmp_path / "j[1].db", tmp_path / "j1.db"
    assert ally("--journal", str(journal), "log", "act", "x").code == 0
    own, foreign = layout.beside(journal), layout.beside(other)
    note = tmp_path / ".j[1].db.note"
    ally("--journal", str(journal), "backup")
    checked = layout.checked_file(layout.backups_folder(journal))
    for file in (own, foreign, note, checked):
        file.touch()
        os.utime(file, (0, 0))
    said = json.loads(ally("--journal", str(journal), "doctor", "--json").out)
    (found,) = [one for one in said if one["check"] == "leftovers"]
    assert own.name in found["command"]


def test_encrypt_names_every_copy_that_stays_readable(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a journal whose name looks like a pattern, and what lay there before a rebuild."""
    journal = tmp_path / "j[1].db"
    monkeypatch.setenv("ALLY_PASSPHRASE", "seven lamps under water")
    assert ally("--journal", str(journal), "log", "act", "x").code == 0
    ally("--journal", str(journal), "backup")
    backup = layout.backup_file(journal, "20261120-143000-0-before-rebuild")
    readable = [layout.damaged_journal(journal, "x"), layout.damaged_copy(backup)]
    for file in readable:
        file.write_bytes(journal.read_bytes())
    said = ally("--journal", str(journal), "encrypt")
    assert said.code == 0
    assert all(file.name in said.err for file in readable)


SPELLING = re.compile(
    r"\.(partial|damaged|left|converting|backups|drafts|checked\.json)\b|(?<!-)-(journal|wal|shm)\b|\*\.db"
)
"""Parts of names that only the layout spells."""


def spellings(file: Path) -> list[str]:
    """Where a file spells such a name, or looks for files by a pattern."""
    tree = ast.parse(file.read_text("utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = [
        f"{file.name}:{node.lineno} {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
        and SPELLING.search(node.value.replace("ally-journal", ""))
    ]
    return found + [
        f"{file.name}:{node.lineno} {node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"glob", "rglob", "with_suffix"}
    ]


def test_only_the_layout_spells_the_names_of_files() -> None:
    """One answer to what belongs to a journal, for backups, doctor, encrypt, forget and privacy."""
    store = ROOT / "src/ally_journal/store"
    # What an editor leaves among drafts has its own rules.
    files = [one for one in store.rglob("*.py") if "draft" not in str(one.relative_to(store))]
    found = {one: where for one in files if (where := spellings(one))}
    assert len(files) > 20
    assert len(found.pop(Path(str(layout.__file__)))) > 5, "a check that finds nothing must fail"
    assert found == {}


ENGINES = re.compile(r"\bfcntl\b|\.fsync\(|\"BEGIN IMMEDIATE\"|\"COMMIT\"|\.strerror\b")
HOMES = (sync, transaction, reason_of)
"""Locks and durable files; transactions; and what the system says when it refuses."""
OWN = (open_journal, restore, convert, staged)
"""Each holds a transaction in its own way: it begins again, or lets nobody in until a rename."""


def homes(functions: Iterable[Callable[..., object]]) -> set[str]:
    return {Path(one.__code__.co_filename).name for one in map(inspect.unwrap, functions)}


def test_small_engines_stand_once() -> None:
    """What is durable, who is alone, what is kept whole: no second way beside the first."""
    store = ROOT / "src/ally_journal/store"
    files = [one for one in store.rglob("*.py") if "draft" not in str(one.relative_to(store))]
    found = {one.name for one in files if ENGINES.search(one.read_text("utf-8"))}
    assert found >= homes(HOMES)
    assert found <= homes(HOMES) | homes(OWN)


@pytest.mark.parametrize("home", ["/home/me", "/home/me/", "//home//me", "/", "", "me", None])
@pytest.mark.parametrize(
    "named", ["/kept", "/kept/", "/a b/../c", "kept", "~/kept", " /kept", "", None]
)
def test_folders_lie_where_the_system_keeps_them(
    named: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read without platformdirs is what platformdirs says."""
    for variable, value in (("HOME", home), ("XDG_DATA_HOME", named), ("XDG_STATE_HOME", named)):
        monkeypatch.delenv(variable, raising=False)
        if value is not None:
            monkeypatch.setenv(variable, value)
    folder = platformdirs.user_data_path("ally-journal", appauthor=False)
    assert layout.default_journal() == folder / "journal.db"
    assert layout.state_folder() == platformdirs.user_state_path("ally-journal", appauthor=False)


def test_an_empty_folder_for_drafts_is_passed_by(tmp_path: Path) -> None:
    """Words once waited there; no command looks further until some wait again."""
    folder = layout.drafts_folder(tmp_path / "j.db")
    folder.mkdir()
    assert not layout.may_have_drafts(tmp_path / "j.db")
    (folder / "20261119-140000.draft").touch()
    assert layout.may_have_drafts(tmp_path / "j.db")
