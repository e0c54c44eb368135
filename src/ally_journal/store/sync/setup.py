"""How this computer takes part, as its machine state keeps it; the journal does not know."""

from pathlib import Path
from typing import Any

from ally_journal.domain.sync.computers import Setup
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file


def setup_of(path: Path) -> Setup | None:
    """How it takes part; None where it does not. The journal is not opened."""
    known = kept(path)
    if "where" not in known:
        return None
    return Setup(**{name: known[name] for name in Setup._fields if name in known})


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


def drop(path: Path) -> None:
    """Keep nothing of it any more."""
    machine.note(machine_file(path), sync=None)
