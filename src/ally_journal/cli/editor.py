"""The person's own editor, on a file that is a draft already: whatever dies, the words remain."""

import os
import shlex
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from ally_journal.cli.voice import can_ask, warn
from ally_journal.domain.texts import without_final_newline
from ally_journal.errors import AllyError, CannotKeep, NothingToWrite
from ally_journal.store.drafts import keep

_AT_ONCE = 0.5


def compose(journal: Path, text: str, *, known: bool = False) -> str:
    """Let the person edit `text` and give back what they saved, without its final newline.

    `known` says that the journal holds `text` already, so a copy of it is worth nothing.

    Raises:
        NothingToWrite: the editor was left without a change, or without words.
        CannotKeep: no disk takes the file to edit.
        AllyError: the editor cannot be started or reported trouble; the draft stays.
    """
    draft = keep(journal, f"{text}\n" if text else "", "edit")
    if draft is None:
        raise CannotKeep("No folder takes a file to edit; give the text in quotes instead.")
    began = time.monotonic()
    try:
        _run(draft)
        written = draft.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        copy = keep(journal, text, "edit")
        raise AllyError(f"The editor took its file away; what you gave it is in {copy}.") from None
    except BaseException:
        _leave(draft, text if known else "")
        raise
    if without_final_newline(written) == text and time.monotonic() - began < _AT_ONCE:
        _leave(draft, text if known else "")
        raise NothingToWrite(
            "Nothing was written: the editor came back at once without a change. One that opens a"
            ' window must be told to wait, such as EDITOR="code --wait".'
        )
    draft.unlink()
    if without_final_newline(written) == text:
        raise NothingToWrite("Nothing was written: the text was left as it was.")
    if not written.strip():
        raise NothingToWrite("Nothing was written: the text was emptied.")
    return without_final_newline(written)


def _run(file: Path) -> None:
    """Open one file in VISUAL, EDITOR or the system's own editor, and wait."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command and not can_ask():
        raise AllyError("There is no terminal for an editor; set EDITOR, or give the text.")
    command = command or ("notepad" if sys.platform == "win32" else "vi")
    try:
        words = [command] if Path(command).is_file() else shlex.split(command)
        code = subprocess.call([*words, os.fspath(file)])  # noqa: S603 - the person's own choice
    except (OSError, ValueError):
        raise AllyError(
            f"The editor “{command}” could not be started; set EDITOR to one that can."
        ) from None
    if code:
        raise AllyError(f"The editor “{command}” ended with trouble; nothing was saved.")


def _leave(draft: Path, known: str) -> None:
    """Say where the words are, or take the file away when it has none that are not `known`."""
    with suppress(OSError):
        written = draft.read_bytes().decode("utf-8", "surrogateescape")
        if written.strip() not in {"", known.strip()}:
            warn(f"Your words are kept in {draft}.")
        else:
            draft.unlink()
