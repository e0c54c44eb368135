"""How this computer takes part in an exchange: what its machine state says under `sync`."""

from pathlib import Path

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.sync.computers import Setup
from ally_journal.errors import NotSynced
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

GATHERED = 3
"""Seconds for which an exchange in the background waits, so that one does for a row of changes."""
_OLD_MS = 10 * 60 * 1000


def setup_of(path: Path) -> Setup | None:
    """How the journal at `path` is exchanged here; None where it is not. It is not opened."""
    kept = machine.read(machine_file(path)).get("sync")
    if not isinstance(kept, dict) or not {"where", "name"} <= kept.keys():
        return None
    return Setup(**{name: kept[name] for name in Setup._fields if name in kept})


def needed(path: Path) -> Setup:
    """The same; raises NotSynced where the journal is not exchanged here."""
    if setup := setup_of(path):
        return setup
    raise NotSynced(
        "This journal is on this computer alone; ally sync init FOLDER begins to exchange it, and "
        "ally sync join FOLDER takes part where another computer has begun."
    )


def keep(path: Path, setup: Setup | None) -> bool:
    """Keep that from now on, None for no exchange; whether that was possible."""
    return machine.note(machine_file(path), sync=setup and setup._asdict())


def set_auto(path: Path, *, auto: bool) -> None:
    """Let exchanges run by themselves from now on, or not any more."""
    if setup := setup_of(path):
        keep(path, setup._replace(auto=auto))


def take_on(path: Path, now: Moment, *, wrote: bool) -> bool:
    """Whether it is this run that lets an exchange begin in the background.

    One is due after a run that `wrote`, and where the newest is ten minutes old. One that has only
    just begun reads what this run wrote, since it waits for `GATHERED` seconds.
    """
    setup, state = setup_of(path), machine_file(path)
    if setup is None or not setup.auto:
        return False
    begun = machine.read(state).get("sync_begun")
    since = now.real_ms - (begun if isinstance(begun, int) else 0)
    if 0 <= since < GATHERED * 1000:
        return False
    is_old = not (0 <= now.ms - (setup.last or 0) < _OLD_MS or 0 <= since < _OLD_MS)
    return (wrote or is_old) and machine.note(state, sync_begun=now.real_ms)
