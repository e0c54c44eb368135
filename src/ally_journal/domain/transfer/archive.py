"""The archive: everything a journal holds as lines of JSON; docs/archive.md describes the format.

Both directions work line by line, so that memory does not grow with the archive.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple

from ally_journal.domain.records.fields import is_body_of, is_id
from ally_journal.domain.records.record_types import RECORDS
from ally_journal.domain.records.revision import (
    HEADER_FORMAT,
    body_hash,
    plainly,
    revision_id,
)
from ally_journal.domain.transfer.reader import object_in
from ally_journal.errors import ArchiveDamaged, ArchiveNewer

FORMAT = "ally/archive"
VERSION = 1
_LONGEST = 64 * 1024 * 1024  # bytes; the longest entry, quoted twice, has a tenth of it
_HIGHEST = 10**15
_CLOCKS = range(-62 * 10**12, 253 * 10**12)  # the years 5 to 9987, which a clock can show
_HEX = frozenset("0123456789abcdef")
_DEEPEST = 32  # lists and objects in each other; ally itself writes two
_OPS = {"put": True, "delete": False, "erase": False}
"""Each operation, and whether its header commits to a body."""
_BREAKS = str.maketrans({"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Revision(NamedTuple):
    """One revision as it is kept; a revision whose words are gone has neither salt nor body."""

    header: bytes
    salt: bytes | None
    body: bytes | None


class Numbered(NamedTuple):
    """The number that people call a record by, among those of its type."""

    number: int
    type: str
    record: str


class Arrived(NamedTuple):
    """A verified revision: its id, what its header says, and the line it stood on, from 1."""

    id: bytes
    facts: Mapping[str, Any]
    revision: Revision
    line: int


class ArrivedNumber(NamedTuple):
    """A verified number and the line it stood on, from 1."""

    numbered: Numbered
    line: int


def written(
    schema: int,
    made: str,
    batches: Iterable[Sequence[Revision | Numbered]],
    *,
    demo: bool = False,
    device: str = "",
) -> Iterator[str]:
    """The archive in chunks, one a batch; parents must come before children, numbers last.

    `schema` is that of the journal, `made` an ISO moment; `demo` says that it is invented, and
    `device` which computer wrote a carried file.
    """
    seal, count = sha256(), 0
    first: dict[str, object] = {"format": FORMAT, "version": VERSION, "schema": schema}
    first |= {"made": made, **({"demo": True} if demo else {})}
    first |= {"device": device} if device else {}
    for chunk in chain([_line(first)], ("".join(map(_line_of, batch)) for batch in batches)):
        seal.update(chunk.encode())
        count += chunk.count("\n")
        yield chunk
    yield _line({"end": {"lines": count, "sha256": seal.hexdigest()}})


def read(blocks: Iterable[bytes], schema: int) -> Iterator[Arrived | ArrivedNumber]:
    """Every revision and number of an archive, each verified; nothing may be kept before the end.

    `schema` is the highest that is known here: what cannot be read of an archive above that comes
    from a newer ally, and is no damage.

    Raises:
        ArchiveNewer: it was made by a newer ally.
        ArchiveDamaged: a line is not as it was written, or part of the archive is missing.
    """
    seal, at, ended, newer = sha256(), 0, False, False
    for at, raw in enumerate(_lines(blocks), start=1):
        if ended:
            raise _damaged(at, "follows the end of the archive")
        values = _json(raw, at)
        if at == 1:
            newer = _is_newer(values, schema)
        elif "end" in values:
            if values["end"] != {"lines": at - 1, "sha256": seal.hexdigest()}:
                raise _damaged(at, "does not match the lines before it, so one of them has changed")
            ended = True
        else:
            one = _revision(values, at) if "header" in values else _number(values, at)
            if isinstance(one, Arrived) and not _can_be_read(one):
                raise _newer(at) if newer else _unreadable(one)
            yield one
        seal.update(raw + b"\n")
    if not ended:
        raise ArchiveDamaged(
            f"The archive stops at line {at:,}, before its end, so part of it is missing; "
            "nothing was imported, copy or export it again."
        )


def is_demo(beginning: bytes) -> bool:
    """Whether the first line of an archive says that everything in it is invented."""
    return (object_in(beginning.partition(b"\n")[0]) or {}).get("demo") is True


def device_of(beginning: bytes) -> str:
    """Which computer wrote it, as its first line says; nothing where that does not."""
    said = (object_in(beginning.partition(b"\n")[0]) or {}).get("device")
    return said if isinstance(said, str) else ""


def _line_of(value: Revision | Numbered) -> str:
    if isinstance(value, Numbered):
        return _line(value._asdict())
    salt, body = value.salt and value.salt.hex(), value.body and value.body.decode()
    return _line({"header": value.header.decode(), "salt": salt, "body": body})


def _line(values: Mapping[str, object]) -> str:
    """One line, also for programs to which U+0085, U+2028 and U+2029 break lines."""
    return json.dumps(values, ensure_ascii=False).translate(_BREAKS) + "\n"


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their end, be it LF or CRLF; the last one needs none."""
    rest, at = b"", 1
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r")
        at += len(whole)
        if len(rest) > _LONGEST:
            raise _damaged(at, "is longer than any line of an archive")
    if rest:
        yield rest


def _json(raw: bytes, at: int) -> dict[str, Any]:
    try:
        values = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise _damaged(at, "is not whole") from None
    if not isinstance(values, dict):
        raise _damaged(at, "is not part of an archive")
    return values


def _is_newer(values: Mapping[str, Any], known: int) -> bool:
    """Whether the first line names a higher schema than is known."""
    version, schema = values.get("version"), values.get("schema")
    if values.get("format") != FORMAT or not isinstance(version, int):
        raise _damaged(1, "does not say that this is an archive of ally")
    if version > VERSION:
        raise ArchiveNewer(
            f"The archive was made by a newer ally (version {version}, this one knows {VERSION}); "
            "nothing was imported, update ally to take it in."
        )
    return isinstance(schema, int) and schema > known


def _revision(values: Mapping[str, Any], at: int) -> Arrived:
    try:
        head = values["header"].encode()
        facts = json.loads(values["header"])
        salt = None if values["salt"] is None else bytes.fromhex(values["salt"])
        body = None if values["body"] is None else values["body"].encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _damaged(at, "is not whole") from None
    if not isinstance(facts, dict):
        raise _damaged(at, "is not whole")
    if isinstance(facts.get("schema"), int) and facts["schema"] > HEADER_FORMAT:
        raise _newer(at)
    if plainly(facts, values["header"], _DEEPEST) != head or not _is_header(facts):
        raise _damaged(at, "is not a revision that ally can read")
    if body is not None and (salt is None or body_hash(salt, body) != facts["body_hash"]):
        raise _damaged(at, "has changed since it was written")
    return Arrived(revision_id(head), facts, Revision(head, salt if body else None, body), at)


def _can_be_read(one: Arrived) -> bool:
    """Whether every view can read a body; of an unknown type, any plain object will do."""
    type_, body = one.facts["type"], one.revision.body
    if body is None:
        return True
    text = body.decode()  # bytes would be looked at for their encoding
    said = object_in(text)
    if said is None or plainly(said, text, _DEEPEST) is None:
        return False
    return type_ not in RECORDS or (
        is_body_of(RECORDS[type_], said)
        and (type_ != "entry" or said.get("went") == "missed" or not said.get("because"))
    )


def _is_header(facts: Mapping[str, Any]) -> bool:
    """Whether a header says all that a journal needs; what else it says is carried along."""
    op, clock, undoes = facts.get("op"), facts.get("clock"), facts.get("undoes")
    return (
        all(isinstance(facts.get(name), str) for name in ("type", "device", "op"))
        and op in _OPS
        and type(clock) is int
        and clock in _CLOCKS
        and is_id(facts.get("record"))
        and is_id(facts.get("change"))
        and "undoes" in facts
        and (undoes is None or is_id(undoes))
        and _are_hashes(facts.get("parents"))
        and _are_hashes(facts.get("erases", []))
        and ("again" not in facts or _are_hashes([facts["again"]]))
        and facts.get("whole", 0) in {0, 1}
        and isinstance(facts.get("body_hash"), str) == _OPS[op]
    )


def _are_hashes(values: object) -> bool:
    return isinstance(values, list) and all(
        isinstance(one, str) and len(one) == 64 and _HEX.issuperset(one) for one in values
    )


def _number(values: Mapping[str, Any], at: int) -> ArrivedNumber:
    number, type_ = values.get("number"), values.get("type")
    in_reach = type(number) is int and 0 < number < _HIGHEST
    if not in_reach or not isinstance(type_, str) or not is_id(values.get("record")):
        raise _damaged(at, "is not part of an archive")
    return ArrivedNumber(Numbered(values["number"], type_, values["record"]), at)


def _unreadable(one: Arrived) -> ArchiveDamaged:
    return _damaged(
        one.line, f"holds a record of the type {one.facts['type']} that ally cannot read"
    )


def _newer(at: int) -> ArchiveNewer:
    return ArchiveNewer(
        f"Line {at:,} of the archive was written by a newer ally; nothing was imported, "
        "update ally to take it in."
    )


def _damaged(at: int, what: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"Line {at:,} of the archive {what}; nothing was imported, copy or export it again."
    )
