"""ally obstacle: what stands in the way, from the first words to its end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, drafts_of, words_in

Ally = Callable[..., Said]

HABIT = "Panels are picked by habit"


def listed(ally: Ally, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("obstacle", *args, "--json").out)
    return found


def drafts(journal_path: Path) -> list[str]:
    return [words_in(path) for path in drafts_of(journal_path)]


def test_an_obstacle_from_beginning_to_end(ally: Ally, program: Ally) -> None:
    """Added, taken further, ended, and then listed only with --all; also by a new process."""
    added = ally(
        "obstacle", "add", HABIT, "--lever", "I book the rooms", "--who", "the recruiters",
        "--next", "Propose a rota",
    )  # fmt: skip
    assert added == Said("Saved as obstacle 1.\n", "", 0)
    shown = ally("obstacle").out
    assert shown == (
        f"  1  {HABIT}\n     what you can do: I book the rooms"
        " · with the recruiters · next: Propose a rota\n"
    )
    assert ally("obstacle", "update", "1", "--next", "Ask again").out == "Updated obstacle 1.\n"
    ended = ally("obstacle", "changed", "1", "The", "rota", "stands.")
    assert ended == Said("Obstacle 1 is changed: The rota stands.\n", "", 0)
    assert ally("obstacle").out == "No open obstacles.\n"
    assert listed(ally) == []
    (obstacle,) = listed(program, "--all")
    assert obstacle | {"id": ""} == {
        "id": "",
        "number": 1,
        "text": HABIT,
        "lever": "I book the rooms",
        "who": "the recruiters",
        "next": "Ask again",
        "state": "changed",
        "opened": "2026-11-20",
        "closed": "2026-11-20",
        "note": "The rota stands.",
        "conflict": False,
        "others": [],
    }


def test_nothing_to_list(ally: Ally, journal_path: Path) -> None:
    """No hit is exit 0, and no journal is made; that there is none at a path given is said."""
    begin = f"look at the path, or begin one there: ally --journal {journal_path} log"
    none = f"There is no journal at {journal_path}; {begin}\n"
    assert ally("obstacle") == Said("No open obstacles.\n", none, 0)
    assert ally("obstacle", "--json") == Said("[]\n", none, 0)
    assert not journal_path.exists()
    ally("config", "plain", "false")
    assert ally("obstacle") == Said("No open obstacles.\n", "", 0)


@pytest.mark.parametrize(
    ("state", "said"),
    [("changed", "changed"), ("unchanged", "unchanged"), ("handed-on", "handed on")],
)
def test_every_end_is_neutral(ally: Ally, state: str, said: str) -> None:
    """The three ends are said in the same words."""
    ally("obstacle", "add", "x")
    assert ally("obstacle", state, "last").out == f"Obstacle 1 is {said}.\n"
    assert ally("obstacle", state, "1", "y z").out == f"Obstacle 1 is {said}: y z\n"
    document = json.loads(ally("obstacle", state, "1", "--json").out)
    assert (document["state"], document["note"]) == (state, "y z")


def test_only_what_is_given_changes(ally: Ally) -> None:
    """An empty value clears, the same again is no change, and an ended one can be changed too."""
    ally("obstacle", "add", "x", "--lever", "l", "--who", "w", "--next", "n")
    ally("obstacle", "unchanged", "1", "note")
    ally("obstacle", "update", "last", "--who", "", "--text", "- a dash first", "--lever=")
    (obstacle,) = listed(ally, "--all")
    told = {name: obstacle[name] for name in ("text", "lever", "who", "next", "state", "note")}
    assert told == {
        "text": "- a dash first",
        "lever": None,
        "who": None,
        "next": "n",
        "state": "unchanged",
        "note": "note",
    }
    before = ally("history", "--json").out
    said = ally("obstacle", "update", "1", "--next", "n", "--who", " ")
    assert said.out == "Obstacle 1 says that already; nothing was changed.\n"
    assert ally("history", "--json").out == before
    assert json.loads(ally("obstacle", "update", "1", "--next", "m", "--json").out)["next"] == "m"


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["obstacle", "add"], 2, "nothing to write"),
        (["obstacle", "add", " "], 2, "nothing to write"),
        (["obstacle", "update", "1"], 1, "set EDITOR"),
        (["obstacle", "update", "1", "--text", " "], 2, "keeps its text"),
        (["obstacle", "update", "one", "--text", "x"], 2, "not the number of an obstacle"),
        (["obstacle", "changed", "2"], 1, "There is no obstacle 2"),
        (["obstacle", "handed-on", "0"], 2, "not the number of an obstacle"),
    ],
)
def test_wrong_usage(
    ally: Ally,
    args: list[str],
    code: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each mistake has its own sentence and exit code, and changes nothing."""
    ally("obstacle", "add", "x")
    before = ally("history", "--json").out
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = ally(*args)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []
    assert ally("history", "--json").out == before


def test_where_there_is_none_yet(ally: Ally, journal_path: Path) -> None:
    """What ends, changes or tells an obstacle makes no journal."""
    for args in (["obstacle", "changed", "1"], ["handover", "last"]):
        said = ally(*args)
        assert (said.code, said.out) == (1, "")
        assert "There is no obstacle yet" in said.err
    assert not journal_path.exists()


def test_an_obstacle_can_be_piped(ally: Ally) -> None:
    """Without words, or with a dash; with words stdin stays unread."""
    ally("obstacle", "add", stdin="One line\nand another\n")
    ally("obstacle", "add", "-", "--next", "n", stdin=b"caf\xc3\xa9 \xff\n")
    ally("obstacle", "add", "-5 is", "text", stdin="unread")
    texts = [obstacle["text"] for obstacle in listed(ally)]
    assert texts == ["One line\nand another", "café ÿ", "-5 is text"]


def test_words_are_kept_when_something_fails(ally: Ally, journal_path: Path) -> None:
    """All of them, with what they are about."""
    ally("obstacle", "add", "x")
    said = ally("obstacle", "update", "9", "--text", "long thought", "--next", "n")
    assert said.code == 1
    assert "Your words are kept in" in said.err
    assert ally("obstacle", "changed", "9", "a note").code == 1
    assert sorted(drafts(journal_path)) == ["a note", "long thought\nnext: n"]


def test_a_damaged_journal_loses_no_word(ally: Ally, journal_path: Path) -> None:
    """Not those on stdin either."""
    journal_path.parent.mkdir()
    journal_path.write_bytes(b"no journal at all")
    assert ally("obstacle", "add", "--who", "w", stdin="piped words\n").code == 1
    assert drafts(journal_path) == ["piped words\nwho: w"]


def test_undo_redo_and_history_know_obstacles(ally: Ally) -> None:
    """By the ordinary commands, step by step."""
    ally("obstacle", "add", "x")
    ally("obstacle", "update", "1", "--text", "y")
    ally("obstacle", "handed-on", "1", "the council")
    assert ally("undo").out == "Put obstacle 1 back as it was.\n"
    assert (listed(ally)[0]["state"], listed(ally)[0]["closed"]) == ("open", None)
    assert ally("undo", "--steps", "2").code == 0
    assert listed(ally, "--all") == []
    assert "no obstacle any more; ally history shows" in ally("handover", "last").err
    assert ally("redo", "--steps", "3").code == 0
    assert listed(ally, "--all")[0]["note"] == "the council"
    history = ally("history").out
    assert "obstacle 1 added\n" in history
    assert "obstacle 1 changed\n" in history


def test_without_drawing(ally: Ally) -> None:
    """Line by line, a sentence for each fact."""
    ally("obstacle", "add", f"{HABIT}\nby us", "--lever", "I book", "--who", "two", "--next", "Ask")
    said = ally("--plain", "obstacle").out
    assert said == f"Obstacle 1: {HABIT} by us.\nWhat you can do: I book.\nWith two.\nNext: Ask.\n"


def test_in_a_narrow_window(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    ally("obstacle", "add", HABIT * 3, "--lever", "I book the rooms", "--who", "the recruiters")
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, ally("obstacle").out.splitlines())) <= 40


@pytest.mark.faults
def test_tab_offers_open_obstacles(program: Ally) -> None:
    """Their numbers, for every command that takes one, and never a name."""
    program("obstacle", "add", "Asked by @Priya")
    program("obstacle", "add", "Panels")
    program("obstacle", "changed", "2")
    for words in ("obstacle changed", "obstacle handed-on", "obstacle update", "handover"):
        said = program(
            _ALLY_COMPLETE="complete_fish",
            _TYPER_COMPLETE_ARGS=f"ally {words} ",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        )
        assert said.out.split() == ["1", "Asked", "by", "…"]


def test_one_alone_and_all_by_name(ally: Ally) -> None:
    """As the list has it; list is the same as no word."""
    ally("obstacle", "add", HABIT)
    ally("obstacle", "changed", "1")
    assert ally("obstacle", "show", "1").out == ally("obstacle", "list", "--all").out
    assert ally("obstacle", "list").out == ally("obstacle").out
    assert [json.loads(ally("obstacle", "show", "1", "--json").out)] == json.loads(
        ally("obstacle", "--all", "--json").out
    )
    assert ally("obstacle", "show", "2").code == 1
