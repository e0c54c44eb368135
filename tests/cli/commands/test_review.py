"""ally review: the period, and the questions after it."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, converse, finish

Terminal = Callable[..., Any]
Ally = Callable[..., Said]


@built
def week(ally: Ally) -> None:
    """A week with three kinds written, and one entry of the week before."""
    ally("log", "act", "Before this week", "--on", "2026-11-13")
    ally("log", "learn", "Read about captions", "--on", "monday")
    ally("log", "empathise", "Talked over someone", "--mistake", "--on", "tuesday")
    ally("log", "act", "Let a joke pass", "--missed")


@pytest.mark.usefixtures("week")
def test_the_week_on_a_page(ally: Ally) -> None:
    """Entries as sentences under four kinds in fixed order; nothing is counted but weeks."""
    assert ally("review").out == (
        "Mon 16 to Sun 22 November 2026\n"
        "\n"
        "■ Learn\n"
        "  2 Mon  Read about captions\n"
        "■ Challenge bias\n"
        "  nothing written\n"
        "■ Empathise\n"
        "  3 Tue  mistake: Talked over someone\n"
        "■ Act\n"
        "  4 Fri  missed: Let a joke pass\n"
        "\n"
        "■■  Something written in 2 of the last 2 weeks.\n"
    )


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("period", "name", "numbers"),
    [
        ("this", "2026-W47", [2, 3, 4]),
        ("last", "2026-W46", [1]),
        ("2026-w46", "2026-W46", [1]),
        ("2026-11", "2026-11", [1, 2, 3, 4]),
        ("2026-Q4", "2026-Q4", [1, 2, 3, 4]),
        ("2026", "2026", [1, 2, 3, 4]),
        ("2025", "2025", []),
    ],
)
def test_periods(ally: Ally, period: str, name: str, numbers: list[int]) -> None:
    """Every way to name a period; an empty one is no error."""
    said = ally("review", period, "--json")
    assert said.code == 0
    review = json.loads(said.out)
    assert review["period"]["name"] == name
    assert [entry["number"] for entry in review["entries"]] == numbers


@pytest.mark.parametrize(
    "period", ["2026-W48", "2026-12", "2027-Q1", "2027", "2026-W54", "week", ""]
)
def test_a_period_that_cannot_be(ally: Ally, period: str) -> None:
    """A period wholly in the future, or none at all, is wrong usage."""
    said = ally("review", period)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1


@pytest.mark.usefixtures("week")
def test_a_review_as_a_file(ally: Ally, tmp_path: Path) -> None:
    """Markdown, for its owner only, and never over another file unless that was said."""
    path = tmp_path / "week.md"
    said = ally("review", "-o", str(path))
    assert said.code == 0
    assert str(path) in said.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_text()
    assert first.startswith("# Mon 16 to Sun 22 November 2026\n")
    assert "## Challenge bias\n\nnothing written" in first
    again = ally("review", "last", "-o", str(path))
    assert again.code == 1
    assert "--force" in again.err
    assert path.read_text() == first
    assert ally("review", "last", "-o", str(path), "--force").code == 0
    assert path.read_text() != first
    assert ally("review", "-o", "week.docx").code == 2


def test_an_empty_journal_can_be_reviewed(ally: Ally, journal_path: Path) -> None:
    """Nothing written is said, not scolded, and nothing is made."""
    said = ally("review")
    assert said.code == 0
    assert said.out.count("nothing written") == 4
    assert not journal_path.exists()


@pytest.mark.usefixtures("week")
def test_five_minutes_at_a_terminal(terminal: Terminal, ally: Ally) -> None:
    """Each answer is kept where it belongs, and the questions come in one order."""
    ally("plan", "add", "When someone is talked over, I hand the floor back", "--until", "sunday")
    monday = terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00")
    shown, code = converse(
        monday,
        {
            "Anything not yet written?": "Thanked the note-taker",
            "4 Act": "4",
            "(Enter: Sun 22 Nov 2026)": "sunday in the rain",
            "is not a date that ally knows": "wednesday",
            "Entry 3, “Talked over someone”: have you heard how it was?": "4",
            "Entry 1, “Before this week”: have you heard how it was?": "1",
            "What did you hear?": "It was fine",
            "Entry 3, mistake, “Talked over someone”: what did you do then?": "2",
            "Next time?": "When I talk, I will count to five",
            "Entry 4, missed, “Let a joke pass”: what stopped you?": "He outranks me",
            "hand the floor back”: did you?": "1",
            "A word about it?": "Twice",
            "who did not have to think about this?": "I did not",
            "Why do you do this?": "I stayed quiet for years",
            "One thing to take along?": "Ask before helping",
            "What will you do?": "When I want to help, I will ask first",
        },
    )
    assert code == 0
    assert shown.endswith("That is the week.\n")
    assert [line.split(". ")[0] for line in shown.splitlines() if " of 10. " in line] == [
        f"{place} of 10" for place in range(1, 11)
    ]
    for answer in (
        "Saved 5 · act · Wed 18 Nov 2026",
        "Entry 3: not yours to ask.",
        "Saved as plan",
    ):
        assert answer in shown

    review = json.loads(ally("review", "--json").out)
    entries = {entry["number"]: entry for entry in review["entries"]}
    assert entries[5]["day"] == "2026-11-18"
    assert entries[3]["answers"] == {"did": "apologised for the effect"}
    assert (entries[3]["plan"], entries[4]["because"]) == (2, "He outranks me")
    plans = {plan["number"]: plan for plan in review["plans"]}
    assert (plans[1]["state"], plans[1]["note"]) == ("kept", "Twice")
    assert (plans[2]["from"], plans[2]["entries"]) == ("a mistake", [3])
    assert (plans[3]["text"], plans[3]["from"]) == (
        "When I want to help, I will ask first",
        "review 2026-W47",
    )
    assert {one["topic"]: one["text"] for one in review["reflections"]} == {
        "why": "I stayed quiet for years",
        "review/2026-W47/take-along": "Ask before helping",
    }
    heard = json.loads(ally("show", "1", "--json").out)["heard"]
    assert [(one["from"], one["text"]) for one in heard] == [("them", "It was fine")]
    assert "To take along: “Ask before helping”" in ally("review").out
    drawn, _ = finish(terminal("review", "--no-input"))
    assert "Who did not have to think about this? “I did not”" in drawn


COUNTING = """\
import os, sys
log = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_APPEND)
def count(event, args):
    if event in {"open", "sqlite3.connect"}:
        name = str(args[0]).removeprefix("file:").partition("?")[0]
        if name == os.environ["ALLY_JOURNAL"]:
            os.write(log, f"{event}\\n".encode())
sys.addaudithook(count)
"""


@pytest.mark.usefixtures("week")
def test_a_review_opens_the_journal_seldom(terminal: Terminal, ally: Ally, tmp_path: Path) -> None:
    """Eleven questions, all of them answered: an answer and all around it in one visit."""
    ally("log", "act", "Waited", "--on", "2025-11-21")
    ally("plan", "add", "When someone is talked over, I hand the floor back", "--until", "sunday")
    (tmp_path / "sitecustomize.py").write_text(COUNTING)
    opened = tmp_path / "opened"
    opened.touch()
    watched = {"PYTHONPATH": str(tmp_path), "OPENED": str(opened)}
    shown, code = converse(
        terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00", **watched),
        {
            "Anything not yet written?": "Thanked the note-taker",
            "4 Act": "4",
            "Entry 3, “Talked over someone”: have you heard how it was?": "4",
            "Entry 1, “Before this week”: have you heard how it was?": "1",
            "What did you hear?": "It was fine",
            "Entry 3, mistake, “Talked over someone”: what did you do then?": "2",
            "Next time?": "When I talk, I will count to five",
            "Entry 4, missed, “Let a joke pass”: what stopped you?": "He outranks me",
            "hand the floor back”: did you?": "1",
            "A word about it?": "Twice",
            "A year ago, entry 5": "I would speak up now",
            "who did not have to think about this?": "I did not",
            "Why do you do this?": "I stayed quiet for years",
            "One thing to take along?": "Ask before helping",
            "What will you do?": "When I want to help, I will ask first",
        },
    )
    assert code == 0
    assert "11 of 11. What will you do?" in shown
    events = opened.read_text().split()
    assert events.count("open") == 1
    assert 11 < len(events) <= 15, "nothing was seen, or the journal was opened too often"


@pytest.mark.usefixtures("week")
def test_the_seven_answers_leave_the_journal_in_no_view(
    terminal: Terminal, ally: Ally, tmp_path: Path
) -> None:
    """They are for the person on their own screen."""
    converse(terminal("review"), {"who did not have to think": "Secretly me"})
    assert "Secretly me" in finish(terminal("review", "--no-input"))[0]
    for name in ("week.md", "week.json", "week.csv"):
        assert ally("review", "-o", str(tmp_path / name)).code == 0
    for name in ("year.md", "year.json", "year.csv"):
        assert ally("year", "-o", str(tmp_path / name)).code == 0
    files = [path.read_text() for path in tmp_path.glob("*.*")]
    assert len(files) == 6
    piped = ally("review").out + ally("--plain", "review").out + ally("year").out
    assert "Secretly" not in "".join(files) + piped


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(("key", "expected"), [("\x03", 130), ("q\r", 0), ("\x04", 0)])
def test_a_review_broken_off_is_taken_up_again(
    terminal: Terminal, ally: Ally, key: str, expected: int
) -> None:
    """What was answered is kept at once, and is not asked a second time."""
    child = terminal("review")
    child.expect_exact("1 of 9.")
    child.sendline("")
    child.expect_exact("2 of 9. Entry 3,")
    child.sendline("4")
    child.expect_exact("3 of 9. Entry 1,")
    child.sendline("")
    child.expect_exact("4 of 9. Entry 3, mistake,")
    child.expect_exact("> ")
    child.send(key)
    rest, code = finish(child)
    assert code == expected
    assert "Traceback" not in rest
    assert ("ally review goes on" in rest) == (expected == 0)
    (entry,) = [one for one in json.loads(ally("review", "--json").out)["entries"] if one["heard"]]
    assert entry["number"] == 3

    shown, code = converse(terminal("review"), {"take along?": "Ask before helping"})
    assert code == 0
    assert "1 of 7. Anything not yet written?" in shown
    assert "2 of 7. Entry 3, mistake," in shown
    assert "have you heard" not in shown
    shown, _ = converse(terminal("review"), {})
    assert "1 of 1. Anything not yet written?" in shown
    assert "That is the week." in shown


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    "answers",
    [
        {"Entry 3, “Talked over someone”: have": "2", "What did you hear?": "q"},
        {"Entry 3, mistake,": "It stung", "What did you do then?": "q"},
        {"Entry 4, missed,": "1", "Next time?": "q"},
        {": did you?": "3", "A word about it?": "q"},
        {"From a course:": "When x, I will y", "Which course was it?": "q"},
    ],
)
def test_q_at_a_second_question_keeps_the_first_answer(
    terminal: Terminal, ally: Ally, answers: dict[str, str]
) -> None:
    """Whatever was said before q is there, and going on begins behind it."""
    ally("delete", "1", "--yes")
    if "Entry 4, missed," in answers:
        ally("edit", "3", "--lesson", "Breathe")
    ally("plan", "add", "When x, I will y", "--until", "sunday")
    sunday = "2026-11-22T18:00:00+01:00"
    shown, code = converse(terminal("review", ALLY_NOW=sunday), answers)
    assert code == 0
    assert "Stopped here. ally review goes on with it." in shown
    assert next(iter(answers)) not in converse(terminal("review", ALLY_NOW=sunday), {})[0]
    review = json.loads(ally("review", "--json").out)
    three, four = review["entries"][1:]
    assert [
        [one["from"] for one in three["heard"]] == ["others"],
        three["answers"] == {"impact": "It stung"},
        four["because"] == "I did not know what to say",
        [plan["state"] for plan in review["plans"]] == ["dropped"],
        [plan["from"] for plan in review["plans"]] == [None, "a course"],
    ].count(True) == 1


def test_sentences_at_choices_are_what_they_were_meant_for(terminal: Terminal, ally: Ally) -> None:
    """At the kind more of the text, at who says so what was heard, at did you a word about it."""
    ally("log", "act", "Asked for the criteria", "--on", "2026-11-10")
    ally("plan", "add", "When someone is talked over, I hand the floor back", "--until", "sunday")
    child = terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00")
    answers = {
        "not yet written": "Thanked the note-taker",
        "4 Act": "She had typed for an hour",
        "Added to your words": "act",
        "have you heard": "They said it helped",
        "4 not mine to ask": "them",
        "did you?": "Twice with Ann",
        "1 kept": "y",
    }
    shown, code = converse(child, answers)
    assert (code, shown.count("Your words go with the answer.")) == (0, 2)
    two, heard = (json.loads(ally("show", number, "--json").out) for number in "21")
    assert two["text"] == "Thanked the note-taker\nShe had typed for an hour"
    assert [(one["from"], one["text"]) for one in heard["heard"]] == [
        ("them", "They said it helped")
    ]
    (plan,) = json.loads(ally("plan", "--all", "--json").out)
    assert (plan["state"], plan["note"]) == ("kept", "Twice with Ann")
    assert json.loads(ally("draft", "--json").out) == []


def test_undo_takes_back_one_answer_and_its_question(terminal: Terminal, ally: Ally) -> None:
    """So that it can be answered again; what was only skipped is nothing to take back."""
    ally("log", "act", "Asked for the criteria", "--on", "2026-11-18")
    converse(terminal("review"), {"take along?": "Ask first", "What will you do?": "When x, y"})
    assert ally("undo").out == "Took back plan 1.\n"
    shown, _ = converse(terminal("--plain", "review"), {})
    assert "take along?" not in shown
    assert "2 of 2. What will you do?" in shown
    assert ally("undo", "--steps", "2").out == "Took back a reflection.\nTook back entry 1.\n"
    assert [one["type"] for one in json.loads(ally("history", "--json").out)] == [
        "entry",
        "reflection",
        "plan",
        "plan",
        "reflection",
        "entry",
    ]


@pytest.mark.usefixtures("week")
def test_a_past_week_is_answered_for_that_week(terminal: Terminal, ally: Ally) -> None:
    """Answers belong to the period looked at, though they carry the day they were given."""
    shown, _ = converse(
        terminal("review", "last"),
        {
            "Anything not yet written?": "x",
            "4 Act": "1",
            "(Enter: Sun 15 Nov 2026)": "",
            "take along?": "from then",
        },
    )
    assert "Saved 5 · learn · Sun 15 Nov 2026" in shown
    assert "from then" in ally("review", "last").out
    assert json.loads(ally("review", "2026-W45", "--json").out)["reflections"] == []


@pytest.fixture
def old_entries(ally: Ally) -> None:
    """One entry of a year ago, and one of a quarter ago."""
    ally("log", "learn", "Explained sexism to the only woman in the room", "--on", "2025-11-24")
    ally("log", "act", "Swapped the early slot", "--on", "2026-08-20")


@pytest.mark.usefixtures("old_entries")
def test_then_and_now(terminal: Terminal, ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """One old entry a week: a year before a quarter, never one skipped twice or forgotten."""
    line = "A year ago: “Explained sexism to the only woman in the room” Would you write it so"
    assert line in ally("review").out
    assert line in ally("--plain", "review").out
    for day, number, answer in (
        ("2026-11-20", 1, ""),
        ("2026-11-27", 1, ""),
        ("2026-11-28", None, ""),
        ("2026-12-01", None, ""),
    ):
        monkeypatch.setenv("ALLY_NOW", f"{day}T16:00:00+01:00")
        shown, _ = converse(terminal("review"), {})
        asked = [line for line in shown.splitlines() if "write it so today" in line]
        assert (f"ago, entry {number}:" in shown) is (number is not None), (day, shown, answer)
        assert len(asked) <= 1


@pytest.mark.usefixtures("old_entries")
@pytest.mark.parametrize(("answer", "kept"), [("1", []), ("2", []), ("I would ask now", [1])])
def test_then_and_now_answered_or_forgotten(
    terminal: Terminal, ally: Ally, monkeypatch: pytest.MonkeyPatch, answer: str, kept: list[int]
) -> None:
    """It does not come again; other words are kept with the review."""
    shown, _ = converse(terminal("review"), {"A year ago, entry 1": answer})
    assert shown.count("Would you write it so") == 1
    review = json.loads(ally("review", "--json").out)
    assert [one["text"] for one in review["reflections"]] == [answer for _ in kept]
    assert "Would you write it so" not in ally("review").out
    monkeypatch.setenv("ALLY_NOW", "2026-11-27T16:00:00+01:00")
    drawn = ally("review").out
    assert "A year ago" not in drawn
    assert "A quarter of a year ago: “Swapped the early slot”" in drawn


@pytest.mark.parametrize("args", [("review", "--no-input"), ("review", "--json")])
def test_no_questions_when_not_wanted(terminal: Terminal, args: tuple[str, ...]) -> None:
    """--no-input and --json only show."""
    rest, code = finish(terminal(*args))
    assert code == 0
    assert "Enter skips" not in rest


@pytest.mark.usefixtures("week")
def test_a_reader_who_stops_is_no_error() -> None:
    """`ally review | head -1` ends quietly with exit 0."""
    for command in (["review"], ["list"], ["search", "a*", "--json"], ["--help"]):
        with subprocess.Popen(
            [sys.executable, "-m", "ally_journal", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ,
        ) as child:
            assert child.stdout is not None
            child.stdout.close()
            assert child.stderr is not None
            trouble = child.stderr.read()
            assert (child.wait(), trouble) == (0, b"")
