"""The key people copy from one computer to another by hand."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.sync.key import LENGTH, folder_of, key_from, sealing_key, spelt
from ally_journal.errors import WrongUsage

KEYS = st.binary(min_size=LENGTH, max_size=LENGTH)


@given(KEYS)
def test_what_is_shown_is_read(key: bytes) -> None:
    """With dashes, without, in any case, with the letters people mistake for digits."""
    shown = spelt(key)
    assert [len(group) for group in shown.split("-")] == [4] * 7
    loose = shown.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    for typed in (shown, shown.replace("-", ""), loose, f"  {shown}\n", shown.replace("1", "I")):
        assert key_from(typed) == key


def test_slips_are_noticed() -> None:
    """Of every single wrong letter and every swap of neighbours in some keys, nearly all."""
    rolls = random.Random(3)  # noqa: S311 - the same keys each time
    passed, tried = [], 0
    for _ in range(5):
        shown = spelt(rolls.randbytes(LENGTH)).replace("-", "")
        slips = {shown[:at] + one + shown[at + 1 :] for at in range(28) for one in "0123ABKXYZ"}
        slips |= {shown[:at] + shown[at + 1] + shown[at] + shown[at + 2 :] for at in range(27)}
        for slip in slips - {shown}:
            tried += 1
            with suppress(WrongUsage):
                passed.append(key_from(slip))
    assert tried > 1000
    assert len(passed) <= tried // 1000


@pytest.mark.parametrize("typed", ["", "0000", "U" * 28, "é" * 28, spelt(bytes(16)) + "0"])
def test_what_is_no_key_is_refused(typed: str) -> None:
    with pytest.raises(WrongUsage):
        key_from(typed)


def test_what_follows_from_a_key_stays() -> None:
    """Another version of ally must find the same folder and open the same files."""
    key = bytes(range(16))
    assert spelt(key) == spelt(key_from(spelt(key)))
    assert (folder_of(key), sealing_key(key).hex()[:16], spelt(key)) == FIXED
    assert folder_of(bytes(16)) != folder_of(key)


FIXED = ("863390cb", "c104cc109692ae12", "000G-40R4-0M30-E209-185G-R38E-1Y85")
