"""What a carried file holds before it is sealed: an archive, packed, in one of few sizes.

A byte names the format, four the length of what is packed, and zeros fill it up, so that a size
says little: 1 KB at least, and then a step is at most an eighth.
"""

import zlib

FORMAT, CLOSED = 1, 2
"""What the first byte says: an archive, or that the computers go on with another key."""
MOST = 1_000_000
"""Bytes of archive in a file; one revision may be longer, and has a file alone."""
LONGEST = 256 * 1024 * 1024
"""Bytes that are unpacked at most: more than any archive that is carried has."""

_HEAD = 5
_LEAST = 1024


def packed(inside: bytes, kind: int = FORMAT) -> bytes:
    """An archive as it is sealed; of another `kind`, the name of the folder that is used now."""
    inner = zlib.compress(inside, 9)
    whole = bytes([kind]) + len(inner).to_bytes(4) + inner
    return whole.ljust(step_above(len(whole)), b"\0")


def unpacked(content: bytes) -> tuple[int, bytes]:
    """The kind of what was opened and what it holds; nothing of a kind that is not known here.

    Raises:
        ValueError: it is not whole.
    """
    kind = content[0] if content else 0
    if kind not in {FORMAT, CLOSED}:
        return kind, b""
    length = int.from_bytes(content[1:_HEAD])
    inner = zlib.decompressobj()
    try:
        inside = inner.decompress(content[_HEAD : _HEAD + length], LONGEST)
    except zlib.error as damaged:
        raise ValueError(str(damaged)) from None
    if not inner.eof:
        raise ValueError("it is too long, or not whole")
    return kind, inside


def step_above(size: int) -> int:
    """The size that content of so many bytes is filled up to."""
    step = max(_LEAST, 1 << max(size.bit_length() - 4, 0))
    return -(-size // step) * step
