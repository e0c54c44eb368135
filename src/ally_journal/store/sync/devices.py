"""The computers that take part, by what each says of itself in a record that is carried too."""

import sqlite3
from itertools import count
from typing import NamedTuple

from ally_journal.domain.records.device import Device
from ally_journal.domain.records.fields import body_of, record_of
from ally_journal.store.database.connection import SLOT, note, noted, salt_in_use, value_of
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.revisions.projections import told_by_heads


class Known(NamedTuple):
    """A computer, and by clock and id when it was first heard of."""

    device: Device
    first: tuple[int, bytes]


class Intent(NamedTuple):
    """What this computer is to say of itself.

    `folder` is that of the key, `before` the device it was at the last exchange, and `slot` the one
    it had then.
    """

    name: str
    folder: str
    slot: int | None = None
    before: str | None = None


def known(connection: sqlite3.Connection) -> dict[str, Known]:
    """Every device that was heard of, by its id."""
    first: dict[bytes, tuple[int, bytes]] = {}
    sql = (
        "SELECT record, clock, id FROM revision WHERE type = 'device' ORDER BY clock DESC, id DESC"
    )
    for record, clock, id_ in connection.execute(sql):
        first[record] = clock, id_
    found = {}
    for record, when in first.items():
        told = told_by_heads(connection, record)
        if told and told[0]:
            device = record_of(Device, told[0])
            found[device.id] = Known(device, when)
    return found


def present(computers: dict[str, Known]) -> dict[str, Known]:
    """Those that write still: no other one writes instead of them."""
    replaced = {one.device.instead_of for one in computers.values()}
    return {id_: one for id_, one in computers.items() if id_ not in replaced}


def is_introduced(connection: sqlite3.Connection, intent: Intent) -> bool:
    """Whether this computer says of itself what it is, so that nothing need be written."""
    id_ = noted(connection, "device")
    if id_ is None:
        return False
    computers = known(connection)
    mine = _mine(connection, id_, intent, computers)
    there = computers.get(id_)
    return there is not None and there.device == mine and noted(connection, SLOT) == str(mine.slot)


def take_slot(change: Change, connection: sqlite3.Connection, intent: Intent) -> int:
    """Note which numbers this computer gives from now on, inside the caller's transaction."""
    slot = _mine(connection, change.stamp.device, intent, known(connection)).slot
    note(connection, SLOT, str(slot))
    return slot


def introduce(change: Change, connection: sqlite3.Connection, intent: Intent) -> None:
    """Let this computer say what it is, if it does not yet, inside the caller's transaction."""
    id_, computers = change.stamp.device, known(connection)
    mine = _mine(connection, id_, intent, computers)
    if id_ not in computers or computers[id_].device != mine:
        change.put("device", lasting_record_id("device", id_), body_of(mine))


def erasures(connection: sqlite3.Connection) -> int:
    """How often something was forgotten on any computer."""
    return int(value_of(connection, "SELECT count(*) FROM revision WHERE op = 'erase'"))


def _mine(
    connection: sqlite3.Connection, id_: str, intent: Intent, computers: dict[str, Known]
) -> Device:
    """What a device with this id is to say of itself."""
    there = computers.get(id_)
    before = there.device.instead_of if there else intent.before
    if before == id_:
        before = None
    others = {
        one.device.slot: one
        for other, one in sorted(present(computers).items(), key=lambda item: item[1].first[::-1])
        if other not in {id_, before}
    }
    unfinished = noted(connection, UNFINISHED) is not None
    cleaned = there.device.cleaned if there and unfinished else erasures(connection)
    return Device(
        id_,
        intent.name,
        intent.folder,
        _slot(there, intent.slot, others),
        before,
        0 if unfinished and not there else cleaned,
        salt_in_use(connection) is not None,
    )


def _slot(there: Known | None, wanted: int | None, others: dict[int, Known]) -> int:
    """The slot it has, unless another had it before, or else the first that is free."""
    slot = there.device.slot if there else wanted
    if slot is not None and (
        slot not in others or (there is not None and there.first < others[slot].first)
    ):
        return slot
    return next(free for free in count() if free not in others)
