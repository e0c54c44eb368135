"""Words that are not saved yet: kept somewhere, whatever happens to the journal.

A draft is a text file that any editor reads. Beside it lies a small JSON file of the same name
that says what the words were meant for; without it they are words all the same. Whoever writes a
draft holds a lock on that file, which the system takes away when the process dies. The draft of an
encrypted journal is encrypted itself, and the file beside it says only whose it is.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ally_journal.domain.drafts import Draft, is_worth_keeping
from ally_journal.domain.text.repair import without_final_newline
from ally_journal.errors import KeyNeeded
from ally_journal.store.drafts import editor_file, locks
from ally_journal.store.drafts.files import (
    NewDraft,
    editors_copy,
    folders,
    is_about,
    places,
    removed,
    texts_in,
)
from ally_journal.store.drafts.sealed import ENDING, Content, key_for, unseal
from ally_journal.store.files.layout import drafts_folder, machine_file
from ally_journal.store.files.machine import note, read

_FORMAT = {"format": "ally/draft", "version": 1}
_STAMP = "%Y%m%d-%H%M%S"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Held:
    """A draft while somebody is writing it: on disk, and locked against being taken up.

    `keyless` says that the last words were put nowhere, since the journal is encrypted and was not
    unlocked.
    """

    def __init__(self, journal: Path, name: str, stem: str | None = None) -> None:
        self.path: Path | None = None
        self.keyless = False
        self._journal = journal
        self._name = name
        self._stem = stem
        self._lock: int | None = None

    def write(
        self, words: str, about: Mapping[str, Any], left: Mapping[str, bytes] = _NOTHING
    ) -> Path | None:
        """Put the words on disk, durably, in place of those before; None if no disk has them.

        The places are tried in turn: where it lies already, beside the journal, in the state
        folder, in a temporary one. A file is only ever there whole, and 0600; that of an encrypted
        journal is encrypted with the same key, with what an editor `left` beside its own file.
        """
        try:
            key = key_for(self._journal)
        except KeyNeeded:
            self.keyless = True
            return None
        self.keyless = False
        whose = _FORMAT | {"journal": os.path.realpath(self._journal)}
        new = NewDraft(key, Content(words, whose | dict(about), left), whose)
        before = self.path
        if before is not None:
            with suppress(OSError):
                return self._write_there(new, before)
        for folder in folders(self._journal):
            path = folder / f"{self._free_stem(folder)}{new.ending}"
            with suppress(OSError):
                lock = new.put_first(path)
                self.leave()
                self.path, self._lock = path, lock
                if before is not None and before.suffix != new.ending:
                    removed(before)  # the journal was encrypted since, or no longer is
                return path
        return None

    def _write_there(self, new: NewDraft, before: Path) -> Path:
        """Write it where it lies; if the journal was encrypted since, or no longer is, beside that.

        It never replaces another draft's words. Raises OSError.
        """
        path = before.with_suffix(new.ending)
        if path != before and path.exists():
            raise FileExistsError
        new.put(path)
        locks.write(self._lock, new.header)
        self.path = path
        if path != before:
            removed(before)
        return path

    def _free_stem(self, folder: Path) -> str:
        """How the name of a new file begins: as that of its editor's file, if there is one."""
        if self._stem is None or locks.beside(folder / f"{self._stem}{ENDING}").exists():
            return f"{self._name}-{os.urandom(4).hex()}"
        return self._stem

    def adopt(self, draft: Draft) -> bool:
        """Take over a draft that was left behind; False when somebody has it just now."""
        self._lock = locks.lock_again(draft.path)
        if self._lock is None and locks.in_use(draft.path):
            return False
        self.path = draft.path
        return True

    def is_sealed(self) -> bool:
        """Whether drafts of this journal are encrypted, and so no file for an editor.

        Raises:
            KeyNeeded: they are, and there is no key.
        """
        return key_for(self._journal) is not None

    def lay_out(self, words: str, about: Mapping[str, Any]) -> editor_file.Desk | None:
        """Put the words where an editor can open them, in memory if there is such a place.

        Words that are nowhere else are encrypted on disk first. The file has the draft's own name,
        so that an editor finds again what it left beside it. None if no disk takes them.
        """
        unsealed = unseal(self.path) if self.path and self.path.suffix == ENDING else None
        left = unsealed.left if unsealed else _NOTHING
        if is_worth_keeping(words, about) and self.write(words, about, left) is None:
            return None
        self._stem = self.path.stem if self.path else f"{self._name}-{os.urandom(4).hex()}"
        return editor_file.lay_out(self._journal, self._stem, Content(words, about, left))

    def take_in(self, laid: editor_file.Desk) -> bool:
        """Put what an editor left on disk, encrypted; False if no disk takes it.

        A swap file that is still there holds what it did not write. Where there is nothing new,
        the draft goes.
        """
        try:
            words, about, left = editor_file.content_of(laid.file)
        except OSError:
            return True
        if not left and not is_worth_keeping(words, about):
            return self.remove()
        return self.write(words, about, left) is not None

    def leave(self) -> None:
        """Let it lie for the next command, if it was ever written."""
        locks.close(self._lock)
        self._lock = None

    def remove(self) -> bool:
        """Take it away, since its words are kept elsewhere; False when the disk refuses."""
        gone = self.path is None or removed(self.path)
        self.leave()
        if gone:
            self.path = None
        return gone


def keep(
    journal: Path, words: str, name: str, about: Mapping[str, Any] | None = None
) -> Path | None:
    """Write the words to a new draft and say where; None when no disk will have them.

    `name` begins its name.
    """
    held = Held(journal, name)
    place = held.write(words, about or {})
    held.leave()
    return place


def waiting(journal: Path) -> tuple[Draft, ...]:
    """Every draft that nobody is writing just now, in all its places, the oldest first.

    A file without words, or with words the journal has already, is taken away on the way, and what
    a run that died left in an encrypted journal's editor becomes a draft. Without the key drafts
    of such a journal have no words to show.
    """
    found = put_away(journal)
    open_still = {draft.path.stem for draft in found}
    for folder in places(journal):
        for path in texts_in(folder):
            with suppress(OSError):
                draft = _read(path) if path.stem not in open_still else None
                if draft and (folder == drafts_folder(journal) or is_about(draft.about, journal)):
                    found.append(draft)
    return tuple(sorted(found, key=lambda draft: (draft.kept, draft.path.name)))


def put_away(journal: Path) -> list[Draft]:
    """Make drafts of what was left in an editor's folder; those for which there is no key stay.

    These are given, without words: they are in memory only, or as safe as their folder is.
    """
    stays = []
    for file in editor_file.left_of(journal):
        with suppress(OSError):
            words, about, left = editor_file.content_of(file)
            words = without_final_newline(words)
            if not is_worth_keeping(words, about) and not left:
                editor_file.clear(file)
                continue
            held = _held_of(journal, file)
            if held is not None and held.write(words, about, left):
                editor_file.clear(file)
            else:
                stays.append(Draft(file, _kept(file), "", {}, locked=True))
            if held is not None:
                held.leave()
    return stays


def _held_of(journal: Path, file: Path) -> Held | None:
    """The draft whose words were open in an editor, or a new one; None if somebody has it."""
    held = Held(journal, file.stem.rpartition("-")[0], file.stem)
    for folder in places(journal):
        sealed = folder / f"{file.stem}{ENDING}"
        if sealed.is_file():
            before = Draft(sealed, _kept(sealed), "", {}, locked=True)
            return held if held.adopt(before) else None
    return held


def read_again(draft: Draft) -> Draft:
    """The same draft with its words, now that its key is at hand; as it is without it."""
    unsealed = unseal(draft.path)
    if unsealed is None:
        return draft
    words = without_final_newline(unsealed.words)
    return draft._replace(words=words, about=unsealed.about, locked=False)


def new_among(journal: Path, drafts: tuple[Draft, ...], told: str) -> tuple[Draft, ...]:
    """Those that were not yet spoken of in the way named `told`; from now on they were."""
    machine = machine_file(journal)
    before = read(machine).get(told)
    known = {Path(str(name)).stem for name in before} if isinstance(before, list) else set()
    new = tuple(draft for draft in drafts if draft.path.stem not in known)
    if new:
        note(machine, **{told: [draft.path.name for draft in drafts]})
    return new


def remove(draft: Draft) -> bool:
    """Take a draft away for good; False when the disk refuses."""
    return removed(draft.path)


def _read(path: Path) -> Draft | None:
    """One draft; None if it is being written, or says nothing new."""
    if locks.in_use(path):
        return None
    if path.suffix == ENDING:
        return _read_sealed(path)
    about = locks.about(path)
    words = without_final_newline(path.read_bytes().decode("utf-8", "surrogateescape"))
    if not is_worth_keeping(words, about) and not editors_copy(path):
        removed(path)
        return None
    return Draft(path, _kept(path), words, about)


def _read_sealed(path: Path) -> Draft | None:
    unsealed = unseal(path)
    if unsealed is None:
        return Draft(path, _kept(path), "", locks.about(path), locked=True)
    words = without_final_newline(unsealed.words)
    if not is_worth_keeping(words, unsealed.about) and not unsealed.left:
        removed(path)
        return None
    return Draft(path, _kept(path), words, unsealed.about)


def _kept(path: Path) -> datetime:
    """When a draft was begun, by its name, or else when its file was last written."""
    with suppress(ValueError):
        return datetime.strptime(path.name[:15], _STAMP)  # noqa: DTZ007 - the name is in local time
    return datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the same
