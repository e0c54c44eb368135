"""The keys of encrypted files: told from the bytes, derived from a passphrase, held in memory.

A file is a stock SQLCipher 4 file: its first 16 bytes are the salt, every page of 4096 bytes ends
in an IV of 16 and an HMAC-SHA512 of 64 bytes (https://www.zetetic.net/sqlcipher/design/). The key
is derived here, exactly as SQLCipher would, so that the bytes can say whether a passphrase is the
wrong one or the file is damaged: SQLCipher says the same of both.
"""

import hmac
import os
import unicodedata
from enum import Enum
from hashlib import pbkdf2_hmac
from pathlib import Path

from ally_journal.errors import JournalDamaged, KeyNeeded, WrongPassphrase
from ally_journal.store.crypto.sniff import PAGE, SALT, salt_of
from ally_journal.store.files.failures import exchanged

ROUNDS = 256_000
"""Those of SQLCipher 4."""

_HMAC = 64
_RAW = 32
_LOOKED_AT = 8
"""Pages of which one must fit before a passphrase is called the right one."""


class Key:
    """The derived key of a file and its salt; its repr shows nothing."""

    def __init__(self, raw: bytes, salt: bytes) -> None:
        self.raw = raw
        self.salt = salt

    def handed_over(self) -> bytes:
        """The key as one process gives it to another, through a pipe; see `taken_over`."""
        return self.salt + self.raw

    def pragma(self) -> str:
        """The key as SQLCipher takes it: no derivation, and this very salt."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def taken_over(given: bytes) -> Key | None:
    """The key that `handed_over` made so; None for anything else."""
    return Key(given[SALT:], given[:SALT]) if len(given) == SALT + _RAW else None


class Fit(Enum):
    """How a key and a file go together."""

    FITS = "fits"
    DAMAGED = "damaged"
    """The key is the right one, and the first page is not as it was written."""
    WRONG = "wrong"


_unlocked: dict[bytes, Key] = {}
"""The keys this process was given, by their salt; a backup has the salt of its journal."""


def derive(passphrase: str, salt: bytes) -> Key:
    """The key that SQLCipher 4 derives from a passphrase, in NFC; takes a fraction of a second."""
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return Key(pbkdf2_hmac("sha512", secret, salt, ROUNDS, 32), salt)


def fresh(passphrase: str) -> Key:
    """The key of a passphrase with a new salt, so that no key kept from before goes with it."""
    return derive(passphrase, os.urandom(SALT))


def fit(path: Path, key: Key) -> Fit:
    """How a key goes with the file at `path`, by the HMACs of its first pages; see `salt_of`."""
    with path.open("rb") as file:
        pages = [file.read(PAGE) for _ in range(_LOOKED_AT)]
    secret = pbkdf2_hmac("sha512", key.raw, bytes(byte ^ 0x3A for byte in key.salt), 2, 32)
    sound = [_is_sound(page, number, secret) for number, page in enumerate(pages, start=1) if page]
    if sound and sound[0]:
        return Fit.FITS
    return Fit.DAMAGED if any(sound) else Fit.WRONG


def _is_sound(page: bytes, number: int, secret: bytes) -> bool:
    """Whether the HMAC at the end of a page is that of the page."""
    signed = page[SALT if number == 1 else 0 : -_HMAC] + number.to_bytes(4, "little")
    return hmac.compare_digest(page[-_HMAC:], hmac.digest(secret, signed, "sha512"))


def unlock(path: Path, passphrase: str, said: str = "That") -> Key:
    """Hold the key that a passphrase gives for the encrypted file at `path`, and give it.

    `said` is what the passphrase is called where it is the wrong one.

    Raises:
        CannotKeep: another process exchanged the file meanwhile.
        WrongPassphrase: not one of the first pages fits.
        JournalDamaged: it is the right one, and the first page is damaged.
    """
    salt = salt_of(path)
    key = derive(passphrase, salt or b"")
    if salt_of(path) != salt:
        raise exchanged(path)
    return unlock_with(path, key, said)


def unlock_with(path: Path, key: Key, said: str = "That") -> Key:
    """The same with a key that was kept; raises the same."""
    found = fit(path, key) if salt_of(path) == key.salt else Fit.WRONG
    if found is Fit.WRONG:
        raise WrongPassphrase(
            f"{said} is not the passphrase of {path}, or the beginning of that file is damaged; "
            "nothing was changed, try again or see ally backup list."
        )
    hold(key)  # also that of a damaged file, whose other pages and backups it opens
    if found is Fit.DAMAGED:
        raise JournalDamaged(
            f"{path} is damaged, though the passphrase is right; ally backup list shows which "
            "backups can be put in its place."
        )
    return key


def hold(key: Key) -> None:
    """Let this process open every file with the key's salt."""
    _unlocked[key.salt] = key


def held(salt: bytes) -> Key | None:
    """The key this process has for a salt."""
    return _unlocked.get(salt)


def let_go() -> None:
    """Lock everything again."""
    _unlocked.clear()


def needed(path: Path, salt: bytes) -> Key:
    """The key for the file at `path` with this salt; raises KeyNeeded."""
    key = held(salt)
    if key is None:
        raise KeyNeeded(path)
    return key
