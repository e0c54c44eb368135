"""Large journals to measure with: any size, the same each time, whole, and spread over years."""

import subprocess
import sys
import tracemalloc
from collections import deque
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest
from tests import large_journal
from tests.conftest import NOW
from tests.generated import ROOT

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.calendar.periods import week_start
from ally_journal.domain.demo.tale import HeardBack, Later, Written
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.store.database.snapshot import verify
from ally_journal.store.journal.entries import find_entries
from ally_journal.store.journal.journal import open_journal

MOMENT = datetime.fromisoformat(NOW)


def invented(entries: int = 300, *, years: int = 1, seed: int = 1) -> list[Written]:
    return list(large_journal.invent(MOMENT, entries, years=years, seed=seed))


def entries_of(told: list[Written]) -> list[Entry]:
    return [value for _, value in told if isinstance(value, Entry)]


def test_the_same_seed_gives_the_same_words() -> None:
    """Seed, moment and size decide everything; another seed gives others."""
    assert invented() == invented()
    assert invented(seed=1) != invented(seed=2)


@pytest.mark.parametrize("entries", [0, 1, 5, 1_234])
def test_any_number_of_entries(entries: int) -> None:
    """Exactly as many as asked for, of all kinds, mostly with texts of their own."""
    found = entries_of(invented(entries))
    assert len(found) == entries
    if entries > 1_000:
        assert {entry.kind for entry in found} == set(KINDS)
        assert len({entry.text for entry in found}) > entries * 0.8
        assert 80 < sum(len(entry.text) for entry in found) / entries < 140


def test_it_is_in_order_and_up_to_now() -> None:
    """Nothing lies in the future or before the twelve months; some weeks have nothing written."""
    told = invented(3_000)
    moments = [at for at, _ in told]
    assert moments == sorted(moments)
    assert moments[-1] <= MOMENT
    days = [entry.day for entry in entries_of(told)]
    assert MOMENT.date() - timedelta(days=365) <= min(days) <= max(days) <= MOMENT.date()
    weeks = sorted({week_start(day) for day in days})
    assert any(later - earlier > timedelta(days=7) for earlier, later in pairwise(weeks))
    assert weeks[-1] == week_start(MOMENT.date())


def test_what_belongs_to_a_record_comes_after_it() -> None:
    """Answers, changes and plans name numbers that were given before."""
    made = {"entry": 0, "plan": 0, "obstacle": 0}
    for _, value in invented(1_000):
        match value:
            case Entry(plan=plan):
                made["entry"] += 1
                assert (plan or 0) <= made["plan"]
            case HeardBack(entry):
                assert entry <= made["entry"]
            case Later(type_, int(number)):
                assert number <= made[type_]
            case Plan() | Obstacle():
                made[type(value).__name__.lower()] += 1
    assert all(made.values())


def test_years_spread_the_entries() -> None:
    """A journal kept for long has no more in one week than one kept for a year."""
    days = [entry.day for entry in entries_of(invented(4_000, years=10))]
    assert (max(days) - min(days)).days > 3_600
    assert sum(day.year == 2026 for day in days) < 600


@pytest.mark.faults
def test_little_is_held_at_once() -> None:
    """What is needed to make the next line does not grow with the lines made before."""

    def most_held(lines: int) -> int:
        told = large_journal.invent(MOMENT, 1_000_000, years=100)
        next(told)
        tracemalloc.start()
        deque(islice(told, lines), maxlen=0)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert most_held(10_000) < 3 * most_held(2_000)


@pytest.mark.faults
def test_the_command(tmp_path: Path, now: Moment) -> None:
    """It makes a whole journal of that size."""
    path = tmp_path / "large.db"
    command = [sys.executable, "-m", "tests.large_journal", str(path), "--entries", "120"]
    subprocess.run([*command, "--years", "2", "--seed", "3"], cwd=ROOT, check=True)
    assert verify(path) is None
    with open_journal(path, now) as journal:
        texts = [entry.text for entry in find_entries(journal, Filter())]
    assert texts == [entry.text for entry in entries_of(invented(120, years=2, seed=3))]
