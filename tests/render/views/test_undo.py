"""What undo and redo say: each record by its name, and of many how many there were."""

import pytest

from ally_journal.domain.history import Reverted
from ally_journal.render.views.history import reverted


def done(what: str, *types: str) -> list[Reverted]:
    return [Reverted(type_, f"{type_} {place}", what) for place, type_ in enumerate(types, 1)]


@pytest.mark.parametrize(
    ("what", "again", "said"),
    [
        ("removed", False, "Took back 2,000 entries and 1 plan."),
        ("removed", True, "Took 2,000 entries and 1 plan away again."),
        ("restored", False, "Brought back 2,000 entries and 1 plan."),
        ("changed", False, "Put 2,000 entries and 1 plan back as they were."),
    ],
)
def test_many_records_are_summed_up(what: str, said: str, *, again: bool) -> None:
    """A line each would scroll everything else away."""
    assert reverted(done(what, *["entry"] * 2000, "plan"), again=again) == said


def test_few_records_are_named() -> None:
    """Up to ten; what became of more stands on a line for each way."""
    assert reverted(done("changed", "entry")) == "Put entry 1 back as it was."
    assert len(reverted(done("removed", *["entry"] * 10)).splitlines()) == 10
    both = done("removed", *["entry"] * 10) + done("changed", "setting")
    assert reverted(both) == "Took back 10 entries.\nPut 1 setting back as it was."
