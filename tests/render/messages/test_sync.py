"""What an exchange came to, in sentences: each thing that needs a person, and nothing else."""

from datetime import UTC

import pytest

from ally_journal.domain.history import Conflict
from ally_journal.domain.sync.computers import (
    Computer,
    Exchanged,
    Foreseen,
    Forgotten,
    Moved,
    Setup,
    Status,
)
from ally_journal.domain.transfer.result import Tally
from ally_journal.render.messages import sync as told
from ally_journal.render.screen import Screen

WHERE = "/home/robin/My cloud/ally"


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (Exchanged(), ["Nothing is new, here or on the other computers."]),
        (
            Exchanged(Tally(1200, 40, 3, 1), sent=1),
            ["Arrived: 1,200 new, 3 changed, 1 in conflict. Sent: 1 change."],
        ),
        (Exchanged(sent=2), ["Sent: 2 changes."]),
        (
            Exchanged(sent=1, moved=(Moved("shelf", 3, 4),)),
            ["Sent: 1 change.", "Shelf item 3 is 4 from now on."],
        ),
        (
            Exchanged(
                sent=1,
                conflicts=(
                    Conflict("plan", {"number": 3}),
                    Conflict("heard", {"number": 4}),
                    Conflict("setting", {"key": "counts", "value": "false"}),
                ),
            ),
            [
                "Sent: 1 change.",
                "Plan 3 was changed in two places at once, and every version is there.",
                "  ally plan edit 3",
                (
                    "What you heard about entry 4 was changed in two places at once; "
                    "ally show shows every version."
                ),
                "The setting counts was changed in two places at once; false holds.",
                "  ally config counts false",
            ],
        ),
        (
            Exchanged(
                sent=1,
                forgotten=(
                    Forgotten("entry 12", "work"),
                    Forgotten("plan 2", "work"),
                    Forgotten("entry 3", "an old\nphone"),
                ),
            ),
            [
                "Sent: 1 change.",
                "Forgotten on work, and here with all that was added to it: entry 12, plan 2.",
                "Forgotten on an old phone, and here with all that was added to it: entry 3.",
                told.CLEANED,
            ],
        ),
        (
            Exchanged(sent=1, waiting=1, newer=2),
            [
                "Sent: 1 change.",
                "1 change waits for others that they follow and that have not arrived yet.",
                (
                    "2 files were written by a newer ally; all others were exchanged. Update ally "
                    "here, then:"
                ),
                "  ally sync",
            ],
        ),
    ],
)
def test_each_thing_has_its_sentence(one: Exchanged, says: list[str]) -> None:
    assert told.exchanged(one, WHERE, cleaned=True) == says


def test_what_is_many_is_not_listed_whole() -> None:
    """Ten of a kind are named; the rest is counted, with what shows it."""
    one = Exchanged(
        moved=tuple(Moved("entry", at, at + 100) for at in range(1, 30)),
        conflicts=tuple(Conflict("entry", {"number": at}) for at in range(1, 13)),
        forgotten=tuple(Forgotten(f"entry {at}", "work") for at in range(1, 12)),
        unread=("a", "b"),
    )
    said = told.needing(one, WHERE)
    assert "19 more records have another number too." in said
    assert "2 more are in conflict; ally doctor names the command for each." in said
    assert "entry 10 and 1 more." in said[0]
    assert any(f"2 files in {WHERE} cannot be read: they are" in line for line in said)
    assert len(said) < 40


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("width", [40, 80])
def test_status_of_everything(width: int, *, plain: bool) -> None:
    """Each computer in one or two lines that fit."""
    setup = Setup("git@example.org:ally.git", "laptop", git=True, last=0, trouble="It is gone")
    computers = (
        Computer("laptop", None, encrypted=True, unclean=0, here=True),
        Computer("work", 1, encrypted=False, unclean=2, here=False),
    )
    screen = Screen(width=width, plain=plain)
    said = told.status(Status(setup, computers, 1, 0, (), 0), None, UTC, screen)
    assert said[0] == "By way of git@example.org:ally.git (git)."
    assert "There was no exchange yet." in said
    assert "The one after that did not end well: It is gone." in said
    mine, other = (" ".join(line.split()) for line in said[-2:])
    gap = ", " if plain else " · "
    assert mine.endswith(f"this computer{gap}wrote nothing yet{gap}encrypted{'.' * plain}")
    assert "2 things that were forgotten may still be in its backups" in other
    assert all(len(line) <= width for one in said[-2:] for line in one.split("\n"))


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (Foreseen(0, None, None, ("laptop",), 0, shares=False), "no entries yet, from laptop."),
        (
            Foreseen(2, "2026-01-03", "2026-11-20", ("a", "b", "c"), 0, shares=False),
            "2 entries of 3 Jan 2026 to 20 Nov 2026, from a, b and c.",
        ),
        (Foreseen(1, "2026-01-03", "2026-01-03", (), 4, shares=False), "4 entries of its own"),
        (Foreseen(1, "2026-01-03", "2026-01-03", (), 4, shares=True), "some of that already"),
    ],
)
def test_what_joining_would_bring(one: Foreseen, says: str) -> None:
    assert says in told.foreseen(one, WHERE)


def test_a_command_works_as_it_stands() -> None:
    """A path with a space has its quotes."""
    assert told.joining(WHERE) == "  ally sync join '/home/robin/My cloud/ally'"
