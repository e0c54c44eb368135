"""What a view must know of where it will be shown."""

import re
from datetime import date
from typing import Literal, NamedTuple

from ally_journal.domain.calendar.dates import day_brief, day_long, day_month, day_short
from ally_journal.domain.kind import Kind
from ally_journal.render.clean import filled

UNLIMITED = 1_000_000
"""The width of a pipe or file, where lines are not broken."""

COLOURS = {
    Kind.LEARN: "#2a78d6",
    Kind.CHALLENGE: "#b26a00",
    Kind.EMPATHISE: "#b0479c",
    Kind.ACT: "#0e8a6d",
}
"""Of glyphs and drawings, never of words: at least 3.3:1 on white, black, #1e1e1e and Solarized
light; safe for colour-blind eyes."""

NAMED = {
    Kind.LEARN: "bright_blue",
    Kind.CHALLENGE: "yellow",
    Kind.EMPATHISE: "magenta",
    Kind.ACT: "green",
}
"""Their nearest among the sixteen colours that a terminal's own theme defines for its background;
the bright blue, since the other one is hard to see on black."""


class Screen(NamedTuple):
    """Width in terminal cells, depth of colour, and what the reader can take.

    `colour` is None for no escape sequences at all. `ascii` means that no other character can be
    shown; `plain` asks for sentences, line by line. `counts` false hides numbers of entries.
    """

    width: int = UNLIMITED
    colour: Literal["standard", "truecolor"] | None = None
    ascii: bool = False
    plain: bool = False
    counts: bool = True

    def colour_of(self, kind: Kind) -> str:
        """Ours where the terminal can show it, else that of its theme."""
        return (COLOURS if self.colour == "truecolor" else NAMED)[kind]

    @property
    def dot(self) -> str:
        """What stands between the parts of a one-line answer."""
        return ", " if self.plain else " - " if self.ascii else " · "

    @property
    def cut(self) -> str:
        """What stands behind words that go on."""
        return " (cut)" if self.plain else "..." if self.ascii else "…"

    def day(self, day: date) -> str:
        """A day with its weekday and year, in full words for whoever listens."""
        return day_long(day) if self.plain else day_short(day)

    def date(self, day: date) -> str:
        """A day with its year alone, in full words for whoever listens."""
        return f"{day_month(day)} {day.year}" if self.plain else day_brief(day)

    def phrase(self, text: str) -> str:
        """A phrase with a word in the place of what a person fills in, for whoever listens."""
        return filled(text) if self.plain else text

    def quoted(self, text: str) -> str:
        """The text in quotation marks this screen can show, unless it is a quotation as a whole."""
        if re.fullmatch('“[^”]*”|"[^"]*"', text):  # it is a quotation
            return text
        return f'"{text}"' if self.ascii else f"“{text}”"
