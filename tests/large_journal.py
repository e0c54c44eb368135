"""Makes a journal of any size, to measure with: as long and as mixed as a person's, but no tale.

`python -m tests.large_journal PATH --entries 10000 --years 25 --seed 1`

The sentences are those of the tale that `ally demo` tells, mixed anew with other names; beside the
entries stand its plans, obstacles, shelf and reflections. The same seed, moment and size always
give the same words. Things come in the order in which they would have been written, and each is
held only until it is written, so a million entries need hardly more room than a hundred.
"""

import argparse
import heapq
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import accumulate, count, pairwise
from pathlib import Path
from random import Random

from ally_journal.cli.session import now
from ally_journal.domain.calendar.periods import week_start
from ally_journal.domain.demo.tale import HeardBack, Later, Value, Written, told
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import Plan
from ally_journal.store.demo import make_demo

_YEAR = 365
_OPENS = time(8, 30)
_LASTS = 36_000  # seconds of a day in which something is written
_WEEKDAYS = (1.0, 1.1, 1.0, 1.2, 0.9, 0.12, 0.08)
_QUIET = 8  # of so many weeks, one has nothing written
_NAMES = ("Farah", "Yuki", "Oksana", "Søren", "Chloé", "José", "Ibrahim", "Nikos", "Márta", "Dele")

_Pending = list[tuple[datetime, int, Value]]


def make(path: Path, entries: int, *, years: int = 1, seed: int = 1) -> None:
    """Make a journal at `path`, where nothing may be, as `invent` tells it up to now.

    Raises:
        FileExists, CannotKeep: as for `ally demo`.
    """
    moment = now()
    make_demo(path, invent(moment.local, entries, years=years, seed=seed), moment.real_ms)


def invent(upto: datetime, entries: int, *, years: int = 1, seed: int = 1) -> Iterator[Written]:
    """Everything written up to that aware local moment, in order, `entries` of it entries.

    They are spread over so many `years` of 365 days; all that is not an entry lies in the newest.
    """
    random = Random(seed)  # noqa: S311 - sentences, no secrets
    ties = count()
    tale = told(upto)
    pending: _Pending = [
        (at, next(ties), value) for at, value in tale if not _belongs_to_an_entry(value)
    ]
    heapq.heapify(pending)
    entry_of = _Mixer(random, tale)
    opened = 0
    for number, at in enumerate(_moments(random, upto, entries, years), start=1):
        for written in _due(pending, at):
            opened += isinstance(written.value, Plan)
            yield written
        entry = entry_of(at, opened)
        yield Written(at, entry)
        for days, value in _what_came_of(random, number, entry):
            if at + timedelta(days=days) <= upto:
                heapq.heappush(pending, (at + timedelta(days=days), next(ties), value))
    yield from _due(pending, upto)


def _belongs_to_an_entry(value: Value) -> bool:
    return isinstance(value, Entry | HeardBack) or (
        isinstance(value, Later) and value.type == "entry"
    )


def _due(pending: _Pending, moment: datetime) -> Iterator[Written]:
    while pending and pending[0][0] <= moment:
        at, _, value = heapq.heappop(pending)
        yield Written(at, value)


def _moments(random: Random, upto: datetime, entries: int, years: int) -> Iterator[datetime]:
    """When the entries are written: mostly on working days, and in some weeks not at all.

    Each day gets its part of the whole by running total, so that rounding loses none.
    """
    last = upto.replace(microsecond=0)
    first = last.date() - timedelta(days=_YEAR * years - 1)
    days = [first + timedelta(days=days) for days in range(_YEAR * years)]
    weeks = sorted({week_start(day) for day in days})
    quiet = set(random.sample(weeks[1:-2], len(weeks) // _QUIET))
    weights = []
    for day in days:
        mood = random.expovariate(1)
        if day >= weeks[-1]:
            mood = 1.5 * max(mood, 0.8)  # so that the newest week is not empty
        weights.append(0 if week_start(day) in quiet else _WEEKDAYS[day.weekday()] * mood)
    totals = list(accumulate(weights, initial=0.0))
    for day, (before, after) in zip(days, pairwise(totals), strict=True):
        opens = datetime.combine(day, _OPENS, last.tzinfo)
        todays = round(entries * after / totals[-1]) - round(entries * before / totals[-1])
        for seconds in sorted(random.randrange(_LASTS) for _ in range(todays)):
            yield min(opens + timedelta(seconds=seconds), last)


class _Mixer:
    """Makes one entry after the other of those of the tale: its fields, but other sentences."""

    def __init__(self, random: Random, tale: tuple[Written, ...]) -> None:
        self._random = random
        self._entries = [one.value for one in tale if isinstance(one.value, Entry)]
        self._sentences: dict[Kind, list[str]] = {}
        for entry in self._entries:
            found = re.findall(r"\S[^“”]*?[.?!](?=\s|$)", entry.text)
            self._sentences.setdefault(entry.kind, []).extend(found)
        people = {name for entry in self._entries for name in entry.all_people}
        self._people = re.compile(rf"\b({'|'.join(sorted(people))})\b")

    def __call__(self, at: datetime, plans: int) -> Entry:
        """An entry of that moment; it may belong to one of the first so many `plans`."""
        entry = self._random.choice(self._entries)
        others = self._sentences[entry.kind]
        luck = self._random.random()
        said = [entry.text if luck < 0.3 else self._random.choice(others)]
        said += self._random.choices(others, k=luck > 0.2)
        names: dict[str, str] = {}

        def other(found: re.Match[str]) -> str:
            return names.setdefault(found[0], self._random.choice(_NAMES))

        text = self._people.sub(other, " ".join(said))
        return replace(
            entry,
            text=text,
            day=at.date(),
            at=at if entry.at else None,
            people=tuple({name: name for name in names.values() if f"@{name}" not in text}),
            share=entry.share and not names,
            plan=entry.plan if entry.plan and entry.plan <= plans else None,
        )


def _what_came_of(random: Random, number: int, entry: Entry) -> Iterator[tuple[int, Value]]:
    """What is written about an entry afterwards, and how many days later."""
    if (
        entry.kind in {Kind.EMPATHISE, Kind.ACT}
        and entry.went != "missed"
        and random.random() < 0.45
    ):
        days = random.randrange(5, 40)
        (source,) = random.choices(("them", "others", "guess", "not-mine"), (30, 15, 32, 23))
        text = "" if source == "not-mine" else "“Next time ask me before.”"
        yield days, HeardBack(number, Heard(source, text, entry.day + timedelta(days=days)))
    if entry.lesson is None and random.random() < 0.03:
        yield random.randrange(1, 7), Later("entry", number, {"lesson": "Ask before helping."})


def main() -> None:
    """Make one as asked for; exit 2 when the wish cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.large_journal")
    parser.add_argument("path", type=Path, help="where it goes; a new file")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=1, help="spread the entries over so many")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other words")
    asked = parser.parse_args()
    make(asked.path, asked.entries, years=asked.years, seed=asked.seed)


if __name__ == "__main__":
    main()
