"""ally before: at most five lines, from what was written and from phrases that are always there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built
from tests.test_house import modules_after

from ally_journal.domain.content import phrases

Ally = Callable[..., Said]


@built
def written(ally: Ally) -> None:
    """Plans, lessons and answers about several things."""
    ally("plan", "add", "When someone is talked over, I hand the floor back")
    ally("plan", "add", "When a shortlist is made, I ask for the criteria", "--until", "in 2 weeks")
    ally("plan", "add", "When hiring starts, I ask who is missing", "--until", "in 3 weeks")
    ally("plan", "add", "When a hiring panel is picked, I propose a rota")
    ally(
        "log", "act", "Asked for them", "-t", "hiring",
        "--lesson", "Criteria first", "--on", "2026-10-12",
    )  # fmt: skip
    ally("log", "learn", "Captions", "-a", "notice=Half was missing", "--on", "2025-12-01")
    ally("log", "learn", "Read a report", "-a", "notice=Who is not in the room", "--on", "monday")
    ally("log", "act", "Panels", "-t", "hiring", "--asked", "unasked")
    ally("heard", "1", "them", "It helped that you asked")
    ally("heard", "4", "guess", "Maybe too late")


def read(ally: Ally, *words: str) -> dict[str, Any]:
    said = ally("before", "--json", *words)
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def numbers(found: dict[str, Any]) -> list[int]:
    return [plan["number"] for plan in found["plans"]]


@pytest.mark.parametrize("args", [[], ["hiring"], ["-- no words"]])
def test_without_a_journal_there_is_a_phrase(
    ally: Ally, journal_path: Path, args: list[str]
) -> None:
    """One line, that nothing fits where that is so, and nothing is made by reading it."""
    said = ally("before", *args)
    assert said.code == 0
    *others, line = said.out.splitlines()
    assert line.startswith("  Ready  “")
    fitting = args != ["-- no words"]
    nothing = "Nothing here fits “-- no words” yet; this is for any meeting."
    assert others == ([] if fitting else [nothing])
    found = read(ally, *args)
    assert found.pop("phrase")
    assert found.pop("fitting") == fitting
    assert found.pop("plans") == []
    assert set(found.values()) == {None}
    assert not journal_path.parent.exists()


@pytest.mark.usefixtures("written")
def test_five_lines_for_a_meeting(ally: Ally) -> None:
    """Two plans that fit, the lesson, what was heard, and a phrase."""
    lines = ally("before", "hiring").out.splitlines()
    assert lines[:4] == [
        "  Plan 3  When hiring starts, I ask who is missing",
        "  Plan 4  When a hiring panel is picked, I propose a rota",
        "  Lesson  “Criteria first” (12 Oct)",
        "  Heard   “It helped that you asked” (20 Nov), about “Asked for them”",
    ]
    assert lines[4].startswith("  Ready   “")
    assert len(lines) == 5
    found = read(ally, "hiring")
    assert numbers(found) == [3, 4]
    about = {"entry": 1, "about": "Asked for them"}
    assert found["lesson"] == {"text": "Criteria first", "day": "2026-10-12", **about}
    assert found["heard"] == {"text": "It helped that you asked", "day": "2026-11-20", **about}


@pytest.mark.usefixtures("written")
def test_everything_that_fits_has_its_place(ally: Ally) -> None:
    """Obstacle, shelf, what was rehearsed and one's own phrase; five lines, and no more."""
    ally("log", "act", "Did not ask who picks", "--missed", "-t", "rota")
    ally("rehearse", "last", "Who picks them?")
    ally("obstacle", "add", "The rota is picked by habit", "--next", "Ask")
    ally("shelf", "add", "A talk on rotas")
    ally("ideas", "phrase", "rota", "Whose turn is it?")
    assert ally("before", "rotas").out.splitlines() == [
        "  Plan 4      When a hiring panel is picked, I propose a rota",
        "  Obstacle 1  The rota is picked by habit. Next: Ask",
        "  Shelf 1     A talk on rotas",
        "  Ready       “Who picks them?”",
        "  Ready       “Whose turn is it?”",
    ]
    found = read(ally, "rota")
    assert (found["obstacle"]["number"], found["shelf"]["number"]) == (1, 1)
    assert (found["rehearsed"], found["phrase"]) == ("Who picks them?", "Whose turn is it?")


@pytest.mark.usefixtures("written")
def test_without_a_word_it_is_the_newest(ally: Ally) -> None:
    """One plan, the next to run out; the newest lesson or answer; what was last heard."""
    found = read(ally)
    assert numbers(found) == [2]
    assert found["lesson"]["text"] == "Who is not in the room"
    assert found["heard"]["entry"] == 1
    assert len(ally("before").out.splitlines()) == 4


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("words", [["HIRING"], ["#hiring"], ["hirin"], ["hiring", "panel"]])
def test_words_fit_in_any_case_and_by_their_beginning(ally: Ally, words: list[str]) -> None:
    """With or without the sign of a tag; of several words each must fit."""
    assert numbers(read(ally, *words)) == ([4] if words[-1] == "panel" else [3, 4])


@pytest.mark.usefixtures("written")
def test_where_nothing_fits_there_is_something_general(ally: Ally) -> None:
    """A plan and a phrase, and the sentence that says so."""
    found = read(ally, "pineapple")
    assert not found["fitting"]
    assert ally("before", "pineapple").out.startswith("Nothing here fits “pineapple” yet;")
    assert numbers(found) == [2]
    assert (found["lesson"], found["heard"]) == (None, None)


@pytest.mark.usefixtures("written")
def test_what_counts_as_words_to_remember(ally: Ally) -> None:
    """How an act came about is no lesson, a guess was not heard, and silence has no words."""
    assert read(ally, "panels")["lesson"] is None
    assert read(ally, "panels")["heard"] is None
    ally("heard", "4", "them")
    assert read(ally, "panels")["heard"] is None
    ally("edit", "4", "--lesson", "Sooner next time")
    assert read(ally, "panels")["lesson"]["text"] == "Sooner next time"


@pytest.mark.usefixtures("written")
def test_what_is_taken_back_is_read_no_more(ally: Ally) -> None:
    """Closed plans and deleted entries have no lines; undo brings them back."""
    ally("plan", "done", "3")
    ally("plan", "dropped", "4")
    ally("delete", "1", "--yes")
    found = read(ally, "hiring")
    assert (numbers(found), found["lesson"], found["heard"]) == ([], None, None)
    ally("undo")
    assert read(ally, "hiring")["lesson"]["entry"] == 1
    assert read(ally, "hiring")["heard"]["entry"] == 1


@pytest.mark.usefixtures("written")
def test_another_process_reads_the_same(ally: Ally, program: Ally) -> None:
    """Nothing of it lives in memory only."""
    assert program("before", "hiring", "--json").out == ally("before", "hiring", "--json").out


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ([], "opener"),
        (["pineapple"], "opener"),
        (["credit"], "credit"),
        (["Speak", "for"], "speak-for"),
        (["call", "in"], "call-in"),
        (["#criteria"], "criteria"),
    ],
)
def test_the_phrase_is_for_the_moment(ally: Ally, words: list[str], moment: str) -> None:
    """Chosen by its name; where nothing fits, one that begins a talk."""
    assert read(ally, *words)["phrase"] in [one.text for one in phrases() if one.moment == moment]


def test_phrases_take_turns_by_the_day(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same all day; after a few days each has had its turn."""
    said = set()
    for day in range(10, 20):
        monkeypatch.setenv("ALLY_NOW", f"2026-11-{day}T09:00:00+01:00")
        morning = read(ally)["phrase"]
        monkeypatch.setenv("ALLY_NOW", f"2026-11-{day}T18:00:00+01:00")
        assert read(ally)["phrase"] == morning
        said.add(morning)
    assert said == {one.text for one in phrases() if one.moment == "opener"}


def test_long_words_are_cut_for_people_only(ally: Ally) -> None:
    """A line stays a line; scripts get the exact text, and other years say so."""
    lesson = "word " * 60 + "\nand an end"
    ally("log", "learn", "x", "--lesson", lesson, "--on", "2025-12-01")
    line = ally("before").out.splitlines()[0]
    assert line.endswith("…” (1 Dec 2025)")
    assert len(line) < 140
    assert read(ally)["lesson"]["text"] == lesson.strip()


@pytest.mark.parametrize(
    ("lesson", "shown"),
    [
        ("“Ask me before.”", "“Ask me before.”"),
        ("“No” is an answer", "““No” is an answer”"),
        ("one\nline", "“one line”"),
        ("\x1b[31mred", "“�[31mred”"),
    ],
)
def test_words_stand_in_quotation_marks(ally: Ally, lesson: str, shown: str) -> None:
    """On one line, harmless to the terminal; a quotation gets no second ones."""
    ally("log", "act", "x", "--lesson", lesson)
    assert ally("before").out.splitlines()[0] == f"  Lesson  {shown} (20 Nov)"


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("command", ["before", "shelf", "ideas"])
def test_json_loads_no_rich(command: str) -> None:
    """What a script reads needs no drawing."""
    assert "rich" not in modules_after(command, "--json")


@pytest.mark.usefixtures("written")
def test_plain_needs_no_drawing(ally: Ally) -> None:
    """Each line begins with what it is."""
    lines = ally("--plain", "before", "hiring").out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Plan 3",
        "Plan 4",
        "Lesson",
        "Heard",
        "Ready",
    ]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("columns", ["40", "80"])
def test_it_fits_the_terminal(ally: Ally, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Also a narrow one."""
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, ally("before", "hiring").out.splitlines())) <= int(columns)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "-5",
        "-- nothing",
        "NEAR(hiring)",
        "' OR 1=1 --",
        "text:hiring",
        "AND",
        "%",
        "\x1b[31m",
        "\udc81",
        "🎉",
        "会議",
        "h" * 5000,
        " ".join(f"w{number}" for number in range(3000)),
    ],
)
def test_any_text_is_a_valid_word(ally: Ally, typed: str) -> None:
    """It may fit nothing, and then there is a plan and a phrase."""
    found = read(ally, typed)
    assert len(found["plans"]) <= 1
    assert (found["lesson"], found["heard"]) == (None, None)
    assert found["plans"] or found["phrase"]
