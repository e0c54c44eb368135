"""Opens encrypted files page by page without SQLCipher, so that no byte of a page is passed over.

An export would show only what SQLite still finds; these are the pages themselves, with their free
space, as docs/encryption.md opens them.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import PAGE, SALT, salt_of


def bare(file: Path, key: Key) -> bytes:
    """Every page of an encrypted file as it was before, one after the other; all must be signed."""
    mask = bytes(byte ^ 0x3A for byte in key.salt)
    signing = hashlib.pbkdf2_hmac("sha512", key.raw, mask, 2, 32)
    whole = file.read_bytes()
    assert len(whole) % PAGE == 0
    opened = b""
    for number, at in enumerate(range(0, len(whole), PAGE), start=1):
        page = whole[at : at + PAGE]
        words, iv, signature = page[SALT if number == 1 else 0 : -80], page[-80:-64], page[-64:]
        signed = words + iv + number.to_bytes(4, "little")
        assert hmac.compare_digest(hmac.digest(signing, signed, "sha512"), signature), number
        cipher = Cipher(algorithms.AES(key.raw), modes.CBC(iv)).decryptor()
        opened += cipher.update(words) + cipher.finalize()
    return opened


def everything(folder: Path, key: Key) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder as somebody with the key could read it."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file, bare(file, key) if salt_of(file) == key.salt else file.read_bytes()


def holding(folder: Path, key: Key, *words: str) -> list[str]:
    """The files in which somebody with the key finds one of the words, in any case or encoding."""
    forms = [
        one.encode(code) for word in words for one in (word, word.lower(), word.upper())
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    ]  # fmt: skip
    found, seen = [], 0
    for file, content in everything(folder, key):
        seen += 1
        if any(form in content or form in content.lower() for form in forms):
            found.append(str(file.relative_to(folder)))
    assert seen, "a check that inspects nothing must fail"
    return found
