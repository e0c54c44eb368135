"""What an invented journal is told in: things written, each at its moment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from ally_journal.domain.askings import Asking
from ally_journal.domain.entries import Entry
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.plans import Plan
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import ShelfItem


class HeardBack(NamedTuple):
    """What came back about the entry of that number; `source` as in `Heard`."""

    entry: int
    source: str
    text: str
    day: date


class Later(NamedTuple):
    """Fields of a record that changed after it was written; a shelf item goes by its title."""

    type: str
    which: int | str
    fields: Mapping[str, str]


Value = Entry | Plan | Obstacle | Reflection | ShelfItem | Asking | HeardBack | Later


class Written(NamedTuple):
    """One thing written, at an aware local moment; records are numbered in this order from 1."""

    at: datetime
    value: Value
