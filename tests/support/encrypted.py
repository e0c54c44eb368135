"""Encrypted journals for tests, and a look for words that must not be there."""

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ally_journal.store.crypto import cipher, keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.database.file import APPLICATION_ID, SCHEMA

PASSPHRASE = "correct horse battery"  # noqa: S105 - of journals that tests make


def encrypt(path: Path, passphrase: str = PASSPHRASE, schema: int = SCHEMA) -> Key:
    """Encrypt the closed plain journal at `path` in place, and give the key; it is not held."""
    key = keys.fresh(passphrase)
    new = path.with_name(f"{path.name}-new")
    new.touch(0o600)
    with closing(cipher.connect(f"file:{path}?mode=rw", None, 3)) as plain:
        plain.execute("ATTACH ? AS new KEY ?", (os.fspath(new), key.pragma()))
        plain.execute("SELECT sqlcipher_export('new')")
        plain.execute(f"PRAGMA new.application_id = {APPLICATION_ID}")
        plain.execute(f"PRAGMA new.user_version = {schema}")
    new.replace(path)
    return key


def files_with(word: str, places: Iterable[Path]) -> list[Path]:
    """Every file under these places whose bytes hold a word, in any case, as UTF-8 or UTF-16."""
    found = []
    looked_at = 0
    for place in places:
        for file in (one for one in place.rglob("*") if one.is_file()):
            looked_at += 1
            held = file.read_bytes().lower()
            forms = (word.lower().encode(), word.lower().encode("utf-16-le"))
            if any(form in held for form in forms):
                found.append(file)
    assert looked_at, "there was nothing to look at"
    return found
