"""ally rehearse: from a missed moment to a sentence of one's own, small and without a count."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, converse, drafts_of, words_in

Ally = Callable[..., Said]
SENTENCE = "Let her finish; I want to hear it."


@built
def missed(ally: Ally) -> None:
    """Two missed moments and something done."""
    ally("log", "act", "Let a joke about accents pass", "--missed", "--because", "Rank")
    ally("log", "act", "Said nothing about the criteria", "--missed", "-t", "hiring")
    ally("log", "act", "Gave the floor back")


@pytest.mark.usefixtures("missed")
def test_a_sentence_is_kept_with_its_moment(ally: Ally) -> None:
    """Named by number; a further one stands beside it, and undo takes one back."""
    assert ally("rehearse", "1", SENTENCE).out == "Saved with entry 1. Say it aloud once.\n"
    assert ally("rehearse", "last", "Not yet").out.startswith("Saved with entry 2.")
    ally("undo")
    assert json.loads(ally("rehearse", "2", "-", "--json", stdin="What first?\n").out) == {
        "text": "What first?",
        "day": "2026-11-20",
        "entry": 2,
    }
    assert SENTENCE in ally("rehearse", "show", "1").out
    assert [one["text"] for one in json.loads(ally("rehearse", "show", "1", "--json").out)] == [
        SENTENCE
    ]
    assert json.loads(ally("before", "accents", "--json").out)["rehearsed"] == SENTENCE
    assert json.loads(ally("before", "hiring", "--json").out)["rehearsed"] == "What first?"
    assert ally("undo").out == "Took back a sentence made ready.\n"
    assert json.loads(ally("before", "hiring", "--json").out)["rehearsed"] is None


@pytest.mark.usefixtures("missed")
def test_moments_that_wait_are_listed(ally: Ally) -> None:
    """The newest first, without those that have a sentence, and without a word on how many."""
    assert [one["number"] for one in json.loads(ally("rehearse", "--json").out)] == [2, 1]
    ally("rehearse", "2", SENTENCE)
    assert ally("rehearse").out == (
        "1 Fri 20 Nov 2026  ■ act        missed: Let a joke about accents pass\n"
    )
    ally("rehearse", "1", SENTENCE)
    assert ally("rehearse").out.startswith("No missed moment waits for a sentence")
    assert ally("rehearse", "--json").out == "[]\n"


@pytest.mark.usefixtures("missed")
@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("3", 2, "Entry 3 is no missed moment"),
        ("9", 1, "There is no entry 9"),
        ("x", 2, "not the number of an entry"),
    ],
)
def test_words_for_what_is_no_missed_moment_wait(
    ally: Ally, journal_path: Path, number: str, code: int, sentence: str
) -> None:
    """It says why, and the sentence is a draft."""
    said = ally("rehearse", number, SENTENCE)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert [words_in(path) for path in drafts_of(journal_path)] == [SENTENCE]


@pytest.mark.usefixtures("missed")
def test_a_draft_goes_back_to_its_moment(ally: Ally) -> None:
    """Once that is one."""
    ally("rehearse", "3", SENTENCE)
    assert "to say after entry 3" in ally("draft").out
    assert ally("edit", "3", "--missed").code == 0
    assert ally("draft", "use").out == "Saved with entry 3. Say it aloud once.\n"


@pytest.mark.usefixtures("missed")
def test_a_terminal_shows_the_moment_and_asks_once(
    terminal: Callable[..., Any], program: Ally
) -> None:
    """Words to begin with, one question, and no judgement; Enter skips both."""
    shown, code = converse(
        terminal("rehearse"), {"Which one?": "2", "What would you say?": "Not like that."}
    )
    assert code == 0
    assert "Entry 1, Friday 20 November 2026: Let a joke about accents pass\n" in shown
    assert "What stopped you: Rank\n" in shown
    begun = shown.partition("Some words to begin with:\n")[2].splitlines()[:4]
    assert [line[:3] for line in begun] == ["  “", "  “", "  “", "Wha"]
    assert shown.endswith("Saved with entry 1. Say it aloud once.\n")
    assert json.loads(program("before", "--json").out)["rehearsed"] == "Not like that."
    assert converse(terminal("rehearse", "1"), {})[0].endswith("Nothing was saved.\n")


@pytest.mark.usefixtures("missed")
def test_it_is_forgotten_with_its_moment(ally: Ally) -> None:
    """A sentence may tell what it was about."""
    ally("rehearse", "1", SENTENCE)
    assert "1 sentence made ready" in ally("forget", "1", "--yes").out
    assert json.loads(ally("before", "--json").out)["rehearsed"] is None
