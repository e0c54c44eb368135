"""Three computers in a storm: nothing that was acknowledged is lost, and all end the same.

And that the test would see it: each fault that was once thought harmless is planted and found.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.storm import HostileFolder, Repository, Storm

from ally_journal.cli.workflows import sync as workflow
from ally_journal.domain.forget import Done
from ally_journal.store.revisions import changes, projections, undo
from ally_journal.store.sync import reading, taking, writing
from ally_journal.store.transfer import arrival

pytestmark = pytest.mark.faults

Ally = Callable[..., Said]
Plant = Callable[[pytest.MonkeyPatch], None]
SEEDS = [*map(int, os.environ.get("ALLY_STORMS", "1 2").split())]
COMMANDS = int(os.environ.get("ALLY_STORM_COMMANDS", "40"))
"""How many storms, and how many commands each computer has in one; the long form has ten of 200."""


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty repository; what the person set for git is away."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = tmp_path / "repository.git"
    subprocess.run(["git", "init", "-q", "--bare", str(repository)], check=True)
    return f"file://{repository}"


def through_folder(storm: HostileFolder, commands: int = COMMANDS) -> None:
    """The whole of it over a hostile folder."""
    for one in storm.folders:
        one.mkdir()
    key = storm.begin([str(one) for one in storm.folders])
    storm.blow(commands)
    storm.calm()
    storm.check(key, storm.folders)


def tell(storm: Storm) -> None:
    """What it came to; a storm that did nothing has shown nothing."""
    print(f"{len(storm.acknowledged)} words kept, {storm.killed} runs killed, turn {storm.turn}")
    assert storm.killed > 3
    assert len(storm.acknowledged) > 30


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_over_a_hostile_folder(ally: Ally, tmp_path: Path, seed: int) -> None:
    storm = HostileFolder(tmp_path, seed, ally, kills=True)
    through_folder(storm)
    tell(storm)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_over_git(ally: Ally, tmp_path: Path, git: str, seed: int) -> None:
    storm = Repository(tmp_path, seed, ally, kills=True)
    key = storm.begin([git] * 3)
    storm.blow(COMMANDS)
    storm.calm()
    storm.check(key, [])
    tell(storm)


def _known_names_count(patch: pytest.MonkeyPatch) -> None:
    """A file whose name is known counts, whatever it holds by now."""
    patch.setattr(reading, "_is_new", lambda _, before: before is None)


def _no_cascade(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(arrival, "erase_dependents", lambda *_: {})


def _no_resealing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(writing, "_forgotten", lambda _: set())


def _no_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(taking, "_in_order", lambda _, came: came.values())


def _one_more(patch: pytest.MonkeyPatch) -> None:
    for module in (changes, projections):
        patch.setattr(module, "NEXT_NUMBER", "free")


def _undo_of_others(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(undo, "_has_changed", lambda *_: False)


def _backups_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workflow, "follow_erasures", lambda *_: Done())


PLANTS = (
    _known_names_count,
    _no_cascade,
    _no_resealing,
    _no_order,
    _one_more,
    _undo_of_others,
    _backups_stay,
)


_MOST, _EACH = 12, 30
"""How many storms may be needed to find one, and how many commands each computer has in them."""


@pytest.mark.parametrize("plant", PLANTS, ids=[one.__name__.strip("_") for one in PLANTS])
def test_a_planted_fault_is_found(
    ally: Ally, tmp_path: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    for seed in range(1, _MOST + 1):
        (tmp_path / str(seed)).mkdir()
        try:
            storm = HostileFolder(tmp_path / str(seed), seed, ally, kills=False)
            through_folder(storm, _EACH)
        except Exception as found:  # noqa: BLE001 - any way to be found will do
            print(f"seed {seed}: {str(found)[:200]}")
            return
    pytest.fail(f"{_MOST} storms did not find it")
