"""The pages of a journal, copied as they are; each encrypted one against its HMAC."""

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from ally_journal.errors import CannotKeep
from ally_journal.store.crypto.sniff import CONSTANTS, salt_of
from ally_journal.store.database.connection import address, connect, connect_like
from ally_journal.store.database.creation import new_beside
from ally_journal.store.files.failures import is_damage, told_plainly
from ally_journal.store.files.system import moves_open_files

_NAMED = 5
_LARGE = 30_000_000  # bytes; some twenty thousand entries
_OF_A_COPY = (
    "journal_mode = MEMORY",  # no second file comes of it
    "synchronous = OFF",
    "temp_store = MEMORY",
    "cache_size = -16384",
    "cell_size_check = ON",
)


def trouble_with(path: Path) -> str | None:
    """What is wrong with pages before SQLite reads a row of them, or None.

    Of a plain journal that is only the beginning of the first. Of an encrypted one every page is
    held against its HMAC, on a connection of its own: after a bad page SQLCipher takes sound ones
    for bad as well (https://github.com/sqlcipher/sqlcipher/issues/617).

    Raises:
        KeyNeeded, EncryptionMissing: it is encrypted; see `connect`.
        JournalBusy: another process kept it locked.
    """
    if salt_of(path) is None:
        with path.open("rb") as file:
            head = file.read(24)
        return None if head.endswith(CONSTANTS) else "its first page has changed"
    with told_plainly(path):
        try:
            said = _bad_pages(path, reading=True)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            said = _bad_pages(path, reading=False) or ["page 1"]
    return _in_words(said) if said else None


def _bad_pages(path: Path, *, reading: bool) -> list[str]:
    """What SQLCipher says of pages that do not fit their HMAC.

    With `reading` nobody writes meanwhile, which needs a first page and tables that can be read.
    """
    from ally_journal.store.crypto import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    key = keys.needed(path, salt_of(path) or b"")
    with closing(cipher.connect(f"{address(path)}?mode=rw", key)) as connection:
        if reading:
            connection.execute("BEGIN")
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]


def copied(path: Path) -> sqlite3.Connection:
    """A copy of the pages as they are, to which nothing else has a way; it goes when it is closed.

    A small one lies in memory. A large one lies beside the journal, encrypted as that is, in a file
    that has lost its name; where there can be none, it lies in memory too.

    The journal is locked no longer than that takes. What SQLite makes of damaged pages is
    raised as it is; a lock or a disk in the way is told plainly.
    """
    large = path.stat().st_size > _LARGE and moves_open_files()
    try:
        with closing(connect(path)) as journal:
            if large:
                with suppress(CannotKeep, OSError), new_beside(path) as nameless:
                    return _copied(journal, f"{address(nameless)}?mode=rw")
            return _copied(journal, ":memory:")
    except sqlite3.OperationalError as error:
        with told_plainly(path):
            raise error from None


def _copied(journal: sqlite3.Connection, to: str) -> sqlite3.Connection:
    copy = connect_like(journal, to)
    try:
        for pragma in _OF_A_COPY:
            copy.execute(f"PRAGMA {pragma}")
        journal.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _in_words(said: list[str]) -> str:
    """Which pages SQLCipher's sentences name."""
    numbers = list(dict.fromkeys(re.findall(r"page (\d+)", " ".join(said))))
    if not numbers:
        return " ".join(said[0].split())
    if len(numbers) == 1:
        return f"page {numbers[0]} has changed"
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"pages {', '.join(numbers[:_NAMED])}{more} have changed"
