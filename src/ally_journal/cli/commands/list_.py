"""ally list: the newest entries, or those that match."""

from typing import Annotated

import typer

from ally_journal.cli import arguments
from ally_journal.cli.app import examples, new_app
from ally_journal.cli.filters import filter_asked
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
def list_(
    ctx: typer.Context,
    kinds: arguments.OnlyKinds = None,
    tags: arguments.OnlyTags = None,
    ways: arguments.OnlyWays = None,
    since: arguments.Since = None,
    until: arguments.Until = None,
    missed: arguments.OnlyMissed = False,
    mistake: arguments.OnlyMistakes = False,
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
    settings, wanted = filter_asked(
        session,
        newest,
        kinds=kinds,
        tags=tags,
        ways=ways,
        since=since,
        until=until,
        missed=missed,
        mistake=mistake,
    )
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
