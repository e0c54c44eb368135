"""What words may be: repaired once on their way in, and otherwise kept exactly."""

import re
from typing import NamedTuple

from ally_journal.errors import TooLong

LONGEST = 1_000_000
"""The most bytes, as UTF-8, that one text may have."""
# Compiled when first used, and not when imported.
_BREAKS = "\r\n|[\r\u0085\u2028\u2029]"
_CONTROLS = "[\x00-\x08\x0b-\x1f\x80-\x9f]"
_LONE_SURROGATES = "[\ud800-\udc7f\udd00-\udfff]"


class Repaired(NamedTuple):
    """A text fit to keep, and what had to be changed in it, as sentences for the person."""

    text: str
    notes: tuple[str, ...] = ()


def repair(raw: str) -> Repaired:
    """Make any string from a terminal, pipe or file fit to keep.

    Bytes that were not UTF-8 (they arrive as surrogates) and control characters other than
    newline and tab become U+FFFD; every kind of line break becomes a newline. Anything else,
    bidi controls included, stays exactly as written.

    Raises:
        TooLong: the text has more than `LONGEST` bytes.
    """
    notes = []
    text = raw
    if not raw.isprintable():  # most texts are, and need no regular expression
        text = re.sub(_LONE_SURROGATES, "\ufffd", raw)
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if text.count("\ufffd") > raw.count("\ufffd"):
            notes.append("Some bytes were not UTF-8 and were replaced by \ufffd.")
        text, found = re.subn(_CONTROLS, "\ufffd", re.sub(_BREAKS, "\n", text))
        if found:
            notes.append("Control characters were replaced by \ufffd.")
    size = len(text.encode())
    if size > LONGEST:
        raise TooLong(
            f"The text is {size:,} bytes long and one entry holds at most {LONGEST:,}; "
            "split it into several entries."
        )
    return Repaired(text, tuple(notes))


def without_final_newline(raw: str) -> str:
    """Take away the one line break that a pipe or an editor adds at the end."""
    return raw.removesuffix("\n").removesuffix("\r")
