"""The places where drafts lie, and what lies in them."""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal.store.drafts import editor_file, locks
from ally_journal.store.drafts.sealed import ENDING, Content, seal
from ally_journal.store.files.atomic import make_folder, write_private
from ally_journal.store.files.layout import drafts_folder, drafts_in_state, temporary_drafts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ally_journal.store.crypto.keys import Key


def folders(journal: Path) -> Iterator[Path]:
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


def texts_in(folder: Path) -> list[Path]:
    """The files of words in a folder, by name; what is left of others is taken away."""
    with suppress(OSError):
        for left in folder.glob("[!.]*.json"):
            texts = (left.with_suffix(ending) for ending in (".txt", ENDING))
            if not any(text.exists() for text in texts) and not locks.in_use(left):
                removed(left)  # somebody took its words away
        return sorted([*folder.glob("[!.]*.txt"), *folder.glob(f"[!.]*{ENDING}")])
    return []


def lying(journal: Path) -> list[Path]:
    """The files of every draft in all its places, as they lie: nothing is judged or taken away."""
    found: list[Path] = []
    for folder in places(journal):
        with suppress(OSError):
            here = folder == drafts_folder(journal)
            texts = sorted([*folder.glob("[!.]*.txt"), *folder.glob(f"[!.]*{ENDING}")])
            found += [one for one in texts if here or is_about(locks.about(one), journal)]
    return found


def is_about(about: Mapping[str, Any], journal: Path) -> bool:
    """Whether a draft in a place that journals share is this one's, or nobody's."""
    real = os.path.realpath(journal)
    return bool(about.get("journal", real) == real)


def removed(path: Path) -> bool:
    """Take away the words, what is known of them, and the folder once it is empty.

    A draft of the same name with the other ending keeps what is known.
    """
    try:
        path.unlink(missing_ok=True)
        if not any(path.with_suffix(ending).exists() for ending in (".txt", ENDING)):
            locks.beside(path).unlink(missing_ok=True)
    except OSError:
        return False
    if editor_file.is_on_desk(path):
        return editor_file.clear(path)
    if re.fullmatch(r".*\.drafts|drafts|ally-drafts-.*", path.parent.name):
        with suppress(OSError):
            path.parent.rmdir()
    return True


def editors_copy(path: Path) -> bool:
    """Whether an editor left a copy of its own beside the file, with words not yet written."""
    return any(path.parent.glob(f".{path.name}.sw?"))


def editors_copies(path: Path) -> list[Path]:
    """What an editor keeps beside a file: swap files, an automatic copy, a lock."""
    name = path.name
    found: list[Path] = []
    for pattern in (f".{name}.sw?", f".{name}.un~", f"{name}~", f"#{name}#", f".#{name}"):
        found += path.parent.glob(pattern)
    return sorted(found)


class NewDraft(NamedTuple):
    """A draft as it will be written: encrypted with a key, or as text."""

    key: Key | None
    content: Content
    whose: Mapping[str, Any]

    @property
    def ending(self) -> str:
        """How its file's name ends."""
        return ENDING if self.key else ".txt"

    @property
    def header(self) -> Mapping[str, Any]:
        """What may stand in plain beside it."""
        return self.whose if self.key else self.content.about

    def put(self, path: Path) -> None:
        """Write it whole at `path`, with what an editor left beside it; raises OSError."""
        if self.key:
            seal(path, self.key, self.content)
        else:
            for name, copy in self.content.left.items():
                write_private(path.with_name(f".{path.name}{Path(name).suffix}"), copy)
            write_private(path, self.content.words.encode("utf-8", "surrogateescape"))

    def put_first(self, path: Path) -> int | None:
        """The same where nothing is yet; the lock on it."""
        make_folder(path.parent)
        lock = locks.new_lock(path)
        try:
            self.put(path)
        except OSError:
            locks.close(lock)
            locks.beside(path).unlink(missing_ok=True)
            raise
        locks.write(lock, self.header)
        return lock
