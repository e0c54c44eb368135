"""Where a git repository is: what is an address of one, and what a folder."""

import os
import re
from pathlib import Path

from ally_journal.store.files.atomic import is_folder

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|:)")  # also helper::address
_ON_A_HOST = re.compile(r"(?:[^/\\:@\[\]\s]+@)?(?:\[[^\]/\s]+\]|[^/\\:@\[\]\s]{2,}):.")


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
