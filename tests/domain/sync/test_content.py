"""What is sealed says little by its size, and is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.sync.content import FORMAT, packed, step_above, unpacked


@given(st.binary(max_size=5000))
def test_what_is_packed_is_read_back(archive: bytes) -> None:
    content = packed(archive)
    assert unpacked(content) == (FORMAT, archive)
    assert len(content) == step_above(len(content))


@given(st.integers(1, 10**8))
def test_sizes_come_in_steps(size: int) -> None:
    """At least a kilobyte, and from then on at most an eighth more than there is to say."""
    filled = step_above(size)
    assert size <= filled <= max(size + 1024, size * 9 // 8 + 1)
    assert step_above(filled) == filled


def test_few_sizes_are_seen() -> None:
    """A hundred thousand lengths become few sizes."""
    assert len({step_above(size) for size in range(1, 100_000)}) < 70


def test_another_format_is_left_and_damage_is_told() -> None:
    """A later ally's file is none of ours; one of ours that is cut is damaged."""
    content = packed(b"words " * 500)
    assert unpacked(bytes([9]) + content[1:]) == (9, b"")
    for spoilt in (content[:8], content[:5] + b"xxxx" + content[9:], bytes([FORMAT]) + bytes(9)):
        with pytest.raises(ValueError, match=r"whole|Error|incorrect|invalid"):
            unpacked(spoilt)
