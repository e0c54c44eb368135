"""Several versions of one record: which there are, how they become one, and how that is undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.transfer.test_archive import is_rebuilt
from tests.support.copies import THEN, archive_of, bring_into, copied

from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.revision import versions
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.errors import NotFound
from ally_journal.store.database.snapshot import verify
from ally_journal.store.journal import history
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.merge import Seen, rewrite, see, settle
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection, reflections_where
from ally_journal.store.journal.shelf import SHELF

DAY = date(2026, 11, 20)
TYPES: dict[str, tuple[str, Callable[[Journal], tuple[Any, ...]]]] = {
    "plan": ("text", lambda journal: PLANS.listed(journal, closed_too=True)),
    "obstacle": ("text", lambda journal: OBSTACLES.listed(journal, closed_too=True)),
    "shelf": ("title", lambda journal: SHELF.where(journal.connection, "1")),
    "reflection": ("text", lambda journal: reflections_where(journal.connection, "1")),
}
SAID = st.lists(st.sampled_from(["one", "two", "three"]) | st.none(), max_size=4)
"""What becomes of a record, again and again: other words, or it is deleted."""


def made(path: Path) -> Path:
    with open_journal(path, THEN, create=True) as journal:
        PLANS.add(journal, Plan(text="first", opened=DAY))
        OBSTACLES.add(journal, Obstacle(text="first", opened=DAY))
        SHELF.add(journal, ShelfItem(title="first"))
        add_reflection(journal, Reflection(topic="why", text="first", day=DAY))
    return path


def change(path: Path, type_: str, record: str, said: list[str | None]) -> None:
    for words in said:
        with open_journal(path, THEN) as journal, journal.writing() as writing:
            if words is None:
                writing.put_exactly(type_, UUID(record), None)
            else:
                # What was deleted comes back with all its fields, as undo brings it back.
                body = {
                    "state": "open",
                    "opened": "2026-11-20",
                    "topic": "why",
                    "day": "2026-11-20",
                }
                writing.put(type_, UUID(record), body | {TYPES[type_][0]: words})


def told(path: Path, type_: str) -> set[str | None]:
    """What the record says in all its versions."""
    field, fetch = TYPES[type_]
    with open_journal(path, THEN) as journal:
        found = fetch(journal)
        assert len(found) <= 1
        said = {one and getattr(one, field) for value in found for one in (value, *value.others)}
        for value in found:
            assert len(versions(see(journal, value).heads)) == 1 + len(value.others)
            assert value.conflict == bool(value.others)
    return said or {None}


def exchange(one: Path, two: Path) -> None:
    bring_into(one, archive_of(two))
    bring_into(two, archive_of(one))


@settings(max_examples=settings().max_examples // 4)
@given(st.sampled_from(list(TYPES)), SAID, SAID, st.integers(0, 2))
def test_copies_that_said_different_things_agree_once_one_of_them_merged(
    type_: str, here: list[str | None], there: list[str | None], chosen: int
) -> None:
    """No version is lost, both show the same ones, and undo brings back just those."""
    field, fetch = TYPES[type_]
    with TemporaryDirectory() as folder:
        one = made(Path(folder) / "one.db")
        with open_journal(one, THEN) as journal:
            record = fetch(journal)[0].id
        two = copied(one, "two.db")
        change(one, type_, record, here)
        change(two, type_, record, there)
        last = [said[-1] if said else "first" for said in (here, there) if said]
        exchange(one, two)
        before = told(one, type_)
        assert before == told(two, type_) == (set(last) or {"first"})
        if len(before) == 1:
            return
        with open_journal(one, THEN) as journal:
            (value,) = fetch(journal)
            seen = see(journal, value)
            number = chosen or None
            settle(journal, type_, seen, name="it", fields={field: "merged"}, chosen=number)
        merged = told(one, type_)
        assert len(merged) == 1
        if not chosen:
            assert merged == {"merged"}
        for step, expected in ((history.undo, before), (history.redo, merged)) * 2:
            bring_into(two, archive_of(one))
            with open_journal(one, THEN) as journal:
                step(journal, 1)
            assert told(one, type_) == expected
        exchange(one, two)
        assert told(one, type_) == told(two, type_) == merged
        for path in (one, two):
            assert is_rebuilt(path)
            assert verify(path) is None


@pytest.mark.parametrize("type_", TYPES)
def test_what_changed_meanwhile_stays_beside_what_was_merged(type_: str, tmp_path: Path) -> None:
    """A person decides about what they saw; what came since is another version."""
    field, fetch = TYPES[type_]
    path = made(tmp_path / "one.db")
    with open_journal(path, THEN) as journal:
        seen: Seen[Any] = see(journal, fetch(journal)[0])
    change(path, type_, seen.value.id, ["meanwhile"])
    with open_journal(path, THEN) as journal:
        rewrite(journal, type_, seen, {field: "mine"})
    assert told(path, type_) == {"mine", "meanwhile"}


def test_only_a_version_that_is_there_can_be_kept(tmp_path: Path) -> None:
    """They count from 1."""
    path = made(tmp_path / "one.db")
    with open_journal(path, THEN) as journal:
        seen = see(journal, PLANS.find(journal, 1))
        for wrong in (0, 2, -1):
            with pytest.raises(NotFound, match="plan 1 has one version"):
                settle(journal, "plan", seen, name="plan 1", fields={}, chosen=wrong)
        assert settle(journal, "plan", seen, name="plan 1", fields={}, chosen=1)
        assert PLANS.find(journal, 1) == seen.value
