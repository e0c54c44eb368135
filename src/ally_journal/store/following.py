"""Writing drafts anew as their journal is by now: encrypted with its key, or plain."""

from contextlib import suppress
from pathlib import Path

from ally_journal.errors import KeyNeeded
from ally_journal.store import draft_locks
from ally_journal.store.draft_places import lying
from ally_journal.store.drafts import Held, waiting
from ally_journal.store.sealed_drafts import ENDING, key_for, unseal


def follow(journal: Path) -> int:
    """Write every draft anew as the journal is now.

    Gives how many stay as they were, since somebody has them, a key is not at hand, or the disk
    refuses.
    """
    stay = sum(draft_locks.in_use(path) for path in lying(journal))
    for draft in waiting(journal):
        unsealed = unseal(draft.path) if draft.path.suffix == ENDING else None
        left = unsealed.left if unsealed else {}
        held = Held(journal, draft.path.stem)
        try:
            followed = not draft.locked and held.adopt(draft)
            words = f"{draft.words}\n" if draft.words else ""
            stay += not (followed and held.write(words, draft.about, left))
        finally:
            held.leave()
    return stay


def seal_plain(journal: Path) -> None:
    """Encrypt what is still plain beside an encrypted journal, if its key is at hand.

    Such drafts were open in another program when the journal was encrypted.
    """
    with suppress(KeyNeeded):
        if any(path.suffix != ENDING for path in lying(journal)) and key_for(journal) is not None:
            follow(journal)
