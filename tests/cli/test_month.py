"""A month lived on a real terminal: a course, quick logs, a missed moment, four reviews.

`pytest tests/cli/test_month.py -s` prints the whole transcript,
to be read by a person too.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse
from tests.test_wording import broken

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

COMMITMENT = "When someone is talked over, I hand the floor back"
NEXT_TIME = "When a joke like that comes, I will ask what it means"


class Life:
    """Someone at a terminal; everything they see is kept as it came, escape sequences and all."""

    def __init__(self, terminal: Terminal, options: tuple[str, ...]) -> None:
        self._terminal = terminal
        self._options = options
        self.seen = io.StringIO()

    def on(self, day: str, *args: str, answers: dict[str, str] | None = None) -> str:
        """Run one command on a day of 2026, and give what it showed."""
        now = f"2026-{day}T17:00:00+01:00"
        child = self._terminal(*self._options, *args, ALLY_NOW=now)
        child.logfile_read = self.seen
        self.seen.write(f"\n{day} $ ally {' '.join(args)}\n")
        shown, code = converse(child, answers or {})
        assert code == 0, shown
        return shown


@pytest.fixture(params=["drawn", "plain"])
def life(
    request: pytest.FixtureRequest,
    terminal: Terminal,
    built_once: Callable[[str, Callable[[], object]], None],
    tmp_path: Path,
) -> Life:
    """The month, written as it would be; what was seen of it is kept with it."""
    person = Life(terminal, ("--plain",) if request.param == "plain" else ())
    seen = tmp_path / "seen"

    def write() -> None:
        live(person.on)
        seen.write_text(person.seen.getvalue(), newline="")

    built_once(f"a month, {request.param}", write)
    with seen.open(newline="") as kept:
        person.seen = io.StringIO(kept.read(), newline="")
    person.seen.seek(0, io.SEEK_END)
    return person


def live(on: Callable[..., str]) -> None:
    """The days of the month."""
    on("11-02", "log", "learn", "Third evening of the course on allyship", "-t", "course")
    on("11-04", "log", "act", "Turned the captions on before the call", "-t", "meetings")
    shown = on(
        "11-06",
        "review",
        answers={"From a course:": COMMITMENT, "Which course was it?": "the course on allyship"},
    )
    assert "Saved as plan 1." in shown
    assert "Review finished." in shown

    shown = on("11-10", "log", "act", "Gave the floor back when he was talked over")
    assert f"Plan 1: {COMMITMENT}" in shown
    shown = on(
        "11-12",
        "log",
        "--missed",
        answers={
            "What happened?": "Let a joke about an accent pass",
            "4 Act": "4",
            "What stopped you?": "1",
            "Next time?": NEXT_TIME,
        },
    )
    assert "Saved 4 · act, missed · Thu 12 Nov 2026\nSaved as plan 2." in shown
    shown = on(
        "11-13",
        "review",
        answers={
            "talked over”: do you know": "3",
            "What is your guess?": "He was glad, I think",
            "Which did you do?": "q",
        },
    )
    assert "Stopped here. ally review goes on with it." in shown
    why = {"Why do you do this?": "I stayed quiet for years"}
    shown = on("11-14", "review", answers={"Which did you do?": "1", **why})
    assert "talked over”: do you know" not in shown
    assert "Plan 1: you did it." in shown

    # A week without a word, and nobody asks why.
    on("11-25", "heard", "3", "them", "I would rather have answered him myself")
    on("11-26", "log", "empathise", "Listened to how the release went for support")
    shown = on("11-27", "review", answers={"Which did you do?": "done 1"})
    assert "Entry 3: I thought “He was glad, I think”. They told me “I would rather" in shown
    assert "Plan 1: done." in shown
    assert "Something written in 3 of the last 4 weeks." in shown
    shown = on("12-04", "review", answers={"did not see a year ago": "Who gets to explain"})
    assert "Nothing written." in shown
    assert "Why: “I stayed quiet for years”" in shown


def test_the_year_tells_the_story(life: Life, ally: Ally) -> None:
    """What was planned, what came back, what was let pass and what came of it."""
    shown = life.on("12-04", "year")
    for said in (
        "I stayed quiet for years",
        COMMITMENT,
        "I did it on 14 November.",
        "How it was for others: they told me about 1; of 2 I know nothing.",
        "I thought: He was glad, I think They told me: I would rather have answered him myself",
        "Who gets to explain",
        "Let a joke about an accent pass",
        "What stopped me: I did not know what to say",
        f"Plan 2: {NEXT_TIME}",
    ):
        assert said in " ".join(shown.split()), said
    year = json.loads(ally("year", "--json").out)
    assert [(plan["state"], plan["from"]) for plan in year["plans"]] == [
        ("done", "the course on allyship"),
        ("open", "a missed moment"),
    ]
    assert year["heard"] == {"them": 1, "others": 0, "guess": 0, "not_mine": 0, "unknown": 2}


def test_nothing_scores_or_scolds(life: Life) -> None:
    """The wording rules, held against everything the person saw in a month."""
    seen = life.seen.getvalue().replace("\x1b[?2004", "")
    assert len(seen) > 5_000
    assert broken(seen) == []
    assert "missed week" not in seen
    assert seen.count("Enter skips. q stops; answers are kept.") == 5
    print(seen)


@pytest.mark.parametrize("life", ["plain"], indirect=True)
def test_plain_is_only_lines(life: Life) -> None:
    """No box drawing, no block, no escape sequence, no line drawn again."""
    seen = life.seen.getvalue()
    assert "\x1b" not in seen
    assert "\r" not in seen.replace("\r\n", "")
    assert "\b" not in seen
    assert not [character for character in seen if 0x2500 <= ord(character) <= 0x25FF]
    assert "1 from them\r\n2 from others\r\n3 my guess\r\n4 not mine to ask\r\n" in seen
