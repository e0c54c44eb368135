"""The moments that are offered for a star: few, varied, with most to tell, always the same."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import WENT, Entry, Heard
from ally_journal.domain.review.suggestions import OFFERED, suggestions

ENTRY = Entry(kind=Kind.ACT, text="x", day=date(2026, 3, 3))
ENTRIES = st.lists(
    st.builds(
        replace,
        st.just(ENTRY),
        kind=st.sampled_from(KINDS),
        went=st.sampled_from(WENT),
        day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        star=st.booleans(),
        conflict=st.sampled_from([False, False, False, True]),
    ),
    max_size=60,
).map(lambda entries: [replace(one, number=n) for n, one in enumerate(entries, start=1)])


@given(ENTRIES, st.randoms())
def test_the_offer_is_small_and_always_the_same(entries: list[Entry], random: object) -> None:
    """None twice, none that is chosen or in conflict, whatever order they come in."""
    offered = suggestions(entries)
    free = [one for one in entries if not one.star and not one.conflict]
    assert len(offered) == min(OFFERED, len(free))
    assert {one.number for one in offered} <= {one.number for one in free}
    assert len({one.number for one in offered}) == len(offered)
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert suggestions(mixed) == offered


@given(ENTRIES)
def test_no_kind_starves(entries: list[Entry]) -> None:
    """With those chosen already, no kind is two ahead of one that has more to offer."""
    seen = Counter(one.kind for one in entries if one.star)
    left = Counter(one.kind for one in entries if not one.star and not one.conflict)
    for one in suggestions(entries):
        assert all(seen[one.kind] <= seen[kind] for kind in KINDS if left[kind])
        seen[one.kind] += 1
        left[one.kind] -= 1


@given(ENTRIES)
def test_no_month_starves(entries: list[Entry]) -> None:
    """Among entries of one kind and outcome no month comes again before each has come once."""
    same = [replace(one, kind=Kind.ACT, went="done", star=False) for one in entries]
    offered = [one.day.month for one in suggestions(same)]
    months = {one.day.month for one in same if not one.conflict}
    assert set(offered[: len(months)]) == months


@given(ENTRIES)
def test_deeds_come_first_and_what_went_badly_is_not_left_out(entries: list[Entry]) -> None:
    """One behind three, or behind six where months decide, as long as there are both."""
    same = [replace(one, kind=Kind.ACT, star=False, conflict=False) for one in entries]
    well = [one for one in same if one.went == "done"]
    offered = [one.went == "done" for one in suggestions(same)]
    if well and len(well) < len(same):
        assert offered[0]
        assert False in offered[:7]


def test_the_newest_comes_first_and_what_is_starred_counts() -> None:
    entries = [
        replace(ENTRY, number=number, day=date(2026, month, 5), kind=kind)
        for number, (month, kind) in enumerate(
            [(1, Kind.ACT), (3, Kind.ACT), (3, Kind.LEARN), (9, Kind.LEARN)], start=1
        )
    ]
    assert [one.number for one in suggestions(entries)] == [4, 2, 1, 3]
    entries[3] = replace(entries[3], star=True)
    assert [one.number for one in suggestions(entries)] == [2, 1, 3]


@pytest.mark.parametrize(
    "told",
    [
        {"lesson": "Ask first."},
        {"heard": (Heard("them", "It helped.", date(2026, 3, 9)),)},
        {"plan": 3},
        {"text": "x" * 120},
    ],
)
def test_of_one_month_the_one_with_most_to_tell_comes_first(told: dict[str, Any]) -> None:
    full = replace(ENTRY, number=1, **told)
    assert suggestions([full, replace(ENTRY, number=2)])[0] == full


def test_an_afternoon_is_not_spent_on_it() -> None:
    assert OFFERED == 20
    assert len(suggestions(replace(ENTRY, number=number) for number in range(50))) == OFFERED
