"""An invented journal up to now: the same seed, moment and size always tell the same tale.

Things come in the order in which they would have been written, and each is held only while
something is still to come of it, so a million entries need hardly more room than a hundred.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import accumulate, count, pairwise
from random import Random

from ally_journal.domain import content, demo_practice
from ally_journal.domain.askings import ANSWERED, Asking
from ally_journal.domain.demo_records import HeardBack, Later, Value, Written
from ally_journal.domain.demo_teller import Deck, Teller, items, parts
from ally_journal.domain.entries import Entry
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.periods import week_of, week_start
from ally_journal.domain.plans import Plan, review_source
from ally_journal.domain.prompts import SEVEN, TAKE_ALONG, review_topic
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import DONE, IN_PROGRESS, TO_READ, ShelfItem

ENTRIES = 300
"""How many entries a demo has if not said."""
MOST_ENTRIES = 1_000_000
MOST_YEARS = 100

_YEAR = 365
_OPENS, _CLOSES = time(8, 30), time(16, 30)
_LASTS = 36_000  # seconds of a day in which something is written
_WEEKDAYS = (1.0, 1.1, 1.0, 1.2, 0.9, 0.12, 0.08)
_QUIET = 8  # of so many weeks, one has nothing written

_Pending = list[tuple[datetime, int, Value]]


def invent(seed: int, now: datetime, entries: int, years: int = 1) -> Iterator[Written]:
    """Everything written up to the aware local `now`, in order, `entries` of it entries.

    They are spread over so many `years` of 365 days; all that is not an entry lies in the newest.
    """
    random = Random(seed)  # noqa: S311 - a tale, not a secret
    now = now.replace(microsecond=0)
    ties = count()
    pending: _Pending = [(at, next(ties), value) for at, value in _around(random, now)]
    heapq.heapify(pending)
    teller = Teller(random)
    for number, at in enumerate(_moments(random, now, entries, years), start=1):
        yield from _due(pending, at, teller)
        entry = teller.entry(at)
        yield Written(at, entry)
        for days, value in teller.what_came_of(number, entry):
            when = at + timedelta(days=days)
            if when <= now:
                told = value._replace(day=when.date()) if isinstance(value, HeardBack) else value
                heapq.heappush(pending, (when, next(ties), told))
    yield from _due(pending, now, teller)


def in_batches(tale: Iterable[Written], size: int) -> Iterator[list[Written]]:
    """The same in pieces with `size` entries each, the last with fewer."""
    batch, left = [], size
    for written in tale:
        batch.append(written)
        left -= isinstance(written.value, Entry)
        if not left:
            yield batch
            batch, left = [], size
    if batch:
        yield batch


def _due(pending: _Pending, upto: datetime, teller: Teller) -> Iterator[Written]:
    while pending and pending[0][0] <= upto:
        at, _, value = heapq.heappop(pending)
        teller.notice(value)
        yield Written(at, value)


def _moments(random: Random, now: datetime, entries: int, years: int) -> Iterator[datetime]:
    """When the entries are written: mostly on working days, and in some weeks not at all.

    Each day gets its part of the whole by running total, so that rounding loses none.
    """
    first = now.date() - timedelta(days=_YEAR * years - 1)
    days = [first + timedelta(days=days) for days in range(_YEAR * years)]
    weeks = sorted({week_start(day) for day in days})
    quiet = set(random.sample(weeks[1:-2], len(weeks) // _QUIET))
    weights = []
    for day in days:
        mood = random.expovariate(1)
        if day >= weeks[-1]:
            mood = 1.5 * max(mood, 0.8)  # so that the week people look at first is not empty
        weights.append(0 if week_start(day) in quiet else _WEEKDAYS[day.weekday()] * mood)
    totals = list(accumulate(weights, initial=0.0))
    for day, (before, upto) in zip(days, pairwise(totals), strict=True):
        opens = datetime.combine(day, _OPENS, now.tzinfo)
        todays = round(entries * upto / totals[-1]) - round(entries * before / totals[-1])
        for seconds in sorted(random.randrange(_LASTS) for _ in range(todays)):
            yield min(opens + timedelta(seconds=seconds), now)


def _around(random: Random, now: datetime) -> Iterator[Written]:
    """What stands around the entries of the newest year, in no order; some may lie after `now`."""
    first = datetime.combine(now.date() - timedelta(days=_YEAR - 1), _CLOSES, now.tzinfo)

    def afternoon(day: int) -> datetime:
        return first + timedelta(days=day, minutes=random.randrange(90))

    yield from _plans(random, afternoon)
    yield from _obstacles(afternoon)
    yield from _shelf(afternoon)
    yield from _reflections(random, afternoon)


_Afternoon = Callable[[int], datetime]
"""The moment at which things are put in order, so many days into the newest year."""


def _plans(random: Random, afternoon: _Afternoon) -> Iterator[Written]:
    """A choice of the plans that end, then those still open; an opening day never overtakes."""
    known = parts(demo_practice.PLANS)
    closing = [plan for plan in known if plan[3] != "open"]
    left_out = random.randrange(1, len(closing))  # the first one comes from the course
    chosen = [plan for place, plan in enumerate(closing) if place != left_out]
    chosen += [plan for plan in known if plan[3] == "open"]
    for number, (_tag, text, source, state, note) in enumerate(chosen, start=1):
        is_open = state == "open"
        day = (3 + number * 25 if not is_open else 190 + number * 11) + random.randrange(8)
        at, life = afternoon(day), random.randrange(25, 75)
        until = at.date() + timedelta(days=life + 5) if number % 3 == 0 else None
        from_review = review_source(week_of(at.date()).name)
        told = Plan(
            text=text,
            opened=at.date(),
            source=from_review if source == "review" else source or None,
            until=until,
            share=number % 4 == 1,
        )
        yield Written(at, told)
        if not is_open:
            end = afternoon(min(day + life, _YEAR - 4))
            fields = {"state": state, "note": note, "closed": end.date().isoformat()}
            yield Written(end, Later("plan", number, fields))


def _obstacles(afternoon: _Afternoon) -> Iterator[Written]:
    for number, told in enumerate(parts(demo_practice.OBSTACLES), start=1):
        text, lever, who, first_step, next_step, state, note = told
        day = number * 80 - 60
        at, end = afternoon(day), afternoon(day + 110)
        yield Written(
            at, Obstacle(text=text, opened=at.date(), lever=lever, who=who, next=first_step)
        )
        if next_step:
            yield Written(afternoon(day + 45), Later("obstacle", number, {"next": next_step}))
        if state != "open":
            fields = {"state": state, "note": note, "closed": end.date().isoformat()}
            yield Written(end, Later("obstacle", number, fields))


def _shelf(afternoon: _Afternoon) -> Iterator[Written]:
    known = zip(content.shipped(), parts(demo_practice.SHELF), strict=True)
    for place, ((title, by, type_), (state, takeaway)) in enumerate(known):
        put = afternoon(4 + place)
        yield Written(put, ShelfItem(title=title, by=by, type=type_, day=put.date()))
        if state != TO_READ:
            started = afternoon(30 + 90 * place)
            fields = {"state": IN_PROGRESS, "day": started.date().isoformat()}
            yield Written(started, Later("shelf", title, fields))
        if state == DONE:
            done = afternoon(55 + 90 * place)
            fields = {"state": state, "takeaway": takeaway, "day": done.date().isoformat()}
            yield Written(done, Later("shelf", title, fields))


def _reflections(random: Random, afternoon: _Afternoon) -> Iterator[Written]:
    """Why, every two months or so; the stories; and in some weeks what a review asked for."""
    why = Deck(random, items(demo_practice.WHY))
    along = Deck(random, items(demo_practice.TAKE_ALONG))
    for day in range(2, _YEAR, 70):
        at = afternoon(day + random.randrange(12))
        yield Written(at, Reflection(topic="why", text=why.draw(), day=at.date()))
    for topic, days, text in parts(demo_practice.STORIES):
        at = afternoon(int(days))
        yield Written(at, Reflection(topic=topic, text=text, day=at.date()))
    for weeks, (question, text) in enumerate(
        zip(content.seven(), items(demo_practice.SEVEN), strict=True)
    ):
        at = afternoon(_YEAR - 14 * weeks - 9)
        name, key = week_of(at.date()).name, f"{SEVEN}{question.key}/1"
        yield Written(at, Asking(key, name, at.date(), ANSWERED))
        yield Written(at, Reflection(topic=review_topic(name, key), text=text, day=at.date()))
    for week in range(1, _YEAR // 7 - 1):
        at = afternoon(week * 7)
        if random.random() < 0.4:
            topic = review_topic(week_of(at.date()).name, TAKE_ALONG)
            yield Written(at, Reflection(topic=topic, text=along.draw(), day=at.date()))
