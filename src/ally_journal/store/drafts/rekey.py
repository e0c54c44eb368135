"""Drafts that become what their journal became: encrypted, with another key, or plain again.

A run that was killed between the two leaves drafts behind; the next that has the key takes them
along. A draft is written anew before the old file goes, so at every moment its words are somewhere.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ally_journal.errors import KeyNeeded
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.drafts.drafts import Held, waiting
from ally_journal.store.drafts.files import editors_copies, lying, removed
from ally_journal.store.drafts.locks import in_use
from ally_journal.store.drafts.sealed import ENDING, Content, key_for, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ally_journal.domain.drafts import Draft
    from ally_journal.store.crypto.keys import Key


def follow(journal: Path) -> int:
    """Write every draft that is not yet as the journal is: encrypted with its key, or plain.

    Gives how many stay as they were, since a key is not at hand, the disk refuses, or somebody has
    them just now; a later command takes those along.
    """
    busy = sum(map(in_use, lying(journal)))
    found = waiting(journal)
    try:
        key = key_for(journal)
    except KeyNeeded:
        return busy + len(found)
    for draft in found:
        if key and _is_as(draft, key):
            _is_gone(_other(draft.path))  # a kill may have left only what an editor kept beside it
    return busy + sum(not _is_as(draft, key) and not _followed(journal, draft) for draft in found)


def _is_as(draft: Draft, key: Key | None) -> bool:
    """Whether a draft is what those of a journal with this key are."""
    if draft.path.suffix != ENDING:
        return key is None
    return key is not None and salt_of(draft.path) == key.salt


def _followed(journal: Path, draft: Draft) -> bool:
    if draft.locked:
        return False
    old = _content_of(draft)
    twin = _twin_of(draft, old)
    held = Held(journal, draft.path.stem)
    try:
        if not held.adopt(draft):
            return False
        if twin:  # what is known of it may not stand beside it any more, or not yet
            held.path = _other(draft.path)
        known = twin.about if twin and _other(draft.path).suffix == ENDING else old.about
        if held.write(old.words, known, old.left) is None:
            return False
        if twin:
            removed(draft.path)
    finally:
        held.leave()
    return draft.path == held.path or _is_gone(draft.path)


def _content_of(draft: Draft) -> Content:
    """A draft as it stands in its file, with what an editor did not write, in it or beside it."""
    return Content(f"{draft.words}\n" if draft.words else "", draft.about, _left_with(draft.path))


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


def _twin_of(draft: Draft, old: Content) -> Content | None:
    """What a run that was killed had written anew of this draft already; None if nothing."""
    other = _other(draft.path)
    twin = unseal(other) if other.suffix == ENDING else None
    if other.suffix != ENDING:
        with suppress(OSError):
            words = other.read_bytes().decode("utf-8", "surrogateescape")
            twin = Content(words, {}, _left_with(other))
    if twin is None or twin.words != old.words:
        return None
    return twin if sorted(twin.left.values()) == sorted(old.left.values()) else None


def _other(path: Path) -> Path:
    """Where the same draft lies as it was before, or as it will be."""
    return path.with_suffix(".txt" if path.suffix == ENDING else ENDING)


def _is_gone(path: Path) -> bool:
    """Whether nothing of a file is left, nor of what an editor kept beside it."""
    for copy in editors_copies(path) if not path.exists() else ():
        with suppress(OSError):
            copy.unlink()
    return not path.exists() and not editors_copies(path)
