"""What holds for every command on an encrypted journal: no byte of it lies readable anywhere."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Said
from tests.support.every_command import STEPS
from tests.support.every_command_encrypted import (
    SHM,
    STEPS_ENCRYPTED,
    EncryptedWorld,
    an_encrypted_world,
)
from tests.test_every_command import modes_in

from ally_journal.store.crypto.sniff import salt_of

pytestmark = pytest.mark.skipif(not SHM.is_dir(), reason="there is no folder in memory")


class Lived(NamedTuple):
    """A whole life: the files there ever were, and what was wrong after which step."""

    world: EncryptedWorld
    made: set[str]
    readable: list[str]
    open: list[str]
    left: list[str]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EncryptedWorld]:
    """A world in which this very process runs ally, under a umask that forbids nothing."""
    with an_encrypted_world(tmp_path / "world") as one:
        for name, value in one.environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("ALLY_DAILY_BACKUP")
        monkeypatch.setenv("ALLY_NEW_PASSPHRASE", "another one, as long as the first")
        monkeypatch.setattr("tempfile.tempdir", str(one.folder / "tmp"))
        before = os.umask(0)
        yield one
        os.umask(before)


def lived_in(world: EncryptedWorld, ally: Callable[..., Said]) -> Lived:
    """Every step once, looked at after each."""
    found = Lived(world, set(), [], [], [])
    for one in STEPS_ENCRYPTED:
        one.before(world)
        names = {"out": str(world.out), "new": str(world.folder / "new")}
        said = ally(*(word.format(**names) for word in one.args), stdin=one.stdin)
        after = f"after ally {' '.join(one.args)}"
        assert said.code == one.code, (after, said)
        for path, (mode, wanted) in modes_in(world).items():
            found.made.add(str(path))
            if mode != wanted:
                found.open.append(f"{path} has {mode:o} {after}")
        found.readable.extend(f"{what} {after}" for what in world.readable())
        found.left.extend(f"{path} {after}" for path in world.memory.rglob("*"))
    return found


@pytest.mark.faults
def test_a_whole_life_leaves_nothing_readable(
    world: EncryptedWorld, ally: Callable[..., Said]
) -> None:
    """No word, no plain database, nothing for others, and nothing in memory, after each step."""
    lived = lived_in(world, ally)
    assert lived.readable == []
    assert lived.open == []
    assert lived.left == []
    assert salt_of(world.journal)
    assert stat.S_IMODE(world.out.stat().st_mode) == 0o755
    for part in (
        *("state", "new/of/a", "kept/deeper/journal.db", ".backups/.checked.json"),
        *("-by-hand.db", "-before-restore.db", "-before-forget.db", "-before-rebuild.db"),
        *("journal.db.damaged-", "journal.db.left-", "panels.md", "all.jsonl", "read.csv"),
    ):
        assert any(part in name for name in lived.made), part


def test_the_look_can_fail(world: EncryptedWorld, ally: Callable[..., Said]) -> None:
    """A plain journal, and a word in a file beside it or in memory, are found."""
    assert ally("log", "act", "Asked for the criteria").code == 0
    (world.memory / "left").write_bytes("CAPTIONS".encode("utf-16-le"))
    found = " ".join(world.readable())
    assert "SQLite format 3" in found
    assert "journal.db holds b'criteria'" in found
    assert "left holds" in found


def test_every_step_has_its_place() -> None:
    """None of the plain table is left out."""
    words = {one.args for one in STEPS_ENCRYPTED}
    assert {one.args for one in STEPS} <= words
    assert len(STEPS_ENCRYPTED) > len(STEPS)
