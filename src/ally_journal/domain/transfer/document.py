"""A file to import: its name, its bytes a block at a time, and the text that they are."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from ally_journal.errors import UnreadableFile

_T = TypeVar("_T")


class Anew(Generic[_T]):
    """What is made anew whenever one goes through it, so that it is never in memory all at once."""

    def __init__(self, make: Callable[[], Iterable[_T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[_T]:
        return iter(self._make())


class Document(NamedTuple):
    """One file of what was given, alone or out of a folder or a .zip.

    `name` is its path there, or the last parts of its own path, with / between them. `blocks` are
    what it holds, to be gone through as often as wanted. `packed` says that there are others beside
    it, and `folder` what they lie in is called.
    """

    name: str
    blocks: Iterable[bytes]
    packed: bool = False
    folder: str = ""

    @property
    def data(self) -> bytes:
        """All that it holds."""
        return b"".join(self.blocks)

    @property
    def lasting(self) -> str:
        """Its path from the folder that was given, which tells it from one of another folder."""
        if not self.packed:
            return "/".join(self.name.split("/")[-2:])
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def shown(self) -> str:
        """Its name as a person knows it: its own, or its path among the others."""
        return self.name if self.packed else self.name.rpartition("/")[2]


def decoded(data: bytes, within: str = "") -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32 as Windows programs write it.

    Of any other encoding UnreadableFile names the line, in the file named by `within`.
    """
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"{within}, line" if within else "Line"
        raise UnreadableFile(
            f"{place} {line} is not UTF-8 text; save the file as UTF-8 and import it again."
        ) from None


def lines_of(document: Document) -> Iterator[str]:
    """The lines of a file with their ends, few at a time; raises as `decoded`."""
    file = io.BufferedReader(_File(document.blocks))
    encoding = json.detect_encoding(file.peek())
    try:
        yield from io.TextIOWrapper(file, encoding, newline="")
    except UnicodeDecodeError:
        decoded(document.data)  # which tells the line
        raise


class _File(io.RawIOBase):
    """Blocks of bytes, as Python finds lines in them."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:  # noqa: ANN401 - any bytes that can be written to
        self._rest = self._rest or memoryview(next(self._blocks, b""))
        many = min(len(into), len(self._rest))
        into[:many], self._rest = self._rest[:many], self._rest[many:]
        return many
