"""What was done to records, told to a person."""

from typing import NamedTuple


class Reverted(NamedTuple):
    """One record that undo or redo touched; `what` is removed, restored or changed."""

    type: str
    number: int | None
    what: str


class Happening(NamedTuple):
    """One revision among a journal's newest; `verb` is added, changed, deleted or brought back.

    `at` is UTC milliseconds; `undoes` tells that it took something back.
    """

    at: int
    type: str
    number: int | None
    verb: str
    undoes: bool


class Version(NamedTuple):
    """One revision of an entry, as its history shows it.

    `ordinal` counts from 1. `at` is UTC milliseconds; `changed` names the fields that differ from
    the version before. A deletion has no text.
    """

    ordinal: int
    op: str
    at: int
    changed: tuple[str, ...]
    text: str | None
    undoes: bool
