"""Everything a person can run into: each mishap one class, one sentence, one exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every run loads this module
    from pathlib import Path


class AllyError(Exception):
    """A mishap told in one sentence: what happened and what to do next. Exit code 1."""

    exit_code = 1


class WrongUsage(AllyError):
    """The command was given something it cannot read. Exit code 2."""

    exit_code = 2


class UnreadableDate(WrongUsage):
    """A date, time or period that is unknown, ambiguous, impossible or out of range."""


class UnknownDate(UnreadableDate):
    """Words that are no date, time or period of any kind."""


class NothingToWrite(WrongUsage):
    """There were no words to keep."""


class NotFound(AllyError):
    """A number names no record."""


class TooLong(AllyError):
    """A text is longer than an entry may be."""


class NotAJournal(AllyError):
    """The file at the journal's path is something else; not a byte of it was changed."""


class UnreadableFile(AllyError):
    """A file to be imported is not what it should be; nothing of it was taken."""


class AnotherProgram(NotAJournal):
    """The file is a database that another program made."""


class JournalNewer(AllyError):
    """The journal was made by a newer ally; not a byte of it was changed. Exit code 5."""

    exit_code = 5


class KeyNeeded(AllyError):
    """A file is encrypted, and this process has no key for it yet; `path` is that file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is encrypted; set ALLY_PASSPHRASE_COMMAND, or run this on a terminal, "
            "to unlock it."
        )
        self.path = path


class WrongPassphrase(AllyError):
    """A passphrase, or a key, that does not belong to the file; not a byte of it was changed."""


class NoPassphrase(AllyError):
    """A passphrase was to be given, and none was; not a byte of the file was changed."""


class KeyringRefused(AllyError):
    """The system's keyring cannot be used, or is none that keeps keys safe; `why` says it alone."""

    def __init__(self, why: str, then: str = "the passphrase is needed") -> None:
        super().__init__(f"{why}; {then}.")
        self.why = why


class EncryptionMissing(AllyError):
    """The libraries that encryption needs are not installed."""


class EncryptedAlready(AllyError):
    """The journal is encrypted, and nothing of it is left to be."""


class NotEncrypted(AllyError):
    """The journal has no passphrase that could be changed or taken off."""


class JournalDamaged(AllyError):
    """SQLite found the journal's file malformed."""


class JournalBusy(AllyError):
    """Another program kept the journal locked for the whole time-out."""


class CannotKeep(AllyError):
    """The disk refused: full, read-only, over a limit, or without permission."""


class AnotherJournal(CannotKeep):
    """What lies at a journal's path is not the encrypted one that this computer knows there."""


class KeptAnyway(AllyError):
    """What was written is in the journal, though something failed afterwards. Exit code 0."""

    exit_code = 0


class CopyUnsound(CannotKeep):
    """A copy of a journal does not hold what it should, so it counts for nothing."""


class FileExists(AllyError):
    """A file that would be replaced is already there."""


class CannotUndo(AllyError):
    """There is nothing to take back, or it was changed since."""


class ArchiveDamaged(AllyError):
    """A line of an archive is not as it was written, or is missing; nothing was imported."""


class ArchiveNewer(AllyError):
    """An archive was made by a newer ally; nothing was imported. Exit code 5."""

    exit_code = 5


class PlaceGone(AllyError):
    """What is exchanged through cannot be reached, or is empty though it was used. Exit code 3."""

    exit_code = 3


UNOPENED = (
    CannotKeep,
    EncryptionMissing,
    JournalBusy,
    JournalDamaged,
    JournalNewer,
    KeyNeeded,
    NotAJournal,
    WrongPassphrase,
)
"""Why a journal cannot be opened."""
