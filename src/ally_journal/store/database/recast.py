"""A copy of a backup as another file needs it: encrypted with that one's key, or plain."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ally_journal.errors import CannotKeep, JournalNewer, NotAJournal
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import address
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.files.atomic import copy_private
from ally_journal.store.files.failures import WAIT_SECONDS


def copy_as(copy: Path, target: Path, journal: Path) -> None:
    """Copy a closed backup into the empty file `target`, encrypted as what lies at `journal` is.

    Where nothing lies there, or nothing that can be told, it stays as it is itself. What is to be
    encrypted is so from its first byte on. No connection to any of the three may be open.

    Raises:
        KeyNeeded, EncryptionMissing: a key is not at hand.
        OSError, sqlite3.Error: the disk refused, or the backup cannot be read.
    """
    own = salt_of(copy)
    wanted = salt_for(journal, own)
    if own == wanted:
        copy_private(copy, target)
    else:
        _recast(copy, own, target, wanted)


def salt_for(journal: Path, own: bytes | None) -> bytes | None:
    """The salt that a backup with the salt `own` gets in the place of a journal; None for plain."""
    try:
        found = look_at(journal)
    except (
        CannotKeep,
        JournalNewer,
        NotAJournal,
    ):  # it cannot be told; restoring refuses, or sets it aside
        return own
    if found is Found.JOURNAL:
        return None
    return salt_of(journal) if found is Found.ENCRYPTED else own


def _recast(copy: Path, own: bytes | None, target: Path, wanted: bytes | None) -> None:
    from ally_journal.store.crypto import cipher, keys  # noqa: PLC0415 - only what is encrypted needs them

    key = keys.needed(copy, own) if own else None
    given = keys.needed(target, wanted).pragma() if wanted else ""
    with closing(cipher.connect(f"{address(copy)}?mode=ro", key, WAIT_SECONDS)) as source:
        source.execute("ATTACH ? AS target KEY ?", (f"{address(target)}?mode=rw", given))
        source.execute("PRAGMA target.synchronous = OFF")  # made durable once, by the caller
        source.execute("SELECT sqlcipher_export('target')")
        for pragma in ("application_id", "user_version"):  # the export leaves them out
            (value,) = source.execute(f"PRAGMA main.{pragma}").fetchone()
            source.execute(f"PRAGMA target.{pragma} = {int(value)}")
        _check(source)
        source.execute("DETACH target")


def _check(source: sqlite3.Connection) -> None:
    """What damaged pages end early may look whole: as many revisions must have come."""
    counts = [
        source.execute(f"SELECT count(*) FROM {name}.revision").fetchone()
        for name in ("main", "target")
    ]
    if counts[0] != counts[1]:
        raise sqlite3.DatabaseError("the copy is not whole")
