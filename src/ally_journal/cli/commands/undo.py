"""ally undo: take back the newest change."""

from typing import Annotated

from ally_journal.cli.arguments import AllAsJson, App, Run, option
from ally_journal.cli.terminal.streams import confirm
from ally_journal.domain.records.number import count_named
from ally_journal.render.views.history import reverted
from ally_journal.render.writers import json_
from ally_journal.store.journal import history

app = App()

_MOST = 1000


@app.command("ally undo", "ally undo --steps 3")
def undo(
    ctx: Run,
    steps: Annotated[str, option("--steps K", "How many changes.")] = "1",
    json: AllAsJson = False,
) -> None:
    """Take back the newest change made on this computer, whatever it was."""
    wanted = count_named(steps, "--steps", _MOST)
    with ctx.obj.journal() as journal:
        done = history.undo(journal, wanted)
    confirm(json_.reverted(done), reverted(done), json=json)
