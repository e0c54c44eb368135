"""`ally sync key --new` killed at any moment: both always reach the same journal again."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from tests.conftest import Said
from tests.support.forks import ally_forked

pytestmark = pytest.mark.faults

Ally = Callable[..., Said]
KILLS = int(os.environ.get("FAULT_KEYS", "12"))
"""Over a folder, and as many over git."""
LONGER = 1.2
"""Kills come within this many times what a run takes that is let be."""


class Computers:
    """Two of them, home and work; commands run in this process but for the one that is killed."""

    def __init__(self, folder: Path, run: Ally, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.run, self.patch, self.key = folder, run, patch, folder / "key"
        self.killed = 0
        self.took: list[float] = []

    def be(self, name: str) -> None:
        """Sit down at one."""
        self.patch.setenv("ALLY_JOURNAL", str(self.folder / name / "journal.db"))
        self.patch.setenv("XDG_STATE_HOME", str(self.folder / name / "state"))

    def at(self, name: str, *words: str) -> str:
        """What a command says there."""
        self.be(name)
        said = self.run(*words)
        assert said.code == 0, (name, words, said)
        return said.out

    def join(self, where: str) -> None:
        """Take the key that home shows."""
        self.key.write_text(self.at("home", "sync", "key"))
        self.at("work", "sync", "join", where, "--key-file", str(self.key))

    def make_key(self, seconds: float | None) -> None:
        """Make another key at home, in a process that is killed after so many seconds, or not."""
        self.be("home")
        environ = dict(os.environ)
        child = subprocess.Popen(
            [sys.executable],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=ally_forked(["sync", "key", "--new"], environ, lambda: None),  # noqa: PLW1509 - one thread
            start_new_session=True,
        )
        began = time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            os.killpg(child.pid, signal.SIGKILL)
        self.killed += child.wait() != 0
        if not child.returncode:
            self.took.append(time.monotonic() - began)

    def says(self, name: str) -> tuple[list[Any], list[Any]]:
        """The revisions and the numbers of a journal."""
        with closing(sqlite3.connect(self.folder / name / "journal.db")) as connection:
            revisions = connection.execute("SELECT id FROM revision ORDER BY id").fetchall()
            return revisions, connection.execute("SELECT * FROM number ORDER BY 1, 2").fetchall()


@pytest.mark.parametrize("how", ["folder", "git"])
def test_both_reach_the_same_journal(
    how: str, ally: Ally, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run finishes it, and the other computer takes the new key as it is told to.

    All lies in memory where it can: a kill takes nothing from a disk.
    """
    folder, texts, told = tmp_path_factory.mktemp("two"), [], 0
    where, chance = str(folder / "carried"), random.Random(how)  # noqa: S311 - moments to kill at
    if how == "git":
        monkeypatch.setenv("HOME", str(folder))
        subprocess.run(["git", "init", "-q", "--bare", where], check=True)
    two = Computers(folder, ally, monkeypatch)
    two.at("home", "log", "act", "Began")
    two.at("home", "sync", "init", where, "--name", "home")
    two.join(where)
    for _ in range(3):
        two.make_key(None)
    assert not two.killed
    two.join(where)

    def work_exchanges() -> int:
        two.be("work")
        if not (said := ally("sync")).code:
            return 0
        assert (said.code, "ally sync join" in said.err) == (4, True), said
        two.join(where)
        return 1

    for turn in range(KILLS):
        texts.append(f"Said {turn}")
        two.at(("home", "work")[turn % 2], "log", "act", texts[-1])
        two.make_key(chance.uniform(0, LONGER * median(two.took[-5:])))
        if turn % 3 == 0:  # work comes before home, which then finishes it
            told += work_exchanges()
        two.at("home", "sync")
        told += work_exchanges()
        if turn % 5 == 4:
            two.at("home", "sync")
            assert two.says("home") == two.says("work"), turn
    listed = two.at("work", "list", "-n", "1000")
    assert [text for text in texts if text not in listed] == []
    assert two.at("home", "doctor", "--json").count("problem") == 0
    print(f"{how}: {two.killed} of {KILLS} killed, {told} times told of another key")
    assert two.killed > KILLS // 5
    assert told > KILLS // 5
