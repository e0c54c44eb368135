"""The README's commands are the ones that .ci/run runs word for word in fresh clones."""

import json
import shlex
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.conftest import Said, converse
from tests.generated import ROOT, pictures
from tests.readme import commands, steps

from ally_journal.domain.calendar.when import parse_when


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


def test_the_pictures_are_current() -> None:
    """They are drawn by the program's own views, and ask for nothing from outside."""
    drawn = pictures()
    assert len(drawn) == 2
    for path, picture in drawn.items():
        assert path.read_text("utf-8") == picture, "run: python -m tests.generated"
        assert f"]({path.relative_to(ROOT)})" in (ROOT / "README.md").read_text()
        assert picture.count("http") == 1, "only the SVG name space"
        assert "@font-face" not in picture


def test_the_course_works_as_typed(
    ally: Callable[..., Said], terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the page, on the day its heading says; what is shown below it is printed."""
    days = steps(ROOT / "docs/course.md")
    assert sum(map(len, days.values())) > 20
    for heading, told in days.items():
        day = parse_when(heading.partition(": ")[2], date.min).day
        monkeypatch.setenv("ALLY_NOW", f"{day}T17:00:00+02:00")
        for command, shown in told:
            program, *args = shlex.split(command)
            assert program == "ally"
            if "> " in "\n".join(shown):
                asked = [" ".join(line.split()) for line in shown if not line.startswith(">")]
                typed = [line[1:].strip() for line in shown if line.startswith(">")]
                said, code = converse(terminal(*args), dict(zip(asked, typed, strict=True)))
                assert code == 0, said
                continue
            done = ally(*args)
            assert (done.code, done.err) == (0, "") or args[0] == "handover", command
            assert shown in ([], done.out.splitlines()), command
    (plan,) = json.loads(ally("plan", "--json").out)
    assert plan["from"] == "Allyship in three sessions"
