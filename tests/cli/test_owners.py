"""Folders that belong to others, or that others may write to, get no words; and it is said."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.conftest import Said, words_in
from tests.support.waiting import keep

from ally_journal.store.crypto import sniff
from ally_journal.store.database import connection
from ally_journal.store.files import owners
from ally_journal.store.files.layout import drafts_in_state

Ally = Callable[..., Said]
GiveAway = Callable[[Path], None]


class _Theirs:
    """What the system says of a file that belongs to another account."""

    def __init__(self, found: os.stat_result) -> None:
        self._found = found

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as of os
        return 54_321 if name == "st_uid" else getattr(self._found, name)


@pytest.fixture
def give_away(monkeypatch: pytest.MonkeyPatch) -> GiveAway:
    """Let a file or folder belong to another account, whoever runs the tests."""
    theirs: set[tuple[int, int]] = set()

    def looking(look: Callable[..., os.stat_result]) -> Callable[..., Any]:
        def looked(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as of os
            found = look(*args, **named)
            return _Theirs(found) if (found.st_dev, found.st_ino) in theirs else found

        return looked

    monkeypatch.setattr(os, "lstat", looking(os.lstat))
    monkeypatch.setattr(os, "stat", looking(os.stat))

    def give(path: Path) -> None:
        found = path.stat()
        theirs.add((found.st_dev, found.st_ino))

    return give


def kept_at(said: Said) -> Path:
    """Where words are kept, as it was told."""
    (place,) = re.findall(r"Your words are kept in (.*)\.$", said.err, re.MULTILINE)
    return Path(place)


def _texts(ally: Ally) -> list[str]:
    return [entry["text"] for entry in json.loads(ally("list", "--json").out)]


def _findings(ally: Ally, check: str = "permissions") -> list[dict[str, Any]]:
    return [one for one in json.loads(ally("doctor", "--json").out) if one["check"] == check]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("how", ["another's", "open", "sticky"])
def test_no_backup_goes_into_a_folder_of_others(
    ally: Ally, journal_path: Path, give_away: GiveAway, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Not even half of one; log works, and doctor and privacy name the folder."""
    monkeypatch.setenv("ALLY_DAILY_BACKUP", "wait")
    backups = Path(f"{journal_path}.backups")
    backups.mkdir(parents=True)
    journal_path.parent.chmod(0o700)
    if how == "another's":
        give_away(backups)
    else:
        backups.chmod(0o777 if how == "open" else 0o1777)
    assert ally("log", "act", "Gave the floor back").code == 0
    said = ally("backup")
    assert said.code == 1
    assert str(backups) in said.err
    assert ("chown" if how == "another's" else f"chmod 700 {backups}") in said.err
    assert list(backups.iterdir()) == []
    (found,) = _findings(ally)
    assert found["level"] == "problem"
    assert str(backups) in found["text"]
    assert any("No daily backup was made" in one["text"] for one in _findings(ally, "backups"))
    assert f"ally puts nothing into {backups}" in ally("privacy").out
    assert ally("forget", "1", "--yes").code == 1
    assert _texts(ally) == ["Gave the floor back"]


def test_drafts_go_to_the_next_place(ally: Ally, journal_path: Path, give_away: GiveAway) -> None:
    """Those that others put into such a folder are none of mine; those I put there are."""
    ally("log", "act", "x")
    mine = keep(journal_path, "mine from before", "20261119-140000")
    theirs = keep(journal_path, "put there", "20261119-150000")
    assert mine is not None
    assert theirs is not None
    give_away(theirs)
    give_away(mine.parent)
    place = keep(journal_path, "typed now", "20261120-140000")
    assert place is not None
    assert place.parent == drafts_in_state(journal_path)
    said = json.loads(ally("draft", "--json").out)
    assert [one["words"] for one in said] == ["mine from before", "typed now"]


def test_a_backup_of_anothers_is_none(ally: Ally, journal_path: Path, give_away: GiveAway) -> None:
    """It is told, and not restored, also where it was found good before."""
    ally("log", "act", "one")
    ally("backup")
    (good,) = Path(f"{journal_path}.backups").glob("*.db")
    give_away(good)
    said = ally("backup", "list")
    assert "belongs to the account 54321" in said.err
    assert good.stem not in said.out
    assert ally("backup", "restore", "last", "--yes").code == 1
    assert any("belongs to the account" in one["text"] for one in _findings(ally, "backups"))


@pytest.mark.parametrize("how", ["file", "folder", "open"])
def test_a_journal_of_anothers_is_read_only(
    ally: Ally, journal_path: Path, give_away: GiveAway, how: str
) -> None:
    """As with sudo: it says whose it is and what works, and the words are kept."""
    ally("log", "act", "one")
    if how == "open":
        journal_path.parent.chmod(0o777)
    else:
        give_away(journal_path if how == "file" else journal_path.parent)
    said = ally("log", "act", "two")
    assert said.code == 1
    assert "ALLY_JOURNAL" in said.err
    assert ("others may write to" if how == "open" else "belongs to the account 54321") in said.err
    place = kept_at(said)
    assert words_in(place) == "two"
    assert place.is_relative_to(journal_path.parent) == (how == "file")
    assert ally("backup").code == int(how != "file")
    made = {one.name for one in journal_path.parent.iterdir()}
    assert made == {"journal.db"} | (
        {"journal.db.drafts", "journal.db.backups"} if how == "file" else set()
    )
    assert _texts(ally) == ["one"]
    assert _findings(ally)[0]["level"] == "problem"


def test_what_cannot_be_read_says_whose_it_is(
    ally: Ally, journal_path: Path, give_away: GiveAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what works; where nothing is told of the file, the folder above that is."""

    def refuse(_path: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    ally("log", "act", "one")
    give_away(journal_path)
    monkeypatch.setattr(sniff, "first_page", refuse)
    said = ally("log", "act", "two")
    assert said.code == 1
    assert words_in(kept_at(said)) == "two"
    assert f"{journal_path} belongs to the account 54321, so make it yours with chown" in said.err
    assert "or name another place with --journal or ALLY_JOURNAL" in said.err
    give_away(journal_path.parent)
    assert "so name another place" in owners.hint(journal_path.parent / "not" / "there" / "j.db")


def test_none_is_begun_where_others_may_exchange_it(ally: Ally, tmp_path: Path) -> None:
    """But in a folder such as /tmp, or one of one's own inside, it is."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    said = ally("--journal", str(shared / "j.db"), "log", "act", "x")
    assert said.code == 1
    assert f"others may write to {shared}" in said.err
    assert ally("demo", str(shared / "demo.db")).code == 1
    assert ally("--journal", str(shared / "own" / "j.db"), "list").code == 0
    shared.chmod(0o1777)
    assert ally("--journal", str(shared / "j.db"), "log", "act", "x").code == 0
    assert ally("--journal", str(shared / "j.db"), "backup").code == 0


def test_what_sqlite_would_write_into_is_mine(
    ally: Ally, journal_path: Path, give_away: GiveAway
) -> None:
    """A rollback journal that another put there would get the pages."""
    ally("log", "act", "one")
    beside = Path(f"{journal_path}-journal")
    beside.touch()
    give_away(beside)
    said = ally("log", "act", "two")
    assert said.code == 1
    assert f"{beside} belongs to the account 54321" in said.err
    beside.unlink()
    assert _texts(ally) == ["one"]


def test_nobody_is_quicker_where_everybody_may_make_files(
    ally: Ally, journal_path: Path, give_away: GiveAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that is about to get the pages is made first, and is not another's."""
    ally("log", "act", "one")
    journal_path.parent.chmod(0o1777)
    beside, with_lock = Path(f"{journal_path}-journal"), connection.with_lock
    seen: list[Path] = []

    def quicker(made: sqlite3.Connection, path: Path, sql: str, wait: float | None = None) -> None:
        with_lock(made, path, sql, wait)
        if "BEGIN" in sql and not seen:
            beside.touch()
            give_away(beside)
            seen.append(beside)

    monkeypatch.setattr(connection, "with_lock", quicker)
    said = ally("log", "act", "two")
    assert said.code == 1
    assert f"{beside} belongs to the account 54321" in said.err
    beside.unlink(missing_ok=True)
    assert ally("log", "act", "two").code == 0
    assert not beside.exists()
    assert _texts(ally) == ["one", "two"]


def test_a_link_of_ones_own_is_fine(
    ally: Ally, journal_path: Path, tmp_path: Path, give_away: GiveAway
) -> None:
    """Backups may lie on another disk; where another made the link they do not."""
    ally("log", "act", "one")
    own = tmp_path / "elsewhere"
    own.mkdir(mode=0o700)
    link = Path(f"{journal_path}.backups")
    link.symlink_to(own)
    assert ally("backup").code == 0
    assert list(own.glob("*.db"))
    assert _findings(ally)[0]["level"] == "ok"
    shutil.rmtree(own)
    own.mkdir(mode=0o700)
    give_away(own)
    assert ally("backup").code == 1


@pytest.mark.parametrize(
    ("accounts", "groups", "shared"),
    [
        ("me:x:{me}:77::/:/bin/sh", "me:x:77:", False),
        ("me:x:{me}:77::/:/bin/sh", "me:x:77:me,root", False),
        ("me:x:{me}:77::/:/bin/sh", "me:x:77:me,other", True),
        ("me:x:{me}:77::/:/bin/sh\nother:x:4711:77::/:/bin/sh", "users:x:77:", True),
        ("me:x:{me}:1::/:/bin/sh", "", True),
    ],
)
def test_a_group_of_ones_own_is_nobody_else(
    ally: Ally,
    journal_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    accounts: str,
    groups: str,
    shared: bool,
) -> None:
    """With a umask of 002 every folder may be written to by its group, where that is one's own."""
    for name, text in (("ACCOUNTS", accounts), ("GROUPS", groups)):
        (tmp_path / name).write_text(f"root:x:0:0::/:/bin/sh\n{text}\n".format(me=os.getuid()))
        monkeypatch.setattr(owners, name, tmp_path / name)
    looked = os.stat

    class OfThatGroup(_Theirs):
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as of os
            return 77 if name == "st_gid" else getattr(self._found, name)

    journal_path.parent.mkdir()
    journal_path.parent.chmod(0o775)
    monkeypatch.setattr(os, "stat", lambda *args, **named: OfThatGroup(looked(*args, **named)))
    assert ally("log", "act", "x").code == int(shared)


def test_a_disk_without_owners_refuses_nothing(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As FAT: everything is everybody's there, and doctor says that once."""
    journal_path.parent.mkdir()
    journal_path.parent.chmod(0o777)
    monkeypatch.setattr("ally_journal.store.files.owners.keeps_owners", lambda _folder: False)
    monkeypatch.setattr("ally_journal.store.doctor.checks.keeps_owners", lambda _folder: False)
    assert ally("log", "act", "x").code == 0
    Path(f"{journal_path}.backups").mkdir()
    Path(f"{journal_path}.backups").chmod(0o777)
    assert ally("backup").code == 0
    (found,) = _findings(ally)
    assert (found["level"], found["command"]) == ("note", None)
    assert "keeps no owners" in found["text"]


def test_this_disk_keeps_owners(tmp_path: Path) -> None:
    """And nothing is left of looking."""
    assert owners.keeps_owners(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_waiting_is_told_and_a_disk_without_locks_named(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a second of silence; where nothing can be locked it is of no use and ends at once."""
    monkeypatch.setattr("ally_journal.store.database.connection._AT_ONCE", 0.01)
    monkeypatch.setattr("ally_journal.store.database.connection.WAIT_SECONDS", 0.05)
    ally("log", "act", "one")
    with closing(sqlite3.connect(journal_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = ally("log", "act", "two")
        assert said.code == 1
        assert said.err.count("Waiting for another program") == 1
        assert "its disk cannot lock files" in said.err
        monkeypatch.setattr("fcntl.lockf", _no_locks)
        said = ally("log", "act", "two")
        assert said.code == 1
        assert f"The disk that has {journal_path} cannot lock files" in said.err
        assert "Waiting" not in said.err


def _no_locks(*_args: object) -> None:
    raise OSError(37, "No locks available")


def test_a_name_that_is_too_long(ally: Ally, tmp_path: Path) -> None:
    """For those of the files beside it; one sentence, and the words are kept."""
    said = ally("--journal", str(tmp_path / ("j" * 230)), "log", "act", "Words")
    assert said.code == 1
    assert "its name is too long" in said.err
    assert "Your words are kept in" in said.err
    assert ally("--journal", str(tmp_path / ("j" * 222)), "log", "act", "Words").code == 0
