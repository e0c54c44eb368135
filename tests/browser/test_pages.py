"""Pages in a real browser: readable by everyone, on every screen and on paper."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.browser.conftest import MODES, OPEN_MONTHS, PAPER, TITLE, WIDTH, Mode, Opened
from tests.conftest import Said
from tests.render.test_year_views import EMPTY
from tests.render.writers.test_html import contrast
from tests.support import forms
from tests.support.sample_pages import PRIVATE, SHARING, review_of

pytestmark = pytest.mark.browser

Open = Callable[..., Opened]
LONG = replace(PRIVATE, entries=PRIVATE.entries * 4)
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

HEIGHT_BEFORE = "document.querySelector('.diary').getBoundingClientRect().top + scrollY"


def as_hex(rgb: str) -> str:
    """What a browser calls `rgb(1, 2, 3)`."""
    return "#" + "".join(f"{int(one):02x}" for one in rgb.removeprefix("rgb(")[:-1].split(","))


@every_page
def test_everyone_can_read_it(open_page: Open, title: str) -> None:
    """No rule of axe broken, one request, nothing in the console; also without a network."""
    opened = open_page(PAGES[title])
    found = {}
    for name, mode in MODES.items():
        opened.seen(mode)
        found[name] = opened.troubles(title)
    assert not any(found.values()), found
    assert len(opened.requests) == 1


@every_page
def test_it_fits_every_screen(open_page: Open, title: str) -> None:
    """Nothing scrolls sideways, and no text is under ten pixels, in drawings either."""
    opened = open_page(PAGES[title])
    for width in (280, 320, 360, 414, 768, 1024, 1400):
        page = opened.seen(Mode(width=width))
        assert page.evaluate(WIDTH) <= width
        assert page.evaluate(SMALLEST) >= 10


@pytest.mark.parametrize("title", list(PAGES)[:2])
def test_drawings_can_be_seen(open_page: Open, title: str) -> None:
    """What axe does not judge: text in drawings by 7:1, shapes by 3:1, as the browser draws."""
    opened = open_page(PAGES[title])
    for mode in ("light", "dark", "forced colours"):
        page = opened.seen(MODES[mode])
        paper = as_hex(page.evaluate(PAPER))
        texts = page.evaluate(COLOURS, "svg text")
        shapes = page.evaluate(COLOURS, "svg .mark, svg .tone, svg .dot")
        assert texts
        assert shapes
        assert all(contrast(as_hex(one), paper) >= 7 for one in texts)
        assert all(contrast(as_hex(one), paper) >= 3 for one in shapes)
        if mode == "forced colours":
            assert len({*texts, *shapes}) == 1


def test_the_style_sheet_counts(open_page: Open) -> None:
    """A hash that does not fit would switch it off as a whole, and hardly anyone would notice."""
    opened = open_page(PAGES[TITLE])
    papers = [as_hex(opened.seen(MODES[mode]).evaluate(PAPER)) for mode in ("light", "dark")]
    assert papers == ["#fdfdfb", "#17181b"]


def test_a_year_is_short_before_it_is_whole(
    open_page: Open, ally: Callable[..., Said], tmp_path: Path
) -> None:
    """The demo's: six screens of 1,100 by 1,100 pixels before the months, two lines of contents."""
    demo = str(tmp_path / "demo.db")
    ally("demo", demo)
    page = open_page(ally("--journal", demo, "year", "--format", "html").out, unfolded=False).page
    page.set_viewport_size({"width": 1100, "height": 1100})
    assert page.evaluate(f"{HEIGHT_BEFORE} <= 6 * 1100")
    assert page.evaluate("document.querySelector('.contents').getBoundingClientRect().height") < 100
    assert not page.locator(".back").first.is_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.querySelector('nav').getBoundingClientRect().height") <= 2 * 24
    page.locator(".back a").last.click()
    assert page.locator("#contents").is_visible()
    page.locator("nav a", has_text="Next year").click()
    assert page.evaluate("location.hash") == "#next-year"


def test_what_is_folded_is_found(open_page: Open) -> None:
    """A link that quotes an entry opens its month, as searching in the browser does."""
    page = open_page(PAGES[TITLE], unfolded=False).page
    assert page.evaluate(OPEN_MONTHS) == []
    address = page.url
    page.goto("about:blank")
    page.goto(f"{address}#:~:text=She%20had%20stopped%20writing")
    page.wait_for_function(f"{OPEN_MONTHS}[0] === 'March 2026'")


@every_page
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_can_be_printed(open_page: Open, title: str, paper: str) -> None:
    """One to twelve pages, each with its number, tagged; the drawings of a section stay whole."""
    dark = Mode(colours="dark")
    page = open_page(PAGES[title], dark if paper == "A4" else MODES["light"], unfolded=False).page
    printed, texts = printed_as(page, paper)
    assert 1 <= len(texts) <= 12
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in " ".join(text.split())
    root: Any = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    if "Challenge bias" in "".join(texts) and "practice" in title:
        (drawn,) = [text for text in texts if "Four kinds, month by month" in text]
        assert all(kind in drawn for kind in ("Learn", "Challenge bias", "Empathise", "Act"))
    for text in texts:
        assert ("Who says so" in text) == ("Counted are entries" in text)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
        "rgb(31, 31, 29)"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "block"


def test_all_of_a_year_can_be_printed(open_page: Open) -> None:
    """With its folds open every month is on paper, else none, nor an empty heading for them."""
    folded, unfolded = (
        "".join(printed_as(open_page(document, unfolded=False).page, "A4")[1])
        for document in (PAGES[TITLE], forms.page(LONG, counts=True, unfolded=True))
    )
    months = ("Every entry, month by month", "April 2026")
    assert [month in folded for month in months] == [False, False]
    assert [month in unfolded for month in months] == [True, True]


def printed_as(page: Any, paper: str) -> tuple[PdfReader, list[str]]:  # noqa: ANN401 - Playwright's
    """What comes of printing a page, and the text of each sheet."""
    printed = PdfReader(io.BytesIO(page.pdf(format=paper, tagged=True)))
    return printed, [one.extract_text() for one in printed.pages]


def test_a_page_without_a_title_is_caught(open_page: Open) -> None:
    """The check can fail."""
    title = list(PAGES)[-1]
    document = PAGES[title].replace(f"<title>{title}</title>", "")
    troubles = open_page(document).troubles(title)
    assert any(one.startswith("document-title") for one in troubles)
    assert "title: " in troubles


def test_pale_text_is_caught(open_page: Open) -> None:
    """So can the one for colours; without its style sheet a page breaks the policy aloud."""
    pale = PAGES[list(PAGES)[-1]].replace("--soft: #53534e", "--soft: #b0b0b0")
    assert any("Content Security Policy" in one for one in open_page(pale).console)
    allowed = pale.replace('http-equiv="Content-Security-Policy"', 'name="gone"')
    assert any(one.startswith("color-contrast") for one in open_page(allowed).violations())
