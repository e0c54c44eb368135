"""The machine state: what this computer knows of a journal that the journal itself must not say.

It holds the device id a second time. When the two differ, the journal was copied or restored,
and the copy must speak as a device of its own. It also remembers how the daily backup went.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from ally_journal.store.files.atomic import alone, read_regular, write_private

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


def read(machine_file: Path) -> dict[str, object]:
    """What is known; nothing when the file is missing or holds anything else."""
    with suppress(OSError, ValueError, RecursionError):
        state = json.loads(read_regular(machine_file)) if machine_file.is_file() else {}
        if isinstance(state, dict):
            return state
    return {}


def note(machine_file: Path, **facts: object) -> bool:
    """Keep some facts besides those that are known, and say whether that was possible."""
    try:
        from ally_journal.store.files.owners import make_own  # noqa: PLC0415 - seldom noted

        make_own(machine_file.parent)
        with alone(machine_file.parent):
            write_private(machine_file, json.dumps(read(machine_file) | facts).encode())
    except OSError:
        return False
    return True
