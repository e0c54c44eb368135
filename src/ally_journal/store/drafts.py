"""Words that could not be saved: kept somewhere, whatever happens to the journal."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from ally_journal.store.files import make_folder, write_private
from ally_journal.store.paths import drafts_folder, state_folder


def folder_for(journal: Path) -> Path | None:
    """The first folder that takes drafts: beside the journal, in the state folder, a temporary one.

    Returns None when no disk will have them. Folders are 0700.
    """
    temporary = Path(tempfile.gettempdir()) / f"ally-drafts-{os.urandom(8).hex()}"
    for folder in (drafts_folder(journal), state_folder() / "drafts", temporary):
        with suppress(OSError):
            make_folder(folder)
            probe = folder / f".{os.urandom(8).hex()}"
            write_private(probe, b"ally")
            probe.unlink()
            return folder
    return None


def keep(journal: Path, words: str, stamp: str) -> Path | None:
    """Write the words to a new 0600 file and say where; None when no disk will have them.

    The file is only there whole. `stamp` begins its name.
    """
    content = words.encode("utf-8", "surrogateescape")
    for folder in (folder_for(journal), Path(tempfile.gettempdir())):
        if folder is not None:
            path = folder / f"{stamp}-{os.urandom(4).hex()}.txt"
            with suppress(OSError):
                write_private(path, content)
                return path
    return None
