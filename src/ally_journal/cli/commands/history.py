"""ally history: what changed, and what it was before."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AsJson
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import confirm, say, say_exactly
from ally_journal.domain.records.number import number_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import history as history_view
from ally_journal.render.writers import json_
from ally_journal.store.journal import history as journal_history

app = new_app()

SHOWN = 20


@app.command(epilog=examples("ally history", "ally history 12", "ally history 12 --restore 1"))
def history(
    ctx: typer.Context,
    number: Annotated[
        str | None, typer.Argument(metavar="[N]", help="An entry.", autocompletion=numbers)
    ] = None,
    restore: Annotated[
        str | None, typer.Option("--restore", metavar="REV", help="Bring this version back.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Show the newest changes of the journal, or every version of one entry."""
    session: Session = ctx.obj
    if number is not None:
        entry = number_named(number, "an entry", "ally list")
        if restore is None:
            _show_versions(session, entry, json=json)
        else:
            _restore(session, entry, restore, json=json)
    elif restore is None:
        _show_newest(session, json=json)
    else:
        raise WrongUsage("--restore needs an entry before it: ally history 12 --restore 1.")


def _show_newest(session: Session, *, json: bool) -> None:
    with session.journal() as journal:
        screen, newest = (
            session.screen(journal.settings()),
            journal_history.newest_changes(journal, SHOWN),
        )
    if json:
        say_exactly(json_.changes(newest))
    else:
        say(history_view.changes(newest, now().local, screen) or "Nothing was ever written here.")


def _show_versions(session: Session, entry: int, *, json: bool) -> None:
    with session.journal() as journal:
        screen, versions = (
            session.screen(journal.settings()),
            journal_history.history(journal, entry),
        )
    if json:
        say_exactly(json_.versions(versions))
    else:
        say(history_view.versions(versions, now().local, screen))


def _restore(session: Session, entry: int, version: str, *, json: bool) -> None:
    ordinal = number_named(version, "a version", "ally history N")
    with session.journal() as journal:
        restored = journal_history.restore(journal, entry, ordinal)
    confirm(json_.record(restored), answers.restored(restored, ordinal), json=json)
