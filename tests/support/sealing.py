"""Encrypted journals, made by SQLCipher's own export, and what may happen to them."""

from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ally_journal.store.crypto import cipher, keys
from ally_journal.store.crypto.sniff import PAGE

RIGHT = "Ümlauts and five plain words"


def seal(path: Path, passphrase: str = RIGHT, *, salt: bytes | None = None) -> keys.Key:
    """Put an encrypted copy of a plain database in its place, and give its key.

    This process does not hold the key afterwards.
    """
    new = path.with_name("sealing.db")
    key = keys.derive(passphrase, salt) if salt else keys.fresh(passphrase)
    with closing(cipher.connect(path.as_uri(), None, 5)) as plain:
        plain.execute("ATTACH ? AS new KEY ?", (str(new), key.pragma()))
        plain.execute("SELECT sqlcipher_export('new')")
        for number in ("application_id", "user_version"):
            (value,) = plain.execute(f"PRAGMA {number}").fetchone()
            plain.execute(f"PRAGMA new.{number} = {value}")
    new.replace(path)
    path.chmod(0o600)
    return key


def flipped(whole: bytes, bit: int) -> bytes:
    """The bytes with one bit the other way round."""
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def pages_swapped(whole: bytes, one: int, other: int) -> bytes:
    """The bytes with two pages, counted from 0, in each other's place."""
    pages = [whole[at : at + PAGE] for at in range(0, len(whole), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
