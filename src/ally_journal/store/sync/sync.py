"""Several computers: beginning, taking part, exchanging, another key, and leaving it.

What a computer itself knows of it, such as the place, is in its machine state; the key, and which
numbers it gives, are in the journal, so that a passphrase protects them.
"""

import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.forget import Traces, Wanted
from ally_journal.domain.records.device import Device
from ally_journal.domain.records.fields import record_of
from ally_journal.domain.records.revision import told
from ally_journal.domain.sync.computers import Computer, Exchanged, Foreseen, Setup, Status
from ally_journal.domain.sync.content import CLOSED as CLOSING
from ally_journal.domain.sync.content import packed
from ally_journal.domain.sync.key import LENGTH, folder_of
from ally_journal.domain.transfer.archive import Arrived
from ally_journal.domain.transfer.result import Tally
from ally_journal.errors import (
    AllyError,
    CannotKeep,
    InventedJournal,
    KeyClosed,
    NotSynced,
    PlaceGone,
)
from ally_journal.store.database.connection import KEY, NEXT_KEY, SLOT, note, noted, value_of
from ally_journal.store.files import machine
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import machine_file, sync_cache, sync_clone
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.sync import devices, folder
from ally_journal.store.sync.cache import (
    CLOSED,
    MISNAMED,
    NEWER,
    SOUND,
    UNREAD,
    Cache,
    Said,
    locked,
)
from ally_journal.store.sync.exchange import exchange, receive, refuse_closed, send
from ally_journal.store.sync.place import Folder, Place, is_url, keyed_folders, whole_path
from ally_journal.store.sync.reading import read, refresh
from ally_journal.store.sync.run import Run, Watch
from ally_journal.store.sync.sealing import Seal
from ally_journal.store.sync.setup import keep, kept, needed, setup_of
from ally_journal.store.sync.taking import HANDED_ON, ids
from ally_journal.store.sync.writing import counted, told_by, unsaid
from ally_journal.store.transfer.archive import is_living

_TRIES = 6
"""How often somebody else may push to a repository before this computer gets its turn."""


def _unwatched(_words: str, items: list[Any]) -> list[Any]:
    return items


class Sync:
    """What a computer does with the others, on an open journal at `path`.

    Each method may raise CannotKeep, JournalBusy and JournalDamaged as every writing does, and
    SyncMissing where the library is not there.
    """

    def __init__(
        self, journal: Journal, path: Path, now: Moment, watch: Watch = _unwatched
    ) -> None:
        self._journal, self._path, self._now, self._watch = journal, path, now, watch

    @property
    def key(self) -> bytes | None:
        """The key of this journal, if it has one."""
        said = noted(self._journal.connection, KEY)
        return bytes.fromhex(said) if said else None

    @property
    def needed_key(self) -> bytes:
        """The same; raises NotSynced where this computer takes no part, or has it no more."""
        return self._taking_part()[1]

    def is_used_by_others(self, where: str) -> bool:
        """Whether another key has files in a folder; false for one that is not there yet."""
        there = whole_path(where)
        mine = {folder_of(self.key)} if self.key else set()
        return os.path.isdir(there) and bool(keyed_folders(Path(there)) - mine)  # noqa: PTH112 - as `whole_path`

    def init(self, where: str, name: str) -> Exchanged:
        """Begin to exchange through a place, with the key this journal has or a new one.

        Raises:
            InventedJournal: it is a demo.
            PlaceGone: the place cannot be reached.
        """
        self._refuse_invented()
        setup = self._setup(where, name)
        return self._exchanged(setup, self.key or os.urandom(LENGTH), begins=True)

    def foresee(self, where: str, key: bytes) -> Foreseen:
        """What joining would bring together; nothing is written to the journal.

        Raises:
            InventedJournal: it is a demo.
            PlaceGone, KeyClosed: nothing there is sealed with this key, or not any more.
        """
        self._refuse_invented()
        setup, connection = self._setup(where, ""), self._journal.connection
        with self._cache(setup, key) as cache, _refused(setup):
            there = self._folder(self._place(setup), setup, key)
            run = self._run(setup, cache, there, key)
            opened = refresh(run)
            refuse_closed(run)
            files = [one for one in cache.all() if one.state in {SOUND, MISNAMED}]
            found = [
                revision
                for one in files
                for revision in (opened.get(one.look.name) or read(run, one.look.name)).revisions
            ]
        (entries, computers), here = _held(found), ids(connection)
        days = sorted(entries)
        return Foreseen(
            len(entries),
            days[0] if days else None,
            days[-1] if days else None,
            computers,
            int(value_of(connection, "SELECT count(*) FROM entry")),
            any(one.id in here for one in found if one.facts["type"] != HANDED_ON),
        )

    def join(self, where: str, key: bytes, name: str) -> Exchanged:
        """Take part in what other computers exchange; a journal with anything in it is backed up.

        Its own records yield their numbers, unless it took part before.

        Raises:
            As `foresee`.
        """
        shares = self.foresee(where, key).shares
        if is_living(self._journal):
            self._journal.back_up("before-join")
        done = self._exchanged(self._setup(where, name), key, joins=not shares)
        if noted(self._journal.connection, NEXT_KEY):
            with self._journal.writing():
                self._unnote(NEXT_KEY)
        return done

    def exchange(self) -> Exchanged:
        """Exchange once; what was begun with another key is finished first.

        Raises:
            NotSynced: this computer does not take part.
            PlaceGone: the place cannot be reached, or is empty though it was used.
            KeyClosed: the others have another key by now.
        """
        setup, key = self._taking_part()
        if noted(self._journal.connection, NEXT_KEY):
            return self._rekeyed(setup, key)
        return self._exchanged(setup, key)

    def new_key(self) -> Exchanged:
        """Go on with another key, which nobody has who had the old one; `key` is it then.

        Others that exchange are told that there is one. The old key leaves backups with the next
        looking through them, which is noted to be due.

        Raises:
            As `exchange`.
        """
        setup, key = self._taking_part()
        if not noted(self._journal.connection, NEXT_KEY):
            with self._journal.writing():
                note(self._journal.connection, NEXT_KEY, os.urandom(LENGTH).hex())
        return self._rekeyed(setup, key)

    def off(self) -> None:
        """Take part no more: forget place and key here. The journal stays as it is."""
        key = self.key
        with self._journal.writing():
            self._unnote(KEY, NEXT_KEY, SLOT)
        machine.note(machine_file(self._path), sync=None)
        if key:
            sync_cache(self._path, folder_of(key)).unlink(missing_ok=True)
        shutil.rmtree(sync_clone(self._path), ignore_errors=True)

    def status(self) -> Status:
        """How the computers stand, as far as this one knows.

        Raises:
            NotSynced: it does not take part.
        """
        setup, key = self._taking_part()
        connection = self._journal.connection
        with self._cache(setup, key) as cache:
            run = self._run(setup, cache, Path(), key)
            said = list(cache.all())
            unsent = len(unsaid(connection, told_by(counted(run))))
        there = ids(connection)
        carried = {
            id_ for one in said if one.state in {SOUND, MISNAMED} for id_, _ in one.revisions
        }
        return Status(
            setup,
            tuple(self._computers(folder_of(key))),
            unsent,
            len(carried - there),
            tuple(sorted(one.look.name for one in said if one.state == UNREAD)),
            sum(one.state == NEWER for one in said),
        )

    # How

    def _computers(self, of: str) -> Iterator[Computer]:
        connection = self._journal.connection
        known, here = devices.known(connection), noted(connection, "device")
        total = devices.erasures(connection)
        newest = dict(
            connection.execute(
                "SELECT json_extract(CAST(header AS TEXT), '$.device'), max(clock)"
                " FROM revision GROUP BY 1"
            ).fetchall()
        )
        for id_, (device, _) in sorted(
            devices.present(known).items(), key=lambda item: (item[1].device.slot, item[0])
        ):
            if device.folder == of:
                before = device.instead_of
                wrote = [newest[one] for one in (id_, before) if one in newest]
                unclean = max(total - device.cleaned, 0)
                yield Computer(
                    device.name, max(wrote, default=None), device.encrypted, unclean, id_ == here
                )

    def _taking_part(self) -> tuple[Setup, bytes]:
        setup = needed(self._path)
        if self.key is None:
            raise NotSynced(
                "This journal has no key any more; ally sync key shows it on another computer, "
                f"and ally sync join {shlex.quote(setup.where)} takes it here."
            )
        return setup, self.key

    def _setup(self, where: str, name: str) -> Setup:
        git = is_url(where)
        before = setup_of(self._path)
        there = where if git else whole_path(where)
        last = before.last if before and before.where == there else None
        return Setup(there, name, git, bool(before and before.auto), last)

    def _place(self, setup: Setup) -> Place:
        if setup.git:
            from ally_journal.store.sync.git import Clone  # noqa: PLC0415 - a folder needs no git

            return Clone(setup.where, sync_clone(self._path))
        return Folder(Path(setup.where))

    def _refuse_invented(self) -> None:
        if noted(self._journal.connection, "demo"):
            raise InventedJournal(
                "This is a demo journal, and what it invents would be mixed with what you write; "
                "name your own journal with --journal."
            )

    def _exchanged(
        self, setup: Setup, key: bytes, *, begins: bool = False, joins: bool = False
    ) -> Exchanged:
        """Exchange until others see it, and keep what came of it in the machine state."""
        place, done = self._place(setup), Exchanged()
        with self._noting_trouble(), self._cache(setup, key) as cache, _refused(setup):
            for attempt in range(_TRIES):
                there = self._folder(place, setup, key, begins=begins)
                if setup.last is not None and not begins:
                    _refuse_emptied(there, setup)
                run, first = self._run(setup, cache, there, key), joins and not attempt
                done = _together(done, exchange(run, key, self._intent(setup, key), joins=first))
                if place.push():
                    break
            else:
                raise PlaceGone(
                    f"Other computers pushed to {setup.where} all the time; run ally sync again."
                )
            self._keep_setup(setup)
        return done

    def _rekeyed(self, setup: Setup, old: bytes) -> Exchanged:
        """Finish what `new_key` began, wherever an earlier run was stopped.

        All is sealed anew before the old folder is closed, and the journal takes the new key only
        then; so at any moment one of both leads every computer on.
        """
        connection, place, done = self._journal.connection, self._place(setup), Exchanged()
        new = bytes.fromhex(noted(connection, NEXT_KEY) or "")
        goes_to = folder_of(new)
        with (
            self._noting_trouble(),
            self._cache(setup, old) as before,
            self._cache(setup, new) as after,
            _refused(setup),
        ):
            for _ in range(_TRIES):
                base = place.pull()
                made = (base / goes_to).is_dir()
                there = base / folder_of(old) if made else self._folder(place, setup, old)
                if closing := there.is_dir():
                    run = self._run(setup, before, there, old)
                    taken = receive(run, old, self._intent(setup, old), goes_to=goes_to)
                    done = _together(done, taken)
                make_folder(base / goes_to)
                resealed = self._run(setup, after, base / goes_to, new)
                refresh(resealed)
                send(resealed)
                if closing:
                    _close(run, goes_to)
                if place.push():
                    break
            else:
                raise PlaceGone(
                    f"Other computers pushed to {setup.where} all the time; run ally sync again."
                )
        with self._journal.writing():
            note(connection, KEY, new.hex())
            note(connection, UNFINISHED, "1")
            self._unnote(NEXT_KEY)
        sync_cache(self._path, folder_of(old)).unlink(missing_ok=True)
        return _together(done, self._exchanged(setup, new))

    @contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        """Keep why an exchange failed, for whoever asks how it stands."""
        try:
            yield
        except AllyError as trouble:
            if kept(self._path):
                keep(self._path, trouble=str(trouble))
            raise

    def _keep_setup(self, setup: Setup) -> None:
        connection = self._journal.connection
        device = noted(connection, "device") or ""
        mine = devices.known(connection)[device].device
        facts = setup._replace(name=mine.name, last=self._now.ms, trouble=None)._asdict()
        keep(self._path, **facts, slot=mine.slot, device=device)

    def _intent(self, setup: Setup, key: bytes) -> devices.Intent:
        before = kept(self._path)
        return devices.Intent(setup.name, folder_of(key), before.get("slot"), before.get("device"))

    def _cache(self, setup: Setup, key: bytes) -> AbstractContextManager[Cache]:
        return locked(sync_cache(self._path, folder_of(key)), setup.where)

    def _run(self, setup: Setup, cache: Cache, there: Path, key: bytes) -> Run:
        seal, now = Seal(key), self._now
        return Run(self._journal, self._path, setup.where, cache, there, seal, now, self._watch)

    @staticmethod
    def _folder(place: Place, setup: Setup, key: bytes, *, begins: bool = False) -> Path:
        """The folder of a key in what is exchanged through; it is made by who `begins`.

        Raises:
            PlaceGone: it is not there.
            KeyClosed: there are only those of other keys.
        """
        if begins and not setup.git and Path(setup.where).parent.is_dir():
            make_folder(Path(setup.where))
        base = place.pull()
        there = base / folder_of(key)
        if begins:
            make_folder(there)
        elif not there.is_dir():
            where = shlex.quote(setup.where)
            if keyed_folders(base):
                raise KeyClosed(
                    f"{setup.where} is used with another key; ally sync key shows it on the other "
                    f"computer, and ally sync join {where} takes it here."
                )
            raise PlaceGone(
                f"{setup.where} holds nothing of this journal; if its files are still on their "
                f"way, run this again later, and if they are lost, ally sync init {where} writes "
                "them anew."
            )
        return there

    def _unnote(self, *keys: str) -> None:
        for key in keys:
            self._journal.connection.execute("DELETE FROM meta WHERE key = ?", (key,))


def _refuse_emptied(there: Path, setup: Setup) -> None:
    if not any(folder.files(there)) and not folder.awaited(there):
        raise PlaceGone(
            f"{setup.where} is empty though it was used; connect its disk or start what carries "
            f"it, and if its files are lost, ally sync init {shlex.quote(setup.where)} writes them "
            "anew."
        )


def _close(run: Run, goes_to: str) -> None:
    """Say in a folder that another one is used now, and take out what was read of it."""
    said = list(run.cache.all())
    if not any(one.state == CLOSED for one in said):
        device = noted(run.journal.connection, "device") or ""
        sealed = run.seal.seal(packed(goes_to.encode(), CLOSING))
        run.cache.keep(Said(folder.put(run.folder, sealed, device), CLOSED, goes_to))
    for one in said:
        if one.state in {SOUND, MISNAMED} and folder.take_out(run.folder, one.look.name) is None:
            run.cache.drop(one.look.name)


@contextmanager
def _refused(setup: Setup) -> Iterator[None]:
    """Say plainly that a disk refused something of what is exchanged through."""
    try:
        yield
    except OSError as refused:
        raise CannotKeep(
            f"{setup.where} could not be read or written: {reason_of(refused)}; nothing is lost, "
            "run ally sync again."
        ) from None


def _together(one: Exchanged, other: Exchanged) -> Exchanged:
    """What two exchanges came to, one after the other."""
    came = Tally(*map(sum, zip(one.came, other.came, strict=True)))
    return other._replace(
        came=came,
        sent=one.sent + other.sent,
        moved=one.moved + other.moved,
        conflicts=one.conflicts + other.conflicts,
        forgotten=one.forgotten + other.forgotten,
        gone=_gone(one.gone, other.gone),
    )


def _gone(one: Wanted, other: Wanted) -> Wanted:
    entries = (*one.numbers.get("entry", ()), *other.numbers.get("entry", ()))
    first, second = one.traces, other.traces
    return Wanted(
        {"entry": entries}, traces=Traces(first.alone | second.alone, first.runs | second.runs)
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
