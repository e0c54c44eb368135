"""What may be a passphrase."""

import pytest

from ally_journal.domain.passphrase import check
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
