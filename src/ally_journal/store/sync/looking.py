"""How the computers stand, and what joining them would bring: both change nothing."""

from collections.abc import Iterator

from ally_journal.domain.records.device import Device
from ally_journal.domain.records.fields import record_of
from ally_journal.domain.records.revision import told
from ally_journal.domain.sync.computers import Computer, Foreseen, Status
from ally_journal.domain.transfer.archive import Arrived
from ally_journal.store.database.connection import noted, value_of
from ally_journal.store.sync import devices
from ally_journal.store.sync.carrier.cache import MISNAMED, NEWER, SOUND, UNREAD
from ally_journal.store.sync.exchange import refuse_closed
from ally_journal.store.sync.part import Part
from ally_journal.store.sync.reading import read, refresh
from ally_journal.store.sync.taking import HANDED_ON, ids
from ally_journal.store.sync.writing import counted, told_by, unsaid


def status(part: Part) -> Status:
    """How the computers stand, as far as this one knows; nothing is read of the place."""
    connection = part.journal.connection
    with part.cache() as cache:
        said = list(cache.all())
        unsent = len(unsaid(connection, told_by(counted(cache, connection))))
    carried = (one.revisions for one in said if one.state in {SOUND, MISNAMED})
    return Status(
        part.setup,
        tuple(_computers(part)),
        unsent,
        len({id_ for revisions in carried for id_, _ in revisions} - ids(connection)),
        tuple(sorted(one.look.name for one in said if one.state == UNREAD)),
        sum(one.state == NEWER for one in said),
    )


def foresee(part: Part) -> Foreseen:
    """What joining would bring together; nothing is written to the journal.

    Raises:
        PlaceGone, KeyClosed: nothing there is sealed with this key, or not any more.
    """
    connection = part.journal.connection
    with part.noting_trouble(), part.cache() as cache:
        run = part.run(cache, part.folder(part.place()))
        opened = refresh(run)
        refuse_closed(run)
        found = [
            revision
            for one in cache.all()
            if one.state in {SOUND, MISNAMED}
            for revision in (opened.get(one.look.name) or read(run, one.look.name)).revisions
        ]
    days, computers = _held(found)
    known = ids(connection)
    return Foreseen(
        len(days),
        min(days, default=None),
        max(days, default=None),
        computers,
        int(value_of(connection, "SELECT count(*) FROM entry")),
        any(one.id in known for one in found if one.facts["type"] != HANDED_ON),
    )


def _computers(part: Part) -> Iterator[Computer]:
    """Those that take part by the same key, by the numbers they give."""
    connection = part.journal.connection
    here, total = noted(connection, "device"), devices.erasures(connection)
    by_device = "SELECT json_extract(CAST(header AS TEXT), '$.device'), max(clock) FROM revision"
    newest = dict(connection.execute(f"{by_device} GROUP BY 1").fetchall())
    there = devices.present(devices.known(connection))
    for device, _ in sorted(there.values(), key=lambda one: (one.device.slot, one.device.id)):
        if device.folder == part.name:
            wrote = [newest[one] for one in (device.id, device.instead_of) if one in newest]
            yield Computer(
                device.name,
                max(wrote, default=None),
                device.encrypted,
                max(total - device.cleaned, 0),
                device.id == here,
            )


def _held(found: list[Arrived]) -> tuple[list[str], tuple[str, ...]]:
    """The days of the entries that revisions show, and the names of the computers."""
    over = {parent for one in found for parent in one.facts["parents"]}
    shown: dict[str, str] = {}
    named: dict[str, Device] = {}
    for one in found:
        if one.id.hex() not in over and one.revision.body is not None:
            body = told(one.revision.body)
            if one.facts["type"] == "entry":
                shown[one.facts["record"]] = body["day"]
            elif one.facts["type"] == "device":
                named[body["id"]] = record_of(Device, body)
    replaced = {one.instead_of for one in named.values()}
    names = (one.name for id_, one in named.items() if id_ not in replaced)
    return [*shown.values()], tuple(sorted(names))
