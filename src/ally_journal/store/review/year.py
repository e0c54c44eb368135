"""Fetching everything a year shows, in one short visit; entries are counted where they lie."""

import sqlite3
from datetime import date

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import TO_READ
from ally_journal.domain.review.prompts import review_topic
from ally_journal.domain.review.summary import GUESS, HEARD_SOURCES
from ally_journal.domain.review.year import (
    DEEDS,
    Year,
    days_looked_at,
    last_day,
    months_written,
    weeks_marked,
)
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.away import pauses
from ally_journal.store.journal.entries import find_entries, first_day
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import reflections_where
from ally_journal.store.journal.shelf import SHELF
from ally_journal.store.review.summary import OPEN_WITHIN, in_order, written_between

_ASKED_ABOUT = (Kind.EMPATHISE, Kind.ACT)
"""The kinds of which a person may hear how they landed."""


def year_of(
    journal: Journal, year: int, today: date, week_starts: str, *, whole: bool = False
) -> Year:
    """Everything the year shows as of `today`, on which it must have begun.

    Only the `whole` of it has each entry; else it has those that it looks at one by one.
    """
    connection = journal.connection
    first, last = date(year, 1, 1), last_day(year)
    begin, end = first.isoformat(), last.isoformat()
    through = min(today, last)
    written = written_between(connection, *days_looked_at(year, week_starts))
    months = months_written(year, written)
    whys = reflections_where(connection, "topic = 'why' AND NOT for_sharing AND day <= ?", end)
    return Year(
        year=year,
        through=through,
        months=months,
        weeks=weeks_marked(year, through, week_starts, written),
        heard=_heard(connection, begin, end),
        entries=entries_of(journal, year) if whole else _looked_at(connection, begin, end),
        first_why=whys[0] if whys else None,
        last_why=whys[-1] if whys else None,
        plans=PLANS.where(connection, OPEN_WITHIN, end, begin),
        obstacles=OBSTACLES.where(connection, OPEN_WITHIN, end, begin),
        reflections=_thoughts(connection, year),
        shelf=SHELF.where(
            connection, "shelf.day BETWEEN ? AND ? AND state != ?", begin, end, TO_READ
        ),
        days=frozenset(day for day, _ in written if day.year == year),
        week_starts=week_starts,
        pauses=tuple(one for one in pauses(journal) if _touches(one, first, last)),
        first=first_day(connection),
        before=_was_written(connection, year - 1),
    )


def _thoughts(connection: sqlite3.Connection, year: int) -> tuple[Reflection, ...]:
    """What was thought in a year or in a review of it."""
    return reflections_where(
        connection,
        "day BETWEEN ?1 AND ?2 OR substr(topic, 1, length(?3)) = ?3",
        date(year, 1, 1).isoformat(),
        last_day(year).isoformat(),
        review_topic(str(year), ""),
    )


def _touches(pause: Away, first: date, last: date) -> bool:
    return pause.first <= last and (pause.until or last) >= first


def _was_written(connection: sqlite3.Connection, year: int) -> bool:
    """Whether anything was written about the days of a year."""
    days = (date(year, 1, 1).isoformat(), last_day(year).isoformat())
    return bool(
        value_of(connection, "SELECT 1 FROM entry WHERE day BETWEEN ? AND ? LIMIT 1", *days)
    )


def entries_of(journal: Journal, year: int) -> tuple[Entry, ...]:
    """All entries of the year, by day, then number, oldest first."""
    return find_entries(journal, Filter(since=date(year, 1, 1), until=last_day(year)))


_NUMBERED = "JOIN number ON number.type = 'entry' AND number.number = entry.number"
_COULD_BE_HEARD = (
    "entry.day BETWEEN ?1 AND ?2 AND entry.kind IN (?3, ?4) AND entry.went != 'missed'"
)


def _heard(connection: sqlite3.Connection, since: str, until: str) -> dict[str, int]:
    """The rule of `heard_counts` in SQL: each entry once, the surest source first."""
    nobody = len(HEARD_SOURCES)
    sureness = "".join(
        f" WHEN '{source}' THEN {place}" for place, source in enumerate(HEARD_SOURCES)
    )
    guessed = f"iif(entry.guess IS NULL, {nobody}, {HEARD_SOURCES.index(GUESS)})"
    found = connection.execute(
        f"SELECT sure, count(*) FROM (SELECT min({guessed},"
        f' coalesce(min(CASE feedback."from"{sureness} END), {nobody})) AS sure'
        f" FROM entry {_NUMBERED} LEFT JOIN feedback ON feedback.entry = number.record"
        f" WHERE {_COULD_BE_HEARD} GROUP BY entry.number) GROUP BY sure",
        (since, until, *_ASKED_ABOUT),
    )
    counts = dict(found.fetchall())
    names = (*HEARD_SOURCES, "unknown")
    return {name: counts.get(place, 0) for place, name in enumerate(names)}


_GUESSED = (
    "entry.guess IS NOT NULL OR EXISTS (SELECT 1 FROM feedback"
    " WHERE feedback.entry = number.record AND \"from\" = 'guess')"
)
_SAID = (
    "EXISTS (SELECT 1 FROM feedback"
    " WHERE feedback.entry = number.record AND \"from\" IN ('them', 'others'))"
)
_NEWEST = (
    "SELECT * FROM (SELECT day, number FROM entry"
    " WHERE kind = '{}' AND went = 'done' AND NOT star AND day BETWEEN ?1 AND ?2"
    f" ORDER BY day DESC, number DESC LIMIT {DEEDS})"
)


def _looked_at(connection: sqlite3.Connection, since: str, until: str) -> tuple[Entry, ...]:
    """What was marked, went badly, is among the newest of its kind, or was guessed and heard of."""
    marked = (
        "SELECT day, number FROM entry"
        " WHERE (went != 'done' OR star OR share) AND day BETWEEN ?1 AND ?2"
    )
    guessed = (
        f"SELECT entry.day, entry.number FROM entry {_NUMBERED}"
        f" WHERE {_COULD_BE_HEARD} AND ({_GUESSED}) AND {_SAID}"
    )
    newest = (_NEWEST.format(kind.value) for kind in Kind)
    found = connection.execute(
        "SELECT number FROM (" + " UNION ".join((marked, guessed, *newest)) + ")"
        " ORDER BY day, number",
        (since, until, *_ASKED_ABOUT),
    )
    return in_order(connection, found.fetchall())
