"""JSON keeps the contract's shapes and every character of the person's text."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Deed, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.domain.text.repair import repaired
from ally_journal.render.writers import json_

FRIDAY = date(2026, 11, 20)
CET = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 20, 14, 30, tzinfo=CET)

BARE = Entry(kind=Kind.LEARN, text="Read about captions", day=FRIDAY, id="e1", number=1)
FULL = Entry(
    id="e2",
    number=14,
    kind=Kind.ACT,
    text='Told @Priya: "ask" #hiring\n\n👩🏽‍🚀 שלום \u202eabc\u2028 \\ </script>',
    day=FRIDAY,
    at=AT,
    zone="Europe/Berlin",
    tags=("rota",),
    people=("Jo Ann",),
    way="credit",
    went="missed",
    because="He outranks me.",
    lesson="Ask first.",
    asked="together",
    answers={"risked": "a little"},
    guess="Glad.",
    share=True,
    star=True,
    again=date(2027, 1, 4),
    plan=3,
    heard=(Heard("them", "Glad", FRIDAY), Heard("not-mine", "", date(2026, 11, 21))),
    conflict=True,
    created=1_795_181_400_000,
    changed=1_795_181_400_250,
)
BARE_SHAPE = {
    "id": "e1",
    "number": 1,
    "kind": "learn",
    "text": "Read about captions",
    "day": "2026-11-20",
    "at": None,
    "tags": [],
    "people": [],
    "way": None,
    "went": "done",
    "because": None,
    "lesson": None,
    "asked": None,
    "answers": {},
    "guess": None,
    "share": False,
    "star": False,
    "again": None,
    "plan": None,
    "heard": [],
    "conflict": False,
    "created": "1970-01-01T00:00:00.000Z",
    "changed": "1970-01-01T00:00:00.000Z",
}
FULL_SHAPE = {
    "id": "e2",
    "number": 14,
    "kind": "act",
    "text": FULL.text,
    "day": "2026-11-20",
    "at": "2026-11-20T14:30:00+01:00",
    "tags": ["hiring", "rota"],
    "people": ["Priya", "Jo Ann"],
    "way": "credit",
    "went": "missed",
    "because": "He outranks me.",
    "lesson": "Ask first.",
    "asked": "together",
    "answers": {"risked": "a little"},
    "guess": "Glad.",
    "share": True,
    "star": True,
    "again": "2027-01-04",
    "plan": 3,
    "heard": [
        {"from": "them", "text": "Glad", "day": "2026-11-20", "conflict": False},
        {"from": "not-mine", "text": "", "day": "2026-11-21", "conflict": False},
    ],
    "conflict": True,
    "created": "2026-11-20T13:30:00.000Z",
    "changed": "2026-11-20T13:30:00.250Z",
}
PLAN = Plan(text="When asked, I will answer.", opened=FRIDAY, id="p1", number=1)
PLAN_SHAPE = {
    "id": "p1",
    "number": 1,
    "text": "When asked, I will answer.",
    "from": None,
    "until": None,
    "state": "open",
    "opened": "2026-11-20",
    "closed": None,
    "note": None,
    "share": False,
    "follows": None,
    "did": [],
    "entries": [],
    "conflict": False,
    "others": [],
}
CLOSED_PLAN = Plan(
    text="x",
    opened=date(2026, 10, 1),
    source="a course",
    until=date(2026, 12, 31),
    state="changed",
    note="Smaller.",
    closed=FRIDAY,
    share=True,
    follows=1,
    did=(Deed(FRIDAY, "It was easy."),),
    entries=(12, 14),
    id="p2",
    number=2,
)
CLOSED_PLAN_SHAPE = {
    "id": "p2",
    "number": 2,
    "text": "x",
    "from": "a course",
    "until": "2026-12-31",
    "state": "changed",
    "opened": "2026-10-01",
    "closed": "2026-11-20",
    "note": "Smaller.",
    "share": True,
    "follows": 1,
    "did": [{"day": "2026-11-20", "note": "It was easy."}],
    "entries": [12, 14],
    "conflict": False,
    "others": [],
}
OBSTACLE = Obstacle(text="Habit", opened=FRIDAY, next="A rota", id="o1", number=1)
OBSTACLE_SHAPE = {
    "id": "o1",
    "number": 1,
    "text": "Habit",
    "lever": None,
    "who": None,
    "next": "A rota",
    "state": "open",
    "opened": "2026-11-20",
    "closed": None,
    "note": None,
    "conflict": False,
    "others": [],
}
WHY = Reflection(topic="why", text="I stayed quiet.", day=date(2026, 1, 9), id="r1")
WHY_SHAPE = {
    "id": "r1",
    "topic": "why",
    "text": "I stayed quiet.",
    "day": "2026-01-09",
    "for_sharing": False,
    "conflict": False,
    "others": [],
}
ALONG = Reflection(topic="review/2026-W47/take-along", text="Ask first.", day=FRIDAY, id="r2")
ALONG_SHAPE = {
    "id": "r2",
    "topic": "review/2026-W47/take-along",
    "text": "Ask first.",
    "day": "2026-11-20",
    "for_sharing": False,
    "conflict": False,
    "others": [],
}

KEPT_TEXT = st.text().map(repaired).filter(str.strip)
"""What a journal can hold: anything but controls and surrogates."""


def summary(**given: Any) -> Summary:  # noqa: ANN401 - any of its fields
    empty: dict[str, Any] = {
        "entries": (),
        "weeks": (),
        "plans": (),
        "obstacles": (),
        "why": None,
        "reflections": (),
    }
    fields = empty | given
    heard = heard_counts(fields["entries"])
    return Summary(period=week_of(FRIDAY), today=FRIDAY, heard=heard, **fields)


@pytest.mark.parametrize(("value", "shape"), [(BARE, BARE_SHAPE), (FULL, FULL_SHAPE)])
def test_an_entry_has_the_contracts_shape(value: Entry, shape: dict[str, object]) -> None:
    assert json.loads(json_.record(value)) == shape


@pytest.mark.parametrize(("value", "shape"), [(PLAN, PLAN_SHAPE), (CLOSED_PLAN, CLOSED_PLAN_SHAPE)])
def test_a_plan_has_the_contracts_shape(value: Plan, shape: dict[str, object]) -> None:
    assert json.loads(json_.record(value)) == shape


def test_several_are_an_array_in_the_order_given_and_none_an_empty_one() -> None:
    assert json.loads(json_.records([FULL, BARE])) == [FULL_SHAPE, BARE_SHAPE]
    assert json.loads(json_.records(iter([CLOSED_PLAN, PLAN]))) == [CLOSED_PLAN_SHAPE, PLAN_SHAPE]
    assert json.loads(json_.records([])) == json.loads(json_.records([])) == []


def test_a_review_has_the_contracts_shape() -> None:
    week = summary(
        entries=(BARE, FULL),
        weeks=(True, None, False, True),
        since=(FULL,),
        ready=(Rehearsal("Say more?", FRIDAY),),
        plans=(PLAN, CLOSED_PLAN),
        obstacles=(OBSTACLE,),
        why=WHY,
        reflections=(WHY, ALONG),
    )
    assert json.loads(json_.review(week)) == {
        "format": "ally/review",
        "version": 1,
        "period": {"name": "2026-W47", "first_day": "2026-11-16", "last_day": "2026-11-22"},
        "kinds": {"learn": 1, "challenge": 0, "empathise": 0, "act": 1},
        "entries": [BARE_SHAPE, FULL_SHAPE],
        "weeks_written": {"of": 3, "written": 2, "away": 1},
        "away": False,
        "since": [FULL_SHAPE],
        "heard": {"them": 0, "others": 0, "guess": 0, "not_mine": 0, "unknown": 0},
        "plans": [PLAN_SHAPE, CLOSED_PLAN_SHAPE],
        "obstacles": [OBSTACLE_SHAPE],
        "why": WHY_SHAPE,
        "reflections": [WHY_SHAPE, ALONG_SHAPE],
        "ready": [{"text": "Say more?", "day": "2026-11-20"}],
        "shelf": [],
    }


def test_a_review_of_nothing_has_every_key_too() -> None:
    full = json.loads(json_.review(summary(entries=(BARE,), why=WHY)))
    bare = json.loads(json_.review(summary()))
    assert bare.keys() == full.keys()
    assert bare["why"] is None
    assert bare["weeks_written"] == {"of": 0, "written": 0, "away": 0}
    assert bare["entries"] == bare["plans"] == bare["obstacles"] == bare["reflections"] == []
    assert set(bare["kinds"].values()) == {0}
    assert all(type(count) is int for count in bare["kinds"].values())


@given(KEPT_TEXT)
def test_text_is_exact_whatever_it_holds(text: str) -> None:
    """No cleaning, no collapsing: what was kept comes out, as UTF-8 and one document."""
    value = Entry(
        kind=Kind.ACT,
        text=text,
        day=FRIDAY,
        went="missed",
        because=text,
        lesson=text,
        way=text,
        answers={"notice": text},
        heard=(Heard("them", text, FRIDAY),),
    )
    document = json_.record(value).encode()
    read = json.loads(document)
    assert document.endswith(b"}\n")
    assert {read[name] for name in ("text", "because", "lesson", "way")} == {text}
    assert read["answers"] == {"notice": text}
    assert read["heard"][0]["text"] == text
    plan = json.loads(json_.record(Plan(text=text, opened=FRIDAY, source=text, note=text)))
    assert {plan[name] for name in ("text", "from", "note")} == {text}


@pytest.mark.parametrize("text", ["👩🏽‍🚀", "שלום \u202eabc", "naïve", "日本語"])
def test_characters_stand_as_themselves_and_not_as_escapes(text: str) -> None:
    assert f'"text": "{text}"' in json_.record(Entry(kind=Kind.ACT, text=text, day=FRIDAY))


@pytest.mark.parametrize(
    ("ms", "utc"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_181_400_007, "2026-11-20T13:30:00.007Z"),
        (7_289_654_399_999, "2200-12-31T23:59:59.999Z"),
    ],
)
def test_times_of_change_are_utc_to_the_millisecond(ms: int, utc: str) -> None:
    value = Entry(kind=Kind.ACT, text="x", day=FRIDAY, created=ms, changed=ms)
    read = json.loads(json_.record(value))
    assert read["created"] == read["changed"] == utc


def test_a_moment_keeps_its_own_offset_and_whole_seconds() -> None:
    for zone, said in ((UTC, "+00:00"), (timezone(timedelta(hours=-3, minutes=-30)), "-03:30")):
        at = datetime(2026, 11, 20, 9, 5, 7, 999_999, tzinfo=zone)
        value = Entry(kind=Kind.ACT, text="x", day=FRIDAY, at=at)
        assert json.loads(json_.record(value))["at"] == f"2026-11-20T09:05:07{said}"
