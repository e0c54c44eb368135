"""Writing what no carried file says, and taking out files that are not to be there any more."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import NamedTuple
from uuid import UUID

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.sync import content
from ally_journal.domain.sync.numbers import Claim
from ally_journal.domain.transfer import archive
from ally_journal.domain.transfer.archive import Numbered, Revision
from ally_journal.store.database.connection import noted
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.revisions.erasure import erased_ids
from ally_journal.store.sync.carrier import folder
from ally_journal.store.sync.carrier.cache import MISNAMED, SOUND, Cache, Said
from ally_journal.store.sync.run import MANY, Run
from ally_journal.store.sync.setup import computer_of
from ally_journal.store.sync.taking import numbers_of, whole

_MANY, _SMALL = 50, 256 * 1024
"""Of more own files than this that are smaller than so many bytes one is made."""
_LINE = 400  # bytes of a line besides header and body, and of a number


class Told(NamedTuple):
    """What some files say together: ids, those with their words, and numbers."""

    ids: set[bytes]
    words: set[bytes]
    claims: set[Claim]

    def has(self, id_: bytes, *, words: bool) -> bool:
        """Whether a revision is among them, with its `words` if it has any."""
        return id_ in (self.words if words else self.ids)


def told_by(files: Iterable[Said]) -> Told:
    """The union of what files say."""
    told = Told(set(), set(), set())
    for one in files:
        told.ids.update(id_ for id_, _ in one.revisions)
        told.words.update(id_ for id_, words in one.revisions if words)
        told.claims.update(one.claims)
    return told


def counted(
    cache: Cache, connection: sqlite3.Connection, again: frozenset[str] = frozenset()
) -> list[Said]:
    """The files that count: they open, have their right name, and say no erased word.

    Those that are to be written `again`, as one, do not count.
    """
    forgotten = _forgotten(connection)
    return [
        one
        for one in cache.all()
        if one.state == SOUND
        and one.look.name not in again
        and not any(words and id_ in forgotten for id_, words in one.revisions)
    ]


def unsaid(connection: sqlite3.Connection, told: Told) -> list[int]:
    """The places of the revisions that no file says, or not with their words, or whose number."""
    numbers = {one.record: one for one in numbers_of(connection)}
    rows = connection.execute(
        "SELECT seq, id, record, body.revision IS NOT NULL FROM revision"
        " LEFT JOIN body ON body.revision = seq ORDER BY seq"
    ).fetchall()
    newest = {record: seq for seq, _, record, _ in rows}
    claimed = {
        record for record in newest if record in numbers and numbers[record] not in told.claims
    }
    return [
        seq
        for seq, id_, record, words in rows
        if not told.has(id_, words=bool(words)) or (record in claimed and newest[record] == seq)
    ]


def to_be_one(run: Run) -> frozenset[str]:
    """The small files of this computer, once there are many."""
    device = noted(run.journal.connection, "device")
    small = [
        one.look.name
        for one in run.cache.all()
        if one.state == SOUND and one.by == device and one.look.size < _SMALL
    ]
    return frozenset(small if len(small) > _MANY else ())


def write_out(run: Run, again: frozenset[str] = frozenset()) -> int:
    """Write what no file says that counts; how many revisions that were.

    Raises:
        OSError: a file could not be written; the next exchange goes on.
    """
    connection = run.journal.connection
    wanted = unsaid(connection, told_by(counted(run.cache, connection, again)))
    numbers = {one.record: one for one in numbers_of(connection)}
    device, computer = noted(connection, "device") or "", computer_of(run.path)
    for batch in run.watch("Writing", [*_batches(connection, wanted)], len(wanted) > MANY):
        rows = [_row(connection, place) for place in batch]
        claims = dict.fromkeys(numbers[one.record] for one in rows if one.record in numbers)
        lines = [Numbered(one.number, one.type, str(UUID(bytes=one.record))) for one in claims]
        revisions = [Revision(one.header, one.salt, one.body) for one in rows]
        text = "".join(archive.written(SCHEMA, _made(run.now), [revisions, lines], device=device))
        look = folder.put(run.folder, run.seal.seal(content.packed(text.encode())), computer)
        said = tuple((one.id, one.body is not None) for one in rows)
        run.cache.keep(Said(look, SOUND, device, said, tuple(claims)))
    return len(wanted)


def remove(run: Run, again: frozenset[str] = frozenset()) -> int:
    """Take out files that say what was forgotten, wrongly named ones, and what became one.

    Each only when all else that it says stands in files that count; how many that were.
    """
    connection = run.journal.connection
    kept = counted(run.cache, connection, again)
    told, forgotten = told_by(kept), _forgotten(connection)
    claimed = {one.record for one in told.claims & set(numbers_of(connection))}
    names, removed = {one.look.name for one in kept}, 0
    for one in [*run.cache.all()]:
        if one.look.name in names or one.state not in {SOUND, MISNAMED}:
            continue
        covered = all(
            told.has(id_, words=words and id_ not in forgotten) for id_, words in one.revisions
        ) and all(claim.record in claimed for claim in one.claims)
        if covered and folder.take_out(run.folder, one.look.name) is None:
            run.cache.drop(one.look.name)
            removed += 1
    return removed


class _Row(NamedTuple):
    id: bytes
    record: bytes
    header: bytes
    salt: bytes | None
    body: bytes | None


def _row(connection: sqlite3.Connection, place: int) -> _Row:
    sql = (
        "SELECT id, record, header, salt, body FROM revision"
        " LEFT JOIN body ON body.revision = seq WHERE seq = ?"
    )
    return _Row(*connection.execute(sql, (place,)).fetchone())


def _batches(connection: sqlite3.Connection, places: Iterable[int]) -> Iterator[list[int]]:
    """The places, as many together as fit into a file."""
    batch: list[int] = []
    size = 0
    length = (
        "SELECT length(header) + coalesce(length(body), 0) FROM revision"
        " LEFT JOIN body ON body.revision = seq WHERE seq = ?"
    )
    for place in places:
        long = connection.execute(length, (place,)).fetchone()[0] + _LINE
        if batch and size + long > content.MOST:
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += long
    if batch:
        yield batch


def _forgotten(connection: sqlite3.Connection) -> set[bytes]:
    """The revisions whose words are gone because somebody said so; never what is only missing."""
    erased, gone = set(erased_ids(connection)), whole(connection)
    if not erased and not gone:
        return set()
    rows = connection.execute(
        "SELECT id, record FROM revision WHERE op = 'put' AND NOT EXISTS"
        " (SELECT 1 FROM body WHERE body.revision = seq)"
    )
    return {id_ for id_, record in rows if id_ in erased or record in gone}


def _made(now: Moment) -> str:
    """The moment of writing, in UTC."""
    return f"{now.local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
