"""Words that are not saved yet: kept somewhere, whatever happens to the journal.

A draft is a text file that any editor reads. Beside it lies a small JSON file of the same name
that says what the words were meant for; without it they are words all the same. Whoever writes a
draft holds a lock on that file, which the system takes away when the process dies.
"""

import json
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ally_journal.domain.drafts import Draft, is_worth_keeping
from ally_journal.domain.texts import without_final_newline
from ally_journal.store.files import create_private, make_folder, write_private
from ally_journal.store.machine import note, read
from ally_journal.store.paths import (
    drafts_folder,
    drafts_in_state,
    machine_file,
    temporary_drafts,
)

_FORMAT = {"format": "ally/draft", "version": 1}
_STAMP = "%Y%m%d-%H%M%S"


class Held:
    """A draft while somebody is writing it: on disk, and locked against being taken up."""

    def __init__(self, journal: Path, name: str) -> None:
        self.path: Path | None = None
        self._journal = journal
        self._name = name
        self._lock: int | None = None

    def write(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put the words on disk, durably, in place of those before; None if no disk has them.

        The places are tried in turn: where it lies already, beside the journal, in the state
        folder, in a temporary one. A file is only ever there whole, and 0600.
        """
        content = words.encode("utf-8", "surrogateescape")
        header = _FORMAT | {"journal": os.path.realpath(self._journal)} | dict(about)
        if self.path is not None:
            with suppress(OSError):
                write_private(self.path, content)
                self._say(header)
                return self.path
        for folder in _folders(self._journal):
            path = folder / f"{self._name}-{os.urandom(4).hex()}.txt"
            with suppress(OSError):
                make_folder(folder)
                lock = _new_lock(path)
                try:
                    write_private(path, content)
                except OSError:
                    _close(lock)
                    beside(path).unlink(missing_ok=True)
                    raise
                self.leave()
                self.path, self._lock = path, lock
                self._say(header)
                return path
        return None

    def adopt(self, draft: Draft) -> bool:
        """Take over a draft that was left behind; False when somebody has it just now."""
        with suppress(OSError):
            self._lock = os.open(beside(draft.path), os.O_RDWR | os.O_CREAT, 0o600)
        if self._lock is not None and not _locked(self._lock):
            self.leave()
            return False
        self.path = draft.path
        return True

    def leave(self) -> None:
        """Let it lie for the next command, if it was ever written."""
        _close(self._lock)
        self._lock = None

    def remove(self) -> bool:
        """Take it away, since its words are kept elsewhere; False when the disk refuses."""
        gone = self.path is None or _removed(self.path)
        self.leave()
        if gone:
            self.path = None
        return gone

    def _say(self, header: Mapping[str, Any]) -> None:
        """Write what the words are for; without it they are words all the same."""
        if self._lock is None:
            return
        content = json.dumps(header, ensure_ascii=True, indent=1).encode() + b"\n"
        with suppress(OSError):
            os.lseek(self._lock, 0, os.SEEK_SET)
            os.write(self._lock, content)
            os.ftruncate(self._lock, len(content))
            os.fsync(self._lock)


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

    A file without words, or with words the journal has already, is taken away on the way.
    """
    found: list[Draft] = []
    for folder in places(journal):
        for path in _texts_in(folder):
            with suppress(OSError):
                draft = _read(path)
                if draft and (folder == drafts_folder(journal) or is_about(draft.about, journal)):
                    found.append(draft)
    return tuple(sorted(found, key=lambda draft: (draft.kept, draft.path.name)))


def lying(journal: Path) -> list[Path]:
    """The files of every draft in all its places, as they lie: nothing is judged or taken away."""
    found: list[Path] = []
    for folder in places(journal):
        with suppress(OSError):
            here = folder == drafts_folder(journal)
            texts = sorted(folder.glob("[!.]*.txt"))
            found += [one for one in texts if here or is_about(_about(one), journal)]
    return found


def new_among(journal: Path, drafts: tuple[Draft, ...], told: str) -> tuple[Draft, ...]:
    """Those that were not yet spoken of in the way named `told`; from now on they were."""
    machine = machine_file(journal)
    before = read(machine).get(told)
    known = set(before) if isinstance(before, list) else set()
    new = tuple(draft for draft in drafts if draft.path.name not in known)
    if new:
        note(machine, **{told: [draft.path.name for draft in drafts]})
    return new


def remove(draft: Draft) -> bool:
    """Take a draft away for good; False when the disk refuses."""
    return _removed(draft.path)


def editors_copy(path: Path) -> bool:
    """Whether an editor left a copy of its own beside the file, with words not yet written."""
    return any(path.parent.glob(f".{path.name}.sw?"))


def _folders(journal: Path) -> Iterator[Path]:
    """Where a new draft may go, one after the other."""
    yield drafts_folder(journal)
    yield drafts_in_state()
    with suppress(OSError):  # there may be no folder for temporary files at all
        usual = temporary_drafts()
        if not os.path.lexists(usual) or _is_ours(usual):
            yield usual
        else:
            yield usual.with_name(f"ally-drafts-{os.urandom(8).hex()}")


def places(journal: Path) -> Iterator[Path]:
    """Where drafts may lie; nothing is read from a folder that another person could have made."""
    yield drafts_folder(journal)
    yield drafts_in_state()
    with suppress(OSError):
        if _is_ours(temporary_drafts()):
            yield temporary_drafts()


def _is_ours(folder: Path) -> bool:
    """Whether nobody else made this folder in a place where everybody may make one."""
    found = os.lstat(folder)
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def _texts_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        for left in folder.glob("[!.]*.json"):
            if not left.with_suffix(".txt").exists() and not in_use(left):
                _removed(left)  # somebody took its words away
        return sorted(folder.glob("[!.]*.txt"))
    return []


def is_about(about: Mapping[str, Any], journal: Path) -> bool:
    """Whether a draft in a place that journals share is this one's, or nobody's."""
    real = os.path.realpath(journal)
    return bool(about.get("journal", real) == real)


def _read(path: Path) -> Draft | None:
    """One draft; None if it is being written, or says nothing new."""
    if in_use(path):
        return None
    about = _about(path)
    words = without_final_newline(path.read_bytes().decode("utf-8", "surrogateescape"))
    if not is_worth_keeping(words, about) and not editors_copy(path):
        _removed(path)
        return None
    return Draft(path, _kept(path), words, about)


def _about(path: Path) -> Mapping[str, Any]:
    """What is known of a draft: nothing if that was never written, or only half."""
    with suppress(OSError, ValueError, RecursionError):
        text = beside(path).read_bytes().decode()
        known, _ = json.JSONDecoder().raw_decode(text)  # a longer one may have stood there before
        if isinstance(known, dict):
            return known
    return {}


def _kept(path: Path) -> datetime:
    """When a draft was begun, by its name, or else when its file was last written."""
    with suppress(ValueError):
        return datetime.strptime(path.name[:15], _STAMP)  # noqa: DTZ007 - the name is in local time
    return datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the same


def beside(path: Path) -> Path:
    """The file that says what the words in this one are for."""
    return path.with_suffix(".json")


def _new_lock(path: Path) -> int | None:
    """The file beside a new draft, locked; None where it cannot be made."""
    with suppress(OSError):
        lock = create_private(beside(path))
        _locked(lock)
        return lock
    return None


def _locked(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock; False if another process has it. Where there are no locks, nobody has it."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        pass
    return True


def in_use(path: Path) -> bool:
    """Whether somebody is writing the draft in this file just now."""
    try:
        lock = os.open(beside(path), os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _locked(lock, shared=True)
    finally:
        os.close(lock)


def _close(lock: int | None) -> None:
    if lock is not None:
        with suppress(OSError):
            os.close(lock)


def _removed(path: Path) -> bool:
    """Take away the words, what is known of them, and the folder once it is empty."""
    try:
        path.unlink(missing_ok=True)
        beside(path).unlink(missing_ok=True)
    except OSError:
        return False
    if re.fullmatch(r".*\.drafts|drafts|ally-drafts-.*", path.parent.name):
        with suppress(OSError):
            path.parent.rmdir()
    return True
