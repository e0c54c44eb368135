"""Which backups were verified, as they are now: a copy whose size or time changed is new again.

It lies in the folder of backups and can be deleted at any time; then all of them are verified anew.
"""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ally_journal.store.files import write_private
from ally_journal.store.paths import Role, checked_file, files_among_backups


class Contents(NamedTuple):
    """How much a journal or a copy holds; `newest` is the day of its newest entry, if any."""

    entries: int
    newest: date | None


def note(copy: Path, held: Contents, *, encrypted: bool) -> None:
    """Remember that a copy was verified and what it holds; if that cannot be kept, no harm.

    Of an encrypted one it is not written down how much that is.
    """
    facts = {"entries": held.entries, "newest": held.newest and held.newest.isoformat()}
    facts = {} if encrypted else facts
    with suppress(OSError):
        there = {
            path.name for path, role in files_among_backups(copy.parent) if role is Role.BACKUP
        }
        known = {name: one for name, one in read(copy.parent).items() if name in there}
        known[copy.name] = {**_looks(copy), **facts}
        write_private(checked_file(copy.parent), json.dumps(known, indent=0).encode())


def read(folder: Path) -> dict[str, dict[str, object]]:
    """What is remembered of each copy by its file's name."""
    with suppress(OSError, ValueError, RecursionError):
        known = json.loads(checked_file(folder).read_bytes())
        if isinstance(known, dict):
            return {name: one for name, one in known.items() if isinstance(one, dict)}
    return {}


def is_as_checked(copy: Path, remembered: dict[str, object]) -> bool:
    """Whether a copy looks as it did when it was verified; raises OSError when it is gone."""
    return _looks(copy).items() <= remembered.items()


def _looks(copy: Path) -> dict[str, int]:
    status = copy.stat()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}
