"""Taking in an archive: the union of two sets of revisions, whole or not at all.

A dry run is the same, taken back at the end.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from graphlib import TopologicalSorter
from itertools import chain, groupby

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.transfer.archive import Arrived, ArrivedNumber, is_demo, read
from ally_journal.domain.transfer.result import Taken, Tally
from ally_journal.errors import ArchiveDamaged
from ally_journal.store.database.connection import attach_scratch, note, value_of
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.changes import Change
from ally_journal.store.revisions.clock import follow
from ally_journal.store.revisions.conflicts import conflict_of
from ally_journal.store.revisions.erasure import UNFINISHED, erased_ids
from ally_journal.store.revisions.projections import (
    IS_HEAD,
    Kept,
    allot_numbers,
    in_batches,
    keep,
    marks,
    newest_sequence,
)
from ally_journal.store.revisions.rows import id_of
from ally_journal.store.revisions.undo import WRITTEN, name_of
from ally_journal.store.transfer.arrival import (
    append_all,
    became,
    erase,
    has_erasures,
    misfits,
    project_all,
)

_NAMED = 10
_HIGHEST_KEPT = 10**9
_CACHE = "cache_size = -8192"  # 8 MB: hashes lie all over their index


_INVENTED = "This is the archive of a demo journal: everything in it is invented."
_NOTES = """
CREATE TABLE scratch.holder (record BLOB PRIMARY KEY, type TEXT) WITHOUT ROWID;
CREATE TABLE scratch.named (
  parent BLOB, record BLOB, line INTEGER, PRIMARY KEY (parent, record)
) WITHOUT ROWID;
CREATE TABLE scratch.numbered (
  type TEXT, number INTEGER, record BLOB UNIQUE, line INTEGER, PRIMARY KEY (type, number)
) WITHOUT ROWID;
"""
"""What is noted of an archive on its way in: its records, the parents they name, the numbers."""


def take_in(
    journal: Journal, blocks: Iterable[bytes], now: Moment, *, dry_run: bool = False
) -> Taken:
    """Add what an archive has and the journal has not; a journal with anything in it is backed up.

    A dry run makes no backup, and not one byte of the journal changes.

    Raises:
        ArchiveNewer: it was made by a newer ally; nothing was imported.
        ArchiveDamaged: a line is not as it was written, or part of the archive is missing.
        CannotKeep: the disk refused, or there is no sound backup; nothing was imported.
    """
    living = is_living(journal)
    blocks = iter(blocks)
    beginning = next(blocks, b"")
    blocks, demo = chain([beginning], blocks), is_demo(beginning)
    backup = journal.back_up("before-import") if living and not dry_run else None
    connection = journal.connection
    attach_scratch(connection)
    connection.executescript(_NOTES)
    with journal.writing(dry_run=dry_run) as change:
        connection.execute(f"PRAGMA {_CACHE}")
        before = newest_sequence(connection)
        erased = set(erased_ids(connection))
        clock = _append_all(connection, blocks, erased)
        allot_numbers(connection, before)
        elsewhere, lost = erase(change, connection, before)
        if not dry_run:  # nothing is counted by what views read, and making it takes longest
            project_all(connection, before, elsewhere)
        follow(connection, clock, now.ms)
        _note_arrival(change, connection, before, backup, demo=demo and not living)
        revisions = newest_sequence(connection) - before
        tally, conflicts = _what_became(connection, before)
        told = [_INVENTED] if demo else []
        told += _chosen_elsewhere(connection, before) if living else ()
        names, gone = _names(connection, conflicts[:_NAMED]), _names(connection, lost)
        merge = tuple(conflict_of(connection, *one[::-1]) for one in conflicts[:_NAMED])
    return Taken(
        tally, revisions, living, backup, names, False, tuple(told), merge, gone, dict(lost.keys())
    )


def _names(connection: sqlite3.Connection, records: Iterable[tuple[bytes, str]]) -> tuple[str, ...]:
    named = [name_of(connection, type_, one) for one, type_ in records if type_ != "asked"]
    return tuple(dict.fromkeys(named))


def _note_arrival(
    change: Change,
    connection: sqlite3.Connection,
    before: int,
    backup: str | None,
    *,
    demo: bool,
) -> None:
    """Note that undo must not reach behind what arrived: it belongs to other devices too.

    And that all of it is invented, and that backups are still to be looked through.
    """
    change.appended[:] = connection.execute(_LAST).fetchone() or ()
    note_imported(connection, backup)
    if demo:
        note(connection, "demo", "1")
    if has_erasures(connection, before):
        note(connection, UNFINISHED, "1")


def note_imported(connection: sqlite3.Connection, backup: str | None) -> None:
    """Note up to where undo must not reach, and the backup that was made before, if any."""
    upto = newest_sequence(connection)
    note(connection, "imported", json.dumps({"upto": upto, "backup": backup}))


_LAST = "SELECT id FROM revision ORDER BY seq DESC LIMIT 1"
"""By what arrived last all of it is known again."""


def is_living(journal: Journal) -> bool:
    """Whether anything was ever written to this journal."""
    return newest_sequence(journal.connection) > 0


def _append_all(connection: sqlite3.Connection, blocks: Iterable[bytes], erased: set[bytes]) -> int:
    """Append every revision that is not known yet, and numbers where free; the highest clock."""
    highest, before, in_order = 0, newest_sequence(connection), True
    for form, lines in groupby(read(blocks, SCHEMA), key=type):
        for batch in in_batches(lines):
            arrived = [one for one in batch if isinstance(one, Arrived)]
            if form is Arrived:
                in_order &= not _note(connection, arrived)
                for one in arrived:
                    erased.update(map(bytes.fromhex, one.facts.get("erases", ())))
                    highest = max(highest, one.facts["clock"])
                append_all(connection, arrived, erased)
            else:
                _keep_numbers(connection, [x for x in batch if isinstance(x, ArrivedNumber)])
    _refuse_strange_parents(connection, before)
    if not in_order:
        _put_in_order(connection, before)
    return highest


def _refuse_strange_parents(connection: sqlite3.Connection, before: int) -> None:
    """Raise ArchiveDamaged where a revision follows one of another record."""
    line = value_of(
        connection,
        "SELECT min(line) FROM scratch.named JOIN revision ON id = parent"
        " WHERE revision.record != named.record",
    )
    if line:
        raise _misplaced(line, "follows a revision of another record")
    followed = value_of(
        connection,
        "SELECT 1 FROM revision AS new JOIN parent ON parent.parent = new.id JOIN revision AS later"
        " ON later.seq = parent.revision WHERE new.seq > ? AND later.record != new.record",
        before,
    )
    if followed:
        raise ArchiveDamaged(
            "The archive holds a revision that one of another record follows in the journal; "
            "nothing was imported."
        )


def _put_in_order(connection: sqlite3.Connection, before: int) -> None:
    """Append what has just come once more, each revision after those it was written over."""
    rows = connection.execute("SELECT id, seq, header FROM revision WHERE seq > ?", (before,))
    came = {
        id_: (seq, [*map(bytes.fromhex, json.loads(head)["parents"])]) for id_, seq, head in rows
    }
    under = {id_: [one for one in parents if one in came] for id_, (_, parents) in came.items()}
    for id_ in TopologicalSorter(under).static_order():
        seq, parents = came[id_]
        row = connection.execute(
            "SELECT id, record, change, type, op, clock, header, salt, body FROM revision"
            " LEFT JOIN body ON body.revision = seq WHERE seq = ?",
            (seq,),
        ).fetchone()
        for table, column in (("body", "revision"), ("parent", "revision"), ("revision", "seq")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (seq,))
        keep(connection, Kept(*row), parents)


def _note(connection: sqlite3.Connection, arrived: Sequence[Arrived]) -> bool:
    """Note some revisions; whether one that was written over another came before it.

    Raises ArchiveDamaged where one contradicts the archive or the journal.
    """
    for one, said in misfits(connection, arrived):
        raise _misplaced(one.line, said)
    records = {one.id: id_of(one.facts["record"]) for one in arrived}
    connection.executemany(
        "INSERT OR IGNORE INTO scratch.holder VALUES (?, ?)",
        ((records[one.id], one.facts["type"]) for one in arrived),
    )
    those = f"SELECT parent FROM scratch.named WHERE parent IN ({marks(records)})"
    named = {parent for (parent,) in connection.execute(those, [*records])}
    naming: list[tuple[bytes, bytes, int]] = []
    late = False
    for one in arrived:
        late |= one.id in named
        parents = [*map(bytes.fromhex, one.facts["parents"])]
        named.update(parents)
        naming += [(parent, records[one.id], one.line) for parent in parents]
    connection.executemany("INSERT OR IGNORE INTO scratch.named VALUES (?, ?, ?)", naming)
    return late


def _keep_numbers(connection: sqlite3.Connection, arrived: Sequence[ArrivedNumber]) -> None:
    """Keep numbers that nothing has here, of records that have no other.

    One so high that those after it would soon be none is not kept, and another is allotted.

    Raises ArchiveDamaged for a second one, and where its record is missing.
    """
    given = [(type_, n, id_of(record), line) for (n, type_, record), line in arrived]
    records = {record: None for _, _, record, _ in given}
    those = f"SELECT record, type FROM scratch.holder WHERE record IN ({marks(records)})"
    held = dict(connection.execute(those, [*records]).fetchall())
    for type_, _, record, line in given:
        if held.get(record) != type_:
            raise _misplaced(line, "numbers a record that is not there")
    added = connection.executemany(
        "INSERT OR IGNORE INTO scratch.numbered VALUES (?, ?, ?, ?)", given
    )
    if added.rowcount < len(given):
        kept = {line for (line,) in connection.execute("SELECT line FROM scratch.numbered")}
        line = min(line for _, _, _, line in given if line not in kept)
        raise _misplaced(line, "gives a number for the second time")
    connection.executemany(
        "INSERT INTO number VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (one[:3] for one in given if one[1] <= _HIGHEST_KEPT),
    )


def _misplaced(line: int, what: str) -> ArchiveDamaged:
    """The error for a line that is whole and still cannot be right."""
    return ArchiveDamaged(f"Line {line:,} of the archive {what}; nothing was imported.")


def _chosen_elsewhere(connection: sqlite3.Connection, before: int) -> Iterator[str]:
    """What an archive decides that a person decides here: settings, and what may be shared.

    What was here before is changed by somebody who has it, so only what is new is named.
    """
    new = (
        "SELECT DISTINCT record, type FROM revision JOIN body ON body.revision = seq"
        f" WHERE seq > ?1 AND {IS_HEAD} AND NOT EXISTS (SELECT 1 FROM revision AS old"
        " WHERE old.record = revision.record AND old.seq <= ?1) AND "
    )
    flags = (f"json_extract(CAST(body AS TEXT), '$.{one}')" for one in ("share", "for_sharing"))
    for what, sentence in (
        ("type = 'setting'", "It sets: {}; ally config shows what holds."),
        (
            f"type IN ('entry', 'plan', 'reflection') AND ({' OR '.join(flags)})",
            "It marks for a sharing copy: {}; ally year --sharing would show them.",
        ),
    ):
        if found := connection.execute(new + what, (before,)).fetchall():
            yield sentence.format(_together(_names(connection, found)))


def _together(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _what_became(
    connection: sqlite3.Connection, before: int
) -> tuple[Tally, list[tuple[bytes, str]]]:
    """The records of the archive by what became of them, and those with several versions."""
    came, conflicts = became(connection, before)
    held: int = value_of(connection, f"SELECT count(*) FROM scratch.holder WHERE {WRITTEN}")
    return came._replace(same=held - came.new - came.changed - came.conflict), conflicts
