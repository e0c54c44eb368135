"""Chromium for all tests of this folder, and pages as it opened them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Mode(NamedTuple):
    """How a reader looks at a page."""

    width: int = 1000
    colours: Any = "light"  # Playwright's own word for a colour scheme
    forced: Any = "none"


MODES = {
    "light": Mode(),
    "dark": Mode(colours="dark"),
    "360": Mode(width=360),
    "320 dark": Mode(width=320, colours="dark"),
    "forced colours": Mode(forced="active"),
}


class Opened(NamedTuple):
    """A page in the browser, what it asked for, and what stands in the console."""

    page: Page
    requests: list[str]
    console: list[str]

    def refused(self, url: str, reason: str | None) -> None:
        """Take back a request that the page's own policy stopped before it left the browser."""
        if reason == "csp":
            self.requests.remove(url)

    def violations(self) -> list[str]:
        """The rules of axe that the page breaks: WCAG 2.2 A and AA, and best practice."""
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    def troubles(self, title: str) -> list[str]:
        """Everything that a page with this title should not do to its reader."""
        found = self.violations() + [f"console: {line}" for line in self.console]
        found += [f"request: {url}" for url in self.requests[1:]]
        if self.page.title() != title:
            found.append(f"title: {self.page.title()}")
        return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium without a home; begun before tests lose their sockets."""
    chromium = which("chromium")
    assert chromium, "install chromium, fonts-dejavu-core and libatomic1"
    home = str(tmp_path_factory.mktemp("home"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"], env={**os.environ, "HOME": home}
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a document in some mode, from a file and without a network."""
    contexts: list[BrowserContext] = []

    def opened(document: str, mode: Mode = MODES["light"]) -> Opened:
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(document, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": mode.width, "height": 900},
            color_scheme=mode.colours,
            forced_colors=mode.forced,
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        seen = Opened(page, [], [])
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("requestfailed", lambda request: seen.refused(request.url, request.failure))
        page.on("console", lambda message: seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.goto(path.as_uri(), wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return seen

    yield opened
    for context in contexts:
        context.close()
