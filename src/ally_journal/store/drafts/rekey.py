"""Drafts that become what their journal became: encrypted, with another key, or plain again.

A run that was killed between the two leaves drafts behind; the next that has the key takes them
along. Each is written anew in its own place at once, so at every moment it is whole, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ally_journal.errors import KeyNeeded
from ally_journal.store.drafts import files
from ally_journal.store.drafts.drafts import Held, waiting
from ally_journal.store.drafts.earlier import copies
from ally_journal.store.drafts.sealed import key_for
from ally_journal.store.files.layout import is_unfinished
from ally_journal.store.files.system import read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from ally_journal.store.crypto.keys import Key


def follow(journal: Path) -> int:
    """Write every draft that is not yet as the journal is: encrypted with its key, or plain.

    Gives how many stay as they were, since a key is not at hand, the disk refuses, or somebody has
    them just now; a later command takes those along. What an editor kept beside one is encrypted
    with it.
    """
    waiting(journal)  # takes in what editors left
    drafts = files.lying(journal)
    try:
        key = key_for(journal)
    except KeyNeeded:
        return len(drafts)
    due = [one for one in drafts if not files.is_as(one, key) or (key and copies(one))]
    return sum(not _followed(journal, one, key) for one in due)


def _followed(journal: Path, path: Path, key: Key | None) -> bool:
    held = Held(journal, path.stem.rpartition("-")[0])
    try:
        content = files.content_of(path) if held.adopt(path) else None
        if content is None:
            return False
        beside = copies(path) if key else []
        kept = {one.name: read_regular(one) for one in beside if not is_unfinished(one)}
        if held.write(content.words, content.about, {**content.left, **kept}) is None:
            return False
        for one in beside:
            one.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        held.leave()
    return held.path == path or not path.exists()
