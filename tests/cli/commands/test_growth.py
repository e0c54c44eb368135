"""Listing and searching take longer only as what they show grows, importing as what it brings."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import large_journal
from tests.conftest import Said

from ally_journal.store.journal import entries

pytestmark = pytest.mark.faults

FEW = 40
BATCH = 10
STEPS = 10  # of SQLite's machine, for which Python's one call stands


class Counted(sqlite3.Connection):
    """A connection that counts what SQLite does."""

    steps = 0

    def execute(self, *said: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        """Run SQL, whose steps are counted."""
        self.set_progress_handler(self._count, STEPS)
        return super().execute(*said)

    @staticmethod
    def _count() -> None:
        Counted.steps += 1


def work(run: Callable[[], Said]) -> int:
    """How many calls and steps something takes, which do not depend on how busy a machine is."""
    calls = Counted.steps = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        assert run().code == 0
    finally:
        sys.setprofile(None)
    return calls + Counted.steps


@pytest.fixture
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite does is counted."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *given, **more: connect(*given, **more, factory=Counted)
    )


@pytest.fixture
def _large(journal_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that is read in many batches."""
    large_journal.make(journal_path, 5 * FEW)
    monkeypatch.setattr(entries, "EACH", BATCH)


@pytest.mark.usefixtures("_large", "_counted")
@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["search", "the"]])
def test_twice_as_much_takes_twice_as_long(ally: Callable[..., Said], words: list[str]) -> None:
    """What a doubling adds is about twice what the one before added, and not four times."""
    ally(*words, "-n", "1")  # whatever is only read once
    once, twice, four_times = (
        work(lambda many=many: ally(*words, "-n", str(many)))  # type: ignore[misc]  # bound at once
        for many in (FEW, 2 * FEW, 4 * FEW)
    )
    assert four_times - twice < 2.6 * (twice - once)


@pytest.mark.usefixtures("_counted")
def test_each_imported_entry_takes_as_long_as_the_one_before(
    ally: Callable[..., Said], tmp_path: Path
) -> None:
    """What SQLite does for each of many is not more than for each of few."""
    took = []
    for many in (5 * FEW, 10 * FEW, 20 * FEW):
        source = tmp_path / f"{many}.csv"
        rows = (f"2026-11-20,act,Asked for the criteria {number}" for number in range(many))
        source.write_text("\n".join(["day,kind,text", *rows]))
        Counted.steps = 0
        assert ally("--journal", str(tmp_path / f"{many}.db"), "import", str(source)).code == 0
        took.append(Counted.steps)
    once, twice, four_times = took
    assert four_times - twice < 2.6 * (twice - once)
