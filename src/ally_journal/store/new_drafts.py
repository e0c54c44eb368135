"""Writing a draft down: as text, or encrypted, whole and locked from its first moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal.store import draft_locks as locks
from ally_journal.store.files import make_folder, write_private
from ally_journal.store.sealed_drafts import ENDING, Content, seal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ally_journal.store.keys import Key


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
