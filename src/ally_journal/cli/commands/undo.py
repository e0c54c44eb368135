"""ally undo: take back the newest change."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import say
from ally_journal.render.messages import answers
from ally_journal.store.journal import history

app = new_app()


@app.command(epilog=examples("ally undo", "ally undo --steps 3"))
def undo(
    ctx: typer.Context,
    steps: Annotated[
        int, typer.Option("--steps", metavar="K", min=1, max=1000, help="How many changes.")
    ] = 1,
) -> None:
    """Take back the newest change made on this computer, whatever it was."""
    session: Session = ctx.obj
    with session.journal() as journal:
        done = history.undo(journal, steps)
    say(answers.reverted(done), done=True)
