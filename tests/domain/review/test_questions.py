"""What a review asks, and when a question rests: never again after an answer, seldom otherwise."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.periods import parse_period, week_of
from ally_journal.domain.content import seven
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan, plan_for_next_time, review_source
from ally_journal.domain.records.reflection import ANSWERED, SKIPPED, Asking, Reflection
from ally_journal.domain.review.prompts import OWN, SEVEN, TAKE_ALONG, WHEN_THEN, review_topic
from ally_journal.domain.review.questions import (
    COMMITMENT,
    HEARD,
    MOMENT,
    PLANS,
    THEN,
    UNWRITTEN,
    Ask,
    Practice,
    asks_of,
)
from ally_journal.domain.review.summary import HEARD_SOURCES, Summary, heard_counts

TODAY = date(2026, 11, 20)
WEEK = week_of(TODAY)
LONG_AGO = date(2026, 1, 5)


YESTERDAY = date(2026, 11, 19)


def written(
    number: int = 1, kind: Kind = Kind.ACT, day: date = YESTERDAY, went: str = "done"
) -> Entry:
    return Entry(
        number=number, id=f"entry-{number}", kind=kind, text=f"Entry {number}", day=day, went=went
    )


def planned(number: int, **given: object) -> Plan:
    fields = {
        "text": f"When {number}",
        "opened": LONG_AGO,
        "number": number,
        "id": f"plan-{number}",
    }
    return Plan(**fields | given)  # type: ignore[arg-type]  # any field


def summary(*entries: Entry, **given: object) -> Summary:
    made = Summary(
        period=WEEK,
        today=TODAY,
        entries=tuple(entry for entry in entries if entry.day in WEEK),
        weeks=(True,),
        heard=heard_counts(()),
        plans=(),
        obstacles=(),
        why=None,
        reflections=(),
    )
    return replace(made, **given)  # type: ignore[arg-type]  # any field


def practice(*recent: Entry, **given: object) -> Practice:
    rested = dict.fromkeys(("why", "my-story", "our-story", "the-story"), TODAY)
    made = Practice(first_day=LONG_AGO, recent=recent, askings=(), written=rested)
    return replace(made, **given)  # type: ignore[arg-type]  # any field


def keys(asks: tuple[Ask, ...]) -> list[str]:
    return [ask.key for ask in asks]


def asked_about(asks: tuple[Ask, ...], key: str) -> list[int]:
    return [ask.entry.number for ask in asks if ask.key == key and ask.entry]


def skipped(question: str, day: date = TODAY, about: str | None = None) -> Asking:
    return Asking(question, week_of(day).name, day, SKIPPED, about)


def lately(but: str, day: date = TODAY) -> tuple[Asking, ...]:
    """Of every sort that takes turns one question put the day before, `but` of one."""
    sorts = ("why", "seven/help/1", "kind/other", TAKE_ALONG, WHEN_THEN, THEN)
    day -= timedelta(days=1)
    return tuple(Asking(key, "x", day, ANSWERED) for key in sorts if not key.startswith(but))


def test_five_questions_at_most() -> None:
    """However much a week holds; what could be heard, moments and plans come first."""
    entries = [
        written(number, kind, went=went)
        for number, (kind, went) in enumerate(
            [(kind, went) for kind in KINDS for went in ("done", "missed", "mistake")] * 4, start=1
        )
    ]
    plans = tuple(planned(number) for number in range(1, 20))
    seen = summary(*entries, plans=plans, then=written(99))
    asks = asks_of(seen, practice(*entries, written={}), "monday")
    assert keys(asks) == [UNWRITTEN, HEARD, MOMENT, PLANS]
    (prompt,) = [ask for ask in asks if ask.key == PLANS]
    assert [plan.number for plan in prompt.plans] == [1, 2, 3]
    named = replace(seen, named=True)
    asks = asks_of(named, practice(*entries, written={}), "monday")
    assert keys(asks) == [UNWRITTEN, HEARD, MOMENT, PLANS, THEN]


def test_what_takes_turns_fills_a_review_up_to_four() -> None:
    """The sort that has waited longest by its measure comes first."""
    read = written(1, Kind.LEARN)
    asks = asks_of(summary(read), practice(written={}), "monday")
    assert [key.partition("/")[0] for key in keys(asks)] == [UNWRITTEN, "seven", "why"]
    before = (skipped("why", date(2026, 11, 6)), skipped("seven/help/1", date(2026, 11, 13)))
    asks = asks_of(summary(read), practice(askings=before, written={}), "monday")
    assert keys(asks) == [UNWRITTEN, "kind/source", TAKE_ALONG]


@pytest.mark.parametrize("entries", [0, 1])
def test_a_period_without_an_entry_is_asked_two_questions(entries: int) -> None:
    """What was written since the last review is something written."""
    since = (written(1, Kind.LEARN, date(2026, 11, 14)),) * entries
    asks = asks_of(summary(since=since), practice(written={}), "monday")
    assert len(asks) == (3 if entries else 2)


def test_away_is_asked_about_by_nothing() -> None:
    """Also not about plans."""
    seen = summary(away=True, plans=(planned(1),))
    assert asks_of(seen, practice(written={}), "monday") == ()


def test_what_was_skipped_twice_rests_for_four_weeks() -> None:
    """Whatever it is; an answer in between counts anew."""
    ago = {weeks: TODAY - timedelta(weeks=weeks) for weeks in range(1, 8)}
    for days, resting in (((2, 1), True), ((5, 4), True), ((6, 5), False), ((1,), False)):
        before = tuple(skipped(UNWRITTEN, ago[weeks]) for weeks in days)
        asks = asks_of(summary(written()), practice(askings=before), "monday")
        assert (UNWRITTEN in keys(asks)) is not resting, days
    answered = (skipped(UNWRITTEN, ago[2]), Asking(UNWRITTEN, "x", ago[1], ANSWERED))
    assert UNWRITTEN in keys(asks_of(summary(), practice(askings=answered), "monday"))


@pytest.mark.parametrize("open_plans", [2, 3])
def test_no_further_plan_is_asked_for_while_three_are_open(open_plans: int) -> None:
    plans = tuple(planned(number, opened=TODAY) for number in range(1, open_plans + 1))
    told = replace(written(1, Kind.LEARN), way="course")
    for key in (WHEN_THEN, COMMITMENT):
        asks = asks_of(summary(told, plans=plans), practice(askings=lately(key)), "monday")
        assert (key in keys(asks)) is (open_plans < 3)


@pytest.mark.parametrize("source", HEARD_SOURCES)
def test_heard_is_never_asked_again_after_an_answer(source: str) -> None:
    """Not mine to ask is a full answer; a guess is none, wherever it is kept."""
    told = replace(written(), heard=(Heard(source, "", TODAY),))
    asked = [1] if source == "guess" else []
    assert asked_about(asks_of(summary(told), practice(told), "monday"), HEARD) == asked
    guessed = replace(written(), guess="It was fine")
    assert asked_about(asks_of(summary(guessed), practice(guessed), "monday"), HEARD) == [1]


def test_heard_is_never_asked_about_a_missed_moment() -> None:
    """Nobody else knows of it, and asking would be one more burden."""
    missed = written(went="missed")
    assert asked_about(asks_of(summary(missed), practice(missed), "monday"), HEARD) == []


@given(st.sampled_from(["monday", "sunday", "saturday"]), st.integers(-20, 20))
def test_heard_is_asked_once_in_a_week(starts: str, days: int) -> None:
    """The week is that of the journal, whatever day it starts on."""
    entry = written()
    before = TODAY + timedelta(days=days)
    asks = asks_of(
        replace(summary(entry), period=week_of(TODAY, starts)),
        practice(entry, askings=(skipped(HEARD, before, entry.id),)),
        starts,
    )
    assert asked_about(asks, HEARD) == ([] if before in week_of(TODAY, starts) else [1])


def test_heard_is_not_asked_on_the_day_itself() -> None:
    """Nothing can have come back yet."""
    entry = written(day=TODAY)
    assert asked_about(asks_of(summary(entry), practice(entry), "monday"), HEARD) == []


def test_heard_rests_after_two_weeks() -> None:
    """Someone who skipped twice has said enough."""
    entry = written(day=date(2026, 10, 30))
    before = tuple(skipped(HEARD, day, entry.id) for day in (date(2026, 11, 6), date(2026, 11, 13)))
    asks = asks_of(summary(), practice(entry, askings=before[:1]), "monday")
    assert asked_about(asks, HEARD) == [1]
    assert asked_about(asks_of(summary(), practice(entry, askings=before), "monday"), HEARD) == []


def test_heard_begins_with_what_was_not_asked_about() -> None:
    """What was skipped gives way to what is new, and this week comes before earlier ones."""
    old, new, older = written(1, day=date(2026, 11, 10)), written(2), written(3, day=LONG_AGO)
    before = (skipped(HEARD, date(2026, 11, 13), new.id),)
    asks = asks_of(summary(new), practice(older, old, new, askings=before), "monday")
    assert asked_about(asks, HEARD) == [3]
    asks = asks_of(summary(new), practice(older, old, new), "monday")
    assert asked_about(asks, HEARD) == [2]


@pytest.mark.parametrize(
    "more",
    [{"because": "Rank"}, {"lesson": "Breathe"}, {"plan": 4}, {"answers": {"did": "listened"}}],
)
def test_a_moment_already_told_is_not_asked_about(more: dict[str, object]) -> None:
    """Whoever wrote more about it has said what there is to say."""
    bare = written(went="missed")
    assert asked_about(asks_of(summary(bare), practice(), "monday"), MOMENT) == [1]
    told = replace(bare, **more)  # type: ignore[arg-type]  # any field
    assert asked_about(asks_of(summary(told), practice(), "monday"), MOMENT) == []


def test_how_a_mistake_was_for_others_is_asked_in_one_question() -> None:
    """What is asked about the moment begins with it, in this review and as one of two times."""
    bare = written(went="mistake")
    asks = asks_of(summary(bare), practice(bare), "monday")
    assert (asked_about(asks, HEARD), asked_about(asks, MOMENT)) == ([], [1])
    for day, again in ((date(2026, 11, 13), [1]), (date(2026, 11, 16), [])):
        later = practice(bare, askings=(skipped(MOMENT, day, bare.id),))
        assert asked_about(asks_of(summary(bare), later, "monday"), HEARD) == again
    told = replace(bare, answers={"impact": "It hurt"})
    assert asked_about(asks_of(summary(told), practice(told), "monday"), HEARD) == []


def test_a_moment_is_asked_about_once() -> None:
    """One that was skipped is left alone for good."""
    bare = written(went="mistake")
    before = (skipped(MOMENT, date(2026, 11, 16), bare.id),)
    assert asked_about(asks_of(summary(bare), practice(askings=before), "monday"), MOMENT) == []


@pytest.mark.parametrize("until", [None, date(2026, 11, 13)])
def test_plans_have_their_turn_where_there_is_room_for_one_question(until: date | None) -> None:
    """What could be heard has the next; a plan past its day does not wait for its week either."""
    old = written(day=date(2026, 11, 13))
    seen = summary(plans=(planned(1, until=until),))
    assert keys(asks_of(seen, practice(old), "monday")) == [UNWRITTEN, PLANS]
    asks = asks_of(seen, practice(old, askings=(skipped(PLANS, old.day),)), "monday")
    assert keys(asks) == [UNWRITTEN, PLANS if until else HEARD]


def test_plans_take_turns() -> None:
    """Those due come first, then those not asked about lately, so that none is left out."""
    plans = tuple(planned(number) for number in range(1, 7))
    friday = date(2026, 11, 13)
    asked = {"plan-1": (friday, 1), "plan-2": (friday, 1), "plan-3": (LONG_AGO, 1)}
    due = (*plans, planned(7, until=date(2026, 11, 22)), planned(8, until=date(2026, 12, 24)))
    (ask,) = [
        one
        for one in asks_of(summary(plans=due, plans_asked=asked), practice(), "monday")
        if one.key == PLANS
    ]
    assert [plan.number for plan in ask.plans] == [7, 8, 4]


@pytest.mark.parametrize(
    ("asked_on", "until", "put"),
    [
        (None, None, True),
        (date(2026, 11, 6), None, True),
        (date(2026, 11, 9), None, False),
        (date(2026, 11, 9), date(2026, 11, 22), True),
        (date(2026, 11, 16), date(2026, 11, 22), False),
    ],
)
def test_plans_are_asked_about_every_other_week(
    asked_on: date | None, until: date | None, *, put: bool
) -> None:
    """Or in the week in which one of them ends."""
    before = () if asked_on is None else (skipped(PLANS, asked_on),)
    seen = summary(plans=(planned(1, until=until),))
    assert (PLANS in keys(asks_of(seen, practice(askings=before), "monday"))) is put


def test_no_plan_is_asked_about_more_often_than_another() -> None:
    """Week after week, however many are open."""
    plans = tuple(planned(number) for number in range(1, 6))
    asked: dict[str, tuple[date, int]] = {}
    for week in range(10):
        day = TODAY + timedelta(weeks=week)
        seen = replace(summary(), period=week_of(day), today=day, plans=plans, plans_asked=asked)
        for plan in seen.plans_shown:
            asked[plan.id] = (day, asked.get(plan.id, (day, 0))[1] + 1)
    assert {times for _, times in asked.values()} == {6}


def test_a_plan_of_today_is_not_asked_about() -> None:
    """There was no time to act on it yet."""
    asks = asks_of(summary(plans=(planned(1, opened=TODAY),)), practice(), "monday")
    assert PLANS not in keys(asks)


def test_a_review_taken_up_again_goes_on() -> None:
    """What was put is not put again, and all of it together stays within five questions."""
    read = written(1, Kind.LEARN)
    first = asks_of(summary(read), practice(written={}), "monday")
    put = tuple(skipped(ask.key, about=ask.about) for ask in first)
    again = asks_of(summary(read), practice(askings=put, written={}), "monday")
    assert keys(again) == [UNWRITTEN, "kind/source"]
    put += tuple(skipped(ask.key, about=ask.about) for ask in again[1:])
    assert keys(asks_of(summary(read), practice(askings=put, written={}), "monday")) == [UNWRITTEN]


def test_what_was_answered_for_the_period_is_not_asked() -> None:
    """Also on another day."""
    name = WEEK.name
    along = Reflection(topic=review_topic(name, TAKE_ALONG), text="x", day=TODAY)
    made = planned(1, source=review_source(name), opened=TODAY)
    asks = asks_of(summary(plans=(made,), reflections=(along,)), practice(), "monday")
    assert keys(asks) == [UNWRITTEN]


def test_one_of_the_seven_fits_what_was_written() -> None:
    """By kind, way, tag and how it went, among those that have waited longest."""
    fitting = {
        "seven/skill/1": replace(written(went="missed"), because="Rank", way="speak-up"),
        "seven/gain/1": replace(written(), way="credit"),
        "seven/bias/1": replace(written(1, Kind.CHALLENGE), tags=("hiring",)),
    }
    late = tuple(skipped(f"seven/{key}/1", LONG_AGO) for key in ("above", "help", "difference"))
    late += lately(SEVEN)
    for key, entry in fitting.items():
        assert key in keys(asks_of(summary(entry), practice(askings=late), "monday"))


def test_own_questions_take_their_turns() -> None:
    """With those ally ships; none has to wait for long."""
    put: list[str] = []
    day, entry = LONG_AGO, written(1, Kind.LEARN)
    for _ in range(20):
        week = week_of(day)
        askings = tuple(Asking(key, "x", LONG_AGO, ANSWERED) for key in put) + lately(SEVEN, day)
        seen = replace(summary(), period=week, today=day, entries=(entry,), own={"a": "Who left?"})
        asks = asks_of(seen, practice(askings=askings), "monday")
        put += [ask.key for ask in asks if ask.key.startswith((SEVEN, OWN))]
        day += timedelta(days=14)
    assert len(put) == 20
    assert put.count("own/a") >= 2


def test_questions_of_a_kind_take_turns() -> None:
    """Each about an entry that lacks it, the second before the first, never twice about one."""
    entries = (written(1, Kind.LEARN), replace(written(2), answers={"risked": "My standing"}))
    before = lately("kind/")
    put = []
    for _ in range(3):
        turn = replace(practice(askings=before), written={})
        asks = asks_of(replace(summary(), entries=entries), turn, "monday")
        put += [(ask.key, ask.entry.number) for ask in asks if ask.entry and "/" in ask.key]
        key, number = put[-1]
        before += (Asking(key, "x", LONG_AGO, ANSWERED, f"entry-{number}"),)
    assert put == [("kind/source", 1), ("kind/asked", 2), ("kind/notice", 1)]


@pytest.mark.parametrize("month", [11, 12])
def test_december_offers_the_year_and_the_next(month: int) -> None:
    """Each once, one in a review, unless it was written."""
    offered = []
    told: dict[str, date] = {"year": date(2026, 11, 1)}
    askings: tuple[Asking, ...] = ()
    for friday in range(4, 26, 7):
        day = date(2026, month, friday)
        seen = replace(summary(), period=week_of(day), today=day)
        asks = asks_of(seen, practice(askings=askings, written=told), "monday")
        found = [key for key in keys(asks) if key in {"year", "next-year"}]
        askings += tuple(skipped(key, day) for key in found)
        offered.append(found)
    assert offered == ([["year"], ["next-year"], [], []] if month == 12 else [[]] * 4)


def test_all_seven_come_and_in_other_words() -> None:
    """Whatever is written, in twice as many turns; and in other words the next time round."""
    put: list[Ask] = []
    day = LONG_AGO
    for _ in range(21):
        entry = written(1, Kind.ACT, day)
        askings = tuple(Asking(one.key, "x", LONG_AGO, ANSWERED) for one in put)
        askings += lately(SEVEN, day)
        seen = replace(summary(), period=week_of(day), today=day, entries=(entry,))
        put += [
            ask
            for ask in asks_of(seen, practice(askings=askings), "monday")
            if ask.key.startswith(SEVEN)
        ]
        day += timedelta(days=14)
    assert len(put) == 21
    assert {ask.key.split("/")[1] for ask in put[:14]} == {one.key for one in seven()}
    texts = Counter(ask.text for ask in put)
    assert max(texts.values()) <= 2


def test_a_course_is_asked_about_once_where_one_was_written_about() -> None:
    """Someone who comes from a course may write down what they said there; nobody else is asked."""
    new = practice(written={})
    assert COMMITMENT not in keys(asks_of(summary(written()), new, "monday"))
    told = replace(written(1, Kind.LEARN), way="course")
    for entry in (told, replace(written(), tags=("Course",))):
        assert COMMITMENT in keys(asks_of(summary(entry), new, "monday"))
    asked = replace(new, askings=(skipped(COMMITMENT),))
    assert COMMITMENT not in keys(asks_of(summary(told), asked, "monday"))
    own = plan_for_next_time("When x", "missed", TODAY)
    for plan, offered in ((own, True), (planned(1, source="a course", opened=TODAY), False)):
        asks = asks_of(summary(told, plans=(plan,)), new, "monday")
        assert (COMMITMENT in keys(asks)) is offered


@pytest.mark.parametrize(
    ("written_on", "asked_on", "due"),
    [
        (None, None, True),
        (TODAY - timedelta(days=90), None, False),
        (TODAY - timedelta(days=91), None, True),
        (None, TODAY - timedelta(days=90), False),
        (TODAY - timedelta(days=300), TODAY - timedelta(days=91), True),
        (TODAY - timedelta(days=10), TODAY - timedelta(days=300), False),
    ],
)
def test_why_is_offered_once_a_quarter(
    written_on: date | None, asked_on: date | None, due: bool
) -> None:
    """Counted from the last time it was written or offered."""
    told = {} if written_on is None else {"why": written_on}
    rested = dict.fromkeys(("my-story", "our-story", "the-story"), TODAY)
    askings = lately("why") if asked_on is None else (*lately("why"), skipped("why", asked_on))
    asks = asks_of(
        summary(written(1, Kind.LEARN)), practice(askings=askings, written=rested | told), "monday"
    )
    assert ("why" in keys(asks)) is due


def test_one_occasion_in_a_review() -> None:
    """Why comes first; the stories wait for the weeks after, and for a month of writing."""
    day = date(2026, 10, 1)
    askings: list[Asking] = []
    offered: list[tuple[str, str]] = []
    for _ in range(8):
        week = week_of(day)
        asks = asks_of(
            replace(summary(), period=week, today=day, entries=(written(went="missed"),)),
            practice(
                first_day=date(2026, 9, 15), askings=(*askings, *lately("why", day)), written={}
            ),
            "monday",
        )
        told = [key for key in keys(asks) if key in {"why", "my-story", "our-story", "the-story"}]
        assert len(told) <= 1
        offered += [(day.isoformat(), key) for key in told]
        askings += [Asking(key, week.name, day) for key in told]
        day += timedelta(days=7)
    assert offered == [
        ("2026-10-01", "why"),
        ("2026-10-15", "my-story"),
        ("2026-10-22", "our-story"),
        ("2026-10-29", "the-story"),
    ]


@pytest.mark.parametrize("words", ["2026-11", "2026-Q4", "2026", "last"])
def test_other_periods_bring_no_occasion(words: str) -> None:
    """They belong to the present week."""
    period = parse_period(words, TODAY)
    asks = asks_of(summary(period=period), practice(written={}), "monday")
    assert keys(asks) == [UNWRITTEN, TAKE_ALONG]
