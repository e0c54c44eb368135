"""Where things lie: the journal, its machine state, its drafts and its backups."""

import os
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path, user_state_path

_APP = "ally-journal"
_MINE = os.getuid() if hasattr(os, "getuid") else "mine"
_TEMPORARY = f"ally-drafts-{_MINE}"


def default_journal() -> Path:
    """The journal used when no path is given."""
    return user_data_path(_APP, appauthor=False) / "journal.db"


def state_folder() -> Path:
    """The folder for what belongs to this machine rather than to a journal."""
    return user_state_path(_APP, appauthor=False)


def machine_file(journal: Path) -> Path:
    """The machine state of one journal, keyed by its real path."""
    key = sha256(os.fsencode(os.path.realpath(journal))).hexdigest()[:32]
    return state_folder() / f"{key}.json"


def drafts_folder(journal: Path) -> Path:
    """Where words wait that could not be saved."""
    return journal.with_name(f"{journal.name}.drafts")


def temporary_drafts() -> Path:
    """The last place for such words; always the same, so that they are found again.

    Raises:
        OSError: there is no folder for temporary files.
    """
    import tempfile  # noqa: PLC0415 - only when there may be drafts

    return Path(tempfile.gettempdir()) / _TEMPORARY


def may_have_drafts(journal: Path) -> bool:
    """Whether there is any folder for drafts; cheap, since every command asks it."""
    temporary = f"{os.environ.get('TMPDIR', '/tmp')}/{_TEMPORARY}"  # noqa: S108 - only looked at
    places = (f"{os.fspath(journal)}.drafts", os.fspath(drafts_in_state()), temporary)
    return any(map(os.path.exists, (*places, *desks_in_memory())))


def desks_in_memory() -> list[str]:
    """Where an editor's files may lie that no disk shall have, most private first.

    Whether such a folder is in memory, and ours, is for whoever uses it to see.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    own = [f"{runtime}/ally-journal"] if runtime else []
    return [*own, f"/dev/shm/ally-journal-{_MINE}"]  # noqa: S108 - used only if it is ours


def drafts_in_state() -> Path:
    """Where such words wait when they cannot wait beside the journal."""
    return state_folder() / "drafts"


def ways_to(journal: Path) -> tuple[Path, ...]:
    """The path in use, and where it is a link the real one: copies may lie beside either."""
    return tuple(dict.fromkeys((journal.absolute(), Path(os.path.realpath(journal)))))


def backups_folder(journal: Path) -> Path:
    """Where verified copies of the journal lie."""
    return journal.with_name(f"{journal.name}.backups")
