"""What a journal's file is, told before SQLite touches it."""

import os
import stat
from contextlib import suppress
from enum import Enum
from pathlib import Path

from ally_journal.errors import AnotherProgram, CannotKeep, JournalNewer, NotAJournal
from ally_journal.store.crypto import sniff
from ally_journal.store.crypto.sniff import SQLITE, salt_of
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import SQLITE_ENDINGS, rollback_file, unfinished
from ally_journal.store.files.system import create_private, is_mine, own_account

APPLICATION_ID = 0x414C4C59
SCHEMA = 4
"""The schema number this version writes; kept in the file as `user_version`."""
_HEADER = 100


class Found(Enum):
    """What lies at a journal's path, when it is something ally may open."""

    NOTHING = "nothing"
    JOURNAL = "journal"
    ENCRYPTED = "encrypted"
    """Whole pages of what is neither text nor a plain database: only a key can tell."""


def look_at(path: Path) -> Found:
    """Tell from the bytes alone what lies at `path`; changes nothing.

    Call it before this process has a connection to the file: closing any handle on it would drop
    SQLite's locks.

    Raises:
        NotAJournal: a folder, a text, an empty or cut-off file, or another program's database or
            other file.
        JournalNewer: a journal with a higher schema number than ours.
        CannotKeep: the file cannot be read.
    """
    try:
        head = sniff.first_page(path)
    except (FileNotFoundError, NotADirectoryError):
        return Found.NOTHING
    except IsADirectoryError:
        raise NotAJournal(
            f"{path} is not a file; give the path of a journal with --journal."
        ) from None
    except OSError as refused:
        raise _unreadable(path, refused) from None
    if not head:
        raise NotAJournal(
            f"{path} is empty, so it is not a journal; move it away, or put a backup in its place "
            "with ally backup restore last."
        )
    if sniff.salt_of(path) is not None and sniff.is_whole(path):
        return Found.ENCRYPTED
    if sniff.may_be(path):
        raise NotAJournal(
            f"{path} is no whole journal: it was cut off, or is another kind of file; nothing was "
            "changed, and ally backup list shows what can be put in its place."
        )
    if len(head) < _HEADER or not head.startswith(SQLITE):
        raise NotAJournal(f"{path} is not an ally journal; nothing was changed, check the path.")
    refuse_foreign(path, int.from_bytes(head[68:72]))
    refuse_newer(path, int.from_bytes(head[60:64]))
    return Found.JOURNAL


def _unreadable(path: Path, refused: OSError) -> CannotKeep:
    from ally_journal.store.files.owners import hint  # noqa: PLC0415 - only in trouble

    return CannotKeep(f"{path} cannot be read: {reason_of(refused)}{hint(path)}.")


def refuse_irregular_beside(path: Path) -> None:
    """Raise CannotKeep where SQLite would wait for a pipe, or stumble over a folder or a device.

    Or where it would put words into a file of another account, and take over what stands there.
    """
    for real in dict.fromkeys((os.fspath(path), os.path.realpath(path))):
        for end in SQLITE_ENDINGS:
            with suppress(OSError):
                found = os.stat(real + end)  # noqa: PTH116 - start-up
                if not stat.S_ISREG(found.st_mode):
                    raise CannotKeep(
                        f"{real}{end} is a folder, a pipe or a device, where SQLite needs a file; "
                        "move it away and run this again."
                    )
                if not is_mine(found):
                    _refuse_anothers(Path(real + end), Path(real))


def _refuse_anothers(beside: Path, database: Path) -> None:
    from ally_journal.store.files.atomic import status_of  # noqa: PLC0415 - only in trouble
    from ally_journal.store.files.owners import strange_file  # noqa: PLC0415 - the same

    its, found = status_of(beside), status_of(database)
    if its and found and its.st_uid == found.st_uid:
        return  # of a journal that is another's too, and only read
    if strange := strange_file(beside):
        raise CannotKeep(
            f"{beside} belongs to the account {strange.owner}, where SQLite needs a file of yours; "
            "move it away, or name another place with --journal or ALLY_JOURNAL."
        )


def refuse_strange(path: Path) -> bool:
    """Raise CannotKeep where a journal is another's, or lies where others could exchange it.

    Gives whether others may make files beside it, which they cannot take away, as in /tmp.
    """
    me, real = own_account(), os.path.realpath(path)
    if me is None:
        return False
    with suppress(OSError):  # SQLite says so when it is gone
        folder = os.stat(os.path.dirname(real))  # noqa: PTH116, PTH120 - each log comes by here
        written = folder.st_mode & 0o022 and not folder.st_mode & stat.S_ISVTX
        if written or folder.st_uid not in {me, 0} or os.stat(real).st_uid != me:  # noqa: PTH116 - the same
            from ally_journal.store.files import owners  # noqa: PLC0415 - only where it may be so

            owners.refuse_strange(path)
        return bool(folder.st_mode & stat.S_IWOTH)
    return False


def take_rollback(path: Path) -> None:
    """Make the file in which SQLite is about to put pages, before another account does.

    Call it when nobody else can write to the journal. Raises CannotKeep when it is another's.
    """
    real = Path(os.path.realpath(path))
    with suppress(OSError):  # a disk that refuses tells SQLite the same
        try:
            os.close(create_private(rollback_file(real)))
        except FileExistsError:
            _refuse_anothers(rollback_file(real), real)


def refuse_foreign(path: Path, application: int) -> None:
    """Raise AnotherProgram when a database's application id is not ours."""
    if application != APPLICATION_ID:
        raise AnotherProgram(
            f"{path} belongs to another program; nothing was changed, check the path."
        )


def refuse_newer(path: Path, schema: int) -> None:
    """Raise JournalNewer when a journal's schema number is above ours."""
    if schema > SCHEMA:
        raise JournalNewer(
            f"{path} was written by a newer ally (schema {schema}, this one knows {SCHEMA}); "
            "nothing was changed, update ally to open it."
        )


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that has its name later; None when nothing lies there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - start-up
    except OSError:
        return None
    return status.st_dev, status.st_ino


def was_left_unfinished(path: Path) -> bool:
    """Whether a process that gave the journal another key was killed, or is at it just now."""
    return unfinished(Path(os.path.realpath(path))).exists()


def is_locked(path: Path) -> bool:
    """Whether a file is encrypted and this process has no key; reads bytes, see `look_at`."""
    salt = salt_of(path)
    if salt is None:
        return False
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - the same

    return keys.held(salt) is None
