"""ally search: words in what was written."""

from typing import Annotated

import typer

from ally_journal.cli import arguments
from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AnyText
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly, warn
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import count_named
from ally_journal.render.writers import json_
from ally_journal.store.journal.search import search as find

app = new_app()

SHOWN = 20


@app.command(
    cls=AnyText,
    epilog=examples(
        "ally search shortlist criteria",
        "ally search '\"gave the floor back\"' --kind act",
        "ally search 'interrupt*' --since 2026-09-01",
    ),
)
@with_filters
def search(
    ctx: typer.Context,
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, "a phrase", or the beginning of a word: pre*; behind -- any sign.',
        ),
    ],
    *,
    asked: Asked,
    limit: Annotated[
        str | None,
        typer.Option("--limit", "-n", metavar="N", help=f"The best N; {SHOWN} if not said."),
    ] = None,
    json: arguments.AsJson = False,
) -> None:
    """Find entries that have all these words, the best match first."""
    session: Session = ctx.obj
    most = count_named(limit) if limit else None if json else SHOWN
    settings, wanted = asked.read(session, most)
    with session.journal() as journal:
        found = find(journal, cleaned(" ".join(query)), wanted)
    shown = found[:most]
    if json:
        say_exactly(json_.records(entry for entry, _ in shown))
        return
    screen = session.screen(settings)
    put(views(screen).hits(shown, screen) or "Nothing found.")
    if len(found) > len(shown):
        warn(f"These are the best {most}; there are others (-n N shows more).")
