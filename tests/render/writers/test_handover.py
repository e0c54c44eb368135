"""The note for the next person says how an obstacle stands, and not who is with it."""

from dataclasses import replace
from datetime import date

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.sharing.handover import HandoverNote
from ally_journal.render.writers import handover

OBSTACLE = Obstacle(
    text="Panels are picked by habit.",
    opened=date(2026, 3, 2),
    lever="I book the rooms",
    who="the recruiters",
    next="Propose a rota",
    number=7,
)
ABOUT = "\n\nNobody read it before it was made.\n"
ENDED = date(2026, 11, 20)


def note(*obstacles: Obstacle) -> str:
    """The words of a note, without what it says of itself."""
    told = handover.note(HandoverNote(obstacles=obstacles))
    assert told.endswith(ABOUT)
    return f"{told.removesuffix(ABOUT)}\n"


def test_an_open_one() -> None:
    """What it is, what may move it, the next step, and since when."""
    assert note(OBSTACLE) == (
        "# What stands in the way\n\nPanels are picked by habit.\n\n"
        "## What may move it\n\nI book the rooms\n\n"
        "## The next step\n\nPropose a rota\n\n"
        "## How it stands\n\nOpen since March 2026.\n"
    )


def test_several_are_counted() -> None:
    """By their place in the note, which is no number of the journal."""
    told = note(OBSTACLE, replace(OBSTACLE, text="x", lever=None, next=None))
    assert told.startswith("# What stands in the way\n\n## 1 of 2\n\nPanels are picked by habit.")
    assert told.endswith("## 2 of 2\n\nx\n\n### How it stands\n\nOpen since March 2026.\n")
    assert told.count("\n# ") == 0


def test_what_was_not_said_has_no_heading() -> None:
    """The words and how it stands are always there."""
    bare = Obstacle(text="x", opened=date(2026, 3, 2))
    assert note(bare) == (
        "# What stands in the way\n\nx\n\n## How it stands\n\nOpen since March 2026.\n"
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [("changed", "changed"), ("unchanged", "left unchanged"), ("handed-on", "handed on")],
)
def test_how_it_ended(state: str, said: str) -> None:
    """In the same words for each end, then what was said about it."""
    ended = replace(OBSTACLE, state=state, closed=ENDED, note="The rota stands.")
    stands = note(ended).split("## How it stands\n\n")[1]
    assert stands == (f"Written down in March 2026; {said} in November 2026.\n\nThe rota stands.\n")
    undated = replace(ended, closed=None, note=None)
    assert note(undated).endswith(f"Written down in March 2026; {said}.\n")


@pytest.mark.parametrize("state", ["open", "changed", "unchanged", "handed-on"])
def test_company_numbers_and_days_are_left_out(state: str) -> None:
    ended = replace(OBSTACLE, state=state, closed=ENDED)
    told = note(ended)
    assert "recruiters" not in told
    assert not any(days in told for days in ("7", "Mon", "Fri", "2 Mar", "20 Nov", "2026-"))


@given(st.lists(st.sampled_from([*"#*_-+[]()<>&!`1.\\|~ \n", "a", "Noor", "www.x.y"])))
def test_words_render_as_they_were_written(pieces: list[str]) -> None:
    """No sign in them is read as Markdown."""
    text = "".join(["x", *pieces, "x"])
    page = str(cmarkgfm.github_flavored_markdown_to_html(note(replace(OBSTACLE, text=text))))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 3
    assert not any(tag in page for tag in ("<li>", "<em>", "<strong>", "<code>", "<a ", "<hr"))
