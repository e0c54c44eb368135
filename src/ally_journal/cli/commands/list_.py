"""ally list: the newest entries, or those that match."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import put, say_exactly, warn
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import count_named
from ally_journal.render.writers import json_
from ally_journal.store.journal.entries import find_entries

app = new_app()

SHOWN = 20


@app.command(
    epilog=examples(
        "ally list", "ally list --kind act -t hiring --since 2026-09-01", "ally list --json"
    )
)
@with_filters
def list_(
    ctx: typer.Context,
    *,
    asked: Asked,
    limit: Annotated[
        str | None,
        typer.Option("--limit", "-n", metavar="N", help=f"The newest N; {SHOWN} if not said."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print them as JSON; all of them without -n.")
    ] = False,
) -> None:
    """List the newest entries, oldest first."""
    session: Session = ctx.obj
    newest = count_named(limit) if limit else None if json else SHOWN
    settings, wanted = asked.read(session, newest)
    with session.journal() as journal:
        found = find_entries(journal, wanted)
    shown = found[-newest:] if newest else found
    if json:
        say_exactly(json_.records(shown))
        return
    screen = session.screen(settings)
    put(views(screen).entries(shown, screen) or "Nothing to list.")
    if len(found) > len(shown):
        warn(f"These are the newest {newest}; there are older ones (-n N lists more).")
