"""Revisions name themselves by their bytes, and everyone shows the same head."""

import json
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.records.revision import (
    Head,
    body_hash,
    canonical,
    header,
    in_conflict,
    revision_id,
    shown,
)

SALT = bytes(range(16))
BODY = '{"kind":"act","text":"Gave the floor back 👋"}'.encode()

GOLDEN_HEADER = (
    b'{"body_hash":"d0c5df79937dc9ddaba5f4890b6e77e954e039dd9b96296927136263c56f1fce",'
    b'"change":"0193a1b2-0000-7000-8000-000000000002",'
    b'"clock":1795181400000,'
    b'"device":"0193a1b2-0000-7000-8000-000000000003",'
    b'"op":"put",'
    b'"parents":["0000000000000000000000000000000000000000000000000000000000000000",'
    b'"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"],'
    b'"record":"0193a1b2-0000-7000-8000-000000000001",'
    b'"schema":1,'
    b'"type":"entry",'
    b'"undoes":null}'
)
GOLDEN_ID = "170c0013f49fa7102d6acd1dd0e21f0a5ae2ca0c5eaddc733a527ba9d0f36cb8"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


def golden(parents: list[bytes]) -> bytes:
    return header(
        record="0193a1b2-0000-7000-8000-000000000001",
        type_="entry",
        op="put",
        parents=parents,
        device="0193a1b2-0000-7000-8000-000000000003",
        clock=1_795_181_400_000,
        change="0193a1b2-0000-7000-8000-000000000002",
        hash_of_body=body_hash(SALT, BODY),
    )


def head(number: int, *, op: str = "put", clock: int = 0, body: bytes | None = b"{}") -> Head:
    return Head(bytes([number]) * 32, op, clock, body)


def test_ids_never_change() -> None:
    """Every journal ever written verifies only while this header keeps these bytes and this id."""
    made = golden([b"\xff" * 32, b"\0" * 32])
    assert made == GOLDEN_HEADER
    assert revision_id(made).hex() == GOLDEN_ID == sha256(GOLDEN_HEADER).hexdigest()


def test_the_order_in_which_parents_were_read_does_not_matter() -> None:
    assert golden([b"\0" * 32, b"\xff" * 32]) == golden([b"\xff" * 32, b"\0" * 32])


def test_a_first_revision_has_no_parents_and_an_erased_body_no_hash() -> None:
    made = header(
        record="r",
        type_="entry",
        op="delete",
        parents=[],
        device="d",
        clock=1,
        change="c",
        hash_of_body=None,
        undoes="u",
    )
    fields = json.loads(made)
    assert (fields["parents"], fields["body_hash"], fields["undoes"]) == ([], None, "u")


def test_every_field_of_a_header_is_in_its_id() -> None:
    def made(
        *,
        record: str = "r",
        type_: str = "t",
        op: str = "put",
        device: str = "d",
        clock: int = 1,
        change: str = "c",
        hash_of_body: str | None = None,
        undoes: str | None = None,
    ) -> bytes:
        return header(
            record=record,
            type_=type_,
            op=op,
            parents=[],
            device=device,
            clock=clock,
            change=change,
            hash_of_body=hash_of_body,
            undoes=undoes,
        )

    variants = [
        made(),
        made(record="x"),
        made(type_="x"),
        made(op="x"),
        made(device="x"),
        made(clock=2),
        made(change="x"),
        made(hash_of_body="00"),
        made(undoes="x"),
    ]
    assert len({revision_id(variant) for variant in variants}) == len(variants)
    assert {len(revision_id(variant)) for variant in variants} == {32}


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_canonical_bytes_are_one_and_the_same_for_the_same_value(value: dict[str, object]) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(dict(reversed(value.items()))) == written
    assert canonical(json.loads(written)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({}, "{}"),
        ({"b": 1, "a": [1, None, True]}, '{"a":[1,null,true],"b":1}'),
        ({"é": "👋\u2028\n"}, '{"é":"👋\u2028\\n"}'),
    ],
)
def test_canonical_means_sorted_without_spaces_and_utf8(
    value: dict[str, object], written: str
) -> None:
    assert canonical(value) == written.encode()


def test_a_body_is_bound_to_its_salt_and_every_byte() -> None:
    bound = body_hash(SALT, BODY)
    assert bound == sha256(SALT + BODY).hexdigest()
    assert len({bound, body_hash(bytes(16), BODY), body_hash(SALT, BODY + b" ")}) == 3


@pytest.mark.parametrize(
    "best_first",
    [
        [head(1, clock=2), head(2, clock=1)],
        [head(2, clock=5), head(1, clock=5)],
        [head(1, op="put", clock=1), head(2, op="delete", clock=9, body=None)],
        [head(1, op="put", clock=1), head(9, op="erase", clock=9, body=None)],
        [
            head(1, clock=3),
            head(3, clock=2),
            head(2, clock=2),
            head(9, op="delete", clock=9, body=None),
            head(8, op="delete", clock=4, body=None),
        ],
    ],
)
def test_put_is_shown_before_delete_then_the_highest_clock_then_the_highest_id(
    best_first: list[Head],
) -> None:
    """In whatever order the heads arrived, and with the best one gone the next is shown."""
    for start in range(len(best_first)):
        for heads in permutations(best_first[start:]):
            assert shown(heads) == best_first[start]


@pytest.mark.parametrize(
    ("heads", "conflict"),
    [
        ([head(1)], False),
        ([head(1, body=b"a"), head(2, body=b"a", clock=7)], False),
        ([head(1, body=b"a"), head(2, body=b"b")], True),
        ([head(1, body=b"a"), head(2, body=b"a"), head(3, body=b"b")], True),
        ([head(1, body=b"a"), head(2, op="delete", body=None)], True),
        ([head(1, op="delete", body=None), head(2, op="delete", body=None)], False),
    ],
)
def test_heads_are_in_conflict_only_when_their_bodies_differ(
    heads: list[Head], *, conflict: bool
) -> None:
    assert in_conflict(heads) is conflict
    assert in_conflict(heads[::-1]) is conflict
