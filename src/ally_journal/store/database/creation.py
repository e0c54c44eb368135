"""Making a journal: laid out beside its place, and put there whole or not at all."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ally_journal.errors import CannotKeep
from ally_journal.store.database.connection import SCHEMA_FILE, connect, transaction
from ally_journal.store.database.file import refuse_irregular_beside
from ally_journal.store.files.atomic import is_confirmed, make_folder
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.layout import beside, left_without, rollback_file, sqlite_files
from ally_journal.store.files.locks import alone
from ally_journal.store.files.owners import hint, strange_place
from ally_journal.store.files.system import create_private, give_name, unusable

_LONGEST = 222
"""Bytes of a name to which every ending of `layout` can be put, where one may have 255."""


def create(path: Path) -> None:
    """Make a new, empty journal at `path`, 0600 in a 0700 folder, or leave the one already there.

    It is built whole under another name first, so no other process ever sees half a journal.

    Raises:
        CannotKeep: the disk refused.
    """
    refuse_irregular_beside(path)
    with new_beside(path) as new:
        with closing(connect(new)) as connection:
            lay_out(connection)
        put_in_place(new, path)


@contextmanager
def new_beside(path: Path, refusal: tuple[str, str] = ("", "")) -> Iterator[Path]:
    """A new, empty file under a hidden name beside `path`, 0600; it is gone in the end.

    So is what SQLite leaves to take a change of it back.

    `refusal` is how the sentence begins and ends that says why the disk refused.

    Raises:
        CannotKeep: the disk refused, at any time, or others may exchange what is put there.
    """
    new = beside(path)
    beginning = refusal[0] or f"No journal could be made at {path}"
    if trouble := unusable(path):
        raise CannotKeep(f"{beginning}: {trouble}.")
    if len(os.fsencode(path.name)) > _LONGEST:
        raise CannotKeep(
            f"{beginning}: its name is too long for the files beside it, which have longer ones; "
            f"at most {_LONGEST} bytes are not."
        )
    try:
        make_folder(path.parent)
        if strange := strange_place(path):
            raise CannotKeep(f"{beginning}: {strange}{refusal[1]}.")
        os.close(create_private(new))
        yield new
    except OSError as refused:
        end = refusal[1] if any(refusal) else hint(path) or "; name another place with --journal"
        raise CannotKeep(f"{beginning}: {reason_of(refused)}{end}.") from None
    finally:
        for one in (new, rollback_file(new)):
            with suppress(OSError):
                one.unlink(missing_ok=True)


def lay_out(connection: sqlite3.Connection) -> None:
    """Make an empty file an empty journal, in one transaction."""
    with transaction(connection):
        for statement in SCHEMA_FILE.read_text(encoding="utf-8").split(";\n"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('journal', ?)", (os.urandom(16).hex(),))


def put_in_place(new: Path, path: Path) -> bool:
    """Give a finished journal its name for good, unless something has it already; say whether."""
    if not path.exists():
        part_from_leftovers(path, left_without(path))
    try:
        give_name(new, path)  # refuses everywhere, unlike rename
    except FileExistsError:
        return False
    except OSError:  # no hard links here, so one process at a time looks and renames
        with alone(path.parent):
            if path.exists():
                return False
            new.rename(path)
    is_confirmed(path.parent)  # or what is written to it soon is not, which is told then
    return True


def part_from_leftovers(path: Path, aside: Path) -> None:
    """Rename what SQLite left beside a journal that is gone, as if `aside` were that journal.

    A rollback journal found beside a new file would be written back into it. What a live journal
    needs has the same name: call this only when nothing, or nothing sound, lies at `path`.
    """
    for left, new in zip(sqlite_files(path), sqlite_files(aside), strict=True):
        if left.exists():
            left.rename(new)
