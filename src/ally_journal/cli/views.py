"""Which form a view takes on this screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # each command loads the few of these that it needs
    from collections.abc import Callable, Iterable

    from ally_journal.domain.entries import Entry
    from ally_journal.domain.queries import Hit
    from ally_journal.domain.summaries import Summary
    from ally_journal.domain.years import Year
    from ally_journal.render.items import Group, Item
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


def listed(items: Iterable[Item], screen: Screen) -> str:
    """A list without titles; nothing at all when it is empty."""
    from ally_journal.render.items import Group  # noqa: PLC0415 - only for lists

    found = tuple(items)
    return grouped([Group("", found)], screen) if found else ""


def grouped(groups: Iterable[Group], screen: Screen) -> str:
    """A list in groups, in the form this screen takes."""
    if screen.plain:
        from ally_journal.render import spoken_items  # noqa: PLC0415 - no Rich for sentences

        return spoken_items.groups(groups, screen)
    from ally_journal.render import terminal_items  # noqa: PLC0415 - no Rich for --json

    return terminal_items.groups(groups, screen)
