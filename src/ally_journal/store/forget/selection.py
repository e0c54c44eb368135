"""Choosing what is to be forgotten, in a journal or in any copy of it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ally_journal.domain.forget import Traces, Wanted, traces
from ally_journal.domain.names.erasure import (
    Person,
    body_may_name,
    body_without,
    inside_words,
    places,
    texts_of,
)
from ally_journal.domain.records.number import noun_of
from ally_journal.domain.records.revision import canonical, told
from ally_journal.errors import NotFound
from ally_journal.store.database.connection import value_of
from ally_journal.store.journal.names import marked_in
from ally_journal.store.revisions.erasure import dependents
from ally_journal.store.revisions.projections import (
    IS_HEAD,
    in_batches,
    marks,
    newest_there,
    number_of,
    record_numbered,
)

ORDER = (
    *("entry", "heard", "rehearsal", "plan", "did", "obstacle", "shelf", "idea"),
    *("reflection", "setting", "asked", "away"),
)


class Said(NamedTuple):
    """A body, and whose it is; of a head, the record says it now."""

    revision: bytes
    record: bytes
    type: str
    body: bytes
    is_head: bool

    @property
    def told(self) -> dict[str, Any]:
        """What the body says."""
        return told(self.body)


class Mention(NamedTuple):
    """What a body is `without` a person, None where nobody is named; and words that still are.

    Those `inside` have the name in them.
    """

    without: bytes | None = None
    inside: tuple[str, ...] = ()


class Mentions:
    """Where a person is named: each revision is searched once, whichever copy of a journal has it.

    An id stands for a revision's words, so what the preview found holds when it is erased, and in
    the backups; only what was written since is searched then.
    """

    def __init__(self, whom: Person) -> None:
        self.whom = whom
        self.nowhere: set[bytes] = set()
        """The revisions that are known to name nobody."""
        self._found: dict[bytes, Mention] = {}

    def may_be_in(self, said: Said) -> bool:
        """Whether the letters of the name stand in a body; quicker than to look where."""
        may_be = body_may_name(said.body, self.whom)
        if not may_be:
            self.nowhere.add(said.revision)
        return may_be

    def of(self, revision: bytes, type_: str, body: bytes) -> Mention:
        """What there is of the person in a body."""
        if revision in self.nowhere:
            return _NONE
        found = self._found.get(revision) or self._searched(type_, body)
        if found == _NONE:
            self.nowhere.add(revision)
        else:
            self._found[revision] = found
        return found

    @property
    def inside(self) -> Iterator[str]:
        """The words of what was looked at in which the name will still stand, as they came."""
        return (word for one in self._found.values() for word in one.inside)

    def _searched(self, type_: str, body: bytes) -> Mention:
        if not body_may_name(body, self.whom):
            return _NONE
        said = told(body)
        left = body_without(type_, said, self.whom)
        words = [one for text in texts_of(type_, left) for one in inside_words(text, self.whom)]
        return Mention(canonical(left) if left != said else None, tuple(words))


_NONE = Mention()


class Target(NamedTuple):
    """What is to be forgotten, by record ids and types, so that it means the same in every copy.

    `before` is the first ISO day that stays. A person has `mentions`, which grow. In a copy only
    records `among` some are chosen: of all others the journal has decided.
    """

    records: dict[bytes, str]
    before: str | None = None
    mentions: Mentions | None = None
    among: frozenset[bytes] | None = None


class Chosen(NamedTuple):
    """Records that go whole, and those that are rewritten; each with its type."""

    whole: dict[bytes, str]
    rewritten: dict[bytes, str]


def target_of(connection: sqlite3.Connection, wanted: Wanted) -> Target:
    """The records that the numbers mean in this journal; raises NotFound."""
    records = {}
    for type_, numbers in wanted.numbers.items():
        for number in numbers:
            asked = number or newest_there(connection, type_)
            found = record_numbered(connection, type_, asked)
            if found is None:
                noun = noun_of(type_)
                raise NotFound(f"There is no {noun} {asked or 'yet'}, so nothing was forgotten.")
            records[found] = type_
    before = wanted.before.isoformat() if wanted.before else None
    return Target(records, before, _mentions(connection, wanted))


def _mentions(connection: sqlite3.Connection, wanted: Wanted) -> Mentions | None:
    """Where somebody is named, also by marked names that contain the one given."""
    if wanted.whom is None:
        return None
    mentions = Mentions(wanted.whom)
    if wanted.before is None:  # else it is everybody, by every name that is marked
        there = filter(mentions.may_be_in, mentioning(connection, mentions))
        mentions.whom = wanted.whom.joined_by(marked_in((one.type, one.body) for one in there))
    return mentions


def chosen_in(connection: sqlite3.Connection, target: Target) -> Chosen:
    """The records of this journal, or copy, in which there is still something to erase."""
    if target.mentions:
        among = _all_before(connection, target.before) if target.before else None
        there = [
            one
            for one in mentioning(connection, target.mentions)
            if (among is None or one.record in among)
            and target.mentions.of(one.revision, one.type, one.body).without
        ]
        whom = target.mentions.whom  # a setting is known by its key, so none can stand for another
        keys = (one for one in there if one.type == "setting")
        whole = {one.record: one.type for one in keys if places(one.told.get("key", ""), whom)}
        return Chosen(whole, {one.record: one.type for one in there if one.record not in whole})
    if target.among is not None:
        dated = _all_before(connection, target.before) if target.before and target.among else {}
        return Chosen({one: dated[one] for one in target.among & dated.keys()}, {})
    type_ = "SELECT type FROM revision JOIN body ON body.revision = seq WHERE record = ?"
    found = {record: value_of(connection, type_, record) for record in target.records}
    whole = {record: type_ for record, type_ in found.items() if type_}
    if target.before:
        whole |= _dated_before(connection, target.before)
    wanted = {**target.records, **whole}
    return Chosen(whole | dependents(connection, wanted), {})


def traces_of(connection: sqlite3.Connection, target: Target) -> Traces:
    """By what copies of the words are known that go whole; a name is looked for as such."""
    if target.mentions or not (target.records or target.before):
        return Traces()
    whole = chosen_in(connection, target).whole
    going: list[str] = []
    staying: list[str] = []
    for said in bodies(connection) if whole else ():
        (going if said.record in whole else staying).extend(texts_of(said.type, said.told))
    return traces(going, staying)


def gone_by(connection: sqlite3.Connection, lost: Mapping[bytes, str]) -> Wanted:
    """What is to be looked for in drafts, before these records lose their words by an archive."""
    numbers = (number_of(connection, one) for one, type_ in lost.items() if type_ == "entry")
    target = Target(dict(lost))
    return Wanted({"entry": tuple(filter(None, numbers))}, traces=traces_of(connection, target))


def bodies(
    connection: sqlite3.Connection, *types: str, records: Iterable[bytes] | None = None
) -> Iterator[Said]:
    """Every body there is, or all of some types or records; those of a record as they came."""
    if records is None:
        return _bodies(connection, "type", types)
    return (said for each in in_batches(records) for said in _bodies(connection, "record", each))


def mentioning(connection: sqlite3.Connection, mentions: Mentions) -> Iterator[Said]:
    """The bodies in which the person may be named; what is known of others is not read again."""
    rows = connection.execute("SELECT seq, id FROM revision")  # an index has both
    places = sorted(seq for seq, id_ in rows if id_ not in mentions.nowhere)
    return (said for each in in_batches(places) for said in _bodies(connection, "seq", each))


def _bodies(connection: sqlite3.Connection, column: str, those: Sequence[object]) -> Iterator[Said]:
    where = f"revision.{column} IN ({marks(those)})" if those else "1"
    rows = connection.execute(
        f"SELECT id, record, type, body, {IS_HEAD} FROM revision"
        f" JOIN body ON body.revision = revision.seq WHERE {where} ORDER BY revision.seq",
        those,
    )
    return (Said(*row) for row in rows)


def _all_before(connection: sqlite3.Connection, before: str) -> dict[bytes, str]:
    """The records that are over and dated before a day, and what hangs on them."""
    dated = _dated_before(connection, before)
    return dated | dependents(connection, dated)


def _dated_before(connection: sqlite3.Connection, before: str) -> dict[bytes, str]:
    """The records that are over and dated before a day, by what they say now, or said last."""
    types: dict[bytes, str] = {}
    last: dict[bytes, str | None] = {}
    heads: dict[bytes, list[str | None]] = {}
    for said in bodies(connection):
        if said.type in ORDER:
            day = _day_of(said.type, said.told, deleted=not said.is_head)
            types[said.record], last[said.record] = said.type, day
            if said.is_head:
                heads.setdefault(said.record, []).append(day)
    days = {record: heads.get(record, [day]) for record, day in last.items()}
    return {
        record: types[record]
        for record, each in days.items()
        if all(day is not None and day < before for day in each)
    }


def _day_of(type_: str, body: dict[str, Any], *, deleted: bool) -> str | None:
    """The day something belongs to; None for what is not over, or has no day."""
    if type_ in {"plan", "obstacle"}:
        ended: str | None = body.get("closed") if body.get("state") != "open" else None
        return ended or (body.get("opened") if deleted else None)
    if type_ == "shelf" and body.get("state") != "done":
        return None
    return body.get("until") if type_ == "away" else body.get("day")
