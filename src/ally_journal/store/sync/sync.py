"""Several computers: beginning, taking part, exchanging, another key, and leaving it.

What a computer itself knows of it, such as the place, is in its machine state; the key, and which
numbers it gives, are in the journal, so that a passphrase protects them.
"""

import os
import shlex
import shutil
from pathlib import Path
from typing import Any

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.sync.computers import Exchanged, Foreseen, Setup, Status
from ally_journal.domain.sync.key import LENGTH, folder_of
from ally_journal.errors import InventedJournal, NotSynced
from ally_journal.store.database.connection import KEY, NEXT_KEY, SLOT, note, noted
from ally_journal.store.files.layout import sync_cache, sync_clone
from ally_journal.store.journal.journal import Journal
from ally_journal.store.sync import looking
from ally_journal.store.sync.carrier.place import keyed_folders, whole_path
from ally_journal.store.sync.git.address import url_of
from ally_journal.store.sync.part import Part
from ally_journal.store.sync.rekey import rekeyed
from ally_journal.store.sync.run import Watch
from ally_journal.store.sync.setup import drop, needed, setup_of
from ally_journal.store.transfer.archive import is_living


def _unwatched(_words: str, items: list[Any], _long: bool) -> list[Any]:
    return items


class Sync:
    """What a computer does with the others, on an open journal at `path`.

    Each method may raise CannotKeep, JournalBusy and JournalDamaged as every writing does, and
    SyncMissing where the library is not there.
    """

    attended = False
    """Whether somebody is there whom git may ask for a password."""

    def __init__(
        self, journal: Journal, path: Path, now: Moment, watch: Watch = _unwatched
    ) -> None:
        self._journal, self._path, self._now, self._watch = journal, path, now, watch

    @property
    def key(self) -> bytes | None:
        """The key of this journal, if it has one."""
        return self._noted_key(KEY)

    @property
    def needed_key(self) -> bytes:
        """The key that others need: one that was begun with is it already.

        Raises:
            NotSynced: this computer takes no part, or has none any more.
        """
        part = self._taking_part()
        return self._noted_key(NEXT_KEY) or part.key

    def is_used_by_others(self, where: str) -> bool:
        """Whether another key has files in a folder; false where this computer takes part already.

        Also false for one that is not there yet.
        """
        there, before = whole_path(where), setup_of(self._path)
        if before and before.where == there:
            return False
        mine = {folder_of(self.key)} if self.key else set()
        return os.path.isdir(there) and bool(keyed_folders(Path(there)) - mine)  # noqa: PTH112 - as `whole_path`

    def init(self, where: str, name: str) -> Exchanged:
        """Begin to exchange through a place, with the key this journal has or a new one.

        Raises:
            InventedJournal: it is a demo.
            PlaceGone: the place cannot be reached.
        """
        self._refuse_invented()
        part = self._part(self._setup(where, name), self.key or os.urandom(LENGTH))
        return part.exchange(begins=True)

    def foresee(self, where: str, key: bytes) -> Foreseen:
        """What joining would bring together; nothing is written to the journal.

        Raises:
            InventedJournal: it is a demo.
            PlaceGone, KeyClosed: nothing there is sealed with this key, or not any more.
        """
        self._refuse_invented()
        return looking.foresee(self._part(self._setup(where, ""), key))

    def join(self, where: str, key: bytes, name: str) -> Exchanged:
        """Take part in what other computers exchange; a journal with anything in it is backed up.

        Its own records yield their numbers, unless it took part before.

        Raises:
            As `foresee`.
        """
        shares = self.foresee(where, key).shares
        if is_living(self._journal):
            self._journal.back_up("before-join")
        done = self._part(self._setup(where, name), key).exchange(joins=not shares)
        if self._noted_key(NEXT_KEY):
            self._forget_keys(NEXT_KEY)
        return done

    def exchange(self) -> Exchanged:
        """Exchange once; what was begun with another key is finished first.

        Raises:
            NotSynced: this computer does not take part.
            PlaceGone: the place cannot be reached, or is empty though it was used.
            KeyClosed: the others have another key by now.
        """
        part, begun = self._taking_part(), self._noted_key(NEXT_KEY)
        return rekeyed(part, begun) if begun else part.exchange()

    def new_key(self) -> Exchanged:
        """Go on with another key, which nobody has who had the old one; `key` is it then.

        Others that exchange are told that there is one. The old key leaves backups with the next
        looking through them, which is noted to be due.

        Raises:
            As `exchange`.
        """
        part, key = self._taking_part(), self._noted_key(NEXT_KEY) or os.urandom(LENGTH)
        with self._journal.writing():  # or a run that is killed would leave two keys
            note(self._journal.connection, NEXT_KEY, key.hex())
        return rekeyed(part, key)

    def off(self) -> None:
        """Take part no more: forget place and key here. The journal stays as it is."""
        key = self.key
        self._forget_keys(KEY, NEXT_KEY, SLOT)
        drop(self._path)
        if key:
            sync_cache(self._path, folder_of(key)).unlink(missing_ok=True)
        shutil.rmtree(sync_clone(self._path), ignore_errors=True)

    def status(self) -> Status:
        """How the computers stand, as far as this one knows.

        Raises:
            NotSynced: it does not take part.
        """
        return looking.status(self._taking_part())

    # How

    def _noted_key(self, which: str) -> bytes | None:
        kept = noted(self._journal.connection, which)
        return bytes.fromhex(kept) if kept else None

    def _part(self, setup: Setup, key: bytes) -> Part:
        known = self._journal, self._path, self._now, self._watch
        return Part(*known, setup, key, self.attended)

    def _taking_part(self) -> Part:
        setup, key = needed(self._path), self.key
        if key is None:
            raise NotSynced(
                "This journal has no key any more; ally sync key shows it on another computer, "
                f"and ally sync join {shlex.quote(setup.where)} takes it here."
            )
        return self._part(setup, key)

    def _setup(self, where: str, name: str) -> Setup:
        url, kept = url_of(where), setup_of(self._path)
        there = url or whole_path(where)
        last = kept.last if kept and kept.where == there else None
        return Setup(there, name, url is not None, bool(kept and kept.auto), last)

    def _refuse_invented(self) -> None:
        if noted(self._journal.connection, "demo"):
            raise InventedJournal(
                "This is a demo journal, and what it invents would be mixed with what you write; "
                "name your own journal with --journal."
            )

    def _forget_keys(self, *which: str) -> None:
        with self._journal.writing():
            for key in which:
                self._journal.connection.execute("DELETE FROM meta WHERE key = ?", (key,))
