"""Plans as they are kept: made, found and ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.records.plan import Plan
from ally_journal.store.journal.records import Endable

if TYPE_CHECKING:  # `ally log` does not need it
    import sqlite3


class _Plans(Endable[Plan]):
    def where(
        self, connection: sqlite3.Connection, condition: str, *values: object
    ) -> tuple[Plan, ...]:
        """Each has the numbers of the entries that name it."""
        numbers = "SELECT number FROM entry WHERE entry.plan = ? ORDER BY number"
        found = []
        for plan in super().where(connection, condition, *values):
            rows = connection.execute(numbers, (UUID(plan.id).bytes,)).fetchall()
            found.append(replace(plan, entries=tuple(number for (number,) in rows)))
        return tuple(found)


PLANS = _Plans("plan", Plan)
