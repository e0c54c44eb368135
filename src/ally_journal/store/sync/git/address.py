"""Where a git repository is: what is an address, and how one is shown."""

import os
import re
from pathlib import Path

from ally_journal.store.files.atomic import is_folder

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|:)")  # also helper::address
_ON_A_HOST = re.compile(r"(?:[^/\\:@\[\]\s]+@)?(?:\[[^\]/\s]+\]|[^/\\:@\[\]\s]{2,}):.")
_SECRET = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s]*@)?([^?#\s'\"]*)([?#][^\s'\"]*)?")
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)


def url_of(where: str) -> str | None:
    r"""The address of a git repository as it is found from everywhere; None for a folder.

    An address has a scheme (`https://…`), or a host and a colon (`git@host:path`), or is the path
    of a bare repository. `C:\x` is a folder, and so is whatever is there as one.
    """
    path = os.path.abspath(os.path.expanduser(where))  # noqa: PTH100, PTH111 - never fails
    if _SCHEME.match(where):
        return where
    if is_folder(Path(path)):
        bare = all(os.path.exists(os.path.join(path, name)) for name in ("HEAD", "objects", "refs"))  # noqa: PTH110, PTH118 - the same
        return path if bare else None
    if _ON_A_HOST.match(where):
        return where
    return path if where.rstrip("/\\").endswith(".git") else None


def shown(url: str) -> str:
    """An address, or a sentence with some in it, without passwords, tokens and control signs."""
    return _CONTROL.sub(" ", _SECRET.sub(_without_secret, url)).strip()


def _without_secret(found: re.Match[str]) -> str:
    scheme, account, rest, _ = found.groups()
    name = (account or "").rpartition("@")[0].partition(":")[0]
    # Over ssh a name is how one is let in, and no secret; elsewhere it may be a token.
    return f"{scheme}{name}@{rest}" if name and "ssh" in scheme else f"{scheme}{rest}"
