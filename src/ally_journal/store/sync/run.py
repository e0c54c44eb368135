"""What one exchange works with."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain.calendar.moment import Moment
from ally_journal.store.journal.journal import Journal
from ally_journal.store.sync.carrier.cache import Cache
from ally_journal.store.sync.carrier.sealing import Seal

Watch = Callable[[str, list[Any], bool], Iterable[Any]]
"""What a person sees of an exchange: it is given a word for a part of it, what that goes through,
and whether that takes long."""
MANY = 3_000
"""Revisions that take a second or so to be taken in or written."""


class Run(NamedTuple):
    """One exchange of an open journal with the `folder` of a key, and what is known of that.

    `where` is what people call the place it lies in.
    """

    journal: Journal
    path: Path
    where: str
    cache: Cache
    folder: Path
    seal: Seal
    now: Moment
    watch: Watch
