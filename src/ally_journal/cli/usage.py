"""A sentence of ally's own for each command line that Typer cannot read.

It is imported only when there is one.
"""

import re
from typing import Any

import typer
from typer._click import exceptions
from typer._click.core import Context, Parameter
from typer.core import TyperGroup

from ally_journal.cli import guesses
from ally_journal.render.clean import one_line

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


def sentence(error: typer.TyperException, program: TyperGroup, typed: list[str]) -> str:
    """What happened and what to do next, for a command line as it was `typed`."""
    context = getattr(error, "ctx", None) or _context_of(program, typed)
    path, message, param = context.command_path, str(error), getattr(error, "param", None)
    if isinstance(error, exceptions.NoSuchOption):
        return _no_option(error.option_name, context)
    if isinstance(error, exceptions.BadOptionUsage):
        alone = "does not take" in message
        option = error.option_name
        return f"{option} takes no value; write it alone." if alone else value_missing(option)
    if isinstance(error, exceptions.MissingParameter) and param:
        return _missing(param, context)
    if extra := _EXTRA.match(message):
        return _too_much(path, extra[1], typed)
    what = f"What stands behind {param.opts[-1]}" if param else path
    return f"{what} cannot be read as it was typed; {path} --help shows how to write it."


def value_missing(option: str) -> str:
    """The sentence for an option with nothing behind it."""
    if option in {"-t", "--tag"}:
        return f"{option} needs a tag behind it, without #, which a shell reads as a comment."
    if said := _VALUES.get(option):
        return f"{option} needs {said[0]} behind it, such as {option} {said[1]}."
    return f"{option} needs a value behind it; the help of the command shows which."


_DAY, _KIND, _NAME = ("a day", "yesterday"), ("a kind", "act"), ("a name", "Priya")
_FILE, _MANY = ("a file", "week.md"), ("a number", "20")
_VALUES = {
    **dict.fromkeys(("--on", "--since", "--until", "--before"), _DAY),
    "-k": _KIND,
    "--kind": _KIND,
    "-w": _NAME,
    "--with": _NAME,
    "-o": _FILE,
    "-n": _MANY,
    "--limit": _MANY,
    "--again": ("a day to come", "monday"),
}
"""What stands behind an option, and an example of it."""


def _context_of(program: TyperGroup, typed: list[str]) -> Context:
    """The context of the innermost command that was typed, where an error does not say it."""
    context: Any = typer.Context(program, info_name="ally", **program.context_settings)
    for word in typed:
        within = context.command
        inner = within.get_command(context, word) if isinstance(within, TyperGroup) else None
        if inner is not None:
            context = typer.Context(inner, info_name=word, parent=context)
    return context  # type: ignore[no-any-return]  # Typer's own kind


def _no_option(typed: str, context: Context) -> str:
    path = context.command_path
    if typed == "--version":
        return "--version stands alone: ally --version"
    if context.parent is None and (line := _command_as_option(typed, context)):
        return f"{typed} is no option of {path}; write: {line}"
    if re.fullmatch(r"-\d", typed) and path in {"ally list", "ally search"}:
        return f"{typed} is no option of {path}; write: {path} -n {typed[1:]}"
    known = [name for param in context.command.get_params(context) for name in param.opts]
    if near := guesses.option_instead(typed, known):
        return f"{typed} is no option of {path}; near it is {near}."
    return f"{typed} is no option of {path}; {path} --help shows those it has."


def _command_as_option(typed: str, context: Context) -> str | None:
    """The command line for a command that was typed with dashes, as other programs have it."""
    word = typed.removeprefix("--")
    if word == typed:
        return None
    return (
        f"ally {word}"
        if isinstance(context.command, TyperGroup) and word in context.command.commands
        else guesses.instead("", [word])
    )


def _missing(param: Parameter, context: Context) -> str:
    """What a command needs behind it, with its first example that shows it."""
    needed = param.make_metavar(context).split()[0].strip("[].").replace("|", " or ")
    needed = _NEEDED.get(needed, needed)
    epilog = context.command.epilog or ""
    path = context.command_path
    examples = [line.strip() for line in epilog.splitlines() if line.strip().startswith(f"{path} ")]
    shown = f"; for example: {examples[0]}" if examples else f"; {path} --help shows how."
    return f"{path} needs {needed} behind it{shown}"


_NEEDED = {
    "N": "a number",
    "NAME": "a name",
    "PATH": "a path",
    "FILE": "a file",
    "QUERY": "words to look for",
    "TEXT": "words",
    "TITLE": "a title",
    "WHEN": "a day",
}
"""What the short words of the help stand for."""


def _too_much(path: str, extra: str, typed: list[str]) -> str:
    """What to do about words for which a command has no place."""
    command = path.split()[1:]
    behind = typed[typed.index(command[-1]) + 1 :] if command and command[-1] in typed else []
    if behind and (line := guesses.instead(" ".join(command), behind)):
        return f"{path} takes no “{one_line(extra)}”; write: {line}"
    return f"{path} takes no “{one_line(extra)}”; leave it out, or see {path} --help."
