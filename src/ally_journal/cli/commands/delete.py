"""ally delete: take entries away; their history stays."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import Yes
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import need_answer, put, say
from ally_journal.cli.workflows.output import views
from ally_journal.domain.records.number import number_named
from ally_journal.render.messages import answers
from ally_journal.store.journal.entries import delete as delete_entries
from ally_journal.store.journal.entries import find_entry

app = new_app()


@app.command(epilog=examples("ally delete 12", "ally delete 12 13 --yes"))
def delete(
    ctx: typer.Context,
    chosen: Annotated[
        list[str],
        typer.Argument(metavar="N...", help="Their numbers, or last.", autocompletion=numbers),
    ],
    yes: Yes = False,
) -> None:
    """Show the entries, ask, and delete them; undo brings them back."""
    session: Session = ctx.obj
    wanted = dict.fromkeys(number_named(number, "an entry", "ally list") for number in chosen)
    if not yes:
        need_answer("Deleting")
    with session.journal() as journal:
        entries = tuple(
            {one.number: one for one in (find_entry(journal, number) for number in wanted)}.values()
        )
        screen = session.screen(journal.settings())
    if not yes:
        put(views(screen).entries(entries, screen))
        if not Asker(screen.plain).yes("Delete this?" if len(entries) == 1 else "Delete these?"):
            say("Nothing was deleted.")
            return
    with session.journal() as journal:
        delete_entries(journal, entries)
    say(answers.deleted(entries), done=True)
