"""Half a year lived on a real terminal: a course, a holiday, a wrong guess, a talk, December.

`pytest tests/cli/test_half_year.py -s` prints the whole transcript,
to be read by a person too.
"""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import BuiltOnce, Said, converse
from tests.test_wording import broken

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

COURSE = "Allyship in three sessions"
NEXT_TIME = "When a joke like that comes, I will say something"
COMMITMENT = "When someone is talked over, I hand the floor back"
CHANGED = "When someone is talked over, I ask them to finish"
CHANGED_AGAIN = "When someone is talked over, I wait, and then ask them to finish"
SENTENCE = "What do you mean by that?"


pytestmark = pytest.mark.faults  # a quick test for each command is in tests/cli/commands


class Life:
    """Someone at a terminal; everything they see is kept as it came, escape sequences and all."""

    def __init__(self, terminal: Terminal, options: tuple[str, ...]) -> None:
        self._terminal = terminal
        self._options = options
        self.seen = io.StringIO()

    def on(self, day: str, *args: str, answers: dict[str, str] | None = None) -> str:
        """Run one command on a day, of 2026 if no year is said, and give what it showed."""
        now = f"{day if len(day) > 5 else f'2026-{day}'}T17:00:00+01:00"
        child = self._terminal(*self._options, *args, ALLY_NOW=now)
        child.logfile_read = self.seen
        self.seen.write(f"\n{day} $ ally {' '.join(args)}\n")
        shown, code = converse(child, answers or {})
        assert code == 0, shown
        return " ".join(shown.split())


@pytest.fixture(params=["drawn", "plain"])
def life(
    request: pytest.FixtureRequest,
    terminal: Terminal,
    built_once: BuiltOnce,
    tmp_path: Path,
) -> Life:
    """The half-year, written as it would be; what was seen of it is kept with it."""
    person = Life(terminal, ("--plain",) if request.param == "plain" else ())
    seen = tmp_path / "seen"

    def write() -> None:
        a_course(person.on)
        a_holiday(person.on)
        a_guess_and_a_plan(person.on)
        a_sentence_and_a_talk(person.on, tmp_path)
        december(person.on)
        seen.write_text(person.seen.getvalue(), newline="")

    built_once(f"half a year, {request.param}", write)
    with seen.open(newline="") as kept:
        person.seen = io.StringIO(kept.read(), newline="")
    person.seen.seek(0, io.SEEK_END)
    return person


def a_course(on: Callable[..., str]) -> None:
    """Pre-work on the shelf, a first review, a moment without words, and a commitment."""
    on("07-06", "shelf", "add", COURSE, "--type", "course", "--on", "22 July", "-t", "course")
    on("07-06", "shelf", "add", "Good Guys", "--on", "8 July", "-t", "course")
    assert "Good Guys" in on("07-08", "before", "course")
    on("07-08", "shelf", "done", "2", answers={"What do you take": "Work beside people, and ask"})
    on("07-09", "log", "learn", "Who speaks first decides more", "-t", "course")
    assert "Review finished." in on("07-10", "review")
    on("07-10", "reflect", "why", answers={"Why do you do this?": "I stayed quiet for years"})
    shown = on(
        "07-15",
        "log",
        answers={
            "What happened?": "Let a joke about an accent pass #meetings",
            "4 Act": "4 m",
            "What stopped you?": "1",
            "Next time?": NEXT_TIME,
        },
    )
    assert re.search(r"act, missed(, Wednesday 15 July| · Wed 15 Jul) 2026(,| ·) #meetings", shown)
    assert "Saved as plan 1." in shown
    shown = on("07-22", "shelf", "done", "1", answers={"What will you do now?": COMMITMENT})
    assert "Saved as plan 2." in shown
    shown = on("07-24", "review", answers={"Which did you do?": "2"})
    assert "Plan 2: you did it." in shown


def a_holiday(on: Callable[..., str]) -> None:
    """Three weeks away, after which nobody asks about them."""
    on("07-31", "away", "2026-08-03", "2026-08-21")
    shown = on("08-24", "review")
    assert "away" in shown.lower()
    assert "of 1" not in shown


def a_guess_and_a_plan(on: Callable[..., str]) -> None:
    """A guess that was wrong, and a plan that was changed twice."""
    on("08-27", "log", "empathise", "Asked how the week on call was", "--guess", "He liked it")
    on("09-04", "review", answers={"do you know how it was for them?": "q"})
    on("09-10", "heard", "3", "them", "It was hard, and nobody had asked")
    on("09-10", "plan", "changed", "2", CHANGED)
    on("09-11", "log", "act", "Asked her to finish when she was talked over", "-t", "meetings")
    on("10-02", "plan", "changed", "3", answers={"What will you do now?": CHANGED_AGAIN})


def a_sentence_and_a_talk(on: Callable[..., str], folder: Path) -> None:
    """Words for the moment in which none came, half an hour with another ally, and an obstacle."""
    on("10-05", "rehearse", "2", answers={"What would you": SENTENCE})
    assert SENTENCE in on("10-14", "review")
    assert SENTENCE in on("10-15", "before", "meetings")
    on("10-15", "log", "act", "Asked what he meant by that. It was quiet, and then it was good")
    on("10-16", "plan", "done", "1", "I said it")
    on("10-20", "obstacle", "add", "Panels are picked by habit", "--next", "Propose a rota")
    keeps = {f"{place} of": "n" for place in (1, 2, 3)}
    on("10-22", "talk", "-o", str(folder / "card.md"), answers=keeps)
    card = (folder / "card.md").read_text()
    assert "Let a joke about an accent pass" in card
    shown = on(
        "10-22",
        "talk",
        "after",
        answers={"take": "Ask first", "plan": "When panels are picked, we ask who is missing"},
    )
    assert "Saved as plan 5." in shown


def december(on: Callable[..., str]) -> None:
    """The year in one's own words, and the next one."""
    on("12-01", "log", "learn", "Read how the criteria were written", "--star")
    shown = on("12-04", "review", answers={"a year ago?": "That asking is not enough"})
    assert "Saved" in shown
    on("12-11", "review", answers={"What will you do next year?": "Ask earlier"})
    on("12-18", "handover", "--all")


def test_the_year_tells_the_story(life: Life, ally: Ally) -> None:
    """What was planned, what was heard, when nothing was done and what came of it."""
    shown = life.on("12-18", "year")
    for said in (
        "I stayed quiet for years",
        "That asking is not enough",
        "Ask earlier",
        "He liked it",
        "It was hard, and nobody had asked",
        "Let a joke about an accent pass",
        NEXT_TIME,
        CHANGED_AGAIN,
        "Work beside people, and ask",
    ):
        assert said in shown, said
    year = json.loads(ally("year", "--json").out)
    assert [(plan["state"], plan["follows"], plan["from"]) for plan in year["plans"]] == [
        ("done", None, "a missed moment"),
        ("changed", None, COURSE),
        ("changed", 2, COURSE),
        ("open", 3, COURSE),
        ("open", None, "talk"),
    ]
    assert "2026" in life.on("2027-01-05", "year")


def test_nothing_scores_or_scolds(life: Life) -> None:
    """The wording rules, held against everything the person saw in half a year."""
    seen = life.seen.getvalue().replace("\x1b[?2004", "")
    assert len(seen) > 8_000
    assert broken(seen) == []
    assert "missed week" not in seen
    print(seen)


@pytest.mark.faults
@pytest.mark.parametrize("life", ["plain"], indirect=True)
def test_plain_is_only_lines(life: Life) -> None:
    """No box drawing, no block, no escape sequence, no line drawn again."""
    seen = life.seen.getvalue()
    assert "\x1b" not in seen
    assert "\r" not in seen.replace("\r\n", "")
    assert "\b" not in seen
    assert not [character for character in seen if 0x2500 <= ord(character) <= 0x25FF]
