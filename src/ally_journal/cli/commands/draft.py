"""ally draft: words that were not saved, to look at, to go on with, or to let go."""

from contextlib import suppress
from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import confirm, need_answer, put, say, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.resume import take_up
from ally_journal.domain.drafts import Draft, chosen_among
from ally_journal.domain.kind import kind_option
from ally_journal.errors import CannotKeep, JournalDamaged, JournalNewer, NotAJournal
from ally_journal.render.messages import drafts as shown
from ally_journal.store.drafts.drafts import remove, waiting
from ally_journal.store.drafts.rekey import follow

app = App()

Number = Annotated[str | None, argument("[N]", "Its number, or last, where there are several.")]


@app.listing("ally draft", "ally draft use", "ally draft drop 2")
def draft(ctx: Run, json: arguments.AllAsJson = False) -> None:
    """List words that were typed and not saved, wherever they were put."""
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, json=json)


@app.command("ally draft list", "ally draft list --json", name="list")
def list_(ctx: Run, json: arguments.AllAsJson = False) -> None:
    """List them; the same as without a word."""
    _show(ctx.obj, json=json)


@app.command("ally draft show", "ally draft show 2", "ally draft show --json")
def show(ctx: Run, number: Number = None, json: arguments.AllAsJson = False) -> None:
    """Show one of them, or all where none is named."""
    _show(ctx.obj, number, json=json)


@app.command("ally draft use", "ally draft use 2 -e", "ally draft use --kind act")
def use(
    ctx: Run,
    number: Number = None,
    kind: arguments.Kind = None,
    edit: Annotated[bool, option("--edit -e", "Open the words in your editor first.")] = False,
    json: arguments.AsJson = False,
) -> None:
    """Save one: as an entry, or back where it was meant for."""
    chosen = chosen_among(_all(ctx.obj), number)
    take_up(ctx.obj, chosen, kind_option(kind) if kind else None, edit=edit, json=json)


@app.command("ally draft drop", "ally draft drop 2 --yes")
def drop(
    ctx: Run,
    number: Number = None,
    yes: arguments.Yes = False,
    json: arguments.AsJson = False,
) -> None:
    """Take one away for good; its words are then nowhere."""
    found = _all(ctx.obj)
    chosen = chosen_among(found, number)
    if not yes:
        need_answer("Dropping", json=json)
        screen = ctx.obj.screen_anyway()
        put(listed([shown.item(chosen)], screen))
        if not Asker(screen.plain).yes("Drop this for good?"):
            say("The draft stays.")
            return
    if not remove(ctx.obj.path, chosen):
        raise CannotKeep(f"{chosen.path} could not be taken away; the disk refused.")
    confirm(shown.as_json(found, [chosen]), shown.dropped(chosen, found), json=json)


def _all(session: Session) -> tuple[Draft, ...]:
    """Every draft; those of an encrypted journal with their words, for which it is unlocked."""
    found = waiting(session.path)
    if any(draft.locked for draft in found):
        with suppress(JournalDamaged, JournalNewer, NotAJournal):
            session.unlock()
        follow(session.path)
        found = waiting(session.path)
    return found


def _show(session: Session, number: str | None = None, *, json: bool) -> None:
    found = _all(session)
    chosen = found if number is None else (chosen_among(found, number),)
    if json:
        say_exactly(shown.as_json(found, chosen))
    elif chosen:
        screen = session.screen_anyway()
        each = ((one, place) for place, one in enumerate(found, start=1) if one in chosen)
        put(listed((shown.item(*one) for one in each), screen))
    else:
        say("There are no drafts.")
