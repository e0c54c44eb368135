"""Where things lie: the journal, its machine state, its drafts and its backups."""

import os
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path, user_state_path

_APP = "ally-journal"


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


def backups_folder(journal: Path) -> Path:
    """Where verified copies of the journal lie."""
    return journal.with_name(f"{journal.name}.backups")
