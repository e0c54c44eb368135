"""Gives tests and their children each derived key once, when its folder is on PYTHONPATH.

A passphrase and a salt always give the same key, and ally derives one for a fraction of a second.
What was derived is kept in the folder DERIVED, which ends with the run.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Buffer

_derive = hashlib.pbkdf2_hmac
_LONG = 1000
"""Fewer rounds take less time than looking for what they gave."""


def derived(
    hash_name: str, password: Buffer, salt: Buffer, iterations: int, dklen: int | None = None
) -> bytes:
    """What `hashlib.pbkdf2_hmac` gives."""
    asked = (hash_name, password, salt, iterations, dklen)
    if iterations < _LONG:
        return _derive(*asked)
    name = hashlib.sha256(repr(asked).encode()).hexdigest()
    path = os.path.join(os.environ["DERIVED"], name)  # noqa: PTH118 - a child needs no pathlib for it
    with suppress(FileNotFoundError), open(path, "rb") as file:  # noqa: PTH123 - the same
        known = file.read()
        if len(known) == dklen:  # another process may be writing it
            return known
    key = _derive(*asked)
    with open(path, "wb") as file:  # noqa: PTH123 - the same
        file.write(key)
    return key


hashlib.pbkdf2_hmac = derived
