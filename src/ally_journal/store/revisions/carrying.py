"""Carrying erasures into copies of a journal, which must not know more than the journal does."""

import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple
from uuid import uuid4

from ally_journal.domain.records.revision import Stamp
from ally_journal.store.database.connection import noted, transaction
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.clock import move_to
from ally_journal.store.revisions.erasure import (
    MAY_BE_WHOLE,
    days_before,
    erase_dependents,
    project_erased,
    take_away,
    take_away_stragglers,
    under_erasures,
)
from ally_journal.store.revisions.projections import (
    EACH,
    IS_HEAD,
    History,
    Kept,
    histories,
    in_batches,
    keep_new,
    marks,
    newest_sequence,
)


class Carried(NamedTuple):
    """Whether anything was erased; and the records, with their types, that went another way.

    Those have versions that the journal does not know, which now stand in conflict with what the
    journal says again.
    """

    any: bool
    astray: dict[bytes, str]


class Erasures:
    """What a `journal` erased, as it is carried into one copy after the other.

    The histories of not too many records are remembered from copy to copy.
    """

    def __init__(self, journal: sqlite3.Connection) -> None:
        self.journal = journal
        # DISTINCT would go through the index, ten times as long.
        erased = journal.execute(
            f"SELECT record, type, {MAY_BE_WHOLE} FROM revision WHERE op = 'erase'"
        ).fetchall()
        self.types = {record: type_ for record, type_, _ in erased}
        """The records of which something was erased, and their types."""
        self.entries = {record for record, type_, whole in erased if whole and type_ == "entry"}
        """Those that are entries, and may be gone whole."""
        self._remembered: dict[bytes, History] = {}

    def histories(self, records: Collection[bytes]) -> Iterator[History]:
        """The history of each record that is known, in their order."""
        known = self._remembered
        for history in histories(self.journal, [one for one in records if one not in known]):
            known[history[0].record] = history
        yield from (known[record] for record in records if record in known)
        if len(known) > _REMEMBERED:
            known.clear()


_REMEMBERED = 20 * EACH
"""Records whose histories fit in memory whatever was written in them."""


def carry_erasures(erasures: Erasures, copy: sqlite3.Connection) -> Carried:
    """Erase in the copy what was erased in the journal, in a transaction of its own.

    The copy gets the journal's own erasures, and of what the journal says again only the versions
    the copy had: so it shows each record as it was when the copy was made, without the words, and
    both grow together again without a conflict.
    """
    journal = erasures.journal
    with transaction(copy):
        before = newest_sequence(copy)
        days = days_before(copy, erasures.entries)
        carried, strange = _carry(erasures, copy)
        touched = carried | dict(take_away_stragglers(copy, before))
        own = Stamp(noted(journal, "device") or "", uuid4(), 0, 0)  # as late as the copy's clock
        touched |= erase_dependents(Change(copy, own), copy, days)
        if touched:
            project_erased(copy, touched.items())
            move_to(copy, int(noted(journal, "clock") or 0))
        astray: dict[bytes, str] = {}
        for each in in_batches(strange):
            newest = f"id IN ({marks(each)}) AND op != 'erase' AND {IS_HEAD}"
            astray.update(copy.execute(f"SELECT record, type FROM revision WHERE {newest}", each))
    return Carried(bool(touched), astray)


def _carry(erasures: Erasures, copy: sqlite3.Connection) -> tuple[dict[bytes, str], set[bytes]]:
    """Carry over erasures; gives those records of the copy, with their types, that lacked any.

    Gives also the revisions of these that only the copy knows.
    """
    carried: dict[bytes, str] = {}
    strange: set[bytes] = set()
    for each in in_batches(erasures.types):
        known: dict[bytes, set[bytes]] = {}
        those = f"SELECT record, id FROM revision WHERE record IN ({marks(each)})"
        for record, id_ in copy.execute(those, each):
            known.setdefault(record, set()).add(id_)
        missing: list[Kept] = []
        for history in erasures.histories(known):
            record = history[0].record
            if lacking := [*_missing(history, known[record])]:
                missing += lacking
                carried[record] = erasures.types[record]
                strange |= known[record] - {one.id for one in history}
        keep_new(copy, ((one, map(bytes.fromhex, one.facts["parents"])) for one in missing))
        erased = (id_ for one in missing for id_ in one.facts.get("erases", ()))
        take_away(copy, map(bytes.fromhex, erased))
    return carried, strange


def _missing(there: History, known: set[bytes]) -> Iterator[Kept]:
    """What the copy lacks: the erasures, all they stand on, and the versions it had, said again.

    `known` are the revisions of the record that the copy has. What an erasure says again has its
    change, and comes with it or never: headers that an earlier one brought along are no versions
    the copy had.
    """
    unknown = [row for row in there if row.id not in known]
    new = {row.change for row in unknown if row.op == "erase"}
    standing_on: set[bytes] = set()
    lived = set(known)
    for row in unknown:
        again = row.facts.get("again") if row.change in new and row.op != "erase" else None
        if again and bytes.fromhex(again) in lived:
            lived.add(row.id)
            yield row
        elif row.op == "erase" or row.id in (standing_on := standing_on or under_erasures(there)):
            yield row._replace(salt=None, body=None)
