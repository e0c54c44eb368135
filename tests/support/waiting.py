"""A draft that waits in a journal's folder, as one that a command left; and what waiting says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ally_journal.store.drafts.drafts import Held


def keep(
    journal: Path, words: str, name: str, about: Mapping[str, Any] | None = None
) -> Path | None:
    """Write the words to a new draft and say where; None when no disk will have them.

    `name` begins its name.
    """
    held = Held(journal, name)
    place = held.write(words, about or {})
    held.leave()
    return place


def but_waiting(err: str) -> str:
    """What stderr has besides that a run waited for another, which on a busy machine it may."""
    lines = err.splitlines(keepends=True)
    return "".join(one for one in lines if not one.startswith("Waiting for another program that"))
