"""The pages of a journal, copied into memory as they are; each encrypted one against its HMAC."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from ally_journal.store.crypto.sniff import CONSTANTS, salt_of
from ally_journal.store.database.connection import address, connect, in_memory_like
from ally_journal.store.files.failures import is_damage, told_plainly

_NAMED = 5


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


def in_memory(path: Path) -> sqlite3.Connection:
    """A copy of the pages as they are, in memory; never a file.

    An encrypted journal is locked no longer than that takes. What SQLite makes of damaged pages is
    raised as it is; a lock or a disk in the way is told plainly.
    """
    try:
        with closing(connect(path)) as journal:
            copy = in_memory_like(journal)
            try:
                journal.backup(copy)
            except BaseException:
                copy.close()
                raise
    except sqlite3.OperationalError as error:
        with told_plainly(path):
            raise error from None
    copy.execute("PRAGMA cell_size_check = ON")
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
