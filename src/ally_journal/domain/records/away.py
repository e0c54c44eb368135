"""A pause that has a name: weeks in which nothing is expected and nothing is asked."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Annotated, NamedTuple, TypeVar

from ally_journal.domain.records import fields

K = TypeVar("K")
_DAY = timedelta(days=1)


class Away(NamedTuple):
    """From `first` until the day `until`, both local and inclusive; without an end until now."""

    first: Annotated[date, fields.Day("from", needed=True)]
    until: fields.OptionalDay = None

    def holds(self, day: date) -> bool:
        """Whether that day lies in it."""
        return self.first <= day <= (self.until or date.max)


def is_away(pauses: Collection[Away], first: date, last: date) -> bool:
    """Whether most days from `first` to `last`, both inclusive, lie in a pause.

    Who is away from Monday to Friday is away that week.
    """
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    return 2 * sum(any(one.holds(day) for one in pauses) for day in days) > len(days)


def joined(new: Away, there: Mapping[K, Away], today: date) -> tuple[Away, list[K]]:
    """One pause made of a new one and those it overlaps or touches; also which of them.

    One without an end yet goes up to `today`, so that what is to come stays apart from it. The end
    that the new one says ends one that had none yet.
    """

    def last(one: Away) -> date:
        return one.until or max(one.first, today)

    among = [
        key
        for key, one in there.items()
        if one.first - _DAY <= last(new) and new.first - _DAY <= last(one)
    ]
    held = [new, *(there[key] for key in among)]
    ends = [one.until for one in held if one.until] if new.until else []
    return Away(min(one.first for one in held), max(ends, default=None)), among


def without(pause: Away, day: date) -> Away | None:
    """The same, ended before `day`, the first one back; None where nothing is left of it."""
    return pause._replace(until=day - _DAY) if pause.first < day else None
