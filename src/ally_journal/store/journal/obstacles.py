"""Obstacles as they are kept: written down, taken further, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.store.journal.rows import newest_number, no_such, records_where

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from ally_journal.store.journal.journal import Journal


def obstacles(journal: Journal, *, closed_too: bool = False) -> tuple[Obstacle, ...]:
    """The open obstacles and those in conflict, or all of them, by number."""
    wanted = "1" if closed_too else "state = 'open' OR conflict"
    return obstacles_where(journal.connection, wanted)


def obstacle(journal: Journal, number: int) -> Obstacle:
    """The obstacle of that number, or the newest for LAST; raises NotFound."""
    newest = newest_number(journal.connection, "obstacle")
    found = obstacles_where(journal.connection, "obstacle.number = ?", number or newest)
    if not found:
        raise no_such("obstacle", number, newest, "ally obstacle --all")
    return found[0]


def add_obstacle(journal: Journal, new: Obstacle) -> Obstacle:
    """Keep a new obstacle and give it back as stored."""
    with journal.writing() as change:
        change.add("obstacle", body_of(new))
        number = newest_number(journal.connection, "obstacle")
    return obstacle(journal, number)


def end_obstacle(
    journal: Journal, number: int, state: str, note: str | None, day: date
) -> Obstacle:
    """End an obstacle; ending it again gives it the newer end. Raises NotFound.

    Without a note an earlier one stays.
    """
    before = obstacle(journal, number)
    with journal.writing() as change:
        fields = {"state": state, "note": note or before.note, "closed": day.isoformat()}
        change.amend("obstacle", UUID(before.id), fields)
    return obstacle(journal, before.number)


def obstacles_where(
    connection: sqlite3.Connection, condition: str, *values: object
) -> tuple[Obstacle, ...]:
    """Obstacles that meet an SQL condition on the obstacle table, by number."""
    return records_where(connection, "obstacle", Obstacle, condition, *values)
