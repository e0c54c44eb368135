"""The machine state: what this computer knows of a journal that the journal itself must not say.

It holds the device id a second time. When the two differ, the journal was copied or restored,
and the copy must speak as a device of its own. It also remembers how the daily backup went, and by
its salt that a journal is encrypted, so that no other file is taken for it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from ally_journal.store.files.system import read_regular

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Mapping
    from pathlib import Path


def device_for(
    machine_file: Path, in_journal: str | None, state: Mapping[str, object] | None = None
) -> str:
    """The device id to write with; a new one when machine and journal disagree.

    Call it inside the journal's write transaction, so that simultaneous first runs agree; `state`
    is what `read` gave there, if it was read already.
    """
    known = read(machine_file) if state is None else state
    if in_journal is not None and known.get("device") == in_journal:
        return in_journal
    device = str(uuid4())
    # A state folder that cannot be written must not stop the words; without a second copy of the
    # id there is nothing to compare, so the journal's own stands.
    return device if note(machine_file, device=device) else in_journal or device


def renewed(machine_file: Path) -> str:
    """A new device id, which this computer writes with from now on, whatever the journal says."""
    device = str(uuid4())
    note(machine_file, device=device)
    return device


def read(machine_file: Path) -> dict[str, object]:
    """What is known; nothing when the file is missing or holds anything else.

    It is read once, until another file has its name.
    """
    name = os.fspath(machine_file)
    with suppress(OSError, ValueError, RecursionError):
        found = os.stat(name)  # noqa: PTH116 - start-up
        which = found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
        if name in _read and _read[name][0] == which:
            return _read[name][1]
        state = json.loads(read_regular(machine_file))
        if isinstance(state, dict):
            _read[name] = which, state
            return state
    return {}


_read: dict[str, tuple[tuple[int, ...], dict[str, object]]] = {}
"""What each file held, and which file that was."""


def note(machine_file: Path, **facts: object) -> bool:
    """Keep some facts besides those that are known, and say whether that was possible."""
    try:
        from ally_journal.store.files.atomic import write_private  # noqa: PLC0415 - seldom noted
        from ally_journal.store.files.locks import alone  # noqa: PLC0415 - the same
        from ally_journal.store.files.owners import make_own  # noqa: PLC0415 - the same

        make_own(machine_file.parent)
        with alone(machine_file.parent):
            write_private(machine_file, json.dumps(read(machine_file) | facts).encode())
    except OSError:
        return False
    return True


PLAIN = ""
"""Stands among the salts for a journal that is not encrypted."""


def expected(machine_file: Path) -> list[str]:
    """The salts, in hex, of which one is that of the journal; none where nothing is known.

    There are two while it is given another key, or none, or was by a run that was killed.
    """
    salts = read(machine_file).get("salts")
    return salts if isinstance(salts, list) else []


def expect(machine_file: Path, *salts: bytes | None) -> bool:
    """Remember the salts, None for a plain journal, and say whether that is so now."""
    wanted = [(salt or b"").hex() for salt in salts]
    return wanted == expected(machine_file) or note(machine_file, salts=wanted)


def encrypted_with(machine_file: Path) -> bytes | None:
    """The salt of the journal that was here last, as far as is known; None for a plain one."""
    known = expected(machine_file)
    with suppress(ValueError, TypeError):
        return bytes.fromhex(known[-1]) if known and PLAIN not in known else None
    return None
