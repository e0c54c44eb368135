"""The backups of a journal, given the key that the journal has now; and what else is not encrypted.

All of them get the journal's own key and salt, so that one passphrase opens everything.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ally_journal.errors import AllyError
from ally_journal.store import checked, keys
from ally_journal.store.backup_list import names
from ally_journal.store.backups import contents
from ally_journal.store.converting import convert
from ally_journal.store.keys import Key
from ally_journal.store.paths import backups_folder, ways_to
from ally_journal.store.sealed import salt_of

_A_SECOND = 10**9  # nanoseconds


def plain(journal: Path) -> tuple[Path, ...]:
    """The backups that are not encrypted, oldest first."""
    return with_salt(journal, None)


def sealed(journal: Path) -> tuple[Path, ...]:
    """The backups that are, with whatever key."""
    return tuple(copy for copy in every(journal) if salt_of(copy) is not None)


def every(journal: Path) -> tuple[Path, ...]:
    """All backups, sound or not, oldest first."""
    return tuple(
        backups_folder(way) / f"{name}.db" for way in ways_to(journal) for name in names(way)
    )


def with_salt(journal: Path, salt: bytes | None) -> tuple[Path, ...]:
    """Those of them that have this salt; None for what is not encrypted."""
    return tuple(copy for copy in every(journal) if salt_of(copy) == salt)


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
        checked.note(copy, contents(copy), encrypted=new is not None)
    except FileNotFoundError:  # another run of ally has just let it go
        return None
    except (AllyError, OSError) as trouble:
        return str(trouble).rstrip(".")
    return None


def remove(copy: Path) -> str | None:
    """Delete a backup, and say why it stays, or None."""
    try:
        copy.unlink(missing_ok=True)
    except OSError as refused:
        return (refused.strerror or "the disk refused").lower()
    return None


def plain_copies(journal: Path) -> tuple[Path, ...]:
    """Copies of an encrypted journal, or parts of one, that ally made and that may be readable."""
    return tuple(one for one in dict.fromkeys(_copies(journal)) if not _is_sealed(one))


def _copies(journal: Path) -> Iterator[Path]:
    for name in ways_to(journal):
        for pattern in (f"{name.name}.damaged-*", f"{name.name}.left-*", f".{name.name}.*"):
            with suppress(OSError):
                yield from sorted(one for one in name.parent.glob(pattern) if one.is_file())
        for pattern in ("*.db", "*.partial*", ".*.converting"):
            with suppress(OSError):
                yield from sorted(one for one in backups_folder(name).glob(pattern))


def _is_sealed(copy: Path) -> bool:
    """Whether it begins as a file does that some key opens; what is left of a rollback does not."""
    return not copy.name.endswith(("-journal", "-wal", "-shm")) and salt_of(copy) is not None
