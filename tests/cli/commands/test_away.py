"""ally away: pauses begun, joined, ended and taken back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said

Ally = Callable[..., Said]


def kept(ally: Ally) -> list[tuple[str, str | None]]:
    return [(one["from"], one["until"]) for one in json.loads(ally("away", "--json").out)]


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("days", "first", "until"),
    [
        (["today"], "2026-11-20", None),
        (["2026-12-19", "2027-01-06"], "2026-12-19", "2027-01-06"),
        (["tomorrow", "until", "in 2 weeks"], "2026-11-21", "2026-12-04"),
        (["monday", "friday"], "2026-11-23", "2026-11-27"),
        (["in 1 week to in 2 weeks"], "2026-11-27", "2026-12-04"),
        (["friday", "friday"], "2026-11-27", "2026-11-27"),
        (["friday", "monday"], "2026-11-27", "2026-11-30"),
        (["in 3 weeks", "monday"], "2026-12-11", "2026-12-14"),
        (["in 3 weeks", "the 5th"], "2026-12-11", "2027-01-05"),
        (["15 nov to 5 dec"], "2026-11-15", "2026-12-05"),
        (["15 nov to friday"], "2026-11-15", "2026-11-27"),
        (["2027-12-19 to 6 Jan"], "2027-12-19", "2028-01-06"),
        (["3 days ago", "yesterday"], "2026-11-17", "2026-11-19"),
        (["19", "December", "2026"], "2026-12-19", None),
        (["in", "3", "weeks"], "2026-12-11", None),
        (["20 to 31 December"], "2026-12-20", "2026-12-31"),
        (["19", "December", "to", "6", "January"], "2026-12-19", "2027-01-06"),
        (["2026-11-20", "2026-11-20"], "2026-11-20", "2026-11-20"),
    ],
)
def test_days_on_either_side_of_today(
    ally: Ally, program: Ally, days: list[str], first: str, until: str | None
) -> None:
    """The last day follows the first; another process reads back the same."""
    assert ally("away", *days).code == 0
    assert kept(program) == [(first, until)]


def test_what_is_said(ally: Ally, journal_path: Path) -> None:
    """Always with the weekday; looking makes no journal."""
    assert ally("away").out.startswith("No pause yet; ally away FROM UNTIL keeps one")
    assert ally("away", "--json").out == "[]\n"
    assert not journal_path.exists()
    assert ally("away", "2026-12-19", "2027-01-06").out == (
        "Away: Saturday 19 December 2026 to Wednesday 6 January 2027. Nothing is asked about these "
        "days.\n"
    )
    told = ally("away", "back").err
    assert "ally away back 2026-12-19 takes away the one that begins on Saturday 19 Dec" in told
    assert ally("away", "yesterday").out.endswith("ally away back ends it.\n")
    first, *others = ally("away").out.splitlines()
    assert first == "from Thu 19 Nov 2026, without an end yet"
    assert others == ["Sat 19 Dec 2026 to Wed 6 Jan 2027"]
    spoken = ally("--plain", "away").out.splitlines()[0]
    assert spoken == "from Thursday 19 November 2026, without an end yet"
    assert json.loads(ally("away", "back", "--json").out) == {
        "from": "2026-11-19",
        "until": "2026-11-19",
    }
    assert "Thu 19 Nov 2026\n" in ally("away").out


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (
            [["2026-08-03", "2026-08-20"], ["2026-08-10", "2026-08-31"]],
            ("2026-08-03", "2026-08-31"),
        ),
        (
            [["2026-08-03", "2026-08-20"], ["2026-08-21", "2026-08-31"]],
            ("2026-08-03", "2026-08-31"),
        ),
        ([["2026-08-03"], ["2026-08-03", "2026-08-20"]], ("2026-08-03", "2026-08-20")),
        ([["2026-08-10", "2026-08-20"], ["2026-08-03"]], ("2026-08-03", None)),
        ([["2026-08-03"], ["back", "2026-08-20"]], ("2026-08-03", "2026-08-19")),
        ([["2026-08-03", "2026-12-31"], ["back"]], ("2026-08-03", "2026-11-19")),
    ],
)
def test_pauses_that_meet_become_one(
    ally: Ally, steps: list[list[str]], left: tuple[str, str | None]
) -> None:
    """And coming back ends what is left of one; undo takes back the last step alone."""
    for days in steps:
        said = ally("away", *days).out
    assert kept(ally) == [left]
    if steps[-1][0] != "back":
        joined = list(left) != [*steps[-1], None][:2]
        assert ("It is one with what was kept before." in said) == joined
    assert ally("undo").out.rstrip().endswith("a pause back as it was.")
    assert ally("redo").code == 0
    assert kept(ally) == [left]


@pytest.mark.parametrize("order", [1, -1])
def test_one_without_an_end_leaves_what_is_to_come_alone(
    ally: Ally, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Whichever was kept first; coming back while both go on ends both."""
    later = ("2026-12-19", "2027-01-06")
    for days in [["today"], later][::order]:
        ally("away", *days)
    assert kept(ally) == [("2026-11-20", None), later]
    monkeypatch.setenv("ALLY_NOW", "2026-12-28T12:00:00+01:00")
    assert ally("away", "back").code == 0
    assert kept(ally) == [("2026-11-20", "2026-12-27"), ("2026-12-19", "2026-12-27")]
    assert ally("undo").code == 0
    assert kept(ally) == [("2026-11-20", None), later]


def test_apart_they_stay_apart_and_one_can_go(ally: Ally) -> None:
    """By their first day; one that has not begun goes by coming back on its first day."""
    ally("away", "2026-12-19", "2027-01-06")
    ally("away", "2026-08-03", "2026-08-20")
    assert kept(ally) == [("2026-08-03", "2026-08-20"), ("2026-12-19", "2027-01-06")]
    said = ally("away", "back", "2026-12-19").out
    assert (
        said == "The pause from Saturday 19 December 2026 is taken away; nothing is left of it.\n"
    )
    assert kept(ally) == [("2026-08-03", "2026-08-20")]
    assert ally("undo").out == "Brought back a pause.\n"
    assert "a pause deleted" in ally("history").out


@pytest.mark.parametrize(
    ("days", "code", "sentence"),
    [
        (["2026-12-19", "2026-12-01"], 2, "give the first day first"),
        (["31 to 20 December"], 2, "give the first day first"),
        (["in 2 weeks", "in 1 week"], 2, "give the first day first"),
        (["monday 10:00"], 2, "“monday 10:00” has a time, where only a day is kept; write the day"),
        (["someday"], 2, "not a date that ally knows"),
        (["in", "3", "weeks", "friday"], 2, "quote one of several words"),
        (["back"], 1, "Friday 20 November 2026 is in no pause; ally away lists them."),
        (["back", "3", "weeks"], 2, "Give one day"),
        (["back", "20 to 31 December"], 2, "“20 to 31 December” is more than one day"),
    ],
)
def test_what_cannot_be_done(
    ally: Ally, journal_path: Path, days: list[str], code: int, sentence: str
) -> None:
    """One sentence, and no journal for it."""
    said = ally("away", *days)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert not journal_path.exists()


def test_what_is_past_is_forgotten(ally: Ally) -> None:
    """With everything that is over before a day; a pause without an end is not over."""
    ally("away", "2026-08-03", "2026-08-20")
    ally("away", "2026-08-29", "2026-09-03")
    ally("away", "2026-11-01")
    said = ally("forget", "--before", "2026-09-01", "--yes")
    assert "Erased 1 pause." in said.out
    assert kept(ally) == [("2026-08-29", "2026-09-03"), ("2026-11-01", None)]


def test_a_pause_travels_and_is_imported_once(ally: Ally, tmp_path: Path) -> None:
    """In the archive and out of it."""
    ally("away", "2026-08-03", "2026-08-20")
    archive = str(tmp_path / "all.jsonl")
    ally("export", archive)
    other = str(tmp_path / "other.db")
    ally("--journal", other, "import", archive)
    ally("--journal", other, "import", archive)
    assert len(json.loads(ally("--journal", other, "away", "--json").out)) == 1
