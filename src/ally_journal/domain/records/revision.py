"""Revisions: the immutable history of every record, of which all else is a pure function.

A header is canonical JSON whose SHA-256 names the revision; a body is canonical JSON that the
header commits to through `body_hash`, so that words can be erased while the chain still verifies.
"""

import json
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    import hashlib

    sha256 = hashlib.sha256
else:
    try:  # as Python's own random does: hashlib loads OpenSSL, a thirtieth of what a log costs
        sha256 = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except ImportError:  # a Python without its own
        from hashlib import sha256

HEADER_FORMAT = 1
"""The number under `schema` in every header this version writes."""


class Head(NamedTuple):
    """A revision that no known revision names as a parent."""

    id: bytes
    op: str
    clock: int
    body: bytes | None


class Stamp(NamedTuple):
    """What every revision of one change carries; times are UTC milliseconds.

    `real_ms` is the true clock, for record ids; `undoes` is the change it takes back, if any.
    """

    device: str
    change: UUID
    ms: int
    real_ms: int
    undoes: UUID | None = None


_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode


def canonical(value: Mapping[str, object]) -> bytes:
    """The one way these bytes can be written: sorted keys, no spaces, UTF-8.

    Raises:
        ValueError: it has what is no UTF-8, or a number that is not finite.
    """
    return _written(value).encode()


def plainly(value: Mapping[str, object], said: str, deepest: int) -> bytes | None:
    """The same, where every reader can write a value anew; None where it is too deep, or cannot be.

    `said` is the JSON it was read from, and `deepest` how many lists and objects may lie in each
    other.
    """
    brackets = said.count("[") + said.count("{")  # in most there are so few that none is too deep
    if brackets <= deepest or _is_within(value, deepest):
        with suppress(ValueError):
            return canonical(value)
    return None


def _is_within(value: Mapping[str, object], deepest: int) -> bool:
    layer: list[Collection[object]] = [value.values()]
    for _ in range(deepest):
        layer = [
            inner.values() if isinstance(inner, dict) else inner
            for one in layer
            for inner in one
            if isinstance(inner, dict | list)
        ]
        if not layer:
            return True
    return False


def told(body: bytes) -> dict[str, Any]:
    """What any body says; one that is no JSON object, as one text under no name."""
    try:
        said = json.loads(body.decode())
    except (ValueError, RecursionError):
        said = body.decode(errors="replace")
    return said if isinstance(said, dict) else {"": said}


def body_hash(salt: bytes, body: bytes) -> str:
    """What a header says of its body: the SHA-256 of 16 random bytes and the body, in hex."""
    return _hashed(salt + body).hexdigest()


def header(  # noqa: PLR0913 - a header has these fields
    *,
    record: str,
    type_: str,
    op: str,
    parents: Collection[bytes],
    device: str,
    clock: int,
    change: str,
    hash_of_body: str | None,
    undoes: str | None = None,
    erases: Collection[bytes] = (),
    whole: bool = False,
    again: bytes | None = None,
) -> bytes:
    """The canonical bytes of a new header; `clock` is hybrid logical time in milliseconds.

    `erases` are the revisions whose bodies are gone, for the operation that says so; `whole` says
    that the record is gone with them. `again` is the erased revision that this one says again in
    other words.
    """
    erasing = {"erases": sorted(map(bytes.hex, erases)), "whole": int(whole)}
    erasing["again"] = again.hex() if again else ""
    return canonical(
        {
            **{name: value for name, value in erasing.items() if value},
            "record": record,
            "type": type_,
            "op": op,
            "parents": sorted(map(bytes.hex, parents)),
            "device": device,
            "clock": clock,
            "change": change,
            "undoes": undoes,
            "schema": HEADER_FORMAT,
            "body_hash": hash_of_body,
        }
    )


def revision_id(header_bytes: bytes) -> bytes:
    """The 32 bytes that name a revision."""
    return _hashed(header_bytes).digest()


def _hashed(data: bytes) -> "hashlib._Hash":
    """By OpenSSL where that is loaded already, since for many it is three times as fast."""
    loaded: Any = sys.modules.get("hashlib")
    made: hashlib._Hash = (loaded.sha256 if loaded else sha256)(data)
    return made


def shown(heads: Collection[Head]) -> Head:
    """The head a person sees: put before delete, then the highest clock, then the highest id."""
    return max(heads, key=_precedence)


def _precedence(head: Head) -> tuple[bool, int, bytes]:
    return head.op == "put", head.clock, head.id


def versions(heads: Collection[Head]) -> tuple[Head, ...]:
    """What a record says in different words: the head shown first, then the others, newest first.

    More than one is a conflict.
    """
    told: dict[bytes | None, Head] = {}
    for head in sorted(heads, key=_precedence, reverse=True):
        told.setdefault(head.body, head)
    return tuple(told.values())


def in_conflict(heads: Collection[Head]) -> bool:
    """Whether several heads disagree; equal bodies are no conflict."""
    return len({head.body for head in heads}) > 1
