"""Whether what a journal holds is what was written: each check on a copy of its pages."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from ally_journal.domain.calendar.moment import Moment, from_utc_ms
from ally_journal.domain.doctor import NOTE, OK, PROBLEM, Finding, has_problem
from ally_journal.domain.records.revision import body_hash
from ally_journal.store.database.connection import (
    KEY,
    NEXT_KEY,
    SLOT,
    connect_to_nothing,
    transaction,
    value_of,
)
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.database.pages import copied, trouble_with
from ally_journal.store.revisions.clock import is_ahead, is_behind
from ally_journal.store.revisions.conflicts import conflicts
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.revisions.projections import (
    PROJECTIONS,
    different,
    mend,
    rebuild,
)
from ally_journal.store.revisions.rows import NUMBERED, id_of

UNREADABLE = (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What reading a damaged journal may raise; each means that something is not as it was written."""

_TRUTH = {"references", "schema", "revisions", "clock"}
"""The checks of what nothing else can be worked out from; a number that is missing can."""

_DAY_MS = 86_400_000


def contents(path: Path, moment: Moment | None = None) -> list[Finding]:
    """Everything found inside the file at `path`, which `look_at` took for a journal.

    It is only read, and locked no longer than copying it takes. Each problem says
    under `mendable` whether a rebuild mends it. Without a moment nothing is held against the clock.

    Raises:
        KeyNeeded, EncryptionMissing: it is encrypted, and cannot be looked into.
        JournalBusy: another process kept it locked.
        CannotKeep: the disk refused.
    """
    if said := trouble_with(path):
        return [_spoilt("pages", "pages", said=said)]
    try:
        copy = copied(path)
    except UNREADABLE as error:
        return [_spoilt("pages", "pages", said=str(error))]
    with closing(copy):
        try:
            found = list(_all(copy, moment))
        except UNREADABLE as error:  # also what SQLite says, when it quotes broken bytes
            return [_spoilt("pages", "pages", said=str(error))]
        if has_problem(found) and _can_be_mended(copy, found):
            found = [one._replace(facts={**one.facts, "mendable": True}) for one in found]
    return found


def _spoilt(check: str, what: str, **facts: object) -> Finding:
    """A problem, which a rebuild does not mend as far as is known."""
    return Finding(check, PROBLEM, what, {"mendable": False, **facts})


def _can_be_mended(copy: sqlite3.Connection, found: list[Finding]) -> bool:
    """Whether all that was written is sound, and a rebuild of the rest leaves nothing to mend."""
    if any(one.level == PROBLEM and one.check in _TRUTH for one in found):
        return False
    try:
        for table in ("revision", "body", "parent", "number", "meta"):
            if copy.execute(f"PRAGMA integrity_check({table})").fetchall() != [("ok",)]:
                return False
        with transaction(copy):
            mend(copy)
        return not has_problem(_all(copy, None))
    except UNREADABLE:
        return False


def _all(copy: sqlite3.Connection, moment: Moment | None) -> Iterator[Finding]:
    schema = value_of(copy, "PRAGMA user_version")
    if schema != SCHEMA:
        yield from (_tried(check, copy) for check in (_pages, _references, _revisions))
        yield Finding("schema", NOTE, "older", {"schema": schema})
        return
    early = [_tried(check, copy) for check in (_pages, _references, _schema, _revisions)]
    yield from early
    yield from (_tried(check, copy) for check in (_numbers, _index, _clock))
    if early[-1].level == OK:
        yield _tried(_projections, copy)
    if moment:
        with suppress(*UNREADABLE):  # then it was found before
            yield from list(_waiting(copy, moment))


def _tried(
    check: Callable[[sqlite3.Connection], Finding | None], copy: sqlite3.Connection
) -> Finding:
    """One check, all well where it finds nothing; what it could not even read is a problem."""
    name = check.__name__.strip("_")
    try:
        return check(copy) or Finding(name, OK, f"{name}_ok")
    except UNREADABLE as error:
        return _spoilt(name, "unreadable", said=str(error))


def _pages(copy: sqlite3.Connection) -> Finding | None:
    """SQLite's own check of pages, rows and indexes."""
    said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)").fetchall()]
    return None if said == ["ok"] else _spoilt("pages", "pages", said=" ".join(said[0].split()))


def _references(copy: sqlite3.Connection) -> Finding | None:
    """Rows that name others which are not there."""
    broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    return _spoilt("references", "references", count=len(broken)) if broken else None


def _schema(copy: sqlite3.Connection) -> Finding | None:
    """Tables, indexes and steps taken, as in a new journal."""
    made = "SELECT type, name, tbl_name, sql FROM sqlite_master"
    taken = "SELECT migration_set, name FROM _sqlite_migrations ORDER BY id"
    with closing(connect_to_nothing()) as new:
        for question in (f"{made} WHERE name NOT LIKE 'sqlite_%' ORDER BY name", taken):
            if new.execute(question).fetchall() != copy.execute(question).fetchall():
                return _spoilt("schema", "schema")
    return None


_COMES_WITHOUT_ITS_PAST = "idea"
"""The type of record that others hand on as it is now, without what it said before."""


def _revisions(copy: sqlite3.Connection) -> Finding:
    """Every revision against its hash, its columns, its parents and its words."""
    known = {row[0] for row in copy.execute("SELECT id FROM revision")}
    erased = {row[0] for row in copy.execute("SELECT record FROM revision WHERE op = 'erase'")}
    parents: dict[int, list[str]] = {}
    for revision, parent in copy.execute("SELECT revision, parent FROM parent"):
        parents.setdefault(revision, []).append(parent.hex())
    rows = copy.execute(
        "SELECT seq, id, record, change, type, op, clock, header, salt, body"
        " FROM revision LEFT JOIN body ON revision = seq ORDER BY seq"
    )
    spoilt = strangers = count = 0
    for seq, id_, *columns, header, salt, body in rows:
        count += 1
        words = None if body is None or salt is None else body_hash(salt, body)
        if words is None and columns[0] in erased:
            words = json.loads(header)["body_hash"]
        spoilt += not _is_whole(id_, columns, header, words, parents.get(seq, []))
        alone = any(bytes.fromhex(parent) not in known for parent in parents.get(seq, []))
        strangers += alone and columns[2] != _COMES_WITHOUT_ITS_PAST
    stray = "SELECT count(*) FROM body WHERE revision NOT IN (SELECT seq FROM revision)"
    if spoilt or value_of(copy, stray) or count != len(known):
        return _spoilt("revisions", "revisions", count=spoilt or 1)
    if strangers:  # so it is after an edit of what a restored backup took away
        return Finding("revisions", NOTE, "parents", {"count": strangers})
    return Finding("revisions", OK, "revisions_ok", {"count": count})


def _is_whole(
    id_: bytes, columns: list[object], header: bytes, words: str | None, parents: list[str]
) -> bool:
    """Whether one revision says what was written: its header, what repeats it, and its words.

    `words` is the hash of the body that is there.
    """
    if sha256(header).digest() != id_:
        return False
    said = json.loads(header.decode())
    ids = [id_of(said[name]) for name in ("record", "change")]
    repeated = [*ids, said["type"], said["op"], said["clock"]]
    return bool(
        columns == repeated and sorted(parents) == said["parents"] and words == said["body_hash"]
    )


def _numbers(copy: sqlite3.Connection) -> Finding | None:
    """A number for every record that people call by one.

    There may be numbers of what a restored backup took away, and the first allies gave some to what
    they put on every shelf before it was a record.
    """
    numbered = ", ".join(f"'{type_}'" for type_ in NUMBERED)
    wrong = value_of(
        copy,
        "SELECT (SELECT count(DISTINCT record) FROM revision"
        f" WHERE type IN ({numbered}) AND NOT EXISTS (SELECT 1 FROM number"
        " WHERE number.record = revision.record AND number.type = revision.type))"
        " + (SELECT count(*) FROM number WHERE number < 1)",
    )
    return _spoilt("numbers", "numbers", count=wrong) if wrong else None


def _index(copy: sqlite3.Connection) -> Finding | None:
    """The full-text index against the words of every entry."""
    try:
        copy.execute("INSERT INTO entry_words(entry_words, rank) VALUES ('integrity-check', 1)")
    except sqlite3.Error:
        return _spoilt("index", "index")
    return None


_FACTS = {"journal", "device", "clock", "imported", "restored", "demo", UNFINISHED}
_FACTS |= {SLOT, KEY, NEXT_KEY}
"""Everything a journal notes about itself besides its revisions."""


def _clock(copy: sqlite3.Connection) -> Finding:
    """The journal's own facts; its clock is never behind what this device wrote."""
    meta = dict(copy.execute("SELECT key, value FROM meta").fetchall())
    newest = value_of(copy, "SELECT max(seq) FROM revision")
    wanted = {"journal"} if newest is None else {"journal", "clock"}  # no device after a restore
    if not wanted <= meta.keys() <= _FACTS or int(meta["journal"], 16) < 0:
        return _spoilt("clock", "facts")
    if newest is not None and is_behind(copy):
        return _spoilt("clock", "clock_behind")
    return Finding("clock", OK, "clock_ok", {"device": meta.get("device")})


def _projections(copy: sqlite3.Connection) -> Finding | None:
    """Every row a view reads against what the revisions say now."""
    tables = [*PROJECTIONS]
    with suppress(*UNREADABLE):  # a rebuild tells whether that is for good
        tables = different(copy)
    try:
        with transaction(copy, keep=False):
            if tables:
                rebuild(copy)
    except UNREADABLE as error:
        return _spoilt("projections", "unbuildable", said=str(error))
    return _spoilt("projections", "projections", tables=", ".join(tables)) if tables else None


def _waiting(copy: sqlite3.Connection, moment: Moment) -> Iterator[Finding]:
    """What is no damage but wants a look: conflicts, clocks that disagree, work not finished."""
    for one in conflicts(copy):
        yield Finding("conflicts", NOTE, f"conflict_{one.type}", one.facts)
    meta = dict(copy.execute("SELECT key, value FROM meta").fetchall())
    if UNFINISHED in meta:
        yield Finding("backups", NOTE, "forgetting")
    if is_ahead(copy, moment.ms):
        day = from_utc_ms(int(meta["clock"])).date()
        yield Finding("clock", NOTE, "clock_ahead", {"day": day})
    # What was dated by a clock in a zone that is ahead has happened, and what another program
    # planned came as it was.
    later = copy.execute(
        "SELECT min(number), count(*), day FROM entry"
        ' WHERE day > ? AND coalesce("at", ?) > ? AND NOT EXISTS'
        " (SELECT 1 FROM number JOIN revision USING (record) JOIN body ON revision = seq"
        " WHERE number.type = 'entry' AND number.number = entry.number"
        " AND json_extract(CAST(body AS TEXT), '$.arrived') IS NOT NULL)",
        (moment.local.date().isoformat(), moment.ms + _DAY_MS, moment.ms),
    )
    number, count, day = later.fetchone()
    if count:
        what = "future" if count == 1 else "futures"
        yield Finding("clock", NOTE, what, {"number": number, "count": count, "day": day})


def is_damaged(path: Path) -> bool:
    """Whether anything in a journal differs from what was written.

    Revisions that are sound and still cannot be shown are no damage: the fault is ally's own.
    """
    found = contents(path)
    return any(one.level == PROBLEM and one.what != "unbuildable" for one in found)
