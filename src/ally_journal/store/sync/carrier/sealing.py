"""Sealing what is carried, and opening it: the only home of PyNaCl."""

from ally_journal.domain.sync.key import LENGTH, sealing_key
from ally_journal.errors import SyncMissing


def check_library() -> None:
    """Raise SyncMissing where the library is not installed, before anything is made."""
    Seal(bytes(LENGTH))


class Seal:
    """What seals and opens the files of one key.

    Raises:
        SyncMissing: the library is not installed.
    """

    def __init__(self, key: bytes) -> None:
        try:
            from nacl.exceptions import CryptoError  # noqa: PLC0415 - an extra
            from nacl.secret import SecretBox  # noqa: PLC0415 - the same
        except ImportError:
            from ally_journal.store.files.installation import needs  # noqa: PLC0415 - seldom

            raise SyncMissing(needs("To exchange with other computers", "sync")) from None
        self._box, self._refused = SecretBox(sealing_key(key)), CryptoError

    def seal(self, content: bytes) -> bytes:
        """Content that only who has the key reads, or can have made; never twice the same."""
        return bytes(self._box.encrypt(content))

    def open(self, sealed: bytes) -> bytes | None:
        """What was sealed; None where it is cut, changed, or of another key."""
        try:
            return bytes(self._box.decrypt(sealed))
        except (self._refused, ValueError, TypeError):
            return None
