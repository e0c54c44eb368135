"""ally show: one entry with everything about it."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AsJson
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import put, say_exactly
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import number_named
from ally_journal.render.writers import json_
from ally_journal.store.journal.entries import find_entry

app = new_app()


@app.command(epilog=examples("ally show 12", "ally show last --json"))
def show(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="N", help="Its number, or last.", autocompletion=numbers)
    ],
    json: AsJson = False,
) -> None:
    """Show one entry with everything written about it."""
    session: Session = ctx.obj
    wanted = number_named(number, "an entry", "ally list")
    with session.journal() as journal:
        entry, settings = find_entry(journal, wanted), journal.settings()
    if json:
        say_exactly(json_.record(entry))
    else:
        screen = session.screen(settings)
        put(views(screen).entry(entry, screen))
