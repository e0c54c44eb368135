"""The journal: what is added is there in another process, and only what was added."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import Said

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import LAST
from ally_journal.domain.records.plan import Plan
from ally_journal.errors import NotFound
from ally_journal.store.journal.entries import add_entry, find_entries, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.tags import near_misses

DAY = date(2026, 11, 20)
EVERYTHING = Entry(
    kind=Kind.ACT,
    text="Asked @Priya about the #rota\nand waited",
    day=DAY,
    at=datetime(2026, 11, 20, 14, 30, tzinfo=timezone(timedelta(hours=1))),
    zone="Europe/Zurich",
    tags=("hiring",),
    people=("Mary Jane",),
    way="ask",
    went="missed",
    because="Rank",
    lesson="Ask sooner",
    asked="invited",
    answers={"risked": "a little"},
    share=True,
)


def act(text: str, day: date = DAY, **fields: object) -> Entry:
    return replace(Entry(kind=Kind.ACT, text=text, day=day), **fields)  # type: ignore[arg-type]  # any field of an entry


def test_an_entry_is_read_back_whole_in_another_process(
    journal: Journal, program: Callable[..., Said]
) -> None:
    """Every field of an entry survives the process that wrote it."""
    saved = add_entry(journal, EVERYTHING)
    shown = json.loads(program("show", "1", "--json").out)
    assert shown["id"] == saved.id
    assert shown["text"] == EVERYTHING.text
    assert shown["at"] == "2026-11-20T14:30:00+01:00"
    assert shown["tags"] == ["rota", "hiring"]
    assert shown["people"] == ["Priya", "Mary Jane"]
    expected = replace(
        EVERYTHING,
        id=saved.id,
        number=1,
        created=saved.created,
        changed=saved.changed,
    )
    assert saved == expected


@pytest.mark.parametrize("offset", [0, 3600, -12600, 1172])
def test_a_moment_keeps_its_offset(journal: Journal, offset: int) -> None:
    """The clock a person saw is kept, in UTC as well as with odd offsets and at the epoch."""
    for at in (
        datetime(2026, 11, 20, 0, 30, tzinfo=timezone(timedelta(seconds=offset))),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1900, 1, 1, tzinfo=UTC),
    ):
        saved = add_entry(journal, act("x", at=at))
        assert saved.at is not None
        assert saved.at == at
        assert saved.at.utcoffset() == at.utcoffset()


def test_ids_are_version_7_of_the_true_time(journal: Journal, now: Moment) -> None:
    """A record's id carries the true clock, not the one ALLY_NOW pretends."""
    identity = UUID(add_entry(journal, act("x")).id)
    assert identity.version == 7
    assert identity.variant == "specified in RFC 4122"
    assert identity.int >> 80 == now.real_ms


def test_numbers_count_from_one_for_each_type(journal: Journal) -> None:
    """Entries and plans count apart, and LAST is the highest."""
    assert [add_entry(journal, act(text)).number for text in "abc"] == [1, 2, 3]
    assert PLANS.add(journal, Plan(text="When x, I will y", opened=DAY)).number == 1
    assert find_entry(journal, LAST).text == "c"
    assert PLANS.find(journal, LAST).number == 1


def test_unknown_numbers_say_so(journal: Journal) -> None:
    """A number that names nothing is told apart from an empty journal."""
    with pytest.raises(NotFound, match="no entry yet"):
        find_entry(journal, LAST)
    add_entry(journal, act("x"))
    with pytest.raises(NotFound, match="There is no entry 7; ally list"):
        find_entry(journal, 7)
    with pytest.raises(NotFound, match="There is no plan yet"):
        PLANS.find(journal, 1)


def test_an_entry_for_an_unknown_plan_is_not_kept(journal: Journal) -> None:
    """A plan that is not there stops the whole change."""
    with pytest.raises(NotFound):
        add_entry(journal, act("x", plan=3))
    assert journal.is_empty()


def test_a_plan_knows_its_entries(journal: Journal) -> None:
    """Entries that name a plan are listed with it, in order of their numbers."""
    plan = PLANS.add(journal, Plan(text="When x, I will y", opened=DAY, until=DAY, source="course"))
    assert [
        add_entry(journal, act(text, plan=one)).plan for text, one in [("a", 1), ("b", LAST)]
    ] == [
        1,
        1,
    ]
    assert PLANS.find(journal, plan.number) == replace(plan, entries=(1, 2))


def test_a_plan_is_closed_and_nothing_else_about_it_changes(journal: Journal) -> None:
    """Closing sets the state, the note and the day."""
    plan = PLANS.add(journal, Plan(text="When x, I will y", opened=DAY, share=True))
    closed = PLANS.end(journal, 1, "done", "twice", DAY)
    assert closed == replace(plan, state="done", note="twice", closed=DAY)
    assert PLANS.listed(journal) == ()
    assert PLANS.listed(journal, closed_too=True) == (closed,)
    assert PLANS.end(journal, LAST, "dropped", None, DAY).note == "twice"


def test_what_was_set_is_read_back(journal: Journal) -> None:
    """A journal without settings has the documented ones."""
    settings = journal.settings()
    assert (settings.week_starts, settings.counts, settings.plain) == ("monday", True, False)
    assert settings.day_starts_at.isoformat() == "00:00:00"


ENTRIES = [
    act("a", date(2026, 1, 1), tags=("Hiring",)),
    act("b", date(2026, 3, 1), went="missed", way="Ask"),
    replace(act("c", date(2026, 2, 1), tags=("hiring", "rota")), kind=Kind.LEARN),
    act("d", date(2026, 3, 1), went="mistake"),
    replace(act("e #ROTA", date(2026, 3, 2)), kind=Kind.EMPATHISE),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), "acbde"),
        (Filter(newest=2), "de"),
        (Filter(kinds=(Kind.LEARN,)), "c"),
        (Filter(kinds=(Kind.LEARN, Kind.EMPATHISE)), "ce"),
        (Filter(tags=("HIRING",)), "ac"),
        (Filter(tags=("hiring", "rota")), "ace"),
        (Filter(tags=("rota",), kinds=(Kind.LEARN,)), "c"),
        (Filter(tags=("hir",)), ""),
        (Filter(ways=("ask",)), "b"),
        (Filter(went=("missed",)), "b"),
        (Filter(went=("missed", "mistake")), "bd"),
        (Filter(since=date(2026, 2, 1)), "cbde"),
        (Filter(until=date(2026, 3, 1)), "acbd"),
        (Filter(since=date(2026, 3, 1), until=date(2026, 3, 1)), "bd"),
        (Filter(since=date(2026, 3, 1), until=date(2026, 2, 1)), ""),
    ],
)
def test_filters(journal: Journal, wanted: Filter, found: str) -> None:
    """Order is by day, then number; both ends are inclusive; within an option any one will do."""
    for entry in ENTRIES:
        add_entry(journal, entry)
    assert "".join(entry.text[0] for entry in find_entries(journal, wanted)) == found


def test_near_misses_are_about_new_tags_only(journal: Journal) -> None:
    """A tag used before is no near miss, and tags of the same entry are not held against it."""
    add_entry(journal, act("a", tags=("hiring", "rota")))
    assert near_misses(journal, add_entry(journal, act("b #hirin"))) == [("hirin", "hiring")]
    assert near_misses(journal, add_entry(journal, act("c #hirin"))) == []
    assert near_misses(journal, add_entry(journal, act("d #rotas #rotax"))) == [
        ("rotas", "rota"),
        ("rotax", "rota"),
    ]


def test_a_failed_write_leaves_nothing(journal: Journal, journal_path: Path) -> None:
    """A change that fails half-way is rolled back, and the next one works."""
    journal.connection.execute(
        "CREATE TEMP TRIGGER fail BEFORE INSERT ON entry_tag BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        add_entry(journal, act("x #tag"))
    assert add_entry(journal, act("y")).number == 1
    with closing(sqlite3.connect(journal_path)) as other:
        assert other.execute("SELECT count(*) FROM revision").fetchone() == (1,)


def test_a_reader_left_open_does_not_stop_a_writer(journal_path: Path, now: Moment) -> None:
    """Reading fetches everything, so a list left open in a pager blocks nobody."""
    with open_journal(journal_path, now, create=True) as one:
        add_entry(one, act("x"))
        assert len(find_entries(one, Filter())) == 1
        with open_journal(journal_path, now) as other:
            other.connection.execute("PRAGMA busy_timeout = 0")
            assert add_entry(other, act("y")).number == 2


def test_reading_makes_no_journal(journal_path: Path, now: Moment) -> None:
    """Where there is no journal, reading finds an empty one and makes nothing."""
    with open_journal(journal_path, now) as nothing:
        assert find_entries(nothing, Filter()) == ()
        assert nothing.is_empty()
    assert not journal_path.parent.exists()


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(newest=20),
        Filter(since=date(2026, 11, 16), until=date(2026, 11, 22)),
        Filter(newest=20, kinds=(Kind.ACT,)),
    ],
)
def test_listing_never_sorts_the_whole_journal(journal: Journal, wanted: Filter) -> None:
    """The newest entries, and those of a week, are found by an index, however many there are."""
    asked: list[str] = []
    journal.connection.set_trace_callback(asked.append)
    find_entries(journal, wanted)
    journal.connection.set_trace_callback(None)
    (question,) = [sql for sql in asked if "FROM entry" in sql]
    plan = [row[3] for row in journal.connection.execute(f"EXPLAIN QUERY PLAN {question}")]
    assert any("entry_by_day" in step for step in plan)
    assert not any(
        "USE TEMP B-TREE FOR ORDER BY" in step for step in plan if "heard" not in step
    ), plan


def test_what_belongs_together_is_kept_together(journal: Journal) -> None:
    """A transaction inside another is part of it: both are there in the end, or neither."""
    asked = Entry(kind=Kind.ACT, text="Asked", day=DAY)

    def both(plan: int) -> None:
        with journal.writing():
            add_entry(journal, asked)
            PLANS.end(journal, plan, "kept", None, DAY)

    with pytest.raises(NotFound):
        both(7)
    assert journal.is_empty()
    both(PLANS.add(journal, Plan(text="When asked, I ask", opened=DAY)).number)
    assert (find_entry(journal, 1).text, PLANS.listed(journal)) == ("Asked", ())
    assert not journal.connection.in_transaction
