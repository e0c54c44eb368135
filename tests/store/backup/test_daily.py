"""The daily backup: one a day, by a process of its own, and in nobody's way."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import NOW, Said
from tests.support.daily_children import (
    children_of,
    daily_of,
    the_child_of,
    wait_for_children,
    wait_for_daily,
)

from ally_journal.domain.calendar.moment import Moment
from ally_journal.store.backup import daily
from ally_journal.store.backup.catalog import backups_of
from ally_journal.store.crypto import background
from ally_journal.store.files.layout import machine_file

Program = Callable[..., Said]


@pytest.fixture(autouse=True)
def _no_strays(journal_path: Path) -> Iterator[None]:
    """Whatever a test starts has come to its end with it."""
    yield
    wait_for_children(journal_path)


def reasons(path: Path) -> list[str]:
    return [one.reason for one in backups_of(path).sound]


def test_once_a_day_on_the_first_write(program: Program, journal_path: Path) -> None:
    """Reading starts nothing; the first thing written does, whatever it is; the next does not."""
    for day, command in enumerate([("log", "act", "x"), ("plan", "add", "When x, I y")]):
        later = {"ALLY_NOW": NOW.replace("-20T", f"-{20 + day}T"), "ALLY_DAILY_BACKUP": "wait"}
        assert program("list", **later).code == 0
        assert reasons(journal_path) == ["daily"] * day
        said = program(*command, **later)
        assert (said.code, said.err) == (0, "")
        assert program("log", "act", "more", **later).code == 0
        assert reasons(journal_path) == ["daily"] * (day + 1)
    state = json.loads(machine_file(journal_path).read_text())
    assert state["daily"] == "2026-11-21"
    good = datetime.fromisoformat(NOW) + timedelta(days=1)
    assert daily_of(journal_path) == (good, None)


def test_it_is_made_behind_the_answer(program: Program, journal_path: Path) -> None:
    """The child makes it although nobody waits for it."""
    assert program("log", "act", "x", ALLY_DAILY_BACKUP="on").out.startswith("Saved 1")
    wait_for_daily(journal_path, 1)
    assert reasons(journal_path) == ["daily"]
    assert program("log", "act", "y", ALLY_DAILY_BACKUP="on").code == 0
    assert children_of(journal_path) == []


def test_it_can_be_switched_off(program: Program, journal_path: Path) -> None:
    """For those who back up in another way."""
    for off in ("off", "0"):
        assert program("log", "act", "x", ALLY_DAILY_BACKUP=off).code == 0
    assert children_of(journal_path) == []
    assert reasons(journal_path) == []


def held_by(process: Path) -> set[Path]:
    """The files a process holds; what it closes while we look, it does not hold."""
    found = set()
    for one in (process / "fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(one.readlink())
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
def test_the_child_holds_nothing_of_ours(
    program: Program, journal_path: Path, tmp_path: Path
) -> None:
    """No terminal, no file, no lock, no folder in use, no group that a closing terminal ends."""
    assert program("log", "act", "x").code == 0
    (tmp_path / "subprocess.py").write_text("raise SystemExit('imported from the folder')")
    with closing(sqlite3.connect(journal_path, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")  # so that the child has to wait
        script = (
            "import sys; from pathlib import Path; from ally_journal.store.crypto.background"
            " import start; start(Path(sys.argv[1]), 'backup', 'daily')"
        )
        with (tmp_path / "held").open("w") as held:
            os.set_inheritable(held.fileno(), True)
            subprocess.run(
                [sys.executable, "-W", "error", "-c", script, journal_path],
                check=True,
                close_fds=False,
                env=os.environ | {"ALLY_DAILY_BACKUP": "on"},
            )
            child = the_child_of(journal_path)
            assert os.getsid(child) == os.getpgid(child) == child != os.getsid(0)
            process = Path(f"/proc/{child}")
            assert tmp_path / "held" not in held_by(process)
            for standard in range(3):
                assert (process / "fd" / str(standard)).readlink() == Path(os.devnull)
            assert (process / "cwd").readlink() == Path("/")
        holding.execute("ROLLBACK")
    wait_for_daily(journal_path, 1)
    assert reasons(journal_path) == ["daily"]


def test_a_module_in_the_folder_where_one_is_is_not_run(
    program: Program, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person logs from any folder, also from one with a sqlite3.py in it."""
    (tmp_path / "sqlite3.py").write_text("open('ran', 'w').close()")
    assert program("log", "act", "x").code == 0
    monkeypatch.chdir(tmp_path)
    background.start(journal_path, "backup", "daily")
    wait_for_daily(journal_path, 1)
    assert reasons(journal_path) == ["daily"]
    assert not (tmp_path / "ran").exists()


def test_one_process_takes_a_day_on(journal_path: Path, now: Moment, program: Program) -> None:
    """Whoever comes later is told that it is seen to, until the next day."""
    assert not daily.take_on(journal_path, now)
    assert program("log", "act", "x").code == 0
    tomorrow = now._replace(local=now.local + timedelta(days=1))
    taken = [daily.take_on(journal_path, moment) for moment in (now, now, tomorrow, tomorrow)]
    assert taken == [True, False, True, False]


def test_when_it_cannot_be_made_that_is_remembered(
    journal_path: Path, now: Moment, program: Program
) -> None:
    """Nobody is told, and the next good one forgets the trouble."""
    assert program("log", "act", "x").code == 0
    folder = journal_path.with_name("journal.db.backups")
    folder.write_text("a file is in the way")
    daily.make(journal_path, now)
    good, trouble = daily_of(journal_path)
    assert good is None
    assert str(trouble).startswith("No backup could be made in")
    folder.unlink()
    daily.make(journal_path, now)
    daily.make(journal_path, now)
    assert daily_of(journal_path) == (now.local, None)
    assert reasons(journal_path) == ["daily"]


def test_a_damaged_journal_is_remembered_too(
    journal_path: Path, now: Moment, program: Program
) -> None:
    """The good backups stay, and the trouble names the damage."""
    program("log", "act", "x", ALLY_DAILY_BACKUP="wait")
    journal_path.write_bytes(bytes(100_000))
    daily.make(journal_path, now._replace(local=now.local + timedelta(days=1)))
    good, trouble = daily_of(journal_path)
    assert good == now.local
    assert "journal" in str(trouble)
    assert reasons(journal_path) == ["daily"]


def test_without_a_journal_nothing_is_made(journal_path: Path, now: Moment) -> None:
    """The child may come when the journal has gone."""
    daily.make(journal_path, now)
    assert not journal_path.parent.exists()


def test_a_state_that_cannot_be_written_starts_nothing(
    program: Program, journal_path: Path, tmp_path: Path
) -> None:
    """Otherwise every log of the day would start a process."""
    (tmp_path / "state").write_text("a file is in the way")
    for _ in range(2):
        assert program("log", "act", "x", ALLY_DAILY_BACKUP="on").code == 0
        assert children_of(journal_path) == []


def test_a_busy_journal_is_not_waited_for(
    program: Program, journal_path: Path, now: Moment
) -> None:
    """The answer is out; taking the day on gives up soon, and a later write does it."""
    assert program("log", "act", "x").code == 0
    with closing(sqlite3.connect(journal_path, isolation_level=None)) as holding:
        holding.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert not daily.take_on(journal_path, now)
        assert time.monotonic() - began < 15
    assert daily.take_on(journal_path, now)
