"""ally handover: an obstacle as a note without names, for the next person."""

from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import obstacles
from ally_journal.cli.terminal.streams import say_document, warn
from ally_journal.cli.workflows.output import Force, write
from ally_journal.domain.names.redaction import nameless
from ally_journal.domain.records.number import number_of
from ally_journal.errors import WrongUsage
from ally_journal.render.writers import handover as render
from ally_journal.store.journal.names import names_marked
from ally_journal.store.journal.obstacles import OBSTACLES

app = App()

_STDOUT = Path("-")


@app.command("ally handover 2", "ally handover last -o panels.md")
def handover(
    ctx: Run,
    number: Annotated[str, argument("N", "Its number, or last.", obstacles)],
    out: Annotated[
        Path, option("--out -o FILE", "Write it to FILE: .md.", show_default=False)
    ] = _STDOUT,
    force: Force = False,
) -> None:
    """Write an obstacle as a note for the next person, without names and exact days."""
    wanted = number_of("obstacle", number)
    if out != _STDOUT and out.suffix.lower() != ".md":
        raise WrongUsage(f"“{out}” is no Markdown file; give a name that ends in .md.")
    with ctx.obj.journal() as journal:
        bare = nameless(OBSTACLES.find(journal, wanted), names_marked(journal))
    note = render.note(bare.obstacle)
    if out == _STDOUT:
        say_document(note)
    else:
        write(ctx.obj, out, note, replace=force, done=True)
    warn(render.left_standing(bare.standing))
