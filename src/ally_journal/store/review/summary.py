"""Fetching everything a review shows, in one short visit."""

import sqlite3
from datetime import date, timedelta
from uuid import UUID

from ally_journal.domain.calendar.periods import Period, week_start
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.review.prompts import review_topic
from ally_journal.domain.review.summary import WEEKS_LOOKED_AT, Summary, heard_counts, weeks_written
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.entries import entry_numbered, find_entries, first_day
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import reflections_where

OPEN_WITHIN = "opened <= ? AND (state = 'open' OR closed >= ?)"
"""An SQL condition: open at some time between two days, the later one given first."""


def summary_of(journal: Journal, period: Period, today: date, week_starts: str) -> Summary:
    """Everything a review of the period shows, as of `today`."""
    connection = journal.connection
    entries = find_entries(journal, Filter(since=period.first_day, until=period.last_day))
    upto = min(today, period.last_day)
    since = week_start(upto, week_starts) - timedelta(weeks=WEEKS_LOOKED_AT - 1)
    written = {day for day, _ in written_between(connection, since, upto)}
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    whys = reflections_where(connection, "topic = 'why' AND NOT for_sharing AND day <= ?", last)
    return Summary(
        period=period,
        today=today,
        entries=entries,
        weeks=tuple(weeks_written(written, first_day(connection), upto, week_starts)),
        heard=heard_counts(entries),
        plans=PLANS.where(connection, OPEN_WITHIN, last, first),
        obstacles=OBSTACLES.where(
            connection, "opened <= ?1 AND (closed IS NULL OR closed > ?1)", last
        ),
        why=whys[-1] if whys else None,
        reflections=reflections_where(
            connection,
            # What was written for others is no thought of the week in which it was written.
            "NOT for_sharing AND (day BETWEEN ?1 AND ?2 OR substr(topic, 1, length(?3)) = ?3)",
            first,
            last,
            review_topic(period.name, ""),
        ),
        then=_then(connection, period, upto) if period.unit == "week" else None,
        plans_asked=_plans_asked(connection, week_start(today, week_starts)),
    )


_AGO = (timedelta(days=365), timedelta(days=91))
_ABOUT = timedelta(days=10)
"""How far an old entry may lie from a year ago, or else a quarter ago."""


def _then(connection: sqlite3.Connection, period: Period, upto: date) -> Entry | None:
    """One old entry to read again; none that was answered, forgotten or skipped twice.

    Also none once one was read in a review of this period.
    """
    read = "SELECT 1 FROM asked WHERE question = 'then' AND period = ?"
    if value_of(connection, read, period.name):
        return None
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
            return entry_numbered(connection, found)
    return None


def _plans_asked(connection: sqlite3.Connection, before: date) -> dict[str, tuple[date, int]]:
    """When each plan, by its id, was last asked about before a day, and how often until then."""
    found = connection.execute(
        "SELECT about, max(day), count(*) FROM asked"
        " WHERE question = 'plan' AND day < ? GROUP BY about",
        (before.isoformat(),),
    ).fetchall()
    return {str(UUID(bytes=about)): (date.fromisoformat(day), times) for about, day, times in found}


def written_between(
    connection: sqlite3.Connection, since: date, until: date
) -> dict[tuple[date, Kind], int]:
    """How many entries of each kind each day has, both ends inclusive."""
    found = connection.execute(
        "SELECT day, kind, count(*) FROM entry WHERE day BETWEEN ? AND ? GROUP BY day, kind",
        (since.isoformat(), until.isoformat()),
    )
    return {(date.fromisoformat(day), Kind(kind)): count for day, kind, count in found.fetchall()}
