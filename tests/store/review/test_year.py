"""A year fetched: counted where the entries lie, and equal to counting them one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import BuiltOnce

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.calendar.periods import WEEK_STARTS
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import WENT, Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.summary import HEARD_SOURCES, guessed_and_heard, heard_counts
from ally_journal.domain.review.year import months_written, weeks_marked
from ally_journal.store.journal.entries import add_entry, find_entries
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.review import year as review_year
from ally_journal.store.review.year import entries_of, year_of

TODAY = date(2026, 11, 20)


def keep(journal: Journal, type_: str, body: Mapping[str, Any]) -> UUID:
    with journal.writing() as change:
        return change.add(type_, body)


def heard(journal: Journal, entry: str, source: str) -> None:
    keep(journal, "heard", {"entry": entry, "from": source, "text": "x", "day": "2026-11-20"})


def act(text: str, day: date = TODAY, **fields: object) -> Entry:
    return replace(Entry(kind=Kind.ACT, text=text, day=day), **fields)  # type: ignore[arg-type]  # any field of an entry


@pytest.fixture
def full(journal_path: Path, now: Moment, built_once: BuiltOnce) -> Iterator[Journal]:
    """Some two hundred entries of three years, many of them heard about, some of them deleted."""

    def write() -> None:
        with open_journal(journal_path, now, create=True) as journal:
            write_years(journal)

    built_once("two hundred entries", write)
    with open_journal(journal_path, now) as journal:
        yield journal


def write_years(journal: Journal) -> None:
    random = Random(20261120)  # noqa: S311 - invented entries
    for _ in range(200):
        entry = Entry(
            kind=random.choice(KINDS),
            text="x",
            day=date(2025, 12, 1) + timedelta(days=random.randrange(430)),
            went=random.choice(WENT),
            star=random.random() < 0.2,
            guess="So it was" if random.random() < 0.2 else None,
        )
        saved = add_entry(journal, entry)
        for source in random.sample(HEARD_SOURCES, random.choice([0, 0, 1, 2, 4])):
            heard(journal, saved.id, source)
        if random.random() < 0.1:
            with journal.writing() as change:
                change.put_exactly("entry", UUID(saved.id), None)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("starts", sorted(WEEK_STARTS))
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_it_is_what_counting_one_by_one_would_give(full: Journal, year: int, starts: str) -> None:
    """Months, weeks and what came back follow the rules of the domain, deleted entries left out."""
    today = date(2027, 2, 10)
    seen = year_of(full, year, today, starts)
    whole = year_of(full, year, today, starts, whole=True)
    everything = find_entries(full, Filter())
    within = [entry for entry in everything if entry.day.year == year]
    assert within
    written: dict[tuple[date, Kind], int] = {}
    for entry in everything:
        written[entry.day, entry.kind] = written.get((entry.day, entry.kind), 0) + 1
    assert seen.through == min(today, date(year, 12, 31))
    assert seen.months == months_written(year, written)
    assert seen.weeks == weeks_marked(year, seen.through, starts, written)
    assert seen.heard == heard_counts(within)
    assert seen.otherwise == guessed_and_heard(within)
    assert list(seen.mistakes) == [entry for entry in within if entry.went == "mistake"]
    assert list(seen.badly) == [entry for entry in within if entry.went != "done"]
    assert list(seen.chosen) == [entry for entry in within if entry.star]
    assert list(whole.entries) == list(entries_of(full, year)) == within
    assert replace(seen, entries=()) == replace(whole, entries=())
    for kind in KINDS:
        assert seen.deeds(kind) == whole.deeds(kind)
        assert seen.deeds(kind, starred=False) == whole.deeds(kind, starred=False)


def test_only_what_is_looked_at_is_loaded(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a year of a hundred thousand entries costs little more than counting them."""
    for text in ("one", "two", "three", "four"):
        add_entry(journal, act(text))
    add_entry(journal, act("a mistake", went="mistake"))
    add_entry(journal, act("chosen", star=True))
    loaded: list[str] = []
    for name in ("find_entries", "in_order"):
        original = getattr(review_year, name)

        def watched(*args: object, load: Any = original) -> Any:  # noqa: ANN401 - stands in for two
            found = load(*args)
            loaded.extend(one.text for one in found)
            return found

        monkeypatch.setattr(review_year, name, watched)
    seen = year_of(journal, 2026, TODAY, "monday")
    assert seen.months[Kind.ACT][10] == 6
    assert loaded == ["three", "four", "a mistake", "chosen"]


def test_what_came_back_knows_only_the_sources_it_can_name(journal: Journal) -> None:
    """A word from a newer ally counts like none, as in a review."""
    for sources in (["robot"], ["robot", "guess"], []):
        saved = add_entry(journal, act("x"))
        for source in sources:
            heard(journal, saved.id, source)
    seen = year_of(journal, 2026, TODAY, "monday")
    assert seen.heard == heard_counts(entries_of(journal, 2026))
    assert (seen.heard["guess"], seen.heard["unknown"]) == (1, 2)


@pytest.mark.parametrize(
    ("opened", "closed", "within"),
    [
        ("2025-12-31", None, True),
        ("2025-12-31", "2026-01-01", True),
        ("2025-12-30", "2025-12-31", False),
        ("2026-12-31", None, True),
        ("2027-01-01", None, False),
        ("2026-03-01", "2026-03-02", True),
        ("2026-03-01", "2027-03-02", True),
        ("2025-03-01", "2027-03-02", True),
    ],
)
def test_plans_and_obstacles_that_were_open_within_the_year(
    journal: Journal, opened: str, closed: str | None, within: bool
) -> None:
    state = "changed" if closed else "open"
    body = {"text": "x", "opened": opened, "closed": closed, "state": state}
    keep(journal, "plan", body)
    keep(journal, "obstacle", body)
    seen = year_of(journal, 2026, date(2027, 6, 1), "monday")
    assert [plan.state for plan in seen.plans] == [state] * within
    assert [obstacle.state for obstacle in seen.obstacles] == [state] * within


def test_reasons_and_thoughts(journal: Journal) -> None:
    """The first reason ever, the newest up to the end of the year, and the year's reflections."""
    told = [
        ("why", "first", date(2024, 1, 1)),
        ("why", "older", date(2025, 5, 5)),
        ("why", "of the year", date(2026, 12, 31)),
        ("why", "later", date(2027, 1, 1)),
        ("year", "in time", date(2026, 11, 1)),
        ("year", "too late", date(2027, 1, 2)),
        ("review/2026/take-along", "of its own review", date(2027, 1, 2)),
        ("review/2026-W53/take-along", "of a week", date(2027, 1, 2)),
    ]
    for topic, text, day in told:
        add_reflection(journal, Reflection(topic=topic, text=text, day=day))
    seen = year_of(journal, 2026, date(2027, 6, 1), "monday")
    assert [why.text for why in seen.whys] == ["first", "of the year"]
    assert [one.text for one in seen.reflections] == ["in time", "of the year", "of its own review"]
    before = year_of(journal, 2023, date(2027, 6, 1), "monday")
    assert before.whys == ()


def test_an_empty_year(journal: Journal) -> None:
    """Four kinds with nothing, and nothing else."""
    add_entry(journal, act("in another year", date(2024, 3, 3), went="mistake", star=True))
    PLANS.end(
        journal,
        PLANS.add(journal, Plan(text="x", opened=date(2024, 1, 1))).number,
        "done",
        None,
        date(2024, 2, 1),
    )
    seen = year_of(journal, 2026, TODAY, "monday")
    assert not seen.written
    assert set(seen.heard.values()) == {0}
    records = (seen.plans, seen.entries, seen.reflections)
    assert not any(records)
