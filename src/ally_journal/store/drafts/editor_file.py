"""Where an editor finds words of an encrypted journal: a folder of its own, in memory if possible.

An editor reads and writes plain files, and puts swap files and copies beside them. So each text
gets a folder, 0700, which goes with everything in it. A draft lies in it just as beside a plain
journal, with a lock that the editor holds too: what a run that died left there is found.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.store.drafts import locks
from ally_journal.store.drafts.sealed import Content
from ally_journal.store.files.atomic import make_folder, write_private
from ally_journal.store.files.disk import mount_of
from ally_journal.store.files.layout import desks_in_memory, drafts_folder, drafts_in_state

_ENDING = ".open"
_IN_MEMORY = {"tmpfs", "ramfs"}


class Desk(NamedTuple):
    """A text laid out for an editor: its file, the lock on it, and whether a disk has it."""

    file: Path
    lock: int | None
    on_disk: bool

    def leave(self) -> None:
        """Let it lie for the next command."""
        locks.close(self.lock)

    def clear(self) -> None:
        """Take it away."""
        self.leave()
        clear(self.file)


def lay_out(journal: Path, name: str, content: Content) -> Desk | None:
    """Put a text where an editor can open it; None when no folder takes it."""
    header = {"journal": os.path.realpath(journal)} | dict(content.about)
    for root, on_disk in _roots(journal):
        folder = root / f"{name}{_ENDING}"
        file = folder / f"{name}.txt"
        with suppress(OSError):
            make_folder(root)
            make_folder(folder)
            lock = locks.new_lock(file)
            try:
                locks.write(lock, header)
                for left, copy in content.left.items():
                    write_private(folder / Path(left).name, copy)
                write_private(file, content.words.encode("utf-8", "surrogateescape"))
            except OSError:
                locks.close(lock)
                clear(file)
                raise
            return Desk(file, lock, on_disk)
    return None


def left_of(journal: Path) -> list[Path]:
    """Texts of a journal that nobody has open any more."""
    real = os.path.realpath(journal)
    files = [file for root in _places(journal) for file in _files(root)]
    mine = [file for file in files if locks.about(file).get("journal") == real]
    return [file for file in mine if not locks.in_use(file)]


def content_of(file: Path) -> Content:
    """A text as it is now, with what the editor left beside it; raises OSError when it is gone."""
    words = file.read_bytes().decode("utf-8", "surrogateescape")
    left = {}
    for copy in file.parent.glob(f".{file.name}.sw?"):
        with suppress(OSError):
            left[copy.name] = copy.read_bytes()
    return Content(words, locks.about(file), left)


def is_on_desk(file: Path) -> bool:
    """Whether a file lies in such a folder."""
    return file.parent.suffix == _ENDING


def clear(file: Path) -> bool:
    """Take a text away with everything beside it; False when the disk refuses."""
    with suppress(FileNotFoundError):
        try:
            shutil.rmtree(file.parent)
        except FileNotFoundError:
            raise
        except OSError:
            return False
    with suppress(OSError):
        file.parent.parent.rmdir()
    return True


def _roots(journal: Path) -> Iterator[tuple[Path, bool]]:
    """Folders that may take a text, the best first, and whether a disk is under them."""
    for root in map(Path, desks_in_memory()):
        with suppress(OSError):
            if _is_in_memory(root.parent) and (not os.path.lexists(root) or _is_ours(root)):
                yield root, False
    yield drafts_folder(journal), True
    yield drafts_in_state(), True


def _places(journal: Path) -> Iterator[Path]:
    """Folders in which a text may lie; nothing is read from one that is not ours."""
    for root in [*map(Path, desks_in_memory()), drafts_folder(journal), drafts_in_state()]:
        with suppress(OSError):
            if _is_ours(root):
                yield root


def _is_in_memory(folder: Path) -> bool:
    return mount_of(Path(os.path.realpath(folder))).kind in _IN_MEMORY


def _is_ours(folder: Path) -> bool:
    """Whether nobody else made this folder, or can look into it."""
    found = os.lstat(folder)
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine


def _files(root: Path) -> list[Path]:
    with suppress(OSError):
        folders = [one for one in root.iterdir() if one.suffix == _ENDING]
        texts = [one / f"{one.stem}.txt" for one in folders]
        return sorted(text for text in texts if text.is_file())
    return []
