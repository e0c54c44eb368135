"""Experiments: backups and restores on disks that are full, limited or may not be written to."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.daily_children import daily_of

from ally_journal.store.backup.catalog import backups_of
from ally_journal.store.database.snapshot import verify

pytestmark = pytest.mark.faults

Program = Callable[..., Said]
ROOM = 2_000_000  # bytes of the small disk
ALLY = [sys.executable, "-m", "ally_journal"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, where one may be mounted; otherwise the test is about file sizes only."""
    place = tmp_path / "small"
    place.mkdir()
    options = f"size={ROOM},mode=700"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no disk can be mounted here; the test with a file-size limit still runs")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes."""
    filler = place / "filler"
    filler.unlink(missing_ok=True)
    status = os.statvfs(place)
    filler.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - leave)))
    return filler


def one_sentence(said: Said) -> None:
    assert said.code == 1, said
    assert len(said.err.splitlines()) == 1, said
    assert said.err.endswith(".\n")
    assert "the journal is as it was" in said.err or "could not be written" in said.err


def test_a_full_disk(program: Program, small_disk: Path) -> None:
    """With any amount of room left a backup or restore is done whole, or says one sentence.

    The journal and its backups are sound either way, and nothing half is left lying about.
    """
    path = small_disk / "journal.db"
    at = {"ALLY_JOURNAL": str(path)}
    assert program("log", "act", "one", **at).code == 0
    assert program("backup", **at).code == 0
    assert program("log", "act", "two", **at).code == 0
    before = path.read_bytes()
    (backup,) = backups_of(path).sound
    refused = done = 0
    for leave in (0, 4_096, *range(60_000, 960_000, 60_000)):
        for command in (["backup"], ["backup", "restore", backup.name, "--yes"]):
            fill(small_disk, leave)
            said = program(*command, **at)
            (small_disk / "filler").unlink()
            assert verify(path) is None, leave
            names = {one.name for one in small_disk.iterdir()}
            assert names == {"journal.db", "journal.db.backups"}, (leave, names)
            assert not list(path.with_name("journal.db.backups").glob("*.partial*"))
            assert backups_of(path, again=True).unsound == ()
            if said.code == 0:
                done += 1
            else:
                one_sentence(said)
                refused += 1
                assert path.read_bytes() == before, leave
            for copy in path.with_name("journal.db.backups").glob("*.db"):
                if copy.stem != backup.name:
                    copy.unlink()
            path.write_bytes(before)
    print(f"{done} done and {refused} refused with one sentence")
    assert done > 3
    assert refused > 3


def test_a_full_disk_and_the_daily_backup(program: Program, small_disk: Path) -> None:
    """Nobody is told by the log; what became of it can be found out."""
    path = small_disk / "journal.db"
    at = {"ALLY_JOURNAL": str(path), "ALLY_DAILY_BACKUP": "wait"}
    assert program("log", "act", "one", **at, ALLY_NOW="2026-11-19T10:00:00+01:00").code == 0
    fill(small_disk, 130_000)  # enough for a log, and too little for a copy
    said = program("log", "act", "two", **at)
    assert (said.code, said.err) == (0, "")
    assert len(backups_of(path).sound) == 1
    good, trouble = daily_of(path)
    assert good == datetime.fromisoformat("2026-11-19T10:00:00+01:00")
    assert "the disk is full" in str(trouble)


def test_a_disk_that_is_only_read(program: Program, small_disk: Path) -> None:
    """The list still works; a backup and a restore say one sentence."""
    path = small_disk / "journal.db"
    at = {"ALLY_JOURNAL": str(path), "ALLY_DAILY_BACKUP": "wait"}
    assert program("log", "act", "one", **at).code == 0
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    assert len(json.loads(program("backup", "list", "--json", **at).out)) == 1
    for command in (["backup"], ["backup", "restore", "last", "--yes"]):
        one_sentence(program(*command, **at))


def test_a_limit_on_the_size_of_files(program: Program, journal_path: Path) -> None:
    """The same where no disk can be mounted: the copy may not grow to its size."""
    assert program("log", "act", "x" * 60_000).code == 0
    assert program("backup").code == 0
    before = journal_path.read_bytes()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    for command in (["backup"], ["backup", "restore", "last", "--yes"]):
        run = subprocess.run(
            [*ALLY, *command], capture_output=True, text=True, preexec_fn=limit, check=False
        )
        one_sentence(Said(run.stdout, run.stderr, run.returncode))
        assert journal_path.read_bytes() == before
        assert {one.name for one in journal_path.parent.iterdir()} == {
            "journal.db",
            "journal.db.backups",
        }
        assert len(list(journal_path.with_name("journal.db.backups").iterdir())) == 2


def test_folders_without_permission(program: Program, journal_path: Path) -> None:
    """Where nothing may be written a backup and a restore say so, and the list still works."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    plain = drop if os.geteuid() == 0 else []  # root may ignore permissions
    assert program("log", "act", "one").code == 0
    assert program("backup").code == 0
    assert program("log", "act", "two").code == 0
    before = journal_path.read_bytes()
    folder = journal_path.with_name("journal.db.backups")

    def run(*command: str) -> Said:
        said = subprocess.run(
            [*plain, *ALLY, *command], capture_output=True, text=True, check=False
        )
        return Said(said.stdout, said.stderr, said.returncode)

    for closed in ([folder], [journal_path.parent], [folder, journal_path.parent]):
        for one in closed:
            one.chmod(0o500)
        assert len(json.loads(run("backup", "list", "--json").out)) == 1
        for command in (("backup",), ("backup", "restore", "last", "--yes")):
            said = run(*command)
            if said.code:
                one_sentence(said)
                assert "permission" in said.err or "read-only" in said.err or "opened" in said.err
        for one in closed:
            one.chmod(0o700)
        assert verify(journal_path) is None
        assert {one.name for one in journal_path.parent.iterdir()} == {
            "journal.db",
            "journal.db.backups",
        }
        for copy in sorted(folder.glob("*.db"))[1:]:
            copy.unlink()
    assert journal_path.read_bytes() == before
    journal_path.chmod(0o400)
    for command in (("backup", "restore", "last", "--yes"),):
        one_sentence(run(*command))
    journal_path.chmod(0o600)
    folder.chmod(0)
    said = run("backup", "list")
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    folder.chmod(0o700)
    assert journal_path.read_bytes() == before
