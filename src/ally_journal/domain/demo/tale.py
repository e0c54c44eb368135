"""Reads `tale.toml`, which says how it is written, and dates it so that it ends now."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Deed, Plan, review_source
from ally_journal.domain.records.reflection import ANSWERED, Asking, Reflection
from ally_journal.domain.records.shelf import DONE, IN_PROGRESS, ShelfItem
from ally_journal.domain.review.prompts import SEVEN, TAKE_ALONG, review_topic

_WEEK = 5  # working days
_EVENING = time(17, 50)  # when what has no time of its own was written


class HeardBack(NamedTuple):
    """What came back about the entry of that number."""

    entry: int
    heard: Heard


class Acted(NamedTuple):
    """One time that the plan of that number was acted on."""

    plan: int
    deed: Deed


class Later(NamedTuple):
    """Fields of a record that changed after it was written; a shelf item goes by its title."""

    type: str
    which: int | str
    fields: Mapping[str, Any]


Value = Entry | Plan | Obstacle | Reflection | ShelfItem | Asking | Away | HeardBack | Acted | Later


class Written(NamedTuple):
    """One thing written, at an aware local moment; records are numbered in this order from 1."""

    at: datetime
    value: Value


def told(now: datetime) -> tuple[Written, ...]:
    """The tale as written up to the aware local `now`, in order.

    Raises:
        KeyError, TypeError, ValueError: the file says something that no record may say.
    """
    with Path(__file__).with_name("tale.toml").open("rb") as file:
        tale = tomllib.load(file)
    calendar = _Calendar(now.replace(microsecond=0))
    written = [
        *_plans(tale["plan"], calendar),
        *_obstacles(tale["obstacle"], calendar),
        *_shelf(tale["shelf"], calendar),
        *_reflections(tale["reflection"], calendar),
        *_pauses(tale["away"], calendar),
        *_entries(tale["entry"], tale["plan"], calendar),
    ]
    return tuple(sorted(written, key=lambda one: one.at))


class _Calendar(NamedTuple):
    """Counts working days back from the newest one, and never goes beyond `now`."""

    now: datetime

    def day(self, ago: int) -> date:
        """The working day so many before the newest; a negative one lies ahead."""
        newest = self.now.date() - timedelta(days=max(self.now.weekday() - _WEEK + 1, 0))
        weeks, rest = divmod(_WEEK - 1 - newest.weekday() + ago, _WEEK)
        friday = newest + timedelta(days=_WEEK - 1 - newest.weekday())
        return friday - timedelta(days=7 * weeks + rest)

    def moment(self, ago: int, at: time = _EVENING) -> datetime:
        """That day at a local time, or now if that is still to come."""
        return min(datetime.combine(self.day(ago), at, self.now.tzinfo), self.now)


_Tables = list[dict[str, Any]]
"""What the file says of one type, in its order; a word that no record knows is refused."""


def _each(tables: _Tables, calendar: _Calendar) -> Iterator[tuple[int, datetime, dict[str, Any]]]:
    """The number of each table, from 1, its moment, and what else it says."""
    for number, table in enumerate(tables, start=1):
        moment = calendar.moment(table["ago"], table.get("at", _EVENING))
        yield number, moment, {name: told for name, told in table.items() if name != "ago"}


def _entries(tables: _Tables, plans: _Tables, calendar: _Calendar) -> Iterator[Written]:
    numbers = _numbers(plans)
    for number, moment, fields in _each(tables, calendar):
        at, heard = fields.pop("at", None), fields.pop("heard", [])
        changes = fields.pop("later", [])
        fields["kind"] = Kind(fields["kind"])
        for name in {"tags", "people"} & set(fields):
            fields[name] = tuple(fields[name])
        if "plan" in fields:
            fields["plan"] = numbers[fields["plan"]]
        if "again" in fields:
            fields["again"] = calendar.day(fields["again"])
        yield Written(moment, Entry(day=moment.date(), at=moment if at else None, **fields))
        for one in heard:
            when = calendar.moment(one["ago"])
            back = Heard(one["from"], one.get("text", ""), when.date())
            yield Written(when, HeardBack(number, back))
        yield from _changes("entry", number, changes, calendar)


def _numbers(plans: _Tables) -> dict[str, int]:
    return {plan["name"]: number for number, plan in enumerate(plans, start=1)}


def _plans(tables: _Tables, calendar: _Calendar) -> Iterator[Written]:
    """Each plan, when it was acted on and how it ended; one from a review names the week of it."""
    numbers = _numbers(tables)
    for number, moment, fields in _each(tables, calendar):
        del fields["name"]
        did = fields.pop("did", [])
        if "follows" in fields:
            fields["follows"] = numbers[fields["follows"]]
        end, source = fields.pop("end", None), fields.pop("from", None)
        until = fields.pop("until", None)
        if source == "review":
            source = review_source(week_of(moment.date()).name)
        last_day = None if until is None else calendar.day(until)
        plan = Plan(opened=moment.date(), source=source, until=last_day, **fields)
        yield Written(moment, plan)
        for one in did:
            when = calendar.moment(one["ago"])
            yield Written(when, Acted(number, Deed(when.date(), one.get("note", ""))))
        yield from _changes("plan", number, [end] if end else [], calendar)


def _obstacles(tables: _Tables, calendar: _Calendar) -> Iterator[Written]:
    for number, moment, fields in _each(tables, calendar):
        changes = fields.pop("later", [])
        yield Written(moment, Obstacle(opened=moment.date(), **fields))
        yield from _changes("obstacle", number, changes, calendar)


def _changes(type_: str, number: int, changes: _Tables, calendar: _Calendar) -> Iterator[Written]:
    """What later became of a record; one that has a state then is closed on that day."""
    for _, moment, fields in _each(changes, calendar):
        if "state" in fields:
            fields["closed"] = moment.date().isoformat()
        yield Written(moment, Later(type_, number, fields))


def _pauses(tables: _Tables, calendar: _Calendar) -> Iterator[Written]:
    for _, moment, fields in _each(tables, calendar):
        yield Written(moment, Away(calendar.day(fields["from"]), calendar.day(fields["until"])))


def _shelf(tables: _Tables, calendar: _Calendar) -> Iterator[Written]:
    """Each thing as it is put there, then begun and done where it says so."""
    for _, moment, fields in _each(tables, calendar):
        fields["tags"] = tuple(fields.get("tags", ()))
        if "on" in fields:
            fields["on"] = calendar.day(fields["on"])
        begun, done = fields.pop("started", None), fields.pop("done", None)
        takeaway = fields.pop("takeaway", None)
        yield Written(moment, ShelfItem(day=moment.date(), **fields))
        for ago, change in (
            (begun, {"state": IN_PROGRESS}),
            (done, {"state": DONE, "takeaway": takeaway}),
        ):
            if ago is not None:
                later = calendar.moment(ago)
                change["day"] = later.date().isoformat()
                yield Written(later, Later("shelf", fields["title"], change))


def _reflections(tables: _Tables, calendar: _Calendar) -> Iterator[Written]:
    """Each reflection; an answer to a review's question belongs to the review of its week."""
    for _, moment, fields in _each(tables, calendar):
        topic, day = fields.pop("topic"), moment.date()
        week = week_of(day).name
        if topic.startswith(SEVEN):
            yield Written(moment, Asking(topic, week, day, ANSWERED))
        if topic.startswith(SEVEN) or topic == TAKE_ALONG:
            topic = review_topic(week, topic)
        yield Written(moment, Reflection(topic=topic, day=day, **fields))
