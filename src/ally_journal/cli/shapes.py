"""Words behind a complete command that are the right ones in another shape or order."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from re import findall
from shlex import join, split
from typing import Any

from typer.core import TyperArgument, TyperGroup, TyperOption

from ally_journal.cli.spelling import is_slip, near_to
from ally_journal.cli.synonyms import OPTIONS, SAME
from ally_journal.domain.calendar.when import parse_when
from ally_journal.domain.kind import kind_named
from ally_journal.domain.records import reflection
from ally_journal.errors import UnreadableDate
from ally_journal.render.help import TOPICS

_OTHER_CHOICES = {"help": TOPICS, "reflect": reflection.TOPICS}
"""Words of which one stands behind a command whose help does not list them."""


def number_behind(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `heard them 1` the line `heard 1 them`, where something else has a place behind it."""
    params = command_at(program, path).params
    taken = " ".join(str(one.metavar) for one in params if isinstance(one, TyperArgument))
    is_behind = words[1:] and words[1].isdecimal() and words[0][:1].isalpha()
    if not is_behind or words[0] == "last" or not (taken.startswith("N") and " " in taken):
        return None
    if "|" in taken and words[0] not in split(taken.replace("|", " ")):
        return None
    return join([*path.split(), words[1], words[0], *words[2:]])


def as_choice(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `heard 1 not mine` the line `heard 1 not-mine`, and for `heard 1 tehm` `heard 1 them`."""
    params = command_at(program, path).params
    taken = [str(one.metavar).split("|") for one in params if isinstance(one, TyperArgument)]
    choices = {one for several in taken if several[1:] for one in several}
    choices |= {*_OTHER_CHOICES.get(path, ())}
    for at, word in enumerate(words):
        if choices & {*words}:
            break
        joined = "-".join(words[at : at + 2]).lower()
        if joined in choices:
            return join([*path.split(), *words[:at], joined, *words[at + 2 :]])
        near = [one for one in near_to(word, choices) if is_slip(word.lower(), one)]
        if len(near) == 1:
            return join([*path.split(), *words[:at], *near, *words[at + 1 :]])
    return None


def as_options(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `encrypt off` the line `encrypt --off`, for `forget plan 1` `forget --plan 1`.

    Numbers may stand before, and options behind. What is too many may be a value: see `_value`.
    """
    options, many = options_of(program, path), before_options(words)
    words, behind = words[:many], words[many:]
    is_number = [word.isdecimal() or word == "last" for word in words]
    at = (*is_number, False).index(False)
    named, taken = [f"--{word}" for word in words[at:]], _taken(program, path)
    if named and all(name in options and options[name].is_flag for name in named):
        given = named
    elif len(named) == 2 and named[0] in options and not options[named[0]].is_flag:
        given = [named[0], words[-1]]
    elif taken and (given := _value(words[taken:], options, is_last=not behind)):
        at = taken
    else:
        return None
    return join([*path.split(), *words[:at], *given, *behind])


def _taken(program: TyperGroup, path: str) -> int:
    """How many words have a place of their own behind a command."""
    params = command_at(program, path).params
    return sum(isinstance(one, TyperArgument) and one.nargs == 1 for one in params)


def _value(words: list[str], options: Collection[str], *, is_last: bool) -> list[str]:
    """The option with these words as its value: a text, or one word that is a kind, a day, a tag.

    Any other word alone is no text, nor are words of which some are in quotes or before options.
    """
    is_text = is_last and not all(word.isdecimal() for word in words)
    is_text &= (" " in words[0]) if len(words) == 1 else not any(" " in word for word in words)
    if is_text and "--text" in options and words[0] not in SAME:
        return ["--text", " ".join(words)]
    if len(words) != 1:
        return []
    sure = {
        "--kind": kind_named(words[0]),
        "--on": is_day(words[0]),
        "--tag": words[0].startswith("#"),
    }
    named = [name for name in options if sure.get(name)]
    return [*named[:1], words[0].lstrip("#")] if named else []


def as_arguments(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `year --year 2025` the line `year 2025`."""
    options = options_of(program, path)
    arguments = {
        word
        for one in command_at(program, path).params
        if isinstance(one, TyperArgument)
        for word in (one.name, *findall(r"\w+", (one.metavar or "").lower()))
    }
    if "file" in arguments:
        arguments |= {"out", *(name.strip("-") for name in OPTIONS["--out"].split())}
    if path == "list":
        arguments |= {"on", *(name.strip("-") for name in OPTIONS["--on"].split())}
    for at, word in enumerate(words):
        name, _, value = word.partition("=")
        if name not in options and name[:1] == "-" and name[2:] and name.strip("-") in arguments:
            return join([*path.split(), *words[:at], *filter(None, [value]), *words[at + 1 :]])
    return None


def as_one_day(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `--before 20 Nov` the line with the day in quotes."""
    options = options_of(program, path)
    for at, word in enumerate(words, 1):
        if word in options and options[word].metavar == "WHEN":
            for end in range(at + before_options(words[at:]), at + 1, -1):
                if is_day(whole := " ".join(words[at:end])):
                    return join([*path.split(), *words[:at], whole, *words[end:]])
    return None


def as_log(words: list[str]) -> str | None:
    """The line for a text behind words that are options: `missed`, a day, a kind.

    A day or a kind may have a colon. None where there are no such words.
    """
    begins, colon, text = words[0].partition(":") if words else ("", "", "")
    begins, is_said = begins.strip(), False
    if colon and (kind_named(begins) or is_day(begins)):
        is_said, words = True, [begins, *filter(None, [text.strip()]), *words[1:]]
    rest = [*words]
    kind, options = "", list[str]()
    while rest:
        word = rest[0].lower().rstrip(":,")
        went = word.removesuffix("s")
        if kind_named(word):
            kind = word
        elif went in {"missed", "mistake"}:
            options.append(f"--{went}")
        elif is_day(word):
            options += ["--on", word]
        else:
            break
        del rest[0]
    many = before_options(rest)
    if not many or not (options or is_said):
        return None
    return join(["log", *filter(None, [kind]), " ".join(rest[:many]), *options, *rest[many:]])


def is_day(word: str) -> bool:
    """Whether a word is read as a day, and is no bare number."""
    with suppress(UnreadableDate):
        parse_when(word, date(2026, 1, 1))
        return not word.isdecimal()
    return False


def before_options(words: list[str]) -> int:
    """How many words there are before the first option."""
    return next((at for at, word in enumerate(words) if word.startswith("-")), len(words))


def command_at(program: TyperGroup, path: str) -> Any:  # noqa: ANN401 - of Typer's kinds
    """The command of that path; None where there is none."""
    command: Any = program
    for word in path.split():
        command = getattr(command, "commands", {}) and command.get_command(None, word)
    return command


def options_of(program: TyperGroup, path: str) -> dict[str, TyperOption]:
    """The options of a command by each of their names; none where there is no command."""
    params = getattr(command_at(program, path), "params", ())
    return {name: one for one in params if isinstance(one, TyperOption) for name in one.opts}


def commands_of(program: TyperGroup, path: str) -> Collection[str]:
    """What may stand behind this command; nothing where it is a complete one."""
    return getattr(command_at(program, path), "commands", ())
