"""What editors leave beside a file when they are ended: words that were never written to it.

nano, Emacs, joe and ed put the whole text into a file of their own; vim's swap file has the lines
in pages of a tree. What holds no words, such as a lock or the page of an empty swap, is none.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ally_journal.domain.text.repair import without_final_newline

_WHOLE = re.compile(r"DEADJOE|ed\.hup|#.*#|.*\.save(\.\d+)?")
_SWAP = re.compile(r"\..*\.sw[a-p]")
_JOE = re.compile(r"\n\*\*\* File '(.*)'\n")
_DEEPEST = 20
_UNMARKED = 0x7FFFFFFF


class _Page(NamedTuple):
    """Where vim put a page: its bytes from `start` on, with `size` bytes each."""

    swap: bytes
    size: int

    def lines(self, number: int, depth: int = 0) -> Iterator[bytes]:
        """The lines of a page and those below it; raises ValueError where one is not there."""
        page = self.swap[number * self.size :]
        if number < 1 or depth > _DEEPEST or len(page) < self.size:
            raise ValueError(number)
        if page[:2] == b"tp":
            for place in range(struct.unpack_from("<H", page, 2)[0]):
                below, _, _, pages = struct.unpack_from("<qqqi", page, 8 + 32 * place)
                yield from _Page(self.swap, self.size).lines(below, depth + max(pages, 1))
        elif page[:2] == b"ad":
            _, _, end, count = struct.unpack_from("<IIIq", page[4:])
            for (at,) in struct.iter_unpack("<I", page[24 : 24 + 4 * count]):
                yield page[at & _UNMARKED : end].split(b"\0")[0]
        else:
            raise ValueError(number)


def text_of(name: str, copy: bytes) -> str | None:
    """The text that an editor put whole into a file of this name; None if it is no such file."""
    if _SWAP.fullmatch(name) and copy[:2] == b"b0":
        return _of_swap(copy)
    if not _WHOLE.fullmatch(name):
        return None
    text = copy.decode("utf-8", "surrogateescape")
    if name == "DEADJOE":
        newest = text.split("\n*** These modified files")[-1]  # it adds each to those before
        _, *parts = _JOE.split(newest)
        files = zip(parts[::2], parts[1::2], strict=True)
        text = "".join([said for name, said in files if name.endswith(".txt")][-1:])
    return without_final_newline(text)


def with_words(left: Mapping[str, bytes], *known: str) -> dict[str, bytes]:
    """Those files that hold words which are not `known`, as far as can be told."""
    before = {text.strip() for text in known} | {""}
    return {name: copy for name, copy in left.items() if _words_in(name, copy) not in before}


def _words_in(name: str, copy: bytes) -> str:
    text = text_of(name, copy)
    if text is None:
        is_page = copy[:2] == b"b0" and b"\nad" not in copy and b"ad" not in copy[4096:]
        text = "" if is_page else copy.decode("utf-8", "replace")
    return text.strip().strip("\0")


def _of_swap(swap: bytes) -> str | None:
    """The text in a swap file of vim, when all of it was put there."""
    try:
        (size,) = struct.unpack_from("<I", swap, 12)
        if not 1_024 <= size <= 65_536:
            return None
        lines = list(_Page(swap, size).lines(1))
    except (ValueError, struct.error):
        return None
    return b"\n".join(lines).decode("utf-8", "surrogateescape")
