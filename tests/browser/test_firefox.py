"""Pages in Firefox: as readable as in Chromium, and as mute."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import (
    MODES,
    OPEN_MONTHS,
    PAPER,
    TITLE,
    UNFOLD,
    WIDTH,
    Firefox,
    Mode,
)
from tests.browser.test_pages import PAGES, every_page

pytestmark = pytest.mark.browser

Open = Callable[[str], str]
NOBODY = "http://127.0.0.1:65000/picture.png"


@pytest.fixture
def open_page(firefox: Firefox, tmp_path: Path) -> Open:
    """Open a document from a file, and say its address."""

    def opened(document: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(document, encoding="utf-8")
        firefox.open(path.as_uri())
        return path.as_uri()

    return opened


@every_page
def test_everyone_can_read_it(open_page: Open, firefox: Firefox, title: str) -> None:
    """No rule of axe broken in light and dark, nothing asked for, nothing scrolls sideways."""
    open_page(PAGES[title])
    firefox.evaluate(UNFOLD)
    papers = []
    for mode in (MODES["light"], MODES["320 dark"]):
        firefox.seen(mode)
        assert firefox.violations() == []
        papers.append(firefox.evaluate(PAPER))
    assert papers == ["rgb(253, 253, 251)", "rgb(23, 24, 27)"]
    for width in (280, 320, 360, 768, 1400):
        firefox.seen(Mode(width))
        assert firefox.evaluate(WIDTH) <= width
    assert (firefox.evaluate("document.title"), firefox.console, firefox.requests) == (
        title,
        [],
        [],
    )


def test_folds_open_and_links_jump(open_page: Open, firefox: Firefox) -> None:
    """By a click, by a link into a fold, and by a search for words that are folded."""
    address = open_page(PAGES[TITLE])
    firefox.seen(Mode(360))
    assert (
        firefox.evaluate("[...document.querySelectorAll('details')].some(one => one.open)") is False
    )
    firefox.evaluate("document.querySelector('.back a').click() ?? true")
    assert firefox.evaluate("document.querySelector('.contents').open") is True
    firefox.evaluate("document.querySelector('nav a[href=\"#next-year\"]').click() ?? true")
    top = "Math.round(document.querySelector('#next-year').getBoundingClientRect().top)"
    assert -1 <= firefox.evaluate(top) <= 900
    firefox.evaluate("document.querySelector('.diary summary').click() ?? true")
    assert firefox.evaluate(OPEN_MONTHS) == ["February 2026"]
    firefox.open("about:blank")
    firefox.open(f"{address}#:~:text=She%20had%20stopped%20writing")
    assert firefox.evaluate(OPEN_MONTHS) == ["March 2026"]


def test_attacks_do_nothing(open_page: Open, firefox: Firefox, unescaped: str) -> None:
    """The policy holds where escaping is forgotten; and without it the check can fail."""
    open_page(unescaped)
    assert (firefox.evaluate("document.title"), firefox.requests) == (TITLE, [])
    assert any("Content-Security-Policy" in line for line in firefox.console)
    allowed = re.sub(r"<meta http-equiv=[^>]+>", "", unescaped)
    open_page(allowed.replace("<main", f'<img src="{NOBODY}" alt=""><main'))
    assert (firefox.evaluate("document.title"), firefox.requests) == ("taken", [NOBODY])
