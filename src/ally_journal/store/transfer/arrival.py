"""What comes from elsewhere, an archive or another computer, as it is written into a journal."""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator

from ally_journal.domain.records.revision import in_conflict
from ally_journal.domain.transfer.archive import Arrived
from ally_journal.domain.transfer.result import Tally
from ally_journal.store.database.connection import value_of
from ally_journal.store.revisions.changes import Change, lasting_record_id
from ally_journal.store.revisions.erasure import (
    days_before,
    erase_dependents,
    erased_ids,
    project_erased,
    take_away,
    take_away_stragglers,
)
from ally_journal.store.revisions.projections import Kept, heads_of, keep_all, marks, project
from ally_journal.store.revisions.rebuild import rebuild
from ally_journal.store.revisions.rows import id_of
from ally_journal.store.revisions.undo import WRITTEN


def misfits(
    connection: sqlite3.Connection, arrived: Iterable[Arrived]
) -> Iterator[tuple[Arrived, str]]:
    """Those of several, which come in this order, that cannot stand in this journal, and why."""
    named = [(id_of(one.facts["record"]), one.facts["type"], one) for one in arrived]
    records = {record: None for record, _, _ in named}
    types: dict[bytes, set[str]] = {}
    for record, type_ in connection.execute(
        f"SELECT DISTINCT record, type FROM revision WHERE record IN ({marks(records)})", [*records]
    ):
        types.setdefault(record, set()).add(type_)
    for record, type_, one in named:
        if type_ == "setting" and one.revision.body:
            key = json.loads(one.revision.body)["key"]
            if record != lasting_record_id("setting", key).bytes:
                yield one, "holds a setting under the id of another"
        if types.setdefault(record, {type_}) != {type_}:
            yield one, "gives a record another type"


def append_all(
    connection: sqlite3.Connection, arrived: Iterable[Arrived], erased: Container[bytes]
) -> None:
    """Add revisions that are not known, in this order; those that were `erased` without words.

    Projecting is still due.
    """
    keep_all(connection, (_kept(one, wordless=one.id in erased) for one in arrived))


def _kept(one: Arrived, *, wordless: bool) -> tuple[Kept, Iterator[bytes]]:
    """A revision as a journal keeps it, and its parents."""
    facts, (header, salt, body) = one.facts, one.revision
    ids = one.id, id_of(facts["record"]), id_of(facts["change"])
    words = (None, None) if wordless else (salt, body)
    kept = Kept(*ids, facts["type"], facts["op"], facts["clock"], header, *words)
    return kept, map(bytes.fromhex, facts["parents"])


def erase(
    change: Change, connection: sqlite3.Connection, before: int
) -> tuple[set[tuple[bytes, str]], dict[tuple[bytes, str], None]]:
    """Erase what arrived behind a sequence as erased, and what hangs on that.

    Gives the records to project, and those that were here before, each with its type.
    """
    erased = erased_ids(connection, before)
    lost = with_words(connection, erased, before)
    days = days_before(connection, {record for record, type_ in lost if type_ == "entry"})
    stragglers = take_away_stragglers(connection, before)
    touched = take_away(connection, erased) | stragglers
    hanging = {*erase_dependents(change, connection, days).items()}
    older = (one for one in sorted(stragglers | hanging) if _is_older(connection, one[0], before))
    return touched | hanging, lost | dict.fromkeys(older)


def has_erasures(connection: sqlite3.Connection, before: int) -> bool:
    """Whether anything behind a sequence was forgotten.

    Backups may have those words though this journal has none of them, as after one was restored.
    """
    forgotten = "SELECT 1 FROM revision WHERE op = 'erase' AND seq > ?"
    return value_of(connection, forgotten, before) is not None


def with_words(
    connection: sqlite3.Connection, erased: Iterable[bytes], before: int
) -> dict[tuple[bytes, str], None]:
    """The records of this journal that have words in one of these revisions, in their order."""
    sql = (
        "SELECT record, type FROM revision JOIN body ON body.revision = seq"
        " WHERE id = ? AND seq <= ?"
    )
    found = (connection.execute(sql, (one, before)).fetchone() for one in erased)
    return dict.fromkeys(filter(None, found))


def _is_older(connection: sqlite3.Connection, record: bytes, before: int) -> bool:
    first = "SELECT min(seq) FROM revision WHERE record = ?"
    return bool(value_of(connection, first, record) <= before)


def project_all(
    connection: sqlite3.Connection, before: int, elsewhere: set[tuple[bytes, str]]
) -> None:
    """Bring up to date what arrived behind a sequence, and what was erased `elsewhere`."""
    arrived = "SELECT record, type FROM revision WHERE seq > ? GROUP BY record ORDER BY min(seq)"
    if before:
        project(connection, connection.execute(arrived, (before,)))
    else:
        rebuild(connection)
    if elsewhere:
        project_erased(connection, elsewhere)


def became(connection: sqlite3.Connection, before: int) -> tuple[Tally, list[tuple[bytes, str]]]:
    """The records of which anything arrived behind a sequence, and those with several versions."""
    # Most records have one revision, so these are counted as they lie.
    several = "SELECT record FROM revision GROUP BY record HAVING count(*) > 1 AND max(seq) > ?1"
    new, changed = connection.execute(
        f"SELECT total(NOT {_HELD}), total({_HELD}) FROM revision"
        f" WHERE seq > ?1 AND {WRITTEN} AND record NOT IN ({several})",
        (before,),
    ).fetchone()
    more = connection.execute(
        f"SELECT record, type, min(seq) > ?1 AND NOT {_HELD} FROM revision"
        f" WHERE record IN ({several}) AND {WRITTEN}"
        " GROUP BY record ORDER BY min(CASE WHEN seq > ?1 THEN seq END)",
        (before,),
    )
    conflicts = []
    for record, type_, is_new in more:
        if in_conflict(heads_of(connection, record)):
            conflicts.append((record, type_))
        elif is_new:
            new += 1
        else:
            changed += 1
    return Tally(int(new), 0, int(changed), len(conflicts)), conflicts


_HELD = "(type = 'setting' AND ?1 > 0)"
"""An SQL condition: a setting that arrives in a journal changes what held there."""
