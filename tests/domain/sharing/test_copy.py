"""Whatever is not marked stands in no form of a copy, and what is marked loses its names."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support import forms

from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import WENT, Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.year import Year
from ally_journal.domain.sharing.anonymiser import names_of
from ally_journal.domain.sharing.copy import opted_in, waiting
from ally_journal.domain.sharing.looking import UNLOOKED, texts_of, with_texts, with_word
from ally_journal.render.writers import csv_, json_

DAY = date(2026, 3, 12)
NAMES = names_of(["Priya"])
HIDDEN = "canary"
"""Stands in every word that may not be seen."""
PUBLIC = "seed"
"""Stands in every word that was marked."""
FLAGS = st.booleans()
TWELVE = st.lists(st.integers(0, 1), min_size=12, max_size=12)
SHELF = ShelfItem(
    title="A title", by="Priya Rao", takeaway=HIDDEN, type=HIDDEN, day=DAY, number=70000
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def entries(draw: Any) -> Entry:  # noqa: ANN401 - hypothesis gives it no type
    share, conflict = draw(FLAGS), draw(st.sampled_from([False, False, True]))
    seen = share and not conflict
    return Entry(
        kind=draw(st.sampled_from(KINDS)),
        text=f"{PUBLIC if seen else HIDDEN} words with Priya #{HIDDEN}",
        day=draw(DAYS),
        tags=(HIDDEN,),
        people=(HIDDEN,),
        way=HIDDEN,
        went=draw(st.sampled_from(WENT)),
        lesson=HIDDEN,
        answers={"did": HIDDEN},
        heard=(Heard("them", HIDDEN, DAY),),
        share=share,
        conflict=conflict,
        number=draw(st.integers(70000, 79999)),
        id=HIDDEN,
    )


@st.composite
def plans(draw: Any) -> Plan:  # noqa: ANN401 - the same
    share = draw(FLAGS)
    word = PUBLIC if share else HIDDEN
    return Plan(
        text=f"{word} plan",
        note=f"{word} note",
        source=HIDDEN,
        opened=DAY,
        until=DAY,
        share=share,
        state=draw(st.sampled_from(["open", "done", "changed", "dropped"])),
        number=draw(st.integers(70000, 79999)),
        id=HIDDEN,
    )


@st.composite
def reflections(draw: Any) -> Reflection:  # noqa: ANN401 - the same
    sharing, topic = draw(FLAGS), draw(st.sampled_from(["why", "my-story", "year", "next-year"]))
    seen = sharing and topic in {"year", "next-year"}
    word = PUBLIC if seen else HIDDEN
    return Reflection(topic=topic, text=f"{word} thought", day=DAY, for_sharing=sharing, id=HIDDEN)


@st.composite
def years(draw: Any) -> Year:  # noqa: ANN401 - the same
    found = tuple(draw(st.lists(entries(), max_size=6)))
    thoughts = tuple(draw(st.lists(reflections(), max_size=6)))
    return Year(
        year=2026,
        through=draw(DAYS),
        months=dict.fromkeys(KINDS, tuple(draw(TWELVE))),
        weeks={},
        heard={},
        first_why=Reflection(topic="why", text=HIDDEN, day=DAY),
        last_why=Reflection(topic="why", text=HIDDEN, day=DAY),
        plans=tuple(draw(st.lists(plans(), max_size=4))),
        entries=found,
        obstacles=(Obstacle(text=HIDDEN, lever=HIDDEN, who=HIDDEN, next=HIDDEN, opened=DAY),),
        reflections=thoughts,
        shelf=(SHELF,),
    )


@given(years())
def test_what_is_not_marked_is_nowhere(year: Year) -> None:
    """In no form: no unmarked word, no name, no number, no day and no id."""
    copy = opted_in(year, NAMES)
    copies = (forms.markdown(copy), json_.sharing(copy), csv_.sharing(copy))
    seen = [one for one in year.shared if one.share and not one.conflict]
    for form in copies:
        assert HIDDEN not in form
        assert "Priya" not in form
        assert not re.search(r"7\d{4}|\b\d{4}-\d{2}-\d{2}\b|\b12\b", form.replace("2026-12", ""))
        assert form.count(f"{PUBLIC} words") == len(seen)
    assert len(copy.entries) == len(seen)
    assert [one.month for one in copy.entries] == [one.day.month for one in seen]
    assert {one.text for one in copy.plans} <= {f"{PUBLIC} plan"}
    assert len(copy.plans) == sum(plan.share for plan in year.plans)
    assert copy.replaced
    assert copy.looked == UNLOOKED


@given(years(), st.data())
def test_texts_go_back_where_they_came_from(year: Year, data: st.DataObject) -> None:
    """The same texts change nothing; None takes away its part, a plan also its note."""
    copy = opted_in(year, NAMES)
    texts = texts_of(copy)
    assert with_texts(copy, [told.text for told in texts]) == copy
    assert texts_of(with_texts(copy, [None] * len(texts))) == ()
    kept = [data.draw(st.booleans()) for _ in texts]
    some = with_texts(
        copy, [one.text if keep else None for one, keep in zip(texts, kept, strict=True)]
    )
    assert len(texts_of(some)) <= sum(kept)
    assert "seed" not in forms.markdown(with_word(copy, "seed", "grain", NAMES))


@given(years())
def test_only_the_newest_words_count(year: Year) -> None:
    """What was written in the place of others stands alone; another year's words stay out."""
    copy = opted_in(year, NAMES)
    assert len(copy.own_words) <= 1
    assert len(copy.next_year) <= 1
    other = tuple(replace(one, day=date(2025, 3, 3)) for one in year.reflections)
    assert opted_in(replace(year, reflections=other), NAMES).own_words == ()


def test_what_has_two_versions_waits() -> None:
    entry = Entry(kind=KINDS[0], text="x", day=DAY, share=True, conflict=True, number=12)
    plan = Plan(text="x", opened=DAY, share=True, number=3)
    words = Reflection(topic="year", text="x", day=DAY, for_sharing=True)
    year = Year(
        year=2026,
        through=DAY,
        months=dict.fromkeys(KINDS, (0,) * 12),
        weeks={},
        heard={},
        entries=(entry,),
        plans=(replace(plan, others=(None,)), plan),
        reflections=(replace(words, others=(None,)),),
    )
    copy = opted_in(year, NAMES)
    assert waiting(year) == ("entry 12", "plan 3", "what you wrote for year")
    assert (copy.entries, len(copy.plans), copy.own_words) == ((), 1, ())


def test_a_month_is_written_or_not_or_has_not_come() -> None:
    counts = (0, 5, 0, 0, 1, *(0,) * 7)
    year = Year(year=2026, through=DAY, months=dict.fromkeys(KINDS, counts), weeks={}, heard={})
    marks = opted_in(year, NAMES).months[KINDS[0]]
    assert marks == (False, True, False, None, True, *(None,) * 7)
    assert not opted_in(year, NAMES).replaced
