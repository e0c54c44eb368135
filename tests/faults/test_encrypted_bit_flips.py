"""Experiment: one flipped bit anywhere in an encrypted journal is found by doctor."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.encrypted import PASSPHRASE, encrypt

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import PAGE, SALT

FLIPS = 300


@pytest.mark.faults
def test_every_flipped_bit_of_an_encrypted_journal_is_found(
    ally: Callable[..., Said], demo_year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page has an HMAC, so no flip changes nothing; its page is named."""
    key = encrypt(demo_year)
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("doctor").code == 0
    keys.hold(key)  # so that it is not derived each time
    sound, chance = demo_year.read_bytes(), random.Random(20261122)  # noqa: S311 - places, no secrets
    named = 0
    for _ in range(FLIPS):
        at, bit = chance.randrange(len(sound)), chance.randrange(8)
        flipped = bytearray(sound)
        flipped[at] ^= 1 << bit
        demo_year.write_bytes(flipped)
        looked = ally("doctor")
        assert looked.code == 1, (at, bit)
        if at >= SALT:  # a changed salt makes it a file of another key
            assert f"page {at // PAGE + 1} has changed" in looked.out, (at, bit, looked)
            assert looked.err == "", (at, bit, looked)
            named += 1
    assert named > FLIPS * 0.9
    demo_year.write_bytes(sound)
    assert ally("doctor").code == 0
