"""ally heard: what came back, who says so, and that "not mine to ask" is an answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import Said, converse
from tests.support.crafted import archive, revision

Ally = Callable[..., Said]
Terminal = Callable[..., Any]


@pytest.fixture(autouse=True)
def _an_entry(ally: Ally) -> None:
    ally("log", "act", "Asked for the criteria", "--on", "2026-09-01")


def heard(ally: Ally) -> list[dict[str, str]]:
    found: list[dict[str, Any]] = json.loads(ally("show", "1", "--json").out)["heard"]
    assert not any(one.pop("conflict") for one in found)
    return found


def test_at_once_or_weeks_later(ally: Ally, program: Ally) -> None:
    """Several people may say something; each is kept with its day, and read by a new process."""
    said = ally("heard", "1", "guess", "She was glad, I think")
    assert said.out == "Saved with entry 1: my guess.\n"
    said = ally("heard", "last", "THEM", "It", "helped that you asked")
    assert said.out == "Saved with entry 1: from them.\n"
    assert (
        ally("heard", "1", "others", "-", "--on", "yesterday", stdin="It was noticed\n").code == 0
    )
    assert heard(program) == [
        {"from": "them", "text": "It helped that you asked", "day": "2026-11-20"},
        {"from": "others", "text": "It was noticed", "day": "2026-11-19"},
    ]
    assert "they told me about 1 entry." in ally("review", "2026-W36").out
    assert "they told me about 1 entry." in ally("year").out
    assert [hit["number"] for hit in json.loads(ally("search", "noticed", "--json").out)] == [1]


def test_json_prints_the_entry(ally: Ally) -> None:
    """The record that changed, whole."""
    said = json.loads(ally("heard", "1", "not-mine", "--json").out)
    assert (said["number"], [one["from"] for one in said["heard"]]) == (1, ["not-mine"])


def test_undo_and_redo(ally: Ally) -> None:
    """It is called by the entry it is about."""
    ally("heard", "1", "them", "It helped")
    assert ally("undo").out == "Took back what you heard about entry 1.\n"
    assert heard(ally) == []
    assert ally("redo").out == "Brought what you heard about entry 1 back again.\n"
    assert [one["text"] for one in heard(ally)] == ["It helped"]
    newest = json.loads(ally("history", "--json").out)[-1]
    assert (newest["type"], newest["change"]) == ("heard", "brought back")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("7", "them", "x"), 1, "There is no entry 7"),
        (("1", "she said thanks"), 2, "write them, others, guess or not-mine"),
        (("1",), 2, "Say who it comes from"),
        (("1", "guess"), 2, 'Say what you think; for example: ally heard 1 guess "It helped"'),
        (("x", "them"), 2, "not the number of an entry"),
        (("1", "them", "x", "--on", "tomorrow"), 2, ""),
    ],
)
def test_what_cannot_be(ally: Ally, args: tuple[str, ...], code: int, says: str) -> None:
    """One sentence each, and nothing is kept."""
    said = ally("heard", *args)
    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert heard(ally) == []


def test_words_are_kept_when_the_entry_is_not_there(ally: Ally) -> None:
    """What a person typed is never lost with the mistake."""
    said = ally("heard", "7", "them", "It helped that you asked first")
    assert "Your words are kept in" in said.err


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_asked_on_a_terminal(terminal: Terminal, ally: Ally, plain: tuple[str, ...]) -> None:
    """By number; the words come after."""
    shown, code = converse(
        terminal(*plain, "heard", "1"),
        {"do you know how it was for them?": "2", "What did you hear?": "It was noticed"},
    )
    assert code == 0
    asked = "Entry 1, “Asked for the criteria”: do you know how it was for them?"
    assert (asked.replace("“", '"').replace("”", '"') if plain else asked) in shown
    assert [(one["from"], one["text"]) for one in heard(ally)] == [("others", "It was noticed")]


@pytest.mark.parametrize("answer", ["4", "Not mine to ask"])
def test_not_mine_asks_nothing_more(terminal: Terminal, ally: Ally, answer: str) -> None:
    """It is a full and final answer."""
    shown, code = converse(terminal("heard", "1"), {"do you know": answer})
    assert (code, shown.count("> ")) == (0, 1)
    assert "Entry 1: not yours to ask. You will not be asked about it again." in shown
    assert [one["from"] for one in heard(ally)] == ["not-mine"]


def test_an_answer_skipped_keeps_nothing(terminal: Terminal, ally: Ally) -> None:
    """Enter is no answer."""
    shown, code = converse(terminal("heard", "1"), {})
    assert (code, heard(ally)) == (2, [])
    assert "Nothing was saved." in shown


@pytest.mark.parametrize("text", ["🙂 été", "a" * 100_000, "=1+1", "-x y", "two\nlines"])
def test_words_come_back_as_they_were(ally: Ally, text: str) -> None:
    """Whatever they are."""
    assert ally("heard", "1", "them", "--", text).code == 0
    assert heard(ally)[0]["text"] == text


def test_a_guess_is_kept_in_one_place(ally: Ally, terminal: Terminal) -> None:
    """On the entry; the last one holds, is found, and can be undone."""
    shown, _ = converse(terminal("heard", "1", "guess"), {"What is your guess?": "So so"})
    assert "Saved with entry 1: my guess." in shown
    ally("heard", "1", "guess", "She was relieved")
    assert [hit["guess"] for hit in json.loads(ally("search", "relieved", "--json").out)] == [
        "She was relieved"
    ]
    assert json.loads(ally("search", "so", "--json").out) == []
    shown, _ = converse(terminal("heard", "1"), {})
    assert "Entry 1, “Asked for the criteria”: you thought “She was relieved”; do you" in shown
    ally("undo")
    assert json.loads(ally("show", "1", "--json").out)["guess"] == "So so"
    assert heard(ally) == []


def test_in_conflict_every_version_is_shown(ally: Ally, tmp_path: Path) -> None:
    """Wherever what was heard is listed; doctor names the entry."""
    entry, record = str(UUID(int=1)), str(UUID(int=2))
    body = {"kind": "act", "text": "Asked", "day": "2026-11-20", "went": "mistake"}
    _, written = revision("entry", entry, body)

    def heard(text: str, *parents: str) -> tuple[str, str]:
        said = {"entry": entry, "from": "them", "text": text, "day": "2026-11-20"}
        return revision("heard", record, said, parents=parents, clock=len(text))

    first, line = heard("It")
    lines = [written, line, heard("It helped", first)[1], heard("It hurt", first)[1]]
    source = tmp_path / "all.jsonl"
    source.write_bytes(archive(lines))
    ally("import", str(source), "--yes")
    shown = ally("show", "2").out
    assert "It helped (Friday 20 November 2026, in conflict)" in shown
    assert "It hurt (Friday 20 November 2026, in conflict)" in shown
    told = json.loads(ally("show", "2", "--json").out)["heard"]
    assert [(one["text"], one["conflict"]) for one in told] == [
        ("It helped", True),
        ("It hurt", True),
    ]
    year = ally("year", "--all").out
    assert "It helped" in year
    assert "It hurt" in year
    assert "What you heard about entry 2" in ally("doctor").out
