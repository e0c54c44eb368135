"""What lies around a journal and can hold the same words: found without changing it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ally_journal.domain.forget import Around, Beyond
from ally_journal.store.cleaning import backups, left_behind, odd_ones
from ally_journal.store.database import is_locked
from ally_journal.store.erasing_drafts import fitting
from ally_journal.store.places import carried_by

if TYPE_CHECKING:
    from ally_journal.domain.forget import Wanted
    from ally_journal.store.journal import Journal


def around(path: Path, wanted: Wanted) -> Around:
    """The backups, drafts and leftovers of the journal at this path, to which no visit is open."""
    drafts, copies = fitting(path, wanted), backups(path)
    return Around(
        backups=copies,
        drafts=(*(one.path for one in drafts.drafts), *drafts.copies),
        busy=drafts.busy,
        left=left_behind(path),
        odd=odd_ones(path),
        locked=tuple(copy for copy in copies if is_locked(copy)),
    )


def beyond(journal: Journal, path: Path) -> Beyond:
    """What is known of places out of reach.

    Which files were ever exported is not noted anywhere: such a list would itself be a trace.
    """
    imported = journal.connection.execute("SELECT 1 FROM meta WHERE key = 'imported'").fetchone()
    return Beyond(carried_by(Path(os.path.realpath(path)).parent), imported is not None)
