"""Three computers in a storm: nothing that was acknowledged is lost, and all end the same.

And that the test would see it: each fault that was once thought harmless is planted and found.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.storm import HostileFolder

pytestmark = pytest.mark.faults

Ally = Callable[..., Said]
COMMANDS = 60


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_over_a_hostile_folder(ally: Ally, tmp_path: Path, seed: int) -> None:
    storm = HostileFolder(tmp_path, seed, ally, kills=True)
    for one in storm.folders:
        one.mkdir()
    key = storm.begin([str(one) for one in storm.folders])
    storm.blow(COMMANDS)
    storm.calm()
    storm.check(key, storm.folders)
    print(f"seed {seed}: {len(storm.acknowledged)} words kept, {storm.killed} runs killed")
    assert storm.killed > 5
    assert len(storm.acknowledged) > 30
