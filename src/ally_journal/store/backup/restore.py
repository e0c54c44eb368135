"""Putting a backup in the place of the journal, so that nothing anybody kept is nowhere."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.backup import BEFORE_RESTORE, Backup
from ally_journal.errors import (
    AnotherJournal,
    AnotherProgram,
    CannotKeep,
    CopyUnsound,
    JournalDamaged,
    NotAJournal,
)
from ally_journal.store.backup.catalog import tidy
from ally_journal.store.crypto.sniff import look_anew, salt_of
from ally_journal.store.database.connection import (
    KEY,
    NEXT_KEY,
    SLOT,
    begin,
    bring_up_to_date,
    compact,
    connect,
    exchange,
    note,
    noted,
    salt_in_use,
    schema_of,
    transaction,
)
from ally_journal.store.database.creation import new_beside, part_from_leftovers, put_in_place
from ally_journal.store.database.file import SCHEMA, Found, identity, look_at
from ally_journal.store.database.open import refuse_another
from ally_journal.store.database.recast import copy_as
from ally_journal.store.database.snapshot import (
    Contents,
    back_up,
    contents,
    stamp,
    trouble_of,
    verify,
)
from ally_journal.store.files import machine
from ally_journal.store.files.atomic import copy_private, is_confirmed, sync_file
from ally_journal.store.files.failures import damaged, is_damage, refused_plainly, told_plainly
from ally_journal.store.files.layout import backup_file, damaged_journal, machine_file
from ally_journal.store.files.locks import alone
from ally_journal.store.files.system import give_name, moves_open_files, rename_over
from ally_journal.store.revisions.carrying import Erasures, carry_erasures
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.revisions.projections import newest_sequence


class Restored(NamedTuple):
    """Where the journal went that was there before: a backup's name, or a file set aside.

    Both are None when there was none. The disk may not have `confirmed` it.
    """

    before: str | None
    aside: Path | None
    confirmed: bool = True


def present(journal: Path) -> Contents | None:
    """What the journal holds now; None when there is none.

    Raises:
        JournalDamaged: it cannot be read as a journal.
        NotAJournal, JournalNewer: restoring would destroy what is no journal, or a newer one.
        CannotKeep, JournalBusy: see `database`.
    """
    with told_plainly(journal):
        if _look(journal) is Found.NOTHING:
            return None
        try:
            return contents(journal)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR":  # tables are missing
                raise damaged(journal) from None
            raise


def restore(journal: Path, backup: Backup, local: datetime, *, as_it_was: bool = False) -> Restored:
    """Put a backup in the journal's place, after a backup of the present one.

    The present journal's contents are exchanged within one SQLite transaction, under a lock that
    is held from before the present is backed up until the end: other runs of ally wait and then
    write to what was restored, and a crash leaves the one or the other. Only where there is no
    sound journal is a file renamed into place. Afterwards this computer writes as a new device.
    `local` is now, in local time. What was forgotten since stays so, unless the backup is to come
    back `as_it_was`.

    Raises:
        CopyUnsound: the backup does not verify; nothing was changed.
        AnotherJournal: an encrypted journal was here, and what lies there now is another.
        KeyNeeded: the key of the journal, or of the backup, is not at hand.
        NotAJournal, JournalNewer, JournalBusy, CannotKeep: see `database`; the same.
    """
    begins, real = stamp(local), Path(os.path.realpath(journal))
    with told_plainly(journal), _staged(journal, backup) as staged:
        done = _put(staged, journal, begins, as_it_was=as_it_was)
    if not done.before:
        done = done._replace(confirmed=is_confirmed(real.parent))
    salt, known = salt_of(journal), machine_file(journal)
    if salt or machine.expected(known):
        machine.expect(known, salt)
    tidy(journal, local.replace(tzinfo=None))
    return done


@contextmanager
def _staged(journal: Path, backup: Backup) -> Iterator[Path]:
    """The backup as it will be used: a copy beside the journal, of this schema, of no device.

    It is encrypted as the journal is, which keeps its passphrase, or stays plain as that does.
    """
    copy = backup_file(journal, backup.name)
    real = Path(os.path.realpath(journal))
    refusal = (f"{backup.name} could not be restored", "; the journal is as it was")
    with refused_plainly(*refusal), new_beside(real, refusal) as staged:
        look_at(copy)
        _refuse_another(journal, backup)
        copy_as(copy, staged, journal)
        _refuse_unsound(staged, backup)
        with closing(connect(staged)) as connection:
            brought_up = _prepare(connection, copy)
        if brought_up:
            _refuse_unsound(staged, backup)
        sync_file(staged)
        yield staged


def _refuse_another(journal: Path, backup: Backup) -> None:
    """Raise AnotherJournal where an encrypted journal would be lost, or become a plain one."""
    gone = False
    try:
        if not (gone := look_at(journal) is Found.NOTHING):
            refuse_another(journal, look_at(journal))
    except NotAJournal:
        gone = True
    salt = machine.encrypted_with(machine_file(journal))
    if gone and salt and not backup.encrypted and not _is_unlocked(salt):
        away = "move what is left of it away, then " if journal.exists() else ""
        raise AnotherJournal(
            f"The journal here was encrypted, and {backup.name} is not; {away}run ally encrypt to "
            "begin an encrypted one, or ally encrypt --off for none, and then this again."
        )


def _is_unlocked(salt: bytes) -> bool:
    from ally_journal.store.crypto import keys  # noqa: PLC0415 - only what is encrypted needs it

    return keys.held(salt) is not None


def _refuse_unsound(staged: Path, backup: Backup) -> None:
    if trouble := verify(staged):
        raise CopyUnsound(
            f"{backup.name} does not verify ({trouble}), so nothing was changed; "
            "ally backup list shows the others."
        )


def _prepare(connection: sqlite3.Connection, copy: Path) -> bool:
    """Bring a copy up to date, so that no waiting writer meets an old schema; forget the device.

    Says whether it was behind.
    """
    schema = schema_of(connection, copy)  # of an encrypted one the bytes do not tell
    bring_up_to_date(connection)
    with transaction(connection):
        connection.execute("DELETE FROM meta WHERE key IN ('device', 'restored', ?)", (UNFINISHED,))
    return schema < SCHEMA


def _put(staged: Path, journal: Path, begins: str, *, as_it_was: bool) -> Restored:
    before = identity(journal)
    try:
        if _look(journal) is Found.NOTHING:
            _note_restored(staged)
            if put_in_place(staged, Path(os.path.realpath(journal))):
                return Restored(None, None)
            _look(journal)  # somebody has just begun one
        return _exchange(staged, journal, begins, as_it_was=as_it_was)
    except (CopyUnsound, JournalDamaged, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and not is_damage(error):
            raise
        if aside := _set_aside(staged, journal, begins):
            return Restored(None, aside)
        if identity(journal) == before:
            raise
    raise _exchanged(journal)


def _exchanged(journal: Path) -> CannotKeep:
    return CannotKeep(f"Another run of ally exchanged {journal} meanwhile; run this again.")


def _exchange(staged: Path, journal: Path, begins: str, *, as_it_was: bool) -> Restored:
    """Back up the present journal and give it the staged contents, without letting go between."""
    with closing(connect(journal)) as guard, closing(connect(staged)) as new:
        begin(guard, journal)  # waits for writers; readers may go on
        schema_of(guard, journal)
        if salt_in_use(guard) != salt_in_use(new):
            raise _exchanged(journal)
        with closing(connect(journal, besides=guard)) as reader:
            before = back_up(reader, journal, begins, BEFORE_RESTORE).stem
        if not as_it_was and carry_erasures(Erasures(guard), new).any:
            compact(new)
        with transaction(new):
            reached = _note_restored(new, backup=before)
            for what in (UNFINISHED, SLOT, KEY, NEXT_KEY):
                _take_over(what, guard, new)
            # What a number was given to may come back, so nothing else ever gets it.
            given = guard.execute("SELECT * FROM number")
            new.executemany("INSERT INTO number VALUES (?, ?, ?) ON CONFLICT DO NOTHING", given)
        confirmed = exchange(guard, new, journal, lambda anew: noted(anew, "restored") == reached)
    return Restored(before, None, confirmed)


def _take_over(what: str, journal: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Let what is put back note the same as the journal does."""
    new.execute("DELETE FROM meta WHERE key = ?", (what,))
    if (there := noted(journal, what)) is not None:
        note(new, what, there)


def _note_restored(
    staged: sqlite3.Connection | Path, backup: str | None = None, aside: Path | None = None
) -> str:
    """Note in what is put back what became of the journal before, so that undo says it."""
    if isinstance(staged, Path):
        with closing(connect(staged)) as opened:
            return _note_restored(opened, backup, aside)
    kept = {"backup": backup, "aside": str(aside) if aside else None}
    reached = json.dumps({"upto": newest_sequence(staged), **kept})
    note(staged, "restored", reached)
    return reached


def _set_aside(staged: Path, journal: Path, begins: str) -> Path | None:
    """Keep a damaged journal under another name, and give its own to the staged file.

    That it is damaged was seen without a lock, so it is looked at again with one; None where it is
    sound, as after another run has exchanged it.
    """
    real = Path(os.path.realpath(journal))
    with alone(real.parent), ExitStack() as held:
        if not held.enter_context(_damaged(real)):
            return None
        aside = damaged_journal(real, begins)
        _note_restored(staged, aside=aside)
        part_from_leftovers(real, aside)
        try:
            give_name(real, aside)
        except OSError:  # no hard links here
            copy_private(real, aside)
        if not moves_open_files():
            held.close()
        rename_over(staged, real)
        with suppress(OSError):
            aside.chmod(0o600)  # whatever the damaged one had
    return aside


@contextmanager
def _damaged(real: Path) -> Iterator[bool]:
    """Whether the journal is damaged, and for as long as that is so nobody writes to it.

    To a file that is none of SQLite's nobody can write, and SQLite is not to touch it.
    """
    before = identity(real)
    look_anew()
    with ExitStack() as held:
        try:
            _look(real)
            guard = held.enter_context(closing(connect(real)))
            guard.execute("BEGIN IMMEDIATE")
            damaged = trouble_of(guard) is not None
        except (JournalDamaged, sqlite3.Error) as error:
            if isinstance(error, sqlite3.Error) and not is_damage(error):
                raise
            damaged = True
        yield damaged and identity(real) == before


def _look(journal: Path) -> Found:
    """What lies there; a file that is no database at all was a journal and is damaged.

    Raises:
        JournalDamaged, NotAJournal, JournalNewer, CannotKeep: nothing was touched.
    """
    try:
        return look_at(journal)
    except AnotherProgram:
        raise
    except NotAJournal:
        if not journal.is_file():
            raise
        raise damaged(journal) from None
