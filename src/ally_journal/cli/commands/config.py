"""ally config: how this journal counts days and shows itself."""

from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, Run, argument
from ally_journal.cli.terminal.streams import say, say_exactly
from ally_journal.domain.records.settings import (
    CHOICES,
    MEANINGS,
    Settings,
    setting_read,
)
from ally_journal.render.messages import answers as shown
from ally_journal.render.writers import json_
from ally_journal.store.revisions.conflicts import other_settings

app = App()


def _values(ctx: Run, incomplete: str) -> list[str]:
    offered = CHOICES.get(ctx.params.get("key") or "", ())
    return [value for value in offered if value.startswith(incomplete)]


def _keys(incomplete: str) -> list[str]:
    return [key for key in Settings._fields if key.startswith(incomplete)]


@app.command(
    "ally config",
    "ally config week_starts sunday",
    "ally config day_starts_at 04:00",
    above="\n".join(f"{name:<13}  {means}" for name, means in MEANINGS.items()),
)
def config(
    ctx: Run,
    key: Annotated[str | None, argument("[NAME]", "A setting.", _keys)] = None,
    value: Annotated[str | None, argument("[VALUE]", "What it is to be.", _values)] = None,
    json: AsJson = False,
) -> None:
    """List the settings of this journal, or change one."""
    key, value = setting_read(key, value)
    if key is not None and value is not None:
        with ctx.obj.journal(create=True) as journal:
            journal.configure(key, value)
    with ctx.obj.journal() as journal:
        settings, others = journal.settings(), other_settings(journal.connection)
    if json:
        say_exactly(json_.settings(settings, others))
    else:
        say(shown.listed(settings, others, key), done=value is not None)
