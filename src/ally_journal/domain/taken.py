"""What an import did, or would do."""

from typing import NamedTuple

from ally_journal.domain.arriving import Tally
from ally_journal.domain.conflicts import Conflict


class Taken(NamedTuple):
    """The records by what became of them, and how many revisions were new.

    `living` says that there was something in the journal before; then `backup` is the name of the
    copy made first, once it is made. `conflicts` names some records that now have several
    versions, and `to_merge` are the same as a command names them. `undoable` says that undo takes
    all of it back, as it does what comes from another program; `notes` are sentences about what
    could not come along.
    """

    tally: Tally
    revisions: int
    living: bool
    backup: str | None = None
    conflicts: tuple[str, ...] = ()
    undoable: bool = False
    notes: tuple[str, ...] = ()
    to_merge: tuple[Conflict, ...] = ()
