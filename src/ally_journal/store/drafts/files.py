"""The file of a draft, and the places where such files lie.

It begins with the words, exactly, so that any editor and `cat` show them; its last line says what
they are for, with what an editor left beside its own file. That of an encrypted journal holds the
same bytes, encrypted with the journal's key.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ally_journal.domain.drafts import Content
from ally_journal.store.crypto.sniff import PAGE, salt_of
from ally_journal.store.drafts import earlier, locks, sealed
from ally_journal.store.files.atomic import is_ours, refuse_another, replace, sync_file
from ally_journal.store.files.layout import (
    DRAFT,
    beside,
    drafts_folder,
    drafts_in_state,
    matching,
    temporary_drafts,
)
from ally_journal.store.files.locks import let_go
from ally_journal.store.files.owners import make_own, strange_file
from ally_journal.store.files.system import create_private, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ally_journal.store.crypto.keys import Key

_MARK = b'{"format": "ally/draft", '
"""How the last line begins."""


def write(path: Path, content: Content, key: Key | None, had: int | None = None) -> int | None:
    """Put a whole draft at `path`, 0600, durable, and locked from its first moment; the lock.

    `had` is the lock that this process has on what lies there.

    Raises:
        OSError: the disk refused, or others could read it there; what was there before is there
            still.
    """
    make_own(path.parent)
    new, lock = beside(path), None
    try:
        with os.fdopen(create_private(new), "wb") as file:
            made = os.fstat(file.fileno())
            if key is None:
                file.write(_packed(content))
        if key is not None:
            sealed.seal(new, key, _packed(content))
        sync_file(new)
        lock = locks.take(new, path, had)
        replace(new, path)
        refuse_another(made, path)
    except BaseException:
        if lock != had:
            let_go(lock)
        new.unlink(missing_ok=True)
        raise
    return lock


def content_of(path: Path) -> Content | None:
    """What the draft at `path` holds; None without its key, or when it is damaged.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix != DRAFT:
        return earlier.content_of(path)
    held = sealed.unseal(path) if is_sealed(path) else read_regular(path)
    return None if held is None else _unpacked(held)


def is_sealed(path: Path) -> bool:
    """Whether a draft is encrypted."""
    with suppress(OSError):
        return salt_of(path) is not None and path.stat().st_size % PAGE == 0
    return False


def is_as(path: Path, key: Key | None) -> bool:
    """Whether a draft is what those of a journal with this key are."""
    if key is None:
        return not is_sealed(path)
    return is_sealed(path) and salt_of(path) == key.salt


def remove(path: Path) -> bool:
    """Take away a draft, and its folder once that is empty; False when the disk refuses."""
    try:
        path.unlink(missing_ok=True)
        if path.suffix != DRAFT:
            for one in (path.with_suffix(".json"), *earlier.copies(path)):
                one.unlink(missing_ok=True)
    except OSError:
        return False
    with suppress(OSError):
        path.parent.rmdir()
    return True


def lying(journal: Path) -> list[Path]:
    """The files of every draft in all its places, as they lie: nothing is judged or taken away.

    What others put there is none.
    """
    found = matching(places(journal), f"[!.]*{DRAFT}") + earlier.lying(journal)
    return [one for one in found if not strange_file(one)]


def folders(journal: Path) -> Iterator[Path]:
    """Where a new draft may go, one after the other."""
    yield drafts_folder(journal)
    yield drafts_in_state(journal)
    with suppress(OSError):  # there may be no folder for temporary files at all
        usual = temporary_drafts(journal)
        taken = os.path.lexists(usual) and not is_ours(usual)
        yield usual.with_name(f"ally-{os.urandom(8).hex()}.drafts") if taken else usual


def places(journal: Path) -> Iterator[Path]:
    """Where drafts may lie; nothing is read from a folder that another person could have made."""
    yield drafts_folder(journal)
    yield drafts_in_state(journal)
    with suppress(OSError):
        if is_ours(temporary_drafts(journal)):
            yield temporary_drafts(journal)


def _packed(content: Content) -> bytes:
    left = {name: copy.decode("utf-8", "surrogateescape") for name, copy in content.left.items()}
    known = {"format": "ally/draft", "version": 2, "about": dict(content.about)}
    known |= {"left": left} if left else {}
    said = json.dumps(known, ensure_ascii=True).encode()
    whole = content.words.encode("utf-8", "surrogateescape") + b"\n\n" + said + b"\n"
    return whole if len(whole) % PAGE else whole + b"\n"  # that of an encrypted one is whole pages


def _unpacked(held: bytes) -> Content:
    words, _, said = held.rstrip(b"\r\n").rpartition(b"\n")
    if not said.startswith(_MARK):  # a person took the line away
        return Content(_text(held.removesuffix(b"\n")), {})
    known: Any = {}
    with suppress(ValueError, RecursionError):
        known = json.loads(said)
    about, left = known.get("about"), known.get("left")
    return Content(
        _text(words.removesuffix(b"\n")),
        about if isinstance(about, dict) else {},
        {
            name: copy.encode("utf-8", "surrogateescape")
            for name, copy in (left.items() if isinstance(left, dict) else ())
            if isinstance(copy, str)
        },
    )


def _text(held: bytes) -> str:
    return held.decode("utf-8", "surrogateescape")
