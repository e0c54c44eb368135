"""What may be a passphrase, and what is said of one that is easily guessed."""

import re
import unicodedata

from ally_journal.errors import WrongUsage

HINT = "Easily guessed. Five random words are hard to guess and easy to type."


def check(passphrase: str) -> None:
    """Refuse what could not be typed again, here or into another program that reads the format.

    Raises:
        WrongUsage: it is empty, or holds control characters or bytes that are no UTF-8, or looks
            like a raw key, which is what SQLCipher would take it for.
    """
    if not passphrase:
        raise WrongUsage("A passphrase needs at least one character; nothing was changed.")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in passphrase):
        raise WrongUsage(
            "A passphrase is one line of text without control characters; nothing was changed."
        )
    if re.fullmatch(r"[xX]'.*'", passphrase):
        raise WrongUsage(
            "A passphrase between x' and ' would be taken for a key; nothing was changed."
        )
