"""The invented journal: one tale for one seed, told in order, believable and without praise."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from tests.conftest import NOW

from ally_journal.domain import demo_around, demo_practice, demo_words
from ally_journal.domain.answers import ASKED
from ally_journal.domain.askings import Asking
from ally_journal.domain.demo import in_batches, invent
from ally_journal.domain.demo_records import HeardBack, Later, Written
from ally_journal.domain.demo_teller import items
from ally_journal.domain.entries import WENT, Entry
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.periods import week_start
from ally_journal.domain.plans import CLOSED_STATES, Plan
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import ShelfItem
from ally_journal.domain.summaries import HEARD_SOURCES

MOMENT = datetime.fromisoformat(NOW)
PRAISE = re.compile(
    r"\b(scores?|streaks?|badges?|points?|medals?|levels?|percent|goals?|targets?|well done"
    r"|congrat\w*|proud\w*|hero\w*|brav\w+|amazing\w*|awesome|inspir\w+|rescu\w+|sav(e|ed|ing)"
    r"|good job|excellent|ally|allies)\b",
    re.IGNORECASE,
)


def tale(seed: int = 1, entries: int = 300, years: int = 1) -> list[Written]:
    return list(invent(seed, MOMENT, entries, years))


def entries_of(told: list[Written]) -> list[Entry]:
    return [value for _, value in told if isinstance(value, Entry)]


def sentences() -> list[str]:
    return [
        item.split("|")[1]
        for block in (
            demo_words.LEARN,
            demo_words.CHALLENGE,
            demo_words.EMPATHISE,
            demo_words.ACT,
            demo_words.MISSED,
            demo_words.MISTAKES,
        )
        for item in items(block)
    ]


def test_the_same_seed_tells_the_same_tale() -> None:
    """Seed, moment and size decide everything; another seed tells another."""
    assert tale() == tale()
    assert tale(seed=1) != tale(seed=2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_a_journal_can_hold_is_there(seed: int) -> None:
    """All kinds, outcomes, answers, sources and states, and every type of record."""
    told = tale(seed)
    types = {type(value) for _, value in told}
    assert types == {Entry, HeardBack, Later, Obstacle, Plan, Reflection, ShelfItem, Asking}
    found = entries_of(told)
    assert len(found) == 300
    assert {entry.kind for entry in found} == set(KINDS)
    assert {entry.went for entry in found} == set(WENT)
    assert {entry.asked for entry in found} == {None, *ASKED}
    assert {value.source for _, value in told if isinstance(value, HeardBack)} == set(HEARD_SOURCES)
    ends = [value.fields for _, value in told if isinstance(value, Later) and value.type == "plan"]
    assert {fields["state"] for fields in ends} == set(CLOSED_STATES)
    plans = [value for _, value in told if isinstance(value, Plan)]
    assert len(plans) == len(ends) + 3, "three are still open"
    topics = [value.topic for _, value in told if isinstance(value, Reflection)]
    assert topics.count("why") > 3
    assert any(topic.startswith("review/") for topic in topics)


def test_entries_say_more_than_a_line() -> None:
    """Tags, names, lessons, answers, plans, sharing, paragraphs, late notes: some of each."""
    found = entries_of(tale())
    assert all(entry.because is None for entry in found if entry.went != "missed")
    for some in (
        [entry for entry in found if entry.because],
        [entry for entry in found if entry.lesson],
        [entry for entry in found if entry.way],
        [entry for entry in found if entry.share],
        [entry for entry in found if entry.plan],
        [entry for entry in found if entry.at is None],
        [entry for entry in found if "\n\n" in entry.text],
        [entry for entry in found if not entry.all_people],
        [entry for entry in found if "@" in entry.text],
        [entry for entry in found if not "".join(entry.all_people).isascii()],
    ):
        assert 3 < len(some) < 290
    assert {key for entry in found for key in entry.answers} > {"notice", "assumed", "did"}
    assert {"meetings", "hiring", "code-review", "on-call", "promotion", "captions"} <= {
        tag for entry in found for tag in entry.all_tags
    }
    assert not any(entry.all_people for entry in found if entry.share)


def test_it_is_told_in_order_and_up_to_now() -> None:
    """Nothing lies in the future or before the twelve months; some weeks have nothing written."""
    told = tale(entries=3_000)
    moments = [at for at, _ in told]
    assert moments == sorted(moments)
    assert moments[-1] <= MOMENT
    days = [entry.day for entry in entries_of(told)]
    assert max(days) <= MOMENT.date()
    assert MOMENT.date() - timedelta(days=365) <= min(days)
    written = sorted({week_start(day) for day in days})
    assert any(later - earlier > timedelta(days=7) for earlier, later in pairwise(written))
    assert written[-1] == week_start(MOMENT.date())


def test_what_belongs_to_a_record_comes_after_it() -> None:
    """Answers, changes and plans name numbers that were given before."""
    made = {"entry": 0, "plan": 0, "obstacle": 0}
    for _, value in tale(entries=1_000):
        match value:
            case Entry(plan=plan):
                made["entry"] += 1
                assert (plan or 0) <= made["plan"]
            case HeardBack(entry):
                assert entry <= made["entry"]
            case Later(type_, int(number)):
                assert number <= made[type_]
            case Plan() | Obstacle():
                made[type(value).__name__.lower()] += 1


@pytest.mark.parametrize("entries", [0, 1, 5, 12_345])
def test_any_number_of_entries(entries: int) -> None:
    """Exactly as many as asked for, in batches of one size but the last."""
    assert len(entries_of(tale(entries=entries))) == entries
    batches = list(in_batches(tale(entries=entries), 100))
    assert {len(entries_of(batch)) for batch in batches[:-1]} <= {100}
    assert [one for batch in batches for one in batch] == tale(entries=entries)


def test_years_spread_the_entries() -> None:
    """A journal kept for long has no more in one week than one kept for a year."""
    days = [entry.day for entry in entries_of(tale(entries=4_000, years=10))]
    assert (max(days) - min(days)).days > 3_600
    assert sum(day.year == 2026 for day in days) < 600


@pytest.mark.parametrize("now", ["2026-01-01T00:00:10+14:00", "2024-02-29T23:59:59-11:00"])
def test_any_moment_will_do(now: str) -> None:
    """The turn of a day, a year or a leap year is no matter."""
    moment = datetime.fromisoformat(now)
    told = list(invent(1, moment, 400))
    assert max(at for at, _ in told) <= moment
    assert len(entries_of(told)) == 400


def test_the_words_do_not_repeat_soon() -> None:
    """More sentences than a reader remembers, and hardly a text that comes twice."""
    assert len(set(sentences())) > 150
    texts = [entry.text for entry in entries_of(tale())]
    assert len(set(texts)) > 280


def test_no_praise_and_no_rescuer() -> None:
    """The wording test of the program, held against every sentence of the tale."""
    told = "\n".join(str(value) for _, value in tale(entries=3_000))
    whole = "\n".join([told, *sentences(), *demo_words.SLOTS.values()])
    # Not what Python adds to a module, such as the folder it lies in.
    words = {
        name: value
        for name, value in (vars(demo_around) | vars(demo_practice)).items()
        if name.isupper()
    }
    assert words
    whole += "\n".join(map(str, words.values()))
    assert len(whole) > 100_000
    assert {found[0] for found in PRAISE.finditer(whole)} == set()
