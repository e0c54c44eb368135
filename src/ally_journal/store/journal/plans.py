"""Plans as they are kept: made, found, acted on, changed into others and ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.plan import CHANGED, Deed, Plan
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.records import SAID, Endable
from ally_journal.store.revisions.projections import newest_number

if TYPE_CHECKING:  # `ally log` does not need them
    import sqlite3

    from ally_journal.store.journal.journal import Journal


_AFTER = (
    "SELECT number FROM plan JOIN number USING (number) WHERE number.type = 'plan'"
    f" AND json_extract(CAST({SAID.format(record='number.record')} AS TEXT), '$.follows') = ?"
    " ORDER BY number DESC LIMIT 1"
)
"""The number of the plan that a plan was changed into, by the id of that one."""


class _Plans(Endable[Plan]):
    def where(
        self, connection: sqlite3.Connection, condition: str, *values: object
    ) -> tuple[Plan, ...]:
        """Each knows the entries that name it, when it was acted on, and what it became."""
        numbers = "SELECT number FROM entry WHERE entry.plan = ? ORDER BY number"
        days = "SELECT day, coalesce(note, '') FROM did WHERE plan = ? ORDER BY day, changed"
        found = []
        for plan in super().where(connection, condition, *values):
            record = (UUID(plan.id).bytes,)
            entries = tuple(number for (number,) in connection.execute(numbers, record).fetchall())
            did = tuple(
                Deed(date.fromisoformat(day), note)
                for day, note in connection.execute(days, record).fetchall()
            )
            became = value_of(connection, _AFTER, plan.id) if plan.state == CHANGED else None
            found.append(plan.with_values(entries=entries, did=did, became=became))
        return tuple(found)

    def act(self, journal: Journal, number: int, deed: Deed) -> Plan:
        """Keep that a plan was acted on, which leaves it as it is; raises NotFound."""
        plan = self.find(journal, number)
        with journal.writing() as change:
            change.add("did", body_of(deed._replace(plan=plan.id)))
        return self.find(journal, plan.number)

    def find_open(self, journal: Journal, number: int) -> Plan:
        """The one of that number, or the newest for LAST; raises NotFound, also if it has ended."""
        plan = self.find(journal, number)
        if plan.state != "open":
            raise NotFound(
                f"Plan {plan.number} is {plan.state} already; ally plan add begins another."
            )
        return plan

    def become(self, journal: Journal, number: int, text: str, day: date) -> tuple[Plan, Plan]:
        """Close a plan and open the one it was changed into, as one change; gives both.

        The one that follows keeps where it comes from. Raises NotFound as `find_open`, and
        NothingToWrite.
        """
        before = self.find_open(journal, number)
        after = Plan(text=text, source=before.source, opened=day)
        with journal.writing() as change:
            ended = {"state": CHANGED, "closed": day.isoformat()}
            change.amend(self.type, UUID(before.id), ended)
            change.add(self.type, body_of(after, follows=before.id))
            new = newest_number(journal.connection, self.type)
        return self.find(journal, before.number), self.find(journal, new)


PLANS = _Plans("plan", Plan)
