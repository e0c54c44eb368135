"""A place for what is too much for memory: ids and hashes, never words."""

import sqlite3


def attach_scratch(connection: sqlite3.Connection) -> None:
    """Attach an empty database called `scratch`, gone when the connection closes.

    It has no name: SQLite keeps it in memory while it is small, and then in a file that it deletes
    as soon as it has opened it (https://www.sqlite.org/inmemorydb.html). The connection must hold
    no transaction.
    """
    connection.execute("PRAGMA temp_store = FILE")  # otherwise it would stay in memory
    connection.execute("ATTACH '' AS scratch")
    connection.execute("PRAGMA temp_store = MEMORY")  # whatever else SQLite puts by may be words
    connection.execute("PRAGMA scratch.journal_mode = MEMORY")
    connection.execute("PRAGMA scratch.synchronous = OFF")
