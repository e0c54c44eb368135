"""Whether a journal's file is whole: asked only when something in it could not be read."""

from pathlib import Path

from ally_journal.domain.doctor import PROBLEM
from ally_journal.store.contents import contents


def is_damaged(path: Path) -> bool:
    """Whether anything in a journal differs from what was written.

    Revisions that are sound and still cannot be shown are no damage: the fault is ally's own.
    """
    found = contents(path)
    return any(one.level == PROBLEM and one.what != "unbuildable" for one in found)
