"""The command table, and the one place where errors become sentences and exit codes."""

import _thread
import builtins
import os
import signal
import sys
import time
from functools import partial
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn

import typer
from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from ally_journal import __version__
from ally_journal.cli import session
from ally_journal.cli.arguments import PLAIN, App, Group, in_front
from ally_journal.cli.terminal import streams
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render.clean import one_line
from ally_journal.store.files.failures import tellers
from ally_journal.store.files.layout import may_have_drafts
from ally_journal.store.files.system import ENDINGS, signals_as_bytes


class Command(NamedTuple):
    """A line of the help screen; `panel` is the heading it stands under.

    On the short screen it stands `beside` another one, with its name alone.
    """

    panel: str
    help: str
    everyday: bool = True
    beside: str = ""


COMMANDS = {
    "log": Command("Write", "a line; without words, it asks"),
    "edit": Command("Write", "change an entry"),
    "delete": Command("Write", "take entries away; undo brings them back", beside="edit"),
    "heard": Command("Write", "what you heard about it"),
    "undo": Command("Write", "take back the newest change", beside="edit"),
    "redo": Command("Write", "take back an undo", everyday=False),
    "draft": Command("Write", "words that were not saved", everyday=False),
    "review": Command("Look back", "the week, or another period"),
    "year": Command("Look back", "the year, to read or to keep"),
    "list": Command("Look back", "the newest entries"),
    "show": Command("Look back", "one entry with everything about it", beside="list"),
    "search": Command("Look back", "words in what you wrote", beside="list"),
    "tags": Command("Look back", "the tags in use", everyday=False),
    "history": Command("Look back", "what changed, and what it was before", everyday=False),
    "before": Command("Practise", "read this before a meeting"),
    "rehearse": Command("Practise", "a sentence for the next time", everyday=False),
    "talk": Command("Practise", "half an hour with one other ally", everyday=False),
    "plan": Command("Practise", "when …, I will …"),
    "obstacle": Command("Practise", "what stands in the way, and what may move it"),
    "reflect": Command("Practise", "why, three stories, and the words of a year"),
    "shelf": Command("Practise", "to read or hear, and what you took from it"),
    "ideas": Command("Practise", "what one can do, and words for it"),
    "privacy": Command("Keep safe", "who can read this"),
    "encrypt": Command("Keep safe", "a passphrase for the journal", beside="privacy"),
    "backup": Command("Keep safe", "checked copies; restore one"),
    "forget": Command("Keep safe", "erase for good, also in backups"),
    "doctor": Command("Keep safe", "check the journal"),
    "export": Command("Move", "save a copy to a file"),
    "import": Command("Move", "from a file; importing again is safe", beside="export"),
    "sync": Command("Move", "the same journal on several computers", beside="export"),
    "remind": Command("More", "a weekly reminder, made by your own computer", everyday=False),
    "handover": Command("More", "obstacles as a note without names", everyday=False),
    "away": Command("More", "weeks in which nothing is asked", everyday=False),
    "config": Command("More", "how this journal counts and shows", everyday=False),
    "demo": Command("More", "make an invented journal to look at", everyday=False),
    "help": Command("More", "this page; help COMMAND says more about one", everyday=False),
}
"""Every command, in the order of the help screen; its module is `cli/commands/NAME`."""

CTRL_C = 130
_TO_HEAR = 1
"""Seconds in which a program that is not stuck comes to a signal."""

_SPEAK_OF_DRAFTS = {"draft", "forget", "help", "privacy"}
"""Commands that say more of drafts than that there are some, or less."""


_WITHOUT_JOURNAL = {
    *("demo", "help"),
    *("edit", "heard", "log", "obstacle", "plan", "reflect", "shelf"),
}
"""Commands that need no journal, or are given words, which are kept before it is said that there
is none."""
_TYPED = "ally.typed"


class Ally(Group):
    """Imports the one command asked for, and draws help and completes names from the table."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names = dict.fromkeys(COMMANDS)
        self.commands = names  # type: ignore[assignment]  # enough for "did you mean"

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """Import one command's file and give its command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"ally_journal.cli.commands.{module_name(cmd_name)}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command  # type: ignore[return-value]  # Typer makes no other kind

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help screen, from the table."""
        formatter.write(_help_screen())

    def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
        """Names from the table, then the options before the command."""
        names = [
            CompletionItem(name, help=command.help)
            for name, command in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def main(
        self,
        args: Any = None,
        prog_name: str | None = "ally",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run one command line and exit; the only catcher of errors.

        It stands here and not in `invoke` because the words before the command are read earlier.
        """
        try:
            arguments = list(sys.argv[1:] if args is None else args)
            if "_ALLY_COMPLETE" in os.environ:
                self._answer_shell()
            arguments = _heeded(arguments)
            with self.make_context("ally", list(arguments), **extra) as ctx:
                ctx.meta[_TYPED] = arguments
                self.invoke(ctx)
                if ctx.obj is not None:
                    session.after_answering(ctx.obj)
        except typer.Exit as end:
            _leave(end.exit_code)
        except (WrongUsage, typer.TyperException) as error:
            streams.warn(one_line(self._sentence(error, arguments)))
            _leave(error.exit_code)
        except AllyError as error:
            streams.warn(one_line(str(error)))
            _leave(error.exit_code)
        except (KeyboardInterrupt, typer.Abort):
            streams.warn("")
            _leave(CTRL_C)
        except BrokenPipeError:
            _leave(0)
        _leave(0)

    def _answer_shell(self) -> NoReturn:
        from ally_journal.cli.shells import answer  # noqa: PLC0415 - only when Tab is pressed

        streams.put(answer(self))
        _leave(0)

    def _sentence(self, error: WrongUsage | typer.TyperException, typed: list[str]) -> str:
        """One sentence for what could not be read, and what to do."""
        from ally_journal.cli.usage import sentence  # noqa: PLC0415 - only when there is an error

        return sentence(error, self, typed)


def _help_screen() -> str:
    from ally_journal.cli.help_form import help_screen  # noqa: PLC0415 - only for help

    return help_screen(COMMANDS)


def module_name(command: str) -> str:
    """The file of a command: its name, with an underscore where Python has the name already."""
    return f"{command}_" if hasattr(builtins, command) or iskeyword(command) else command


def _heeded(arguments: list[str]) -> list[str]:
    """What `in_front` makes of them; plain mode begins here, since errors are spoken too."""
    streams.manner.plain = session.wants_plain()
    ordered = in_front(arguments)
    streams.manner.plain |= ordered[:1] == [PLAIN]
    return ordered


def _leave(code: int) -> NoReturn:
    """Exit; a reader that closed the pipe is no error, also at the last flush."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        streams.forget_stdout()
    sys.exit(code)


class Ended(SystemExit):
    """A signal ended this run."""


def _end(number: int, _frame: object) -> NoReturn:
    """Leave on a signal as on Ctrl-C, so that typed words are kept on the way out.

    A terminal that is closed says so more than once; a further signal must not stop the keeping,
    and ends what comes after it.
    """
    streams.heard.append(number)
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise Ended(128 + number)


def _listen(pipe: int) -> NoReturn:
    """End this run by a second signal where it does not even hear the first, as SQLite may wait.

    The words are put away first, and a third signal waits for nothing. Each is a byte in the pipe.
    """
    came = 0
    while True:
        (number,) = os.read(pipe, 1)
        came += number in ENDINGS
        if came == 2:
            _thread.start_new_thread(_end_anyway, (number,))
        elif came > 2 and not streams.heard:
            os._exit(128 + number)


def _end_anyway(number: int) -> None:
    time.sleep(_TO_HEAR)
    if not streams.heard:
        for tell in streams.unsaved:
            tell()
        os._exit(128 + number)


app = App(cls=Ally)


@app.callback(invoke_without_command=True)
def ally(
    ctx: typer.Context,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="PATH", help="The journal to use.", readable=False),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Sentences, line by line, without drawing.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help="Say the version.")] = False,
) -> None:
    """Start a session, or show the help screen when there is no command.

    `plain` is heeded before it comes here, since errors are spoken too.
    """
    streams.manner.plain |= plain
    if version:
        streams.put(f"ally {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        streams.put(_help_screen())
        raise typer.Exit
    ctx.obj = session.begin(journal, plain=streams.manner.plain)
    streams.keep_words_with(partial(_keep, ctx.obj.path))
    tellers[:] = [streams.warn]
    if ctx.obj.path == session.NOWHERE:
        _refuse_without_home(ctx)
    elif ctx.invoked_subcommand not in _SPEAK_OF_DRAFTS and may_have_drafts(ctx.obj.path):
        from ally_journal.cli.workflows.drafts import mention  # noqa: PLC0415 - only when there may be some

        mention(ctx.obj)


def _refuse_without_home(ctx: typer.Context) -> None:
    """Raise WrongUsage, unless the command tells of itself, or has words that are to be kept."""
    if ctx.invoked_subcommand not in _WITHOUT_JOURNAL and "--help" not in ctx.meta[_TYPED]:
        raise session.no_home()


def _keep(path: Path, words: str) -> None:
    from ally_journal.cli.workflows.drafts import keep  # noqa: PLC0415 - seldom needed

    keep(path, words)


def program() -> Ally:
    """The whole command line, as an object that tests can run too."""
    made = typer.main.get_command(app)
    if not isinstance(made, Ally):
        raise TypeError(made)
    return made


def run() -> NoReturn:
    """The `ally` program."""
    streams.prepare_streams()
    for ending in ENDINGS:
        signal.signal(ending, _end)
    if (ears := signals_as_bytes()) is not None:
        _thread.start_new_thread(_listen, (ears,))
    try:
        program().main()
    except Ended:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_DFL)
        raise
