"""The places where drafts lie, and what lies in them."""

import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ally_journal.store import desk
from ally_journal.store import draft_locks as locks
from ally_journal.store.paths import drafts_folder, drafts_in_state, temporary_drafts
from ally_journal.store.sealed_drafts import ENDING


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
    if desk.is_on_desk(path):
        return desk.clear(path)
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
