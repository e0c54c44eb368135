"""Experiments: processes that race or are killed lose nothing they said was kept."""

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.waiting import but_waiting

from ally_journal.store.database.snapshot import verify

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("FAULT_LOGS", "80"))
ENDED = 20
WRITERS = 50


def entries(program: Callable[..., Said]) -> dict[int, str]:
    return {entry["number"]: entry["text"] for entry in json.loads(program("list", "--json").out)}


def test_first_logs_all_at_once(program: Callable[..., Said], journal_path: Path) -> None:
    """50 processes that each make the first entry of a missing journal all land, numbered apart."""

    def log(turn: int) -> Said:
        return program("log", "act", f"first {turn}")

    with ThreadPoolExecutor(WRITERS) as threads:
        said = list(threads.map(log, range(WRITERS)))
    assert [(one.code, but_waiting(one.err)) for one in said] == [(0, "")] * WRITERS
    numbers = {int(re.findall(r"Saved (\d+)", one.out)[0]) for one in said}
    assert numbers == set(range(1, WRITERS + 1))
    kept = entries(program)
    assert sorted(kept.values()) == sorted(f"first {turn}" for turn in range(WRITERS))
    assert verify(journal_path) is None
    assert [path.name for path in journal_path.parent.iterdir()] == ["journal.db"]


def test_mixed_writers_all_at_once(program: Callable[..., Said], journal_path: Path) -> None:
    """Logs, plans and readers at the same time never see a lock or half a change.

    A list that comes before the first of them is told that there is no journal, and shows none.
    """
    commands = [
        ("log", "act", "x", "-t", "race"),
        ("plan", "add", "When x, I will y"),
        ("list", "--json"),
        ("review", "--json"),
    ]

    def run(turn: int) -> Said:
        return program(*commands[turn % len(commands)])

    with ThreadPoolExecutor(WRITERS) as threads:
        said = list(threads.map(run, range(80)))
    none = f"There is no journal at {journal_path}; look at the path, or begin one there: "
    early = [one.err == f"{none}ally --journal {journal_path} log\n" for one in said]
    assert all(
        one.code == 0 and (but_waiting(one.err) == "" or (is_early and turn % len(commands) > 1))
        for turn, (one, is_early) in enumerate(zip(said, early, strict=True))
    )
    lists = zip(said[2::4], early[2::4], strict=True)
    assert all(one.out == "[]\n" for one, is_early in lists if is_early)
    assert len(entries(program)) == 20
    assert len(json.loads(program("plan", "--json").out)) == 20
    assert verify(journal_path) is None


def test_killed_at_any_moment(program: Callable[..., Said], journal_path: Path) -> None:
    """Logs killed with SIGKILL at random moments: every "Saved" that was printed is kept."""
    seed = int(os.environ.get("FAULT_SEED", "47"))
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    promised = {1: "the first"}
    assert program("log", "act", "the first").code == 0
    killed, turn, usual = 0, 0, 0.2
    while (killed < KILLS or len(promised) <= ENDED) and turn < 5 * KILLS:
        turn += 1
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-u", "-m", "ally_journal", "log", "act", f"entry {turn}"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        try:
            out, _ = child.communicate(timeout=chance.uniform(0.2, 1.1) * usual)
            usual = time.monotonic() - began  # machines are busy now and idle then
        except subprocess.TimeoutExpired:
            child.kill()
            out, _ = child.communicate()
            usual *= 1.02  # or none would ever get to its end again
        killed += child.returncode == -9
        if saved := re.match(r"Saved (\d+)", out):
            promised[int(saved[1])] = f"entry {turn}"
    kept = entries(program)
    print(f"seed {seed}: {killed} of {turn} killed, {len(promised)} promised, {len(kept)} kept")
    assert killed >= KILLS
    assert len(promised) > ENDED, "too few came to their end for this to tell anything"
    assert promised.items() <= kept.items()
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert verify(journal_path) is None
    assert program("log", "act", "and on").code == 0
