"""ally handover: obstacles as a note without names, for the next person."""

from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import obstacles
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import can_ask, say_document
from ally_journal.cli.workflows.output import Force, write
from ally_journal.cli.workflows.sharing import looked_at, warn_of_unread
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.number import number_of
from ally_journal.domain.sharing.handover import HandoverNote, note_of
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.writers import handover as render
from ally_journal.store.files.atomic import refuse_taken
from ally_journal.store.journal.names import names_known
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
    yes: Annotated[bool, option("--yes", "Ask nothing; what may be a name is replaced.")] = False,
    force: Force = False,
) -> None:
    """Write obstacles as a note for the next person, without names and exact days.

    On a terminal each text and each word that may be a name is shown first.
    """
    wanted = tuple(number_of("obstacle", number) for number in numbers or [])
    if wanted and all_:
        raise WrongUsage("--all is all open ones; give it alone, or numbers without it.")
    if not (wanted or all_):
        raise WrongUsage("Say which obstacles, by their numbers, or all open ones with --all.")
    if out != _STDOUT and out.suffix.lower() != ".md":
        raise WrongUsage(f"“{out}” is no Markdown file; give a name that ends in .md.")
    asks = not yes and can_ask()
    if out != _STDOUT:
        refuse_taken(out, ctx.obj.path, replace=force)
    note, names = _note(ctx.obj, wanted)
    settings = ctx.obj.settings()
    looked = looked_at(note, names, ctx.obj.screen(settings), ctx.obj.path, asks=asks)
    if looked is not None:
        _deliver(ctx.obj, looked, out, asked=asks, overwrite=force)


def _note(session: Session, wanted: tuple[int, ...]) -> tuple[HandoverNote, Names]:
    """The note about some obstacles, or all open ones; raises NotFound."""
    with session.journal() as journal:
        found = [OBSTACLES.find(journal, one) for one in wanted] or OBSTACLES.open(journal)
        names = names_known(journal)
    if not found:
        raise NotFound("No obstacle is open; ally obstacle --all lists the ended ones.")
    return note_of({one.id: one for one in found}.values(), names), names


def _deliver(
    session: Session, note: HandoverNote, out: Path, *, asked: bool, overwrite: bool
) -> None:
    document = render.note(note)
    if out == _STDOUT:
        say_document(f"\n{document}" if asked else document)
    else:
        write(session, out, document, replace=overwrite, done=True)
    warn_of_unread(note.looked, None if out == _STDOUT else out)
