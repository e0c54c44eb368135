"""Which new passphrases are called easily guessed."""

import sys
from pathlib import Path

import pytest

from ally_journal.store.crypto.strength import is_easy

JOURNAL = Path("/home/me/meadowlark/rainfall.db")


@pytest.mark.parametrize(
    "easy",
    [
        "tulip",
        "password1234",
        "Passphrase 2026!",
        "Summer2026!Summer2026!",
        "123456789012345678",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "Tr0ub4dour&3",
        "correct horse battery staple",
        "allyjournal2026",
        "Rainfall2026Meadowlark",
    ],
)
def test_easy_ones_are_known(easy: str) -> None:
    """Words and years said twice, keys in a row, and what a journal is called."""
    assert is_easy(easy, JOURNAL)


@pytest.mark.parametrize(
    "hard",
    [
        "J8#kQ2!mZ0$w",
        "seven lamps under water",
        "q8Zr-41xc-Tm0u-77Lk",
        "žlutý kůň pije ráno čaj",
        "purple tiger lamp dance",
        "vogel tisch lampe sonne" * 20,
    ],
)
def test_others_get_no_remark(hard: str) -> None:
    """Short ones of many signs, and long ones of some words, in any language."""
    assert not is_easy(hard, JOURNAL)


def test_without_zxcvbn_the_length_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system brings the other libraries and not this one."""
    monkeypatch.setitem(sys.modules, "zxcvbn", None)
    assert is_easy("J8#kQ2!mZ0$", JOURNAL)
    assert not is_easy("J8#kQ2!mZ0$w", JOURNAL)
