"""A year, a review and a copy for others in each of their forms, as commands show them."""

from collections.abc import Callable

from ally_journal.domain.review.summary import Summary
from ally_journal.domain.review.year import Year
from ally_journal.domain.sharing.copy import SharingYear
from ally_journal.render.screen import Screen
from ally_journal.render.views import overview, sections, sharing
from ally_journal.render.views import page as page_view
from ally_journal.render.views.document import Document
from ally_journal.render.writers import html
from ally_journal.render.writers import markdown as writer
from ally_journal.render.writers import sentences as sentences_writer
from ally_journal.render.writers import terminal as drawing

Copy = Year | Summary | SharingYear


def terminal(value: Year | Summary, screen: Screen) -> str:
    """As it is drawn."""
    return drawing.document(_on_a_screen(value, screen, drawing.document), screen)


def sentences(value: Year | Summary, screen: Screen) -> str:
    """As it is read aloud."""
    return sentences_writer.document(_on_a_screen(value, screen, sentences_writer.document), screen)


def whole(value: Year, screen: Screen, part: str | None = None) -> str:
    """All of a year, or of a part of it, as it is drawn."""
    return drawing.document(overview.whole(value, screen, part), screen)


def whole_sentences(value: Year, screen: Screen, part: str | None = None) -> str:
    """The same as it is read aloud."""
    return sentences_writer.document(overview.whole(value, screen, part), screen)


def markdown(value: Copy, *, counts: bool = True) -> str:
    """As a file of text."""
    return writer.document(_document(value, Screen(counts=counts), whole=True))


def page(value: Copy, *, counts: bool = True, unfolded: bool = False) -> str:
    """As a file for a browser."""
    screen = Screen(counts=counts)
    if isinstance(value, SharingYear):
        return html.document(page_view.sharing_year(value))
    if isinstance(value, Year):
        return html.document(page_view.year(value, screen, unfolded=unfolded))
    return html.document(page_view.review(value, screen))


def _on_a_screen(
    value: Year | Summary, screen: Screen, form: Callable[[Document, Screen], str]
) -> Document:
    if isinstance(value, Year):
        return overview.year(value, screen, form)
    return sections.review(value, screen)


def _document(value: Copy, screen: Screen, *, whole: bool = False) -> Document:
    if isinstance(value, SharingYear):
        return sharing.year(value)
    if isinstance(value, Year):
        return sections.year(value, screen)
    return sections.review(value, screen, whole=whole)
