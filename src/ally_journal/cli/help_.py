"""ally help: the help screen, all commands, or one of them."""

from typing import Annotated

import typer

from ally_journal.cli.app import COMMANDS, help_screen
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.session import say
from ally_journal.errors import WrongUsage

app = new_app()


@app.command(epilog=examples("ally help", "ally help log", "ally help all"))
def help_(
    ctx: typer.Context,
    command: Annotated[str | None, typer.Argument(help="A command, or all.")] = None,
) -> None:
    """Say what ally can do, or more about one command."""
    if command is None or command == "all":
        say(help_screen(everything=command == "all"))
        return
    if command not in COMMANDS:
        raise WrongUsage(f"There is no command “{command}”; ally help all lists them.")
    root = ctx.find_root()
    found = root.command.get_command(root, command)  # type: ignore[attr-defined]  # it is a group
    say(found.get_help(typer.Context(found, info_name=command, parent=root)))
