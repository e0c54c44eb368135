"""What commands are made of: an app, options that several share, words that stand before them."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.models import OptionInfo

from ally_journal.cli.completion import asked, choices, harmless, kinds, plans, tags, ways
from ally_journal.domain.records.entry import ANSWER_KEYS
from ally_journal.errors import WrongUsage

if TYPE_CHECKING:
    from ally_journal.cli.session import Session

JOURNAL, PLAIN = "--journal", "--plain"
"""The options that go for every command, before or behind it."""

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


class _Option(OptionInfo):
    """What Typer wants to know of an option: what is said of this one, else what goes for all.

    Typer itself would write thirty words into each of them, and copy those twice.
    """

    def __init__(self, **said: Any) -> None:
        vars(self).update(said)

    def __copy__(self) -> "_Option":
        return _Option(**vars(self))


for _name, _usual in vars(typer.Option()).items():
    setattr(_Option, _name, _usual)


def option(names: str, says: str, offers: Callable[..., Any] | None = None, **more: Any) -> Any:
    """An option: its names, and what stands for its value if it has one, as in "--tag -t TAG".

    `says` is its line in the help, and `offers` what Tab does; of a|b it offers both.
    """
    flags = tuple(name for name in names.split() if name.startswith("-"))
    value = names.split()[len(flags) :]
    metavar = value[0] if value else None
    if metavar and "|" in metavar:
        offers = choices(metavar.split("|"))
    offers = offers and harmless(offers)
    return _Option(param_decls=flags, metavar=metavar, help=says, autocompletion=offers, **more)


def argument(metavar: str, says: str, offers: Callable[..., Any] | None = None, **more: Any) -> Any:
    """An argument, in the same way."""
    offers = offers and harmless(offers)
    return typer.Argument(metavar=metavar, help=says, autocompletion=offers, **more)


Kind = Annotated[str | None, option("--kind -k KIND", "The kind, or its first letter.", kinds)]
On = Annotated[str | None, option("--on WHEN", 'When it was: friday, "3 days ago", 2026-11-20.')]
Tags = Annotated[
    list[str] | None, option("--tag -t TAG", "A word for the situation; repeatable.", tags)
]
Untag = Annotated[list[str] | None, option("--untag TAG", "Takes a tag away; repeatable.", tags)]
People = Annotated[
    list[str] | None, option("--with -w NAME", "Marks a name, so it can be forgotten.")
]
Way = Annotated[str | None, option("--way WORD", "How: ask, credit, speak-up, …", ways)]
Missed = Annotated[bool, option("--missed", "A moment when you did nothing.")]
Because = Annotated[str | None, option("--because TEXT", "With --missed: what stopped you.")]
Mistake = Annotated[bool, option("--mistake", "Something that went wrong.")]
Lesson = Annotated[str | None, option("--lesson TEXT", "What you take from it.")]
Guess = Annotated[str | None, option("--guess TEXT", "How you think it was for them.")]
Asked = Annotated[str | None, option("--asked HOW", "asked, invited, together or unasked.", asked)]
Plan = Annotated[str | None, option("--plan N", "The plan it belongs to, or last.", plans)]
Answers = Annotated[
    list[str] | None,
    option("--answer -a KEY=TEXT", f"An answer; the keys are {', '.join(ANSWER_KEYS)}."),
]
Share = Annotated[bool, option("--share", "It may appear in a sharing copy.")]
Unshare = Annotated[bool, option("--no-share", "It may not appear in a sharing copy.")]
Star = Annotated[bool, option("--star", "You want to see it in your year.")]
Unstar = Annotated[bool, option("--no-star", "Takes the star away.")]
Again = Annotated[
    str | None, option("--again WHEN", 'A review shows it again: monday, "in 3 months".')
]
Keep = Annotated[str | None, option("--keep K", "In conflict: make this version the only one.")]
Yes = Annotated[bool, option("--yes", "Do not ask.")]
Words = Annotated[
    list[str] | None, argument("[TEXT]...", "The words, in quotes; - reads them from stdin.")
]
Numbers = Annotated[
    list[str], argument("N... [NOTE]", "Its number, or several, or last; a note in quotes.", plans)
]
Note = Annotated[list[str] | None, argument("[NOTE]...", "A note, in quotes.")]
AllAsJson = Annotated[bool, option("--json", "Print them as JSON.")]
AsJson = Annotated[bool, option("--json", "Print it as JSON.")]


class Run(typer.Context):
    """The context of a command; its object is the session."""

    obj: "Session"

    def make_formatter(self) -> Any:
        """What writes help for the width of the terminal."""
        from ally_journal.cli.help_form import Form  # noqa: PLC0415 - only for help

        return Form()


def _show_help(ctx: Any, param: object, value: bool) -> None:
    if value:
        from ally_journal.cli.help_form import show  # noqa: PLC0415 - only for help

        show(ctx, param, value)


class _Helped:
    """What has help that is read like any other answer."""

    context_class: type[Any] = Run
    _help_option: TyperOption | None

    def get_help_option_names(self, _ctx: Any) -> list[str]:
        """The names of the option for help, wherever the command is looked at."""
        return ["-h", "--help"]

    def get_help_option(self, ctx: Any) -> TyperOption:
        """That option, the same one each time."""
        if self._help_option is None:
            self._help_option = TyperOption(
                param_decls=self.get_help_option_names(ctx),
                is_flag=True,
                expose_value=False,
                is_eager=True,
                help="Show this help.",
                callback=_show_help,
            )
        return self._help_option


class Command(_Helped, TyperCommand):
    """A command, which tells options from words before Typer reads them.

    An argument that contains white space is text even if it begins with a dash, unless it begins
    with a known `--name=`; `-5` is text. Options count wherever they stand, until `--`. With
    `any_text`, what no option is spelt nearly like is text as well. A value that is empty is
    refused as one that is missing, unless it `takes_empty`.
    """

    any_text = takes_empty = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the options first and the words behind `--`, then read them as usual."""
        if ctx.resilient_parsing:  # Tab was pressed: a value that is still missing is no mistake
            return super().parse_args(ctx, args)
        options, words = sort_out(args, valued(self, ctx), any_text=self.any_text)
        if options:
            self._refuse_empty_and_twice(ctx, options)
        return super().parse_args(ctx, [*options, "--", *words])

    def _refuse_empty_and_twice(self, ctx: Any, options: list[str]) -> None:
        """Raise an error for an option without a value, or with a second one in its place."""
        if not self.takes_empty:
            for name, behind in pairwise([*options, "-"]):
                if (name.startswith("-") and name.endswith("=")) or not behind.strip():
                    raise _value_missing(name.rstrip("="))
        if len(options) < 3:
            return
        given = [one.partition("=")[0] for one in options]
        for param in self.get_params(ctx):
            if isinstance(param, TyperOption) and not (param.is_flag or param.multiple):
                names = [name for name in given if name in param.opts]
                if len(names) > 1:
                    raise WrongUsage(f"{names[0]} stands there {len(names)} times; give it once.")


class TextFirst(Command):
    """A command that takes a person's words, to whom an empty value says that there are none."""

    takes_empty = True


class AnyText(Command):
    """A command that takes any text, such as a query."""

    any_text = True


class Group(_Helped, TyperGroup):
    """A group of commands, whose help says all that each of them is.

    It does what is meant by a word that is no command, where that is clear, or says what does.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does, with the options before a command of the group as if behind it."""
        if ctx.parent and not ctx.resilient_parsing:
            args = self.word_first(ctx, args)
        return super().parse_args(ctx, args)

    def word_first(self, ctx: Any, args: list[str]) -> list[str]:
        """The same with the first word before the options, if there is one."""
        names, at = valued(self, ctx), 0
        while at < len(args) and args[at].startswith("-") and args[at] != "--":
            at += 1 + _wants_value(args[at], names)
        return [args[at], *args[:at], *args[at + 1 :]] if at < len(args) else args

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does, for the words that were meant; raises WrongUsage."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            from ally_journal.cli.guesses import replaced  # noqa: PLC0415 - only when it is none

            args = replaced(ctx.find_root().command, path_of(ctx), args)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Each command with the first paragraph of its help."""
        inner = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        told = [
            (name, (one.help or "").partition("\n\n")[0])
            for name, one in inner
            if one and not one.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl([(name, " ".join(said.split())) for name, said in told])


def valued(command: TyperCommand | TyperGroup, ctx: Any) -> dict[str, bool]:
    """Of every option's name whether a value follows it."""
    return {
        name: not (param.is_flag or param.count)
        for param in command.get_params(ctx)
        if isinstance(param, TyperOption)
        for name in (*param.opts, *param.secondary_opts)
    }


def sort_out(
    args: list[str], names: dict[str, bool], *, any_text: bool = False
) -> tuple[list[str], list[str]]:
    """Split arguments into options with their values, and words.

    `names` are those of `valued`.

    Raises:
        BadOptionUsage: an option wants a value, and nothing or another option is behind it.
        NoSuchOption: the name of one has a single dash, and would be read as letters.
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words.extend(rest)
        elif _is_text(arg, names) or (any_text and not _is_nearly_known(arg, names)):
            words.append(arg)
        else:
            if arg[2:] and not arg.startswith("--"):
                _refuse_one_dash(arg, names)
            options.append(arg)
            if _wants_value(arg, names):
                options.append(_value_of(arg, rest, names))
    return options, words


def _value_of(option: str, rest: Iterator[str], names: dict[str, bool]) -> str:
    for value in rest:
        if value in names or (value[:1] == "-" and f"-{value}" in names):
            break
        return value
    raise _value_missing(option)


def _value_missing(option: str) -> Exception:
    from typer._click.exceptions import BadOptionUsage  # noqa: PLC0415 - only when it is

    return BadOptionUsage(option, "")


def _refuse_one_dash(arg: str, names: dict[str, bool]) -> None:
    """Raise NoSuchOption for -tag, which would be a tag “ag”."""
    from typer._click.exceptions import NoSuchOption  # noqa: PLC0415 - only for letters together

    from ally_journal.cli.spelling import same_option  # noqa: PLC0415 - the same

    name = arg.partition("=")[0]
    if same_option(f"-{name}", {*names, JOURNAL, PLAIN}):
        raise NoSuchOption(name)


def _is_text(arg: str, names: dict[str, bool]) -> bool:
    if not arg.startswith("-") or arg == "-" or arg[1:2].isdigit():
        return True
    spaced = any(character.isspace() for character in arg)
    return spaced and not (arg.startswith("--") and arg.partition("=")[0] in names)


def _is_nearly_known(arg: str, names: dict[str, bool]) -> bool:
    """Whether this is an option, or a slip for one."""
    from ally_journal.cli.spelling import option_instead  # noqa: PLC0415 - only for a query

    name = arg.partition("=")[0]
    if name in names or name[:2] in names:
        return True
    return option_instead(name, {*names, JOURNAL, PLAIN}) is not None


def _wants_value(arg: str, names: dict[str, bool]) -> bool:
    """Whether the next argument belongs to this option, also behind a cluster such as -et."""
    if arg in names:
        return names[arg]
    if arg.startswith("--"):
        return False
    for place, letter in enumerate(arg[1:], start=2):
        if names.get(f"-{letter}", False):
            return place == len(arg)
    return False


def in_front(arguments: list[str]) -> list[str]:
    """The same with --plain and then --journal before the command, wherever they were typed.

    Behind -- they are words, as everything is. Raises WrongUsage.
    """
    front: list[str] = []
    others: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == PLAIN:
            front.insert(0, word)
        elif word == JOURNAL:
            front.append(f"{JOURNAL}={next(words, '')}")
        elif word.startswith((f"{JOURNAL}=", f"{PLAIN}=")):
            front.append(word)
        else:
            others.append(word)
        if word == "--":
            others += words
    paths = [word for word in front if word.startswith(JOURNAL)]
    if f"{JOURNAL}=" in paths:
        raise WrongUsage("--journal needs the path of a journal behind it.")
    if paths[1:]:
        raise WrongUsage(f"--journal stands there {len(paths)} times; give it once.")
    return front + others


def path_of(ctx: Any) -> str:
    """The words of a command behind ally, such as "plan add"; empty for ally itself."""
    return str(ctx.command_path.removeprefix(ctx.find_root().info_name).strip())


class App(typer.Typer):
    """Commands whose help ends with examples; without Rich, which costs a third of a second."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(rich_markup_mode=None, add_completion=False, **{"cls": Group} | settings)

    def command(self, *examples: str, above: str = "", **settings: Any) -> Decorator:  # type: ignore[override]  # a name is given as such
        """A command; the lines `above` stand before its examples."""
        settings.setdefault("cls", Command)
        return super().command(epilog=_shown(examples, above), **settings)

    def text_command(
        self, *examples: str, cls: type[TextFirst] = TextFirst, **settings: Any
    ) -> Decorator:
        """A command that takes a person's words."""
        return self.command(*examples, cls=cls, **settings)

    def listing(self, *examples: str) -> Decorator:
        """What is done when no command of the app is named."""
        return self.callback(invoke_without_command=True, epilog=_shown(examples))


def _shown(examples: tuple[str, ...], above: str = "") -> str:
    """The examples under a heading; the first line stops Click from joining them."""
    shown = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in examples)
    return f"\b\n{above}\n\n{shown}" if above else shown
