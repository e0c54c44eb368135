"""ally year, and the files that a year and a review can be kept in."""

import csv
import itertools
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, finish
from tests.support.reading_html import Page

from ally_journal.render.views.overview import PARTS

Ally = Callable[..., Said]


@built
def written(ally: Ally) -> None:
    """Four entries of this year in two months, and one of the year before."""
    ally("log", "act", "Of the year before", "--on", "2025-12-20")
    ally("log", "learn", "Read about captions", "--on", "2026-03-03", "--share")
    ally("log", "act", "=1+1 is a formula", "--on", "2026-03-04")
    ally("log", "empathise", "Talked over someone", "--mistake", "--lesson", "Wait")
    ally("log", "act", "Let a joke pass", "--missed", "--because", "Rank")
    ally("plan", "add", "When someone is talked over, I will hand the floor back")


STRIP = "            Jan  Feb Mar Apr  May Jun Jul  Aug Sep Oct  Nov Dec\n"
"""The months above the weeks, which the months stand above where both are shown."""


def rows(document: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(document.removeprefix("\ufeff"), newline="")))


@pytest.mark.usefixtures("written")
def test_this_year_on_a_page(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers by month, weeks written or not, and what the year says."""
    monkeypatch.setenv("COLUMNS", "80")
    assert ally("year").out == (
        "2026, up to 20 November  all of it, with every entry: ally year --all\n"
        "\n"
        "Four kinds, month by month\n"
        "            Jan  Feb Mar Apr  May Jun Jul  Aug Sep Oct  Nov Dec\n"
        "■ learn       ·    ·   1   ·    ·   ·   ·    ·   ·   ·    ·\n"
        "■ challenge   ·    ·   ·   ·    ·   ·   ·    ·   ·   ·    ·\n"
        "■ empathise   ·    ·   ·   ·    ·   ·   ·    ·   ·   ·    1\n"
        "■ act         ·    ·   1   ·    ·   ·   ·    ·   ·   ·    1\n"
        "\n"
        "Weeks with something written\n"
        "  learn     ·········■·····································\n"
        "  challenge ···············································\n"
        "  empathise ··············································■\n"
        "  act       ·········■····································■\n"
        "\n"
        "What I did and learned\n"
        "■ learn      2  3 Mar  Read about captions\n"
        "■ act        3  4 Mar  =1+1 is a formula\n"
        "\n"
        "What I said I would do\n"
        "  still open  When someone is talked over, I will hand the floor back\n"
        "\n"
        "What I heard\n"
        "  How it was for others: I know nothing about 2 entries.\n"
        "\n"
        "What I got wrong, and moments when I did nothing  1 more: ally year --only wrong\n"
        "  5 20 Nov  missed: Let a joke pass\n"
    )


@pytest.mark.usefixtures("written")
def test_one_part_or_all_of_it(ally: Ally) -> None:
    """What the view names shows the rest; headings and other words for a part are read, too."""
    assert ally("year", "--only", "wrong").out == (
        "2026, up to 20 November\n"
        "\n"
        "What I got wrong, and moments when I did nothing\n"
        "  4 20 Nov  mistake: Talked over someone\n"
        "              Lesson: Wait\n"
        "  5 20 Nov  missed: Let a joke pass\n"
        "              What stopped me: Rank\n"
    )
    for words in ("WRONG", "mistakes", "missed", "what i got wrong"):
        assert ally("year", "--only", words).out == ally("year", "--only", "wrong").out
    whole = ally("year", "--all").out
    plain = ally("--plain", "year", "--all").out
    for part in PARTS:
        shown = ally("year", "--only", part)
        assert shown.code == 0
        body = shown.out.partition("\n\n")[2]
        empty = body.splitlines()[1].startswith(("  nothing ", "  no", "  none "))
        assert part == "deeds" or empty or body.replace(STRIP, "") in whole.replace(STRIP, "")
    assert "every entry" not in whole
    assert whole.count("Talked over someone") == plain.count("Talked over someone") == 2


@pytest.mark.usefixtures("written")
def test_no_part_is_a_bare_heading(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the screen; one that holds nothing says so, and what would stand there."""
    said = "nothing starred; ally edit N --star stars an entry"
    assert ally("year", "--only", "chosen").out.endswith(f"Moments I chose\n  {said}\n")
    assert ally("--plain", "year", "--only", "chosen").out.endswith(f"Moments I chose: {said}.\n")
    for year, how in itertools.product(("2026", "2025"), ([], ["--no-counts"])):
        for part in PARTS:
            assert len(ally("--plain", "year", year, "--only", part, *how).out.splitlines()) > 1
    monkeypatch.setenv("COLUMNS", "40")
    weeks = ally("year", "--only", "weeks").out.splitlines()
    assert weeks[3] == "     learn  challenge  empathise    act"
    assert weeks[6] == "Mar  ■···       ····       ····   ■···"
    assert weeks[-1] == "Nov  ···        ···        ··■    ··■"


def test_a_part_that_there_is_not(ally: Ally) -> None:
    """One sentence with the nearest, and all there are; a file holds all of them."""
    said = ally("year", "--only", "plams")
    assert (said.code, said.out) == (2, "")
    assert "perhaps plans, or another of months" in said.err
    assert len(said.err.splitlines()) == 1
    assert all(name in said.err for name in PARTS)
    assert ally("year", "--only", "plans", "-o", "x.md").code == 2


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("args", "year", "act"), [((), 2026, 2), (("2026",), 2026, 2), (("2025",), 2025, 1)]
)
def test_years(ally: Ally, args: tuple[str, ...], year: int, act: int) -> None:
    """This one, or the one that is named."""
    document = json.loads(ally("year", *args, "--json").out)
    assert (document["year"], sum(document["months"]["act"])) == (year, act)


def test_the_year_is_that_of_the_journals_today(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a zone far ahead the new year has begun; what the clock says there counts."""
    monkeypatch.setenv("ALLY_NOW", "2027-01-01T00:30:00+14:00")
    assert json.loads(ally("year", "--json").out)["year"] == 2027
    assert ally("year", "2027").code == 0
    monkeypatch.setenv("ALLY_NOW", "2026-12-31T23:30:00-12:00")
    assert json.loads(ally("year", "--json").out)["year"] == 2026


@pytest.mark.parametrize("year", ["2027", "2201", "1899", "26", "lately", "2026-11", ""])
def test_a_year_that_cannot_be(ally: Ally, year: str) -> None:
    """Wholly in the future, out of reach, or no year at all: wrong usage."""
    said = ally("year", year)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("year", ["2026", "1999"])
def test_an_empty_year_is_no_error(ally: Ally, year: str, journal_path: Path) -> None:
    """It is said in a sentence, the JSON has every key, and nothing is made."""
    said = ally("year", year)
    assert said.code == 0
    assert f"Nothing was written in {year}" in said.out
    assert ally("--plain", "year", year).code == 0
    document = json.loads(ally("year", year, "--json").out)
    assert document["mistakes"] == document["plans"] == document["shelf"] == []
    assert not journal_path.exists()


@pytest.mark.usefixtures("written")
def test_plain_and_without_numbers(ally: Ally) -> None:
    """Sentences under --plain; what was written but not how much under --no-counts."""
    said = ally("--plain", "year").out
    assert "Learn: 1 in March.\n" in said
    assert "Challenge bias: nothing written.\n" in said
    assert "■" not in said
    assert "Learn: written in March.\n" in ally("--plain", "year", "--no-counts").out
    assert " 1 " not in ally("year", "--no-counts").out.split("What I said")[0]
    assert "| March | written |  |  | written |" in (
        ally("year", "--no-counts", "--format", "md").out
    )


@pytest.mark.usefixtures("written")
def test_on_a_terminal(terminal: Callable[..., Any]) -> None:
    """In colour, and never wider than the terminal."""
    for columns in (120, 80, 40):
        drawn, code = finish(terminal("year", columns=columns))
        assert code == 0
        assert max(map(len, drawn.splitlines())) <= columns
        assert ("Weeks with something written" in drawn) == (columns >= 66)


@pytest.mark.usefixtures("written")
def test_ascii(program: Callable[..., Said]) -> None:
    """Where nothing else can be shown."""
    said = program("year", COLUMNS="80", PYTHONIOENCODING="ascii")
    assert said.code == 0
    assert "* learn       .    .   1" in said.out
    assert said.out.isascii()


@pytest.mark.one_in(5)
@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("command", [("year",), ("review", "2026")])
@pytest.mark.parametrize("form", ["md", "html", "json", "csv"])
def test_a_file_is_private_and_never_replaced_unasked(
    ally: Ally, tmp_path: Path, command: tuple[str, ...], form: str
) -> None:
    """Its ending says the form; what --format prints is the same to the byte."""
    path = tmp_path / f"kept.{form.upper()}"
    said = ally(*command, "-o", str(path))
    assert (said.code, said.err) == (0, "")
    assert str(path) in said.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    assert (
        content
        == subprocess.run(
            [sys.executable, "-m", "ally_journal", *command, "--format", form],
            capture_output=True,
            check=True,
        ).stdout
    )
    again = ally(*command, "-o", str(path))
    assert (again.code, again.out) == (1, "")
    assert "--force" in again.err
    path.write_text("mine")
    assert ally(*command, "-o", str(path), "--force").code == 0
    assert path.read_bytes() == content
    assert list(tmp_path.glob(".kept*")) == []


@pytest.mark.usefixtures("written")
def test_the_csv_of_a_period(ally: Ally, tmp_path: Path) -> None:
    """Its entries, oldest first, in a form that a spreadsheet opens without calculating."""
    path = tmp_path / "year.csv"
    ally("year", "-o", str(path))
    content = path.read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"number","day"')
    assert content.count(b"\r\n") == 5
    assert [row["number"] for row in rows(content.decode())] == ["2", "3", "4", "5"]
    assert rows(content.decode())[1]["text"] == "'=1+1 is a formula"
    for command in (("year",), ("review", "2026")):
        raw = ally(*command, "--format", "csv", "--raw").out
        assert rows(raw)[1]["text"] == "=1+1 is a formula"
    assert [row["number"] for row in rows(ally("review", "--format", "csv").out)] == ["4", "5"]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("command", ["year", "review"])
def test_forms(ally: Ally, tmp_path: Path, command: str) -> None:
    """--format says the form where the ending does not; --json is short for --format json."""
    exact = ally(command, "--json").out
    assert ally(command, "--format", "json").out == exact
    assert ally(command, "--format", "JSON", "--json").out == exact
    assert ally(command, "--format", "json", "-o", "-").out == exact
    path = tmp_path / "year.txt"
    assert ally(command, "--format", "json", "-o", str(path)).code == 0
    assert path.read_text() == exact


@pytest.mark.parametrize("command", ["year", "review"])
@pytest.mark.parametrize(
    "args",
    [
        ("-o", "x.docx"),
        ("-o", "x"),
        ("-o", "-"),
        ("-o", ".md"),
        ("--format", "pdf"),
        ("--format", ""),
        ("--json", "-o", "x.json"),
        ("--json", "--format", "csv"),
        ("--format", "md", "-o", "x.json"),
        ("--format", "html", "-o", "x.JSONL"),
    ],
)
def test_forms_that_cannot_be(
    ally: Ally, command: str, args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that names the forms there are; nothing is written."""
    monkeypatch.chdir(tmp_path)
    said = ally(command, *args)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    if "-o" in args and "--format" in args:
        assert "leave --format out" in said.err
    elif "--json" not in args:
        assert (".md" if "-o" in args else "md, html, json or csv") in said.err
    assert not (tmp_path / args[-1]).is_file()


def test_a_folder_that_is_not_there(ally: Ally, tmp_path: Path) -> None:
    """The disk's refusal is a sentence too."""
    said = ally("year", "-o", str(tmp_path / "none" / "year.md"))
    assert (said.code, said.out) == (1, "")
    assert "could not be written" in said.err


@pytest.mark.usefixtures("written")
def test_a_guess_stands_beside_what_was_heard(ally: Ally) -> None:
    """In every form, as a pair; what was only guessed, or missed, is no pair."""
    ally("heard", "3", "guess", "They found it odd")
    ally("heard", "3", "them", "It made it fair")
    ally("heard", "4", "guess", "It stung")
    for command in (("year",), ("--plain", "year"), ("year", "--format", "md")):
        said = " ".join(ally(*command).out.replace("\\", "").split())
        assert "they told me about 1 entry; I have a guess about 1." in said
        pairs = said.partition("Otherwise than I thought")[2]
        assert "I thought: They found it odd They told me: It made it fair" in pairs
        assert "I thought: It stung" not in said
    page = Page(ally("year", "--format", "html").out).readable
    assert "They found it odd" in page
    year = json.loads(ally("year", "--json").out)
    assert [(one["number"], one["guess"]) for one in year["otherwise"]] == [
        (3, "They found it odd")
    ]
    assert [entry["number"] for entry in year["entries"]] == [2, 3, 4, 5]
    review = ally("review", "2026-03").out
    assert "I thought “They found it odd”. They told me “It made it fair”." in review


@pytest.mark.usefixtures("written")
def test_december_and_january(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The year's own words are offered until they are written; a new year points to the old."""
    offers = ("ally reflect year keeps", "ally reflect next-year keeps")
    shown = [offer in ally("year").out for offer in offers]
    monkeypatch.setenv("ALLY_NOW", "2026-12-09T16:00:00+01:00")
    shown += [offer in ally("year").out for offer in offers]
    shown += [offer in ally("year", "2025").out + ally("year", "--json").out for offer in offers]
    ally("reflect", "year", "I ask earlier")
    shown += [offer in ally("year").out for offer in offers]
    assert shown == [False, False, True, True, False, False, False, True]
    monkeypatch.setenv("ALLY_NOW", "2027-01-09T16:00:00+01:00")
    pointer = "2026 has ended: ally year 2026"
    assert (
        ally("year").out.splitlines()[1] == ally("--plain", "year").out.splitlines()[1] == pointer
    )
    assert pointer not in ally("year", "2026").out + ally("year", "--format", "md").out
