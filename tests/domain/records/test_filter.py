"""A filter asks for nothing until something is given."""

from dataclasses import fields

import pytest

from ally_journal.domain.records.entry import WENT
from ally_journal.domain.records.filter import Filter, went_named


def test_a_filter_of_nothing_matches_everything() -> None:
    assert not any(getattr(Filter(), field.name) for field in fields(Filter))


@pytest.mark.parametrize(
    ("missed", "mistake", "went"),
    [
        (False, False, ()),
        (True, False, ("missed",)),
        (False, True, ("mistake",)),
        (True, True, ("missed", "mistake")),
    ],
)
def test_missed_and_mistake_together_mean_either(
    *, missed: bool, mistake: bool, went: tuple[str, ...]
) -> None:
    assert went_named(missed=missed, mistake=mistake) == went
    assert set(went) <= set(WENT)
