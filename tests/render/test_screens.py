"""Whole screens, kept as text files to be read: a made-up week in every form it is shown in.

The files are in __snapshots__/test_screens; `pytest tests/render --snapshot-update` rewrites them.
In those with colour, ␛ stands for the escape character.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Literal

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tests.support import forms

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.render.screen import Screen
from ally_journal.render.views import items
from ally_journal.render.views.items import Group
from ally_journal.render.writers import sentences, terminal

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
AT = datetime(2026, 11, 20, 14, 30, tzinfo=timezone(timedelta(hours=1)))

LONG = (
    "Sat in on the captions working group 👩🏽‍🦽👩‍👩‍👧‍👦, mostly listening. Three things stayed: "
    "字幕は耳の聞こえない人だけのものではない, the glossary is missing half of our words, "
    "and the people who asked for captions two years ago were thanked for their patience "
    "instead of being given a budget. בפעם הבאה אשאל קודם. "
    "I will bring the numbers to the next planning meeting."
)
ENTRIES = (
    Entry(
        number=9,
        kind=Kind.LEARN,
        text="Read about captions",
        day=MONDAY,
        lesson="Captions help whoever joins from a train.",
    ),
    Entry(number=10, kind=Kind.LEARN, text=LONG, day=TUESDAY, tags=("captions",)),
    Entry(
        number=11,
        kind=Kind.EMPATHISE,
        text="Talked over a colleague.\n\nGave the floor back, late, and said so afterwards.",
        day=TUESDAY,
        went="mistake",
        answers={"impact": "She had stopped writing.", "did": "Asked how she would like it."},
        heard=(Heard("guess", "", TUESDAY), Heard("them", "It was fine, thanks.", FRIDAY)),
    ),
    Entry(
        number=12,
        kind=Kind.ACT,
        text="Asked for the criteria before the shortlist was made, as @Priya had proposed #hiring",
        day=FRIDAY,
        at=AT,
        tags=("rota",),
        people=("Jo Ann",),
        way="process",
        lesson="Ask while it is still cheap to change, with the reasons on one page.",
        asked="together",
        answers={"risked": "A little impatience from the panel.", "stopped": "Nothing."},
        share=True,
        plan=2,
        guess="They found it slow.",
        heard=(
            Heard("others", "The recruiter will use the list again.", FRIDAY),
            Heard("not-mine", "", FRIDAY),
        ),
        conflict=True,
    ),
    Entry(
        number=13,
        kind=Kind.ACT,
        text="let a joke about accents pass",
        day=FRIDAY,
        went="missed",
        because="He outranks me.",
        heard=(Heard("not-mine", "", FRIDAY),),
    ),
    Entry(number=104, kind=Kind.ACT, text="Swapped the early slot", day=FRIDAY),
)
ONE = ENTRIES[3]
PLANS = (
    Plan(number=1, text="When a name is mispronounced, I will ask how to say it.", opened=MONDAY),
    Plan(
        number=2,
        text="When a shortlist is made, I will ask for the criteria first.",
        opened=date(2026, 9, 1),
        source="a course",
        until=date(2026, 12, 31),
    ),
    Plan(number=3, text="When someone is talked over, I will hand the floor back.", opened=MONDAY),
    Plan(
        number=4,
        text="When I plan a meeting, I will send the questions ahead.",
        opened=MONDAY,
        until=date(2026, 11, 27),
    ),
    Plan(
        number=5,
        text="When I hear a joke like that, I will ask what it means.",
        opened=date(2026, 10, 5),
        state="changed",
        note="I will ask afterwards, alone.",
        closed=FRIDAY,
    ),
)
REVIEW = Summary(
    period=week_of(FRIDAY),
    today=FRIDAY,
    entries=ENTRIES,
    weeks=(True, True, None, True, True, True, False, False, True, True, True, True),
    heard=heard_counts(ENTRIES),
    since=(
        replace(ENTRIES[0], number=9, day=date(2026, 11, 14)),
        Entry(number=10, kind=Kind.ACT, text="Said nothing", day=date(2026, 11, 15), went="missed"),
    ),
    ready=(Rehearsal("What do you mean by that?", date(2026, 11, 13)),),
    shelf=(ShelfItem(number=3, title="Good Guys", by="W. Brad Johnson", on=FRIDAY),),
    plans=PLANS,
    obstacles=(
        Obstacle(
            number=2, text="Panels are picked by habit.", next="Propose a rota.", opened=MONDAY
        ),
        Obstacle(number=3, text="Nobody owns the captions.", opened=MONDAY),
    ),
    why=Reflection(topic="why", text="I stayed quiet for years.", day=date(2026, 1, 9)),
    reflections=(
        Reflection(topic="why", text="I stayed quiet for years.", day=date(2026, 1, 9)),
        Reflection(topic="review/2026-W47/take-along", text="Ask first.", day=FRIDAY),
        Reflection(topic="review/2026-W47/seven/help/1", text="Nobody. I did.", day=FRIDAY),
        Reflection(topic="review/2026-W47/own/a", text="The newest one.", day=FRIDAY),
    ),
    then=replace(ENTRIES[0], number=1, day=date(2025, 11, 19)),
    own={"a": "Who left the meeting early?"},
)

LISTS = (
    Group("Plans", tuple(map(items.plan, PLANS))),
    Group(
        "What stands in the way",
        (
            *map(items.obstacle, REVIEW.obstacles),
            items.obstacle(
                Obstacle(
                    number=12,
                    text="Stretch work is handed out in a chat that not everyone is in.",
                    lever="I lead one of the three teams",
                    who="planning",
                    opened=MONDAY,
                    state="handed-on",
                    closed=FRIDAY,
                    note="the two recruiters",
                )
            ),
        ),
    ),
    Group(
        "",
        (
            items.shelf_item(
                ShelfItem(number=1, title="Good Guys", type="book", state="done", takeaway="Ask.")
            ),
        ),
    ),
)
THOUGHTS = (
    Group(
        "",
        (
            items.newest(Reflection(topic="my-story", text="I was helped often.", day=FRIDAY)),
            items.reflection(Reflection(topic="year", text="I ask first now.", day=FRIDAY)),
        ),
    ),
)

VIEWS: dict[str, tuple[Callable[[Screen], str], Callable[[Screen], str]]] = {
    "review": (lambda s: forms.terminal(REVIEW, s), lambda s: forms.sentences(REVIEW, s)),
    "list": (lambda s: terminal.entries(ENTRIES, s), lambda s: sentences.entries(ENTRIES, s)),
    "entry": (lambda s: terminal.entry(ONE, s), lambda s: sentences.entry(ONE, s)),
    "thoughts": (
        lambda s: terminal.groups(THOUGHTS, s),
        lambda s: sentences.groups(THOUGHTS, s),
    ),
    "lists": (lambda s: terminal.groups(LISTS, s), lambda s: sentences.groups(LISTS, s)),
}
SCREENS = {
    "40": Screen(width=40),
    "80": Screen(width=80),
    "120": Screen(width=120),
    "ascii": Screen(width=80, ascii=True),
    "truecolor": Screen(width=80, colour="truecolor"),
}

STYLED = re.compile(r"\x1b\[[0-9;]*m")

every_view = pytest.mark.parametrize("view", VIEWS)


class ReadableFile(SingleFileSnapshotExtension):
    """One screen, one text file."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def kept(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The screen as it was when someone last read it."""
    return snapshot.use_extension(ReadableFile)


def _readable(drawn: str) -> str:
    return drawn.replace("\x1b", "␛")


@every_view
@pytest.mark.parametrize("screen", SCREENS)
def test_terminal(view: str, screen: str, kept: SnapshotAssertion) -> None:
    """Every view looks on each terminal as it did when someone last looked."""
    assert _readable(VIEWS[view][0](SCREENS[screen])) == kept


@every_view
def test_spoken(view: str, kept: SnapshotAssertion) -> None:
    """Every view reads aloud as it did when someone last listened."""
    assert VIEWS[view][1](Screen(plain=True)) == kept


def test_review_without_counts(kept: SnapshotAssertion) -> None:
    """No number of entries, weeks or answers is shown to someone who wants none."""
    assert forms.terminal(REVIEW, Screen(width=80, counts=False)) == kept


def test_review_as_markdown(kept: SnapshotAssertion) -> None:
    """The file that a review writes."""
    assert forms.markdown(REVIEW, counts=True) == kept


def test_review_of_nothing(kept: SnapshotAssertion) -> None:
    """An empty week is shown without reproach."""
    empty = replace(
        REVIEW,
        entries=(),
        weeks=(),
        heard=heard_counts(()),
        plans=(),
        obstacles=(),
        why=None,
        reflections=(),
        then=None,
    )
    assert forms.terminal(empty, Screen(width=80)) == kept


@every_view
def test_an_ascii_screen_shows_nothing_else_but_what_the_person_wrote(view: str) -> None:
    drawn = VIEWS[view][0](Screen(width=80, ascii=True))
    assert not set(drawn) - set(LONG) - set(map(chr, range(128)))


@every_view
def test_the_spoken_form_draws_nothing(view: str) -> None:
    """No box drawing, block or geometric shape; no column, and lines end between words."""
    said = VIEWS[view][1](Screen(width=40, plain=True))
    assert not [character for character in said if 0x2500 <= ord(character) <= 0x25FF]
    assert not [line for line in said.splitlines() if line != line.strip() or "   " in line]
    assert all(len(line) <= 40 or " " not in line for line in said.splitlines())
    wide = VIEWS[view][1](Screen(width=120, colour="truecolor", plain=True))
    assert "".join(said.split()) == "".join(wide.split())


@every_view
@pytest.mark.parametrize("colour", ["standard", "truecolor"])
def test_colour_adds_nothing_but_colour_and_stands_on_glyphs_only(
    view: str, colour: Literal["standard", "truecolor"]
) -> None:
    """Whoever cannot see it misses nothing; bold and dim may stand on words."""
    drawn = VIEWS[view][0](Screen(width=80, colour=colour))
    assert STYLED.sub("", drawn) == VIEWS[view][0](Screen(width=80))
    on = ""
    for style, words in re.findall(r"\x1b\[([0-9;]*)m|([^\x1b]+)", drawn):
        if words:
            assert not on or on in {"1", "2"} or set(words) <= {*"■ "}
        else:
            on = style.removeprefix("0")


@pytest.mark.parametrize("unlimited", [forms.terminal, forms.sentences])
def test_no_more_than_three_plans_are_shown_and_none_that_has_ended(
    unlimited: Callable[[Summary, Screen], str],
) -> None:
    drawn = unlimited(REVIEW, Screen())
    assert re.findall(r"Plan (\d)", drawn) == ["4", "2", "1"]
    assert "And 1 more: ally plan\n" in drawn


def test_without_an_edge_nothing_is_cut_or_broken() -> None:
    """In a pipe or file every entry stands on one line, whole."""
    drawn = terminal.entries(ENTRIES, Screen())
    assert len(drawn.splitlines()) == len(ENTRIES)
    assert LONG in drawn
