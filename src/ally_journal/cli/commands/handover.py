"""ally handover: an obstacle as a note without names, for the next person."""

from pathlib import Path
from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.completion import obstacles
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import say_document, warn
from ally_journal.cli.workflows.output import Force, wrote
from ally_journal.domain.names.redaction import nameless
from ally_journal.domain.records.number import number_named
from ally_journal.errors import WrongUsage
from ally_journal.render.writers import handover as render
from ally_journal.store.files.atomic import write_output
from ally_journal.store.journal.names import names_marked
from ally_journal.store.journal.obstacles import OBSTACLES

app = new_app()

_STDOUT = Path("-")


@app.command(epilog=examples("ally handover 2", "ally handover last -o panels.md"))
def handover(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="N", help="Its number, or last.", autocompletion=obstacles)
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write it to FILE: .md.", show_default=False
        ),
    ] = _STDOUT,
    force: Force = False,
) -> None:
    """Write an obstacle as a note for the next person, without names and exact days."""
    session: Session = ctx.obj
    wanted = number_named(number, "an obstacle", "ally obstacle --all")
    if out != _STDOUT and out.suffix.lower() != ".md":
        raise WrongUsage(f"“{out}” is no Markdown file; give a name that ends in .md.")
    with session.journal() as journal:
        bare = nameless(OBSTACLES.find(journal, wanted), names_marked(journal))
    note = render.note(bare.obstacle)
    if out == _STDOUT:
        say_document(note)
    else:
        write_output(out, note, replace=force)
        wrote(session, out, done=True)
    warn(render.left_standing(bare.standing))
