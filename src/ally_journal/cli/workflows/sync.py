"""One exchange with the other computers, whichever command it is done for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from ally_journal.cli.session import WROTE, Session, now
from ally_journal.cli.terminal.streams import can_ask, fitted, put, warn
from ally_journal.cli.workflows.erasure import follow_erasures
from ally_journal.cli.workflows.output import watched
from ally_journal.domain.forget import Beyond
from ally_journal.domain.sync.computers import Exchanged, Setup
from ally_journal.errors import UNEXCHANGED
from ally_journal.render.messages import sync as told
from ally_journal.render.messages.doctor import is_command
from ally_journal.render.messages.forget import stuck
from ally_journal.render.screen import Screen
from ally_journal.store.sync.carrier.sealing import check_library
from ally_journal.store.sync.setup import needed, setup_of
from ally_journal.store.sync.sync import Sync


class Done(NamedTuple):
    """What an exchange came to, and whether backups and drafts `lost` what was forgotten."""

    came: Exchanged
    setup: Setup
    lost: bool = False

    def lines(self, *, quiet: bool = False) -> list[str]:
        """What is said of it; nothing needs a person where it is `quiet` and there are none."""
        says = told.needing if quiet else told.exchanged
        return says(self.came, self.setup.place, cleaned=self.lost)


def exchange(session: Session) -> Done:
    """Take in and send, once; what was forgotten elsewhere leaves backups and drafts here too.

    Raises:
        NotSynced, PlaceGone, KeyClosed, SyncMissing, …: see `store.sync.sync`.
    """
    with syncing(session) as sync:
        came = sync.exchange()
    return followed(session, came)


@contextmanager
def syncing(session: Session, *, create: bool = False) -> Iterator[Sync]:
    """One visit to the journal for what several computers do; what takes long is shown.

    Raises SyncMissing before anything is made.
    """
    check_library()

    def watch(words: str, items: list[Any], long: bool) -> Iterable[Any]:
        return watched(items, session, words, len(items), 1, long=long)

    with session.journal(create=create) as journal:
        sync = Sync(journal, session.path, now(), watch)
        sync.attended = can_ask()
        yield sync


def followed(session: Session, came: Exchanged) -> Done:
    """Finish what an exchange left to do around the journal; then others see that it is done."""
    lost = False
    if came.cleaning:
        done = follow_erasures(session, came.gone, "Exchanged")
        if done.stuck:
            warn(stuck(done))
        lost = not done.stuck
        with suppress(*UNEXCHANGED), syncing(session) as sync:
            sync.exchange()
    session.visits.discard(WROTE)  # it is sent already
    return Done(came, needed(session.path), lost)


def exchange_beside(session: Session, why: str) -> None:
    """The same beside another command, whose answer is about something else."""
    if done := exchange_for(session, why):
        for line in done.lines(quiet=True):
            warn(line)


def exchange_for(session: Session, why: str) -> Done | None:
    """The same for another command, which goes on without it: then it is said `why`."""
    if setup_of(session.path) is None:
        return None
    try:
        return exchange(session)
    except UNEXCHANGED as trouble:
        warn(f"{why} {trouble}")
        return None


def comes_back(session: Session) -> str:
    """What is to be known before a backup is put back; nothing where nothing is exchanged."""
    setup = setup_of(session.path)
    return told.comes_back(setup) if setup else ""


def with_computers(session: Session, known: Beyond) -> Beyond:
    """What is out of reach, with the other computers; inside a visit to the journal or not."""
    setup = setup_of(session.path)
    if setup is None:
        return known
    with suppress(*UNEXCHANGED), syncing(session) as sync:
        names = tuple(one.name for one in sync.status().computers if not one.here)
        return known._replace(through=setup.place, computers=names)
    return known._replace(through=setup.place)


def others_heard(session: Session, screen: Screen) -> str:
    """Until when it is known here what the other computers wrote; empty where there are none."""
    if setup_of(session.path) is None:
        return ""
    with suppress(*UNEXCHANGED), syncing(session) as sync:
        return told.not_heard(sync.status().computers, now().local.tzinfo, screen)
    return ""


def tell(lines: Iterable[str]) -> None:
    """Say what was done, a sentence a line; a command is never broken."""
    shown = [line if is_command(line) else fitted(line) for line in lines]
    if shown:
        put("\n".join(shown), done=True)
