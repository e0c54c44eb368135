"""Options that several commands share, and words that stand before them."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from ally_journal.cli.completion import asked, kinds, plans, tags, ways
from ally_journal.domain.records.entry import ANSWER_KEYS
from ally_journal.errors import WrongUsage

Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        "-k",
        metavar="KIND",
        help="The kind, or its first letter.",
        autocompletion=kinds,
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="WHEN", help='When it was: friday, "3 days ago", 2026-11-20.'),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        "-t",
        metavar="TAG",
        help="A word for the situation; repeatable.",
        autocompletion=tags,
    ),
]
People = Annotated[
    list[str] | None,
    typer.Option("--with", "-w", metavar="NAME", help="Marks a name, so it can be forgotten."),
]
Way = Annotated[
    str | None,
    typer.Option(
        "--way", metavar="WORD", help="How: ask, credit, speak-up, …", autocompletion=ways
    ),
]
Missed = Annotated[bool, typer.Option("--missed", help="A moment you let pass.")]
Because = Annotated[
    str | None, typer.Option("--because", metavar="TEXT", help="With --missed: what stopped you.")
]
Mistake = Annotated[bool, typer.Option("--mistake", help="Something that went wrong.")]
Lesson = Annotated[
    str | None, typer.Option("--lesson", metavar="TEXT", help="What you take from it.")
]
Asked = Annotated[
    str | None,
    typer.Option(
        "--asked",
        metavar="HOW",
        help="asked, invited, together or unasked.",
        autocompletion=asked,
    ),
]
Plan = Annotated[
    str | None,
    typer.Option(
        "--plan", metavar="N", help="The plan it belongs to, or last.", autocompletion=plans
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        "-a",
        metavar="KEY=TEXT",
        help=f"An answer; the keys are {', '.join(ANSWER_KEYS)}.",
    ),
]
Share = Annotated[bool, typer.Option("--share", help="It may appear in a sharing copy.")]
NoShare = Annotated[bool, typer.Option("--no-share", help="It may not appear in a sharing copy.")]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="K", help="In conflict: make this version the only one."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT]...", help="The words, in quotes; - reads them from stdin."),
]
Note = Annotated[
    list[str] | None, typer.Argument(metavar="[NOTE]...", help="A word about it, in quotes.")
]
AllAsJson = Annotated[bool, typer.Option("--json", help="Print them as JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]

OnlyKinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        "-k",
        metavar="KIND",
        help="Only this kind; repeatable.",
        autocompletion=kinds,
    ),
]
OnlyTags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", "-t", metavar="TAG", help="Only with this tag; repeatable.", autocompletion=tags
    ),
]
OnlyWays = Annotated[
    list[str] | None,
    typer.Option(
        "--way", metavar="WORD", help="Only done in this way; repeatable.", autocompletion=ways
    ),
]
Since = Annotated[str | None, typer.Option("--since", metavar="WHEN", help="From this day on.")]
Until = Annotated[
    str | None, typer.Option("--until", metavar="WHEN", help="Up to and including this day.")
]
OnlyMissed = Annotated[bool, typer.Option("--missed", help="Only missed moments.")]
OnlyMistakes = Annotated[bool, typer.Option("--mistake", help="Only mistakes.")]


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
