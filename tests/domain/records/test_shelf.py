"""Things on the shelf: what they must have, where they stand, and what is learnt from them."""

from datetime import date

import pytest

from ally_journal.domain.content import shipped, ways_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.shelf import (
    DONE,
    IN_PROGRESS,
    STATES,
    WAYS,
    ShelfItem,
    by_state,
    learnt_from,
    named_by_sources,
)
from ally_journal.errors import NothingToWrite

DAY = date(2026, 11, 20)


def test_a_thing_has_a_title() -> None:
    with pytest.raises(NothingToWrite):
        ShelfItem(title=" \n")


def test_places_come_in_order() -> None:
    """Only those where something stands; every thing stands in one."""
    items = tuple(ShelfItem(title=state, state=state) for state in (DONE, IN_PROGRESS, DONE))
    placed = by_state(items)
    assert list(placed) == [IN_PROGRESS, DONE]
    assert sum(map(len, placed.values())) == 3
    assert list(STATES) == ["to-read", "in-progress", "done"]


def test_what_is_learnt_names_its_source() -> None:
    """A type in any case says the way, another says none; every way is one of learning."""
    item = ShelfItem(title="Captions", type="Podcast")
    entry = learnt_from(item, "Say it aloud", DAY, None, None)
    assert (entry.kind, entry.text, entry.day) == (Kind.LEARN, "Say it aloud", DAY)
    assert (entry.way, entry.answers) == ("listen", {"source": "Captions"})
    assert learnt_from(ShelfItem(title="x", type="walk"), "y", DAY, None, None).way is None
    assert set(WAYS.values()) <= {way.name for way in ways_of(Kind.LEARN)}


def test_what_the_sources_name_is_known_by_its_title() -> None:
    """In any case and between blanks; each has a type that is offered."""
    first = shipped()[0]
    assert named_by_sources(f" {first.title.upper()} ") == first
    assert named_by_sources(first.title[:-1]) is None
    assert {one.type for one in shipped()} <= set(WAYS)
