"""The machine state: what this computer knows of a journal that the journal itself must not say.

It holds the device id a second time. When the two differ, the journal was copied or restored,
and the copy must speak as a device of its own.
"""

import json
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from ally_journal.store.files import make_folder, write_private


def device_for(machine_file: Path, in_journal: str | None) -> str:
    """The device id to write with; a new one when machine and journal disagree.

    Call it inside the journal's write transaction, so that simultaneous first runs agree.
    """
    state = _read(machine_file)
    if in_journal is not None and state.get("device") == in_journal:
        return in_journal
    device = str(uuid4())
    try:
        make_folder(machine_file.parent)
        write_private(machine_file, json.dumps(state | {"device": device}).encode())
    except OSError:
        # A state folder that cannot be written must not stop the words; without a second copy
        # of the id there is nothing to compare, so the journal's own stands.
        return in_journal or device
    return device


def _read(machine_file: Path) -> dict[str, object]:
    with suppress(OSError, ValueError, RecursionError):
        state = json.loads(machine_file.read_bytes()) if machine_file.is_file() else {}
        if isinstance(state, dict):
            return state
    return {}
