"""A pause that has a name: weeks in which nothing is expected and nothing is asked."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields


class Away(NamedTuple):
    """From `first` until the day `until`, both local and inclusive; without an end until now."""

    first: Annotated[date, fields.Day("from", needed=True)]
    until: fields.OptionalDay = None

    def holds(self, day: date) -> bool:
        """Whether that day lies in it."""
        return self.first <= day <= (self.until or date.max)


def is_away(pauses: Collection[Away], first: date, last: date) -> bool:
    """Whether each day from `first` to `last`, both inclusive, lies in a pause."""
    day = first
    while day <= last:
        held = [one for one in pauses if one.holds(day)]
        if not held:
            return False
        farthest = max(one.until or date.max for one in held)
        if farthest >= last:
            return True
        day = date.fromordinal(farthest.toordinal() + 1)
    return True
