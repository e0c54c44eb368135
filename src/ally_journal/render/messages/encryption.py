"""Encrypting in words: what it does before it is done, and what it could not reach afterwards."""

from collections.abc import Sequence

from ally_journal.render import phrases
from ally_journal.render.clean import clean

BEFORE = """\
From now on a passphrase opens this journal; without it nobody can read the file.
Nobody can recover a passphrase that is lost, so keep it where you keep important things.
"""
NOT_REACHED = (
    "Exports and copies elsewhere are as they were. Earlier unencrypted bytes may survive in free "
    "disk space, snapshots and cloud history; encryption of the whole disk covers the first."
)
OLD_ONES = "Exports and copies elsewhere are as they were, with the old passphrase or none."
OLD_IN_ENVIRONMENT = "ALLY_PASSPHRASE still holds the old passphrase; change it too."


def now(*, encrypted: bool, before: bool) -> str:
    """What the journal is from now on; `before` is whether it was encrypted until now."""
    if not encrypted:
        return "The journal is not encrypted any more; whoever can read the file can read it."
    if before:
        return "The journal has the new passphrase; the old one opens it no longer."
    return "The journal is encrypted."


def accepted(path: str, *, encrypted: bool, there: bool) -> str:
    """That ally goes on with another journal than the encrypted one that was there."""
    if not there:
        return f"A journal that begins at {clean(path)} will not be encrypted."
    how = "encrypted with the passphrase you gave" if encrypted else "not encrypted"
    return f"From now on the journal is {clean(path)} as it lies there, {how}."


def offer(count: int, *, encrypted: bool, change: bool, others: int = 0) -> str:
    """What is asked about the backups; `encrypted` is what the journal will be.

    `others` of them have not the passphrase that is changed, but an earlier one or none.
    """
    there = phrases.counted(count, "backup is", "backups are")
    them = "it" if count == 1 else "them"
    if change and others:
        return (
            f"{there} there, {others:,} of them without the old passphrase. "
            "Enter gives the new one to each that can be opened."
        )
    if change:
        have = phrases.counted(count, "backup has", "backups have")
        return f"{have} the old passphrase. Enter gives {them} the new one."
    if encrypted:
        return f"{there} not encrypted. Enter encrypts {them} too."
    return f"{there} encrypted. Enter decrypts {them} too."


def became(count: int, *, removed: bool, encrypted: bool) -> str:
    """What became of so many backups."""
    if encrypted and not removed:
        return f"{phrases.counted(count, 'backup has', 'backups have')} the same passphrase."
    left = "gone; ally backup makes a new one" if removed else "not encrypted any more either"
    return f"{phrases.counted(count, 'backup is', 'backups are')} {left}."


def kept(count: int, *, encrypted: bool) -> str:
    """That so many backups stay encrypted as they were, while the journal is not what it was."""
    which = phrases.counted(count, "backup")
    stays, it = ("stays", "it") if count == 1 else ("stay", "them")
    what = "the old passphrase" if encrypted else "the passphrase"
    return f"{which} {stays} as before; restoring {it} will need {what}."


def spoilt(name: str, trouble: str) -> str:
    """Why one backup is as it was."""
    return f"Backup {name} stayed as it was: {trouble}."


def readable(paths: Sequence[str]) -> str:
    """Which files ally knows of that are not encrypted, to be taken away by hand."""
    return "\n".join(["Not encrypted, for you to remove:", *(f"  {clean(path)}" for path in paths)])


def drafts(count: int) -> str:
    """That some drafts stayed as they were written before; see `following`."""
    which = phrases.counted(count, "draft stays", "drafts stay")
    return (
        f"{which} as before, since somebody is writing or another passphrase is needed; "
        "ally draft shows what waits."
    )
