"""Fetching everything a review shows, in one short visit."""

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from ally_journal.domain.calendar.periods import Period, week_of, week_start
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.away import is_away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.rehearsal import Rehearsal, is_back
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.prompts import review_topic
from ally_journal.domain.review.questions import ENDED, PLAN
from ally_journal.domain.review.summary import (
    WEEKS_LOOKED_AT,
    Summary,
    heard_counts,
    usual_period,
    weeks_written,
)
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.away import pauses
from ally_journal.store.journal.entries import (
    entries_numbered,
    entry_numbered,
    find_entries,
    first_day,
)
from ally_journal.store.journal.ideas import own_questions
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import reflections_where
from ally_journal.store.journal.rehearsals import rehearsals
from ally_journal.store.journal.shelf import SHELF
from ally_journal.store.revisions.projections import id_of

OPEN_WITHIN = "opened <= ? AND (state = 'open' OR closed >= ?)"
"""An SQL condition: open at some time between two days, the later one given first."""


def period_to_review(journal: Journal, today: date, starts: str) -> Period:
    """What to look back on when nobody named a period; see `usual_period`."""
    connection = journal.connection
    week = week_of(today, starts)
    before = week.first_day - timedelta(days=7)
    days = {day for day, _ in written_between(connection, before, week.last_day)}
    ended = connection.execute(
        "SELECT DISTINCT period FROM asked WHERE question = ?", (ENDED,)
    ).fetchall()
    return usual_period(
        today,
        starts,
        this=any(day in week for day in days),
        last=any(day not in week for day in days),
        ended={name for (name,) in ended},
    )


def summary_of(
    journal: Journal, period: Period, today: date, week_starts: str, *, instead: bool = False
) -> Summary:
    """Everything a review of the period shows, as of `today`; `instead` of this week, if so."""
    connection = journal.connection
    entries = find_entries(journal, Filter(since=period.first_day, until=period.last_day))
    upto = min(today, period.last_day)
    since = week_start(upto, week_starts) - timedelta(weeks=WEEKS_LOOKED_AT - 1)
    written = {day for day, _ in written_between(connection, since, upto)}
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    whys = reflections_where(connection, "topic = 'why' AND NOT for_sharing AND day <= ?", last)
    away = pauses(journal)
    weeks = weeks_written(written, first_day(connection), upto, week_starts, away)
    ended = _last_end(connection, today) if _is_present(period, today) else None
    then, named = _then(connection, period, upto) if period.unit == "week" else (None, False)
    return Summary(
        period=period,
        today=today,
        entries=entries,
        weeks=tuple(weeks),
        heard=heard_counts(entries),
        plans=PLANS.where(connection, OPEN_WITHIN, last, first),
        obstacles=OBSTACLES.where(
            connection, "opened <= ?1 AND (closed IS NULL OR closed > ?1)", last
        ),
        why=whys[-1] if whys else None,
        reflections=_thoughts(connection, period),
        since=_since(connection, period, ended) if ended else (),
        told=_told(connection, period),
        then=then,
        named=named,
        ready=_ready(journal, period, today, ended),
        shelf=tuple(item for item in SHELF.where(connection, "1") if item.on and item.on in period),
        instead=instead,
        away=is_away(away, period.first_day, upto),
        plans_asked=_plans_asked(connection, week_start(today, week_starts)),
        own={one.id: one.text for one in own_questions(journal)},
    )


def _thoughts(connection: sqlite3.Connection, period: Period) -> tuple[Reflection, ...]:
    """What was thought in a period or in a review of it, not what was written for others then."""
    return reflections_where(
        connection,
        "NOT for_sharing AND (day BETWEEN ?1 AND ?2 OR substr(topic, 1, length(?3)) = ?3)",
        period.first_day.isoformat(),
        period.last_day.isoformat(),
        review_topic(period.name, ""),
    )


def _wanted(connection: sqlite3.Connection, period: Period) -> tuple[ShelfItem, ...]:
    """What on the shelf is wanted for one of its days."""
    return tuple(item for item in SHELF.where(connection, "1") if item.on and item.on in period)


_YEAR = timedelta(days=366)


class _End(NamedTuple):
    """When a review ended: its local day, and the moment in UTC milliseconds."""

    day: date
    at: int


def _is_present(period: Period, today: date) -> bool:
    """Whether it is a week that was not over, or only just, on the day it is looked at."""
    return period.unit == "week" and today < period.end + timedelta(days=7)


def _last_end(connection: sqlite3.Connection, today: date) -> _End | None:
    """When the last review before today ended, so that one taken up again shows the same."""
    found = connection.execute(
        "SELECT asked.day, max(revision.clock) FROM asked"
        " JOIN revision ON revision.record = asked.record"
        " WHERE question = ? AND day < ? GROUP BY asked.record ORDER BY 2 DESC LIMIT 1",
        (ENDED, today.isoformat()),
    ).fetchone()
    return _End(date.fromisoformat(found[0]), found[1]) if found else None


def _since(connection: sqlite3.Connection, period: Period, ended: _End) -> tuple[Entry, ...]:
    """What was written down after a review ended, about days of the year before the period."""
    first = period.first_day
    found = connection.execute(
        "SELECT number FROM entry WHERE day >= ? AND day < ? AND created > ? ORDER BY day, number",
        ((first - _YEAR).isoformat(), first.isoformat(), ended.at),
    ).fetchall()
    return in_order(connection, found)


def _told(connection: sqlite3.Connection, period: Period) -> tuple[Entry, ...]:
    """Entries of days before the period about which something was heard in it."""
    first = period.first_day.isoformat()
    found = connection.execute(
        "SELECT DISTINCT entry.number FROM feedback"
        " JOIN number ON number.type = 'entry' AND number.record = feedback.entry"
        " JOIN entry ON entry.number = number.number"
        " WHERE feedback.day BETWEEN ?1 AND ?2 AND entry.day < ?1 ORDER BY entry.day, entry.number",
        (first, period.last_day.isoformat()),
    ).fetchall()
    return in_order(connection, found)


def in_order(connection: sqlite3.Connection, found: list[tuple[int]]) -> tuple[Entry, ...]:
    """The entries of those numbers, in the order in which they were found."""
    numbers = [number for (number,) in found]
    entries = entries_numbered(connection, numbers) if numbers else {}
    return tuple(entries[number] for number in numbers)


def _ready(
    journal: Journal, period: Period, today: date, ended: _End | None
) -> tuple[Rehearsal, ...]:
    """Sentences that came due since a review ended, or else in a period that is not over."""
    if today not in period and ended is None:
        return ()
    since = ended.day if ended else period.first_day - timedelta(days=1)
    return tuple(one for one in rehearsals(journal) if is_back(one.day, since, today))


_AGO = (timedelta(days=365), timedelta(days=91))
_ABOUT = timedelta(days=10)
"""How far an old entry may lie from a year ago, or else a quarter ago."""


def _then(connection: sqlite3.Connection, period: Period, upto: date) -> tuple[Entry | None, bool]:
    """One old entry to read again; none that was answered, forgotten or skipped twice.

    Also none once one was read in a review of this period. One whose day for it was named, and has
    come, is before all others; whether it is such a one.
    """
    read = "SELECT 1 FROM asked WHERE question = 'then' AND period = ?"
    if value_of(connection, read, period.name):
        return None, False
    named = value_of(
        connection,
        "SELECT entry.number FROM entry JOIN number"
        " ON number.type = 'entry' AND number.number = entry.number"
        " WHERE entry.again <= ?1 AND entry.day <= ?1 AND NOT EXISTS (SELECT 1 FROM asked"
        " WHERE question = 'then' AND about = number.record AND asked.day >= entry.again)"
        " ORDER BY entry.again, entry.number LIMIT 1",
        upto.isoformat(),
    )
    if named:
        return entry_numbered(connection, named), True
    for ago in _AGO:
        target = upto - ago
        found = value_of(
            connection,
            "SELECT entry.number FROM entry JOIN number"
            " ON number.type = 'entry' AND number.number = entry.number"
            " WHERE entry.day BETWEEN ?1 AND ?2 AND NOT EXISTS (SELECT 1 FROM asked"
            " WHERE question = 'then' AND about = number.record AND outcome != 'skipped')"
            " AND (SELECT count(*) FROM asked"
            " WHERE question = 'then' AND about = number.record) < 2"
            " ORDER BY abs(julianday(entry.day) - julianday(?3)), entry.number LIMIT 1",
            *map(date.isoformat, (target - _ABOUT, target + _ABOUT, target)),
        )
        if found:
            return entry_numbered(connection, found), False
    return None, False


def _plans_asked(connection: sqlite3.Connection, before: date) -> dict[str, tuple[date, int]]:
    """When each plan, by its id, was last asked about before a day, and how often until then."""
    found = connection.execute(
        "SELECT about, max(day), count(*) FROM asked WHERE question = ? AND day < ? GROUP BY about",
        (PLAN, before.isoformat()),
    ).fetchall()
    return {id_of(about): (date.fromisoformat(day), times) for about, day, times in found}


def written_between(
    connection: sqlite3.Connection, since: date, until: date
) -> dict[tuple[date, Kind], int]:
    """How many entries of each kind each day has, both ends inclusive."""
    found = connection.execute(
        "SELECT day, kind, count(*) FROM entry WHERE day BETWEEN ? AND ? GROUP BY day, kind",
        (since.isoformat(), until.isoformat()),
    )
    return {(date.fromisoformat(day), Kind(kind)): count for day, kind, count in found.fetchall()}
