"""Pages in a real browser: readable by everyone, on every screen and on paper."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from tests.browser.conftest import MODES, Mode, Opened
from tests.render.test_year_views import EMPTY
from tests.render.writers.test_html import contrast
from tests.support import forms
from tests.support.sample_pages import PRIVATE, SHARING, review_of

pytestmark = pytest.mark.browser

Open = Callable[..., Opened]
LONG = replace(PRIVATE, entries=PRIVATE.entries * 15)
TITLE = "My practice in 2026 (private copy)"
PAGES = {
    TITLE: forms.page(LONG, counts=True),
    "My practice in 2026 (sharing copy)": forms.page(SHARING),
    "Mon 16 to Sun 22 November 2026 (private copy)": forms.page(review_of("Asked."), counts=True),
    "My practice in 2025 (private copy)": forms.page(EMPTY, counts=False),
}
every_page = pytest.mark.parametrize("title", PAGES)

# The smallest text on the page in CSS pixels, a drawing's own scale included.
SMALLEST = """() => {
  const sizes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['TITLE', 'DESC'].includes(holder.tagName.toUpperCase()))
      continue;
    const scale = holder.ownerSVGElement ? holder.getScreenCTM().a : 1;
    sizes.push(parseFloat(getComputedStyle(holder).fontSize) * scale);
  }
  return Math.min(...sizes);
}"""
# The colours of all text, and of all shapes but rules, inside drawings.
COLOURS = """what => [...new Set(
  [...document.querySelectorAll(what)].map(one => getComputedStyle(one).fill))]"""


def as_hex(rgb: str) -> str:
    """What a browser calls `rgb(1, 2, 3)`."""
    return "#" + "".join(f"{int(one):02x}" for one in rgb.removeprefix("rgb(")[:-1].split(","))


@every_page
@pytest.mark.parametrize("mode", MODES)
def test_everyone_can_read_it(open_page: Open, title: str, mode: str) -> None:
    """No rule of axe broken, one request, nothing in the console; also without a network."""
    opened = open_page(PAGES[title], MODES[mode])
    assert opened.troubles(title) == []
    assert len(opened.requests) == 1


@every_page
@pytest.mark.parametrize("width", [280, 320, 360, 414, 768, 1024, 1400])
def test_it_fits_every_screen(open_page: Open, title: str, width: int) -> None:
    """Nothing scrolls sideways, and no text is under ten pixels, in drawings either."""
    page = open_page(PAGES[title], Mode(width=width)).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALLEST) >= 10


@pytest.mark.parametrize("title", list(PAGES)[:2])
@pytest.mark.parametrize("mode", ["light", "dark", "forced colours"])
def test_drawings_can_be_seen(open_page: Open, title: str, mode: str) -> None:
    """What axe does not judge: text in drawings by 4.5:1, shapes by 3:1, as the browser draws."""
    page = open_page(PAGES[title], MODES[mode]).page
    paper = as_hex(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    texts = page.evaluate(COLOURS, "svg text")
    shapes = page.evaluate(COLOURS, "svg .mark, svg .tone, svg .dot")
    assert texts
    assert shapes
    assert all(contrast(as_hex(one), paper) >= 4.5 for one in texts)
    assert all(contrast(as_hex(one), paper) >= 3 for one in shapes)
    if mode == "forced colours":
        assert len({*texts, *shapes}) == 1


def test_the_style_sheet_counts(open_page: Open) -> None:
    """A hash that does not fit would switch it off as a whole, and hardly anyone would notice."""
    light, dark = (
        open_page(PAGES[TITLE], MODES[mode]).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for mode in ("light", "dark")
    )
    assert (as_hex(light), as_hex(dark)) == ("#fdfdfb", "#17181b")


@every_page
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_can_be_printed(open_page: Open, title: str, colours: str, paper: str) -> None:
    """One to twelve pages, each with its number, tagged; the drawings of a section stay whole."""
    page = open_page(PAGES[title], Mode(colours=colours)).page
    printed = PdfReader(io.BytesIO(page.pdf(format=paper, tagged=True)))
    texts = [one.extract_text() for one in printed.pages]
    assert 1 <= len(texts) <= 12
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in " ".join(text.split())
    root: Any = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    if "Challenge bias" in "".join(texts) and "practice" in title:
        (drawn,) = [text for text in texts if "Four kinds, month by month" in text]
        assert all(kind in drawn for kind in ("Learn", "Challenge bias", "Empathise", "Act"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
        "rgb(31, 31, 29)"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "block"


def test_a_page_without_a_title_is_caught(open_page: Open) -> None:
    """The check can fail."""
    document = PAGES[TITLE].replace(f"<title>{TITLE}</title>", "")
    troubles = open_page(document).troubles(TITLE)
    assert any(one.startswith("document-title") for one in troubles)
    assert "title: " in troubles


def test_pale_text_is_caught(open_page: Open) -> None:
    """So can the one for colours; without its style sheet a page breaks the policy aloud."""
    pale = PAGES[TITLE].replace("--soft: #5b5b56", "--soft: #b0b0b0")
    assert any("Content Security Policy" in one for one in open_page(pale).console)
    allowed = pale.replace('http-equiv="Content-Security-Policy"', 'name="gone"')
    assert any(one.startswith("color-contrast") for one in open_page(allowed).violations())
