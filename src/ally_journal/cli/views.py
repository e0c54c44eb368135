"""Which form a view takes on this screen."""

from collections.abc import Callable
from typing import Protocol

from ally_journal.domain.entries import Entry
from ally_journal.domain.plans import Plan
from ally_journal.domain.queries import Hit
from ally_journal.domain.summaries import Summary
from ally_journal.domain.years import Year
from ally_journal.render.screen import Screen


class Views(Protocol):
    """What every form can show; each function gives text to print as it is."""

    def review(self, summary: Summary, screen: Screen, /) -> str:
        """A period."""

    def entries(self, values: tuple[Entry, ...], screen: Screen, /) -> str:
        """A list of entries."""

    def entry(self, value: Entry, screen: Screen, /) -> str:
        """One entry with everything about it."""

    def hits(self, values: tuple[Hit, ...], screen: Screen, /) -> str:
        """What a search found."""

    def plans(self, values: tuple[Plan, ...], screen: Screen, /) -> str:
        """A list of plans."""


def views(screen: Screen) -> Views:
    """Sentences for --plain, otherwise the terminal's; only the one needed is imported."""
    if screen.plain:
        from ally_journal.render import spoken  # noqa: PLC0415 - no Rich for sentences

        return spoken
    from ally_journal.render import terminal  # noqa: PLC0415 - no Rich for --json

    return terminal


def year_view(screen: Screen) -> Callable[[Year, Screen], str]:
    """The same choice for the year, whose views have files of their own."""
    if screen.plain:
        from ally_journal.render import spoken_year  # noqa: PLC0415 - no Rich for sentences

        return spoken_year.year
    from ally_journal.render import terminal_year  # noqa: PLC0415 - no Rich for --json

    return terminal_year.year
