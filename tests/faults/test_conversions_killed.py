"""Encrypting, changing the key and decrypting, killed and beside writers: no accepted word goes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.records.filter import Filter
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import SQLITE, salt_of
from ally_journal.store.database.creation import create
from ally_journal.store.database.snapshot import verify
from ally_journal.store.journal.entries import find_entries
from ally_journal.store.journal.journal import open_journal

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("FAULT_CONVERSIONS", "6"))
"""Of each of the three ways at a random moment; besides those at every step."""
STRIDE = int(os.environ.get("FAULT_STRIDE", "12"))
"""Every so many steps of the long way to the rename; 1 takes all of them, and minutes."""
LAST = 16
"""Steps around the rename and after it, which are all taken."""

KEYS = (None, Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16))
WAYS = {"encrypt": (0, 1), "change": (1, 2), "off": (2, 0)}

_HOLD = """\
import sys
from pathlib import Path
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
KEYS = (None, Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16))
keys.hold(KEYS[1]); keys.hold(KEYS[2])
path = Path(sys.argv[1])
"""
CONVERT = f"""{_HOLD}
import os, signal
from ally_journal.store.database import convert
old, new, kill_at = (int(one) for one in sys.argv[2:5])
steps = 0
def watch(frame, event, what):
    global steps
    code = frame.f_code
    if os.path.basename(code.co_filename) not in ("convert.py", "atomic.py"):
        return
    if event in ("call", "return") and code.co_name[0] != "<" or (
        event == "c_call" and what.__name__ in ("execute", "close", "fsync")
    ):
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(watch)
convert.convert(path, KEYS[old], KEYS[new])
sys.setprofile(None)
print(steps)
"""
WRITE = f"""{_HOLD}
import select
from datetime import datetime
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.kind import Kind
from ally_journal.domain.calendar.moment import Moment
from ally_journal.errors import AllyError
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import open_journal
now = datetime.fromisoformat("2026-11-20T14:30:00+01:00")
turn = 0
while not select.select([sys.stdin], [], [], 0.01)[0]:
    turn += 1
    text = f"entry {{turn}} of {{sys.argv[2]}}"
    try:
        with open_journal(path, Moment(now, None, 0)) as journal:
            saved = add_entry(journal, Entry(kind=Kind.ACT, text=text, day=now.date()))
        print("kept", text, flush=True)
    except AllyError as error:
        print("refused", text, error, flush=True)
"""


@contextmanager
def writers(path: Path, folder: Path, count: int) -> Iterator[Callable[[], list[str]]]:
    """So many processes that write all the time; what they said so far.

    They end between two writes, so that what lies around then is not of their making.
    """
    said = [folder / f"writer{number}" for number in range(count)]
    running = []
    for number, file in enumerate(said):
        with file.open("w") as out:
            words = [sys.executable, "-c", WRITE, str(path), str(number)]
            running.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=out))
    try:
        yield lambda: [line for file in said for line in file.read_text().splitlines()]
    finally:
        for child in running:
            child.communicate()


def kept(said: list[str]) -> set[str]:
    return {line.removeprefix("kept ") for line in said if line.startswith("kept ")}


def texts(path: Path, now: Moment) -> set[str]:
    with open_journal(path, now) as journal:
        return {entry.text for entry in find_entries(journal, Filter())}


def convert(
    path: Path, way: str, kill_at: int = 0, seconds: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Convert in a process of its own, killed at a step, or after so many seconds."""
    old, new = WAYS[way]
    words = [sys.executable, "-c", CONVERT, str(path), str(old), str(new), str(kill_at)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=seconds)


def key_of(path: Path) -> int:
    """Which of the keys a journal has now; it must be one of them."""
    return [key and key.salt for key in KEYS].index(salt_of(path))


def plain_files(folder: Path) -> list[str]:
    found = []
    for one in folder.iterdir():
        with suppress(FileNotFoundError):  # a writer's rollback journal comes and goes
            if one.read_bytes()[:16] == SQLITE:
                found.append(one.name)
    return found


@pytest.fixture
def grown(journal_path: Path) -> Path:
    for key in KEYS[1:]:
        assert key is not None
        keys.hold(key)
    create(journal_path)
    return journal_path


def bring_to(path: Path, way: str) -> None:
    """Have the journal as it is before a way, whatever it is now."""
    names = list(WAYS)
    while key_of(path) != WAYS[way][0]:
        done = convert(path, names[key_of(path)])
        assert done.returncode == 0, done


def whole(path: Path, way: str, now: Moment) -> str:
    """What a kill left, which must be the old or the new, and sound; no plaintext beside it."""
    texts(path, now)  # the next command
    found = key_of(path)
    assert found in WAYS[way]
    assert verify(path) is None
    if found:
        assert plain_files(path.parent) == []
    return "new" if found == WAYS[way][1] else "old"


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_every_step(way: str, grown: Path, tmp_path: Path, now: Moment) -> None:
    """At each call into and out of each part of it, with somebody writing all the while."""
    bring_to(grown, way)
    steps = int(convert(grown, way).stdout)
    left = {"old": 0, "new": 0}
    with writers(grown, tmp_path, 1) as said:
        for kill_at in (*range(1, steps - LAST, STRIDE), *range(steps - LAST, steps + 1)):
            bring_to(grown, way)
            child = convert(grown, way, kill_at)
            assert child.returncode == -signal.SIGKILL or kill_at > steps - 5
            left[whole(grown, way, now)] += 1
        accepted = kept(said())
    killed = sum(left.values())
    print(f"{way}: killed at {killed} of {steps} steps, {left}, {len(accepted)} accepted beside it")
    assert min(left.values()) > 0, "the kills came all before, or all after"
    assert len(accepted) > 20
    assert accepted <= texts(grown, now)
    assert [one.name for one in grown.parent.iterdir()] == ["journal.db"]


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_random(way: str, grown: Path, tmp_path: Path, now: Moment) -> None:
    """At random moments, by the clock, with two writers."""
    seed = int(os.environ.get("FAULT_SEED", "61"))
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    left, killed, turns, usual = {"old": 0, "new": 0}, 0, 0, 0.5
    with writers(grown, tmp_path, 2) as said:
        while killed < KILLS and turns < 5 * KILLS:
            turns += 1
            bring_to(grown, way)
            began = time.monotonic()
            try:
                convert(grown, way, seconds=chance.uniform(0.1, 0.45) * usual)
                usual = time.monotonic() - began
            except subprocess.TimeoutExpired:  # it was sent SIGKILL
                killed += 1
                left[whole(grown, way, now)] += 1
        accepted = kept(said())
    print(f"{way}, seed {seed}: {killed} killed, {left}, {len(accepted)} accepted beside it")
    assert killed == KILLS
    assert accepted <= texts(grown, now)


def test_writers_beside_repeated_conversions(grown: Path, tmp_path: Path, now: Moment) -> None:
    """Six rounds of all three ways with three writers: each write is kept or says why not."""
    with writers(grown, tmp_path, 3) as said:
        for turn in range(6 * len(WAYS)):
            done = convert(grown, list(WAYS)[turn % 3])
            assert done.returncode == 0, done
        lines = said()
    accepted = kept(lines)
    refused = [line for line in lines if line.startswith("refused")]
    print(f"{len(accepted)} accepted, {len(refused)} refused")
    for line in refused:
        print(line)
    assert len(accepted) > 20
    assert accepted <= texts(grown, now)
    assert verify(grown) is None
    assert not refused
