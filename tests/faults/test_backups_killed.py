"""Experiments: logs, daily children, backups, restores and migrations, killed and raced.

FAULT_KILLS says how many are killed (CI: 14); the figures are printed. FAULT_SEED repeats a run.
"""

import gzip
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests import large_journal
from tests.conftest import NOW, Said
from tests.support.daily_children import children_of, wait_for_children, wait_for_daily
from tests.support.waiting import but_waiting

from ally_journal.store.backup import restore
from ally_journal.store.backup.catalog import backups_of
from ally_journal.store.database.snapshot import verify

pytestmark = pytest.mark.faults

Program = Callable[..., Said]
KILLS = int(os.environ.get("FAULT_KILLS", "14"))
SEED = int(os.environ.get("FAULT_SEED", "47"))
ENTRIES = 3000
WRITERS = 50
OLD = Path(__file__).parent.parent / "store" / "journals" / "schema-1.db.gz"


def texts(path: Path) -> set[str]:
    """Of every entry in a journal or copy."""
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        return {text for (text,) in connection.execute("SELECT text FROM entry")}


def anywhere(journal: Path) -> set[str]:
    """Of every entry in the journal and in all its backups."""
    copies = journal.with_name(f"{journal.name}.backups").glob("*.db")
    return texts(journal).union(*map(texts, copies))


class Killer:
    """Runs commands and kills them at random moments, mostly late, when they do their work."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
        self.usual: dict[str, float] = {}
        self.ran: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()

    def run(self, *args: str, **environ: str) -> str | None:
        """What the command answered; None if it was killed before it ended."""
        name = " ".join(args[:2]) if args[0] == "backup" else args[0]
        self.ran[name] += 1
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-u", "-m", "ally_journal", *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environ,
        )
        usual = self.usual.get(name)
        try:
            moment = None if usual is None else self.chance.uniform(0.4, 1.4) * usual
            out, trouble = child.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            child.kill()
            out, _ = child.communicate()
            self.killed[name] += 1
            self.usual[name] *= 1.02  # or none would ever get to its end again
            return None
        assert (child.returncode, but_waiting(trouble)) == (0, ""), (args, trouble)
        self.usual[name] = time.monotonic() - began
        return out

    def kill_children(self, journal: Path) -> None:
        """The daily child of a log, a little later."""
        time.sleep(self.chance.uniform(0, 0.25))
        for child in children_of(journal):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
                self.killed["daily"] += 1
        wait_for_children(journal)


def test_killed_at_any_moment_nothing_is_nowhere(
    program: Program, journal_path: Path, tmp_path: Path
) -> None:
    """What was there before a kill is there after it, in the journal or in a backup.

    Every backup that is listed then verifies and, in the end, restores.
    """
    journal_path.parent.mkdir(parents=True)
    large_journal.make(journal_path, ENTRIES)
    killer, promised = Killer(), set[str]()
    assert killer.run("backup") is not None
    turn = 0
    while killer.killed.total() < KILLS:
        turn += 1
        day = datetime.fromisoformat(NOW) + timedelta(days=turn)
        clock = {"ALLY_NOW": day.isoformat()}
        before = texts(journal_path)
        match killer.chance.choice(["log", "log", "backup", "restore", "restore"]):
            case "log":
                text = f"entry {turn}"
                out = killer.run("log", "act", text, ALLY_DAILY_BACKUP="on", **clock)
                if out is not None:
                    promised.add(text)
                    before.add(text)
                killer.kill_children(journal_path)
            case "backup":
                out = killer.run("backup", **clock)
            case _:
                there = backups_of(journal_path).sound
                name = killer.chance.choice(there).name
                out = killer.run("backup", "restore", name, "--yes", **clock)
        assert before <= anywhere(journal_path), f"turn {turn}, seed {SEED}"
        assert backups_of(journal_path, again=True).unsound == (), f"turn {turn}, seed {SEED}"
        if turn % 10 == 0:
            assert verify(journal_path) is None
    assert promised <= anywhere(journal_path), f"seed {SEED}"
    there = backups_of(journal_path).sound
    for backup in there:
        elsewhere = tmp_path / backup.name / journal_path.name
        folder = elsewhere.with_name(f"{elsewhere.name}.backups")
        folder.mkdir(parents=True)
        shutil.copy(journal_path.with_name("journal.db.backups") / f"{backup.name}.db", folder)
        restore.restore(elsewhere, backup, day)
        assert verify(elsewhere) is None
        held = restore.present(elsewhere)
        assert held is not None
        assert held[:2] == (backup.entries, backup.newest)
    left = [one.name for one in journal_path.parent.iterdir() if one.name.startswith(".")]
    print(
        f"seed {SEED}: killed {dict(killer.killed)} of {dict(killer.ran)}; {len(promised)} logs "
        f"acknowledged, 0 lost; {len(there)} backups listed, all restored; {len(left)} files left"
    )
    assert len(killer.killed) == 4
    assert promised
    assert program("log", "act", "and on").code == 0


def test_killed_while_migrating(program: Program, journal_path: Path) -> None:
    """A journal is of the old schema or of the new one, whole, with all its words either way."""
    journal_path.parent.mkdir(parents=True)
    old = gzip.decompress(OLD.read_bytes())
    killer, moved = Killer(), 0
    large_journal.make(journal_path, 1)
    kills = max(5, KILLS // 5)
    turn = 0
    while killer.killed["list"] < kills:
        turn += 1
        journal_path.write_bytes(old)
        journal_path.with_name("journal.db-journal").unlink(missing_ok=True)
        before = texts(journal_path)
        killer.run("list", "--json")
        assert texts(journal_path) == before  # which also rolls back what was half done
        assert verify(journal_path) is None
        with closing(sqlite3.connect(journal_path)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
        moved += schema > 1
        assert backups_of(journal_path, again=True).unsound == ()
        assert all(one.entries == len(before) for one in backups_of(journal_path).sound)
        said = program("list", "--json")
        assert (said.code, len(json.loads(said.out))) == (0, len(before))
        for backup in backups_of(journal_path).sound[:-3]:
            (journal_path.with_name("journal.db.backups") / f"{backup.name}.db").unlink()
    print(f"seed {SEED}: killed {kills} of {turn} migrations; {moved} had been done")


def test_writers_while_backups_and_a_restore_run(program: Program, journal_path: Path) -> None:
    """50 logs at once with a backup and a restore: each lands or says why, and none is nowhere."""
    journal_path.parent.mkdir(parents=True)
    large_journal.make(journal_path, ENTRIES)
    assert program("backup").code == 0

    def log(turn: int) -> Said:
        return program("log", "act", f"written {turn}")

    def keep(turn: int) -> Said:
        if turn % 2:
            return program("backup")
        return program("backup", "restore", "last", "--yes")

    with ThreadPoolExecutor(WRITERS) as threads:
        logs: list[Future[Said]] = []
        copies: list[Future[Said]] = []
        for turn in range(WRITERS):
            logs.append(threads.submit(log, turn))
            if turn in {10, 20, 30, 40}:
                copies.append(threads.submit(keep, turn // 10))
        said = [one.result() for one in logs]
        kept = [one.result() for one in copies]
    for one in [*said, *kept]:
        assert one.code in {0, 1}, one
        assert "locked" not in one.err
        assert "Traceback" not in one.err
        assert one.code == 0 or one.err
    landed = {f"written {turn}" for turn, one in enumerate(said) if one.code == 0}
    restored = [one for one in kept if "Restored" in one.out]
    print(
        f"{len(landed)} of {WRITERS} logs landed, {len(landed & texts(journal_path))} of them in "
        f"the journal, the others in {len(restored)} before-restore backups"
    )
    assert restored
    assert landed <= anywhere(journal_path)
    assert len(landed) == WRITERS
    assert verify(journal_path) is None
    assert backups_of(journal_path, again=True).unsound == ()


def test_fifty_first_logs_of_a_day_make_one_backup(program: Program, journal_path: Path) -> None:
    """One of them takes the day on."""
    assert program("log", "act", "before").code == 0

    def log(turn: int) -> Said:
        return program("log", "act", f"written {turn}", ALLY_DAILY_BACKUP="on")

    with ThreadPoolExecutor(WRITERS) as threads:
        said = list(threads.map(log, range(WRITERS)))
    assert [(one.code, but_waiting(one.err)) for one in said] == [(0, "")] * WRITERS
    wait_for_daily(journal_path, 1)
    assert [one.reason for one in backups_of(journal_path).sound] == ["daily"]
    assert children_of(journal_path) == []


def test_a_reader_left_open_is_in_nobodys_way(program: Program, journal_path: Path) -> None:
    """`ally list | less` left open: logs, backups and a restore go on as if it were not there."""
    journal_path.parent.mkdir(parents=True)
    large_journal.make(journal_path, ENTRIES)
    reader = subprocess.Popen(
        [sys.executable, "-m", "ally_journal", "list", "-n", str(ENTRIES)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert reader.stdout is not None
        reader.stdout.read(1)  # it has begun to print, and more than a pipe holds is to come
        for command in (
            ("log", "act", "meanwhile"),
            ("backup",),
            ("backup", "restore", "last", "--yes"),
            ("log", "act", "afterwards"),
        ):
            said = program(*command)
            assert (said.code, said.err) == (0, "")
            assert reader.poll() is None
        assert texts(journal_path) >= {"meanwhile", "afterwards"}
    finally:
        reader.kill()
        reader.communicate()
