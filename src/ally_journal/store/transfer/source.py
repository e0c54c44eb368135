"""Files a person gives to read from, once or twice, whatever they are."""

import errno
import os
import select
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from ally_journal.errors import CannotKeep, NotFound, WrongUsage
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.files.atomic import status_of
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.system import READING

BLOCK = 1024 * 1024
"""How many bytes are read at once."""
WAIT_SECONDS = 5.0
"""How long a named pipe may have nothing in it at first."""


@contextmanager
def opened(path: Path | None, stdin: BinaryIO, journal: Path) -> Iterator[BinaryIO]:
    """The file at `path`, or all of stdin for None, so that it can be read again and again.

    What can be read only once is first put into a private file without a name; where the journal
    is encrypted it stays in memory.

    Raises:
        NotFound: there is no such file.
        WrongUsage: it is a folder, or the journal itself.
        CannotKeep: it cannot be read, or what came could not be put down.
    """
    if path is not None:
        _refuse(path, journal)
    try:
        file = stdin if path is None else _open(path)
    except OSError as refused:
        raise CannotKeep(f"{path} cannot be read: {reason_of(refused)}.") from None
    if path is not None and path.is_file():
        with file:
            yield file
        return
    with TemporaryFile() if salt_of(journal) is None else BytesIO() as spooled:
        try:
            shutil.copyfileobj(file, spooled, BLOCK)
            spooled.seek(0)
        except OSError as refused:
            raise CannotKeep(f"What came could not be put down: {reason_of(refused)}.") from None
        yield spooled


def _open(path: Path) -> BinaryIO:
    """The file, or a pipe once something comes through it; raises OSError."""
    mode = path.stat().st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise OSError(errno.EINVAL, "it is a device")
    if not stat.S_ISFIFO(mode) or not Path(os.path.realpath(path)).exists():
        return path.open("rb")  # also a pipe of the shell's, which has a writer but no name
    file = os.fdopen(os.open(path, READING), "rb")
    if not select.select([file], [], [], WAIT_SECONDS)[0]:
        file.close()
        raise OSError(errno.ETIMEDOUT, "nothing comes through this pipe")
    os.set_blocking(file.fileno(), True)
    return file


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The whole file from its beginning, in blocks; raises CannotKeep when it cannot be read."""
    try:
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
    except OSError as refused:
        raise CannotKeep(f"The file cannot be read any further: {reason_of(refused)}.") from None


def size_of(file: BinaryIO) -> int:
    """How many blocks `blocks` will give."""
    file.seek(0, 2)
    return -(-file.tell() // BLOCK)


def beginning(file: BinaryIO) -> bytes:
    """Its first bytes, enough to tell what it is."""
    return next(blocks(file), b"")


def _refuse(path: Path, journal: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as refused:
        raise NotFound(f"{path} cannot be read: {reason_of(refused)}; check the path.") from None
    if stat.S_ISDIR(mode):
        raise WrongUsage(f"{path} is a folder; name a file to import.")
    if status_of(journal) and path.samefile(journal):
        raise WrongUsage(f"{path} is the journal itself; name a file to import.")
