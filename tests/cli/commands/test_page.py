"""The year and a review as pages, from the command line."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import large_journal
from tests.conftest import Said
from tests.support.reading_html import Page

Ally = Callable[..., Said]


@pytest.mark.parametrize("name", ["year.html", "year.HTM"])
def test_a_year_becomes_a_page(ally: Ally, tmp_path: Path, name: str) -> None:
    """One file, readable by its owner alone, and the same as on stdout."""
    ally("log", "act", "Asked for the <b>criteria</b>", "--mistake")
    path = tmp_path / name
    said = ally("year", "-o", str(path))
    assert (said.code, said.err) == (0, "")
    assert "only you can read it" in said.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == ally("year", "--format", "html").out
    assert "Asked for the <b>criteria</b>" in Page(path.read_text()).words
    assert ally("year", "-o", str(path)).code == 1


def test_a_review_becomes_a_page(ally: Ally, tmp_path: Path) -> None:
    """Kinds without entries share a line; a page is private whatever the umask."""
    ally("log", "act", "Asked for the criteria")
    path = tmp_path / "week.html"
    before = os.umask(0)
    assert ally("review", "-o", str(path)).code == 0
    os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = Page(path.read_text())
    assert [one.text for one in read.all("h1")] == ["Mon 16 to Sun 22 November 2026"]
    assert "Nothing written: learn, challenge bias, empathise." in read.readable


def test_numbers_are_hidden_where_the_person_hides_them(ally: Ally) -> None:
    """By the option for once, by the setting for all pages."""
    ally("log", "act", "Asked for the criteria")
    shown = ally("year", "--format", "html").out
    assert "1 in November." in shown
    hidden = ally("year", "--format", "html", "--no-counts").out
    assert "1 in November." not in hidden
    assert "Written in November." in hidden
    ally("config", "counts", "false")
    assert ally("year", "--format", "html").out == hidden
    assert "weeks" not in ally("review", "--format", "html").out


@pytest.mark.parametrize("year", ["2026", "1999"])
def test_an_empty_year_is_a_page(ally: Ally, year: str) -> None:
    said = ally("year", year, "--format", "html")
    assert said.code == 0
    assert f"Nothing was written in {year}" in Page(said.out).readable


def test_days_written_are_those_of_the_year(ally: Ally) -> None:
    """Not the days of a week that reaches over its end; the calendar begins as weeks do."""
    for day in ("2025-12-31", "2026-01-01", "2026-01-04"):
        ally("log", "act", "Something", "--on", day)
    assert '<th scope="row">January</th><td>1, 4</td>' in ally("year", "--format", "html").out
    ally("config", "week_starts", "sunday")
    assert ">Sun</text>" in ally("year", "--format", "html").out


@pytest.mark.parametrize(
    ("entries", "most"),
    [
        pytest.param(300, 200_000, marks=pytest.mark.faults),
        pytest.param(10_000, 2_000_000, marks=pytest.mark.browser),
    ],
)
def test_a_page_stays_small(ally: Ally, tmp_path: Path, entries: int, most: int) -> None:
    """A year of 300 entries in under 200 kB, one of 10,000 in under 2 MB."""
    large = str(tmp_path / "large.db")
    large_journal.make(Path(large), entries)
    document = json.loads(ally("--journal", large, "year", "--json").out)
    assert sum(map(sum, document["months"].values())) > entries * 0.8
    page = ally("--journal", large, "year", "--format", "html").out
    assert len(page.encode()) < most
