"""A record that says several things at once, because it was changed in two places."""

from collections.abc import Mapping
from typing import NamedTuple


class Conflict(NamedTuple):
    """A record in conflict, by what a command needs to name it.

    `type` is the record's, or sharing for a reflection meant for a sharing copy. `facts` are its
    `number`, its `topic`, or the `key` and `value` of a setting.
    """

    type: str
    facts: Mapping[str, object]
