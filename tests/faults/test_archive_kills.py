"""Experiments: an import or export that is killed leaves the old or the new, and never half."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import large_journal
from tests.conftest import Said
from tests.support.copies import every_row

from ally_journal.store.database.snapshot import verify
from ally_journal.store.files.layout import backups_folder

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("ARCHIVE_KILLS", "12"))
SEED = int(os.environ.get("FAULT_SEED", "47"))
ENTRIES = 2000
STAGED = 6000  # entries; so many are taken in beside the journal


@pytest.mark.parametrize(("entries", "kills"), [(ENTRIES, KILLS), (STAGED, KILLS // 4)])
def test_killed_imports(
    program: Callable[..., Said], tmp_path: Path, entries: int, kills: int
) -> None:
    """The journal holds what it held, or all of the archive; every backup it lists is sound."""
    chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
    demo, archive = tmp_path / "demo.db", str(tmp_path / "demo.jsonl")
    large_journal.make(demo, entries)
    assert program("--journal", str(demo), "export", archive).code == 0
    old, living = tmp_path / "old.db", tmp_path / "living.db"
    assert program("--journal", str(old), "log", "act", "Mine").code == 0
    before = every_row(old)
    took, whole = timed(living, old, archive)
    seen = {"old": 0, "new": 0}
    for turn in range(kills):
        living.write_bytes(old.read_bytes())
        killed_within(chance.uniform(0.1, 1.02) * took, living, "import", archive, "--yes")
        # The next command rolls back what was left half done.
        assert program("--journal", str(living), "list", "--json").code == 0
        assert verify(living) is None
        rows = every_row(living)
        seen["old" if rows == before else "new"] += 1
        assert rows in (before, whole), f"turn {turn}"
    backups = list(backups_folder(living).glob("*.db"))
    for copy in backups:
        assert verify(copy) is None
        assert every_row(copy) == before
    print(f"seed {SEED}: {kills} killed, {seen}, {len(backups)} backups")
    assert program("--journal", str(living), "import", archive, "--yes").code == 0
    assert every_row(living) == whole


def test_killed_exports(program: Callable[..., Said], tmp_path: Path) -> None:
    """The file is the old one or the new one; the journal does not change at all."""
    chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
    demo, archive = tmp_path / "demo.db", tmp_path / "demo.jsonl"
    large_journal.make(demo, ENTRIES)
    began = time.monotonic()
    assert program("--journal", str(demo), "export", str(archive)).code == 0
    took = time.monotonic() - began
    new, journal = archive.read_bytes(), demo.read_bytes()
    seen = {"old": 0, "new": 0}
    for _ in range(KILLS):
        archive.write_bytes(b"old")
        killed_within(chance.uniform(0.3, 1.02) * took, demo, "export", str(archive), "--force")
        content = archive.read_bytes()
        seen["old" if content == b"old" else "new"] += 1
        assert content in (b"old", new)
    print(f"seed {SEED}: {KILLS} killed, {seen}")
    assert demo.read_bytes() == journal
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob(".demo*"))


def timed(
    living: Path, old: Path, archive: str
) -> tuple[float, dict[str, list[tuple[object, ...]]]]:
    """How long an import takes that comes to its end, and what is there then."""
    living.write_bytes(old.read_bytes())
    began = time.monotonic()
    child = run(living, "import", archive, "--yes")
    assert child.wait(60) == 0
    return time.monotonic() - began, every_row(living)


def killed_within(seconds: float, journal: Path, *args: str) -> None:
    child = run(journal, *args)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def run(journal: Path, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ally_journal", "--journal", str(journal), *args],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"ALLY_NOW": "2026-11-20T14:30:00+01:00"},
    )
