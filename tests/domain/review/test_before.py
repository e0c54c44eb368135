"""What to read before a meeting: what fits it first, and never more than five lines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ally_journal.domain.content import phrases
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.idea import PHRASE, OwnIdea
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.domain.review.before import (
    Before,
    Known,
    Remembered,
    before_of,
    first_answers,
    in_turn,
    phrase_for,
    shelf_item_for,
)
from ally_journal.domain.text.query import wanted_words

DAY = date(2026, 11, 20)
LESSON = Remembered("Ask first", DAY, 1, "Asked")
NOTHING = Known((), (), (), (), (), None, None)
EVERYTHING = Known(
    plans=(Plan(text="When hiring, I ask", opened=DAY, number=1),),
    obstacles=(Obstacle(text="A habit", next="Show the hiring list", opened=DAY, number=1),),
    shelf=(ShelfItem(title="Fair hiring", number=1),),
    rehearsed=[(Rehearsal("What are we judging by?", DAY), "Said nothing hiring")],
    own=(OwnIdea(what=PHRASE, text="Who is missing?", moment="hiring"),),
    lesson=LESSON,
    heard=LESSON,
)


def plan(number: int, text: str = "When x, I will y", until: int | None = None) -> Plan:
    last = None if until is None else DAY + timedelta(days=until)
    return Plan(text=text, opened=DAY, until=last, number=number)


def read(known: Known, typed: str = "", day: date = DAY) -> Before:
    return before_of(known, typed, wanted_words(typed), day)


def numbers(*plans: Plan, typed: str = "", day: date = DAY) -> list[int]:
    return [one.number for one in read(NOTHING._replace(plans=plans), typed, day).plans]


def test_the_next_to_run_out_comes_first() -> None:
    """A last day that has passed does not push a plan to the front."""
    assert numbers(plan(1), plan(2, until=9), plan(3, until=0), plan(4, until=-1)) == [3]
    assert numbers(plan(1, until=-1), plan(2, until=20)) == [2]


def test_others_take_turns() -> None:
    """Each within as many days as there are plans."""
    plans = [plan(number) for number in range(1, 6)]
    days = [in_turn(plans, DAY + timedelta(days=day))[0].number for day in range(5)]
    assert sorted(days) == [1, 2, 3, 4, 5]
    assert in_turn([], DAY) == ()


def test_only_what_fits_is_read() -> None:
    """Two plans at most; where nothing fits, one of all, and it says so."""
    hiring = [plan(number, "When hiring, I ask") for number in (3, 4, 5)]
    among = [plan(1, until=1), plan(2), *hiring]
    assert len(numbers(*among, typed="hiring")) == 2
    assert set(numbers(*among, typed="hired")) <= {3, 4, 5}
    assert numbers(plan(1, until=1), plan(2, "When hiring, I ask"), typed="hiring") == [2]
    general = read(NOTHING._replace(plans=tuple(among)), "pineapple")
    assert [one.number for one in general.plans] == [1]
    assert general.phrase
    assert not general.fitting
    assert numbers(*among, typed="captions") == [1]
    assert not read(NOTHING, "pineapple").plans


@pytest.mark.parametrize("without", ["", *Known._fields])
def test_five_lines_at_most(without: str) -> None:
    """A plan, an obstacle, the shelf, what was learnt, and the person's own sentence first."""
    known = EVERYTHING._replace(**({without: getattr(NOTHING, without)} if without else {}))
    found = read(known, "hiring")
    lines = [*found.plans, *filter(None, found[1:-1])]
    assert len(lines) == 5
    assert found.fitting
    if not without:
        assert (found.heard, found.phrase) == (None, None)
        assert found.rehearsed == known.rehearsed[0][0]
    if without == "rehearsed":
        assert found.phrase == "Who is missing?"


def test_the_shelf_gives_what_is_wanted_soonest() -> None:
    """By its tags too; what is done only with what was taken from it."""
    later = ShelfItem(title="Later", tags=("course",), on=DAY + timedelta(days=9))
    soon = replace(later, title="Soon", on=DAY)
    done = replace(later, title="Done", state=DONE, takeaway="Ask first")
    bare = replace(done, takeaway=None)
    course = wanted_words("course")
    assert shelf_item_for([done, later, soon], course) == soon
    assert shelf_item_for([done, bare], course) == done
    assert shelf_item_for([bare], course) is None
    assert shelf_item_for([later], wanted_words("hiring")) is None


def test_phrases_take_turns_by_the_day() -> None:
    """Those of the moment, or where nothing was named those that begin a talk."""
    for typed, moment in (("", "opener"), ("credit", "credit")):
        said = {phrase_for(typed, DAY + timedelta(days=day)) for day in range(12)}
        assert said == {one.text for one in phrases() if one.moment == moment}
    assert phrase_for("pineapple", DAY) is None


def test_an_answer_by_choice_is_no_lesson() -> None:
    """The first question of the other kinds is answered in words."""
    assert first_answers() == {
        Kind.LEARN: "notice",
        Kind.CHALLENGE: "assumed",
        Kind.EMPATHISE: "understood",
    }
