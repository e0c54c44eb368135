"""The README's commands are the ones that .ci/run runs word for word in fresh clones."""

import json
import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse
from tests.generated import ROOT, WEEK, YEAR, pictures
from tests.readme import Step, commands, steps

from ally_journal.domain.calendar.when import parse_when

PAGES_WITH = {WEEK: ROOT / "README.md", YEAR: ROOT / "docs/guide.md"}
"""Where the pictures stand."""


def test_the_two_commands_are_single_lines_that_set_everything_up() -> None:
    """Each makes its environment, installs from the clone, and does its job."""
    for command in commands().values():
        assert "\n" not in command
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert "ally log " in commands()["try"]
    assert "ally review --no-input" in commands()["try"]
    assert "mktemp -d" in commands()["try"], "the first entry goes into a throwaway journal"
    assert commands()["test"].endswith("&& .venv/bin/pytest")


def test_ci_runs_these_very_commands() -> None:
    """Continuous integration asks the same function for them."""
    script = (ROOT / ".ci/run").read_text()
    assert "tests/readme.py try" in script
    assert "tests/readme.py test" in script


def test_the_readme_opens_with_what_ally_is() -> None:
    """Three lines, a picture, and then the commands."""
    lines = (ROOT / "README.md").read_text().splitlines()
    assert lines[0] == "# ally"
    assert all(lines[2:5])
    assert lines[5] == ""
    assert lines[6].startswith("![")


def test_every_page_is_reached_and_every_link_arrives() -> None:
    """From the README each page of docs/; no link of any page leads nowhere, sections included."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    linked = set()
    for page in pages:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            place, _, section = link.partition("#")
            target = (page.parent / place).resolve() if place else page
            assert target.exists(), (page.name, link)
            if page == pages[0]:
                linked.add(target)
            titles = (
                re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE) if section else []
            )
            assert not section or section in {slug(title) for title in titles}, (page.name, link)
    assert len(pages) > 9
    assert set(pages[1:]) <= linked


def slug(title: str) -> str:
    """The place of a heading on a page as it is shown."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_the_readme_stays_short() -> None:
    """What it cannot hold in a few screens stands in docs/."""
    assert len((ROOT / "README.md").read_text().splitlines()) <= 140


def test_the_pictures_are_current() -> None:
    """They are drawn by the program's own views, and ask for nothing from outside."""
    drawn = pictures()
    assert len(drawn) == 2
    for path, picture in drawn.items():
        assert path.read_text("utf-8") == picture, "run: python -m tests.generated"
        assert PAGES_WITH[path].read_text().count(f"{path.name})") == 1
        assert picture.count("http") == 1, "only the SVG name space"
        assert "@font-face" not in picture


def follow(told: list[Step], ally: Callable[..., Said], terminal: Callable[..., Any]) -> None:
    """Type each command; what a page shows below it is printed, and answered where it asks."""
    for command, shown in told:
        program, *args = shlex.split(command)
        assert program == "ally"
        if "> " in "\n".join(shown):
            answers: dict[str, str] = {}
            asked: list[str] = []
            for line in shown:
                if line.startswith(">"):
                    answers[" ".join(asked[0].split())] = line[1:].strip()
                asked = [] if line.startswith(">") else [*asked, line]
            said, code = converse(terminal(*args), answers)
            assert code == 0, said
            for line in asked:
                assert line in said
            continue
        done = ally(*args)
        assert (done.code, done.err) == (0, "") or args[0] == "handover", command
        assert shown in ([], done.out.splitlines()), command


def test_the_first_week_works_as_typed(
    ally: Callable[..., Said],
    terminal: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each command of the README, in its order, in one new journal."""
    monkeypatch.chdir(tmp_path)
    told = steps(ROOT / "README.md")["A first week"]
    assert len(told) > 10
    follow(told, ally, terminal)
    assert {one["number"] for one in json.loads(ally("list", "--json").out)} == {1, 2, 3}
    assert (tmp_path / "year.html").is_file()


def test_the_course_works_as_typed(
    ally: Callable[..., Said], terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the page, on the day its heading says."""
    days = steps(ROOT / "docs/course.md")
    assert sum(map(len, days.values())) > 20
    for heading, told in days.items():
        day = parse_when(heading.partition(": ")[2], date.min).day
        monkeypatch.setenv("ALLY_NOW", f"{day}T17:00:00+02:00")
        follow(told, ally, terminal)
    (plan,) = json.loads(ally("plan", "--json").out)
    assert plan["from"] == "Allyship in three sessions"
