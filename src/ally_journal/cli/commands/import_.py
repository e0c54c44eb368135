"""ally import: from an archive of ally's or another program's file, whole or not at all."""

import sys
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import typer

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import kinds
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.prompts import Asker, Stopped, ask_kind, kept_unless_short
from ally_journal.cli.terminal.streams import can_ask, fitted, put, say, say_exactly, warn
from ally_journal.cli.workflows.erasure import follow_erasures
from ally_journal.cli.workflows.output import watched
from ally_journal.domain.forget import Wanted
from ally_journal.domain.kind import Kind, kind_option
from ally_journal.domain.transfer.formats import (
    FEW,
    FORMS,
    needs_kind,
    read,
    sniff,
    sniff_many,
    wanted,
)
from ally_journal.domain.transfer.programs import refusal
from ally_journal.domain.transfer.result import Taken, Tally
from ally_journal.errors import AllyError, CannotKeep, UnreadableFile, WrongUsage
from ally_journal.render.clean import one_line
from ally_journal.render.messages import transfer as told
from ally_journal.render.messages.doctor import is_command
from ally_journal.render.messages.forget import stuck
from ally_journal.render.screen import Screen
from ally_journal.store.forget.drafts import are_any
from ally_journal.store.forget.erase import is_unfinished
from ally_journal.store.forget.selection import gone_by
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import EACH
from ally_journal.store.transfer import archive, contents, source, staging
from ally_journal.store.transfer.contents import Contents
from ally_journal.store.transfer.foreign import adopting

app = App()

ARCHIVE = "jsonl"
FORMATS = (ARCHIVE, *FORMS)
_TAKES_LONG = 5  # megabytes; from here on a person would wonder


@app.command(
    "ally import journal.jsonl --dry-run",
    "ally import journal.jsonl",
    "ally import jrnl.txt --kind act",
    "ally import Vault --kind learn --skip-unreadable",
    "ssh laptop ally export | ally import - --yes",
)
def import_(
    ctx: Run,
    path: Annotated[Path, argument("FILE|FOLDER", "What to import; - is stdin.")],
    said: Annotated[
        str | None, option(f"--format {'|'.join(FORMATS)}", "What it is, if not clear.")
    ] = None,
    kind: Annotated[
        str | None, option("--kind -k KIND", "The kind of entries that do not say one.", kinds)
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", "Say what would be new; write nothing.")] = False,
    skip: Annotated[
        bool, option("--skip-unreadable", "Leave out and list entries that cannot be read.")
    ] = False,
    with_erasures: Annotated[
        bool, option("--with-erasures", "Erase here too what was forgotten there.")
    ] = False,
    yes: arguments.Yes = False,
    json: arguments.AsJson = False,
) -> None:
    """Take in what a file holds and this journal does not.

    Importing it again changes nothing. Before anything is added to a journal, it is backed up.
    """
    manner = _Manner(dry_run, yes, json, with_erasures, skip, kind_option(kind) if kind else None)
    place = None if path == Path("-") else path
    if place and contents.is_folder(path):
        found = contents.of_folder(path)
        taken = _adopt(ctx.obj, found, _form(str(path), said, found), manner)
    else:
        with source.opened(place, sys.stdin.buffer, ctx.obj.path) as file:
            found = contents.of_file(path, file, source.beginning(file))
            form = _form(path.name, said, found)
            if form == ARCHIVE:
                if skip:
                    raise WrongUsage(
                        "An archive is taken in whole or not at all; import it without "
                        "--skip-unreadable."
                    )
                taken = _take_archive(ctx.obj, file, manner)
            else:
                taken = _adopt(ctx.obj, found, form, manner)
    if json:
        say_exactly(told.document(taken, dry_run=dry_run), done=not dry_run)
    else:
        tells = told.foreseen if dry_run else told.done
        lines = (tells if taken.revisions else told.nothing_new)(taken).split("\n")
        fit = [line if is_command(line) else fitted(line) for line in lines]
        put("\n".join(fit), done=not dry_run)
        if command := told.way_back(taken):
            put(command, done=True)
    for note in taken.notes:
        warn(one_line(note))


class _Manner(NamedTuple):
    dry_run: bool
    yes: bool
    json: bool
    with_erasures: bool
    skip: bool
    kind: Kind | None


def _form(name: str, said: str | None, found: Contents) -> str:
    """What it is, by --format or by what it holds; raises WrongUsage when neither tells.

    A file of a program that ally does not read is refused by its name, whatever --format says.
    """
    if why := refusal(name, found.names, found.head):
        raise UnreadableFile(why)
    if said is not None and said.lower() not in FORMATS:
        raise WrongUsage(
            f"“{said}” is no form that ally imports; name one of {', '.join(FORMATS)}."
        )
    form = said.lower() if said is not None else None
    if found.packed:
        form = form or sniff_many(found.names)
        if form is None or not wanted(form, found.names):
            raise WrongUsage(
                f"{name} holds nothing that ally imports: a folder of dated Markdown notes, a "
                "folder of jrnl, or a Day One export; a .zip may hold the same."
            )
        return form
    form = form or sniff(name, found.head)
    if form is None:
        raise WrongUsage(
            f"{name} does not say what it is; say --format with one of {', '.join(FORMATS)}."
        )
    return form


def _adopt(session: Session, found: Contents, form: str, manner: _Manner) -> Taken:
    """Take in the entries of another program's file, as one change, which undo takes back.

    Raises:
        UnreadableFile, UnreadableDate, TooLong: it cannot be read; nothing was imported.
        WrongUsage: it has entries without a kind, and nobody can be asked.
    """
    with session.journal() as journal:
        screen = session.screen(journal.settings())
    names = wanted(form, found.names) if found.packed else found.names
    kind = manner.kind
    if kind is None and can_ask(json=manner.json) and needs_kind(form, found.documents(names)):
        read(form, found.documents(names), Kind.LEARN, now(), skip=manner.skip)  # or it is refused
        kind = _ask_kind(Asker(screen.plain))
    arrivals = read(form, found.documents(names), kind, now(), skip=manner.skip)
    if found.packed and (others := len(found.names) - len(names)):
        was = "1 other file was" if others == 1 else f"{others:,} other files were"
        arrivals = arrivals._replace(notes=(*arrivals.notes, f"{was} left out."))
    many, backup = arrivals.many, None
    with ExitStack() as beside:
        with session.journal() as journal:
            copy = _copy(session, journal, manner, beside) if many > FEW else None
            batches = adopting(copy or journal, arrivals, dry_run=True)
            tally = _watched_adopting(session, batches, many, "Checking")
            living = archive.is_living(journal)
        changes = tally.new + tally.changed + tally.conflict
        if changes and not manner.dry_run:
            with session.journal(create=True) as journal:
                if copy and staging.put(copy, journal, session.path):
                    backup = copy.backup
                else:
                    backup = journal.back_up("before-import") if living else None
                    batches = adopting(journal, arrivals, dry_run=False)
                    tally = _watched_adopting(session, batches, many, "Importing")
    return Taken(tally, changes, living, backup, undoable=True, notes=arrivals.notes)


def _watched_adopting(session: Session, batches: Iterable[Tally], many: int, words: str) -> Tally:
    return list(watched(batches, session, words, many, EACH, long=many > FEW))[-1]


def _copy(
    session: Session, journal: Journal, manner: _Manner, beside: ExitStack
) -> staging.Staged | None:
    """A copy of the journal in which to take in much; None where there is no room for two."""
    if session.path.parent.is_dir() or not manner.dry_run:
        with suppress(CannotKeep):
            copying = staging.staged(journal, session.path, now(), session.change)
            return beside.enter_context(copying)
    return None


def _ask_kind(asker: Asker) -> Kind:
    """Which kind entries get that have none, until one is chosen."""
    question = "Which kind are the entries that do not say one?"
    try:
        return ask_kind(asker, question=question, alone=True)[0]
    except Stopped:
        raise AllyError("Nothing was imported, because an entry needs a kind.") from None


def _take_archive(session: Session, file: BinaryIO, manner: _Manner) -> Taken:
    """Look, ask, take in: two visits, none while a person thinks.

    Raises:
        ArchiveDamaged, ArchiveNewer: nothing was imported.
        WrongUsage: it would change a journal, and nobody can be asked.
    """
    with ExitStack() as beside:
        return _taken_in(session, file, manner, beside)


def _taken_in(session: Session, file: BinaryIO, manner: _Manner, beside: ExitStack) -> Taken:
    """The same; a large archive is taken in once, into a copy `beside` the journal."""
    copy: staging.Staged | None = None
    with session.journal() as journal:
        if source.size_of(file) >= _TAKES_LONG:
            copy = _copy(session, journal, manner, beside)
        blocks, dry = _shown(session, file, "Checking"), manner.dry_run or copy is None
        foreseen = archive.take_in(copy or journal, blocks, now(), dry_run=dry)
        screen, unfinished = session.screen(journal.settings()), is_unfinished(journal)
        lost = foreseen.lost if foreseen.lost and are_any(session.path) else {}
        gone = gone_by(journal.connection, lost)
    if not manner.dry_run and not foreseen.revisions and unfinished:
        _follow(session, gone)
    if manner.dry_run or not foreseen.revisions:
        return foreseen
    for note in foreseen.notes if foreseen.living and not manner.yes else ():
        warn(note)  # before it is asked whether to import it
    if foreseen.living and not _is_wanted(foreseen, manner, screen):
        say("Nothing was imported.")
        raise typer.Exit
    with session.journal(create=True) as journal:
        if copy and staging.put(copy, journal, session.path):
            taken = foreseen._replace(backup=copy.backup)
        else:
            taken = archive.take_in(journal, _shown(session, file, "Importing"), now())
        unfinished = is_unfinished(journal)
    if unfinished:
        _follow(session, gone)
    return taken


def _follow(session: Session, gone: Wanted) -> None:
    """Take what the archive erased out of backups and drafts, and name those that were in the way.

    A run that was killed meanwhile left a note of it, and the same import finishes it.
    """
    done = follow_erasures(session, gone, "Imported")
    if done.stuck:
        warn(stuck(done))


def _is_wanted(foreseen: Taken, manner: _Manner, screen: Screen) -> bool:
    """Whether a living journal is to take the archive in; what it would erase is asked apart.

    Raises:
        WrongUsage: nobody can be asked, and the options do not say it.
    """
    asks = can_ask(json=manner.json)
    if foreseen.erased and not manner.with_erasures:
        if not asks:
            raise WrongUsage(f"{told.erasing(foreseen)} To take that over, say --with-erasures.")
        say(told.erasing(foreseen))
        say(told.FOR_GOOD)
        with suppress(Stopped):
            typed = kept_unless_short(Asker(screen.plain).line(told.TYPE_ERASE))
            return typed.lower() == told.CONFIRMATION
        return False
    if manner.yes:
        return True
    if not asks:
        raise WrongUsage("Undo does not take back an import, so it asks; or say --yes.")
    say(f"It is {told.counted(foreseen.tally)}. A backup is made first.")
    return Asker(screen.plain).yes("Import it?")


def _shown(session: Session, file: BinaryIO, words: str) -> Iterable[bytes]:
    megabytes, blocks = source.size_of(file), source.blocks(file)
    long = megabytes >= _TAKES_LONG
    return watched(blocks, session, f"{words}, megabytes", megabytes, 1, long=long)
