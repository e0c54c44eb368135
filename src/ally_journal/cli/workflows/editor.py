"""The person's own editor, on a file that is a draft already: whatever dies, the words remain."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ally_journal.cli.terminal.console import (
    default_editor,
    hand_lines_to,
    undisturbed,
    words_of,
)
from ally_journal.cli.terminal.streams import can_ask, decoded_here, keep_words, warn
from ally_journal.cli.workflows.drafts import Kept
from ally_journal.domain.drafts import Draft, fingerprint
from ally_journal.domain.text.repair import without_final_newline
from ally_journal.errors import AllyError, CannotKeep, NothingToWrite
from ally_journal.render.views import conflicts
from ally_journal.render.views.conflicts import Version
from ally_journal.store.files.system import read_regular

_AT_ONCE = 0.5
_BY_LINES = {"ed", "red"}
"""Editors that read a terminal line by line and leave where that ends."""
SECRETS = {"ALLY_PASSPHRASE", "ALLY_PASSPHRASE_COMMAND"}
"""Variables that no program which ally starts for somebody to work in has any use for."""


def compose_one(
    kept: Kept[Any], versions: tuple[Version | None, ...], *, keeps: bool = True
) -> str:
    """Let the person make one text of every version there is; of a single one, edit it.

    `keeps` tells that the command has --keep. Raises as `compose`, also when all versions were
    left as they were.
    """
    given = conflicts.together(versions, keeps=keeps)
    words = conflicts.left(compose(kept, given, known=True, several=len(versions) > 1), given)
    if not words.strip():
        raise NothingToWrite("Nothing was written: no words were left.")
    return words


def compose(kept: Kept[Any], text: str, *, known: bool = False, several: bool = False) -> str:
    """Let the person edit `text` and give back what they saved, without its final newline.

    `known` says that the journal holds `text` already, so a copy of it is worth nothing, and
    `several` that it is more than one version, of which one is to be made. The file
    stays until the words are kept elsewhere.

    Raises:
        NothingToWrite: the editor was left without a change, or without words.
        CannotKeep: no disk takes the file to edit.
        AllyError: the editor cannot be started or reported trouble; the draft stays.
    """
    about = {**kept.about(), "text": None} | ({"known": fingerprint(text)} if known else {})
    file = kept.lay_out(text, about)
    if file is None:
        raise CannotKeep("No folder takes a file to edit; give the text in quotes instead.")
    written, at_once = _edited(kept, file, text if known else "")
    if written == text and at_once:
        if kept.held:
            kept.held.note_open()
        _leave(kept, text if known else "", stays=True)
        raise NothingToWrite(
            "Nothing was written: the editor came back at once without a change. One that opens a"
            ' window must be told to wait, such as EDITOR="code --wait".'
        )
    kept.take_in()
    if written == text or not written.strip():
        kept.remove()
        raise NothingToWrite(f"Nothing was written: {_left(written, several=several)}.")
    _keep_others(kept)
    kept.edited = False
    return written


def _left(written: str, *, several: bool) -> str:
    if not written.strip():
        return "the text was emptied"
    if several:
        return "every version was left as it was; leave only the words that are to stay"
    return "the text was left as it was"


def compose_again(kept: Kept[Any], draft: Draft) -> str:
    """Let the person go on with a draft, and give back what they then saved.

    Left as it is, it is what they wanted to save.

    Raises:
        NothingToWrite: it was emptied.
        CannotKeep: no disk takes the file to edit.
        AllyError: as for `compose`.
    """
    file = kept.lay_out(draft.words, draft.about)
    if file is None:
        raise CannotKeep("No folder takes a file to edit; ally draft use last saves it as it is.")
    written, _ = _edited(kept, file, "")
    kept.take_in()
    if not written.strip():
        raise NothingToWrite("Nothing was written: the text was emptied; ally draft drop ends it.")
    _keep_others(kept)
    kept.edited = False
    return written


def _keep_others(kept: Kept[Any]) -> None:
    """Keep what the person wrote into files of other names, since their folder goes."""
    if kept.held is None or kept.held.path is None:
        return
    for name, copy in kept.held.content.left.items():
        if kept.held.path.stem not in name and name not in {"DEADJOE", "ed.hup"}:
            keep_words(without_final_newline(decoded_here(copy)))


def command_and_choice() -> tuple[str, str | None]:
    """The editor's command, and the variable that chose it; None for the system's own editor."""
    for variable in ("VISUAL", "EDITOR"):
        if command := os.environ.get(variable):
            return command, variable
    return default_editor(), None


def editor_words(command: str) -> list[str]:
    """An editor's command in its words; raises ValueError for quotation marks without an end."""
    return [command] if Path(command).is_file() else words_of(command)


def _edited(kept: Kept[Any], file: Path, known: str) -> tuple[str, bool]:
    """What stands in the file after the editor, and whether that came back at once."""
    began = time.monotonic()
    try:
        _run(file, kept.locks())
        written = decoded_here(read_regular(file))
    except BaseException:
        _leave(kept, known)
        raise
    return without_final_newline(written), time.monotonic() - began < _AT_ONCE


def _run(file: Path, locks: tuple[int, ...]) -> None:
    """Open one file in VISUAL, EDITOR or the system's own editor, and wait; it holds the locks."""
    command, chosen = command_and_choice()
    if not chosen and not can_ask():
        raise AllyError("There is no terminal for an editor; set EDITOR, or give the text.")
    try:
        code = _ended(editor_words(command), file, locks)
    except (OSError, ValueError):
        raise AllyError(
            f"The editor “{command}” could not be started; set EDITOR to one that can."
        ) from None
    if code:
        raise AllyError(f"The editor “{command}” ended with trouble; nothing was saved.")
    if not file.is_file():
        raise AllyError("The editor took its file away; nothing was changed.")


def _ended(words: list[str], file: Path, locks: tuple[int, ...]) -> int:
    """Let an editor work in the folder of its file until it ends; its exit code.

    It holds words that nobody else has, so it is never killed. Ctrl-C is for the editor alone,
    and what ends ally does so when the editor has ended; what it leaves lies in that folder.
    """
    handed = Path(words[0]).name in _BY_LINES and can_ask()
    with undisturbed():
        editor = subprocess.Popen(  # noqa: S603 - the person's own choice
            [*map(_whole, words), os.fspath(file)],
            stdin=subprocess.PIPE if handed else None,
            bufsize=0,
            pass_fds=locks,
            cwd=file.parent,
            env={name: text for name, text in os.environ.items() if name not in SECRETS},
        )
        if handed:
            hand_lines_to(editor)
        return editor.wait()


def _whole(word: str) -> str:
    """A word of a command that names a file here, as it is called from any folder."""
    is_file = Path(word).is_file() and (os.sep in word or Path(word).suffix)
    return os.path.abspath(word) if is_file else word  # noqa: PTH100 - a link keeps its name


def _leave(kept: Kept[Any], known: str, *, stays: bool = False) -> None:
    """Say where the words are, or take the draft away when it has none that are not `known`.

    The file `stays` for an editor that may have it open still, unless the journal is encrypted.
    """
    with suppress(OSError):
        place = kept.take_in(stays=stays)
        left = kept.held.content if kept.held else None
        if place and left and left.words.strip() not in {"", known.strip()}:
            kept.tell_place(place)
        elif place and left and left.left:
            warn(
                "Your editor kept what was not written; ally draft use last -e lets it offer that."
            )
        elif not stays:
            kept.remove()
    kept.leave()
