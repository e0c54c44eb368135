"""What lies in the folders of a journal's drafts and is none: copies of editors, and all the rest.

Nobody can list the names that editors give, so whatever is no draft is a stray, also in folders
below. What is this person's own file there is ally's to take away; anything else is only named.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.store.drafts import earlier
from ally_journal.store.drafts.drafts import Held
from ally_journal.store.drafts.files import lying, places
from ally_journal.store.drafts.sealed import key_for, unseal
from ally_journal.store.files.atomic import is_ours, remove
from ally_journal.store.files.layout import (
    DRAFT,
    EDITED,
    edited_in_memory,
    is_beside_journal,
    is_unfinished,
)
from ally_journal.store.files.system import is_mine, read_regular

_DATABASE = b"SQLite format 3\0"


class Stray(NamedTuple):
    """A file among drafts, or a folder that was not looked into.

    It is `own` if it is a plain file of this person's in a folder that ally made: no link, no
    pipe, nobody else's, and of no other journal.
    """

    path: Path
    own: bool

    def held(self) -> bytes:
        """What it holds, in plain if its key is at hand; raises OSError."""
        found = unseal(self.path)
        return read_regular(self.path) if found is None else found


def strays(journal: Path) -> list[Stray]:
    """All there are, in every place where drafts may lie or an editor may work on them."""
    roots = [*places(journal), *filter(is_ours, edited_in_memory(journal))]
    drafts = lying(journal)
    known = {*drafts, *(one.with_suffix(".json") for one in drafts if one.suffix != DRAFT)}
    stems = {one.stem for one in drafts}
    known |= {root / f"{stem}{EDITED}" for root in roots for stem in stems}
    known |= {folder for folder in earlier.edited(journal) if folder.stem in stems}
    return [one for root in dict.fromkeys(roots) for one in _below(root, known, own=is_ours(root))]


def _below(folder: Path, known: set[Path], *, own: bool) -> Iterator[Stray]:
    """What lies in a folder and those below it, but for what is known; by name."""
    try:
        inside = sorted(folder.iterdir())
    except PermissionError:
        yield Stray(folder, own=False)
        return
    except OSError:  # there is none, or no more
        return
    for path in inside:
        with suppress(OSError):
            if path in known:
                continue
            found = path.lstat()
            mine = own and is_mine(found)
            if not stat.S_ISDIR(found.st_mode):
                yield Stray(path, mine and stat.S_ISREG(found.st_mode) and not _is_database(path))
            elif mine and not _is_of_a_journal(path):
                yield from _below(path, known, own=True)
            else:
                yield Stray(path, own=False)


def _is_of_a_journal(folder: Path) -> bool:
    """Whether a folder belongs to another journal, or one lies there."""
    return is_beside_journal(folder) or any(map(_is_database, folder.iterdir()))


def _is_database(path: Path) -> bool:
    with suppress(OSError):
        if stat.S_ISREG(path.lstat().st_mode):
            with path.open("rb") as file:
                return file.read(len(_DATABASE)) == _DATABASE
    return False


def seal(journal: Path) -> None:
    """Put what lies about in plain into one encrypted draft, for a journal that is encrypted.

    What cannot be read or taken away stays, and what is not ally's to take. Raises KeyNeeded.
    """
    own = [one for one in strays(journal) if one.own and unseal(one.path) is None]
    if key_for(journal) is None or not own:
        return
    left: dict[str, bytes] = {}
    taken = []
    for stray in own:
        with suppress(OSError):
            if is_unfinished(stray.path):
                remove(stray.path)
                continue
            name = stray.path.name
            while name in left:
                name = f"{name}-{os.urandom(2).hex()}"
            left[name] = stray.held()
            taken.append(stray.path)
    held = Held(journal, "left")
    try:
        if left and held.write("", {}, left) is not None:
            for path in taken:
                remove(path)
    finally:
        held.leave()
