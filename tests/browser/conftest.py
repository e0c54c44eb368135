"""Chromium and Firefox for all tests of this folder, and pages as they opened them."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple

import axe_playwright_python
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.render.writers.test_html import HOSTILE
from tests.support import forms
from tests.support.sample_pages import private_of
from websocket import WebSocket, create_connection

from ally_journal.render.writers import html

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"color-contrast-enhanced": {"enabled": True}},  # 7:1, which only AAA asks for
    "resultTypes": ["violations"],
}
TITLE = "My practice in 2026 (private copy)"
ATTACKS = [text for text in HOSTILE if "taken" in text]
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true) ?? true"
OPEN_MONTHS = (
    "[...document.querySelectorAll('.diary details[open] h3')].map(one => one.textContent)"
)
WIDTH = "document.documentElement.scrollWidth"
PAPER = "getComputedStyle(document.body).backgroundColor"


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

    def seen(self, mode: Mode) -> Page:
        """The same page, as somebody else looks at it."""
        self.page.set_viewport_size({"width": mode.width, "height": 900})
        self.page.emulate_media(color_scheme=mode.colours, forced_colors=mode.forced)
        return self.page

    def violations(self) -> list[str]:
        """The rules of axe that the page breaks: WCAG 2.2 A and AA, best practice, and 7:1."""
        found = Axe().run(self.page, options=AXE).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    def troubles(self, title: str) -> list[str]:
        """Everything that a page with this title should not do to its reader."""
        return self.violations() + self.deeds(title)

    def deeds(self, title: str) -> list[str]:
        """What a page did that should only be looked at: asked, failed, or changed its title."""
        found = [f"console: {line}" for line in self.console]
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

    def opened(document: str, mode: Mode = MODES["light"], *, unfolded: bool = True) -> Opened:
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
        if unfolded:
            page.evaluate(UNFOLD)
        return seen

    yield opened
    for context in contexts:
        context.close()


class Firefox:
    """Debian's Firefox as WebDriver BiDi drives it, with one tab that is opened again and again.

    Playwright drives only a Firefox of its own, which no package holds.
    """

    DARK = "layout.css.prefers-color-scheme.content-override"

    def __init__(self, socket: WebSocket) -> None:
        self._socket, self._ids = socket, count(1)
        self._events: list[tuple[str, Any]] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self._tab = self.send("browsingContext.create", type="tab")["context"]
        chrome = self.send("browsingContext.getTree", **{"moz:scope": "chrome"})
        self._chrome = chrome["contexts"][0]["context"]

    def send(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        """What a command answers; events that come before it are kept."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]
            self._events.append((said["method"], said["params"]))

    def open(self, address: str) -> None:
        """Open a page from a file, and forget what the one before it did."""
        self._events.clear()
        self.send("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def seen(self, mode: Mode) -> None:
        """Look at the page on another screen."""
        scheme = 0 if mode.colours == "dark" else 1
        self._run(self._chrome, f"Services.prefs.setIntPref('{self.DARK}', {scheme})")
        size = {"width": mode.width, "height": 900}
        self.send("browsingContext.setViewport", context=self._tab, viewport=size)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - the same
        """What the page says."""
        return json.loads(
            self._run(self._tab, f"(async () => JSON.stringify(await {expression}))()")
        )

    def violations(self) -> list[str]:
        """The rules of axe that the page breaks, as in Chromium."""
        script = Path(axe_playwright_python.__file__).with_name("axe.min.js")
        self._run(self._tab, f"{script.read_text(encoding='utf-8')};''")
        found = self.evaluate(f"axe.run({json.dumps(AXE)})")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    @property
    def requests(self) -> list[str]:
        """What the page asked for; Firefox draws the triangle of a fold from a font of its own."""
        asked = (said for name, said in self._events if name == "network.beforeRequestSent")
        addresses = (str(said["request"]["url"]) for said in asked)
        return [one for one in addresses if not one.startswith(("data:font/woff2", "file:"))]

    @property
    def console(self) -> list[str]:
        """What stands in the console."""
        return [said["text"] for name, said in self._events if name == "log.entryAdded"]

    def _run(self, context: str, expression: str) -> Any:  # noqa: ANN401 - the same
        found = self.send(
            "script.evaluate", expression=expression, target={"context": context}, awaitPromise=True
        )
        assert found["type"] == "success", found
        return found["result"].get("value")


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox with a profile of its own; begun before tests lose their sockets."""
    program = which("firefox-esr") or which("firefox")
    assert program, "install firefox-esr"
    home = tmp_path_factory.mktemp("firefox")
    process = subprocess.Popen(
        [
            *(program, "--headless", "--no-remote", "--profile", str(home)),
            *("--remote-debugging-port", "0", "--remote-allow-system-access"),
        ],
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        where = home / "WebDriverBiDiServer.json"
        for _ in range(600):
            if where.exists() and where.read_text():
                break
            time.sleep(0.05)
        port = json.loads(where.read_text())["ws_port"]
        socket = create_connection(
            f"ws://127.0.0.1:{port}/session", timeout=60, suppress_origin=True, http_no_proxy=["*"]
        )
        browser = Firefox(socket)
        yield browser
        browser.send("browser.close")
        socket.close()
    finally:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def unescaped(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page of attacks whose template forgot to escape."""
    careless = html._environment().overlay(autoescape=False)
    monkeypatch.setattr(html, "_environment", lambda: careless)
    return forms.page(private_of(*ATTACKS), counts=True)
