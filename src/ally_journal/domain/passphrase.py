"""What may be a passphrase, and which ones are easily guessed."""

import re
import unicodedata

from ally_journal.errors import WrongUsage

HINT = "Easily guessed. Five random words are hard to guess and easy to type."

_SHORT = 12
_LONG = 16
_WORDS = 4
_OBVIOUS = re.compile(
    r"(pass(word|phrase|wort)?|qwert[yz]\w*|asdf\w*|letmein|welcome|admin|secret|iloveyou"
    r"|ally|journal|abc\w*|correct horse battery staple|\d+|\W+)+",
    re.IGNORECASE,
)


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


def is_easy(passphrase: str) -> bool:
    """Whether somebody who guesses for a while would come upon it; a no promises nothing.

    Four words, or sixteen characters that are no usual ones, are not called easy.
    """
    letters = unicodedata.normalize("NFC", passphrase).strip()
    if len(letters) < _SHORT or len(set(letters.casefold())) < 6 or _OBVIOUS.fullmatch(letters):
        return True
    return len(letters) < _LONG and len(letters.split()) < _WORDS
