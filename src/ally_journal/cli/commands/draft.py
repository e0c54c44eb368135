"""ally draft: words that were not saved, to look at, to go on with, or to let go."""

from contextlib import suppress
from typing import Annotated

import typer

from ally_journal.cli import arguments
from ally_journal.cli.app import examples, new_app
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import can_ask, put, say, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.resume import take_up
from ally_journal.domain.drafts import Draft, chosen_among
from ally_journal.domain.kind import kind_option
from ally_journal.errors import CannotKeep, JournalDamaged, JournalNewer, NotAJournal, WrongUsage
from ally_journal.render.messages import drafts as shown
from ally_journal.store.drafts.drafts import remove, waiting
from ally_journal.store.drafts.rekey import follow

app = new_app()

Number = Annotated[
    str | None, typer.Argument(metavar="[N]", help="Its number, or last, where there are several.")
]


@app.callback(
    invoke_without_command=True,
    epilog=examples("ally draft", "ally draft use", "ally draft drop 2"),
)
def draft(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List words that were typed and not saved, wherever they were put."""
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, json=json)


@app.command(epilog=examples("ally draft show", "ally draft show --json"))
def show(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List them; the same as without a word."""
    _show(ctx.obj, json=json)


@app.command(epilog=examples("ally draft use", "ally draft use 2 -e", "ally draft use --kind act"))
def use(
    ctx: typer.Context,
    number: Number = None,
    kind: arguments.Kind = None,
    edit: Annotated[
        bool, typer.Option("--edit", "-e", help="Open the words in your editor first.")
    ] = False,
    json: arguments.AsJson = False,
) -> None:
    """Save one: as an entry, or back where it was meant for."""
    session: Session = ctx.obj
    chosen = chosen_among(_all(session), number)
    take_up(session, chosen, kind_option(kind) if kind else None, edit=edit, json=json)


@app.command(epilog=examples("ally draft drop", "ally draft drop 2 --yes"))
def drop(
    ctx: typer.Context,
    number: Number = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take one away for good; its words are then nowhere."""
    session: Session = ctx.obj
    chosen = chosen_among(_all(session), number)
    if not yes:
        if not can_ask():
            raise WrongUsage("Dropping asks first; where nobody can answer, say --yes.")
        screen = session.screen_anyway()
        put(listed([shown.item(chosen)], screen))
        if not Asker(screen.plain).yes("Drop this for good?"):
            say("The draft stays.")
            return
    if not remove(session.path, chosen):
        raise CannotKeep(f"{chosen.path} could not be taken away; the disk refused.")
    say(shown.dropped(chosen), done=True)


def _all(session: Session) -> tuple[Draft, ...]:
    """Every draft; those of an encrypted journal with their words, for which it is unlocked."""
    found = waiting(session.path)
    if any(draft.locked for draft in found):
        with suppress(JournalDamaged, JournalNewer, NotAJournal):
            session.unlock()
        follow(session.path)
        found = waiting(session.path)
    return found


def _show(session: Session, *, json: bool) -> None:
    found = _all(session)
    if json:
        say_exactly(shown.as_json(found))
    elif found:
        screen = session.screen_anyway()
        put(listed((shown.item(one, place) for place, one in enumerate(found, start=1)), screen))
    else:
        say("There are no drafts.")
