"""ally before: at most five lines to read before a meeting."""

from typing import Annotated

from ally_journal.cli.arguments import AnyText, App, AsJson, Run, argument
from ally_journal.cli.completion import tags
from ally_journal.cli.session import today
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.render.views import before as before_view
from ally_journal.render.writers import json_
from ally_journal.store.review.before import before_of

app = App()


@app.text_command("ally before", "ally before hiring", cls=AnyText)
def before(
    ctx: Run,
    words: Annotated[
        list[str] | None, argument("[WORD]...", "A tag, a way, or any word for it.", tags)
    ] = None,
    json: AsJson = False,
) -> None:
    """Read this before a meeting: a plan, a lesson, what you heard, one phrase to have ready."""
    typed = cleaned(" ".join(words or []))
    with ctx.obj.journal() as journal:
        settings = journal.settings()
        day = today(settings)
        found = before_of(journal, typed, day)
    if json:
        say_exactly(json_.before(found))
    else:
        screen = ctx.obj.screen(settings)
        put(listed(before_view.before(found, day, screen), screen))
