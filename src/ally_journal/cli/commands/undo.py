"""ally undo: take back the newest change."""

from typing import Annotated

from ally_journal.cli.arguments import App, Run, option
from ally_journal.cli.terminal.streams import say
from ally_journal.render.views.history import reverted
from ally_journal.store.journal import history

app = App()


@app.command("ally undo", "ally undo --steps 3")
def undo(
    ctx: Run,
    steps: Annotated[int, option("--steps K", "How many changes.", min=1, max=1000)] = 1,
) -> None:
    """Take back the newest change made on this computer, whatever it was."""
    with ctx.obj.journal() as journal:
        done = history.undo(journal, steps)
    say(reverted(done), done=True)
