"""Which form a view takes on this screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # each command loads the few of these that it needs
    from collections.abc import Iterable

    from ally_journal.domain.entries import Entry
    from ally_journal.domain.queries import Hit
    from ally_journal.render.items import Group, Item
    from ally_journal.render.screen import Screen
    from ally_journal.render.views.document import Document


class Views(Protocol):
    """What every form can show; each function gives text to print as it is."""

    def document(self, value: Document, screen: Screen, /) -> str:
        """A year or a review."""

    def entries(self, values: tuple[Entry, ...], screen: Screen, /) -> str:
        """A list of entries."""

    def entry(self, value: Entry, screen: Screen, /) -> str:
        """One entry with everything about it."""

    def hits(self, values: tuple[Hit, ...], screen: Screen, /) -> str:
        """What a search found."""

    def groups(self, values: Iterable[Group], screen: Screen, /) -> str:
        """Lists of other things."""


def views(screen: Screen) -> Views:
    """Sentences for --plain, otherwise the terminal's; only the one needed is imported."""
    if screen.plain:
        from ally_journal.render import spoken  # noqa: PLC0415 - no Rich for sentences

        return spoken
    from ally_journal.render import terminal  # noqa: PLC0415 - no Rich for --json

    return terminal


def listed(items: Iterable[Item], screen: Screen) -> str:
    """A list without titles; nothing at all when it is empty."""
    from ally_journal.render.items import Group  # noqa: PLC0415 - only for lists

    found = tuple(items)
    return views(screen).groups([Group("", found)], screen) if found else ""
