"""ally history: what changed, and what it was before."""

from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, Run, argument, option
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import confirm, fitted, put, say_exactly
from ally_journal.domain.records.number import number_of, version_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import history as shown
from ally_journal.render.writers import json_
from ally_journal.store.journal import history as journal_history

app = App()

SHOWN = 20


@app.command("ally history", "ally history 12", "ally history 12 --restore 1")
def history(
    ctx: Run,
    number: Annotated[str | None, argument("[N]", "An entry.", numbers)] = None,
    restore: Annotated[str | None, option("--restore REV", "Bring this version back.")] = None,
    json: AsJson = False,
) -> None:
    """Show the newest changes of the journal, or every version of one entry."""
    entry = None if number in {None, "list"} else number_of("entry", number)
    if restore is not None:
        _restore(ctx.obj, entry, restore, json=json)
        return
    with ctx.obj.journal() as journal:
        screen = ctx.obj.screen(journal.settings())
        if entry is None:
            newest = journal_history.newest_changes(journal, SHOWN)
            document, view = json_.changes(newest), shown.changes(newest, now().local, screen)
        else:
            every = journal_history.history(journal, entry)
            document, view = json_.versions(every), shown.versions(every, now().local, screen)
    if json:
        say_exactly(document)
    else:
        put(fitted(view or "Nothing was ever written here."))


def _restore(session: Session, entry: int | None, version: str, *, json: bool) -> None:
    if entry is None:
        raise WrongUsage("--restore needs an entry before it: ally history 12 --restore 1.")
    ordinal = version_named(version, f"ally history {entry or 'last'}")
    with session.journal() as journal:
        restored = journal_history.restore(journal, entry, ordinal)
    confirm(json_.record(restored), answers.restored(restored, ordinal), json=json)
