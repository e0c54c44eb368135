"""ally log on a terminal: what it asks, and that no word is lost on the way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, drafts_of, finish, pressed, words_in

Terminal = Callable[..., Any]
Program = Callable[..., Said]


def entries(program: Program) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(program("list", "--json").out)
    return found


def test_the_first_log_asks_three_things(terminal: Terminal, program: Program) -> None:
    """What happened, which kind, one question that fits it, and a guess if that was answered.

    Later `?` explains the kinds, and how it went may be said with the kind or before it.
    """
    child = terminal("log")
    child.expect_exact("Your journal stays on this computer. It is not encrypted (ally encrypt).")
    child.expect_exact("Names are not needed.")
    child.expect_exact("What happened?  (#word makes a tag)")
    child.sendline("Heard how her week on call was #on-call")
    child.expect_exact("Which kind?  (m: I did nothing, w: it went wrong, such as 4 m)")
    child.expect_exact("3 Empathise: I took in how it is for someone")
    child.sendline("3")
    child.expect_exact("What did you understand? Did you ask or assume?  (Enter skips)")
    child.sendline("She wants quieter shifts")
    child.expect_exact("How do you think it was for them?")
    child.sendline("A relief")
    rest, code = finish(child)
    assert rest.strip().endswith("Saved 1 · empathise · Fri 20 Nov 2026 · #on-call")
    assert code == 0
    assert entries(program)[0]["guess"] == "A relief"

    again = terminal("log")
    again.expect_exact("What happened?")
    assert "stays on this computer" not in again.before
    again.sendline("Let it pass")
    again.expect_exact("such as 4 m)\r\n1 Learn  2 Challenge bias  3 Empathise  4 Act")
    again.sendline("?")
    again.expect_exact("2 Challenge bias: I questioned my own view or motive")
    again.sendline("m")
    again.expect_exact("Which kind?")
    again.sendline("4")
    again.expect_exact("What stopped you?")
    again.sendline("1 3")
    again.expect_exact("Next time?")
    again.sendline("")
    assert "Saved 2 · act, missed · Fri 20 Nov 2026" in finish(again)[0]
    (_, missed) = entries(program)
    assert missed["because"] == "I did not know what to say; there was no time"
    assert missed["guess"] is None


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("args", "question", "answer", "kept"),
    [
        (["learn"], "What will you notice differently now?", "captions", {"notice": "captions"}),
        (["challenge"], "What did you assume?", "x", {"assumed": "x"}),
        (["act"], "Did they want it?", "together", {}),
    ],
)
def test_each_kind_has_its_question(
    terminal: Terminal,
    program: Program,
    args: list[str],
    question: str,
    answer: str,
    kept: dict[str, str],
) -> None:
    """With the kind given only the text and its one question are asked."""
    child = terminal("log", *args)
    child.expect_exact("What happened?")
    child.sendline("x")
    child.expect_exact(question)
    child.sendline(answer)
    if args == ["act"]:
        child.expect_exact("How do you think it was for them?")
        child.sendline("")
    _, code = finish(child)
    assert code == 0
    (entry,) = entries(program)
    assert entry["answers"] == kept
    assert entry["asked"] == ("together" if answer == "together" else None)
    assert entry["because"] is None


@pytest.mark.parametrize(
    ("went", "told"),
    [
        ("missed", {"What stopped you?": "Rank"}),
        (
            "mistake",
            {"How was it for them, as far as you know?": "x y", "What did you do then?": "z"},
        ),
    ],
)
def test_what_was_missed_or_went_wrong_is_gone_through_whole(
    terminal: Terminal, program: Program, went: str, told: dict[str, str]
) -> None:
    """Also without --more; own words will do where some are offered, and each can be skipped."""
    child = terminal("log", "act", f"--{went}")
    child.expect_exact("What happened?")
    child.sendline("x")
    for question, answer in told.items():
        child.expect_exact(question)
        child.expect_exact("> ")
        child.sendline(answer)
    child.expect_exact("Next time?  When …, I will …")
    child.sendline("")
    assert finish(child)[1] == 0
    (entry,) = entries(program)
    assert entry["went"] == went
    assert entry["because"] == told.get("What stopped you?")
    assert entry["answers"] == ({"impact": "x y", "did": "z"} if went == "mistake" else {})


def test_more_asks_all_questions(terminal: Terminal, program: Program) -> None:
    """--more asks the second one too, and also when the text was given."""
    child = terminal("log", "--more", "learn", "Read a book")
    child.expect_exact("What will you notice differently now?")
    child.sendline("a")
    child.expect_exact("Whom or what did you hear it from?")
    child.sendline("b")
    assert finish(child)[1] == 0
    assert entries(program)[0]["answers"] == {"notice": "a", "source": "b"}


def test_text_without_a_kind_asks_only_for_the_kind(terminal: Terminal) -> None:
    """A wrong answer is asked again; a name or its beginning will do."""
    child = terminal("log", "Gave the floor back")
    child.expect_exact("1 Learn")
    child.sendline("7")
    child.expect_exact("That is no kind. A number from 1 to 4, or q to stop.")
    child.sendline("")
    child.expect_exact("1 Learn")
    child.sendline("a")
    assert "Saved 1 · act" in finish(child)[0]


def test_plain_puts_each_choice_on_a_line(terminal: Terminal, program: Program) -> None:
    """A screen reader hears one choice after the other."""
    program("log", "act", "x")
    child = terminal("--plain", "log", "A line of text")
    child.expect_exact("1 Learn\r\n2 Challenge bias\r\n3 Empathise\r\n4 Act\r\n")


@pytest.mark.parametrize("key", ["\x04", "q\r"])
def test_nothing_said_writes_nothing(terminal: Terminal, journal_path: Path, key: str) -> None:
    """Ctrl-D or q at the first question ends it; exit 2, and no journal is made."""
    child = terminal("log")
    child.expect_exact("> ")
    rest, code = pressed(child, key)
    assert "Nothing was written." in rest
    assert code == 2
    assert not journal_path.exists()


@pytest.mark.parametrize(("key", "expected"), [("\x03", 130), ("q\r", 1), ("\x04", 1)])
def test_stopping_before_the_kind_keeps_the_words(
    terminal: Terminal, journal_path: Path, key: str, expected: int
) -> None:
    """Typed words are put in a draft, and its path is said."""
    child = terminal("log")
    child.expect_exact("> ")
    child.sendline("Words I typed")
    child.expect_exact("4 Act")
    child.expect_exact("> ")
    child.send(key)
    rest, code = finish(child)
    assert code == expected
    (draft,) = drafts_of(journal_path)
    assert "Your words are kept in" in rest
    assert words_in(draft).strip() == "Words I typed"
    assert "Traceback" not in rest


def test_stopping_at_a_question_saves_what_was_told(terminal: Terminal, program: Program) -> None:
    """Q at a question that can be skipped ends the asking, not the entry."""
    child = terminal("log", "learn", "--more")
    child.expect_exact("> ")
    child.sendline("x")
    child.expect_exact("differently now?")
    child.sendline("a")
    child.expect_exact("hear it from?")
    child.sendline("q")
    assert "Saved 1" in finish(child)[0]
    assert entries(program)[0]["answers"] == {"notice": "a"}


def test_ctrl_c_at_a_question_keeps_every_word(terminal: Terminal, journal_path: Path) -> None:
    """Also the answers given so far are in the draft."""
    child = terminal("log", "learn", "--more")
    child.expect_exact("> ")
    child.sendline("x said y")
    child.expect_exact("differently now?")
    child.sendline("an answer")
    child.expect_exact("hear it from?")
    assert pressed(child, "\x03")[1] == 130
    assert not journal_path.exists()
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "x said y\nnotice: an answer"


def test_json_never_asks(terminal: Terminal) -> None:
    """Under --json there are no questions, since stdout is for the document."""
    child = terminal("log", "text", "--json")
    rest, code = finish(child)
    assert code == 2
    assert "Say which kind it is" in rest
