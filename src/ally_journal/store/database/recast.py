"""A copy of a backup as another file needs it: encrypted with that one's key, or plain."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from ally_journal.errors import CannotKeep, JournalNewer, NotAJournal
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.connection import value_of
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.files import machine
from ally_journal.store.files.atomic import copy_private
from ally_journal.store.files.layout import machine_file


def copy_as(copy: Path, target: Path, journal: Path) -> None:
    """Copy a closed backup into the empty file `target`, encrypted as what lies at `journal` is.

    Where nothing lies there, or nothing that can be told, it is encrypted if it is so itself, or if
    the journal was. What is to be
    encrypted is so from its first byte on. No connection to any of the three may be open.

    Raises:
        KeyNeeded, EncryptionMissing: a key is not at hand.
        OSError, sqlite3.Error: the disk refused, or the backup cannot be read.
    """
    own = salt_of(copy)
    wanted = own or machine.encrypted_with(machine_file(journal))
    with suppress(CannotKeep, JournalNewer, NotAJournal):  # restoring refuses, or sets it aside
        if look_at(journal) is not Found.NOTHING:
            wanted = salt_of(journal)
    if own == wanted:
        copy_private(copy, target)
    else:
        _recast(copy, own, target, wanted)


def _recast(copy: Path, own: bytes | None, target: Path, wanted: bytes | None) -> None:
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs them
    from ally_journal.store.database.convert import attached, copy_all  # noqa: PLC0415 - the same

    old = keys.needed(copy, own) if own else None
    new = keys.needed(target, wanted) if wanted else None
    with attached(copy, old, target, new, mode="ro") as both:
        copy_all(both)
        count = "SELECT count(*) FROM {}.revision"
        if value_of(both, count.format("main")) != value_of(both, count.format("copy")):
            raise sqlite3.DatabaseError("the copy is not whole")  # damaged pages may end it early
