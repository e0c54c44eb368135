"""What became of records, as a history, an undo and a list of conflicts name it."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Reverted(NamedTuple):
    """One record that undo or redo touched, by its type and its name.

    `what` is removed, restored or changed.
    """

    type: str
    name: str
    what: str


class Happening(NamedTuple):
    """One revision among a journal's newest, by its record's name.

    `verb` is what became of it, such as added, changed, deleted or brought back.
    `at` is UTC milliseconds; `undoes` tells that it took something back.
    """

    at: int
    type: str
    number: int | None
    name: str
    verb: str
    undoes: bool


class Version(NamedTuple):
    """One revision of an entry, as its history shows it.

    `ordinal` counts from 1. `at` is UTC milliseconds; `changed` holds the fields that differ from
    the version before with what they are now, None if they say nothing. A deletion has no text.
    """

    ordinal: int
    op: str
    at: int
    changed: dict[str, Any]
    text: str | None
    undoes: bool


class Conflict(NamedTuple):
    """A record in conflict, by what a command needs to name it.

    `type` is the record's, or sharing for a reflection meant for a sharing copy. `facts` are its
    `number`, for what was heard that of the entry, its `topic`, or the `key` and `value` of a
    setting.
    """

    type: str
    facts: Mapping[str, object]
