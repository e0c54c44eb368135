"""What people type for a command, from other programs or from memory, and the command for it.

It is imported only when a command was not found, or not understood. What only reads is done at
once; of anything else the person is told the command as it is to be typed, and nothing that takes
away is ever guessed.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from re import findall
from shlex import join, split
from typing import Any, NamedTuple

from typer.core import TyperArgument, TyperGroup, TyperOption

from ally_journal.cli.spelling import (
    is_slip,
    is_verb,
    near_to,
    option_instead,
    same_option,
    verb_near,
)
from ally_journal.cli.synonyms import (
    DONE_TO_ONE,
    INSTEAD,
    LISTED,
    MEANT,
    READS,
    SAME,
)
from ally_journal.domain.calendar.when import parse_when
from ally_journal.domain.choices import as_name
from ally_journal.domain.kind import kind_begun, kind_named
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import UnreadableDate, WrongUsage
from ally_journal.render.help import TOPICS

_ENTRY = {"entry", "entries"}


class Line(NamedTuple):
    """What is to be typed behind ally, and what is said before it."""

    line: str
    says: str = "write:"


def replaced(program: TyperGroup, path: str, words: list[str]) -> list[str]:
    """The words behind `path` that do what was meant, where that only reads.

    `path` is the command so far, "" for ally itself.

    Raises:
        WrongUsage: it would change something, or nobody knows what was meant.
    """
    known = _commands_of(program, path)
    if (name := as_name(words[0])) in known:
        return [name, *words[1:]]
    meant = None if _by_rule(program, path, words) else meant_by(path, words, known)
    if meant is None or not (f"{meant} ".startswith(path) and _only_reads(meant, words[1:])):
        raise unknown(path, words, known)
    return split(_with(meant, words[1:]).removeprefix(path).strip()) or ["list"]  # the bare group


def unknown(path: str, words: list[str], known: Collection[str]) -> WrongUsage:
    """The error for a command that is none, with those near it; `line_for` knows what was meant."""
    command = f"ally {path}".rstrip()
    said = f"There is no “{command} {words[0]}”" if words[0].strip() else "No command is empty"
    if near := near_to(words[0], known):
        offered = " and ".join(f"{command} {one}" for one in near)
        return WrongUsage(f"{said}; near it {'are' if near[1:] else 'is'} {offered}.")
    other = ("" if path else meant_by(path, words[:1], known) or "").partition(" ")[0]
    if other in known:
        return WrongUsage(f"{said}; {command} {other} --help shows how.")
    see = f"{command} --help" if path else "ally help all"
    return WrongUsage(f"{said}; {see} shows what there is.")


def line_for(program: TyperGroup, path: str, words: list[str]) -> Line | None:
    """The line that words behind `path` stand for, which could not be done as they are."""
    if not words:
        return None
    known, first = _commands_of(program, path), words[0].lower()
    for one in (f"{path} {first}".strip(), f"{path} {SAME.get(first, first)}"):
        if one in INSTEAD:
            says, command = INSTEAD[one]
            return Line(_with(command, [word for word in words[1:2] if not word.isdecimal()]), says)
    line = _by_rule(program, path, words)
    if line is None and (meant := meant_by(path, words, known)):
        if meant == "log" and words[1:] and words[1].isdecimal():
            return None  # something is to be done to an entry
        if _command(program, meant) and (mended := line_for(program, meant, words[1:])):
            return mended
        line = _with(meant, words[1:])
    if line is None:
        return _near_line(program, path, words) if known else None
    return Line(line, "to erase it for good write:" if line.startswith("forget") else "write:")


def _near_line(program: TyperGroup, path: str, words: list[str]) -> Line | None:
    """The line with the one command that is nearly spelt so, or else these words as a text.

    Words of which one is in quotes are no text without them. Before ally's commands an option may
    be spelt nearly so as well.
    """
    name, sign, value = words[0].partition("=")
    if name.startswith("-") and (option := option_instead(name, _options_of(program, path))):
        return Line(join([*path.split(), f"{option}{sign}{value}", *words[1:]]))
    known, begins = _commands_of(program, path), words[0].split()
    near = near_to(words[0], known)
    is_sure = len(near) == 1 and is_slip(words[0].lower(), near[0])
    verbs = [] if is_sure or is_verb(words[0]) else verb_near(words[0])
    if verbs and len(words) < 3:
        return line_for(program, path, [*verbs, *words[1:]])
    keeps = "add" if "add" in known else None if path else "log"
    is_no_text = bool(near) and any(" " in word for word in words[1:])
    is_no_text |= words[1:2] != [] and words[1].isdecimal()
    if begins[1:] and begins[0] in known:
        taken, says = [*begins, *words[1:]], "write:"
    elif keeps and (begins[1:] or (len(words) > 2 and not is_no_text)) and not is_sure:
        many = 1 if begins[1:] else max(_before_options(words), 1)
        taken, says = [keeps, " ".join(words[:many]), *words[many:]], "write:"
    elif len(near) == 1:
        taken, says = [*near, *words[1:]], "write:" if is_sure else "perhaps you want:"
    else:
        return None
    return Line(join([*path.split(), *taken]), says)


def list_named(word: str) -> list[str]:
    """The group that lists what a word such as plans calls, if there is one."""
    named = MEANT.get(word.lower(), word.lower())
    return [named] if named in LISTED else []


def meant_by(path: str, words: list[str], known: Collection[str]) -> str | None:
    """The command, with what belongs to it, that these words behind `path` stand for."""
    typed = words[0].lower()
    if typed[:1] == "-" and typed[1:].isdecimal() and path in {"", "log"} and not words[1:]:
        return f"list {typed}"
    if not path or typed[1:].isdecimal():
        typed = typed.lstrip("-")
    elif known:
        typed = typed.removeprefix("--")
    for one in (typed, SAME.get(typed, typed)):
        command = f"{path} {one}".strip()
        if one in known:
            return command
        if command in MEANT:
            return MEANT[command]
    if not path and typed in TOPICS and not words[1:]:
        return f"help {typed}"
    if not path and len(typed) > 1 and (kind := kind_begun(typed)):
        return f"log {kind}"
    if typed.isdecimal() or (typed == "last" and "show" in known):
        shows = f"{path} show".strip() if "show" in known else None
        meant = MEANT.get(f"{path} N", shows)
    else:
        is_name = words[0][:1].isupper() if path == "forget" else typed != "last"
        meant = MEANT.get(f"{path} *") if is_name and _before_options(words) == 1 else None
    return f"{meant} {join([typed if typed.isdecimal() else words[0]])}" if meant else None


def _by_rule(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """The line behind ally for words that are the right ones in another order or shape."""
    known, whole = _commands_of(program, path), [*path.split(), *words]
    if path and words[0] == "help" and (known or not words[1:]):
        return join(["help", *path.split(), *words[1:]])
    joined = [sign.join(words[:2]).lower() for sign in ("-", "")]
    if words[1:] and (one := next((one for one in joined if one in known), None)):
        return join([*path.split(), one, *words[2:]])
    if known and path:
        return _number_first(path, words, known)
    line = None if known else _of_a_command(program, path, words)
    if line is None and whole[1:] and path in {"", whole[0]}:
        line = _of_one(program, path, whole)
    return line if line or known or path == "log" else _as_options(program, path, words)


def _of_one(program: TyperGroup, path: str, whole: list[str]) -> str | None:
    """The line for what is done to one thing, and, where no command begins it, for an entry."""
    if line := _of_a_type(program, whole) or (path != "edit" and _of_an_edit(program, whole)):
        return line
    if path:
        return None
    first = _number_first("", whole, DONE_TO_ONE, program)
    return first or (_logged(whole) if _begins_an_entry(whole) else None)


def _of_a_command(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """The line for a complete command with words that it takes in another shape."""
    if path == "config":
        name, sign, value = words[0].partition("=")
        near = near_to(name, Settings._fields)
        return join([path, f"{near[0]}{sign}{value}", *words[1:]]) if len(near) == 1 else None
    if path == "log" and not kind_named(words[0]) and (line := _logged(words)):
        return line
    return (
        _as_arguments(program, path, words)
        or _number_behind(program, path, words)
        or _as_choice(program, path, words)
    )


def _number_behind(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `heard them 1` the line `heard 1 them`, where something else has a place behind it."""
    params = _command(program, path).params
    taken = " ".join(str(one.metavar) for one in params if isinstance(one, TyperArgument))
    is_behind = words[1:] and words[1].isdecimal() and words[0][:1].isalpha()
    if not is_behind or words[0] == "last" or not (taken.startswith("N") and " " in taken):
        return None
    if "|" in taken and words[0] not in split(taken.replace("|", " ")):
        return None
    return join([*path.split(), words[1], words[0], *words[2:]])


def _as_choice(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `heard 1 not mine` the line `heard 1 not-mine`, and for `heard 1 tehm` `heard 1 them`."""
    params = _command(program, path).params
    taken = [str(one.metavar).split("|") for one in params if isinstance(one, TyperArgument)]
    choices = {one for several in taken if several[1:] for one in several}
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


def _as_options(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `encrypt off` the line `encrypt --off`, for `forget plan 1` `forget --plan 1`.

    Numbers may stand before, and words behind them may be the text of what they name.
    """
    options = _options_of(program, path)
    is_number = [word.isdecimal() or word == "last" for word in words]
    at = (*is_number, False).index(False)
    named = [f"--{word}" for word in words[at:]]
    if named and all(name in options and options[name].is_flag for name in named):
        return join([*path.split(), *words[:at], *named])
    if len(named) == 2 and named[0] in options and not options[named[0]].is_flag:
        return join([*path.split(), *words[:at], named[0], words[-1]])
    if named and at == 1 and "--text" in options and _before_options(words) == len(words):
        return join([*path.split(), words[0], "--text", " ".join(words[at:])])
    return None


def _as_arguments(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """For `year --year 2025` the line `year 2025`."""
    options = _options_of(program, path)
    arguments = {
        word
        for one in _command(program, path).params
        if isinstance(one, TyperArgument)
        for word in (one.name, *findall(r"\w+", (one.metavar or "").lower()))
    }
    for at, word in enumerate(words):
        name, _, value = word.partition("=")
        if name not in options and name[:2] == "--" and name[2:] in arguments:
            return join([*path.split(), *words[:at], *filter(None, [value]), *words[at + 1 :]])
    return None


def _number_first(
    path: str, words: list[str], known: Collection[str], program: TyperGroup | None = None
) -> str | None:
    """For `1 done` the line `plan done 1`; an option of `edit` may also be behind the number."""
    if not (words[0].isdecimal() and words[1:]) or not words[1][:1].isalpha():
        return None
    number, verb, *rest = words
    if program and (line := _of_an_edit(program, [verb, number, *rest])):
        return line
    meant = meant_by(path, [verb], known)
    return _with(meant, [number, *rest]) if meant else None


def _of_a_type(program: TyperGroup, words: list[str]) -> str | None:
    """For `delete plan 1` what is done to a plan; for `delete entry 1`, and turned round, to it."""
    verb, noun, *rest = (word.lower() for word in words[:3])
    if verb in _ENTRY and noun in _commands_of(program, ""):
        return join(words[1:])
    numbered = bool(rest) and (rest[0].isdecimal() or rest[0] == "last")
    if noun in _ENTRY and numbered:
        meant = meant_by("", [verb], _commands_of(program, ""))
        return meant and _with(meant, words[2:])
    group = noun if noun in LISTED else MEANT.get(noun, "")
    if group not in LISTED or not (numbered or SAME.get(verb, verb) in {"add", "list"}):
        return None
    meant = meant_by(group, [verb], _commands_of(program, group))
    return meant and _with(meant, words[2:])


def _of_an_edit(program: TyperGroup, words: list[str]) -> str | None:
    """For `star 1` the line `edit 1 --star`, and for `untag 1 hiring` `edit 1 --untag hiring`.

    Numbers and options are no words: what is suggested never puts them in the place of a text.
    """
    verb, number, *rest = words[0].lower(), *words[1:]
    is_word = not (number.isdecimal() or is_verb(number))
    is_turned = len(rest) == 1 and rest[0].isdecimal() and is_word
    if is_turned:
        number, rest = rest[0], [number]
    if not (number.isdecimal() or (number == "last" and not rest)) or verb == "done":
        return None
    options = _options_of(program, "edit")
    is_text = SAME.get(verb, verb) == "edit" and not is_turned
    name = "--text" if is_text else same_option(f"--{verb}", options)
    if name is None:
        return None
    if options[name].is_flag:
        return join(["edit", number, name, *rest])
    if not rest or any(one.startswith("-") for one in rest):
        return None
    if is_text and all(one.isdecimal() for one in rest):
        return None
    values = [one.lstrip("#") for one in rest] if options[name].multiple else [" ".join(rest)]
    return join(["edit", number, *(part for value in values for part in (name, value))])


def _logged(words: list[str]) -> str | None:
    """The line for a text behind words that are options: `missed`, a day, a kind.

    A day or a kind may have a colon. None where there are no such words.
    """
    begins, colon, text = words[0].partition(":") if words else ("", "", "")
    begins, is_said = begins.strip(), False
    if colon and (kind_named(begins) or _is_day(begins)):
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
        elif _is_day(word):
            options += ["--on", word]
        else:
            break
        del rest[0]
    many = _before_options(rest)
    if not many or not (options or is_said):
        return None
    return join(["log", *filter(None, [kind]), " ".join(rest[:many]), *options, *rest[many:]])


def _begins_an_entry(words: list[str]) -> bool:
    return _is_day(words[0].rstrip(":")) or any(" " in word for word in words)


def _is_day(word: str) -> bool:
    with suppress(UnreadableDate):
        parse_when(word, date(2026, 1, 1))
        return not word.isdecimal()
    return False


def _before_options(words: list[str]) -> int:
    """How many words there are before the first option."""
    return next((at for at, word in enumerate(words) if word.startswith("-")), len(words))


def _command(program: TyperGroup, path: str) -> Any:  # noqa: ANN401 - of Typer's kinds
    command: Any = program
    for word in path.split():
        command = getattr(command, "commands", {}) and command.get_command(None, word)
    return command


def _options_of(program: TyperGroup, path: str) -> dict[str, TyperOption]:
    params = _command(program, path).params
    return {name: one for one in params if isinstance(one, TyperOption) for name in one.opts}


def _commands_of(program: TyperGroup, path: str) -> Collection[str]:
    """What may stand behind this command; nothing where it is a complete one."""
    return getattr(_command(program, path), "commands", ())


def _only_reads(meant: str, rest: list[str]) -> bool:
    first, *more = meant.split()
    if first in LISTED and not more:
        return not rest
    return first in READS or more[:1] in (["list"], ["show"], ["status"])


def _with(meant: str, rest: list[str]) -> str:
    """The line without the sign that git has before a message."""
    return f"{meant} {join(one for one in rest if one not in {'-m', '-am', '--message'})}".strip()
