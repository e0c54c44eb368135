"""What may be a passphrase, and what is said of one that is easily guessed."""

import pytest

from ally_journal.domain.passphrase import check, is_easy
from ally_journal.errors import WrongUsage


@pytest.mark.parametrize(
    "refused", ["", "a\0b", "two\nlines", "\tx", "\udc80", "x'00'", "X'" + "0" * 64 + "'"]
)
def test_what_could_not_be_typed_again_is_refused(refused: str) -> None:
    with pytest.raises(WrongUsage):
        check(refused)


@pytest.mark.parametrize("accepted", ["a", " ", "'", "it's", "žluť", "🙂", "x'", "0x00", "a" * 500])
def test_everything_else_is_a_passphrase(accepted: str) -> None:
    check(accepted)


@pytest.mark.parametrize(
    "easy",
    [
        "tulip",
        "password1234",
        "Passphrase 2026!",
        "123456789012345678",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaaaaaaaaa",
        "two words only",
        "correct horse battery staple",
    ],
)
def test_easy_ones_are_known(easy: str) -> None:
    assert is_easy(easy)


@pytest.mark.parametrize(
    "hard", ["seven lamps under water", "q8Zr-41xc-Tm0u-77Lk", "žlutý kůň pije ráno čaj"]
)
def test_others_get_no_remark(hard: str) -> None:
    assert not is_easy(hard)
