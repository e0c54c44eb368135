"""What is said of a record in conflict: its other versions, and the command that makes one."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ally_journal.domain.history import Conflict
from ally_journal.render.clean import one_line, shell_word

COMMANDS: Mapping[str, str] = {
    "entry": "ally edit {number}",
    "plan": "ally plan edit {number}",
    "obstacle": "ally obstacle update {number}",
    "shelf": "ally shelf edit {number}",
    "idea": "ally ideas edit {number}",
    "reflection": "ally reflect {topic} --edit",
    "sharing": "ally reflect {topic} --for-sharing --edit",
    "setting": "ally config {key} {value}",
}
"""What makes one of several versions; what is put in is quoted for a shell."""

_MARK = re.compile(r"=== (Version \d+\b.*|Leave only the words that are to stay\b.*) ===")


class Version(NamedTuple):
    """What a record says in one of its versions: its words, and facts about it."""

    words: str
    facts: tuple[str, ...] = ()


def command(one: Conflict) -> str:
    """The command to copy; empty for what none can merge."""
    facts = {name: shell_word(one_line(str(value))) for name, value in one.facts.items()}
    return COMMANDS.get(one.type, "").format_map(facts)


def lines(versions: tuple[Version | None, ...], one: Conflict) -> tuple[str, ...]:
    """That there are several versions, how they become one, and what the others say.

    The first is the one that is shown anyway; None is one that was deleted. Nothing for a single
    one.
    """
    if len(versions) < 2:
        return ()
    head = (
        f"In conflict: this is version 1. {command(one)} makes one; with --keep 2 it is version 2."
    )
    return (head, *(_line(place, versions) for place in range(1, len(versions))))


def together(versions: tuple[Version | None, ...], *, keeps: bool = True) -> str:
    """All versions for an editor, each under a mark; a single one as it is.

    `keeps` tells that the command has --keep.
    """
    (first, *others) = versions
    if not others:
        return first.words if first else ""
    parts = []
    for ordinal, version in enumerate(versions, start=1):
        facts = ", ".join(map(one_line, version.facts)) if version else "deleted"
        mark = f"=== Version {ordinal}{f': {facts}' if facts else ''} ==="
        parts.append(f"{mark}\n{version.words}\n" if version else f"{mark}\n")
    whole = "; --keep 2 takes version 2 whole" if keeps else ""
    parts.append(f"=== Leave only the words that are to stay{whole}. ===")
    return "\n".join(parts)


def left(written: str, given: str) -> str:
    """What was left of all versions, without the marks that stood in what was given."""
    marks = {line for line in given.splitlines() if _MARK.fullmatch(line)}
    if not marks:
        return written
    return "\n".join(line for line in written.split("\n") if line.strip() not in marks).strip()


def without_marks(words: str) -> str:
    """The same for words of which it is not known what was given."""
    return left(words, words)


def _line(place: int, versions: tuple[Version | None, ...]) -> str:
    version, first = versions[place], versions[0]
    if version is None:
        return f"Version {place + 1}: deleted"
    same = first is not None and version.words == first.words
    words = "the same words" if same else version.words
    facts = f" ({', '.join(version.facts)})" if version.facts else ""
    return f"Version {place + 1}: {words}{facts}"
