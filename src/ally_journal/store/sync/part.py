"""This computer's part in what several exchange: a place, and what is known of it."""

import shlex
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.forget import Traces, Wanted
from ally_journal.domain.sync.computers import Exchanged, Setup
from ally_journal.domain.sync.key import folder_of
from ally_journal.domain.transfer.result import Tally
from ally_journal.errors import CannotKeep, JournalBusy, KeyClosed, PlaceGone
from ally_journal.store.database.connection import KEY, noted
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import sync_cache, sync_clone
from ally_journal.store.journal.journal import Journal
from ally_journal.store.sync import devices
from ally_journal.store.sync.carrier import folder
from ally_journal.store.sync.carrier.cache import Cache, locked
from ally_journal.store.sync.carrier.place import Folder, Place, keyed_folders
from ally_journal.store.sync.carrier.sealing import Seal
from ally_journal.store.sync.exchange import exchange
from ally_journal.store.sync.run import Run, Watch
from ally_journal.store.sync.setup import keep, kept

_TRIES = 6
"""How often somebody else may push to a repository before this computer gets its turn."""


class Part(NamedTuple):
    """An open journal at `path`, how it takes part, and the key by which it does.

    Somebody who `attended` may be asked for a password by git.
    """

    journal: Journal
    path: Path
    now: Moment
    watch: Watch
    setup: Setup
    key: bytes
    attended: bool

    @property
    def name(self) -> str:
        """The name of the folder of its key."""
        return folder_of(self.key)

    @property
    def intent(self) -> devices.Intent:
        """What this computer says of itself."""
        known = kept(self.path)
        return devices.Intent(self.setup.name, self.name, known.get("slot"), known.get("device"))

    def exchange(self, *, begins: bool = False, joins: bool = False) -> Exchanged:
        """Exchange until others see it, and keep what came of it in the machine state.

        Raises:
            PlaceGone, KeyClosed: see `folder`; or others push all the time.
            CannotKeep: the place could not be read or written.
        """
        place, done = self.place(), Exchanged()
        with self.noting_trouble(), self.cache() as cache:
            for attempt in self.until_pushed(place):
                there = self.folder(place, begins=begins)
                if self.setup.last is not None and not begins:
                    self._refuse_emptied(there)
                first = joins and not attempt
                run = self.run(cache, there)
                done = together(done, exchange(run, self.key, self.intent, joins=first))
            self._keep_setup()
        return done

    def place(self) -> Place:
        """What is exchanged through."""
        if self.setup.git:
            from ally_journal.store.sync.git.clone import Clone  # noqa: PLC0415 - a folder needs no git

            return Clone(self.setup.where, sync_clone(self.path), attended=self.attended)
        return Folder(Path(self.setup.where))

    def until_pushed(self, place: Place) -> Iterator[int]:
        """Once, and again each time that another computer was quicker to push."""
        for attempt in range(_TRIES):
            yield attempt
            if place.push():
                return
        raise PlaceGone(
            f"Other computers pushed to {self.setup.place} all the time; run ally sync again."
        )

    def cache(self) -> AbstractContextManager[Cache]:
        """What is known of the files; one exchange at a time has it."""
        return locked(sync_cache(self.path, self.name), self.setup.where)

    def run(self, cache: Cache, there: Path) -> Run:
        """An exchange with the files in the folder `there`."""
        seal, where = Seal(self.key), self.setup.place
        return Run(self.journal, self.path, where, cache, there, seal, self.now, self.watch)

    def folder(self, place: Place, *, begins: bool = False) -> Path:
        """The folder of the key in what is exchanged through; it is made by who `begins`.

        Raises:
            PlaceGone: it is not there.
            KeyClosed: there are only those of other keys.
        """
        where, own = self.setup.place, Path(self.setup.where)
        if begins and not self.setup.git and own.parent.is_dir():
            make_folder(own)
        base = place.pull()
        there = base / self.name
        if begins:
            make_folder(there)
        elif not there.is_dir():
            if keyed_folders(base):
                raise KeyClosed(
                    f"{where} is used with another key; ally sync key shows it on the other "
                    f"computer, and ally sync join {shlex.quote(where)} takes it here."
                )
            if noted(self.journal.connection, KEY) != self.key.hex():
                raise PlaceGone(
                    f"{where} holds nothing that can be joined; check the path, and if its files "
                    "are still on their way, run this again later."
                )
            raise PlaceGone(
                f"{where} holds nothing of this journal; if its files are still on their way, run "
                f"this again later, and if they are lost, ally sync init {shlex.quote(where)} "
                "writes them anew."
            )
        return there

    @contextmanager
    def noting_trouble(self) -> Iterator[None]:
        """Keep why an exchange failed, for whoever asks how it stands.

        Raises:
            CannotKeep: a disk refused something of what is exchanged through.
        """
        try:
            try:
                yield
            except OSError as refused:
                raise CannotKeep(
                    f"{self.setup.place} could not be read or written: {reason_of(refused)}; "
                    "nothing is lost, run ally sync again."
                ) from None
        except (CannotKeep, JournalBusy, KeyClosed, PlaceGone) as trouble:
            if kept(self.path):
                keep(self.path, trouble=str(trouble))
            raise

    def _refuse_emptied(self, there: Path) -> None:
        if not any(folder.files(there)) and not folder.awaited(there):
            where = self.setup.place
            raise PlaceGone(
                f"{where} is empty though it was used; connect its disk or start what carries it, "
                f"and if its files are lost, ally sync init {shlex.quote(where)} writes them anew."
            )

    def _keep_setup(self) -> None:
        connection = self.journal.connection
        device = noted(connection, "device") or ""
        mine = devices.known(connection)[device].device
        facts = self.setup._replace(name=mine.name, last=self.now.ms, trouble=None)._asdict()
        keep(self.path, **facts, slot=mine.slot, device=device)


def together(one: Exchanged, other: Exchanged) -> Exchanged:
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
