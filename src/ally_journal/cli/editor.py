"""The person's own editor, on a file that is a draft already: whatever dies, the words remain."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from ally_journal.domain.texts import without_final_newline
from ally_journal.errors import AllyError, CannotKeep, NothingToWrite
from ally_journal.store.drafts import folder_for
from ally_journal.store.files import write_private

_AT_ONCE = 0.5


def compose(journal: Path, text: str) -> str:
    """Let the person edit `text` and give back what they saved, without its final newline.

    Raises:
        NothingToWrite: the editor was left without a change, or without words.
        CannotKeep: no disk takes the file to edit.
        AllyError: the editor cannot be started or reported trouble; the draft stays.
    """
    folder = folder_for(journal)
    if folder is None:
        raise CannotKeep("No folder takes a file to edit; give the text in quotes instead.")
    draft = folder / f"edit-{os.urandom(4).hex()}.txt"
    write_private(draft, f"{text}\n".encode() if text else b"")
    before = draft.read_bytes()
    began = time.monotonic()
    run(draft)
    after = draft.read_bytes()
    draft.unlink()
    if after == before or not after.strip():
        hint = ""
        if after == before and time.monotonic() - began < _AT_ONCE:
            hint = (
                ' An editor that opens a window must be told to wait, such as EDITOR="code --wait".'
            )
        raise NothingToWrite(f"Nothing was written: the text was left as it was.{hint}")
    return without_final_newline(after.decode("utf-8", "surrogateescape"))


def run(file: Path) -> None:
    """Open one file in VISUAL, EDITOR or the system's own editor, and wait."""
    usual = "notepad" if sys.platform == "win32" else "vi"
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    try:
        words = [command] if Path(command).is_file() else shlex.split(command)
        code = subprocess.call([*words, os.fspath(file)])  # noqa: S603 - the person's own choice
    except (OSError, ValueError):
        raise AllyError(
            f"The editor “{command}” could not be started; set EDITOR to one that can."
        ) from None
    if code:
        raise AllyError(f"The editor ended with trouble; your words are kept in {file}.")
