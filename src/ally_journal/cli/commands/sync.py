"""ally sync: the same journal on several computers."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from ally_journal.cli.arguments import App, AsJson, Run, Yes, argument, option
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned_or_none,
    fitted,
    is_terminal,
    need_answer,
    put,
    say,
    say_exactly,
    warn,
)
from ally_journal.cli.workflows.sync import Done, exchange, followed, syncing, tell
from ally_journal.domain.sync.computers import Exchanged, Setup, shown
from ally_journal.domain.sync.key import key_from, spelt
from ally_journal.errors import AllyError, JournalNewer, WrongUsage
from ally_journal.render.clean import one_line
from ally_journal.render.messages import sync as told
from ally_journal.store.files.disk import carried_by
from ally_journal.store.files.system import computer_name
from ally_journal.store.sync.setup import GATHERED, needed, set_auto, setup_of, tell_later
from ally_journal.store.transfer import source
from ally_journal.store.transfer.archive import is_living

app = App()

_JOIN, _BEGIN = "join", "begin"
_LONGEST_NAME = 60
_LONGEST_KEY = 4096  # bytes of a file that holds one

Where = Annotated[
    str, argument("WHERE", "A folder that something carries, or the URL of a git repository.")
]
Name = Annotated[
    str | None, option("--name NAME", "What the others call this computer; usually its own name.")
]


@app.listing("ally sync", "ally sync --quiet", "ally sync init ~/Dropbox/ally")
def sync(
    ctx: Run,
    quiet: Annotated[bool, option("--quiet", "Say only what needs you.")] = False,
    json: AsJson = False,
) -> None:
    """Exchange with your other computers: take in what they wrote, send what was written here.

    What goes between them is sealed, and carried by a program or a stick of yours, or by git.
    """
    if ctx.invoked_subcommand is not None:
        return
    done = exchange(ctx.obj)
    if json:
        say_exactly(told.document(done.came, cleaned=done.lost), done=True)
    else:
        tell(done.lines(quiet=quiet))
    _leave_if_newer(done)


@app.command("ally sync init ~/Dropbox/ally", "ally sync init /media/stick/ally --name laptop")
def init(ctx: Run, where: Where, name: Name = None) -> None:
    """Begin, on the first computer: a key is made and shown, and the journal is sent, sealed.

    Another program carries the folder to the other computers, or git its files. Nobody reads them
    without the key. The same again asks anew whether exchanges run by themselves.
    """
    _refuse_nowhere(where)
    session = ctx.obj
    before, asker = setup_of(session.path), Asker(session.screen_anyway().plain)
    with syncing(session) as sync:
        is_taken = sync.is_used_by_others(where)
    if is_taken:
        if (chosen := _meant(asker, where)) == _JOIN:
            _join(session, where, name, None, yes=False)
        if chosen != _BEGIN:
            return
    with syncing(session, create=True) as sync:
        came, key = sync.init(where, _name(session, name)), sync.key
    done = followed(session, came)
    tell([told.began(done.setup), *done.lines()])
    if key and (before is None or before.where != done.setup.where):
        tell(told.key_and_how(spelt(key), done.setup))
    _see_to_auto(session, asker, done.setup, is_new=before is None)
    _leave_if_newer(done)


@app.command(
    "ally sync join ~/Dropbox/ally",
    "ally sync join ~/Dropbox/ally --name laptop",
    "ally sync join /media/stick/ally --key-file key.txt --yes",
)
def join(
    ctx: Run,
    where: Where,
    name: Name = None,
    key_file: Annotated[
        Path | None, option("--key-file FILE", "Read the key from a file, instead of being asked.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Take part, on every other computer: it asks for the key, which may also come on stdin.

    A journal that is here already is backed up first and comes to what is there.
    """
    _join(ctx.obj, where, name, key_file, yes=yes)


@app.command("ally sync status", "ally sync status --json")
def status(ctx: Run, json: AsJson = False) -> None:
    """Show the computers, when each wrote last, and what waits; nothing is exchanged for that."""
    session = ctx.obj
    setup = setup_of(session.path)
    if setup is None:
        if json:
            say_exactly(told.status_document(None))
        else:
            put(fitted(told.NOBODY))
        return
    with syncing(session) as sync:
        found = sync.status()
    if json:
        say_exactly(told.status_document(found))
        return
    carrier = None if setup.git else carried_by(Path(setup.where))
    tell(told.status(found, carrier, now().local.tzinfo, session.screen(session.settings())))


@app.command("ally sync key", "ally sync key --new")
def key(
    ctx: Run,
    new: Annotated[
        bool, option("--new", "Make another one, as after a computer was lost or stolen.")
    ] = False,
) -> None:
    """Show the key, or make another one, which then every computer needs."""
    session = ctx.obj
    setup = needed(session.path)
    with syncing(session) as sync:
        came = sync.new_key() if new else Exchanged()
        made = sync.needed_key
    for line in followed(session, came).lines(quiet=True) if new else ():
        warn(line)
    if not is_terminal(sys.stdout):
        put(spelt(made), done=new)
        return
    how = told.new_key(setup) if new else [told.KEEP]
    tell([told.KEY, f"  {spelt(made)}", *how])


@app.command("ally sync off", "ally sync off --plain")
def off(ctx: Run) -> None:
    """Take part no more: this computer forgets the place and the key; its journal stays."""
    session = ctx.obj
    setup = needed(session.path)
    with syncing(session) as sync:
        sync.off()
    tell(told.off(setup))


@app.command("ally sync background", "ALLY_JOURNAL=journal.db ally sync background", hidden=True)
def background(ctx: Run) -> None:
    """Exchange and say nothing; ally log starts this where exchanges run by themselves.

    It hands over the key of an encrypted journal on stdin.
    """
    from ally_journal.store.crypto.background import take_over  # noqa: PLC0415 - for this alone

    session, _ = ctx.obj, needed(ctx.obj.path)
    handed_over = sys.stdin is not None and not is_terminal(sys.stdin)
    take_over(session.path, sys.stdin.buffer.read() if handed_over else b"")
    sleep(GATHERED)
    tell_later(session.path, told.later(exchange(session).came))


def _join(session: Session, where: str, name: str | None, file: Path | None, *, yes: bool) -> None:
    """Take part: the key, a look at what there is, a question where both have something."""
    _refuse_nowhere(where)
    is_new, asker = setup_of(session.path) is None, Asker(session.screen_anyway().plain)
    given = _key(session, asker, file)
    with syncing(session) as sync:
        foreseen = sync.foresee(where, given)
    with session.journal() as journal:
        living = is_living(journal)
    say(told.foreseen(foreseen, shown(where)))
    if living and not (foreseen.shares or yes):
        need_answer("Joining")
        if not asker.yes(told.TOGETHER):
            say(told.UNCHANGED)
            return
    called = _name(session, name, foreseen.computers)
    with syncing(session, create=True) as sync:
        came = sync.join(where, given, called)
    done = followed(session, came)
    tell([told.began(done.setup), *done.lines()])
    _see_to_auto(session, asker, done.setup, is_new=is_new)
    _leave_if_newer(done)


def _refuse_nowhere(where: str) -> None:
    """Raise WrongUsage for an empty name, which would be the folder where the person is."""
    if not where.strip():
        raise WrongUsage("Name a folder, or the URL of a git repository; ally help sync says more.")


def _meant(asker: Asker, where: str) -> str:
    """What a person wants where another journal is exchanged already; empty for nothing."""
    if not can_ask():
        raise WrongUsage(
            f"Another journal is exchanged in {shown(where)} already. ally sync join takes part in "
            "it; to begin another one, name another folder."
        )
    with suppress(Stopped):
        if chosen := asker.choice(
            told.MEANT, told.MEANT_CHOICES, (_JOIN, _BEGIN), enter="Enter for neither"
        ):
            return chosen
    say(told.UNCHANGED)
    return ""


def _key(session: Session, asker: Asker, file: Path | None) -> bytes:
    """The key from a file, from stdin, or as the person types it, seen, so that it can be compared.

    Raises:
        WrongUsage, AllyError: none was given, or what was given is none.
        NotFound, CannotKeep: the file cannot be read.
    """
    if file is None and can_ask():
        return _asked_key(asker)
    if file is None and (sys.stdin is None or is_terminal(sys.stdin)):
        raise WrongUsage("The key comes on stdin, or from a file: say --key-file FILE.")
    with source.opened(file, sys.stdin.buffer, session.path) as held:
        return key_from(held.read(_LONGEST_KEY).decode(errors="replace"))


def _asked_key(asker: Asker) -> bytes:
    question = told.ASK_KEY
    with suppress(Stopped):
        while typed := asker.line(question):
            try:
                return key_from(typed)
            except WrongUsage as slip:
                question = str(slip)
    raise AllyError("No key was given, so nothing was changed; ally sync key shows it elsewhere.")


def _name(session: Session, said: str | None, taken: Sequence[str] = ()) -> str:
    """What this computer is called: as was said, as before, or by its own name, with a number."""
    before = setup_of(session.path)
    if said is not None:
        name = one_line(cleaned_or_none(said) or "")
        if not 0 < len(name) <= _LONGEST_NAME:
            raise WrongUsage(f"A computer's name has from 1 to {_LONGEST_NAME} letters.")
        return name
    if before:
        return before.name
    own, known = computer_name(), {name.casefold() for name in taken}
    names = chain([own], (f"{own}-{number}" for number in count(2)))
    return next(name for name in names if name.casefold() not in known)


def _see_to_auto(session: Session, asker: Asker, setup: Setup, *, is_new: bool) -> None:
    """Ask whether exchanges run by themselves, which is usual for a folder and not for git."""
    if can_ask():
        asks = asker.yes if setup.git else asker.agreed
        auto = asks(told.BY_ITSELF_GIT if setup.git else told.BY_ITSELF)
    else:
        auto = not setup.git if is_new else setup.auto
    set_auto(session.path, auto=auto)
    say(told.by_itself(auto=auto), done=True)


def _leave_if_newer(done: Done) -> None:
    if done.came.newer:
        raise typer.Exit(JournalNewer.exit_code)
