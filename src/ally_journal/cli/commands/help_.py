"""ally help: the help screen, all commands, one of them, or a topic."""

from typing import Annotated

from typer.core import TyperGroup

from ally_journal.cli.app import COMMANDS
from ally_journal.cli.arguments import App, Run, argument, path_of
from ally_journal.cli.guesses import meant_by, unknown
from ally_journal.cli.help_form import help_screen
from ally_journal.cli.terminal.streams import manner, put, width
from ally_journal.errors import WrongUsage
from ally_journal.render.help import TOPICS, topic, topics

app = App()


def _words(ctx: Run, incomplete: str) -> list[str]:
    """The commands and topics, then the commands of a group."""
    offered, before = [*COMMANDS, "all", *TOPICS], ctx.params.get("words") or []
    if before:
        group = ctx.find_root().command.get_command(ctx, before[0]) if not before[1:] else None  # type: ignore[attr-defined]  # the root is a group
        inner = getattr(group, "commands", {})
        offered = [name for name, one in inner.items() if not one.hidden]
    return [word for word in offered if word.startswith(incomplete)]


@app.command("ally help", "ally help log", "ally help kinds", "ally help all")
def help_(
    ctx: Run,
    words: Annotated[
        list[str] | None, argument("[COMMAND]...", f"A command, all, or {topics('or')}.", _words)
    ] = None,
) -> None:
    """Say what ally can do, or more about one command or a topic."""
    words = " ".join(words or []).split()
    if not words or words == ["all"]:
        put(help_screen(COMMANDS, everything=bool(words)))
        return
    if words[0].lower() in TOPICS:
        if words[1:]:
            raise WrongUsage(f"A topic stands alone; write: ally help {words[0].lower()}")
        put(topic(words[0].lower(), width(), plain=manner.plain))
        return
    found, context = ctx.find_root().command, ctx.find_root()
    if words[0] not in COMMANDS and (meant := meant_by("", words, COMMANDS)):
        words = [word for word in meant.split() if word in COMMANDS]
    for word in words:
        inner = found.get_command(context, word) if isinstance(found, TyperGroup) else None
        if inner is None:
            raise unknown(path_of(context), [word], getattr(found, "commands", ()))
        found, context = inner, Run(inner, info_name=word, parent=context)
    put(found.get_help(context))
