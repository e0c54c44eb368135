"""ally show: one entry with everything about it."""

from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, Run, argument
from ally_journal.cli.completion import numbers
from ally_journal.cli.terminal.streams import put, say_exactly
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import number_of
from ally_journal.render.writers import json_
from ally_journal.store.journal.entries import find_entry

app = App()


@app.command("ally show 12", "ally show last --json")
def show(
    ctx: Run,
    number: Annotated[str, argument("N", "Its number, or last.", numbers)],
    json: AsJson = False,
) -> None:
    """Show one entry with everything written about it."""
    wanted = number_of("entry", number)
    with ctx.obj.journal() as journal:
        entry, settings = find_entry(journal, wanted), journal.settings()
    if json:
        say_exactly(json_.record(entry))
    else:
        screen = ctx.obj.screen(settings)
        put(views(screen).entry(entry, screen))
