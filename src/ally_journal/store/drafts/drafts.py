"""Words that are not saved yet: kept somewhere, whatever happens to the journal.

Each draft is one file: readable with its words first, or encrypted where its journal is. Whoever
writes it holds a lock on it, which the system takes away when the process dies.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ally_journal.domain.drafts import NOTHING, Content, Draft, is_worth_keeping
from ally_journal.errors import KeyNeeded
from ally_journal.store.drafts import earlier, editor_file, files, locks
from ally_journal.store.drafts.sealed import key_for
from ally_journal.store.files import atomic
from ally_journal.store.files.layout import DRAFT, machine_file
from ally_journal.store.files.locks import let_go
from ally_journal.store.files.machine import note, read

_STAMP = "%Y%m%d-%H%M%S"
_DAY = 86_400
OPEN = "open"
"""What is known of a draft whose editor came back at once, and may have the file open still."""


class Held:
    """A draft while somebody is writing it: on disk, and locked against being taken up.

    `name` begins that of its file. `content` is what it holds by now, `sealed` says that it is
    encrypted, and `keyless` that the last words were put nowhere, since the journal is encrypted
    and was not unlocked. `edited` is the file that an editor has, and `lock` what the editor must
    hold as well, so that nobody takes it from under it.
    """

    def __init__(self, journal: Path, name: str) -> None:
        self.path: Path | None = None
        self.sealed = self.keyless = False
        self.edited: Path | None = None
        self.lock: int | None = None
        self._journal = journal
        self._name = name
        self.content = Content("", {})

    def write(
        self, words: str, about: Mapping[str, Any], left: Mapping[str, bytes] = NOTHING
    ) -> Path | None:
        """Put the words on disk, durably, in place of those before; None if no disk has them.

        The places are tried in turn: where it lies already, beside the journal, in the state
        folder, in a temporary one. A file is only ever there whole; that of an encrypted journal
        is encrypted with the same key, with what an editor `left` beside its own file.
        """
        try:
            key = key_for(self._journal)
        except KeyNeeded:
            self.keyless = True
            return None
        self.keyless, self.sealed = False, key is not None
        content, before = Content(words, about, left), self.path
        here = [before.parent] if before and before.suffix == DRAFT else []
        for folder in (*here, *files.folders(self._journal)):
            with suppress(OSError):
                path = self._free(folder)
                lock = files.write(path, content, key, self.lock if before == path else None)
                if lock != self.lock:
                    self.leave()
                self.path, self.lock, self.content = path, lock, content
                if before and before != path:
                    files.remove(before)
                self._clear()
                return path
        return None

    def _free(self, folder: Path) -> Path:
        """Where it goes in a folder: under the name it has, unless another draft has that."""
        if self.path:
            usual = folder / f"{self.path.stem}{DRAFT}"
            if usual == self.path or not usual.exists():
                return usual
        return folder / f"{self._name}-{os.urandom(4).hex()}{DRAFT}"

    def adopt(self, path: Path) -> bool:
        """Take over a draft that was left behind; False when somebody has it just now."""
        try:
            self.lock = locks.lock(path)
            self.content = files.content_of(path) or Content("", {})
        except OSError:
            self.leave()
            return False
        self.path, self.edited = path, next(iter(editor_file.left_of(self._journal, path)), None)
        return True

    def lay_out(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put the words on disk, and where an editor can open them; None if that fails.

        Raises:
            KeyNeeded: the journal is encrypted, and there is no key.
        """
        sealed = key_for(self._journal) is not None
        draft = self.write(words, about, self.content.left)
        if draft is not None:
            self.edited = editor_file.lay_out(self._journal, draft, self.content, sealed=sealed)
        return self.edited

    def take_in(self, *, stays: bool = False) -> bool:
        """Put what an editor left into the draft; False if no disk takes it, and it stays there.

        What lies beside the editor's file and holds words is kept with it. The file itself
        `stays` where an editor may have it open still.
        """
        file, before = self.edited, self.content
        if file is None:
            return True
        self.content = editor_file.content_of(file, before)
        self.edited = file if not stays else None
        done = (stays and self.content == before) or self.write(*self.content) is not None
        self.edited = file if stays or not done else None
        return done

    def note_open(self) -> None:
        """Remember that an editor may have the file open still, though it came back."""
        edited, self.edited = self.edited, None
        self.write(self.content.words, {**self.content.about, OPEN: True}, self.content.left)
        self.edited = edited

    def handed_on(self) -> tuple[int, ...]:
        """What a child is given so that it has the draft as well."""
        return locks.handed_on(self.lock)

    def leave(self) -> None:
        """Let it lie for the next command, if it was ever written."""
        let_go(self.lock)
        self.lock = None

    def remove(self) -> bool:
        """Take it away, since its words are kept elsewhere; False when the disk refuses."""
        self._clear()
        gone = self.path is None or files.remove(self.path)
        self.leave()
        if gone:
            self.path = None
        return gone

    def _clear(self) -> None:
        if self.edited is not None:
            editor_file.clear(self.edited)
        self.edited = None


def waiting(journal: Path) -> tuple[Draft, ...]:
    """Every draft that nobody is writing just now, in all its places, the oldest first.

    One without words, or with words the journal has already, is none; `sweep` takes it away. What
    a run that died left in an editor's folder is taken into its draft. Without the key drafts of
    an encrypted journal have no words to show.
    """
    return waiting_and_busy(journal)[0]


def waiting_and_busy(journal: Path) -> tuple[tuple[Draft, ...], tuple[Path, ...]]:
    """The same, and those that somebody is writing; each is looked at once, so none is between."""
    _take_in_what_is_left(journal)
    found, busy = [], []
    for path in files.lying(journal):
        try:
            with locks.reading(path):
                draft = _read(journal, path)
        except BlockingIOError:
            busy.append(path)
        except OSError:
            continue
        else:
            found += [draft] if draft else []
    return tuple(sorted(found, key=lambda draft: (draft.kept, draft.path.name))), tuple(busy)


def sweep(journal: Path, moment: float | None = None) -> None:
    """Take away what says nothing new, which `waiting` does not show.

    With a `moment`, in seconds since 1970, one whose editor came back at once is left for a day
    before it, since that may have its file open still.
    """
    for path in files.lying(journal):
        held = Held(journal, "")
        with suppress(OSError):
            content = files.content_of(path) if held.adopt(path) else None
            if content is not None:  # else somebody has it, or it needs its key
                for file in editor_file.left_of(journal, path):
                    content = editor_file.content_of(file, content)
                    held.edited = file
                late = moment is None or moment - path.stat().st_mtime > _DAY
                if not is_new(content) and (late or not content.about.get(OPEN)):
                    held.remove()
        held.leave()
    names = {path.stem for path in files.lying(journal)}
    for file in editor_file.left_of(journal):
        with suppress(OSError):
            if file.stem not in names and not is_new(editor_file.content_of(file, Content("", {}))):
                editor_file.clear(file)


def is_new(content: Content) -> bool:
    """Whether it holds anything that nothing else has."""
    return bool(content.left) or is_worth_keeping(content.words, content.about)


def _take_in_what_is_left(journal: Path) -> None:
    """Take in what runs left in editors' folders; that of a plain journal's draft stays there."""
    try:
        stays = key_for(journal) is None
    except KeyNeeded:
        return
    drafts = {path.stem: path for path in files.lying(journal)}
    for file in editor_file.left_of(journal):
        path = drafts.get(file.stem)
        held = Held(journal, file.stem.rpartition("-")[0])
        if path is None or held.adopt(path):
            held.edited = file
            with suppress(OSError):
                if path is None:
                    if is_new(editor_file.content_of(file, held.content)):
                        held.take_in()
                    elif not stays:
                        editor_file.clear(file)
                elif files.content_of(path) is not None:  # else it needs its key
                    held.take_in(stays=stays)
            held.leave()


def read_again(journal: Path, draft: Draft) -> Draft:
    """The same draft with its words, now that its key is at hand; as it is without it."""
    return _read(journal, draft.path) or draft


def new_among(journal: Path, drafts: tuple[Draft, ...], told: str) -> tuple[Draft, ...]:
    """Those that were not yet spoken of in the way named `told`; from now on they were."""
    machine = machine_file(journal)
    before = read(machine).get(told)
    known = {Path(str(name)).stem for name in before} if isinstance(before, list) else set()
    new = tuple(draft for draft in drafts if draft.path.stem not in known)
    if new:
        note(machine, **{told: [draft.path.name for draft in drafts]})
    return new


def remove(journal: Path, draft: Draft) -> bool:
    """Take a draft away for good, with copies that an editor made of its file.

    False when the disk refuses, or somebody has it just now.
    """
    held = Held(journal, "")
    if not held.adopt(draft.path):
        return False
    beside = earlier.copies(draft.path)
    gone = held.remove()
    troubles = [atomic.remove(one) for one in beside if gone]
    return gone and not any(troubles)


def _read(journal: Path, path: Path) -> Draft | None:
    """One draft; None if it says nothing new. What is left in its editor's folder is newer."""
    content = files.content_of(path)
    if content is None:
        return Draft(path, _kept(path), "", {}, locked=True)
    for file in editor_file.left_of(journal, path):  # no disk took it in
        content = editor_file.content_of(file, content)
    return Draft(path, _kept(path), *content) if is_new(content) else None


def _kept(path: Path) -> datetime:
    """When a draft was begun, by its name, or else when its file was last written."""
    with suppress(ValueError):
        return datetime.strptime(path.name[:15], _STAMP)  # noqa: DTZ007 - the name is in local time
    return datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the same
