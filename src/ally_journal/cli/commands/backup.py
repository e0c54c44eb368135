"""ally backup: copies of the journal that were checked, and putting one back."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Annotated

from ally_journal.cli.arguments import AllAsJson, App, AsJson, Run, Yes, argument, option
from ally_journal.cli.completion import backup_names
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    confirm,
    is_terminal,
    need_answer,
    put,
    say,
    say_exactly,
    warn,
)
from ally_journal.cli.workflows.output import are_large, say_if_long, watched
from ally_journal.cli.workflows.sync import comes_back, exchange_for, tell
from ally_journal.domain.backup import BY_HAND, Backup, named
from ally_journal.errors import AllyError, JournalDamaged, NotAJournal
from ally_journal.render.messages import backup as words
from ally_journal.store.backup import catalog
from ally_journal.store.backup import restore as backup_restore
from ally_journal.store.backup.catalog import Backups
from ally_journal.store.database.file import Found, is_locked, look_at
from ally_journal.store.files import machine
from ally_journal.store.files.layout import backup_file, machine_file

app = App()


@app.listing("ally backup", "ally backup list", "ally backup restore last")
def backup(ctx: Run, json: AsJson = False) -> None:
    """Make a checked copy of the journal now. On each day you write, one makes itself."""
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.obj
    session.unlock()
    say_if_long([session.path])
    made = catalog.back_up_now(session.path, now(), BY_HAND)
    if json:
        say_exactly(words.document_of_one(_number(session, made), made), done=True)
    else:
        say(words.made(made), done=True)


@app.command("ally backup list", "ally backup list --json", name="list")
def list_(ctx: Run, json: AllAsJson = False) -> None:
    """Show the backups, newest last. Each one listed was checked and can be restored."""
    session = ctx.obj
    _unlock(session)
    there = _backups(session)
    for remark in _remarks(session, there):
        warn(remark)
    if json:
        say_exactly(words.document(there.sound))
    else:
        put(words.listing(there.sound, session.screen_anyway(), locked=bool(there.locked)))


@app.command("ally backup show last", "ally backup show 3 --json")
def show(
    ctx: Run,
    name: Annotated[str, argument("NAME", "Its name or number, or last.", backup_names)],
    json: AsJson = False,
) -> None:
    """Show one backup: when and why it was made, and what it holds."""
    session = ctx.obj
    _unlock(session)
    chosen = _chosen(session, name)
    number = _number(session, chosen)
    if json:
        say_exactly(words.document_of_one(number, chosen))
    else:
        put(words.one(number, chosen, session.screen_anyway()))


@app.command(
    "ally backup restore last",
    "ally backup restore 3 --yes",
    "ally backup restore 20261120-143000-1a2b3c4d-daily",
)
def restore(
    ctx: Run,
    name: Annotated[str, argument("NAME", "Its name or number, or last.", backup_names)],
    as_it_was: Annotated[
        bool, option("--as-it-was", "With what was forgotten since, where it still has that.")
    ] = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Put one in the journal's place. The journal as it is now becomes a backup first."""
    session = ctx.obj
    _unlock(session)
    chosen = _chosen(session, name)
    number = _number(session, chosen)
    warn_of = words.other_encryption(chosen, journal=_encryption(session))
    if not yes:
        need_answer("Restoring", json=json)
        screen = session.screen_anyway()
        known = [words.offer(chosen, screen), _present(session), warn_of, comes_back(session)]
        say("\n".join(filter(None, known)))
        if not Asker(screen.plain).yes("Restore it?"):
            say("Nothing was changed.")
            return
    say_if_long([session.path, session.path])
    done = backup_restore.restore(session.path, chosen, now().local, as_it_was=as_it_was)
    aside = str(done.aside) if done.aside else None
    if yes and warn_of:
        warn(warn_of)
    if not done.confirmed:
        session.tell_unconfirmed("Restored")
    chosen = _as_restored(session, chosen)
    told = words.restored(chosen, done.before, aside)
    confirm(words.document_of_one(number, chosen), told, json=json)
    if (exchanged := exchange_for(session, words.NOT_EXCHANGED)) and not json:
        tell(exchanged.lines())


@app.command("ally backup daily", "ALLY_JOURNAL=journal.db ally backup daily", hidden=True)
def daily(ctx: Run) -> None:
    """Make the backup of today unless there is one, and say nothing; ally log starts this.

    It hands over the key of an encrypted journal on stdin.
    """
    from ally_journal.store.backup.daily import make  # noqa: PLC0415 - once a day

    session = ctx.obj
    handed_over = sys.stdin is not None and not is_terminal(sys.stdin) and session.is_encrypted()
    make(session.path, now(), sys.stdin.buffer.read() if handed_over else b"")


def _unlock(session: Session) -> None:
    """Have the key at hand: the journal's, or that of its newest backup where it is lost."""
    with suppress(JournalDamaged, NotAJournal):
        session.unlock()
        if session.path.exists():
            return
    newest = catalog.newest_encrypted(session.path, now().naive)
    if newest is not None and is_locked(newest):
        from ally_journal.cli.terminal import passphrase  # noqa: PLC0415 - a plain journal needs no key

        passphrase.unlock(newest)


def _chosen(session: Session, name: str) -> Backup:
    """The backup that is meant; one with another passphrase is unlocked and checked first."""
    there = _backups(session)
    locked = name.removesuffix(".db")
    if locked in there.locked:
        from ally_journal.cli.terminal.passphrase import unlock_apart  # noqa: PLC0415 - a plain one needs no key

        unlock_apart(backup_file(session.path, locked))
        there = _backups(session)
    return named(there.sound, name)


def _number(session: Session, backup: Backup) -> int:
    """Its place among those that can be restored."""
    return [one.name for one in _backups(session).sound].index(backup.name) + 1


def _encryption(session: Session) -> bool | None:
    """Whether the journal is encrypted, or was; None when nothing says so."""
    with suppress(AllyError):
        if (found := look_at(session.path)) is not Found.NOTHING:
            return found is Found.ENCRYPTED
    return True if machine.encrypted_with(machine_file(session.path)) else None


def _remarks(session: Session, there: Backups) -> Iterator[str]:
    """What is to be said of the copies besides the list of those that are sound."""
    for one in there.unsound:
        yield words.unsound(*one)
    if there.locked:
        yield words.locked(there.locked)
    plain = [backup.name for backup in there.sound if not backup.encrypted]
    if plain and session.is_encrypted():
        yield words.not_encrypted(plain)


def _backups(session: Session) -> Backups:
    """All backups; those not yet checked are, with a bar when that takes long."""
    waiting = tuple(catalog.to_verify(session.path))
    long = are_large(waiting)
    for copy in watched(waiting, session, "Checking backups", len(waiting), 1, long=long):
        catalog.verify_and_note(copy)
    return catalog.backups_of(session.path, now().naive)


def _present(session: Session) -> str:
    """What restoring would replace, in a sentence."""
    try:
        held = backup_restore.present(session.path)
    except JournalDamaged:
        return words.DAMAGED
    return words.present(held.entries, held.newest) if held else words.MISSING


def _as_restored(session: Session, chosen: Backup) -> Backup:
    """The backup with what the journal has of it: less, where something was forgotten since."""
    with suppress(AllyError):
        if held := backup_restore.present(session.path):
            return replace(chosen, entries=held.entries, newest=held.newest)
    return chosen
