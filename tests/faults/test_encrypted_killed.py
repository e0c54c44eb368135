"""Whole commands killed on an encrypted journal, or on the way to or from one, drafts and all.

FAULT_ENCRYPTED says how many of each are killed; FAULT_SEED repeats a run.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests import large_journal
from tests.conftest import NOW, Said
from tests.support.daily_children import wait_for_children
from tests.support.decrypting import holding
from tests.support.encrypted import files_with

from ally_journal.store.backup.catalog import backups_of
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import connect
from ally_journal.store.database.snapshot import verify
from ally_journal.store.drafts.drafts import Held, waiting
from ally_journal.store.files.layout import machine_file, unfinished

pytestmark = pytest.mark.faults

Program = Callable[..., Said]
KILLS = int(os.environ.get("FAULT_ENCRYPTED", "6"))
SEED = int(os.environ.get("FAULT_SEED", "66"))
CANARY = "Zqwxnamethatnobodyhas"
OLD = "six plain words, and an old one"
NEW = "six other words, and a newer one"
ENTRIES = 300


class Killer:
    """Runs a command again and again from the same beginning, killed at a random moment."""

    def __init__(self, journal: Path, tmp_path: Path) -> None:
        self.journal = journal
        self.chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
        self.usual = 0.0
        self._kept = tmp_path / "prepared"
        shutil.copytree(journal.parent, self._kept)

    def killed(self, *args: str, **environ: str) -> Iterator[int]:
        """Each time that it was killed, the folder as it was left then."""
        turn = 0
        while turn < KILLS:
            shutil.rmtree(self.journal.parent)
            shutil.copytree(self._kept, self.journal.parent)
            command = [sys.executable, "-m", "ally_journal", *args]
            began = time.monotonic()
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            child = subprocess.Popen(command, env=os.environ | environ, **quiet)  # type: ignore[call-overload]
            try:
                moment = self.chance.uniform(0.5, 1.05) * self.usual
                child.wait(moment if self.usual else None)
                assert child.returncode == 0
                self.usual = max(self.usual * 0.95, time.monotonic() - began)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                turn += 1
                yield turn


def texts(path: Path) -> list[str]:
    with closing(connect(path)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM entry ORDER BY number")]


def plain_files(path: Path) -> list[Path]:
    """What beside a journal is a plain database, or holds a word of it."""
    every = [one for one in path.parent.rglob("*") if one.is_file()]
    return [one for one in every if b"SQLite format 3" in one.read_bytes()]


@pytest.fixture
def filled(program: Program, journal_path: Path) -> Path:
    """A plain journal of some size with a backup and a draft."""
    journal_path.parent.mkdir(mode=0o700)
    large_journal.make(journal_path, ENTRIES)
    assert program("log", "act", f"Asked {CANARY} first", "-w", CANARY).code == 0
    assert program("backup").code == 0
    return journal_path


def leave_drafts(path: Path) -> None:
    """Two, one of them with what an editor did not write."""
    for words, left in ((f"About {CANARY}", {}), ("Second", {".x.txt.swp": CANARY.encode()})):
        held = Held(path, "20261119-140000")
        assert held.write(words, {"for": "log", "kind": "act"}, left)
        held.leave()


def encrypted(program: Program, path: Path) -> Key:
    assert program("encrypt", ALLY_PASSPHRASE=OLD).code == 0
    return keys.unlock(path, OLD)


def hold_all(path: Path) -> None:
    """Both passphrases at hand, for whatever lies there."""
    every = [path, *(one.path for one in waiting(path))]
    every += path.with_name("journal.db.backups").glob("*.db")
    for salt in {salt_of(one) for one in every} - {None}:
        for passphrase in (OLD, NEW):
            key = keys.derive(passphrase, salt or b"")
            fits = [one for one in every if salt_of(one) == salt]
            if any(keys.fit(one, key) is keys.Fit.FITS for one in fits):
                keys.hold(key)


def test_forget(
    filled: Path, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command finishes: no decrypted byte has the word, and all else is as it was."""
    key = encrypted(program, filled)
    monkeypatch.setenv("ALLY_PASSPHRASE", OLD)
    leave_drafts(filled)
    others = [one for one in texts(filled) if CANARY not in one]
    killer, stages = Killer(filled, tmp_path), Counter[str]()
    command = ("forget", "--with", CANARY, "--yes")
    for turn in killer.killed(*command):
        assert files_with(CANARY, [filled.parent]) == [], turn
        assert verify(filled) is None, turn
        stages["after" if not holding(filled.parent, key, CANARY) else "before the end"] += 1
        assert plain_files(filled) == []
        assert program(*command).code == 0
        assert holding(filled.parent, key, CANARY) == [], f"seed {SEED}, turn {turn}"
        assert set(others) <= set(texts(filled))
        assert len(waiting(filled)) == 2
        assert backups_of(filled, again=True).unsound == ()
    print(f"forget, seed {SEED}: {dict(stages)}; each was finished by the next run")
    assert stages["before the end"]


@pytest.mark.parametrize("way", ["into an encrypted journal", "into a plain journal"])
def test_restore_between_plain_and_encrypted(
    way: str, filled: Path, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal stays what it was, plain or encrypted, with the old contents or the new."""
    into_plain = way == "into a plain journal"
    begin = texts(filled)
    monkeypatch.setenv("ALLY_PASSPHRASE", OLD)
    assert program("encrypt", "--backups", "keep").code == 0
    if into_plain:
        assert program("backup").code == 0
        assert program("encrypt", "--off", "--backups", "keep").code == 0
    hold_all(filled)
    assert program("log", "act", "Written since").code == 0
    there = sorted(filled.with_name("journal.db.backups").glob("*.db"))
    (copy,) = [one for one in there if (salt_of(one) is not None) == into_plain]
    plain_before = {one.name for one in plain_files(filled)}
    killer, stages = Killer(filled, tmp_path), Counter[str]()
    for turn in killer.killed("backup", "restore", copy.stem, "--yes"):
        assert program("list").code == 0, turn
        assert (salt_of(filled) is None) == into_plain, turn
        hold_all(filled)
        held = texts(filled)
        assert held in (begin, [*begin, "Written since"]), turn
        stages["new" if held == begin else "old"] += 1
        assert verify(filled) is None
        if not into_plain:
            assert {one.name for one in plain_files(filled)} <= plain_before, turn
        copies = [held, *(texts(one) for one in copy.parent.glob("*.db"))]
        assert any("Written since" in one for one in copies), turn
        assert program("log", "act", "And on").code == 0
    print(f"restore {way}, seed {SEED}: {dict(stages)}; nothing lost")


WAYS = {"encrypt": (), "change": ("--change",), "off": ("--off",)}


@pytest.mark.parametrize("way", WAYS)
def test_conversions_with_drafts_and_a_daily_backup(
    way: str, filled: Path, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No entry and no draft is lost; where it is encrypted, no plain one is left afterwards."""
    monkeypatch.setenv("ALLY_PASSPHRASE", OLD)
    if way != "encrypt":
        encrypted(program, filled)
    hold_all(filled)
    leave_drafts(filled)
    begin, day = texts(filled), 0
    killer, stages, drafts = Killer(filled, tmp_path), Counter[str](), Counter[str]()

    def log_of_a_day() -> None:
        """A write that starts the daily backup, which then runs beside the conversion."""
        nonlocal day
        day += 1
        clock = NOW.replace("2026-11-20", f"2026-12-{day % 30 + 1:02}")
        done = program("log", "act", f"Of day {day}", ALLY_DAILY_BACKUP="on", ALLY_NOW=clock)
        assert done.code == 0, done

    prepared = tmp_path / "prepared"
    for turn in range(1, KILLS + 1):
        shutil.rmtree(filled.parent)
        shutil.copytree(prepared, filled.parent)
        machine_file(filled).unlink(missing_ok=True)  # it knows the one of the turn before
        log_of_a_day()
        stage = convert_and_kill(killer, way)
        wait_for_children(filled)
        hold_all(filled)
        old = salt_of(filled) == salt_of(prepared / filled.name)
        stages[f"{stage}, {'old' if old else 'new'}"] += 1
        passphrase = OLD if old or way == "encrypt" else NEW
        assert program("list", ALLY_PASSPHRASE=passphrase).code == 0, turn
        hold_all(filled)
        assert verify(filled) is None, turn
        assert texts(filled) == [*begin, f"Of day {day}"], turn
        found = waiting(filled)
        assert {one.words for one in found} == {f"About {CANARY}", "Second"}, (turn, found)
        drafts["as the journal" if all(is_as(one.path, filled) for one in found) else "old"] += 1
        if salt_of(filled):
            names = [one.name for one in filled.parent.iterdir()]
            assert unfinished(filled).name not in names, turn
            folder = filled.with_name("journal.db.drafts")
            assert files_with(CANARY, [folder]) == [], turn
            partials = filled.with_name("journal.db.backups").glob("*.partial*")
            assert [one for one in partials if one in plain_files(filled)] == [], turn
            again = program("encrypt", ALLY_PASSPHRASE=passphrase)  # finishes the backups
            assert again.code in {0, 1}, again
            if way == "encrypt":
                assert plain_files(filled) == [], turn
        assert all(one.purpose == "log" for one in found)
    print(f"{way}, seed {SEED}: {dict(stages)}; drafts {dict(drafts)}; nothing lost")


def convert_and_kill(killer: Killer, way: str) -> str:
    """Run the conversion; killed at a random moment from the second time on."""
    words = [sys.executable, "-m", "ally_journal", "encrypt", *WAYS[way]]
    environ = os.environ | {"ALLY_NEW_PASSPHRASE": NEW}
    began = time.monotonic()
    child = subprocess.Popen(
        words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        child.wait(killer.chance.uniform(0.3, 1.05) * killer.usual if killer.usual else None)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return "killed"
    assert child.returncode == 0
    killer.usual = max(killer.usual, time.monotonic() - began)
    return "ended"


def is_as(draft: Path, journal: Path) -> bool:
    """Whether a draft has the key that the journal has."""
    return salt_of(draft) == salt_of(journal)
