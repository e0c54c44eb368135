"""Pages to be looked at by tests: a private and a sharing year, with any text in every field."""

from dataclasses import replace
from datetime import date, timedelta

from tests.render.test_year_views import CHOSEN, MISSED, MISTAKES, PLANS, YEAR

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.domain.review.year import Year
from ally_journal.domain.sharing.copy import SharedEntry, SharedItem, SharedPlan, SharingYear
from ally_journal.domain.sharing.looking import Looked

FRIDAY = date(2026, 11, 20)
DAYS = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(0, 320, 3))
OWN = "I ask earlier.\n\nI still explain too much, mostly when the remark comes from above."
PRIVATE = replace(
    YEAR,
    days=DAYS,
    shelf=(
        ShelfItem(title="Good Guys", by="David G. Smith", state="done", takeaway="Ask.", number=1),
        ShelfItem(title="A talk on captions", state="in-progress", number=2),
    ),
    reflections=(
        *YEAR.reflections,
        Reflection(topic="year", text=OWN, day=FRIDAY),
        Reflection(topic="year", text="For others to read.", day=FRIDAY, for_sharing=True),
        Reflection(topic="next-year", text="Ask before I help.", day=FRIDAY),
        Reflection(topic="next-year", text="For others too.", day=FRIDAY, for_sharing=True),
    ),
)
SHARING = SharingYear(
    year=2026,
    through=FRIDAY,
    months={
        kind: tuple(None if month == 12 else (month + place) % 3 > 0 for month in range(1, 13))
        for place, kind in enumerate(KINDS)
    },
    own_words=("I ask earlier than I did. A colleague showed me how.",),
    next_year=("Ask before I help.",),
    plans=(
        SharedPlan(text="I hand the floor back.", state="done", note="It needs one sentence."),
        SharedPlan(text="I ask for the criteria.", state="open", note=None),
    ),
    entries=(
        SharedEntry(kind=Kind.LEARN, month=2, text="Read about captions."),
        SharedEntry(kind=Kind.ACT, month=5, text="Let a joke about accents pass.", went="missed"),
        SharedEntry(kind=Kind.EMPATHISE, month=10, text="Talked over someone.", went="mistake"),
    ),
    shelf=(SharedItem(title="Good Guys", by="David G. Smith", state="done"),),
    looked=Looked(asked=True, kept=True),
    replaced=True,
)


def private_of(*texts: str) -> Year:
    """A year in which each text stands wherever a text can stand."""
    return replace(
        PRIVATE,
        plans=tuple(replace(PLANS[1], text=text, note=text) for text in texts),
        entries=tuple(
            entry
            for text in texts
            for entry in (
                replace(CHOSEN[0], text=text),
                replace(
                    MISTAKES[0],
                    text=text,
                    lesson=text,
                    answers={"did": text},
                    heard=(Heard("them", text, FRIDAY),),
                    plan=PLANS[1].number,
                ),
                replace(MISSED[0], text=text, because=text),
            )
        ),
        obstacles=tuple(
            Obstacle(number=1, text=text, next=text, opened=FRIDAY, state=state, note=text)
            for text in texts
            for state in ("open", "handed-on")
        ),
        shelf=tuple(
            ShelfItem(title=text, by=text, state="done", takeaway=text, number=1) for text in texts
        ),
        reflections=tuple(
            Reflection(topic=topic, text=text, day=FRIDAY)
            for topic in ("year", "next-year", "review/2026-W46/take-along")
            for text in texts
        ),
        first_why=None,
        last_why=None,
    )


def sharing_of(*texts: str) -> SharingYear:
    """A sharing year in which each text stands wherever a text can stand."""
    return replace(
        SHARING,
        own_words=texts,
        next_year=texts,
        plans=tuple(SharedPlan(text=text, state="done", note=text) for text in texts),
        entries=tuple(SharedEntry(kind=Kind.ACT, month=3, text=text) for text in texts),
        shelf=tuple(SharedItem(title=text, by=text, state="done") for text in texts),
    )


def review_of(*texts: str) -> Summary:
    """A week in which each text stands wherever a text can stand."""
    entries = tuple(Entry(kind=Kind.ACT, text=text, day=FRIDAY, number=1) for text in texts)
    return Summary(
        period=week_of(FRIDAY),
        today=FRIDAY,
        entries=entries,
        weeks=(True, False, True),
        heard=heard_counts(entries) | {"guess": 2},
        plans=tuple(Plan(text=text, opened=FRIDAY) for text in texts),
        obstacles=tuple(Obstacle(text=text, next=text, opened=FRIDAY) for text in texts),
        why=Reflection(topic="why", text=texts[0], day=FRIDAY),
        reflections=tuple(
            Reflection(topic="review/2026-W47/take-along", text=text, day=FRIDAY) for text in texts
        ),
    )
