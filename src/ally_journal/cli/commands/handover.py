"""ally handover: obstacles as a note without names, for the next person."""

from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import obstacles
from ally_journal.cli.terminal.streams import say_document, warn
from ally_journal.cli.workflows.output import Force, write
from ally_journal.domain.names.redaction import nameless
from ally_journal.domain.records.number import number_of
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.writers import handover as render
from ally_journal.store.journal.names import names_marked
from ally_journal.store.journal.obstacles import OBSTACLES

app = App()

_STDOUT = Path("-")


@app.command("ally handover 2", "ally handover 2 5 -o panels.md", "ally handover --all")
def handover(
    ctx: Run,
    numbers: Annotated[
        list[str] | None, argument("N...", "Their numbers, or last.", obstacles)
    ] = None,
    all_: Annotated[bool, option("--all", "All open ones.")] = False,
    out: Annotated[
        Path, option("--out -o FILE", "Write it to FILE: .md.", show_default=False)
    ] = _STDOUT,
    force: Force = False,
) -> None:
    """Write obstacles as a note for the next person, without names and exact days."""
    wanted = tuple(number_of("obstacle", number) for number in numbers or [])
    if bool(wanted) == all_:
        raise WrongUsage("Say which obstacles, by their numbers, or all open ones with --all.")
    if out != _STDOUT and out.suffix.lower() != ".md":
        raise WrongUsage(f"“{out}” is no Markdown file; give a name that ends in .md.")
    with ctx.obj.journal() as journal:
        found = [OBSTACLES.find(journal, one) for one in wanted] or OBSTACLES.open(journal)
        bare = nameless(list({one.id: one for one in found}.values()), names_marked(journal))
    if not bare.obstacles:
        raise NotFound("No obstacle is open; ally obstacle --all lists the ended ones.")
    note = render.note(bare.obstacles)
    if out == _STDOUT:
        say_document(note)
    else:
        write(ctx.obj, out, note, replace=force, done=True)
    warn(render.left_standing(bare.standing))
