"""A command whose argument is free text, which may begin with a dash."""

from collections.abc import Iterator
from typing import Any

from typer.core import TyperCommand, TyperOption

from ally_journal.errors import WrongUsage


class TextFirst(TyperCommand):
    """Tells options from words before Typer reads them.

    An argument that contains white space is text even if it begins with a dash, unless it begins
    with a known `--name=`; `-5` is text. Options count wherever they stand, until `--`. With
    `only_known`, whatever is no known option is text as well.
    """

    only_known = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the options first and the words behind `--`, then read them as usual."""
        if ctx.resilient_parsing:  # Tab was pressed: a value that is still missing is no mistake
            return super().parse_args(ctx, args)
        valued = {
            name: not (param.is_flag or param.count)
            for param in self.get_params(ctx)
            if isinstance(param, TyperOption)
            for name in (*param.opts, *param.secondary_opts)
        }
        options, words = sort_out(args, valued, only_known=self.only_known)
        return super().parse_args(ctx, [*options, "--", *words])


class AnyText(TextFirst):
    """The same for a text that may be anything, such as a query."""

    only_known = True


def sort_out(
    args: list[str], valued: dict[str, bool], *, only_known: bool = False
) -> tuple[list[str], list[str]]:
    """Split arguments into options with their values, and words.

    `valued` says of every option's name whether a value follows it.

    Raises:
        WrongUsage: the last option wants a value and there is none.
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif _is_text(arg, valued) or (only_known and not _is_known(arg, valued)):
            words.append(arg)
        else:
            options.append(arg)
            if _wants_value(arg, valued):
                options.append(_value_of(arg, rest))
    return options, words


def _value_of(option: str, rest: Iterator[str]) -> str:
    for value in rest:
        return value
    raise WrongUsage(f"{option} needs a value behind it; --help shows which.")


def _is_text(arg: str, valued: dict[str, bool]) -> bool:
    if not arg.startswith("-") or arg == "-" or arg[1:2].isdigit():
        return True
    spaced = any(character.isspace() for character in arg)
    return spaced and not (arg.startswith("--") and arg.partition("=")[0] in valued)


def _is_known(arg: str, valued: dict[str, bool]) -> bool:
    return arg.partition("=")[0] in valued if arg.startswith("--") else arg[:2] in valued


def _wants_value(arg: str, valued: dict[str, bool]) -> bool:
    """Whether the next argument belongs to this option, also behind a cluster such as -et."""
    if arg in valued:
        return valued[arg]
    if arg.startswith("--"):
        return False
    for place, letter in enumerate(arg[1:], start=2):
        if valued.get(f"-{letter}", False):
            return place == len(arg)
    return False
