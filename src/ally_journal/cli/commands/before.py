"""ally before: at most five lines to read before a meeting."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AnyText, AsJson
from ally_journal.cli.completion import tags
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.render.views import before as before_view
from ally_journal.render.writers import json_
from ally_journal.store.review.before import before_of

app = new_app()


@app.command(cls=AnyText, epilog=examples("ally before", "ally before hiring"))
def before(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...", help="A tag, a way, or any word for it.", autocompletion=tags
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Read this before a meeting: a plan, a lesson, what you heard, one phrase to have ready."""
    session: Session = ctx.obj
    typed = cleaned(" ".join(words or []))
    with session.journal() as journal:
        settings = journal.settings()
        day = today(settings)
        found = before_of(journal, typed, day)
    if json:
        say_exactly(json_.before(found))
    else:
        screen = session.screen(settings)
        put(listed(before_view.before(found, day, screen), screen))
