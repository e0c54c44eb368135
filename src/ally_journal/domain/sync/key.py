"""The key that the computers of one person share: 128 bits, and how people write it down.

It is spelt in seven groups of four of Crockford's letters, which leave out I, L, O and U: 128 bits
of key and 12 that notice a slip of the pen.
"""

from hashlib import blake2b

from ally_journal.errors import WrongUsage

LENGTH = 16
"""Bytes of a key."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SPELT, _CHECK, _GROUP = 28, 12, 4


def spelt(key: bytes) -> str:
    """The key as it is shown and typed, such as 0000-0000-0000-0000-0000-0000-07MK."""
    number = int.from_bytes(key) << _CHECK | _check(key)
    letters = [_LETTERS[number >> 5 * place & 31] for place in reversed(range(_SPELT))]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, _SPELT, _GROUP))


def key_from(words: str) -> bytes:
    """The key that somebody typed, in any case, with or without dashes and spaces.

    Raises:
        WrongUsage: it is none; the sentence never repeats what was typed.
    """
    letters = "".join(words.split()).replace("-", "").upper().translate(_MEANT)
    places = [_LETTERS.find(letter) for letter in letters]
    if len(places) != _SPELT or -1 in places:
        raise WrongUsage(
            "That is not a key; it has seven groups of four letters and digits, as ally sync key "
            "shows it on the other computer."
        )
    number = 0
    for place in places:
        number = number << 5 | place
    key = (number >> _CHECK).to_bytes(LENGTH)
    if number & (1 << _CHECK) - 1 != _check(key):
        raise WrongUsage("There is a slip in that key; compare it letter by letter.")
    return key


def sealing_key(key: bytes) -> bytes:
    """The 32 bytes that files are sealed with."""
    return blake2b(key=key, person=b"ally sync seal", digest_size=32).digest()


def folder_of(key: bytes) -> str:
    """The name of the folder in which the files of this key lie: 8 hex digits."""
    return blake2b(key=key, person=b"ally sync folder", digest_size=4).hexdigest()


def _check(key: bytes) -> int:
    return int.from_bytes(blake2b(key, person=b"ally sync check", digest_size=2).digest()) >> 4
