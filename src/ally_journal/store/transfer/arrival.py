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
    days_of,
    erase_dependents,
    erased_ids,
    project_erased,
    take_away,
    take_away_stragglers,
)
from ally_journal.store.revisions.projections import (
    Kept,
    heads_of,
    keep_all,
    marks,
    project,
    rebuild,
)
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
    keep_all(
        connection, ((_kept(one, wordless=one.id in erased), _parents(one)) for one in arrived)
    )


def _parents(one: Arrived) -> Iterator[bytes]:
    return map(bytes.fromhex, one.facts["parents"])


def _kept(one: Arrived, *, wordless: bool) -> Kept:
    facts, (header, salt, body) = one.facts, one.revision
    ids = one.id, id_of(facts["record"]), id_of(facts["change"])
    words = (None, None) if wordless else (salt, body)
    return Kept(*ids, facts["type"], facts["op"], facts["clock"], header, *words)


def erase(
    change: Change, connection: sqlite3.Connection, before: int
) -> tuple[set[tuple[bytes, str]], dict[tuple[bytes, str], None]]:
    """Erase what arrived behind a sequence as erased, and what hangs on that.

    Gives the records to project, and those that were here before, each with its type.
    """
    erased = erased_ids(connection, before)
    lost = with_words(connection, erased, before)
    days = days_of(connection, (record for record, type_ in lost if type_ == "entry"))
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
    touched = connection.execute(
        "SELECT record, type, (SELECT min(seq) FROM revision AS old"
        " WHERE old.record = revision.record), (SELECT count(*) FROM revision AS head"
        " WHERE head.record = revision.record AND NOT EXISTS"
        " (SELECT 1 FROM parent WHERE parent = head.id))"
        f" FROM revision WHERE seq > ? AND {WRITTEN} GROUP BY record ORDER BY min(seq)",
        (before,),
    )
    new = changed = 0
    conflicts = []
    for record, type_, first, heads in touched:
        if heads > 1 and in_conflict(heads_of(connection, record)):
            conflicts.append((record, type_))
        elif first > before and (type_ != "setting" or not before):  # else one that held changes
            new += 1
        else:
            changed += 1
    return Tally(new, 0, changed, len(conflicts)), conflicts
