"""What an import did, or would do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ally_journal.domain.history import Conflict


class Tally(NamedTuple):
    """What an import does, or would do, counted in records.

    `changed` were taken over from the source; in `conflict` are those changed there and here, of
    which both texts are kept.
    """

    new: int = 0
    same: int = 0
    changed: int = 0
    conflict: int = 0


class Taken(NamedTuple):
    """The records by what became of them, and how many revisions were new.

    `living` says that there was something in the journal before; then `backup` is the name of the
    copy made first, once it is made. `conflicts` names some records that now have several
    versions, and `to_merge` are the same as a command names them. `undoable` says that undo takes
    all of it back, as it does what comes from another program; `notes` are sentences about what
    could not come along. `erased` names the records of this journal that lose words, because they
    were forgotten where the archive comes from, `lost` has their ids and types.
    """

    tally: Tally
    revisions: int
    living: bool
    backup: str | None = None
    conflicts: tuple[str, ...] = ()
    undoable: bool = False
    notes: tuple[str, ...] = ()
    to_merge: tuple[Conflict, ...] = ()
    erased: tuple[str, ...] = ()
    lost: Mapping[bytes, str] = MappingProxyType({})
