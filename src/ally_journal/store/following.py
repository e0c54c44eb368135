"""Drafts that become what their journal became: encrypted, with another key, or plain again.

A run that was killed between the two leaves drafts behind; the next that has the key takes them
along. A draft is written anew before the old file goes, so at every moment its words are somewhere.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.errors import KeyNeeded
from ally_journal.store.draft_places import editors_copies, removed
from ally_journal.store.drafts import Held, waiting
from ally_journal.store.sealed import salt_of
from ally_journal.store.sealed_drafts import ENDING, key_for, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ally_journal.domain.drafts import Draft
    from ally_journal.store.keys import Key


def follow(journal: Path) -> int:
    """Write every draft that is not yet as the journal is: encrypted with its key, or plain.

    Gives how many stay as they were, since a key is not at hand, or the disk refuses. Those that
    somebody has just now follow with a later command.
    """
    found = waiting(journal)
    try:
        key = key_for(journal)
    except KeyNeeded:
        return len(found)
    return sum(not _is_as(draft, key) and not _followed(journal, draft) for draft in found)


def _is_as(draft: Draft, key: Key | None) -> bool:
    """Whether a draft is what those of a journal with this key are."""
    if draft.path.suffix != ENDING:
        return key is None
    return key is not None and salt_of(draft.path) == key.salt


def _followed(journal: Path, draft: Draft) -> bool:
    if draft.locked:
        return False
    left = _left_with(draft.path)
    held = Held(journal, draft.path.stem)
    try:
        if not held.adopt(draft):
            return False
        if not _is_twin(draft, left):
            if held.write(f"{draft.words}\n" if draft.words else "", draft.about, left) is None:
                return False
        elif not removed(draft.path):
            return False
    finally:
        held.leave()
    return _is_gone(draft.path) or draft.path == held.path


def _left_with(path: Path) -> Mapping[str, bytes]:
    """What an editor did not write, beside a draft or in it."""
    if path.suffix == ENDING:
        unsealed = unseal(path)
        return unsealed.left if unsealed else {}
    left = {}
    for copy in editors_copies(path):
        if copy.suffix.startswith(".sw"):
            with suppress(OSError):
                left[copy.name] = copy.read_bytes()
    return left


def _is_twin(draft: Draft, left: Mapping[str, bytes]) -> bool:
    """Whether a run that was killed had written the same draft anew already."""
    other = draft.path.with_suffix(".txt" if draft.path.suffix == ENDING else ENDING)
    if not other.exists():
        return False
    words = f"{draft.words}\n" if draft.words else ""
    if other.suffix == ENDING:
        unsealed = unseal(other)
        return unsealed is not None and (unsealed.words, unsealed.left) == (words, left)
    with suppress(OSError):
        written = other.read_bytes().decode("utf-8", "surrogateescape")
        return (written, _left_with(other)) == (words, left)
    return False


def _is_gone(path: Path) -> bool:
    """Whether nothing of a file is left, nor of what an editor kept beside it."""
    for copy in editors_copies(path) if not path.exists() else ():
        with suppress(OSError):
            copy.unlink()
    return not path.exists() and not editors_copies(path)
