"""The folder that something carries: sealed files under the hash of what they are.

A file is written once and never changed. Its name is the SHA-256 of its bytes, so a file that
arrives in pieces, or under the name a carrier gives to its copies, is known for what it is.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ally_journal.store.files.atomic import write_private
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.system import read_regular

_PART, _ICLOUD = ".part", ".icloud"


class Look(NamedTuple):
    """What a listing tells of a file: enough to see that it is still the one that was read."""

    name: str
    size: int
    changed_ns: int


def name_of(sealed: bytes) -> str:
    """The name that a file with these bytes has."""
    return sha256(sealed).hexdigest()


def is_rightly_named(name: str, sealed: bytes) -> bool:
    """Whether a file has the name that its bytes ask for."""
    return name == name_of(sealed)


def files(folder: Path) -> Iterator[Look]:
    """Every file that may be a carried one, in no order; what only stands for one is left out.

    Raises:
        OSError: the folder cannot be listed.
    """
    with os.scandir(folder) as found:
        for one in found:
            with suppress(OSError):  # it went meanwhile
                if not one.name.startswith(".") and one.is_file(follow_symlinks=False):
                    status = one.stat(follow_symlinks=False)
                    yield Look(one.name, status.st_size, status.st_mtime_ns)


def read(folder: Path, name: str) -> bytes | None:
    """The bytes of a file; None where it is gone, or cannot be read now."""
    with suppress(OSError):
        return read_regular(folder / name)
    return None


def put(folder: Path, sealed: bytes, computer: str) -> Look:
    """Write one file so that it is there whole or not at all, also after a power cut.

    `computer` tells whose unfinished files are whose. Raises OSError where the disk refused, or
    did not confirm it.
    """
    name = name_of(sealed)
    part, place = folder / f".{computer}.{name}{_PART}", folder / name
    part.unlink(missing_ok=True)
    if not write_private(place, sealed, part):
        raise OSError(errno.EIO, "the disk did not confirm what was written")
    status = place.stat()
    return Look(name, status.st_size, status.st_mtime_ns)


def take_out(folder: Path, name: str) -> str | None:
    """Delete a file, and say why it stays, or None."""
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError as refused:
        return reason_of(refused)
    return None


def sweep(folder: Path, computer: str) -> None:
    """Delete what a run of this computer left unfinished; it may hold what was forgotten since."""
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if one.name.startswith(f".{computer}.") and one.name.endswith(_PART):
                with suppress(OSError):
                    os.unlink(one.path)  # noqa: PTH108 - a name from a listing


def awaited(folder: Path) -> set[str]:
    """The names of the files that are not here yet, as iCloud shows them: `.NAME.icloud`."""
    with os.scandir(folder) as found:
        return {
            one.name.removeprefix(".").removesuffix(_ICLOUD)
            for one in found
            if one.name.startswith(".") and one.name.endswith(_ICLOUD)
        }
