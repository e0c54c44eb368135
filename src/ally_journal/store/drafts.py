"""Words that could not be saved: kept somewhere, whatever happens to the journal."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ally_journal.store.files import make_folder, write_private
from ally_journal.store.paths import drafts_folder, state_folder


def keep(journal: Path, words: str, name: str) -> Path | None:
    """Write the words to a new 0600 file and say where; None when no disk will have them.

    The places are tried in turn: beside the journal, in the state folder, in a temporary one. The
    file is only there whole; `name` begins its name.
    """
    content = words.encode("utf-8", "surrogateescape")
    for folder in _folders(journal):
        path = folder / f"{name}-{os.urandom(4).hex()}.txt"
        with suppress(OSError):
            make_folder(folder)
            write_private(path, content)
            return path
    return None


def _folders(journal: Path) -> Iterator[Path]:
    yield drafts_folder(journal)
    yield state_folder() / "drafts"
    with suppress(OSError):  # there may be no folder for temporary files at all
        yield Path(tempfile.gettempdir()) / f"ally-drafts-{os.urandom(8).hex()}"
