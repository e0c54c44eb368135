"""ally before: at most five lines to read before a meeting."""

from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, Run, argument
from ally_journal.cli.completion import tags
from ally_journal.cli.session import today
from ally_journal.cli.terminal.streams import cleaned, put, say, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.render.messages import answers
from ally_journal.render.views import before as before_view
from ally_journal.render.writers import json_
from ally_journal.store.review.before import before_of

app = App()


@app.command("ally before", "ally before hiring", "ally before staff meeting")
def before(
    ctx: Run,
    words: Annotated[
        list[str] | None, argument("[WORD]...", "A tag, a way, or any word for it.", tags)
    ] = None,
    json: AsJson = False,
) -> None:
    """Read this before a meeting: what you wrote that fits it, and words to have ready.

    Plans, obstacles, the shelf, lessons, what you heard, your own sentences: five lines at most.
    """
    typed = cleaned(" ".join(words or []))
    with ctx.obj.journal() as journal:
        settings = journal.settings()
        day = today(settings)
        found = before_of(journal, typed, day)
    if json:
        say_exactly(json_.before(found))
    else:
        screen = ctx.obj.screen(settings)
        if not found.fitting:
            say(answers.nothing_fits(typed, screen))
        put(listed(before_view.before(found, day, screen), screen))
