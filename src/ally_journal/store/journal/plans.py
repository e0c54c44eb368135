"""Plans as they are kept: made, found and ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.plan import Plan
from ally_journal.store.journal.rows import newest_number, no_such, records_where

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3
    from datetime import date

    from ally_journal.store.journal.journal import Journal


def plans_where(
    connection: sqlite3.Connection, condition: str, *values: object
) -> tuple[Plan, ...]:
    """Plans that meet an SQL condition on the plan table, by number."""
    numbers = "SELECT number FROM entry WHERE entry.plan = ? ORDER BY number"
    found = []
    for plan in records_where(connection, "plan", Plan, condition, *values):
        rows = connection.execute(numbers, (UUID(plan.id).bytes,)).fetchall()
        found.append(replace(plan, entries=tuple(number for (number,) in rows)))
    return tuple(found)


def add_plan(journal: Journal, plan: Plan) -> Plan:
    """Keep a new plan and give it back as stored."""
    with journal.writing() as change:
        change.add("plan", body_of(plan))
        number = newest_number(journal.connection, "plan")
    return find_plan(journal, number)


def close_plan(journal: Journal, number: int, state: str, note: str | None, day: date) -> Plan:
    """End a plan as kept, changed or dropped; ending it again gives it the newer end.

    Without a note an earlier one stays. Raises NotFound.
    """
    plan = find_plan(journal, number)
    with journal.writing() as change:
        fields = {"state": state, "note": note or plan.note, "closed": day.isoformat()}
        change.amend("plan", UUID(plan.id), fields)
    return find_plan(journal, plan.number)


def find_plan(journal: Journal, number: int) -> Plan:
    """The plan of that number, or the newest for LAST; raises NotFound."""
    newest = newest_number(journal.connection, "plan")
    found = plans_where(journal.connection, "plan.number = ?", number or newest)
    if not found:
        raise no_such("plan", number, newest, "ally plan --all")
    return found[0]


def find_plans(
    journal: Journal, *, closed_too: bool = False, flagged_too: bool = False
) -> tuple[Plan, ...]:
    """The open plans, those in conflict if wanted, or all of them, by number."""
    wanted = "state = 'open' OR conflict" if flagged_too else "state = 'open'"
    return plans_where(journal.connection, "1" if closed_too else wanted)
