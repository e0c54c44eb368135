"""Questions on a terminal: a line each, Enter skips, q stops."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from ally_journal.cli.voice import fitted, say

SKIP_RULE = "Enter skips. q stops; answers are kept."


class Stopped(Exception):  # noqa: N818 - not an error: the person has had enough
    """The person answered q, or ended the input."""


class Asker(NamedTuple):
    """How this person is asked: with `plain`, each choice stands on a line of its own."""

    plain: bool

    def line(self, question: str = "") -> str:
        """One line of answer, stripped; empty when skipped.

        Raises:
            Stopped: the answer was q, or input ended.
        """
        if not self.plain:  # readline redraws the line as it is typed
            _switch_on_editing()
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

    def follow_up(self, question: str) -> tuple[str, bool]:
        """The same for a question whose answer can be kept without: also whether q was said."""
        try:
            return self.line(question), False
        except Stopped:
            return "", True

    def choice(self, question: str, options: Sequence[str], names: Sequence[str]) -> str:
        """One of `names` by its number from 1 or by its name; empty when skipped.

        `options` are the words shown.

        Raises:
            Stopped: as for `line`.
        """
        shown = self._numbered(options)
        said = f"{question}\n{shown}" if question else shown
        while True:
            answer = self.line(said).lower()
            if answer in {"", *names}:
                return answer
            if (place := _place(answer, names)) is not None:
                return names[place]
            starting = [name for name in names if name.startswith(answer)]
            if len(starting) == 1:
                return starting[0]
            said = f"Give a number from 1 to {len(names)}.\n{shown}"

    def offered(self, question: str, options: Sequence[str]) -> str:
        """One of the options by its number from 1, or the person's own words; empty when skipped.

        Raises:
            Stopped: as for `line`.
        """
        answer = self.line(f"{question}\n{self._numbered(options)}" if options else question)
        place = _place(answer, options)
        return answer if place is None else options[place]

    def yes(self, question: str) -> bool:
        """Whether the person said yes; anything else, and Enter, means no."""
        try:
            return self.line(f"{question}  y, or Enter for no").lower() in {"y", "yes"}
        except Stopped:
            return False

    def _numbered(self, options: Sequence[str]) -> str:
        numbered = [f"{number} {option}" for number, option in enumerate(options, start=1)]
        shown = "  ".join(numbered)
        return "\n".join(numbered) if self.plain or fitted(shown) != shown else shown


def _place(answer: str, among: Sequence[str]) -> int | None:
    """Which one a number from 1 means, counted from 0; None if it means none."""
    if answer.isdecimal() and 1 <= int(answer) <= len(among):
        return int(answer) - 1
    return None


def _switch_on_editing() -> None:
    with suppress(ImportError):
        import readline  # noqa: PLC0415 - not on every system, and only when asking

        # Python switches it off, and then the second line of a paste answers the next question.
        readline.parse_and_bind("set enable-bracketed-paste on")
