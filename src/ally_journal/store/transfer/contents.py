"""What a file, a .zip or a folder holds: the names at once, and each text when its turn comes."""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

from ally_journal.domain.transfer.document import Anew, Document
from ally_journal.errors import CannotKeep, UnreadableFile
from ally_journal.store.files.failures import reason_of
from ally_journal.store.transfer.source import blocks

ZIPPED = b"PK\x03\x04"
_LARGEST = 500_000_000  # bytes of one text; more would not fit into memory
_ASIDE = ("__MACOSX",)
_HEAD = 64 * 1024


class Contents(NamedTuple):
    """Some files by their names, with / between folders, as `load` reads them.

    `head` is how the only one, or the first JSON in a .zip, begins.
    """

    names: tuple[str, ...]
    head: bytes
    load: Callable[[str], Iterable[bytes]]
    packed: bool = False
    folder: str = ""

    def documents(self, names: Iterable[str]) -> list[Document]:
        """Some of the files, each of which is read when its turn comes."""
        return [
            Document(name, Anew(partial(self.load, name)), self.packed, self.folder)
            for name in names
        ]


def of_file(path: Path, file: BinaryIO, head: bytes) -> Contents:
    """A file by itself, or what a .zip holds; raises UnreadableFile where a .zip cannot be opened.

    The name of a file by itself has the two folders it lies in, which may tell its day.
    """
    if not head.startswith(ZIPPED):
        name = _text("/".join(path.absolute().parts[-3:]))
        return Contents((name,), head, lambda _: blocks(file))
    with _unzipping():
        file.seek(0)
        archive = ZipFile(file)
        # Some programs on Windows put backslashes between folders.
        listed = {one.filename.replace("\\", "/"): one for one in archive.infolist()}
        names = tuple(sorted(name for name in listed if _is_given(name) and name[-1:] != "/"))

    def load(name: str) -> Iterator[bytes]:
        if listed[name].file_size > _LARGEST:
            raise UnreadableFile(f"{name} holds more than 500 MB; export the journals one by one.")
        with _unzipping():
            text = archive.read(listed[name])
        yield text

    first = next((name for name in names if name.lower().endswith(".json")), None)
    head = b""
    if first:
        with _unzipping(), archive.open(listed[first]) as text:
            head = text.read(_HEAD)
    # A folder that was packed is in the names already.
    tops = {name.partition("/")[0] for name in names}
    folder = "" if len(tops) == 1 and all("/" in name for name in names) else _text(path.stem)
    return Contents(names, head, load, packed=True, folder=folder)


def is_folder(path: Path) -> bool:
    """Whether a folder is there that can be looked into; why not is told by who opens it."""
    try:
        return path.is_dir()
    except OSError:
        return False


def of_folder(folder: Path) -> Contents:
    """The files in a folder and its folders, but for hidden ones and links to elsewhere.

    Raises:
        CannotKeep: it, or a file in it, cannot be read.
    """
    found = {}
    for place, folders, files in os.walk(folder, onerror=_cannot_be_read):
        folders[:] = sorted(name for name in folders if _is_given(name))
        for name in sorted(files):
            path = Path(place) / name
            if _is_given(name) and path.is_file() and not path.is_symlink():
                found[_text(path.relative_to(folder).as_posix())] = path

    def load(name: str) -> Iterator[bytes]:
        try:
            yield found[name].read_bytes()
        except OSError as refused:
            raise CannotKeep(f"{found[name]} cannot be read: {reason_of(refused)}.") from None

    name = _text(folder.resolve().name)
    return Contents(tuple(found), b"", load, packed=True, folder=name)


def _cannot_be_read(refused: OSError) -> None:
    raise CannotKeep(f"{refused.filename} cannot be read: {reason_of(refused)}.")


def _text(name: str) -> str:
    """A file's name as text that can be printed; bytes that are no UTF-8 are spelt out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_given(name: str) -> bool:
    """Whether a person means a file: no hidden one, and none that a Mac puts beside it."""
    return not any(part.startswith(".") or part in _ASIDE for part in name.split("/"))


@contextmanager
def _unzipping() -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        # RuntimeError is what an encrypted or oddly compressed file raises.
        raise UnreadableFile(
            "The .zip cannot be opened; unpack it and import the folder or the file in it."
        ) from None
