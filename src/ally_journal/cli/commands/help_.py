"""ally help: the help screen, all commands, or one of them."""

from typing import Annotated

import typer
from typer.core import TyperGroup

from ally_journal.cli.app import help_screen
from ally_journal.cli.arguments import App, Run, argument
from ally_journal.cli.terminal.streams import put
from ally_journal.errors import WrongUsage

app = App()


@app.command("ally help", "ally help log", "ally help all")
def help_(
    ctx: Run,
    words: Annotated[list[str] | None, argument("[COMMAND]...", "A command, or all.")] = None,
) -> None:
    """Say what ally can do, or more about one command."""
    if not words or words == ["all"]:
        put(help_screen(everything=bool(words)))
        return
    found, context = ctx.find_root().command, ctx.find_root()
    for word in words:
        inner = found.get_command(context, word) if isinstance(found, TyperGroup) else None
        if inner is None:
            raise WrongUsage(f"There is no command “{' '.join(words)}”; ally help all lists them.")
        found, context = inner, typer.Context(inner, info_name=word, parent=context)
    put(found.get_help(context))
