"""Where things lie: the journal, its machine state, its drafts and its backups."""

import os
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path, user_state_path

_APP = "ally-journal"
_MINE = os.getuid() if hasattr(os, "getuid") else "mine"

DRAFT = ".draft"
"""How the name of a draft ends, encrypted or not, like that of a journal."""
EDITED = ".edit"
"""How the name of a folder ends in which an editor works on a draft of the same name."""
SEALED_BEFORE, EDITED_BEFORE = ".sealed", ".open"
"""What an encrypted draft and such a folder were called in 0.1; a plain one was `.txt`."""


def default_journal() -> Path:
    """The journal used when no path is given."""
    return user_data_path(_APP, appauthor=False) / "journal.db"


def state_folder() -> Path:
    """The folder for what belongs to this machine rather than to a journal."""
    return user_state_path(_APP, appauthor=False)


def machine_file(journal: Path) -> Path:
    """The machine state of one journal, keyed by its real path."""
    return state_folder() / f"{_key(journal)}.json"


def _key(journal: Path) -> str:
    return sha256(os.fsencode(os.path.realpath(journal))).hexdigest()[:32]


def drafts_folder(journal: Path) -> Path:
    """Where words wait that could not be saved."""
    return journal.with_name(f"{journal.name}.drafts")


def drafts_in_state(journal: Path) -> Path:
    """Where such words wait when they cannot wait beside the journal."""
    return machine_file(journal).with_suffix(".drafts")


def temporary_drafts(journal: Path) -> Path:
    """The last place for such words; always the same, so that they are found again.

    Raises:
        OSError: there is no folder for temporary files.
    """
    import tempfile  # noqa: PLC0415 - only when there may be drafts

    return Path(tempfile.gettempdir()) / _shared(journal)


def edited_in_memory(journal: Path) -> list[Path]:
    """Where an editor's files may lie that no disk shall have, most private first.

    Whether such a folder is in memory, and ours, is for whoever uses it to see.
    """
    return [Path(folder) / _shared(journal) for folder in _in_memory()]


def edited_in_memory_before() -> list[Path]:
    """The same as 0.1 called it, for all journals together."""
    names = (_APP, f"{_APP}-{_MINE}")
    return [Path(folder) / name for folder in _in_memory() for name in names]


def drafts_before() -> list[Path]:
    """Where 0.1 put the drafts of all journals that could not lie beside theirs."""
    return [state_folder() / "drafts", Path(_temporary()) / f"ally-drafts-{_MINE}"]


def may_have_drafts(journal: Path) -> bool:
    """Whether there is any folder for drafts; cheap, since every command asks it."""
    shared = [Path(folder) / _shared(journal) for folder in (_temporary(), *_in_memory())]
    before = [*drafts_before(), *edited_in_memory_before()]
    places = [drafts_folder(journal), drafts_in_state(journal), *shared, *before]
    return any(map(os.path.exists, places))


def _in_memory() -> list[str]:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return [*([runtime] if runtime else []), "/dev/shm"]  # noqa: S108 - used only if it is ours


def _temporary() -> str:
    return os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - only looked at


def _shared(journal: Path) -> str:
    """The name of a journal's folder in a place where everybody may make one."""
    return f"ally-{_MINE}-{_key(journal)}.drafts"


def ways_to(journal: Path) -> tuple[Path, ...]:
    """The path in use, and where it is a link the real one: copies may lie beside either."""
    return tuple(dict.fromkeys((journal.absolute(), Path(os.path.realpath(journal)))))


def backups_folder(journal: Path) -> Path:
    """Where verified copies of the journal lie."""
    return journal.with_name(f"{journal.name}.backups")
