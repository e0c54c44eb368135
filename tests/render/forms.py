"""A year, a review and a copy for others in each of their forms, as commands show them."""

from ally_journal.domain.sharing import SharingYear
from ally_journal.domain.summaries import Summary
from ally_journal.domain.years import Year
from ally_journal.render import html, pages, sharing_parts, spoken, year_parts
from ally_journal.render import markdown as writer
from ally_journal.render import terminal as drawing
from ally_journal.render.screen import Screen
from ally_journal.render.views.document import Document

Copy = Year | Summary | SharingYear


def terminal(value: Year | Summary, screen: Screen) -> str:
    """As it is drawn."""
    return drawing.document(_document(value, screen), screen)


def sentences(value: Year | Summary, screen: Screen) -> str:
    """As it is read aloud."""
    return spoken.document(_document(value, screen), screen)


def markdown(value: Copy, *, counts: bool = True) -> str:
    """As a file of text."""
    return writer.document(_document(value, Screen(counts=counts), whole=True))


def page(value: Copy, *, counts: bool = True) -> str:
    """As a file for a browser."""
    screen = Screen(counts=counts)
    if isinstance(value, SharingYear):
        return html.document(pages.sharing_year(value))
    if isinstance(value, Year):
        return html.document(pages.year(value, screen))
    return html.document(pages.review(value, screen))


def _document(value: Copy, screen: Screen, *, whole: bool = False) -> Document:
    if isinstance(value, SharingYear):
        return sharing_parts.year(value)
    if isinstance(value, Year):
        return year_parts.year(value, screen, whole=whole)
    return year_parts.review(value, screen, whole=whole)
