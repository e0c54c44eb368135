"""ally talk: a card without names for half an hour with one other ally, and what came of it."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, converse, drafts_of, words_in

Ally = Callable[..., Said]
PLAN = "When the panel is picked, we will ask who is missing"


@built
def written(ally: Ally) -> None:
    """A missed moment, a guess and an obstacle, each with names that are known and others."""
    ally("log", "act", "Let a joke of @Priya pass", "--missed", "--because", "Then Carl spoke")
    ally("log", "act", "Asked Priya for the criteria", "-w", "Sam")
    ally("heard", "2", "guess", "It was fine for Sam")
    ally("obstacle", "add", "Panels are picked by habit", "--next", "Ask Dana", "--who", "Mara")


CARD = """\
# Half an hour with another ally

Ten minutes for each. Nobody this is about takes part, and nothing has to be solved.

## A moment when I did nothing

Let a joke of a colleague pass

What stopped me:

Then … spoke

What could be said there? What would you have said?

## Something I only guess

Asked a colleague for the criteria

My guess how it was for them:

It was fine for a colleague

How could I come to know? Is it mine to ask?

## An obstacle that needs a second person

Panels are picked by habit

The next step:

Ask …

Who else could carry it on? What is the smallest step for two?

## At the end

One line that I take from it, and one plan for both of us: what we will do, and when.

Nobody read it before it was made. Words that may be names, or tell a day, became “…” without a look at each.
"""  # noqa: E501 - as a paragraph of Markdown


@pytest.mark.usefixtures("written")
def test_a_card_holds_no_name(ally: Ally, tmp_path: Path) -> None:
    """Where nobody is asked, what may be a name goes too, and the card says that nobody looked."""
    said = ally("talk", "--yes")
    assert (said.out, said.code) == (CARD, 0)
    assert said.err.startswith("Nobody read it")
    file = tmp_path / "card.md"
    assert ally("talk", "--yes", "-o", str(file)).code == 0
    assert file.read_text() == CARD
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ally("talk", "--yes", "-o", str(file)).code == 1
    assert ally("talk", "--yes", "-o", "card.txt").code == 2


def test_where_nothing_waits_there_is_no_card(ally: Ally, journal_path: Path) -> None:
    """It says what could be talked about; without --yes nobody can be asked."""
    assert ally("talk", "--yes").out.startswith("There is nothing to talk about yet")
    assert not journal_path.parent.exists()
    assert ally("talk").code == 2


@pytest.mark.usefixtures("written")
def test_what_was_heard_is_no_guess_any_more(ally: Ally) -> None:
    """The card then leaves it out, and so it does with an obstacle that ended."""
    ally("heard", "2", "them", "It was too late")
    ally("obstacle", "changed", "1")
    out = ally("talk", "--yes").out
    assert [line for line in out.splitlines() if line.startswith("##")] == [
        "## A moment when I did nothing",
        "## At the end",
    ]


@pytest.mark.usefixtures("written")
def test_each_text_and_word_is_looked_through(terminal: Callable[..., Any]) -> None:
    """As those of a sharing copy; what is left out takes what belongs to it along."""
    shown, code = converse(
        terminal("talk"),
        {
            "1 of 6. A moment when I did nothing": "y",
            "3 of 6. Something": "n",
            "4 of 6.": "n",
            "5 of 6.": "n",
            "6 of 6.": "n",
            "Dana, in": "a friend",
        },
    )
    assert code == 0
    card = shown.partition("# Half an hour")[2]
    assert "did nothing" not in card
    assert "What stopped me" not in card
    assert "Ask a friend" in card
    assert "I read every text of mine that stands here" in card
    stopped, code = converse(terminal("talk"), {"1 of 6. A moment when I did nothing": "q"})
    assert (stopped.endswith("no text was kept, so nothing was written.\n"), code) == (True, 0)


def kept(ally: Ally) -> tuple[list[str], list[tuple[str, str]]]:
    taken = [one["text"] for one in json.loads(ally("reflect", "talk", "--json").out)]
    plans = json.loads(ally("plan", "--json").out)
    return taken, [(one["text"], one["from"]) for one in plans]


def test_one_line_and_one_plan_are_kept_after(ally: Ally) -> None:
    """Either, or both at once, which undo takes back together."""
    assert ally("talk", "after", "Ask her first", "--plan", PLAN).code == 0
    assert kept(ally) == (["Ask her first"], [(PLAN, "talk")])
    ally("undo")
    assert kept(ally) == ([], [])
    assert ally("talk", "after", stdin="From stdin\n").code == 0
    assert ally("talk", "after", "--plan", PLAN).code == 0
    assert kept(ally) == (["From stdin"], [(PLAN, "talk")])
    assert ally("talk", "after").code == 2


def test_after_a_talk_both_are_asked(terminal: Callable[..., Any], program: Ally) -> None:
    """Each can be skipped."""
    answers = {"What do you take from it": "Ask her", "One plan for both": PLAN}
    assert converse(terminal("talk", "after"), answers)[1] == 0
    assert kept(program) == (["Ask her"], [(PLAN, "talk")])


def test_no_word_is_lost_after_a_talk(ally: Ally, journal_path: Path) -> None:
    """Where the journal cannot take them, both wait as drafts."""
    journal_path.parent.mkdir(parents=True)
    journal_path.write_bytes(b"no journal " * 99)
    assert ally("talk", "after", "Ask her first", "--plan", PLAN).code == 1
    assert sorted(map(words_in, drafts_of(journal_path))) == sorted(["Ask her first", PLAN])
