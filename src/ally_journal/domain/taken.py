"""What taking in an archive did, or would do."""

from typing import NamedTuple

from ally_journal.domain.arriving import Tally


class Taken(NamedTuple):
    """The records by what became of them, and how many revisions were new.

    `living` says that there was something in the journal before; then `backup` is the name of the
    copy made first, once it is made. `conflicts` names some records that now have several
    versions.
    """

    tally: Tally
    revisions: int
    living: bool
    backup: str | None = None
    conflicts: tuple[str, ...] = ()
