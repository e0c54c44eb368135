"""How an address of a git repository is shown."""

import re

_SECRET = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s]*@)?([^?#\s'\"]*)([?#][^\s'\"]*)?")
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)


def shown(url: str) -> str:
    """An address, or a sentence with some in it, without passwords, tokens and control signs."""
    return _CONTROL.sub(" ", _SECRET.sub(_without_secret, url)).strip()


def _without_secret(found: re.Match[str]) -> str:
    scheme, account, rest, _ = found.groups()
    name = (account or "").rpartition("@")[0].partition(":")[0]
    # Over ssh a name is how one is let in, and no secret; elsewhere it may be a token.
    return f"{scheme}{name}@{rest}" if name and "ssh" in scheme else f"{scheme}{rest}"
