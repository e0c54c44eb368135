"""Archives as no ally writes them, line by line."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import uuid4

from ally_journal.domain.records.revision import body_hash, canonical, header

SALT = b"s" * 16


def revision(
    type_: str,
    record: str,
    body: Mapping[str, object] | None,
    *,
    op: str = "put",
    parents: Sequence[str] = (),
    clock: int = 1,
    **more: object,
) -> tuple[str, str]:
    """The id of a revision and its line; `more` are further facts of the header."""
    said = None if body is None else canonical(body)
    plain = header(
        record=record,
        type_=type_,
        op=op,
        parents=[bytes.fromhex(one) for one in parents],
        device="elsewhere",
        clock=clock,
        change=str(uuid4()),
        hash_of_body=None if said is None else body_hash(SALT, said),
    )
    head = canonical({**json.loads(plain), **more})
    line = {
        "header": head.decode(),
        "salt": None if said is None else SALT.hex(),
        "body": None if said is None else said.decode(),
    }
    return sha256(head).hexdigest(), json.dumps(line)


def archive(lines: Sequence[str], *, schema: int = 2, **first: object) -> bytes:
    """These lines between the first and the last; `first` is what else the first says."""
    begins = {"format": "ally/archive", "version": 1, "schema": schema, "made": "", **first}
    whole = "".join(f"{line}\n" for line in [json.dumps(begins), *lines])
    end = {"lines": len(lines) + 1, "sha256": sha256(whole.encode()).hexdigest()}
    return (whole + json.dumps({"end": end}) + "\n").encode()
