"""One exchange: take in what the folder says and the journal does not, and the other way round.

Nothing remembers what was sent. What counts is what files say that open, have their right name, and
say no word that the journal knows as erased; so a file that is lost, cut or doubled, a backup that
was restored and a disk that was copied are all mended by the next exchange.
"""

import shlex

from ally_journal.domain.sync.computers import Exchanged
from ally_journal.errors import KeyClosed
from ally_journal.store.database.connection import noted
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.sync.carrier import folder
from ally_journal.store.sync.carrier.cache import CLOSED, NEWER, UNREAD
from ally_journal.store.sync.devices import Intent
from ally_journal.store.sync.reading import refresh
from ally_journal.store.sync.run import Run
from ally_journal.store.sync.setup import computer_of
from ally_journal.store.sync.taking import take_in
from ally_journal.store.sync.writing import remove, to_be_one, write_out


def exchange(run: Run, key: bytes, intent: Intent, *, joins: bool = False) -> Exchanged:
    """Exchange with the files of a key; numbers of a journal that `joins` yield to theirs.

    Raises:
        KeyClosed: there is another key by now; nothing was exchanged.
        OSError: the folder cannot be listed, or a file not be written; the next run goes on.
        CannotKeep, JournalBusy, JournalDamaged: as every writing to a journal.
    """
    taken = receive(run, key, intent, joins=joins)
    return taken._replace(sent=send(run))


def receive(
    run: Run, key: bytes, intent: Intent, *, joins: bool = False, goes_to: str | None = None
) -> Exchanged:
    """The first half: what others wrote.

    A folder that was closed in favour of one that this computer itself `goes_to` is read all the
    same.
    """
    connection = run.journal.connection
    folder.sweep(run.folder, computer_of(run.path))
    opened = refresh(run)
    refuse_closed(run, goes_to)
    taken = take_in(run, opened, key, intent, joins=joins)
    states = sorted((name, state) for name, (_, state) in run.cache.looks().items())
    return taken._replace(
        unread=tuple(name for name, state in states if state == UNREAD),
        newer=sum(state == NEWER for _, state in states),
        cleaning=noted(connection, UNFINISHED) is not None,
    )


def send(run: Run) -> int:
    """Write what no file says, and remove what is not to be there; how many revisions went."""
    again = to_be_one(run)
    written = write_out(run, again)
    remove(run, again)
    return written


def refuse_closed(run: Run, goes_to: str | None = None) -> None:
    """Raise KeyClosed where the folder is not used any more, and not because of this computer."""
    if any(one.state == CLOSED and one.by != goes_to for one in run.cache.all()):
        raise KeyClosed(
            "The other computers have another key by now; ally sync key shows it there, and ally "
            f"sync join {shlex.quote(run.where)} takes it here."
        )
