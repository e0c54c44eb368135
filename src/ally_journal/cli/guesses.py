"""What people type for a command, from other programs or from memory, and the command for it.

It is imported only when a command was not found, or not understood. What only reads is done at
once; of anything else the person is told the command as it is to be typed, and nothing that takes
away is ever guessed.
"""

from collections.abc import Collection
from shlex import join, split
from typing import NamedTuple

from typer.core import TyperGroup

from ally_journal.cli.shapes import (
    as_arguments,
    as_choice,
    as_log,
    as_one_day,
    as_options,
    before_options,
    command_at,
    commands_of,
    is_day,
    number_behind,
    options_of,
)
from ally_journal.cli.spelling import (
    is_slip,
    is_verb,
    kind_near,
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
    SYNONYMS,
)
from ally_journal.domain.choices import as_name
from ally_journal.domain.kind import kind_begun, kind_named
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import WrongUsage
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
    known = commands_of(program, path)
    if (name := as_name(words[0])) in known:
        return [name, *words[1:]]
    meant = None if _by_rule(program, path, words) else meant_by(path, words, known)
    if meant is None or not (f"{meant} ".startswith(path) and only_reads(meant, words[1:])):
        raise unknown(path, words, known)
    return split(_with(meant, words[1:]).removeprefix(path).strip()) or ["list"]  # the bare group


def unknown(path: str, words: list[str], known: Collection[str]) -> WrongUsage:
    """The error for a command that is none, with those near it; `line_for` knows what was meant."""
    command = f"ally {path}".rstrip()
    said = f"There is no “{command} {words[0]}”" if words[0].strip() else "No command is empty"
    other = ("" if path else meant_by(path, words[:1], known) or "").partition(" ")[0]
    if other in known:
        return WrongUsage(f"{said}; {command} {other} --help shows how.")
    if near := near_to(words[0], known):
        offered = " and ".join(f"{command} {one}" for one in near)
        return WrongUsage(f"{said}; near it {'are' if near[1:] else 'is'} {offered}.")
    see = f"{command} --help" if path else "ally help all"
    return WrongUsage(f"{said}; {see} shows what there is.")


def line_for(program: TyperGroup, path: str, words: list[str]) -> Line | None:
    """The line that words behind `path` stand for, which could not be done as they are."""
    if not words:
        return None
    known = commands_of(program, path)
    words = [*_of_two(words[0], known), *words[1:]]
    first = words[0].lower()
    is_of_type = not path and words[1:] and _of_a_type(program, words)
    if not is_of_type and (said := _instead(path, words) or _of_groups(program, path, words)):
        return said
    line = _by_rule(program, path, words)
    if line is None and (meant := meant_by(path, words, known)):
        if meant == "log" and words[1:] and words[1].isdecimal():
            return None  # something is to be done to an entry
        if first in commands_of(program, meant):  # the phrase of ideas
            meant, words = f"{meant} {first}", [*words[:1], *words[1 + (words[1:2] == ["add"]) :]]
        elif command_at(program, meant) and (mended := line_for(program, meant, words[1:])):
            return mended
        line = _with(meant, words[1:])
    if line is None:
        return _near_line(program, path, words) if known else None
    return Line(line, "to erase it for good write:" if line.startswith("forget") else "write:")


def _near_line(program: TyperGroup, path: str, words: list[str]) -> Line | None:
    """The line with the one command that is nearly spelt so, or else these words as a text.

    Words of which one is in quotes are no text without them. Before ally's commands an option may
    be spelt nearly so as well. What is only perhaps meant takes nothing away.
    """
    name, sign, value = words[0].partition("=")
    if name.startswith("-") and (option := option_instead(name, options_of(program, path))):
        return Line(join([*path.split(), f"{option}{sign}{value}", *words[1:]]))
    known, begins = commands_of(program, path), words[0].split()
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
        many = 1 if begins[1:] else max(before_options(words), 1)
        taken, says = [keeps, " ".join(words[:many]), *words[many:]], "write:"
    elif is_sure:
        taken, says = [*near, *words[1:]], "write:"
    elif len(near) == 1 and (near[0] == keeps or only_reads(join([*path.split(), *near]), [])):
        taken, says = [*near, *words[1:]], "perhaps you want:"
    else:
        return None
    return Line(join([*path.split(), *taken]), says)


def _instead(path: str, words: list[str]) -> Line | None:
    """What is said where there is no command for what was typed."""
    first = words[0].lower()
    number = "N" if first.isdecimal() else first
    for one in (f"{path} {number}".strip(), f"{path} {SAME.get(first, first)}"):
        if one in INSTEAD:
            says, command = INSTEAD[one]
            is_open = command.endswith("-t") and not "".join(words[1:2]).isdecimal()
            return Line(_with(command, words[1:2] if is_open else []), says.format(first, first))
    return None


def _of_groups(program: TyperGroup, path: str, words: list[str]) -> Line | None:
    """For `plan closed` or `plan --done` the list with those; for `changed 1` whose word it is."""
    known, options = commands_of(program, path), options_of(program, path)
    name = words[0].lower().lstrip("-")
    verb = SAME.get(name, name)
    if path and not words[1:] and ("--all" in options or "done" in known):
        is_state = words[0].startswith("--") and verb in {*known} - {*SYNONYMS}
        if is_state or verb == "done":
            return Line(f"{path} --all" if "--all" in options else path, "to see those write:")
    is_own = name == verb or (verb == "done" and not words[1:])
    if not path and is_own and name not in {*known, *MEANT}:
        groups = [one for one in known if verb in commands_of(program, one)]
        shown = " and ".join(f"ally {one} {verb} --help" for one in groups)
        return Line("", f"{shown} show{'' if groups[1:] else 's'} how.") if groups else None
    return None


def _of_two(word: str, known: Collection[str]) -> list[str]:
    """The two words of delete-plan or plan-delete: what is done, and what it is done to."""
    two = word.lower().split("-")
    is_record = [bool(list_named(one)) or one in _ENTRY for one in two]
    is_done = [one in known or one in MEANT or is_verb(one) for one in two]
    is_pair = is_record in ([True, False], [False, True]) and any(is_done)
    return two if is_pair and all(map(max, is_record, is_done)) else [word]


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
    if not path and len(typed) > 1 and (kind := kind_begun(typed) or kind_near(typed)):
        return f"log {kind}"
    if typed.isdecimal() or (typed == "last" and "show" in known):
        shows = f"{path} show".strip() if "show" in known else None
        meant = MEANT.get(f"{path} N", shows)
    else:
        is_name = words[0][:1].isupper() if path == "forget" else typed != "last"
        meant = MEANT.get(f"{path} *") if is_name and before_options(words) == 1 else None
    return f"{meant} {join([typed if typed.isdecimal() else words[0]])}" if meant else None


def _by_rule(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """The line behind ally for words that are the right ones in another order or shape."""
    known, whole = commands_of(program, path), [*path.split(), *words]
    if path and words[0] == "help" and (known or not words[1:]):
        return join(["help", *path.split(), *words[1:]])
    joined = [sign.join(words[:2]).lower() for sign in ("-", "")]
    if words[1:] and (one := next((one for one in joined if one in known), None)):
        return join([*path.split(), one, *words[2:]])
    is_last = MEANT.get(words[0].lower()) == "show last"
    if not path and is_last and len(words) == 2 and words[1].isdecimal():
        return join(["list", "-n", words[1]])
    if known and path:
        return _number_first(path, words, known)
    line = None if known else _of_a_command(program, path, words)
    if line is None and whole[1:] and path in {"", whole[0]}:
        line = _of_one(program, path, whole)
    return line if line or known or path == "log" else as_options(program, path, words)


def _of_one(program: TyperGroup, path: str, whole: list[str]) -> str | None:
    """The line for what is done to one thing, and, where no command begins it, for an entry."""
    if line := _of_a_type(program, whole) or (path != "edit" and _of_an_edit(program, whole)):
        return line
    if path:
        return None
    first = _number_first("", whole, DONE_TO_ONE, program)
    return first or (as_log(whole) if _begins_an_entry(whole) else None)


def _of_a_command(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """The line for a complete command with words that it takes in another shape."""
    if line := as_one_day(program, path, words):
        return line
    if path in {"log", "show"} and (line := _of_another(program, path, words)):
        return line
    if path == "config":
        name, sign, value = words[0].partition("=")
        near = near_to(name, Settings._fields)
        return join([path, f"{near[0]}{sign}{value}", *words[1:]]) if len(near) == 1 else None
    if path == "log" and not kind_named(words[0]) and (line := as_log(words)):
        return line
    return (
        as_arguments(program, path, words)
        or number_behind(program, path, words)
        or as_choice(program, path, words)
    )


def _of_another(program: TyperGroup, path: str, words: list[str]) -> str | None:
    """The line for a command behind `log` or `show`: `log delete 3`, `log plan "…"`."""
    are_numbers = [word.isdecimal() or word == "last" for word in words]
    other = meant_by("", words[:1], commands_of(program, "")) or path
    if path == "log" and " " in "".join(words[1:2]):
        other = f"{other} add" if "add" in commands_of(program, other) else other
        is_kept = other.endswith(" add") or other.startswith("reflect ")
        return _with(other, words[1:]) if is_kept else None
    if other.startswith(path) or (path == "show" and not only_reads(other, words[1:])):
        return None
    return _with(other, words[1:]) if path == "show" or all(are_numbers[1:]) else None


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
    if noun.startswith("--") and noun not in options_of(program, SAME.get(verb, verb)):
        noun = noun.removeprefix("--")
    if verb in _ENTRY and noun in commands_of(program, ""):
        return join(words[1:])
    numbered = bool(rest) and (rest[0].isdecimal() or rest[0] == "last")
    if noun in _ENTRY and numbered:
        meant = meant_by("", [verb], commands_of(program, ""))
        return meant and _with(meant, words[2:])
    group = "".join(list_named(noun))
    is_other = verb in SAME and verb in commands_of(program, "")  # heard is no plan that is done
    if not group or is_other or not (numbered or SAME.get(verb, verb) in {"add", "list"}):
        return None
    meant = meant_by(group, [verb], commands_of(program, group))
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
    options = options_of(program, "edit")
    is_text = SAME.get(verb, verb) == "edit" and not is_turned
    name = "--text" if is_text else same_option(f"--{verb}", options)
    if name is None:
        return None
    if options[name].is_flag:
        return join(["edit", number, name, *rest])
    if not rest or any(one.startswith("-") for one in rest):
        return None
    if is_text:
        return as_options(program, "edit", [number, *rest])
    values = [one.lstrip("#") for one in rest] if options[name].multiple else [" ".join(rest)]
    return join(["edit", number, *(part for value in values for part in (name, value))])


def _begins_an_entry(words: list[str]) -> bool:
    return is_day(words[0].rstrip(":")) or any(" " in word for word in words)


def only_reads(meant: str, rest: list[str]) -> bool:
    """Whether a command changes nothing with these words behind it."""
    first, *more = meant.split()
    if first in LISTED and not more:
        return not rest
    return first in READS or more[:1] in (["list"], ["show"], ["status"])


def _with(meant: str, rest: list[str]) -> str:
    """The line without the sign that git has before a message."""
    return f"{meant} {join(one for one in rest if one not in {'-m', '-am', '--message'})}".strip()
