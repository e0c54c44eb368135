"""ally search: words in what was written."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import AnyText, App, Run, argument, option
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly, warn
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import count_named
from ally_journal.render.writers import json_
from ally_journal.store.journal.search import search as find

app = App()

SHOWN = 20


@app.text_command(
    "ally search shortlist criteria",
    "ally search '\"gave the floor back\"' --kind act",
    "ally search 'interrupt*' --since 2026-09-01",
    cls=AnyText,
)
@with_filters
def search(
    ctx: Run,
    query: Annotated[
        list[str],
        argument(
            "QUERY...", 'Words, "a phrase", or the beginning of a word: pre*; behind -- any sign.'
        ),
    ],
    *,
    asked: Asked,
    limit: Annotated[
        str | None, option("--limit -n N", f"The best N; {SHOWN} if not said.")
    ] = None,
    json: arguments.AsJson = False,
) -> None:
    """Find entries that have all these words, the closest match first."""
    most = count_named(limit) if limit else None if json else SHOWN
    settings, wanted = asked.read(ctx.obj, most)
    with ctx.obj.journal() as journal:
        found = find(journal, cleaned(" ".join(query)), wanted)
    shown = found[:most]
    if json:
        say_exactly(json_.records(entry for entry, _ in shown))
        return
    screen = ctx.obj.screen(settings)
    put(views(screen).hits(shown, screen) or "Nothing found.")
    if len(found) > len(shown):
        warn(f"These are the best {most}; there are others (-n N shows more).")
