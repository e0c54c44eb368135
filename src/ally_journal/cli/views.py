"""Which form a view takes on this screen."""

from typing import Protocol

from ally_journal.domain.entries import Entry
from ally_journal.domain.plans import Plan
from ally_journal.domain.summaries import Summary
from ally_journal.render.screen import Screen


class Views(Protocol):
    """What every form can show; each function gives text to print as it is."""

    def review(self, summary: Summary, screen: Screen, /) -> str:
        """A period."""

    def entries(self, values: tuple[Entry, ...], screen: Screen, /) -> str:
        """A list of entries."""

    def entry(self, value: Entry, screen: Screen, /) -> str:
        """One entry with everything about it."""

    def plans(self, values: tuple[Plan, ...], screen: Screen, /) -> str:
        """A list of plans."""


def views(screen: Screen) -> Views:
    """Sentences for --plain, otherwise the terminal's; only the one needed is imported."""
    if screen.plain:
        from ally_journal.render import spoken  # noqa: PLC0415 - no Rich for sentences

        return spoken
    from ally_journal.render import terminal  # noqa: PLC0415 - no Rich for --json

    return terminal
