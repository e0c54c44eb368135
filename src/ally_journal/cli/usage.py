"""A sentence of ally's own for each command line that cannot be read.

It is imported only when there is one.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from shlex import join, split
from typing import Any

import typer
from typer._click import exceptions
from typer._click.core import Context, Parameter
from typer.core import TyperGroup, TyperOption

from ally_journal.cli import guesses
from ally_journal.cli.arguments import JOURNAL, PLAIN, Group, in_front, path_of
from ally_journal.cli.filters import Asked
from ally_journal.cli.session import now
from ally_journal.cli.spelling import kind_near, option_instead
from ally_journal.cli.synonyms import TAKES_ITS_DAY
from ally_journal.cli.terminal.streams import can_ask
from ally_journal.domain.calendar.periods import from_and_until, parse_period, period_named
from ally_journal.domain.calendar.when import parse_day
from ally_journal.domain.choices import checked_choice
from ally_journal.domain.kind import Kind, kind_begun, kind_named, kind_option
from ally_journal.domain.records.entry import split_kind
from ally_journal.domain.records.number import number_named
from ally_journal.domain.records.reflection import checked_topic, topic_read
from ally_journal.domain.records.settings import setting_read
from ally_journal.domain.review.reminder import reminder_named
from ally_journal.domain.review.year import year_named
from ally_journal.domain.text.tags import checked_tag
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render.clean import one_line
from ally_journal.render.help import TOPICS
from ally_journal.render.phrases import together

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_WHAT_HAPPENED = re.compile(r"(?:“.*?”|[^;“])+", re.DOTALL)
_A_NUMBER = "2"


def sentence(
    error: typer.TyperException | WrongUsage, program: TyperGroup, typed: list[str]
) -> str:
    """What happened and what to do next, for a command line as it was `typed`.

    Where it is known what was meant, that line is the next step.
    """
    front = _front(typed)
    context, rest = _where(program, typed)
    _have_whole_name(error, typed)
    said = str(error) if isinstance(error, WrongUsage) else _of_typer(error, context)
    happened = _WHAT_HAPPENED.match(said)
    if not happened or "(ally " in happened[0]:
        return said
    as_typed = guesses.Line(join(typed[len(front) :]))
    is_slip = isinstance(error, exceptions.NoSuchOption)
    tried = [as_typed] if is_slip or context.info_name in {"log", "search"} else []
    if guess := guesses.line_for(program, path_of(context), rest):
        tried = [*tried, guess] if is_slip else [guess]
    steps = (_step(program, front, meant) for meant in tried)
    step = next(
        (step for step in steps if step and not step.endswith(f" ally {join(typed)}")), None
    )
    return f"{happened[0].rstrip('.')}; {step}" if step else said


def _step(program: TyperGroup, front: list[str], meant: guesses.Line) -> str | None:
    """The line that was `meant`, with the options in front, and what is said before it.

    None where it does not work, or has a text that one line cannot show; and where it is only
    perhaps meant, if it works with other words alone.
    """
    if not meant.line:
        return meant.says
    typed = [*front, *split(meant.line)]
    line = _as_it_works(program, typed)
    is_whole = line == f"ally {join(typed)}"
    if not line or line != one_line(line) or (meant.says.startswith("perhaps") and not is_whole):
        return None
    words = split(line)
    is_example = len(words) - words.count("--") > len(typed) - typed.count("--") + 1
    return f"{meant.says[:-1]}, for example: {line}" if is_example else f"{meant.says} {line}"


def _have_whole_name(error: object, typed: list[str]) -> None:
    """Have -json in an error of the library that is about its first letter."""
    if isinstance(error, exceptions.NoSuchOption) and len(letter := error.option_name) == 2:
        names = (word.partition("=")[0] for word in typed if word.startswith(letter))
        error.option_name = next(names, letter)


def _respelt(slip: exceptions.NoSuchOption, context: Context, words: list[str]) -> list[str]:
    """The words with the option that was meant, where there is none of the name that was typed.

    None where nobody knows it; one that answers for the person is not put there.
    """
    _have_whole_name(slip, words)
    name, near = slip.option_name, _near_option(slip.option_name, slip.ctx or context)
    if near is None and context.info_name == "search":
        return [*(word for word in words if word != name), "--", name]
    if near is None and name in words and _is_word(name, context):
        return [word.lstrip("-") if word == name else word for word in words]
    if near is None and name == "--yes":  # nothing is asked there
        return [word for word in words if word != name]
    if near in {None, name, "--yes"}:
        return []
    parts = [word.partition("=") for word in words]
    with suppress(WrongUsage):
        return in_front(["".join((near, *part[1:]) if part[0] == name else part) for part in parts])
    return []


def _is_word(name: str, context: Context) -> bool:
    """Whether what was typed as an option has its place without dashes: a kind, a day, a period."""
    word = name.strip("-")
    if context.info_name not in {"list", "review", "year"} - {word}:
        return context.info_name == "log" and kind_named(word) is not None
    with suppress(AllyError):
        _day_or_period([word], None)
        return True
    return False


def _front(typed: list[str]) -> list[str]:
    """The options for every command that stand before it; see `in_front`."""
    at = 0
    while at < len(typed) and typed[at].partition("=")[0] in {JOURNAL, PLAIN}:
        at += 1 + (typed[at] == JOURNAL)
    return typed[:at]


def _where(program: TyperGroup, typed: list[str]) -> tuple[Context, list[str]]:
    """The context of the innermost command that was typed, and the words behind it."""
    context: Any = typer.Context(program, info_name="ally", **program.context_settings)
    rest = [*typed[len(_front(typed)) :]]
    while rest and isinstance(context.command, TyperGroup):
        if context.parent and isinstance(context.command, Group):
            rest = context.command.word_first(context, rest)
        inner = context.command.get_command(context, rest[0])
        if inner is None:
            break
        context = typer.Context(inner, info_name=rest.pop(0), parent=context)
    return context, rest


def _as_it_works(program: TyperGroup, words: list[str]) -> str | None:
    """The whole line with these words, as it can be read; None where it cannot be mended.

    A number at the end that is too many is left out of what only reads; what is missing comes from
    an example that has what was typed. An option never is left out, but for --yes where nothing is
    asked: it may be the one that keeps something.
    """
    while words:
        context, rest = _where(program, words)
        try:
            if not {"-h", "--help"} & {*rest}:
                made = context.command.make_context(context.info_name, rest, parent=context.parent)
                _read_values(made)
                words = _with_kind(made, words, rest)
        except exceptions.NoSuchOption as slip:
            before, words = words, _respelt(slip, context, words)
            words = [] if words == before else words  # among letters, as in -eA
        except (exceptions.MissingParameter, exceptions.BadOptionUsage) as slip:
            is_word = isinstance(slip, exceptions.MissingParameter)
            if context.info_name == "search" and is_word and rest:  # filters are for a list
                is_glued = any(re.match(r"-[^-].", word) for word in rest)  # -team is no -t eam
                words = [] if is_glued else [*words[: -len(rest) - 1], "list", *rest]
                continue
            shown = _example(context, words)
            param, option = getattr(slip, "param", None), getattr(slip, "option_name", "")
            needed = _needed(param, context) if param else _needed_by(option, context)
            return shown or (f"ally {join([*words, _A_NUMBER])}" if needed == "a number" else None)
        except (typer.TyperException, AllyError) as slip:
            is_number = words[-1].isdecimal() or words[-1] == "last"
            path = path_of(context)
            is_number &= path == "config" or guesses.only_reads(path or "log", rest[:-1])
            is_refused = isinstance(slip, AllyError) or _EXTRA.match(str(slip))
            words = words[:-1] if is_refused and is_number else []
        else:
            return f"ally {join(words)}"
    return None


def _with_kind(made: Context, words: list[str], rest: list[str]) -> list[str]:
    """The words of a log with the kind that is meant, or any where nobody can be asked for it.

    The `rest` of them stands behind ally log.
    """
    if made.info_name != "log" or not (text := made.params["words"]):
        return words
    if split_kind(text, made.params["kind"])[0]:
        return words
    behind, kind = [*rest], None
    if text[1:] and (kind := _kind_before(text)):
        behind.remove(text[0])
    elif text[1:] and " " in text[-2] and (kind := kind_named(text[-1])):
        del behind[-1 - behind[::-1].index(text[-1])]
    elif can_ask(json=made.params["json"]):
        return words
    return [*words[: len(words) - len(rest)], kind or Kind.ACT, *behind]


def _kind_before(text: list[str]) -> Kind | None:
    """The kind that is meant by the first word, before one other also by a letter or nearly."""
    if text[0].isdecimal():
        return None
    begun = kind_begun(text[0]) if len(text) == 2 or len(text[0]) > 1 else None
    return begun or (kind_near(text[0]) if len(text) == 2 else None)


def _read_values(context: Context) -> None:
    """Read what was typed as the command does; raises AllyError for what it would refuse."""
    if unknown := context._protected_args:  # noqa: SLF001 - where what is no command of a group is
        raise WrongUsage(unknown[0])
    for param in context.command.get_params(context):
        metavar, given = str(param.metavar), context.params.get(param.name or "")
        if not given:
            continue
        words = [given] if isinstance(given, str) else given
        if read := _READ_BY.get(f"{context.info_name} {metavar}", _READ_BY.get(metavar)):
            read(words, context)
        elif "|" in metavar and metavar.islower() and {*words} - {*metavar.split("|")}:
            raise WrongUsage(metavar)


def _numbers(words: list[str], _: object) -> None:
    for word in words:
        number_named(word, "", "")


def _day_or_period(words: list[str], _: object) -> None:
    day = now().naive.date()
    for word in words:
        if period_named(word, day) is None:
            parse_day(word, day)


def _command_or_topic(words: list[str], made: Context) -> None:
    root: Any = made.find_root().command
    if " ".join(words) not in {*TOPICS, "all"} and _where(root, words)[1]:
        raise WrongUsage(words[0])


_READ_BY: dict[str, Callable[[list[str], Context], object]] = {
    **dict.fromkeys(("N", "N...", "[N]", "[N...]"), _numbers),
    "N... [NOTE]": lambda words, _: number_named(words[0], "", ""),
    "KIND": lambda words, _: [*map(kind_option, words)],
    "TAG": lambda words, _: [*map(checked_tag, words)],
    "WHEN": _day_or_period,
    "[PERIOD]": lambda words, _: parse_period(" ".join(words), now().naive.date()),
    "[YEAR]": lambda words, _: year_named(" ".join(words), now().naive.date()),
    "[TOPIC]": lambda words, made: checked_topic(
        topic_read(words[0], made.params["text"])[0] or "why"
    ),
    "DAY TIME": lambda words, _: reminder_named(" ".join(words)),
    "list [WORD]...": lambda words, _: Asked().with_words(words),
    "config [NAME]": lambda words, made: setting_read(words[0], made.params["value"]),
    "[FROM [UNTIL]]": lambda words, _: [
        parse_day(word, now().naive.date())
        for word in from_and_until(words[words[0] in {"back", "list", "show"} :])
    ],
    "[FILE]": lambda words, made: checked_choice(
        made.params["said"] or words[0].rpartition(".")[2], ("jsonl", "csv", "md"), {}, ""
    ),
    "[COMMAND]...": _command_or_topic,
}
"""How commands read what stands in the place of a word of their help; one may have its own way."""


def _of_typer(error: typer.TyperException, context: Context) -> str:
    context, message = getattr(error, "ctx", None) or context, str(error)
    path, param = context.command_path, getattr(error, "param", None)
    if isinstance(error, exceptions.NoSuchOption):
        return _no_option(error.option_name, context)
    if isinstance(error, exceptions.BadOptionUsage):
        if "does not take" in message:
            return f"{error.option_name} takes no value; write it alone."
        return _value_missing(error.option_name, context)
    if isinstance(error, exceptions.MissingParameter) and param:
        return f"{path} needs {_needed(param, context)} behind it; {_for_example(context)}"
    if extra := _EXTRA.match(message):
        has_text = any("--text" in one.opts for one in context.command.params)
        see = "new words go behind --text; " if has_text else ""
        return f"{path} takes no “{one_line(extra[1])}”; {see}{path} --help shows what it takes."
    what = f"What stands behind {param.opts[-1]}" if param else path
    return f"{what} cannot be read as it was typed; {path} --help shows how to write it."


def _value_missing(option: str, context: Context) -> str:
    """The sentence for an option with nothing behind it."""
    if option in {"-t", "--tag"}:
        return f"{option} needs a tag behind it, without #, which a shell reads as a comment."
    needed = _needed_by(option, context)
    is_said = " or " in needed
    shown = (
        f"{context.command_path} --help shows how." if is_said else _for_example(context, [option])
    )
    return f"{option} needs {needed} behind it; {shown}"


def _needed_by(option: str, context: Context) -> str:
    named = [one for one in context.command.get_params(context) if option in one.opts]
    return _needed(named[0], context) if named else "a value"


def _needed(param: Parameter, context: Context) -> str:
    """What belongs in the place of an option's value, or of an argument."""
    word = param.make_metavar(context).split()[0].strip("[].")
    return _NEEDED.get(word) or together(word.split("|"), "or")


_NEEDED = {
    "DAY": "a weekday and a time",
    "FILE": "a file",
    "FILE|FOLDER": "a file or a folder",
    "HOW": "how it came about",
    "K": "a number",
    "KEY=TEXT": "a key and its text",
    "KIND": "a kind",
    "MOMENT": "a moment and words for it",
    "N": "a number",
    "NAME": "a name",
    "PART": "a part",
    "PATH": "a path",
    "QUERY": "words to look for",
    "REACH": "how far it reaches",
    "REV": "the number of a version",
    "TAG": "a tag",
    "TEXT": "words",
    "TITLE": "a title",
    "WHEN": "a day",
    "WHERE": "a folder or a URL",
    "WORD": "a word",
    "YEAR": "a year",
}
"""What the short words of the help stand for."""


def _for_example(context: Context, words: Iterable[str] = ()) -> str:
    shown = _example(context, words)
    return f"for example: {shown}" if shown else f"{context.command_path} --help shows how."


def _example(context: Context, words: Iterable[str] = ()) -> str | None:
    """The first example of a command that shows what belongs to it, with all these words."""
    path = context.command_path
    lines = (line.strip() for line in (context.command.epilog or "").splitlines())
    shown = (line for line in lines if line.startswith(f"{path} "))
    return next((line for line in shown if {*words} <= {*split(line)}), None)


def _no_option(typed: str, context: Context) -> str:
    path = context.command_path
    if typed == "--version":
        return "--version stands alone: ally --version"
    names = [name for one in context.command.params for name in one.opts]
    if (near := TAKES_ITS_DAY.get(typed)) and near in names:
        return f"{typed} is no option of {path}; near it is {near}, which takes in that day."
    if near := _near_option(typed, context):
        return f"{typed} is no option of {path}; near it is {near}."
    return f"{typed} is no option of {path}; {path} --help shows those it has."


def _near_option(typed: str, context: Context) -> str | None:
    params = context.command.get_params(context)
    known = [name for one in params if isinstance(one, TyperOption) for name in one.opts]
    is_record = guesses.list_named(typed.strip("-"))  # --plan is not --plain
    offered = [name for name in [*known, JOURNAL, PLAIN] if not is_record or name != PLAIN]
    return option_instead(typed, offered)
