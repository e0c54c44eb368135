"""Fetching everything a year shows, in one short visit; entries are counted where they lie."""

import sqlite3
from datetime import date

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.shelf import TO_READ
from ally_journal.domain.review.prompts import review_topic
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.domain.review.year import (
    Year,
    days_looked_at,
    last_day,
    months_written,
    weeks_marked,
)
from ally_journal.store.journal.entries import entries_numbered, find_entries
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import reflections_where
from ally_journal.store.journal.shelf import SHELF
from ally_journal.store.review.summary import OPEN_WITHIN, written_between

_ASKED_ABOUT = (Kind.EMPATHISE, Kind.ACT)
"""The kinds of which a person may hear how they landed."""


def year_of(journal: Journal, year: int, today: date, week_starts: str) -> Year:
    """Everything the year shows as of `today`, on which it must have begun."""
    connection = journal.connection
    first, last = date(year, 1, 1), last_day(year)
    begin, end = first.isoformat(), last.isoformat()
    through = min(today, last)
    written = written_between(connection, *days_looked_at(year, week_starts))
    months = months_written(year, written)
    badly = find_entries(journal, Filter(went=("missed", "mistake"), since=first, until=last))
    whys = reflections_where(connection, "topic = 'why' AND NOT for_sharing AND day <= ?", end)
    return Year(
        year=year,
        through=through,
        months=months,
        weeks=weeks_marked(year, through, week_starts, written),
        heard=_heard(connection, begin, end, sum(sum(months[kind]) for kind in _ASKED_ABOUT)),
        first_why=whys[0] if whys else None,
        last_why=whys[-1] if whys else None,
        plans=PLANS.where(connection, OPEN_WITHIN, end, begin),
        mistakes=tuple(entry for entry in badly if entry.went == "mistake"),
        missed=tuple(entry for entry in badly if entry.went == "missed"),
        chosen=_chosen(connection, begin, end),
        obstacles=OBSTACLES.where(connection, OPEN_WITHIN, end, begin),
        reflections=reflections_where(
            connection,
            "day BETWEEN ?1 AND ?2 OR substr(topic, 1, length(?3)) = ?3",
            begin,
            end,
            review_topic(str(year), ""),
        ),
        shelf=SHELF.where(
            connection, "shelf.day BETWEEN ? AND ? AND state != ?", begin, end, TO_READ
        ),
        days=frozenset(day for day, _ in written if day.year == year),
        week_starts=week_starts,
    )


def entries_of(journal: Journal, year: int) -> tuple[Entry, ...]:
    """All entries of the year, by day, then number, oldest first."""
    return find_entries(journal, Filter(since=date(year, 1, 1), until=last_day(year)))


def _heard(connection: sqlite3.Connection, since: str, until: str, asked: int) -> dict[str, int]:
    """The rule of `heard_counts` in SQL: of `asked` entries each once, the surest source first."""
    sureness = "".join(
        f" WHEN '{source}' THEN {place}" for place, source in enumerate(HEARD_SOURCES)
    )
    found = connection.execute(
        "SELECT sure, count(*) FROM ("
        f'SELECT min(CASE heard."from"{sureness} END) AS sure FROM heard'
        " JOIN number ON number.record = heard.entry AND number.type = 'entry'"
        " JOIN entry ON entry.number = number.number"
        " WHERE entry.day BETWEEN ? AND ? AND entry.kind IN (?, ?) GROUP BY heard.entry"
        ") WHERE sure IS NOT NULL GROUP BY sure",
        (since, until, *_ASKED_ABOUT),
    )
    counts = dict.fromkeys((*HEARD_SOURCES, "unknown"), 0)
    counts |= {HEARD_SOURCES[sure]: count for sure, count in found.fetchall()}
    return counts | {"unknown": asked - sum(counts.values())}


def _chosen(connection: sqlite3.Connection, since: str, until: str) -> tuple[Entry, ...]:
    """The entries marked for a sharing copy, by day, then number, oldest first."""
    found = connection.execute(
        "SELECT number FROM entry WHERE share AND day BETWEEN ? AND ? ORDER BY day, number",
        (since, until),
    )
    numbers = [number for (number,) in found.fetchall()]
    entries = entries_numbered(connection, numbers)
    return tuple(entries[number] for number in numbers)
