"""What words may be: repaired once on their way in, and otherwise kept exactly."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from contextlib import suppress

from ally_journal.errors import TooLong

LONGEST = 1_000_000
"""The most bytes, as UTF-8, that one text may have."""
# Compiled when first used, and not when imported.
_BREAKS = "\r\n|[\r\u0085\u2028\u2029]"
_CONTROLS = "[\x00-\x08\x0b-\x1f\x80-\x9f]"
_LONE_SURROGATES = "[\ud800-\udc7f\udd00-\udfff]"
_BYTES = "[\udc80-\udcff]"


_MARKS = {
    BOM_UTF8: "utf-8-sig",
    BOM_UTF32_LE: "utf-32",
    BOM_UTF32_BE: "utf-32",
    BOM_UTF16_LE: "utf-16",
    BOM_UTF16_BE: "utf-16",
}
"""By the longest mark first, since one begins as another does."""


def repair(raw: str) -> tuple[str, tuple[str, ...]]:
    """Make any string from a terminal, pipe or file fit to keep.

    With it comes what had to be changed, as sentences for the person.

    Bytes that were not UTF-8 (they arrive as surrogates) are read as Windows-1252, which has
    Latin-1 in it; control characters other than newline and tab become U+FFFD, every kind of line
    break becomes a newline, and a byte-order mark at the beginning goes. Anything else, bidi
    controls included, stays exactly as written.

    Raises:
        TooLong: the text has more than `LONGEST` bytes.
    """
    notes = []
    text = raw
    if not raw.isprintable():  # most texts are, and need no regular expression
        text, found = re.subn(_LONE_SURROGATES, "\ufffd", raw.lstrip("\ufeff"))
        if found:
            notes.append("Some signs were no text and were replaced by \ufffd.")
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
        text, found = re.subn(_BYTES, _as_windows, text)
        if found:
            notes.append("Some bytes were not UTF-8 and were read as Windows-1252.")
        text, found = re.subn(_CONTROLS, "\ufffd", re.sub(_BREAKS, "\n", text))
        if found:
            notes.append("Control characters were replaced by \ufffd.")
    size = len(text.encode())
    if size > LONGEST:
        raise TooLong(
            f"The text is {size:,} bytes long and one entry holds at most {LONGEST:,}; "
            "split it into several entries."
        )
    return text, tuple(notes)


def repaired(raw: str) -> str:
    """The text that `repair` makes, where nobody is told what was changed; raises TooLong."""
    return repair(raw)[0]


def _as_windows(byte: re.Match[str]) -> str:
    held = bytes([ord(byte[0]) & 0xFF])
    return held.decode("cp1252", "ignore") or held.decode("latin-1")


def decoded(held: bytes, encoding: str) -> str:
    """What bytes of a pipe or an editor say: as their byte-order mark says, UTF-8, or `encoding`.

    Bytes that are none of these become surrogates, which `repair` reads.
    """
    for mark, marked in _MARKS.items():
        if held.startswith(mark):
            with suppress(UnicodeDecodeError):
                return held.decode(marked)
    for one in ("utf-8", encoding):
        with suppress(UnicodeDecodeError, LookupError):
            return held.decode(one)
    return held.decode("utf-8", "surrogateescape")


def without_final_newline(raw: str) -> str:
    """Take away the one line break that a pipe or an editor adds at the end."""
    return raw.removesuffix("\n").removesuffix("\r")
