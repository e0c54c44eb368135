"""Pauses as they are kept: begun, run into one another, and ended."""

from datetime import date
from uuid import UUID

from ally_journal.domain.records.away import Away, joined, without
from ally_journal.domain.records.fields import body_of, record_of
from ally_journal.store.journal.journal import Journal


def pauses(journal: Journal) -> tuple[Away, ...]:
    """All of them, by their first day."""
    return tuple(_kept(journal).values())


def go_away(journal: Journal, new: Away, today: date) -> Away:
    """Keep a pause; with those it overlaps or touches it becomes one, which is given back."""
    there = _kept(journal)
    whole, swallowed = joined(new, there, today)
    if [there[one] for one in swallowed] != [whole]:
        with journal.writing() as change:
            for record in swallowed[1:]:
                change.put_exactly("away", record, None)
            if swallowed:
                change.amend("away", swallowed[0], body_of(whole))
            else:
                change.add("away", body_of(whole))
    return whole


def come_back(journal: Journal, day: date) -> tuple[Away, Away | None] | None:
    """End each pause that holds `day`, the first one back, the day before it.

    Gives the one that began first as it was and as it is now, None for one of which nothing is
    left; or None where no pause holds that day.
    """
    holding = {record: one for record, one in _kept(journal).items() if one.holds(day)}
    if not holding:
        return None
    with journal.writing() as change:
        for record, before in holding.items():
            if after := without(before, day):
                change.amend("away", record, body_of(after))
            else:
                change.put_exactly("away", record, None)
    first = next(iter(holding.values()))
    return first, without(first, day)


def _kept(journal: Journal) -> dict[UUID, Away]:
    """Each pause by its record; of one in conflict what is shown."""
    found = journal.connection.execute(
        'SELECT record, "from", until FROM away ORDER BY "from", changed, record'
    ).fetchall()
    return {
        UUID(bytes=record): record_of(Away, {"from": first, "until": until})
        for record, first, until in found
    }
