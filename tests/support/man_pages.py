"""The man pages: ally(1) with every command, and one page a group of commands, from the table."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from ally_journal import __version__
from ally_journal.cli.app import COMMANDS, program
from ally_journal.render.help import TOPICS

FOLDER = Path(__file__).parents[2] / "docs/man"
"""Where they lie in the source; a wheel puts them into `share/man/man1`."""


def man_pages() -> dict[Path, str]:
    """Every page as it must be, by its path."""
    root = program()
    top = typer.Context(root, info_name="ally", **root.context_settings)
    commands = {name: _command(root, top, name) for name in COMMANDS}
    pages = {FOLDER / "ally.1": _page("ally", _whole(root, commands))}
    for name, (command, context) in commands.items():
        if isinstance(command, TyperGroup):
            title = f"ally-{name}"
            pages[FOLDER / f"{title}.1"] = _page(title, _group(name, command, context))
    return pages


def _command(
    group: TyperGroup, context: typer.Context, name: str
) -> tuple[TyperCommand | TyperGroup, typer.Context]:
    command = group.get_command(context, name)
    assert isinstance(command, TyperCommand | TyperGroup), name
    return command, typer.Context(command, info_name=name, parent=context)


def _page(title: str, sections: Iterable[str]) -> str:
    lines = [
        f'.TH {title.upper().replace("-", chr(92) + "-")} 1 "" "ally {__version__}" ally',
        *sections,
    ]
    return "\n".join(lines) + "\n"


def _whole(
    root: TyperGroup, commands: dict[str, tuple[TyperCommand | TyperGroup, typer.Context]]
) -> Iterator[str]:
    yield from _name("ally", "a private journal for the practice of allyship")
    yield ".SH SYNOPSIS"
    yield f".B ally\n{_text('[--journal PATH] [--plain] COMMAND …')}"
    yield ".SH DESCRIPTION"
    yield _text(
        "A line after an interaction at work, a look back once a week, and a page about the year. "
        "Everything stays in one file on this computer. Without a command ally shows the commands "
        "for every day; ally help all shows the others too."
    )
    yield from _options(root, typer.Context(root, **root.context_settings))
    heading = ""
    for name, (command, context) in commands.items():
        if COMMANDS[name].panel != heading:
            heading = COMMANDS[name].panel
            yield f".SH {heading.upper()}"
        yield from _told(f"ally {name}", command, context)
        if isinstance(command, TyperGroup):
            yield f".PP\nIts commands are in\n.BR ally\\-{name} (1)."
    for topic in ("kinds", "dates", "environment", "plain", "tab", "exit-codes"):
        yield f".SH {topic.upper().replace('-', ' ')}\n.nf"
        yield _text(TOPICS[topic]) + "\n.fi"
    yield ".SH SEE ALSO"
    groups = [name for name, (command, _) in commands.items() if isinstance(command, TyperGroup)]
    yield ",\n".join(f".BR ally\\-{name} (1)" for name in groups)


def _group(name: str, group: TyperGroup, context: typer.Context) -> Iterator[str]:
    title = f"ally {name}"
    yield from _name(f"ally-{name}", COMMANDS[name].help)
    yield f".SH DESCRIPTION\n{_text(_paragraphs(group.help))}"
    yield from _options(group, context)
    yield from _examples(group)
    yield ".SH COMMANDS"
    for inner in group.list_commands(context):
        command, within = _command(group, context, inner)
        if not command.hidden:
            yield from _told(f"{title} {inner}", command, within)
    yield ".SH SEE ALSO\n.BR ally (1)"


def _name(name: str, says: str) -> Iterator[str]:
    yield f".SH NAME\n{_text(name)} \\- {_text(says)}"


def _told(title: str, command: TyperCommand | TyperGroup, context: typer.Context) -> Iterator[str]:
    """One command: how it is written, what it does, its options, its examples."""
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    yield f".SS {_text(' '.join([title, *pieces]))}"
    yield _text(_paragraphs(command.help))
    yield from _options(command, context)
    yield from _examples(command)


def _options(command: TyperCommand | TyperGroup, context: typer.Context) -> Iterator[str]:
    """Arguments that say something, then options."""
    for param in command.get_params(context):
        if isinstance(param, TyperArgument) and param.help:
            yield f".TP\n.I {_text(param.make_metavar(context))}\n{_text(param.help)}"
        elif isinstance(param, TyperOption) and not param.hidden and param.name != "help":
            value = "" if param.is_flag else f" {param.metavar or param.make_metavar(context)}"
            names = ", ".join(sorted(param.opts, key=len))
            yield f".TP\n.B {_text(names + value)}\n{_text(param.help or '')}"


def _examples(command: TyperCommand | TyperGroup) -> Iterator[str]:
    said = (command.epilog or "").replace("\b", "").partition("Examples:\n")[2]
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if lines:
        yield ".PP\nExamples:\n.PP\n.nf\n.RS"
        yield "\n".join(map(_text, lines)) + "\n.RE\n.fi"


def _paragraphs(said: str | None) -> str:
    return re.sub(r"\s*\n\s*\n\s*", "\n.PP\n", said or "").strip()


def _text(words: str) -> str:
    """Words as roff reads them back; lines that begin with its signs are kept from it."""
    plain = words.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'](?!PP$))", r"\\&", plain, flags=re.MULTILINE)
