"""A sentence of one's own, made ready after a moment in which none came."""

from datetime import date, timedelta
from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields

BACK_AFTER = (timedelta(days=7), timedelta(days=30), timedelta(days=91))
"""When a review brings it back: after a week, a month and a quarter."""


class Rehearsal(NamedTuple):
    """What I would say, written on a local `day`; `entry` is the record id of the missed moment."""

    text: fields.NeededWords
    day: fields.NeededDay
    entry: Annotated[str | None, fields.Id(shown=None)] = None


def is_back(day: date, since: date, today: date) -> bool:
    """Whether a sentence of that day is due again on `today`, and was not yet on the day `since`.

    Both ends of the stretch are days on which a person could look: it is due on the first day
    after `since` that reaches one of `BACK_AFTER`.
    """
    waits = (day.toordinal() + wait.days for wait in BACK_AFTER)  # a day far ahead has no such date
    return any(since.toordinal() < wait <= today.toordinal() for wait in waits)
