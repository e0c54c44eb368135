"""A computer that takes part in what several exchange."""

from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields

_MANY = 10**9


class Count(fields.Field):
    """How many of something, or which of several, from 0; what is not said is 0."""

    unsaid = 0
    allows = staticmethod(lambda told: type(told) is int and 0 <= told < _MANY)


class Device(NamedTuple):
    """What a computer says of itself: its id, the name it goes by, and which numbers it gives.

    `folder` is that of the key by which it takes part, `instead_of` the device it wrote as
    before a backup was restored. It has taken `cleaned` of the erasures out of its backups, and
    keeps its journal `encrypted` or not.
    """

    id: Annotated[str, fields.Id(needed=True)]
    name: fields.NeededWords
    folder: fields.NeededLabel
    slot: Annotated[int, Count()] = 0
    instead_of: Annotated[str | None, fields.Id()] = None
    cleaned: Annotated[int, Count()] = 0
    encrypted: fields.YesOrNo = False
