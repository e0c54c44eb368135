"""ally review: the period, and the questions after it."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, converse, finish, pressed

from ally_journal.cli import session
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import open_journal

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
    """Entries as sentences under their kinds in fixed order; kinds without any share a line."""
    assert ally("review").out == (
        "Mon 16 to Sun 22 November 2026\n"
        "\n"
        "■ Learn\n"
        "  2 Mon  Read about captions\n"
        "■ Empathise\n"
        "  3 Tue  mistake: Talked over someone\n"
        "■ Act\n"
        "  4 Fri  missed: Let a joke pass\n"
        "\n"
        "Nothing written: challenge bias.\n"
        "\n"
        "How it was for others: I know nothing about 1 entry.\n"
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
    ("period", "says"),
    [
        ("2026-W48", "2026-W48 has not begun"),
        ("next week", "2026-W48 has not begun"),
        ("2026-12", "2026-12 has not begun"),
        ("next month", "2026-12 has not begun"),
        ("2027-Q1", "2027-Q1 has not begun"),
        ("2027", "2027 has not begun"),
        ("2026-W54", "2026 has no week 54"),
        ("weak", "“weak” is not a period"),
        ("", "“” is not a period"),
    ],
)
def test_a_period_that_cannot_be(ally: Ally, period: str, says: str) -> None:
    """A period wholly in the future, or none at all, is wrong usage."""
    said = ally("review", period)
    assert (said.code, said.out) == (2, "")
    (sentence,) = said.err.splitlines()
    assert sentence.startswith(says)


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
    assert "\nNothing written: challenge bias.\n" in first
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
    assert said.out.count("Nothing written.") == 1
    assert not journal_path.exists()


def again(text: str, day: date, on: date | None) -> None:
    """Write an entry that is to be seen again."""
    with open_journal(Path(os.environ["ALLY_JOURNAL"]), session.now(), create=True) as journal:
        add_entry(journal, Entry(kind=Kind.LEARN, text=text, day=day, again=on))


FULL = {
    "Anything else from this week?": "Thanked the note-taker",
    "4 Act": "4",
    "(Enter: Sun 22 Nov 2026)": "sunday in the rain",
    "is not a date that ally knows": "wednesday",
    "Entry 1, “Before this week”: do you know how it was for them?": "3",
    "What is your guess?": "She was annoyed",
    "Entry 3, mistake, “Talked over someone”: how was it for them": "It stung",
    "What did you do then?": "2",
    "Next time?": "When I talk, I will count to five",
    "Which did you do? 1 2, or Enter for none. 1 When someone": "1 7",
    "Numbers of open plans, such as 1 or 2, Enter for none, or q to stop.": "1, changed 2",
    "Plan 2: what will you do instead?": "When a joke comes, I will ask what it means",
    "A year ago, entry 5": "I would speak up now",
}


def look_back(terminal: Terminal, ally: Ally, **env: str) -> str:
    """A review on a Sunday with as many questions as there can be, all of them answered."""
    again("Waited", date(2025, 11, 21), date(2026, 11, 22))
    ally("plan", "add", "When someone is talked over, I hand the floor back", "--until", "sunday")
    ally("plan", "add", "When a joke comes, I will not laugh")
    shown, code = converse(terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00", **env), FULL)
    assert code == 0
    return shown


def test_what_has_not_happened_yet_is_not_looked_back_on(ally: Ally) -> None:
    """An entry that was imported with a day to come, and was to be seen again before it."""
    again("Dated ahead", date(2027, 3, 1), date(2026, 11, 1))
    said = ally("review")
    assert (said.code, "Dated ahead" in said.out) == (0, False)


@pytest.mark.usefixtures("week")
def test_five_minutes_at_a_terminal(terminal: Terminal, ally: Ally) -> None:
    """Each answer is kept where it belongs, and the questions come in one order."""
    shown = look_back(terminal, ally)
    assert shown.endswith("Review finished.\n")
    assert [line.split(". ")[0] for line in shown.splitlines() if " of 5. " in line] == [
        f"{place} of 5" for place in range(1, 6)
    ]
    for answer in (
        "Saved 6 · act · Wed 18 Nov 2026",
        "Saved with entry 1: my guess.",
        "Plan 1: you did it. Plan 2: changed; saved as plan 4.",
        "You wanted to see this again. A year ago, entry 5: “Waited” Would you write it the same",
    ):
        assert answer in " ".join(shown.split()), answer

    review = json.loads(ally("review", "--json").out)
    entries = {entry["number"]: entry for entry in review["entries"]}
    assert entries[6]["day"] == "2026-11-18"
    assert entries[3]["answers"] == {"impact": "It stung", "did": "said sorry for what it did"}
    assert entries[3]["plan"] == 3
    assert json.loads(ally("show", "1", "--json").out)["guess"] == "She was annoyed"
    plans = {plan["number"]: plan for plan in review["plans"]}
    assert plans[1]["did"] == [{"day": "2026-11-22", "note": ""}]
    assert [plans[number]["state"] for number in (1, 2, 3, 4)] == [
        "open",
        "changed",
        "open",
        "open",
    ]
    assert (plans[3]["from"], plans[3]["entries"], plans[4]["follows"]) == ("a mistake", [3], 2)
    assert [one["text"] for one in review["reflections"]] == ["I would speak up now"]
    again = converse(terminal("review", ALLY_NOW="2026-11-22T19:00:00+01:00"), {})[0]
    assert "1 of 1. Anything else from this week?" in again


@pytest.mark.usefixtures("week")
def test_thoughts_are_kept_with_their_review(terminal: Terminal, ally: Ally) -> None:
    """What takes turns: one of the seven, a question of the kind, and what a person takes along."""
    ally("delete", "1", "3", "4", "--yes")
    told = {"Who would tell this story in another way?": "She would"}
    converse(terminal("review"), {**told, "Why do you do this?": "I stayed quiet"})
    more = {
        "Entry 2, “Read about captions”: whom or what did you hear it from?": "A talk",
        "What do you take from that month?": "Ask before helping",
    }
    converse(terminal("review", "2026-11", ALLY_NOW="2026-12-01T18:00:00+01:00"), more)
    assert json.loads(ally("show", "2", "--json").out)["answers"] == {"source": "A talk"}
    kept = json.loads(ally("review", "2026-11", "--json").out)["reflections"]
    assert [one["topic"] for one in kept] == ["why", "review/2026-11/take-along"]
    assert "What I take from it: “Ask before helping”" in ally("review", "2026-11").out
    drawn, _ = finish(terminal("review", "--no-input"))
    assert "Who would tell this story in another way? “She would”" in drawn


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


@pytest.mark.faults
@pytest.mark.usefixtures("week")
def test_a_review_opens_the_journal_seldom(terminal: Terminal, ally: Ally, tmp_path: Path) -> None:
    """Five questions, all of them answered: an answer and all around it in one visit."""
    (tmp_path / "sitecustomize.py").write_text(COUNTING)
    opened = tmp_path / "opened"
    opened.touch()
    look_back(terminal, ally, PYTHONPATH=str(tmp_path), OPENED=str(opened))
    events = opened.read_text().split()
    assert events.count("open") == 1
    assert 5 < len(events) <= 12, "nothing was seen, or the journal was opened too often"


@pytest.mark.usefixtures("week")
def test_the_seven_answers_leave_the_journal_in_no_view(
    terminal: Terminal, ally: Ally, tmp_path: Path
) -> None:
    """They are for the person on their own screen."""
    ally("delete", "1", "3", "4", "--yes")
    converse(terminal("review"), {"Who would tell this story": "Secretly me"})
    assert "Secretly me" in finish(terminal("review", "--no-input"))[0]
    for name in ("week.md", "week.json", "week.csv"):
        assert ally("review", "-o", str(tmp_path / name)).code == 0
    for name in ("year.md", "year.json", "year.csv"):
        assert ally("year", "-o", str(tmp_path / name)).code == 0
    files = [path.read_text() for path in tmp_path.glob("*.*")]
    assert len(files) == 6
    piped = ally("review").out + ally("--plain", "review").out + ally("year").out
    assert "Secretly" not in "".join(files) + piped


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(("key", "expected"), [("\x03", 130), ("q\r", 0), ("\x04", 0)])
def test_a_review_broken_off_is_taken_up_again(
    terminal: Terminal, ally: Ally, key: str, expected: int
) -> None:
    """What was answered is kept at once, and is not asked a second time."""
    child = terminal("review")
    child.expect_exact("1 of 4.")
    child.sendline("")
    child.expect_exact("2 of 4. Entry 1,")
    child.sendline("4")
    child.expect_exact("3 of 4. Entry 3, mistake,")
    child.expect_exact("> ")
    rest, code = pressed(child, key)
    assert code == expected
    assert "Traceback" not in rest
    assert ("ally review goes on" in rest) == (expected == 0)
    assert [one["number"] for one in json.loads(ally("list", "--json").out) if one["heard"]] == [1]

    shown, code = converse(terminal("review"), {})
    assert code == 0
    assert "2 of 3. Entry 3, mistake," in shown
    assert "Entry 1, “Before" not in shown


@pytest.mark.one_in(4)
@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    "answers",
    [
        {"Entry 1, “Before this week”: do": "2", "What did you hear?": "q"},
        {"Entry 3, mistake,": "It stung", "What did you do then?": "q"},
        {"Entry 4, missed,": "1", "Next time?": "q"},
        {"Which did you do?": "1 changed 2", "what will you do instead?": "q"},
        {"From a course:": "When x, I will y", "Which course was it?": "q"},
    ],
)
def test_q_at_a_second_question_keeps_the_first_answer(
    terminal: Terminal, ally: Ally, answers: dict[str, str]
) -> None:
    """Whatever was said before q is there, and going on begins behind it."""
    if "What did you hear?" not in answers:
        ally("delete", "1", "--yes")
    if "Entry 4, missed," in answers:
        ally("edit", "3", "--lesson", "Breathe")
    if "From a course:" in answers:
        ally("delete", "3", "4", "--yes")
        ally("edit", "2", "--way", "course")
    else:
        ally("plan", "add", "When x, I will y", "--until", "sunday")
        ally("plan", "add", "When a, I will b")
    sunday = "2026-11-22T18:00:00+01:00"
    shown, code = converse(terminal("review", ALLY_NOW=sunday), answers)
    assert code == 0
    assert "Stopped here. ally review goes on with it." in shown
    assert next(iter(answers)) not in converse(terminal("review", ALLY_NOW=sunday), {})[0]
    review = json.loads(ally("review", "--json").out)
    entries = {entry["number"]: entry for entry in json.loads(ally("list", "--json").out)}
    one, three, four = (entries.get(number) for number in (1, 3, 4))
    assert [
        bool(one and [told["from"] for told in one["heard"]] == ["others"]),
        bool(three and three["answers"] == {"impact": "It stung"}),
        bool(four and four["because"] == "I did not know what to say"),
        bool(review["plans"] and review["plans"][0]["did"]),
        [plan["from"] for plan in review["plans"]] == ["a course"],
    ].count(True) == 1


def test_sentences_at_choices_are_what_they_were_meant_for(terminal: Terminal, ally: Ally) -> None:
    """At the kind more of the text, at who says so what was heard, at the plans a note."""
    ally("log", "act", "Asked for the criteria", "--on", "2026-11-17")
    ally("plan", "add", "When someone is talked over, I hand the floor back", "--until", "sunday")
    child = terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00")
    answers = {
        "Anything else from": "Thanked the note-taker",
        "4 Act": "She had typed for an hour",
        "Added to your words": "act",
        "do you know": "They said it helped",
        "4 not mine to ask": "them",
        "Which did you do?": "Twice with Ann",
        "Numbers of open plans": "1",
    }
    shown, code = converse(child, answers)
    assert (code, shown.count("Your words go with the answer;")) == (0, 2)
    two, heard = (json.loads(ally("show", number, "--json").out) for number in "21")
    assert two["text"] == "Thanked the note-taker\nShe had typed for an hour"
    assert [(one["from"], one["text"]) for one in heard["heard"]] == [
        ("them", "They said it helped")
    ]
    (plan,) = json.loads(ally("plan", "--all", "--json").out)
    assert plan["did"] == [{"day": "2026-11-22", "note": "Twice with Ann"}]
    assert json.loads(ally("draft", "--json").out) == []


def test_yes_and_no_are_no_entries(terminal: Terminal, ally: Ally) -> None:
    """Nor are numbers more of the text."""
    ally("log", "learn", "Read about captions", "--on", "2026-11-17")
    answers = {
        "Anything else from": "yes",
        "What happened?": "Thanked the note-taker",
        "Which kind?": "3 4",
        "That is no kind. A number": "act",
        "Anything else?": "no",
    }
    converse(terminal("review", ALLY_NOW="2026-11-22T18:00:00+01:00"), answers)
    assert [one["text"] for one in json.loads(ally("list", "--json").out)] == [
        "Read about captions",
        "Thanked the note-taker",
    ]


def test_undo_takes_back_one_answer_and_its_question(terminal: Terminal, ally: Ally) -> None:
    """So that it can be answered again; what was only skipped is nothing to take back."""
    ally("log", "learn", "Read about captions", "--on", "2026-11-18", "-t", "course")
    converse(terminal("review"), {"From a course:": "When x, y", "Who would tell": "She would"})
    assert ally("undo").out == "Took back plan 1.\n"
    shown, _ = converse(terminal("--plain", "review"), {})
    assert ". Who would tell" not in shown
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
            "Anything else from last week?": "x",
            "4 Act": "1",
            "(Enter: Sun 15 Nov 2026)": "",
            "Who gained most from what was done?": "to me",
        },
    )
    assert "Saved 5 · learn · Sun 15 Nov 2026" in shown
    drawn, _ = finish(terminal("review", "last", "--no-input"))
    assert "Who gained most from what was done? “to me”" in drawn
    assert json.loads(ally("review", "2026-W45", "--json").out)["reflections"] == []


@pytest.mark.usefixtures("week")
def test_a_review_looks_back_from_where_the_last_one_ended(
    terminal: Terminal, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Early in a week without an entry it is last week's, until a review of that has ended."""
    monkeypatch.setenv("ALLY_NOW", "2026-11-23T09:00:00+01:00")
    instead = "Nothing is written this week yet, so this is last week's."
    for how, heading in ((), "Mon 16 to Sun 22"), (("--plain",), "Monday 16 to Sunday 22"):
        title, lead, *_ = ally(*how, "review").out.splitlines()
        assert (title.rstrip("."), lead) == (f"{heading} November 2026", instead)
        assert ally("review", title.rstrip(".")).code == 0
    assert "Anything else from last week?" in converse(terminal("review"), {})[0]
    ally("log", "act", "Of Sunday, written on Monday", "--on", "2026-11-22")
    ally("log", "act", "Of Monday")
    monkeypatch.setenv("ALLY_NOW", "2026-11-27T17:00:00+01:00")
    shown = ally("review").out
    assert "Since your last review\n  entry 5, act, Sun 22 Nov 2026  Of Sunday" in shown
    assert "■ Act\n  6 Mon  Of Monday\n" in shown
    assert [one["number"] for one in json.loads(ally("review", "--json").out)["since"]] == [5]
    asked, _ = converse(terminal("review"), {"Entry 6, “Of Monday”: do you know": ""})
    assert instead not in asked
    monkeypatch.setenv("ALLY_NOW", "2026-12-04T17:00:00+01:00")
    assert "Since your last review" not in ally("review").out


@pytest.fixture
def old_entries() -> None:
    """One entry of a year ago, to be seen again on the day, and one of three months ago."""
    again("Explained sexism to the only woman in the room", date(2025, 11, 24), date(2026, 11, 20))
    again("Swapped the early slot", date(2026, 8, 20), None)


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("old_entries")
@pytest.mark.parametrize(
    ("answer", "kept"), [("", []), ("1", []), ("2", []), ("I would ask now", [1])]
)
def test_then_and_now(
    terminal: Terminal, ally: Ally, monkeypatch: pytest.MonkeyPatch, answer: str, kept: list[int]
) -> None:
    """One old entry in a review; once it was asked about it does not come again.

    Other words are kept with the review.
    """
    line = (
        "You wanted to see this again. A year ago, entry 1: “Explained sexism to the only woman in "
        "the room” Would you write it the same way today?"
    )
    for how in (), ("--plain",):
        assert line in " ".join(ally(*how, "review").out.split())
    shown, _ = converse(terminal("review"), {"A year ago, entry 1": answer})
    assert shown.count("Would you write it the") == 1
    review = json.loads(ally("review", "--json").out)
    assert [one["text"] for one in review["reflections"]] == [answer for _ in kept]
    assert "Would you write it the" not in ally("review").out
    monkeypatch.setenv("ALLY_NOW", "2026-11-27T16:00:00+01:00")
    drawn = ally("review").out
    assert ("A year ago" in drawn) is (answer == "")
    assert ("Three months ago, entry 2: “Swapped the early slot”" in drawn) is (answer != "")


@pytest.mark.parametrize("args", [("review", "--no-input"), ("review", "--json")])
def test_no_questions_when_not_wanted(terminal: Terminal, args: tuple[str, ...]) -> None:
    """--no-input and --json only show."""
    rest, code = finish(terminal(*args))
    assert code == 0
    assert "Enter skips" not in rest


@pytest.mark.faults
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
