"""ally forget: erase for good, everywhere ally can reach."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AsJson, Yes
from ally_journal.cli.completion import numbers, plans
from ally_journal.cli.session import Session, past_day
from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.terminal.streams import (
    cleaned,
    confirm,
    fitted,
    need_answer,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.output import watched
from ally_journal.domain.forget import (
    BACKUPS,
    CONFIRMATION,
    REMOVE,
    REWRITE,
    Around,
    Beyond,
    Done,
    Foreseen,
    Wanted,
)
from ally_journal.domain.names.erasure import Person, person
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.records.number import number_named
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.messages import forget as told
from ally_journal.render.screen import Screen
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.forget import backups as forget_backups
from ally_journal.store.forget import drafts, erase, preview, selection
from ally_journal.store.forget.selection import Target
from ally_journal.store.journal.names import names_marked

app = new_app()

_TAKES_LONG = 2_000_000  # bytes of the journal and its backups; from here on it takes a second


@app.command(
    epilog=examples(
        "ally forget 12 --dry-run",
        "ally forget 12 13 --obstacle 2",
        "ally forget --with Priya",
        'ally forget --with "Sam Lee" --as "a neighbour"',
        "ally forget --before 2025-01-01 --backups remove",
    )
)
def forget(
    ctx: typer.Context,
    chosen: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N...]", help="Entries, or last.", autocompletion=numbers),
    ] = None,
    whom: Annotated[
        str | None, typer.Option("--with", "-w", metavar="NAME", help="A person, everywhere.")
    ] = None,
    instead: Annotated[
        str, typer.Option("--as", metavar="TEXT", help="With --with: what to write; may be empty.")
    ] = ANYONE,
    before: Annotated[
        str | None, typer.Option("--before", metavar="WHEN", help="All that is over before a day.")
    ] = None,
    obstacle: Annotated[
        list[str] | None, typer.Option("--obstacle", metavar="N", help="An obstacle; repeatable.")
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option("--plan", metavar="N", help="A plan; repeatable.", autocompletion=plans),
    ] = None,
    shelf: Annotated[
        list[str] | None,
        typer.Option("--shelf", metavar="N", help="Something on the shelf; repeatable."),
    ] = None,
    backups: Annotated[
        str | None,
        typer.Option(
            "--backups",
            metavar="|".join(BACKUPS),
            help="Take the words out of backups (usual), or remove those.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go; erase nothing.")
    ] = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Erase for good: entries with all that hangs on them, a person's name, or what is past.

    It shows what would go and asks. Backups, drafts, history and search lose it too; undo cannot
    bring it back.
    """
    session: Session = ctx.obj
    given = {"entry": chosen, "obstacle": obstacle, "plan": plan, "shelf": shelf}
    how = _checked(backups)
    looked = _look(session, _wanted(session, given, before, (whom, instead)))
    if dry_run:
        _show_only(looked, how or REWRITE, json=json)
        return
    if not yes:
        how = _confirmed(looked, how, json=json)
    done = _forget(session, looked, how or REWRITE)
    _answer(looked, done, how or REWRITE, json=json, asking=not yes)


class _Looked(NamedTuple):
    """What was found before anything was erased."""

    wanted: Wanted
    target: Target
    found: Foreseen
    around: Around
    beyond: Beyond
    screen: Screen


def _wanted(
    session: Session,
    given: dict[str, list[str] | None],
    before: str | None,
    whom: tuple[str | None, str],
) -> Wanted:
    """What was asked for, checked; raises WrongUsage, UnreadableDate or NotFound."""
    if look_at(session.path) is Found.NOTHING:
        raise NotFound(f"There is no journal at {session.path}, so there is nothing to forget.")
    numbers = {
        type_: tuple(
            dict.fromkeys(
                number_named(
                    one, f"an {type_}" if type_[0] in "eo" else f"a {type_}", _WHERE[type_]
                )
                for one in said or ()
            )
        )
        for type_, said in given.items()
    }
    return Wanted(numbers, past_day(before, session.settings()), _person(session, *whom))


_WHERE = {
    "entry": "ally list",
    "plan": "ally plan --all",
    "obstacle": "ally obstacle --all",
    "shelf": "ally shelf",
}


def _person(session: Session, name: str | None, instead: str) -> Person | None:
    """Whom to take out, with every marked name that contains the one given."""
    if name is None:
        if instead != ANYONE:
            raise WrongUsage("--as says what stands in a name's place, so it goes with --with.")
        return None
    with session.journal() as journal:
        marked = names_marked(journal)
    return person(cleaned(name), cleaned(instead), marked)


def _checked(backups: str | None) -> str | None:
    if backups is not None and backups not in BACKUPS:
        raise WrongUsage(f"--backups is {' or '.join(BACKUPS)}, not “{backups}”.")
    return backups


def _look(session: Session, wanted: Wanted) -> _Looked:
    """Everything that would go, in one short visit; nothing is changed."""
    with session.journal() as journal:
        target = selection.target_of(journal.connection, wanted)
        found = preview.foresee(journal.connection, target)
        known = preview.beyond(journal, session.path)
        screen = session.screen(journal.settings())
    return _Looked(wanted, target, found, preview.surroundings(session.path, wanted), known, screen)


def _preview(looked: _Looked) -> str:
    return told.foreseen(looked.found, looked.around, looked.wanted, looked.screen)


def _show_only(looked: _Looked, how: str, *, json: bool) -> None:
    if json:
        say_exactly(told.document(looked.found, looked.around, None, looked.beyond, backups=how))
    else:
        put(fitted(_preview(looked)))
        say(told.DRY)


def _confirmed(looked: _Looked, how: str | None, *, json: bool) -> str:
    """What is to become of the backups, once the person has typed the word; else it ends here.

    Raises:
        WrongUsage: nobody can be asked.
    """
    need_answer("Forgetting", json=json)
    asker = Asker(looked.screen.plain)
    put(fitted(_preview(looked)))
    say(told.WARNING)
    with suppress(Stopped):
        if how is None and looked.around.backups:
            how = asker.choice(told.WHICH, told.CHOICES, BACKUPS) or REWRITE
        if asker.line(told.ASK).lower() == CONFIRMATION:
            say(told.BEGUN)
            return how or REWRITE
    say(told.UNCHANGED)
    raise typer.Exit


def _forget(session: Session, looked: _Looked, how: str) -> Done:
    """Erase in the journal, then in drafts and backups; all of it alone, one run at a time."""
    done = Done()
    with forget_backups.alone(session.path):
        with session.journal() as journal:
            begun = erase.forget(journal, looked.target)
        done.kept = begun.kept
        drafts.erase_drafts(session.path, looked.wanted, done)
        task = forget_backups.Task(looked.target, begun.stamp, how)
        with session.journal() as journal:
            copies = forget_backups.clean(journal.connection, session.path, task, done)
            for _ in _shown(session, copies):
                pass
            erase.finish(journal)
    return done


def _shown(session: Session, copies: Iterable[Path]) -> Iterable[Path]:
    there = forget_backups.backups(session.path)
    with suppress(OSError):
        if sum(one.stat().st_size for one in (session.path, *there)) > _TAKES_LONG:
            return watched(copies, session, "Looking through backups", len(there), 1)
    return copies


def _answer(looked: _Looked, done: Done, how: str, *, json: bool, asking: bool) -> None:
    """Say what was done; files nothing could be taken out of can be removed on a terminal."""
    listed = bool(done.stuck) and how != REMOVE and asking
    if listed:
        say(told.stuck(done))
        if Asker(looked.screen.plain).yes(told.STUCK):
            forget_backups.remove_stuck(done)
            listed = False
    document = told.document(looked.found, looked.around, done, looked.beyond, backups=how)
    said = told.finished(looked.found, done, looked.beyond, looked.screen, listed=listed)
    confirm(document, said, json=json)
