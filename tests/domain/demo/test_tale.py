"""The tale of the demo: every field of a journal, in order, believable on any day, no praise."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from tests.conftest import NOW
from tests.test_wording import broken

from ally_journal.domain.calendar.periods import week_start
from ally_journal.domain.content import seven, shipped, ways_of
from ally_journal.domain.demo import tale
from ally_journal.domain.demo.tale import Acted, HeardBack, Later, Value, told
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import ANSWER_KEYS, ASKED, WENT, Entry
from ally_journal.domain.records.obstacle import ENDS, Obstacle
from ally_journal.domain.records.plan import CLOSED_STATES, Plan
from ally_journal.domain.records.reflection import TOPICS, Asking, Reflection
from ally_journal.domain.records.shelf import STATES, ShelfItem
from ally_journal.domain.review.prompts import MISTAKE, QUESTIONS
from ally_journal.domain.review.summary import HEARD_SOURCES

MOMENT = datetime.fromisoformat(NOW)
TOLD = told(MOMENT)
ENTRIES = [value for _, value in TOLD if isinstance(value, Entry)]
PLANS = [value for _, value in TOLD if isinstance(value, Plan)]
MOMENTS = [
    MOMENT,
    datetime(2026, 1, 1, 0, 0, 10, tzinfo=timezone(timedelta(hours=14))),
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=-11))),
    *(datetime(2027, 3, day, 7, 0, tzinfo=UTC) for day in range(1, 8)),
]


def changes(type_: str) -> list[Later]:
    return [value for _, value in TOLD if isinstance(value, Later) and value.type == type_]


def sentences(value: object) -> Iterator[str]:
    """Every string in what the file says."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from sentences(one)
    elif isinstance(value, str):
        yield value


def test_everything_a_journal_can_hold_is_there() -> None:
    """All kinds, outcomes, ways, answers, sources and states, and every type of record."""
    types = {type(value) for _, value in TOLD}
    assert types == set(get_args(Value))
    assert 60 <= len(ENTRIES) <= 90
    assert {entry.kind for entry in ENTRIES} == set(KINDS)
    assert {entry.went for entry in ENTRIES} == set(WENT)
    assert {entry.asked for entry in ENTRIES} == {None, *ASKED}
    assert {key for entry in ENTRIES for key in entry.answers} == set(ANSWER_KEYS) - {"stopped"}
    heard = [value.heard for _, value in TOLD if isinstance(value, HeardBack)]
    assert {one.source for one in heard} == set(HEARD_SOURCES)
    assert {one.fields["state"] for one in changes("plan")} == set(CLOSED_STATES)
    assert len(PLANS) == len(changes("plan")) + 3, "three are still open"
    changed = [one.which for one in changes("plan") if one.fields["state"] == "changed"]
    assert sorted(changed) == sorted(plan.follows for plan in PLANS if plan.follows)
    assert sum(isinstance(value, Acted) for _, value in TOLD) > 3
    ends = [one.fields["state"] for one in changes("obstacle") if "state" in one.fields]
    assert set(ends) == set(ENDS)
    assert sum(isinstance(value, Obstacle) for _, value in TOLD) > len(ends), "some are still open"
    shelf = [value for _, value in TOLD if isinstance(value, ShelfItem)]
    assert [(one.title, one.by, one.type) for one in shelf] == list(map(tuple, shipped()))
    assert {"to-read", *(one.fields["state"] for one in changes("shelf"))} == set(STATES)
    assert changes("entry"), "a line that was added later"
    topics = Counter(value.topic for _, value in TOLD if isinstance(value, Reflection))
    assert set(TOPICS) <= set(topics)
    assert topics["why"] > 3
    assert sum(topic.endswith("/take-along") for topic in topics) > 3
    answered = {value.question.split("/")[1] for _, value in TOLD if isinstance(value, Asking)}
    assert answered == {one.key for one in seven()}


def test_every_way_of_the_four_kinds_is_there() -> None:
    """What Tab offers, somebody has done."""
    done = {(entry.kind, entry.way) for entry in ENTRIES if entry.way}
    assert done == {(kind, way.name) for kind in KINDS for way in ways_of(kind)}


def test_entries_say_more_than_a_line() -> None:
    """Tags, names, lessons, answers, plans, sharing, paragraphs, late notes: some of each."""
    assert all(entry.because for entry in ENTRIES if entry.went == "missed")
    assert all(entry.because is None for entry in ENTRIES if entry.went != "missed")
    for some in (
        [entry for entry in ENTRIES if entry.because],
        [entry for entry in ENTRIES if entry.lesson],
        [entry for entry in ENTRIES if entry.way],
        [entry for entry in ENTRIES if entry.share],
        [entry for entry in ENTRIES if entry.star],
        [entry for entry in ENTRIES if entry.plan],
        [entry for entry in ENTRIES if entry.at is None],
        [entry for entry in ENTRIES if "\n\n" in entry.text],
        [entry for entry in ENTRIES if not entry.all_people],
        [entry for entry in ENTRIES if "@" in entry.text],
        [entry for entry in ENTRIES if not "".join(entry.all_people).isascii()],
    ):
        assert 3 < len(some) < len(ENTRIES) - 3
    assert {"meetings", "hiring", "code-review", "on-call", "promotion", "captions"} <= {
        tag for entry in ENTRIES for tag in entry.all_tags
    }
    assert not any(entry.all_people for entry in ENTRIES if entry.share)


def test_each_answer_fits_its_entry() -> None:
    """Only questions that ally asks about such an entry are answered, a mistake's among them."""
    for entry in ENTRIES:
        asked = MISTAKE if entry.went == "mistake" else QUESTIONS[entry.kind]
        assert set(entry.answers) <= {question.key for question in asked}, entry.text
        if entry.went == "mistake":
            assert entry.answers["did"], entry.text
            assert entry.lesson, entry.text
        if entry.asked:
            assert (entry.kind, entry.went) == ("act", "done"), entry.text


def test_few_are_named_and_each_is_known_where_named() -> None:
    """No more than a handful of colleagues; a text that names one has the name marked."""
    people = {name for entry in ENTRIES for name in entry.all_people}
    assert 3 < len(people) < 8
    for entry in ENTRIES:
        named = {name for name in people if name in entry.text}
        assert named == set(entry.all_people), entry.text


def test_deeds_outweigh_what_went_wrong() -> None:
    """Missed moments and mistakes are there, and most of it was done."""
    went = Counter(entry.went for entry in ENTRIES)
    assert 5 <= went["missed"] <= 10
    assert 5 <= went["mistake"] <= 10
    assert went["done"] > 60


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_it_is_told_in_order_and_up_to_now(moment: datetime) -> None:
    """On any day the twelve months end today, on working days, with weeks of silence in between."""
    written = told(moment)
    assert told(moment) == written
    moments = [at for at, _ in written]
    assert moments == sorted(moments)
    assert moments[-1] <= moment
    entries = [value for _, value in written if isinstance(value, Entry)]
    assert [entry.text for entry in entries] == [entry.text for entry in ENTRIES]
    days = [entry.day for entry in entries]
    assert days == sorted(days)
    assert max(day.weekday() for day in days) < 5
    assert timedelta(days=360) < moment.date() - min(days) <= timedelta(days=366)
    weeks = sorted({week_start(day) for day in days})
    assert any(later - earlier > timedelta(days=14) for earlier, later in pairwise(weeks))
    assert weeks[-1] == week_start(moment.date())


def test_the_newest_week_shows_what_a_week_can_hold() -> None:
    """Done, missed and mistaken, with one kind of which nothing is written."""
    week = [entry for entry in ENTRIES if entry.day >= date(2026, 11, 16)]
    assert {entry.went for entry in week} == set(WENT)
    assert len({entry.kind for entry in week}) == 3
    assert len(week) > 5


def test_what_belongs_to_a_record_comes_after_it() -> None:
    """Answers, changes and plans name numbers that were given before, and plans that are open."""
    made = {"entry": 0, "plan": 0, "obstacle": 0}
    closed: set[int | str] = set()
    for _, value in TOLD:
        match value:
            case Entry(plan=plan):
                made["entry"] += 1
                assert plan is None or 0 < plan <= made["plan"]
                assert plan not in closed, value.text
            case Acted(plan):
                assert plan not in closed
            case HeardBack(entry):
                assert entry <= made["entry"]
            case Later(type_, int(number)):
                assert number <= made[type_]
                closed |= {number} if type_ == "plan" else set()
            case Plan() | Obstacle():
                made[type(value).__name__.lower()] += 1


def test_the_file_stands_in_the_order_of_its_days() -> None:
    """Whoever edits it finds a thing where it belongs, and no two entries are alike."""
    with Path(tale.__file__).with_name("tale.toml").open("rb") as file:
        tables = tomllib.load(file)
    for told_of_type in tables.values():
        days = [one["ago"] for one in told_of_type]
        assert days == sorted(days, reverse=True)
    texts = [one["text"] for one in tables["entry"]]
    assert len(set(texts)) == len(texts)


def test_no_praise_and_no_blame() -> None:
    """The program's own rules of wording hold for the tale too, and it names no day or season."""
    with Path(tale.__file__).with_name("tale.toml").open("rb") as file:
        words = list(sentences(tomllib.load(file)))
    assert len(words) > 500
    assert {one: found for one in words if (found := broken(one))} == {}
    dated = ("Monday", "Friday", "January", "June", "December", "summer", "winter", "Christmas")
    assert not [one for one in words if any(word in one for word in dated)]


def test_a_word_that_no_record_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the file is an error and not a field that silently says nothing."""
    file = Path(tale.__file__).with_name("tale.toml").read_text()
    monkeypatch.setattr(tale, "__file__", str(tmp_path / "tale.py"))
    for right, slip in (
        ("\nlesson =", "\nleson ="),
        ("\nuntil =", "\nuntill ="),
        ('\nplan = "floor"', '\nplan = "flour"'),
        ('\nkind = "act"', '\nkind = "deed"'),
        ("\nlever =", "\nleaver ="),
        ("\ntakeaway =", "\ntake-away ="),
    ):
        (tmp_path / "tale.toml").write_text(file.replace(right, slip, 1))
        with pytest.raises((TypeError, KeyError, ValueError)):
            told(MOMENT)
