"""One exchange: take in what the folder says and the journal does not, and the other way round.

Nothing remembers what was sent. What counts is what files say that open, have their right name, and
say no word that the journal knows as erased; so a file that is lost, cut or doubled, a folder that
was emptied, a backup that was restored and a disk that was copied are all mended by the next run.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.sync import content
from ally_journal.domain.sync.numbers import Claim, settled
from ally_journal.domain.transfer import archive
from ally_journal.domain.transfer.archive import Arrived, Numbered, Revision
from ally_journal.errors import ArchiveDamaged, ArchiveNewer
from ally_journal.store.database.connection import note, noted
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.clock import follow
from ally_journal.store.revisions.erasure import UNFINISHED, erased_ids, is_whole
from ally_journal.store.revisions.projections import (
    NUMBERED,
    allot_numbers,
    newest_sequence,
    renumber,
)
from ally_journal.store.sync import folder as carried
from ally_journal.store.sync.cache import MISNAMED, NEWER, SOUND, UNREAD, Cache, Said
from ally_journal.store.sync.folder import Look
from ally_journal.store.sync.sealing import Seal
from ally_journal.store.transfer.arrival import append, erase, misfit, project_all

SLOT = "slot"
"""What a journal notes of the numbers that this computer gives."""

_MANY, _SMALL = 50, 256 * 1024
"""Of more own files than this that are smaller than so many bytes one is made."""


class Moved(NamedTuple):
    """A record that has another number from now on."""

    type: str
    before: int | None
    number: int


class Exchanged(NamedTuple):
    """What an exchange came to.

    `records` are those that something came of, with their types; `lost` those of this journal
    that were forgotten elsewhere. `waiting` revisions came before what they were written over.
    """

    came: int = 0
    went: int = 0
    removed: int = 0
    unread: tuple[str, ...] = ()
    newer: int = 0
    waiting: int = 0
    moved: tuple[Moved, ...] = ()
    records: tuple[tuple[bytes, str], ...] = ()
    lost: tuple[tuple[bytes, str], ...] = ()


def exchange(
    journal: Journal, cache: Cache, place: Path, seal: Seal, now: Moment, *, joins: bool = False
) -> Exchanged:
    """Exchange with the files in `place`; numbers of a journal that `joins` yield to theirs.

    Raises:
        OSError: the folder cannot be listed, or a file not be written; the next run goes on.
        CannotKeep, JournalDamaged: as every writing to a journal.
    """
    computer = noted(journal.connection, "device") or "new"
    carried.sweep(place, computer)
    _refresh(cache, place, seal)
    taken = _take_in(journal, cache, place, seal, now, joins=joins)
    again = _to_be_one(cache, computer)
    went = _write_out(journal, cache, place, seal, now, again)
    removed = _remove(journal, cache, place, again)
    said = list(cache.all())
    return taken._replace(
        went=went,
        removed=removed,
        unread=tuple(sorted(one.look.name for one in said if one.state == UNREAD)),
        newer=sum(one.state == NEWER for one in said),
    )


def _refresh(cache: Cache, place: Path, seal: Seal) -> None:
    """Read what is new in the folder, and drop what is not there any more."""
    there = {look.name: look for look in carried.files(place)}
    known = cache.looks()
    for name in known.keys() - there.keys():
        cache.drop(name)
    for name, look in there.items():
        if known.get(name) != look:
            cache.keep(_told(place, look, seal))


def _told(place: Path, look: Look, seal: Seal) -> Said:
    """What a file says, by ids."""
    sealed = carried.read(place, look.name)
    state, device, found = _opened(sealed, seal)
    if state != SOUND or sealed is None:
        return Said(look, state)
    if not carried.is_rightly_named(look.name, sealed):
        state = MISNAMED
    revisions = [
        (one.id, one.revision.body is not None) for one in found if isinstance(one, Arrived)
    ]
    claims = [
        Claim(type_, number, UUID(record).bytes)
        for one in found
        if not isinstance(one, Arrived)
        for number, type_, record in [one.numbered]
    ]
    return Said(look, state, device, tuple(revisions), tuple(claims))


def _opened(
    sealed: bytes | None, seal: Seal
) -> tuple[str, str, list[Arrived | archive.ArrivedNumber]]:
    """Whether a file can be read, who wrote it, and what it holds."""
    opened = None if sealed is None else seal.open(sealed)
    if opened is None:
        return UNREAD, "", []
    try:
        lines = content.unpacked(opened)
        if lines is None:
            return NEWER, "", []
        found = list(archive.read([lines], SCHEMA))
    except ArchiveNewer:
        return NEWER, "", []
    except (ArchiveDamaged, ValueError):
        return UNREAD, "", []
    return SOUND, archive.device_of(lines), found


# In


def _take_in(
    journal: Journal, cache: Cache, place: Path, seal: Seal, now: Moment, *, joins: bool
) -> Exchanged:
    """Add what files say and the journal does not, in one transaction, if there is anything."""
    connection = journal.connection
    said = [one for one in cache.all() if one.state in {SOUND, MISNAMED}]
    known = _known(connection)
    numbers = set(_numbers(connection))
    claims = {claim for one in said for claim in one.claims} - numbers
    new = [one for one in said if any(id_ not in known for id_, _ in one.revisions)]
    if not new and not _moves(connection, claims):
        return Exchanged()
    came: dict[bytes, Arrived] = {}
    for one in new:
        for found in _opened(carried.read(place, one.look.name), seal)[2]:
            if isinstance(found, Arrived) and found.id not in known:
                there = came.get(found.id)
                if there is None or there.revision.body is None:
                    came[found.id] = found
    strangers = frozenset(one.record for one in numbers) if joins else frozenset()
    with journal.writing() as change:
        before = newest_sequence(connection)
        waiting = _append_in_order(connection, came)
        moved = _settle(connection, claims, before, strangers)
        touched, lost = erase(change, connection, before)
        project_all(connection, before, touched)
        highest = max((one.facts["clock"] for one in came.values()), default=0)
        follow(connection, highest, now.ms)
        if lost:
            note(connection, UNFINISHED, "1")
        records = connection.execute(
            "SELECT DISTINCT record, type FROM revision WHERE seq > ?", (before,)
        ).fetchall()
        arrived = len(came) - waiting
        if not change.appended:
            change.appended[:] = connection.execute(_LAST).fetchone() or ()
    return Exchanged(
        came=arrived,
        waiting=waiting,
        moved=tuple(moved),
        records=tuple(records),
        lost=tuple(lost),
    )


_LAST = "SELECT id FROM revision ORDER BY seq DESC LIMIT 1"


def _known(connection: sqlite3.Connection) -> dict[bytes, bool]:
    """Every revision of the journal, and whether it has its words."""
    rows = connection.execute(
        "SELECT id, body.revision IS NOT NULL FROM revision LEFT JOIN body ON body.revision = seq"
    )
    return {id_: bool(words) for id_, words in rows}


def _numbers(connection: sqlite3.Connection) -> Iterator[Claim]:
    for row in connection.execute("SELECT type, number, record FROM number"):
        yield Claim(*row)


def _moves(connection: sqlite3.Connection, claims: Iterable[Claim]) -> bool:
    """Whether any of these is a higher number of a record that is here."""
    higher = "SELECT 1 FROM number WHERE record = ? AND number < ?"
    return any(connection.execute(higher, (one.record, one.number)).fetchone() for one in claims)


def _append_in_order(connection: sqlite3.Connection, came: dict[bytes, Arrived]) -> int:
    """Append each revision after those it was written over; how many wait for one of those.

    One without its words waits too, as long as nobody says that they were erased: they may be in
    a file that has not come yet.
    """
    erased, whole = set(erased_ids(connection)), _whole(connection)
    for one in came.values():
        erased.update(map(bytes.fromhex, one.facts.get("erases", ())))
        if one.facts["op"] == "erase" and one.facts.get("whole"):
            whole.add(UUID(one.facts["record"]).bytes)
    left = {
        id_: one
        for id_, one in came.items()
        if one.facts["op"] != "put"
        or one.revision.body is not None
        or id_ in erased
        or UUID(one.facts["record"]).bytes in whole
    }
    here = "SELECT 1 FROM revision WHERE id = ?"
    after: dict[bytes, list[bytes]] = defaultdict(list)
    lacks: Counter[bytes] = Counter()
    for id_, one in left.items():
        for parent in map(bytes.fromhex, one.facts["parents"]):
            if parent in left or not connection.execute(here, (parent,)).fetchone():
                after[parent].append(id_)
                lacks[id_] += 1
    ready = [id_ for id_ in left if not lacks[id_]]
    appended = 0
    while ready:
        one = left[ready.pop()]
        if misfit(connection, one) is None:
            append(connection, one, wordless=one.id in erased)
            appended += 1
            for child in after[one.id]:
                lacks[child] -= 1
                if not lacks[child]:
                    ready.append(child)
    return len(came) - appended


def _whole(connection: sqlite3.Connection) -> set[bytes]:
    """The records that were forgotten whole."""
    rows = connection.execute("SELECT record, header FROM revision WHERE op = 'erase'")
    return {record for record, header in rows if is_whole(header)}


def _settle(
    connection: sqlite3.Connection, claims: set[Claim], before: int, strangers: frozenset[bytes]
) -> list[Moved]:
    """Give every record its number, new ones theirs, and say which of those here moved."""
    first = {
        record: (clock, id_)
        for record, clock, id_ in connection.execute(
            "SELECT record, clock, min(id) FROM revision AS one WHERE clock ="
            " (SELECT min(clock) FROM revision WHERE record = one.record) GROUP BY record"
        )
    }
    slot = slot_of(connection)
    here = {one.record: one for one in _numbers(connection)}
    changes = settled(here.values(), claims, first, slot, strangers=strangers)
    renumber(connection, [(one.type, one.number, one.record) for one in changes])
    allot_numbers(connection, before)
    return [
        Moved(one.type, here[one.record].number, one.number)
        for one in changes
        if one.record in here
    ]


def slot_of(connection: sqlite3.Connection) -> int | None:
    """Which numbers this computer gives, see `numbers.next_number`; None where it is alone."""
    said = noted(connection, SLOT)
    return None if said is None else int(said)


# Out


class _Told(NamedTuple):
    """What some files say together: ids, those with their words, and numbers."""

    ids: set[bytes]
    words: set[bytes]
    claims: set[Claim]

    def has(self, id_: bytes, *, words: bool) -> bool:
        """Whether a revision is among them, with its `words` if it has any."""
        return id_ in (self.words if words else self.ids)


def _told_by(files: Iterable[Said]) -> _Told:
    told = _Told(set(), set(), set())
    for one in files:
        for id_, words in one.revisions:
            told.ids.add(id_)
            if words:
                told.words.add(id_)
        told.claims.update(one.claims)
    return told


def _write_out(
    journal: Journal, cache: Cache, place: Path, seal: Seal, now: Moment, again: frozenset[str]
) -> int:
    """Write what no file says that counts; how many revisions that were.

    Files that are to be written `again`, as one, do not count.
    """
    connection = journal.connection
    told = _told_by(_counted(cache, connection, again))
    numbers = {one.record: one for one in _numbers(connection)}
    unclaimed = {one.record for one in numbers.values()} - {
        one.record for one in told.claims & {*numbers.values()}
    }
    wanted = [
        seq
        for seq, id_, words, record, last in _revisions(connection)
        if not told.has(id_, words=words) or (record in unclaimed and last)
    ]
    device = noted(connection, "device") or ""
    for batch in _batches(connection, wanted):
        claims = [numbers[one.record] for one in batch if one.record in numbers]
        revisions = [Revision(one.header, one.salt, one.body) for one in batch]
        lines = [
            Numbered(one.number, one.type, str(UUID(bytes=one.record)))
            for one in dict.fromkeys(claims)
        ]
        text = "".join(archive.written(SCHEMA, made_at(now), [revisions, lines], device=device))
        look = carried.put(place, seal.seal(content.packed(text.encode())), device)
        ids = tuple((one.id, one.body is not None) for one in batch)
        cache.keep(Said(look, SOUND, device, ids, tuple(dict.fromkeys(claims))))
    return len(wanted)


class _Row(NamedTuple):
    id: bytes
    record: bytes
    header: bytes
    salt: bytes | None
    body: bytes | None


def _revisions(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes, bool, bytes, bool]]:
    """Place, id, whether it has words, record, and whether it is the last of that record."""
    rows = connection.execute(
        "SELECT seq, id, body.revision IS NOT NULL, record,"
        " type IN (SELECT DISTINCT type FROM number) AND seq ="
        " (SELECT max(seq) FROM revision AS late WHERE late.record = revision.record)"
        " FROM revision LEFT JOIN body ON body.revision = seq ORDER BY seq"
    )
    for seq, id_, words, record, last in rows.fetchall():
        yield seq, id_, bool(words), record, bool(last)


def _batches(connection: sqlite3.Connection, places: Iterable[int]) -> Iterator[list[_Row]]:
    """The revisions at these places, as many together as fit into a file."""
    batch: list[_Row] = []
    size = 0
    for place in places:
        row = connection.execute(
            "SELECT id, record, header, salt, body FROM revision"
            " LEFT JOIN body ON body.revision = seq WHERE seq = ?",
            (place,),
        ).fetchone()
        one = _Row(*row)
        long = len(one.header) + len(one.body or b"") + _LINE
        if batch and size + long > content.MOST:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += long
    if batch:
        yield batch


_LINE = 200  # bytes of a line besides header and body, and of a number


def _counted(cache: Cache, connection: sqlite3.Connection, again: frozenset[str]) -> list[Said]:
    """The files that count: they open, have their right name, and say no erased word."""
    forgotten = _forgotten(connection)
    return [
        one
        for one in cache.all()
        if one.state == SOUND
        and one.look.name not in again
        and not any(words and id_ in forgotten for id_, words in one.revisions)
    ]


def _forgotten(connection: sqlite3.Connection) -> set[bytes]:
    """The revisions whose words are gone because somebody said so; never what is only missing."""
    erased, whole = set(erased_ids(connection)), _whole(connection)
    rows = connection.execute(
        "SELECT id, record FROM revision WHERE op = 'put' AND NOT EXISTS"
        " (SELECT 1 FROM body WHERE body.revision = seq)"
    )
    return {id_ for id_, record in rows if id_ in erased or record in whole}


def _to_be_one(cache: Cache, device: str) -> frozenset[str]:
    """The small files of this computer, once there are many."""
    small = [
        one.look.name
        for one in cache.all()
        if one.state == SOUND and one.device == device and one.look.size < _SMALL
    ]
    return frozenset(small if len(small) > _MANY else ())


def _remove(journal: Journal, cache: Cache, place: Path, again: frozenset[str]) -> int:
    """Take out files that say what was forgotten, wrongly named ones, and what became one.

    Each only when all else that it says stands in files that count.
    """
    connection = journal.connection
    counted = _counted(cache, connection, again)
    told, forgotten = _told_by(counted), _forgotten(connection)
    claimed = {one.record for one in told.claims & set(_numbers(connection))}
    kept = {one.look.name for one in counted}
    removed = 0
    for one in [*cache.all()]:
        if one.look.name in kept or one.state not in {SOUND, MISNAMED}:
            continue
        covered = all(
            told.has(id_, words=words and id_ not in forgotten) for id_, words in one.revisions
        ) and all(claim.record in claimed for claim in one.claims)
        if covered and carried.take_out(place, one.look.name) is None:
            cache.drop(one.look.name)
            removed += 1
    return removed


def made_at(now: Moment) -> str:
    """The moment of writing, in UTC."""
    return f"{now.local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
