"""Files that may have another passphrase than the journal: older backups, older drafts."""

import sys
from pathlib import Path

from ally_journal.cli import unlocking
from ally_journal.cli.voice import warn
from ally_journal.errors import WrongPassphrase
from ally_journal.store.crypto import keys

_TRIES = 3


def unlock_apart(path: Path) -> None:
    """Have the key of one encrypted file at hand, asking for it when the usual places fail.

    Raises:
        KeyNeeded: no place has one, and nobody can be asked.
        WrongPassphrase, JournalDamaged: see `keys.unlock`.
    """
    warn(f"{path} has a passphrase of its own: the one that was used when it was written.")
    try:
        unlocking.unlock(path)
    except WrongPassphrase:
        if not sys.stderr.isatty():
            raise
    else:
        return
    for tries_left in reversed(range(_TRIES)):
        try:
            keys.unlock(path, unlocking.asked_for(f"Passphrase of {path.name}: ", path))
        except WrongPassphrase as wrong:
            if not tries_left:
                raise
            warn(str(wrong))
        else:
            return
