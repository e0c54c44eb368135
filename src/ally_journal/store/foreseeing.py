"""What an archive would change, found out without writing anything to the journal."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.archive import Arrived, read
from ally_journal.domain.arriving import Tally
from ally_journal.domain.taken import Taken
from ally_journal.errors import ArchiveDamaged
from ally_journal.store.changes import lasting_record_id
from ally_journal.store.erasing import erased_ids, is_whole
from ally_journal.store.importing import is_living
from ally_journal.store.scratch import attach_scratch
from ally_journal.store.undoing import WRITTEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from ally_journal.domain.archive import ArrivedNumber
    from ally_journal.store.journal import Journal

_NOTES = """
CREATE TABLE scratch.arrived (id BLOB PRIMARY KEY, record BLOB, digest BLOB, line INTEGER);
CREATE TABLE scratch.named (parent BLOB, line INTEGER, PRIMARY KEY (parent, line));
CREATE TABLE scratch.holder (record BLOB, type TEXT, line INTEGER, PRIMARY KEY (record, type));
CREATE TABLE scratch.numbered (
  type TEXT, number INTEGER, record BLOB UNIQUE, line INTEGER, PRIMARY KEY (type, number)
);
CREATE TABLE scratch.erased (id BLOB PRIMARY KEY);
CREATE TABLE scratch.forgotten (id BLOB PRIMARY KEY, record BLOB);
"""
"""What is noted of an archive; `digest` stands for the words, so that equal ones are seen."""

# Each finds the first line that cannot be as it was written, though it is whole.
_CHECKS = {
    "comes before a revision it follows": (
        "SELECT min(named.line) FROM scratch.named JOIN scratch.arrived ON id = parent"
        " WHERE arrived.line >= named.line"
    ),
    "gives a record another type": (
        "SELECT min(line) FROM scratch.holder WHERE EXISTS (SELECT 1 FROM scratch.holder AS other"
        " WHERE other.record = holder.record AND other.line < holder.line) OR EXISTS"
        " (SELECT 1 FROM main.revision WHERE revision.record = holder.record"
        " AND revision.type != holder.type)"
    ),
    "numbers a record that is not there": (
        "SELECT min(line) FROM scratch.numbered WHERE NOT EXISTS (SELECT 1 FROM scratch.holder"
        " WHERE holder.record = numbered.record AND holder.type = numbered.type)"
    ),
}

_TOUCHED = f"SELECT record FROM scratch.arrived JOIN scratch.holder USING (record) WHERE {WRITTEN}"
_KNOWN = "EXISTS (SELECT 1 FROM main.revision WHERE revision.record = arrived.record)"
_IN_CONFLICT = f"""
SELECT record FROM (
  SELECT record, CASE WHEN id IN (SELECT id FROM scratch.erased) THEN x'' ELSE digest END AS words
  FROM scratch.arrived
  WHERE NOT EXISTS (SELECT 1 FROM scratch.named WHERE parent = id)
  AND NOT EXISTS (SELECT 1 FROM main.parent WHERE parent = id)
  UNION ALL
  SELECT record,
  CASE WHEN id IN (SELECT id FROM scratch.erased) THEN x'' ELSE digest_of(body) END
  FROM main.revision LEFT JOIN main.body ON body.revision = seq
  WHERE record IN (SELECT record FROM scratch.arrived)
  AND NOT EXISTS (SELECT 1 FROM scratch.named WHERE parent = id)
  AND NOT EXISTS (SELECT 1 FROM main.parent WHERE parent = id)
) WHERE record IN ({_TOUCHED}) GROUP BY record HAVING count(DISTINCT words) > 1
"""


def foresee(journal: Journal, blocks: Iterable[bytes]) -> Taken:
    """Verify a whole archive and say what taking it in would do.

    Raises:
        ArchiveNewer: it was made by a newer ally.
        ArchiveDamaged: a line is not as it was written, or part of the archive is missing.
    """
    connection = journal.connection
    attach_scratch(connection)
    connection.executescript(_NOTES)
    connection.execute("BEGIN")  # of the scratch; nothing in it touches the journal
    for one in read(blocks):
        _note(connection, one)
    connection.execute("COMMIT")
    for what, check in _CHECKS.items():
        (line,) = connection.execute(check).fetchone()
        if line is not None:
            raise misplaced(line, what)
    connection.executemany(
        "INSERT OR IGNORE INTO scratch.erased VALUES (?)",
        ((one,) for one in erased_ids(connection)),
    )
    _note_stragglers(connection)
    connection.execute(
        "DELETE FROM scratch.arrived WHERE EXISTS"
        " (SELECT 1 FROM main.revision WHERE revision.id = arrived.id)"
    )
    return Taken(_tally(connection), _count(connection, "scratch.arrived"), is_living(journal))


def misplaced(line: int, what: str) -> ArchiveDamaged:
    """The error for a line that is whole and still cannot be right."""
    return ArchiveDamaged(f"Line {line:,} of the archive {what}; nothing was imported.")


def _note(connection: sqlite3.Connection, one: Arrived | ArrivedNumber) -> None:
    execute = connection.execute
    if not isinstance(one, Arrived):
        record = UUID(one.numbered.record).bytes
        values = (one.numbered.type, one.numbered.number, record, one.line)
        added = execute("INSERT OR IGNORE INTO scratch.numbered VALUES (?, ?, ?, ?)", values)
        if not added.rowcount:
            raise misplaced(one.line, "gives a number for the second time")
        return
    if one.facts["type"] == "setting" and one.revision.body and not _is_own(one):
        raise misplaced(one.line, "holds a setting under the id of another")
    record = UUID(one.facts["record"]).bytes
    execute(
        "INSERT OR IGNORE INTO scratch.arrived VALUES (?, ?, ?, ?)",
        (one.id, record, _digest(one.revision.body), one.line),
    )
    execute(
        "INSERT OR IGNORE INTO scratch.holder VALUES (?, ?, ?)",
        (record, one.facts["type"], one.line),
    )
    for parent in one.facts["parents"]:
        named = (bytes.fromhex(parent), one.line)
        execute("INSERT OR IGNORE INTO scratch.named VALUES (?, ?)", named)
    for erased in one.facts.get("erases", ()):
        execute("INSERT OR IGNORE INTO scratch.erased VALUES (?)", (bytes.fromhex(erased),))
    if one.facts["op"] == "erase" and is_whole(one.revision.header):
        execute("INSERT OR IGNORE INTO scratch.forgotten VALUES (?, ?)", (one.id, record))


def _note_stragglers(connection: sqlite3.Connection) -> None:
    """Note as erased what `take_away_stragglers` will take: of forgotten records, in either place.

    Only what stands on every erasure of its record keeps its words.
    """
    rows = connection.execute("SELECT id, record, header FROM revision WHERE op = 'erase'")
    connection.executemany(
        "INSERT OR IGNORE INTO scratch.forgotten VALUES (?, ?)",
        [(identity, record) for identity, record, header in rows if is_whole(header)],
    )
    if not _count(connection, "scratch.forgotten"):
        return
    connection.execute("CREATE INDEX scratch.arrived_by_line ON arrived(line)")
    connection.execute(
        "WITH RECURSIVE later(forgotten, id) AS (SELECT id, id FROM scratch.forgotten"
        " UNION SELECT forgotten, arrived.id FROM later JOIN scratch.named ON parent = later.id"
        " JOIN scratch.arrived USING (line)"
        " UNION SELECT forgotten, revision.id FROM later"
        " JOIN main.parent ON parent.parent = later.id"
        " JOIN main.revision ON revision.seq = parent.revision)"
        " INSERT OR IGNORE INTO scratch.erased SELECT one.id FROM"
        " (SELECT id, record FROM scratch.arrived"
        " UNION SELECT id, record FROM main.revision) AS one"
        " JOIN scratch.forgotten USING (record)"
        " WHERE (forgotten.id, one.id) NOT IN (SELECT forgotten, id FROM later)"
    )


def _is_own(one: Arrived) -> bool:
    """Whether a setting has the id that it has everywhere."""
    key: str = json.loads(one.revision.body or b"{}")["key"]
    record: str = one.facts["record"]
    return str(lasting_record_id("setting", key)) == record


def _tally(connection: sqlite3.Connection) -> Tally:
    connection.create_function("digest_of", 1, _digest, deterministic=True)
    connection.execute(f"CREATE TABLE scratch.conflict AS {_IN_CONFLICT}")
    conflict = _count(connection, "scratch.conflict")
    touched = _count(connection, f"(SELECT DISTINCT record FROM ({_TOUCHED}))")
    new = _count(
        connection,
        f"(SELECT DISTINCT record FROM ({_TOUCHED} AND NOT {_KNOWN})"
        " WHERE record NOT IN (SELECT record FROM scratch.conflict))",
    )
    everything = _count(connection, f"scratch.holder WHERE {WRITTEN}")
    return Tally(new, everything - touched, touched - new - conflict, conflict)


def _count(connection: sqlite3.Connection, what: str) -> int:
    (found,) = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(found)


def _digest(body: bytes | None) -> bytes:
    """The same for equal words; empty when there are none."""
    return b"" if body is None else sha256(body).digest()
