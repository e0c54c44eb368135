"""The one home of SQLCipher: connections that read and write encrypted files."""

import sqlite3
from typing import cast

from ally_journal.errors import EncryptionMissing
from ally_journal.store.crypto.keys import Key
from ally_journal.store.files.failures import WAIT_SECONDS

try:
    import sqlcipher3
except ImportError:
    from ally_journal.store.files.installation import needs

    raise EncryptionMissing(needs("To open this encrypted journal", "encryption")) from None

_LEAVES = (
    "DataError",
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
)


def _graft() -> None:
    """Make SQLCipher's errors sqlite3's as well, so that one `except` catches both."""
    own = sqlcipher3.dbapi2
    own.DatabaseError.__bases__ = (own.Error, sqlite3.DatabaseError)
    own.InterfaceError.__bases__ = (own.Error, sqlite3.InterfaceError)
    for name in _LEAVES:
        getattr(own, name).__bases__ = (own.DatabaseError, getattr(sqlite3, name))


_graft()


class Sealed(sqlcipher3.dbapi2.Connection):  # type: ignore[misc]  # it ships no types
    """A connection that knows its key, so that a second one needs no look at the file."""

    key: Key | None = None


def connect(uri: str, key: Key | None, wait: float = WAIT_SECONDS) -> sqlite3.Connection:
    """Open a file by its URI with SQLCipher; without a key a plain one. `wait` is in seconds."""
    opened = sqlcipher3.dbapi2.connect(
        uri, uri=True, timeout=wait, isolation_level=None, factory=Sealed
    )
    opened.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
    if key is not None:
        opened.execute(f'PRAGMA key = "{key.pragma()}"')
        opened.execute("PRAGMA cipher_compatibility = 4")
        opened.key = key
    return cast("sqlite3.Connection", opened)


def key_of(connection: sqlite3.Connection) -> Key | None:
    """The key of a connection that `connect` opened."""
    return cast("Sealed", connection).key
