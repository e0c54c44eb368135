"""How soon somebody who guesses would come upon a passphrase; it is read by nothing else."""

import os
from pathlib import Path

ENOUGH = 10
"""A power of ten: with so many guesses, at SQLCipher's pace, a fast computer is busy for weeks."""
_LONG = 12
_MOST = 72
"""Letters that are looked at; the time it takes grows with the square of them."""
_LOGINS = ("LOGNAME", "USER", "USERNAME")
_KNOWN = ("ally", "allyship", "journal", "passphrase", "correct horse battery staple")


def is_easy(passphrase: str, path: Path) -> bool:
    """Whether somebody who knows whose journal it is would guess it; a no promises nothing.

    Without zxcvbn, which comes with the extra that encrypts, a short one is called easy.
    """
    try:
        from zxcvbn import zxcvbn  # noqa: PLC0415 - only where a passphrase is chosen
    except ImportError:
        return len(passphrase) < _LONG
    logins = filter(None, map(os.environ.get, _LOGINS))
    known = [*_KNOWN, path.stem, path.parent.name, *logins]
    return bool(zxcvbn(passphrase[:_MOST], known)["guesses_log10"] < ENOUGH)
