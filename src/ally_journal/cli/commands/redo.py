"""ally redo: take back an undo."""

from typing import Annotated

from ally_journal.cli.arguments import App, Run, option
from ally_journal.cli.terminal.streams import say
from ally_journal.render.views.history import reverted
from ally_journal.store.journal import history

app = App()


@app.command("ally redo", "ally redo --steps 2")
def redo(
    ctx: Run,
    steps: Annotated[int, option("--steps K", "How many undos.", min=1, max=1000)] = 1,
) -> None:
    """Take back the newest undo, unless something new was written since."""
    with ctx.obj.journal() as journal:
        done = history.redo(journal, steps)
    say(reverted(done, again=True), done=True)
