"""What one exchange works with."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain.calendar.moment import Moment
from ally_journal.store.journal.journal import Journal
from ally_journal.store.sync.carrier.cache import Cache
from ally_journal.store.sync.carrier.sealing import Seal

Watch = Callable[[str, list[Any]], Iterable[Any]]
"""What a person sees of a long exchange: it is given a word for it and what is gone through."""


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
