"""ally redo: take back an undo."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import say
from ally_journal.render.messages import answers
from ally_journal.store.journal import history

app = new_app()


@app.command(epilog=examples("ally redo", "ally redo --steps 2"))
def redo(
    ctx: typer.Context,
    steps: Annotated[
        int, typer.Option("--steps", metavar="K", min=1, max=1000, help="How many undos.")
    ] = 1,
) -> None:
    """Take back the newest undo, unless something new was written since."""
    session: Session = ctx.obj
    with session.journal() as journal:
        done = history.redo(journal, steps)
    say(answers.reverted(done, again=True), done=True)
