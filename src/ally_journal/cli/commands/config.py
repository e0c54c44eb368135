"""ally config: how this journal counts days and shows itself."""

from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AsJson
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import say, say_exactly
from ally_journal.domain.records.settings import CHOICES, Settings, checked_setting
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers as shown
from ally_journal.render.writers import json_
from ally_journal.store.revisions.conflicts import other_settings

app = new_app()


def _values(ctx: typer.Context, incomplete: str) -> list[str]:
    offered = CHOICES.get(ctx.params.get("key") or "", ())
    return [value for value in offered if value.startswith(incomplete)]


def _keys(incomplete: str) -> list[str]:
    return [key for key in Settings._fields if key.startswith(incomplete)]


@app.command(
    epilog=examples(
        "ally config", "ally config week_starts sunday", "ally config day_starts_at 04:00"
    )
)
def config(
    ctx: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A setting.", autocompletion=_keys)
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="What it is to be.", autocompletion=_values),
    ] = None,
    json: AsJson = False,
) -> None:
    """List the settings of this journal, or change one."""
    session: Session = ctx.obj
    if key is not None and key not in Settings._fields:
        raise WrongUsage(f"There is no setting “{key}”; there are {', '.join(Settings._fields)}.")
    if key is not None and value is not None:
        checked = checked_setting(key, value)
        with session.journal(create=True) as journal:
            journal.configure(key, checked)
    with session.journal() as journal:
        settings, others = journal.settings(), other_settings(journal.connection)
    if json:
        say_exactly(json_.settings(settings, others))
    else:
        say(shown.listed(settings, others, key), done=value is not None)
