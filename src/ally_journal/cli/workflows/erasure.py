"""Taking what was forgotten out of the copies of a journal, whichever way the forgetting came."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ally_journal.cli.session import Session
from ally_journal.cli.workflows.output import are_large, watched
from ally_journal.domain.forget import REWRITE, Done, Wanted
from ally_journal.errors import UNOPENED, CannotKeep
from ally_journal.render.phrases import counted
from ally_journal.store.forget import backups, drafts, erase
from ally_journal.store.forget.backups import Task
from ally_journal.store.forget.selection import Target
from ally_journal.store.journal.journal import Journal

_TAKES_LONG = 2_000_000  # bytes of the journal and its backups; from here on it takes a second


def clean_copies(session: Session, journal: Journal, task: Task, done: Done) -> None:
    """Take it out of every backup, and note that none is left to do; the caller is alone."""
    copies = backups.clean(journal.connection, session.path, task, done)
    there = backups.backups(session.path)
    long = are_large((session.path, *there), _TAKES_LONG)
    for _ in watched(copies, session, "Looking through backups", len(there), 1, long=long):
        pass
    erase.finish(journal)


@contextmanager
def finishing(path: Path, done: Done, before: str) -> Iterator[None]:
    """Where something stops this, say what was done `before`, and which copies are left to do.

    Raises:
        CannotKeep: so.
    """
    try:
        yield
    except UNOPENED as stopped:
        left = sum(copy.stem not in done.looked for copy in backups.backups(path))
        still = f"{counted(left, 'backup')} may still hold it: " if left else ""
        why = str(stopped).removesuffix(".")
        raise CannotKeep(f"{before}, but {why}; {still}run the same again.") from None


def follow_erasures(session: Session, gone: Wanted, before: str) -> Done:
    """Take what came as erased out of this computer's backups and drafts, once that was done.

    `gone` says of which entries, and by which traces, drafts and what lies about them go.
    """
    done = Done()
    with finishing(session.path, done, before), backups.alone(session.path):
        drafts.erase_drafts(session.path, gone, done)
        with session.journal() as journal, journal.writing() as change:
            task = Task(Target({}), change.stamp, REWRITE)
        with session.journal() as journal:
            clean_copies(session, journal, task, done)
    return done
