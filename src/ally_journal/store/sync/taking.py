"""Taking in what files say and the journal does not, in one transaction."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count

from ally_journal.domain.forget import Wanted
from ally_journal.domain.sync.computers import Exchanged, Forgotten, Moved
from ally_journal.domain.sync.numbers import Claim, settled
from ally_journal.domain.transfer.archive import Arrived
from ally_journal.store.database.connection import KEY, compact, note, noted, value_of
from ally_journal.store.files.layout import machine_file
from ally_journal.store.files.machine import renewed
from ally_journal.store.forget.drafts import are_any
from ally_journal.store.forget.selection import gone_by
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.clock import follow
from ally_journal.store.revisions.conflicts import conflict_of
from ally_journal.store.revisions.erasure import MAY_BE_WHOLE, UNFINISHED, erased_ids, is_whole
from ally_journal.store.revisions.projections import (
    allot_numbers,
    in_batches,
    newest_sequence,
    renumber,
)
from ally_journal.store.revisions.rows import NUMBERED, id_of
from ally_journal.store.revisions.undo import name_of
from ally_journal.store.sync.carrier.cache import MISNAMED, SOUND
from ally_journal.store.sync.devices import Intent, introduce, is_introduced, known, take_slot
from ally_journal.store.sync.reading import Opened, read
from ally_journal.store.sync.run import MANY, Run
from ally_journal.store.transfer.arrival import (
    append_all,
    became,
    erase,
    has_erasures,
    misfits,
    project_all,
    with_words,
)

HANDED_ON = "idea"
"""The type of record that others hand on too, as it is now: what it was before never comes."""


def take_in(
    run: Run, opened: dict[str, Opened], key: bytes, intent: Intent, *, joins: bool
) -> Exchanged:
    """Add what files say and the journal does not, if there is anything; and who this computer is.

    Numbers of a journal that `joins` yield to those of the others. Whose words were erased stays
    noted until copies were looked through.
    """
    connection = run.journal.connection
    numbers = set(numbers_of(connection))
    came, claims = _news(run, opened)
    claims -= numbers
    settle = bool(claims) and _moves(connection, claims)
    if not (came or settle) and is_introduced(connection, intent) and _has(connection, key):
        return Exchanged()
    strangers = frozenset(one.record for one in numbers) if joins else frozenset()
    with run.journal.writing() as change:
        before = newest_sequence(connection)
        note(connection, KEY, key.hex())
        waiting = _append_in_order(run, came)
        intent = _new_if_copied(run, change, came.values(), intent)
        slot = take_slot(change, connection, intent)
        moved = _settle(connection, claims, before, slot, strangers)
        gone = _gone(run, before)
        elsewhere, lost = erase(change, connection, before)
        project_all(connection, before, elsewhere | moved.keys())
        if has_erasures(connection, before):
            note(connection, UNFINISHED, "1")
        introduce(change, connection, intent)
        highest = max((one.facts["clock"] for one in came.values()), default=0)
        follow(connection, highest, run.now.ms)
        done = _told(connection, before, lost, change.stamp.device)
        if not change.appended:
            last = connection.execute("SELECT id FROM revision ORDER BY seq DESC LIMIT 1")
            change.appended[:] = last.fetchone() or ()
    if lost:
        compact(connection)
    return done._replace(moved=tuple(moved.values()), waiting=waiting, gone=gone)


def _news(run: Run, opened: dict[str, Opened]) -> tuple[dict[bytes, Arrived], set[Claim]]:
    """What files say that is not known here, with its words if any has those; and all claims."""
    there = ids(run.journal.connection)
    came: dict[bytes, Arrived] = {}
    claims: set[Claim] = set()
    for said in run.cache.all():
        if said.state not in {SOUND, MISNAMED}:
            continue
        claims.update(said.claims)
        if all(id_ in there for id_, _ in said.revisions):
            continue
        file = opened.get(said.look.name) or read(run, said.look.name)
        for one in file.revisions:
            if one.id not in there and (one.revision.body is not None or one.id not in came):
                came[one.id] = one
    return came, claims


def _told(
    connection: sqlite3.Connection, before: int, lost: Iterable[tuple[bytes, str]], device: str
) -> Exchanged:
    """What came behind a sequence, for whoever is told of it."""
    tally, conflicts = became(connection, before)
    return Exchanged(
        came=tally,
        conflicts=tuple(conflict_of(connection, type_, one) for one, type_ in conflicts),
        forgotten=tuple(_forgotten_elsewhere(connection, lost, device)),
    )


def _gone(run: Run, before: int) -> Wanted:
    """What drafts are looked through for, as long as the words are there that will go."""
    connection = run.journal.connection
    if not are_any(run.path):
        return Wanted()
    lost = with_words(connection, erased_ids(connection, before), before)
    return gone_by(connection, dict(lost.keys()))


def ids(connection: sqlite3.Connection) -> set[bytes]:
    """Every revision of the journal."""
    return {id_ for (id_,) in connection.execute("SELECT id FROM revision")}


def numbers_of(connection: sqlite3.Connection) -> Iterator[Claim]:
    """Every number of the journal."""
    return map(Claim._make, connection.execute("SELECT type, number, record FROM number"))


def whole(connection: sqlite3.Connection) -> set[bytes]:
    """The records that were forgotten whole."""
    rows = connection.execute(f"SELECT record, header FROM revision WHERE {MAY_BE_WHOLE}")
    return {record for record, header in rows if is_whole(header)}


def _has(connection: sqlite3.Connection, key: bytes) -> bool:
    return noted(connection, KEY) == key.hex()


def _moves(connection: sqlite3.Connection, claims: Iterable[Claim]) -> bool:
    """Whether any of these is a higher number of a record that is here."""
    higher = "SELECT 1 FROM number WHERE record = ? AND number < ?"
    return any(value_of(connection, higher, one.record, one.number) for one in claims)


def _new_if_copied(run: Run, change: Change, came: Iterable[Arrived], intent: Intent) -> Intent:
    """Go on as a new device where another computer writes as this one, since a disk was copied.

    What is told of this device and is not known here was written there.
    """
    if all(one.facts["device"] != change.stamp.device for one in came):
        return intent
    device = renewed(machine_file(run.path))
    note(run.journal.connection, "device", device)
    change.stamp = change.stamp._replace(device=device)
    taken = {one.device.name for one in known(run.journal.connection).values()}
    names = (f"{intent.name} {number}" for number in count(2))
    return Intent(next(name for name in names if name not in taken), intent.folder)


def _append_in_order(run: Run, came: dict[bytes, Arrived]) -> int:
    """Append each revision after those it was written over; how many wait for one of those.

    One without its words waits too, as long as nobody says that they were erased: they may be in
    a file that has not come yet.
    """
    connection = run.journal.connection
    erased, gone = set(erased_ids(connection)), whole(connection)
    for one in came.values():
        erased.update(map(bytes.fromhex, one.facts.get("erases", ())))
        if one.facts["op"] == "erase" and one.facts.get("whole"):
            gone.add(id_of(one.facts["record"]))
    odd = {one.id for some in in_batches(came.values()) for one, _ in misfits(connection, some)}
    left = {
        id_: one
        for id_, one in came.items()
        if id_ not in odd
        and (
            one.facts["op"] != "put"
            or one.revision.body is not None
            or id_ in erased
            or id_of(one.facts["record"]) in gone
        )
    }
    ready = [*_in_order(connection, left)]
    append_all(connection, run.watch("Taking in", ready, len(ready) > MANY), erased)
    return len(came) - len(ready)


def _in_order(connection: sqlite3.Connection, came: dict[bytes, Arrived]) -> Iterator[Arrived]:
    """Those that can stand in this journal, each when those it was written over do."""
    here = partial(value_of, connection, "SELECT record FROM revision WHERE id = ?")
    after: dict[bytes, list[bytes]] = defaultdict(list)
    lacks: Counter[bytes] = Counter()
    strays: set[bytes] = set()
    for id_, one in came.items():
        record = id_of(one.facts["record"])
        for parent in map(bytes.fromhex, one.facts["parents"]):
            of = id_of(came[parent].facts["record"]) if parent in came else here(parent)
            if parent in came or (of is None and one.facts["type"] != HANDED_ON):
                after[parent].append(id_)
                lacks[id_] += 1
            if of not in {record, None}:
                strays.add(id_)
    ready = [id_ for id_ in came if not lacks[id_]]
    while ready:
        if (id_ := ready.pop()) not in strays:
            yield came[id_]
            for child in after[id_]:
                lacks[child] -= 1
                if not lacks[child]:
                    ready.append(child)


def _settle(
    connection: sqlite3.Connection,
    claims: set[Claim],
    before: int,
    slot: int,
    strangers: frozenset[bytes],
) -> dict[tuple[bytes, str], Moved]:
    """Give every record its number, new ones theirs, and say which of those here moved."""
    first: dict[bytes, tuple[int, bytes]] = {}
    made = "SELECT record, clock, id FROM revision ORDER BY clock DESC, id DESC"
    for record, clock, id_ in connection.execute(made):
        first[record] = clock, id_
    here = {one.record: one for one in numbers_of(connection)}
    changes = settled(here.values(), claims, first, slot, strangers=strangers)
    renumber(connection, [(one.type, one.number, one.record) for one in changes])
    allot_numbers(connection, before)
    return {
        (one.record, one.type): Moved(one.type, here[one.record].number, one.number)
        for one in changes
        if one.record in here
    }


def _forgotten_elsewhere(
    connection: sqlite3.Connection, lost: Iterable[tuple[bytes, str]], device: str
) -> Iterator[Forgotten]:
    """What lost its words here because of another computer, and which that is."""
    computers = known(connection)
    erasure = (
        "SELECT json_extract(CAST(header AS TEXT), '$.device') FROM revision"
        " WHERE record = ? AND op = 'erase' ORDER BY seq DESC LIMIT 1"
    )
    for record, type_ in lost:
        by = value_of(connection, erasure, record)
        if type_ in {*NUMBERED, "reflection"} and by != device:
            name = computers[by].device.name if by in computers else "another computer"
            yield Forgotten(name_of(connection, type_, record), name)
