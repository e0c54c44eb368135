"""Finds what runs in the background for a journal, by the command line that starts it."""

import os
import time
from datetime import datetime
from pathlib import Path

from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

_PATIENCE = 120  # seconds, for the slowest machine


BACKUP, EXCHANGE = (b"backup", b"daily"), (b"sync", b"background")


def children_of(journal: Path, words: tuple[bytes, ...] = BACKUP) -> list[int]:
    """The ids of such processes; empty where there is no /proc to look into."""
    ends = [b"--journal", os.fsencode(journal.absolute()), *words, b""]
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            typed = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if typed[-len(ends) :] == ends:
            found.append(int(process.name))
    return found


def the_child_of(journal: Path) -> int:
    """The one there is; a process that has just begun takes a moment to show its command line."""
    until = time.monotonic() + _PATIENCE
    while not (found := children_of(journal)):
        assert time.monotonic() < until, "no daily backup has begun"
        time.sleep(0.02)
    (child,) = found
    return child


def wait_for_children(journal: Path, words: tuple[bytes, ...] = BACKUP) -> None:
    """Come back when none is left."""
    until = time.monotonic() + _PATIENCE
    while children_of(journal, words):
        assert time.monotonic() < until, f"{words} does not end"
        time.sleep(0.02)


def wait_for_daily(journal: Path, how_many: int) -> None:
    """Come back when so many daily backups were made, and their processes have ended."""
    until = time.monotonic() + _PATIENCE
    while len(list(journal.with_name(f"{journal.name}.backups").glob("*-daily.db"))) < how_many:
        assert time.monotonic() < until, "there is no daily backup"
        time.sleep(0.02)
    wait_for_children(journal)


def daily_of(journal: Path) -> tuple[datetime | None, object]:
    """The moment of the last good one, and why there was none after it, by the machine state."""
    state = machine.read(machine_file(journal))
    good = state.get("daily_good")
    return datetime.fromisoformat(str(good)) if good else None, state.get("daily_trouble")
