"""A page in a text browser: w3m shows every word of it, folded or not."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest
from tests.conftest import Said
from tests.support import forms
from tests.support.reading_html import Page
from tests.support.sample_pages import review_of

pytestmark = pytest.mark.browser


def dumped(document: str, path: Path) -> str:
    """What w3m shows, its lines run together."""
    w3m = which("w3m")
    assert w3m, "install w3m"
    path.write_text(document, encoding="utf-8")
    utf8 = ("-I", "UTF-8", "-O", "UTF-8")
    shown = subprocess.run(
        [w3m, "-dump", "-cols", "80", *utf8, "-T", "text/html", str(path)],
        env={"HOME": str(path.parent), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return " ".join(shown.stdout.decode().split())


def lost(document: str, shown: str) -> list[str]:
    """Headings and words of a page that are not there."""
    read = Page(document)
    said = [*(one.text for one in read.all("h1", "h2", "h3", "summary", "b")), *read.words]
    assert len(said) > 10
    return [one for one in said if " ".join(one.split()) not in shown]


def test_a_year_can_be_read_whole(ally: Callable[..., Said], tmp_path: Path) -> None:
    """The demo's year, each of its entries also where a browser folds it."""
    demo = str(tmp_path / "demo.db")
    ally("demo", demo)
    page = ally("--journal", demo, "year", "--format", "html").out
    assert lost(page, dumped(page, tmp_path / "year.html")) == []
    hidden = page.replace("<ul>", "<script>").replace("</ul>", "</script>")
    assert lost(page, dumped(hidden, tmp_path / "hidden.html")), "the check can fail"


def test_a_week_can_be_read_whole(tmp_path: Path) -> None:
    page = forms.page(review_of("Asked for the criteria before the shortlist."))
    assert lost(page, dumped(page, tmp_path / "week.html")) == []
