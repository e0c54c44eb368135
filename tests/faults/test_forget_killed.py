"""Experiments: forgetting is killed at random moments, beside logs and daily backups.

FAULT_KILLS says how many are killed (CI: 14); FAULT_SEED repeats a run.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests import large_journal
from tests.cli.commands.test_forget_canary import found
from tests.conftest import NOW, Said
from tests.support.daily_children import wait_for_children
from tests.support.waiting import but_waiting, keep

from ally_journal.store.backup.catalog import backups_of
from ally_journal.store.database.snapshot import verify

pytestmark = pytest.mark.faults

Program = Callable[..., Said]
KILLS = int(os.environ.get("FAULT_KILLS", "14"))
SEED = int(os.environ.get("FAULT_SEED", "48"))
CANARY = "Zqwxnamethatnobodyhas"


@pytest.fixture
def prepared(program: Program, journal_path: Path, tmp_path: Path) -> Path:
    """A folder with a journal, two backups and a draft that all have the word."""
    journal_path.parent.mkdir(parents=True)
    large_journal.make(journal_path, 900)
    for number in range(8):
        assert program("log", "act", f"{number}: asked {CANARY} first", "-w", CANARY).code == 0
        if number in {2, 5}:
            assert program("backup").code == 0
    keep(journal_path, f"A draft about {CANARY}", "20261119-140000")
    kept = tmp_path / "prepared"
    shutil.copytree(journal_path.parent, kept)
    return kept


def has_it(file: Path) -> bool:
    return CANARY.encode() in file.read_bytes()


def test_killed_at_any_moment_the_same_command_finishes(
    prepared: Path, program: Program, journal_path: Path
) -> None:
    """Never half a backup; never erased here and still elsewhere without doctor saying so."""
    chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
    command = [sys.executable, "-m", "ally_journal", "forget", "--with", CANARY, "--yes"]
    folder = journal_path.parent
    usual, killed, tried = 0.0, Counter[str](), 0
    while killed.total() < KILLS:
        shutil.rmtree(folder)
        shutil.copytree(prepared, folder)
        tried += 1
        began = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(chance.uniform(0.1, 1.0) * usual if usual else None)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            with closing(sqlite3.connect(journal_path)) as connection:  # also rolls back
                (named,) = connection.execute(
                    "SELECT count(*) FROM body WHERE instr(body, CAST(? AS BLOB))", (CANARY,)
                ).fetchone()
            elsewhere = [one.name for one in folder.rglob("*") if one.is_file() and has_it(one)]
            stage = "before" if named else "between" if elsewhere else "after"
            killed[stage] += 1
            assert verify(journal_path) is None
            assert backups_of(journal_path, again=True).unsound == ()
            said = json.loads(program("doctor", "--json").out)
            told = any("the same ally forget" in one["text"] for one in said)
            assert told or stage != "between", f"seed {SEED}, after {tried}"
            assert not (told and named)
        else:
            usual = max(usual, time.monotonic() - began)
        assert program(*command[3:]).code == 0
        assert list(found(folder, CANARY)) == [], f"seed {SEED}, after {tried}"
        assert verify(journal_path) is None
        assert backups_of(journal_path, again=True).unsound == ()
        assert "the same ally forget" not in program("doctor", "--json").out
    print(f"seed {SEED}: killed {dict(killed)} of {tried}; each was finished by the next run")
    assert set(killed) >= {"before", "between"}


def test_daily_backups_and_logs_meanwhile(
    prepared: Path, program: Program, journal_path: Path
) -> None:
    """No backup that begins before and ends after brings the word; no log is lost."""
    folder = journal_path.parent
    for turn in range(max(3, KILLS // 8)):
        shutil.rmtree(folder)
        shutil.copytree(prepared, folder)
        day = NOW.replace("2026-11-20", f"2026-11-{21 + turn % 9}")

        def log(number: int, day: str = day) -> Said:
            time.sleep(number / 20)
            return program("log", "act", f"Written {number}", ALLY_DAILY_BACKUP="on", ALLY_NOW=day)

        def take(number: int) -> Said:
            time.sleep(number / 10)
            return program("backup")

        with ThreadPoolExecutor(12) as threads:
            logs = [threads.submit(log, number) for number in range(8)]
            copies = [threads.submit(take, number) for number in range(3)]
            forgot = threads.submit(program, "forget", "--with", CANARY, "--yes").result()
            said = [one.result() for one in logs]
            for one in copies:
                assert one.result().code in {0, 1}
                assert "Traceback" not in one.result().err
        wait_for_children(journal_path)
        assert forgot.code == 0, forgot
        troubles = {but_waiting(one.err) for one in said if "draft" not in one.err}
        assert troubles <= {""}
        assert all(one.code == 0 for one in said)
        assert list(found(folder, CANARY)) == [], turn
        assert backups_of(journal_path, again=True).unsound == ()
        with closing(sqlite3.connect(journal_path)) as connection:
            (landed,) = connection.execute(
                "SELECT count(*) FROM entry WHERE text LIKE 'Written _'"
            ).fetchone()
        assert landed == 8
