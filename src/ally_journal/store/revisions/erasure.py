"""Erasing: words leave the bodies of revisions, and their headers say so for good.

Three things call this: `ally forget`, an archive that carries erasures, and a copy of the journal
that must not know more than the journal does, see `carrying`.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from uuid import UUID

from ally_journal.domain.records.revision import told
from ally_journal.domain.review.prompts import then_named
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.projections import (
    History,
    Kept,
    histories,
    id_of,
    in_batches,
    keep_new,
    marks,
    project,
    tips,
)

Rewrite = Callable[[bytes, str, bytes], bytes]
"""What a body of a type becomes, by the id of its revision, its type and itself."""


HANGS_BY = {"heard": "entry", "rehearsal": "entry", "did": "plan", "asked": "about"}
"""The types of record that go with another one, and the field of their bodies that names it."""
_IDS = re.compile(rb'"([0-9a-f-]{36})"')

UNFINISHED = "forgetting"
"""What a journal notes about itself while copies still have to be looked through."""


def erased_ids(connection: sqlite3.Connection, after: int = 0) -> list[bytes]:
    """The revisions whose bodies are gone for good, as far as those behind a sequence say."""
    rows = connection.execute(
        "SELECT header FROM revision WHERE op = 'erase' AND seq > ?", (after,)
    ).fetchall()
    return [bytes.fromhex(one) for (head,) in rows for one in json.loads(head).get("erases", ())]


MAY_BE_WHOLE = "op = 'erase' AND instr(header, CAST('\"whole\"' AS BLOB))"
"""An SQL condition on a row of `revision`, true at least wherever `is_whole` holds; quicker."""


def is_whole(header: bytes) -> bool:
    """Whether an erasure takes its record away, and not only some of its words."""
    return bool(json.loads(header).get("whole"))


def take_away(connection: sqlite3.Connection, erased: Iterable[bytes]) -> set[tuple[bytes, str]]:
    """Delete the bodies of those revisions that are here; gives their records and types."""
    touched: set[tuple[bytes, str]] = set()
    for each in in_batches(erased):
        there = f"SELECT seq, record, type FROM revision WHERE id IN ({marks(each)})"
        rows = connection.execute(there, each).fetchall()
        touched.update((record, type_) for _, record, type_ in rows)
        bodies = f"DELETE FROM body WHERE revision IN ({marks(rows)})"
        connection.execute(bodies, [seq for seq, _, _ in rows])
    return touched


def take_away_stragglers(connection: sqlite3.Connection, after: int) -> set[tuple[bytes, str]]:
    """Delete the bodies of forgotten records that were written without knowing it.

    When a whole record was forgotten, an edit of it from a device that had not heard of that says
    the same words once more. So of such a record only what was written on top of every erasure
    has words, in whichever order the revisions came together. What somebody added in that edit is
    lost here; it is still where it was written. Where a record was only rewritten, as for a name,
    such an edit is kept as a version in conflict, for the person to see: nobody knows the name
    any more, so nobody can look for it.

    Only records with a revision behind the sequence `after` are looked at.
    """
    rows = connection.execute(
        f"SELECT id, record, type, header FROM revision AS one WHERE {MAY_BE_WHOLE} AND EXISTS"
        " (SELECT 1 FROM revision WHERE revision.record = one.record AND revision.seq > ?) AND"
        " EXISTS (SELECT 1 FROM revision JOIN body ON body.revision = seq"
        " WHERE revision.record = one.record)",
        (after,),
    ).fetchall()
    touched = set()
    for identity, record, type_, header in rows:
        if is_whole(header):
            gone = connection.execute(
                "DELETE FROM body WHERE revision IN (SELECT seq FROM revision WHERE record = ?1"
                " AND id NOT IN (WITH RECURSIVE later(id) AS (SELECT ?2 UNION"
                " SELECT revision.id FROM later JOIN parent ON parent.parent = later.id"
                " JOIN revision ON revision.seq = parent.revision) SELECT id FROM later))",
                (record, identity),
            )
            if gone.rowcount:
                touched.add((record, type_))
    return touched


Days = Mapping[bytes, set[str]]
"""The days of some entries, each in all its versions."""


def days_of(connection: sqlite3.Connection, records: Iterable[bytes]) -> Days:
    """The days of those of these entries that have words yet."""
    days: dict[bytes, set[str]] = {}
    for each in in_batches(records):
        said = "SELECT record, body FROM revision JOIN body ON body.revision = seq WHERE record IN "
        for record, body in connection.execute(f"{said}({marks(each)})", each):
            days.setdefault(record, set()).add(told(body).get("day", ""))
    return days


def days_before(connection: sqlite3.Connection, records: Collection[bytes]) -> Days:
    """The same before their words are taken away, where `dependents` will want it."""
    if not records:
        return {}
    rows = connection.execute(
        "SELECT body FROM revision JOIN body ON body.revision = seq WHERE type = 'reflection'"
    )
    if any(then_named(told(body).get("topic", "")) for (body,) in rows.fetchall()):
        return days_of(connection, records)
    return {}


def dependents(
    connection: sqlite3.Connection, records: Iterable[bytes], gone: Days = MappingProxyType({})
) -> dict[bytes, str]:
    """What was heard, asked, done or made ready about these, and what a review's then brought.

    Gives their types. `gone` are the days of such entries whose words have just been taken away.
    """
    ids = {id_of(record): record for record in records}
    mentioned = {one.encode() for one in ids}
    rows = connection.execute(
        "SELECT record, type, body FROM revision JOIN body ON body.revision = seq"
        f" WHERE type IN ('reflection'{', ?' * len(HANGS_BY)})",
        tuple(HANGS_BY),
    ).fetchall()
    found: dict[bytes, str] = {}
    then: list[tuple[bytes, str, str]] = []
    asked: dict[str, set[str]] = {}
    for record, type_, body in rows:
        if type_ != "reflection" and not _may_say(body, mentioned):
            continue
        said = told(body)
        if type_ == "reflection":
            then += [(record, *named)] if (named := then_named(said.get("topic", ""))) else []
        elif said.get(HANGS_BY[type_]) in ids:
            found[record] = type_
        if type_ == "asked" and said.get("question") == "then":
            asked.setdefault(said["period"], set()).update(filter(None, [said.get("about")]))
    days = {**gone, **days_of(connection, ids.values() if then else ())}
    for record, period, day in then:
        about = asked.get(period, set())
        mine = {ids[one] for one in about & ids.keys()} if about else {*ids.values()}
        others = days_of(connection, [UUID(one).bytes for one in about - ids.keys()])
        unknown = bool(about) and not mine <= days.keys() and not _have(others, day)
        if unknown or _have({one: days[one] for one in mine & days.keys()}, day):
            found[record] = "reflection"
    return found


def _may_say(body: bytes, ids: set[bytes]) -> bool:
    """Whether a body may name one of these, or be what was asked of a review's then.

    Most say neither, and to read all of them takes long. Where nothing is escaped, it would stand
    there as it is.
    """
    return b"\\" in body or b'"then"' in body or not ids.isdisjoint(_IDS.findall(body))


def _have(days: Days, day: str) -> bool:
    return any(day in each for each in days.values())


def erase_dependents(
    change: Change, connection: sqlite3.Connection, days: Days = MappingProxyType({})
) -> dict[bytes, str]:
    """Erase what hangs on records that were forgotten whole, whoever learned of that last.

    `days` are those of entries whose words have just been taken away. Gives the records that hung
    on them, and their types; projecting them is still due.
    """
    rows = connection.execute(
        f"SELECT record, header FROM revision AS one WHERE {MAY_BE_WHOLE} AND NOT EXISTS"
        " (SELECT 1 FROM revision JOIN body ON body.revision = seq WHERE record = one.record)"
    ).fetchall()
    gone = [record for record, header in rows if is_whole(header)]
    found = dependents(connection, gone, days) if gone else {}
    erase_records(change, connection, found)
    return found


def project_erased(connection: sqlite3.Connection, touched: Iterable[tuple[bytes, str]]) -> None:
    """Bring up to date what is shown of records with erased words; each with its type."""
    project(connection, touched)
    purge_index(connection)


def purge_index(connection: sqlite3.Connection) -> None:
    """Make the full-text index let go of words that no text has; it keeps them otherwise."""
    connection.execute("INSERT INTO entry_words(entry_words) VALUES ('optimize')")


def rewrite_records(
    change: Change, connection: sqlite3.Connection, records: Iterable[bytes], rewrite: Rewrite
) -> None:
    """Erase all words of records and say each of their versions again, rewritten.

    The new versions of one stand to each other as the old ones do, on top of the erasure: what was
    deleted stays deleted, and a conflict a conflict. A version that an earlier erasure said again
    counts as that. Projecting is still due.
    """
    for each in in_batches(histories(connection, records)):
        _delete_bodies(connection, each)
        said = (one for history in each for one in _rewritten(change, history, rewrite))
        keep_new(connection, said)


def _rewritten(
    change: Change, before: History, rewrite: Rewrite
) -> Iterator[tuple[Kept, Collection[bytes]]]:
    """What takes the place of a record's revisions, each with its parents."""
    erasure, heads = _erasure(change, before, whole=False)
    yield erasure, heads
    record, type_ = UUID(bytes=erasure.record), erasure.type
    stands_for: dict[bytes, set[bytes]] = {}
    for one, under in _in_order(before):
        found = [stands_for[parent] for parent in under]
        below = set().union(*found) or {erasure.id}
        words = None if one.body is None else rewrite(one.id, type_, one.body)
        if words is None and (one.op != "delete" or below == {erasure.id}):
            stands_for[one.id] = below
            continue
        added = change.made(type_, record, words, below, again=one.id)
        stands_for[one.id] = {added.id}
        yield added, below


def _erasure(change: Change, history: History, *, whole: bool) -> tuple[Kept, list[bytes]]:
    """What says that all words of a record are gone, with its parents."""
    heads = [one.id for one in tips(history)]
    record, type_ = UUID(bytes=history[-1].record), history[-1].type
    gone = [one.id for one in history if one.body is not None]
    return change.made(type_, record, None, heads, erases=gone, whole=whole), heads


def _delete_bodies(connection: sqlite3.Connection, each: list[History]) -> None:
    those = [history[0].record for history in each]
    found = f"SELECT seq FROM revision WHERE record IN ({marks(those)})"
    connection.execute(f"DELETE FROM body WHERE revision IN ({found})", those)


def under_erasures(revisions: History) -> set[bytes]:
    """Everything that an erasure of a record stands on, of all its revisions, parents first."""
    found: set[bytes] = set()
    for one in reversed(revisions):
        if one.op == "erase" or one.id in found:
            found.update(map(bytes.fromhex, one.facts["parents"]))
    return found


def _in_order(before: History, *, again: bool = True) -> Iterator[tuple[Kept, set[bytes]]]:
    """Each revision with those it stands on, which come first; an erasure stands on nothing.

    Where a version was said again, what said it last stands for it and for every earlier saying;
    those then have nothing to say themselves, and neither has what an earlier erasure stands on.
    A stranger's archive may say again what it follows itself; then none counts as said `again`.
    """
    rows = {one.id: one for one in before}
    closed = under_erasures(before)
    said = {one.id: one.facts for one in before}
    last = {said[one.id]["again"]: one.id for one in before if again and "again" in said[one.id]}
    under: dict[bytes, set[bytes]] = {}
    for one in before:
        newer = last.get(said[one.id].get("again", "")) or one.id
        if newer == one.id and one.body is None:
            newer = last.get(one.id.hex()) or one.id
        if newer != one.id or one.id in closed:
            rows[one.id] = one._replace(op="put", body=None)
        if newer != one.id:
            under[one.id] = {newer}
        elif one.op == "erase":
            under[one.id] = set()
        else:
            parents = map(bytes.fromhex, said[one.id]["parents"])
            under[one.id] = {parent for parent in parents if parent in rows}
    try:
        order = tuple(TopologicalSorter(under).static_order())
    except CycleError:
        return _in_order(before, again=False)
    return ((rows[identity], under[identity]) for identity in order)


def erase_records(change: Change, connection: sqlite3.Connection, records: Iterable[bytes]) -> None:
    """Erase all words of records for good; their headers and numbers stay. Projecting is due."""
    for each in in_batches(histories(connection, records)):
        _delete_bodies(connection, each)
        keep_new(connection, (_erasure(change, history, whole=True) for history in each))
