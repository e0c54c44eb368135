"""Reading what is new in the carried folder, and noting what it says."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from ally_journal.domain.sync import content
from ally_journal.domain.sync.numbers import Claim
from ally_journal.domain.transfer import archive
from ally_journal.domain.transfer.archive import Arrived, ArrivedNumber
from ally_journal.errors import ArchiveDamaged, ArchiveNewer
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.sync.carrier import folder
from ally_journal.store.sync.carrier.cache import CLOSED, MISNAMED, NEWER, SOUND, UNREAD, Said
from ally_journal.store.sync.carrier.folder import Look
from ally_journal.store.sync.carrier.sealing import Seal
from ally_journal.store.sync.run import Run


class Opened(NamedTuple):
    """What a file turned out to be, by whom, see `Said`, and what it holds."""

    state: str
    by: str = ""
    found: tuple[Arrived | ArrivedNumber, ...] = ()

    @property
    def revisions(self) -> Iterable[Arrived]:
        """Its revisions, in their order."""
        return (one for one in self.found if isinstance(one, Arrived))

    def said(self, look: Look) -> Said:
        """The same by ids alone."""
        claims = [one.numbered for one in self.found if isinstance(one, ArrivedNumber)]
        return Said(
            look,
            self.state,
            self.by,
            tuple((one.id, one.revision.body is not None) for one in self.revisions),
            tuple(Claim(type_, number, UUID(record).bytes) for number, type_, record in claims),
        )


_MUCH = 500_000  # bytes of carried files; from here on a person would wonder


def refresh(run: Run) -> dict[str, Opened]:
    """Note what new files say, and which are gone; gives those that were opened, by their names.

    A file that did not open is tried again, as it may not have been here whole. What only stands
    for a file that is not here yet takes nothing away from what is known of it.

    Raises:
        OSError: the folder cannot be listed.
    """
    there = {look.name: look for look in folder.files(run.folder)}
    known = run.cache.looks()
    for name in known.keys() - there.keys() - folder.awaited(run.folder):
        run.cache.drop(name)
    new = [look for look in there.values() if _is_new(look, known.get(look.name))]
    opened: dict[str, Opened] = {}
    for look in run.watch("Reading", new, sum(look.size for look in new) > _MUCH):
        one = opened[look.name] = read(run, look.name)
        run.cache.keep(one.said(look))
    return opened


def _is_new(look: Look, before: tuple[Look, str] | None) -> bool:
    """Whether a file is another than the one that was read, or was not whole then."""
    return before is None or before != (look, before[1]) or before[1] == UNREAD


def read(run: Run, name: str) -> Opened:
    """One file of the folder."""
    sealed = folder.read(run.folder, name)
    one = Opened(UNREAD) if sealed is None else _opened(sealed, run.seal)
    if one.state == SOUND and sealed is not None and not folder.is_rightly_named(name, sealed):
        return one._replace(state=MISNAMED)
    return one


def _opened(sealed: bytes, seal: Seal) -> Opened:
    inside = seal.open(sealed)
    if inside is None:
        return Opened(UNREAD)
    try:
        kind, lines = content.unpacked(inside)
        if kind == content.CLOSED:
            return Opened(CLOSED, lines.decode())
        if kind != content.FORMAT:
            return Opened(NEWER)
        found = tuple(archive.read([lines], SCHEMA))
    except ArchiveNewer:
        return Opened(NEWER)
    except (ArchiveDamaged, ValueError):
        return Opened(UNREAD)
    return Opened(SOUND, archive.device_of(lines), found)
