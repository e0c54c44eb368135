"""ally delete: take entries away; their history stays."""

from typing import Annotated

from ally_journal.cli.arguments import AllAsJson, App, Run, Yes, argument
from ally_journal.cli.completion import numbers
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import confirm, need_answer, put, say
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import number_of
from ally_journal.render.messages import answers
from ally_journal.render.writers import json_
from ally_journal.store.journal.entries import delete as delete_entries
from ally_journal.store.journal.entries import find_entry

app = App()


@app.command("ally delete 12", "ally delete 12 13 --yes")
def delete(
    ctx: Run,
    chosen: Annotated[list[str], argument("N...", "Their numbers, or last.", numbers)],
    yes: Yes = False,
    json: AllAsJson = False,
) -> None:
    """Show the entries, ask, and delete them; undo brings them back."""
    wanted = dict.fromkeys(number_of("entry", number) for number in chosen)
    if not yes:
        need_answer("Deleting", json=json)
    with ctx.obj.journal() as journal:
        entries = tuple(
            {one.number: one for one in (find_entry(journal, number) for number in wanted)}.values()
        )
        screen = ctx.obj.screen(journal.settings())
    if not yes:
        put(views(screen).entries(entries, screen))
        if not Asker(screen.plain).yes("Delete this?" if len(entries) == 1 else "Delete these?"):
            say("Nothing was deleted.")
            return
    with ctx.obj.journal() as journal:
        delete_entries(journal, entries)
    confirm(json_.one_or_all(entries), answers.deleted(entries), json=json)
