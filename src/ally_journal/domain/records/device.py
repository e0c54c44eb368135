"""A computer that takes part in what several exchange."""

from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields


class Device(NamedTuple):
    """What a computer says of itself: its id, the name it goes by, and which numbers it gives.

    `folder` is that of the key by which it takes part, `instead_of` the device it wrote as
    before a backup was restored. It has taken `cleaned` of the erasures out of its backups, and
    keeps its journal `encrypted` or not.
    """

    id: Annotated[str, fields.Id(needed=True)]
    name: fields.NeededWords
    folder: fields.NeededLabel
    slot: Annotated[int, fields.Count()] = 0
    instead_of: Annotated[str | None, fields.Id()] = None
    cleaned: Annotated[int, fields.Count()] = 0
    encrypted: fields.YesOrNo = False
