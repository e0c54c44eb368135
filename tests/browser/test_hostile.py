"""Entries that try to be more than text, in a real browser; and what holds if escaping is off."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.browser.conftest import ATTACKS, MODES, TITLE, WIDTH, Mode, Opened
from tests.render.writers.test_html import HOSTILE, PAGES
from tests.support import forms
from tests.support.reading_html import Page
from tests.support.sample_pages import PRIVATE

from ally_journal.render.clean import without_controls

pytestmark = pytest.mark.browser

Open = Callable[..., Opened]
WORDS = "[...document.querySelectorAll('[lang=\"\"]')].map(one => one.textContent)"
SHAPE = "[...document.querySelectorAll('*')].map(one => one.tagName)"
SHORT = [text for text in HOSTILE if len(text) < 1000]
WORD = "w" * 100_000


@pytest.mark.parametrize("page", PAGES)
def test_attacks_are_only_text(open_page: Open, page: str) -> None:
    """The title stays, nothing is asked for, and nothing but text differs from a harmless page."""
    opened = open_page(PAGES[page](*SHORT))
    plain = open_page(PAGES[page](*["x"] * len(SHORT)))
    title = plain.page.title()
    for mode in (MODES["light"], MODES["320 dark"]):
        assert opened.seen(mode).evaluate(WIDTH) <= mode.width
    assert (opened.troubles(title) if page == "sharing" else opened.deeds(title)) == []
    assert opened.page.evaluate(SHAPE) == plain.page.evaluate(SHAPE)
    shown = opened.page.evaluate(WORDS)
    for text in SHORT:
        assert shown.count(without_controls(text)) >= 3


@pytest.mark.parametrize("page", ["private", "sharing", "review"])
def test_a_word_without_end_is_broken(open_page: Open, page: str) -> None:
    """100,000 letters and no space: whole, and never wider than the screen."""
    opened = open_page(PAGES[page](WORD), Mode(width=320)).page
    assert WORD in opened.evaluate(WORDS)
    assert opened.evaluate(WIDTH) <= 320


def test_escaping_switched_off_is_caught(open_page: Open, unescaped: str) -> None:
    """The check can fail: without escaping and without a policy the attacks succeed."""
    opened = open_page(re.sub(r"<meta http-equiv=[^>]+>", "", unescaped))
    opened.page.wait_for_function("document.title === 'taken'")
    troubles = opened.deeds(TITLE)
    assert "title: taken" in troubles
    assert any(one.startswith("request: ") for one in troubles)
    with pytest.raises(AssertionError):
        assert Page(unescaped).shape == Page(PAGES["private"](*["x"] * len(ATTACKS))).shape


def test_the_policy_holds_without_escaping(open_page: Open, unescaped: str) -> None:
    """The second wall: the same attacks, and nothing runs or is asked for."""
    opened = open_page(unescaped)
    opened.page.wait_for_timeout(500)
    assert opened.page.title() == TITLE
    assert len(opened.requests) == 1
    assert any("Content Security Policy" in line for line in opened.console)


def test_ten_thousand_entries(open_page: Open) -> None:
    """A page as long as that still opens, is asked for once, and holds every word."""
    mistakes = tuple(
        replace(
            PRIVATE.mistakes[0], number=number, text=f"{number} {ATTACKS[number % len(ATTACKS)]}"
        )
        for number in range(10_000)
    )
    opened = open_page(forms.page(replace(PRIVATE, entries=mistakes), counts=True))
    assert (opened.page.title(), len(opened.requests), opened.console) == (TITLE, 1, [])
    assert set(opened.page.evaluate(WORDS)) >= {one.text for one in mistakes}
    assert opened.page.evaluate("document.querySelectorAll('script, img, main h1').length") == 0
