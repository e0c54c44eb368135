"""ally delete: take entries away; their history stays."""

from typing import Annotated

import typer

from ally_journal.cli.ask import Asker
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.completing import numbers
from ally_journal.cli.options import Yes
from ally_journal.cli.session import Session
from ally_journal.cli.views import views
from ally_journal.cli.voice import need_answer, put, say
from ally_journal.domain.numbers import number_named
from ally_journal.render import plain
from ally_journal.store import editing

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
        entries = tuple({one.number: one for one in map(journal.entry, wanted)}.values())
        screen = session.screen(journal.settings())
    if not yes:
        put(views(screen).entries(entries, screen))
        if not Asker(screen.plain).yes("Delete this?" if len(entries) == 1 else "Delete these?"):
            say("Nothing was deleted.")
            return
    with session.journal() as journal:
        editing.delete(journal, entries)
    say(plain.deleted(entries), done=True)
