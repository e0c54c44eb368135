"""The backups of a journal, given the key that the journal has now; and what else is not encrypted.

All of them get the journal's own key and salt, so that one passphrase opens everything.
"""

from pathlib import Path

from ally_journal.errors import AllyError
from ally_journal.store.backup.catalog import names
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database import snapshot
from ally_journal.store.database.convert import convert
from ally_journal.store.files.layout import (
    Role,
    backup_file,
    files_in_role,
    is_beside_database,
    ways_to,
)

_A_SECOND = 10**9  # nanoseconds


def every(journal: Path) -> tuple[Path, ...]:
    """All backups, sound or not, oldest first."""
    return tuple(backup_file(way, name) for way in ways_to(journal) for name in names(way))


def follow(copy: Path, new: Key | None) -> str | None:
    """Give a backup this key, and say why it stays as it was, or None; its name stays.

    Its time becomes a second later, so that a program which carries copies elsewhere sees that it
    is another file.
    """
    salt = salt_of(copy)
    old = keys.held(salt) if salt else None
    if salt and old is None:
        return "it has an earlier passphrase"
    try:
        convert(copy, old, new, copy.stat().st_mtime_ns + _A_SECOND)
        snapshot.note(copy)
    except FileNotFoundError:  # another run of ally has just let it go
        return None
    except (AllyError, OSError) as trouble:
        return str(trouble).rstrip(".")
    return None


def plain_copies(journal: Path) -> tuple[Path, ...]:
    """Copies of an encrypted journal, or parts of one, that ally made and that may be readable."""
    there = files_in_role(journal, Role.BACKUP, Role.SET_ASIDE, Role.UNFINISHED)
    # What SQLite left to take a change back looks like what a key opens, and is not.
    return tuple(one for one in there if is_beside_database(one) or salt_of(one) is None)
