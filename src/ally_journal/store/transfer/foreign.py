"""Adopting entries from elsewhere: each is kept once, however often its file is imported.

A record's id comes from its source and name, and its body remembers, as a hash, in which form it
arrived. So a later import tells what is known, what its source changed, and what was edited here.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.revision import Head, canonical
from ally_journal.domain.transfer.reader import Arrival, Arrivals
from ally_journal.domain.transfer.result import Tally
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.projections import (
    EACH,
    History,
    histories,
    in_batches,
    newest_number,
    tips,
)

_HERE_ONLY = ("at", "offset", "zone", "arrived", "plan")


def adopting(journal: Journal, arrivals: Arrivals, *, dry_run: bool) -> Iterator[Tally]:
    """Keep what is new or changed, as one change; a dry run is taken back at the end.

    After every `EACH` arrivals it tells what came of them so far, and in the end of all; run it to
    its end: everything is one transaction, and left before, it keeps nothing.

    What was deleted here, or edited here and not in the source, stays as it is and counts as the
    same, and so does a new arrival whose day and words are here already, at the same minute
    where the source tells times or names its entries. An entry whose import
    was undone is new again. What changed there and here is kept in both forms, in conflict.
    """
    counts = dict.fromkeys(Tally._fields, 0)
    with journal.writing(dry_run=dry_run) as change:
        here = _Here(journal.connection, arrivals, change)
        for batch in in_batches(arrivals.items):
            for became in _kept(here, batch):
                counts[became] += 1
            if len(batch) == EACH:
                yield Tally(**counts)
    yield Tally(**counts)


class _Here:
    """The journal an import changes."""

    def __init__(self, connection: sqlite3.Connection, arrivals: Arrivals, change: Change) -> None:
        self.connection, self.arrivals, self.change = connection, arrivals, change
        self.highest = newest_number(connection, "entry")
        """The highest number of an entry before."""
        self.matched: set[int] = set()
        """The numbers of entries that were found to be one arrival."""

    def id_of(self, arrival: Arrival) -> UUID:
        """The id of the record that an arrival is, or will be."""
        return lasting_record_id("entry", f"{self.arrivals.source}:{arrival.key}")

    @cached_property
    def records(self) -> frozenset[bytes]:
        """The ids of all that arrives; few imports need them."""
        return frozenset(self.id_of(one).bytes for one in self.arrivals.items)


def _kept(here: _Here, arrivals: Sequence[Arrival]) -> list[str]:
    """Do what is to be done about some arrivals, and say as which field of `Tally` each counts."""
    became: list[str] = []
    records = [here.id_of(one) for one in arrivals]
    known = {
        history[0].record: history
        for history in histories(here.connection, [one.bytes for one in records])
    }
    new: list[tuple[UUID, dict[str, Any]]] = []
    for arrival, record in zip(arrivals, records, strict=True):
        body = body_of(arrival.entry)
        given = arrival.entry.kind == here.arrivals.kind
        body["arrived"] = _form(body, with_kind=not given)
        if history := known.get(record.bytes):
            became.append(_known(here, history, record, body))
        elif _said_already(here, arrival, body):
            became.append("same")
        else:
            became.append("new")
            new.append((record, body))
    here.change.add_all("entry", new)
    return became


def _known(here: _Here, known: History, record: UUID, body: dict[str, Any]) -> str:
    """The same for one whose record is known."""
    if any(head.op == "put" for head in tips(known)):
        return _compared(here, known, record, body)
    if any(one.op != "put" and one.facts["undoes"] is None for one in known):
        return "same"
    here.change.put("entry", record, body)
    return "new"


def _compared(here: _Here, known: History, record: UUID, body: dict[str, Any]) -> str:
    """The same for an entry that is known, by what it has become there and here.

    An entry that got the kind given for all keeps the one it has here.
    """
    given = body["kind"] == here.arrivals.kind
    before = [(one, json.loads(one.body)) for one in known if one.body is not None]
    shown = [json.loads(head.body) for head in tips(known) if head.body is not None]
    if not before or any(was.get("arrived") == body["arrived"] for _, was in before):
        return "same"
    if any(_form(now, with_kind=not given) == body["arrived"] for now in shown):
        return "same"
    fields = {name: value for name, value in body.items() if name != "plan"}
    if given:
        del fields["kind"]
    if len(shown) == 1 and _as_it_came(shown[0]):
        here.change.amend("entry", record, fields)
        return "changed"
    # What is here was edited, so the new form goes beside it, on what last came from the source.
    came = next((one for one, was in reversed(before) if _as_it_came(was)), before[0][0])
    here.change.amend("entry", record, fields, [Head(came.id, came.op, came.clock, came.body)])
    return "conflict"


def _as_it_came(body: Mapping[str, Any]) -> bool:
    return body.get("arrived") in [_form(body, with_kind=with_kind) for with_kind in (True, False)]


def _form(body: Mapping[str, Any], *, with_kind: bool) -> str:
    """A hash of what the source says, the same in whichever time zone it is imported."""
    said = {name: value for name, value in body.items() if value and name not in _HERE_ONLY}
    if not with_kind:
        said.pop("kind", None)
    if body.get("at") is not None:
        said["clock"] = body["at"] // 1000 + (body.get("offset") or 0)
    return sha256(canonical(said)).hexdigest()[:32]


def _said_already(here: _Here, arrival: Arrival, body: Mapping[str, Any]) -> bool:
    """Whether the same words stood under the same day before the import began.

    Where the source tells a time or a name, the same words later that day are a second entry: one
    that is here is one arrival, at the same minute, or at any where only one of both has a time.
    """
    found = here.connection.execute(
        'SELECT entry.number, "at", "offset", record FROM entry'
        " JOIN number ON number.type = 'entry' AND number.number = entry.number"
        " WHERE day = ? AND text = ? AND entry.number <= ?",
        (body["day"], body["text"], here.highest),
    ).fetchall()
    if body["at"] is None and not arrival.named:
        return bool(found)
    minute = _minute(body["at"], body["offset"])
    timed = [(number, _minute(at, offset), record) for number, at, offset, record in found]
    for number, its, record in sorted(timed, key=lambda one: one[1] != minute):
        may_be = its is None or minute is None or its == minute
        if may_be and number not in here.matched and record not in here.records:
            here.matched.add(number)
            return True
    return False


def _minute(at: int | None, offset: int | None) -> int | None:
    """The minute on the clock of its place, counted from 1970; None without a time."""
    return None if at is None else (at // 1000 + (offset or 0)) // 60
