"""ally reflect: why, stories and years; every answer is a version that stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, converse

from ally_journal.domain.records.reflection import TOPICS

Ally = Callable[..., Said]
Terminal = Callable[..., Any]


def versions(ally: Ally, *topic: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("reflect", *topic, "--json").out)
    return found


def test_versions_stay(ally: Ally, program: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest stands at the head of a review; the first is not replaced."""
    assert (
        ally("reflect", "why", "I stayed quiet for years").out
        == "Saved: why, Friday 20 November 2026.\n"
    )
    monkeypatch.setenv("ALLY_NOW", "2027-02-19T16:00:00+01:00")
    assert ally("reflect", "WHY", "-", stdin="I would rather know\n").code == 0
    assert [(one["text"], one["day"]) for one in versions(program, "why")] == [
        ("I stayed quiet for years", "2026-11-20"),
        ("I would rather know", "2027-02-19"),
    ]
    assert ally("reflect", "why").out == (
        "  Fri 20 Nov 2026  I stayed quiet for years\n  Fri 19 Feb 2027  I would rather know\n"
    )
    assert "  Why  I would rather know\n" in ally("reflect").out
    assert "Why: “I would rather know”" in ally("review").out
    assert "Why: “I stayed quiet for years”" in ally("review", "2026-W47").out


@pytest.mark.one_in(3)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic(ally: Ally, topic: str) -> None:
    """Each can be written, read again, undone, and written for a sharing copy apart."""
    said = json.loads(ally("reflect", topic, "Mine", "--json").out)
    assert (said["topic"], said["text"], said["day"]) == (topic, "Mine", "2026-11-20")
    ally("reflect", topic, "For others", "--for-sharing")
    assert [(one["text"], one["for_sharing"]) for one in versions(ally)] == [
        ("Mine", False),
        ("For others", True),
    ]
    assert ally("undo").out == "Took back a reflection.\n"
    assert [one["text"] for one in versions(ally, topic)] == ["Mine"]
    assert "Mine" in ally("--plain", "reflect").out


def test_two_words_are_one_topic_and_to_list_is_no_text(ally: Ally) -> None:
    """So next year keeps its words, and nobody's why is “show”."""
    assert ally("reflect", "next", "year", "Ask first").out.startswith("Saved: next year")
    assert json.loads(ally("reflect", "next-year", "--json").out)[0]["text"] == "Ask first"
    assert ally("reflect", "next-year", "list") == ally("reflect", "show", "next-year")


def test_nothing_written_yet(ally: Ally, journal_path: Path) -> None:
    """Reading says so and makes nothing."""
    assert ally("reflect").out == "Nothing is written here yet; ally reflect why begins.\n"
    assert ally("reflect", "my-story").code == 0
    assert (versions(ally), journal_path.exists()) == ([], False)


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (("story",), ""),
        (("why", "x", "--year", "2025"), ""),
        (("year", "x", "--year", "2027"), ""),
        (("--edit",), ""),
        (("why", "-"), ""),
        (("why", " "), ""),
    ],
)
def test_what_cannot_be(ally: Ally, args: tuple[str, ...], stdin: str) -> None:
    """One sentence, behind where typed words are kept; exit 2."""
    said = ally("reflect", *args, stdin=stdin)
    kept = said.err.startswith("Your words are kept in ")
    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1 + kept)
    assert kept == ("x" in args)
    assert versions(ally) == []


def test_asked_on_a_terminal(terminal: Terminal, ally: Ally) -> None:
    """What was written before is shown; Enter leaves it as it is."""
    ally("reflect", "my-story", "I was helped often")
    shown, code = converse(terminal("reflect", "my-story"), {})
    assert code == 0
    assert "I was helped often" in shown
    shown, code = converse(
        terminal("reflect", "my-story"), {"you never had?": "I never had to explain"}
    )
    assert (code, "Saved: my story" in shown) == (0, True)
    assert [one["text"] for one in versions(ally)] == [
        "I was helped often",
        "I never had to explain",
    ]


def test_the_three_stories_stand_together(ally: Ally) -> None:
    """In their order: every version of the one asked for, the newest of the others."""
    ally("reflect", "the-story", "It happens again")
    ally("reflect", "my-story", "I was helped")
    ally("reflect", "my-story", "I was helped often")
    day = "Fri 20 Nov 2026"
    shown = ally("reflect", "our-story").out
    assert shown == (
        f"My story\n  {day}  I was helped often\n\nThe story\n  {day}  It happens again\n"
    )
    assert "I was helped\n" in ally("reflect", "my-story").out
    assert "It happens again" in ally("reflect", "my-story").out
    assert len(json.loads(ally("reflect", "my-story", "--json").out)) == 2
    assert "It happens" not in ally("reflect", "why").out


def test_a_past_year_has_its_words_too(ally: Ally) -> None:
    """On its last day; what was written for another year is not shown with it."""
    ally("reflect", "year", "Of this year")
    said = ally("reflect", "year", "Of last year", "--year", "2025")
    assert said.out == "Saved: in my own words, Wednesday 31 December 2025.\n"
    assert "Of this year" not in ally("reflect", "year", "--year", "2025").out
    assert "Of last year" in ally("year", "2025").out
    assert "Of last year" not in ally("year").out
    ally("reflect", "year", "Of this year again", "--year", "2026")
    assert [one["day"] for one in versions(ally)][-2:] == ["2026-11-20"] * 2


def test_in_an_editor_from_the_last_version(terminal: Terminal, ally: Ally, tmp_path: Path) -> None:
    """The editor opens on the last version of the same kind, and the old one stays."""
    ally("reflect", "year", "One line")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsleep 0.1; echo "and another" >> "$1"\n')
    editor.chmod(0o700)
    _, code = converse(terminal("reflect", "year", "--edit", EDITOR=str(editor)), {})
    assert code == 0
    assert [one["text"] for one in versions(ally, "year")] == ["One line", "One line\nand another"]
