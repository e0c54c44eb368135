"""Questions on a terminal: a line each, Enter skips, q stops."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from ally_journal.cli.voice import fitted, say

SKIP_RULE = "Enter skips. q stops; answers are kept."


class Stopped(Exception):  # noqa: N818 - not an error: the person has had enough
    """The person answered q, or ended the input."""


def line(question: str = "") -> str:
    """One line of answer, stripped; empty when skipped.

    Raises:
        Stopped: the answer was q, or input ended.
    """
    with suppress(ImportError):
        import readline  # noqa: PLC0415 - not on every system, and only when asking

        # Python switches it off, and then the second line of a paste answers the next question.
        readline.parse_and_bind("set enable-bracketed-paste on")
    if question:
        say(question)
    sys.stdout.flush()
    try:
        answer = input("> ").strip()
    except EOFError:
        sys.stdout.write("\n")
        raise Stopped from None
    if answer.lower() == "q":
        raise Stopped
    return answer


def choice(question: str, options: Sequence[str], names: Sequence[str], *, plain: bool) -> str:
    """One of `names` by its number from 1 or by its name; empty when skipped.

    `options` are the words shown. With `plain` each stands on a line of its own.

    Raises:
        Stopped: as for `line`.
    """
    numbered = [f"{number} {option}" for number, option in enumerate(options, start=1)]
    shown = "  ".join(numbered)
    if plain or fitted(shown) != shown:
        shown = "\n".join(numbered)
    said = f"{question}\n{shown}" if question else shown
    while True:
        answer = line(said).lower()
        if answer in {"", *names}:
            return answer
        if answer.isdecimal() and 1 <= int(answer) <= len(names):
            return names[int(answer) - 1]
        starting = [name for name in names if name.startswith(answer)]
        if len(starting) == 1:
            return starting[0]
        said = f"Give a number from 1 to {len(names)}.\n{shown}"


def yes(question: str) -> bool:
    """Whether the person said yes; anything else, and Enter, means no."""
    try:
        return line(f"{question}  y, or Enter for no").lower() in {"y", "yes"}
    except Stopped:
        return False
