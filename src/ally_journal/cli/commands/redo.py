"""ally redo: take back an undo."""

from typing import Annotated

from ally_journal.cli.arguments import AllAsJson, App, Run, option
from ally_journal.cli.terminal.streams import confirm
from ally_journal.domain.records.number import count_named
from ally_journal.render.views.history import reverted
from ally_journal.render.writers import json_
from ally_journal.store.journal import history

app = App()

_MOST = 1000


@app.command("ally redo", "ally redo --steps 2")
def redo(
    ctx: Run,
    steps: Annotated[str, option("--steps K", "How many undos.")] = "1",
    json: AllAsJson = False,
) -> None:
    """Take back the newest undo, unless something new was written since."""
    wanted = count_named(steps, "--steps", _MOST)
    with ctx.obj.journal() as journal:
        done = history.redo(journal, wanted)
    confirm(json_.reverted(done), reverted(done, again=True), json=json)
