"""How this computer takes part, as its machine state keeps it; the journal does not know."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.sync.computers import Setup
from ally_journal.errors import NotSynced
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

GATHERED = 3
"""Seconds for which an exchange in the background waits, so that one does for a row of changes."""
_OLD_MS = 10 * 60 * 1000
_TOLD = 20  # sentences


def setup_of(path: Path) -> Setup | None:
    """How it takes part; None where it does not. The journal is not opened."""
    known = kept(path)
    if "where" not in known:
        return None
    return Setup(**{name: known[name] for name in Setup._fields if name in known})


def needed(path: Path) -> Setup:
    """The same; raises NotSynced where it takes no part."""
    if setup := setup_of(path):
        return setup
    raise NotSynced(
        "This journal is not exchanged with other computers; ally sync init FOLDER begins that, "
        "and ally sync join FOLDER takes part."
    )


def set_auto(path: Path, *, auto: bool) -> None:
    """Let exchanges run by themselves, or not."""
    keep(path, auto=auto)


def kept(path: Path) -> dict[str, Any]:
    """All that is kept; nothing where it does not take part."""
    known = machine.read(machine_file(path)).get("sync")
    return known if isinstance(known, dict) else {}


def keep(path: Path, **facts: object) -> None:
    """Keep some facts besides those that are known."""
    machine.note(machine_file(path), sync=kept(path) | facts)


def computer_of(path: Path) -> str:
    """What unfinished files are known by as this computer's, also after a backup was restored."""
    known = kept(path).get("computer")
    if not isinstance(known, str):
        known = uuid4().hex
        keep(path, computer=known)
    return known


def drop(path: Path) -> None:
    """Keep nothing of it any more."""
    machine.note(machine_file(path), sync=None)


def tell_later(path: Path, lines: list[str]) -> None:
    """Keep what came of an exchange at which nobody was, for the next person to be told."""
    if lines:
        machine.note(machine_file(path), sync_told=(_untold(path) + lines)[-_TOLD:])


def told_now(path: Path) -> list[str]:
    """What was kept so, once."""
    lines = _untold(path)
    if lines:
        machine.note(machine_file(path), sync_told=None)
    return lines


def _untold(path: Path) -> list[str]:
    kept = machine.read(machine_file(path)).get("sync_told")
    return [str(line) for line in kept] if isinstance(kept, list) else []


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
