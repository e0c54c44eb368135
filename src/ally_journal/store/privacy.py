"""Who can read a journal and everything that holds words of it, found without opening it."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import which

from ally_journal.domain.backup import made_and_reason
from ally_journal.domain.privacy import (
    EVERYONE,
    GROUP,
    JOURNAL,
    KEPT_OUT,
    MISSING,
    NEWER,
    NOBODY_ELSE,
    OTHER,
    UNREADABLE,
    Access,
    Copies,
    Privacy,
    Shared,
    Typing,
    Unlocking,
)
from ally_journal.errors import CannotKeep, JournalNewer, NotAJournal
from ally_journal.store.crypto.sniff import is_encrypted
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.drafts.files import is_sealed, lying
from ally_journal.store.drafts.strays import strays
from ally_journal.store.files.atomic import is_link, status_of
from ally_journal.store.files.disk import carried_by, has_swap, place_of
from ally_journal.store.files.layout import (
    Role,
    backups_folder,
    drafts_folder,
    drafts_in_state,
    files_in_role,
    machine_file,
    state_folder,
)
from ally_journal.store.files.machine import read
from ally_journal.store.files.owners import (
    Strange,
    account,
    may_be_written,
    strange_file,
    strange_own,
    strange_place,
)
from ally_journal.store.files.system import has_access_list, is_mine, may_dump_core, own_account
from ally_journal.store.sync.setup import setup_of

_STANDS_FOR_ANOTHER = {"vi", "editor", "pico"}


def privacy_of(path: Path, unlocking: Unlocking, typing: Typing) -> Privacy:
    """What protects the journal at `path` now; it is neither opened nor unlocked for that.

    `unlocking` and `typing` come from the environment; what this computer's state says of the
    keyring, and which program the editor is, is found here.
    """
    encrypted = is_encrypted(path)
    state, said = (JOURNAL, None) if encrypted else _state(path)
    copies, left = files_in_role(path, Role.BACKUP), files_in_role(path, Role.SET_ASIDE)
    drafts = lying(path)
    about = strays(path)
    own = [one.path for one in about if one.own]
    kept = [one for one in (*copies, *drafts, *left, *own) if not is_link(one)]
    return Privacy(
        path=path,
        state=state,
        said=said,
        encrypted=encrypted if state == JOURNAL else None,
        access=access_to(path),
        place=place_of(path),
        backups=_backups(copies),
        drafts=_copies(drafts, [one for one in drafts if not is_sealed(one)]),
        strays=tuple(one.path for one in about),
        left=left,
        left_plain=sum(not is_encrypted(one) for one in left),
        known=state_folder() if status_of(machine_file(path)) else None,
        unused=tuple(dict.fromkeys((one.path, one.owner) for one in _unused(path))),
        open_beside=sum(access_to(one).others in {GROUP, EVERYONE} for one in kept),
        unlocking=unlocking._replace(keyring=bool(read(machine_file(path)).get("keyring"))),
        typing=typing._replace(editor_is=_program_behind(typing.editor_is)),
        core_dumps=may_dump_core(),
        swap=has_swap(),
        shared=_shared(path),
    )


def access_to(path: Path) -> Access:
    """Who can read a file; what is not known is None, as all of it is where no owners are told."""
    if own_account() is None:
        return Access()
    real = Path(os.path.realpath(path))
    folder = status_of(real.parent)
    access = Access()
    if folder is not None:
        mode, mine = stat.S_IMODE(folder.st_mode), is_mine(folder)
        access = access._replace(
            folder_mode=mode,
            folder_seen=bool(mode & 0o044) and _may_pass(real.parent.parent, 0o011),
            folder_written=may_be_written(real.parent, folder) and not mode & stat.S_ISVTX,
            may_mend=mine,
        )
    file = status_of(real)
    if file is None or not stat.S_ISREG(file.st_mode):
        return access
    mode = stat.S_IMODE(file.st_mode)
    return access._replace(
        owner=account(file.st_uid),
        mine=is_mine(file),
        mode=mode,
        others=_others(real, mode),
        listed=bool(mode & 0o070) and has_access_list(real),
    )


def _shared(path: Path) -> Shared | None:
    setup = setup_of(path)
    if setup is None:
        return None
    carrier = None if setup.git else carried_by(Path(os.path.realpath(setup.where)))
    return Shared(setup.place, setup.git, setup.auto, carrier)


def _others(real: Path, mode: int) -> str:
    """Who else can read it: a group's bit is the widest that an access list gives anybody."""
    if mode & 0o004 and _may_pass(real.parent, 0o001):
        return EVERYONE
    if mode & 0o044 and _may_pass(real.parent, 0o011):
        return GROUP
    return KEPT_OUT if mode & 0o044 else NOBODY_ELSE


def _may_pass(folder: Path, bits: int) -> bool:
    """Whether others get through a folder and all above it, as far as can be seen."""
    found = [status_of(one) for one in (folder, *folder.parents)]
    return all(one is None or one.st_mode & bits for one in found)


def _unused(path: Path) -> Iterator[Strange]:
    """The folders into which nothing is put, though they are the journal's, or that itself."""
    own = (backups_folder(path), drafts_folder(path), drafts_in_state(path))
    for found in (strange_file(path), strange_place(path), *map(strange_own, own)):
        if found is not None:
            yield found


def _state(path: Path) -> tuple[str, str | None]:
    """What lies there, and the sentence for what is no journal that this ally opens."""
    try:
        found = look_at(path)
    except JournalNewer as newer:
        return NEWER, str(newer)
    except NotAJournal as other:
        return OTHER, str(other)
    except CannotKeep as refused:
        return UNREADABLE, str(refused)
    return (MISSING if found is Found.NOTHING else JOURNAL), None


def _backups(copies: Sequence[Path]) -> Copies:
    days = [said[0].date() for copy in copies if (said := made_and_reason(copy.stem))]
    return _copies(copies, [one for one in copies if not is_encrypted(one)], days)


def _copies(files: Sequence[Path], plain: list[Path], days: Iterable[date] = ()) -> Copies:
    ordered = sorted(days)
    oldest, newest = (ordered[0], ordered[-1]) if ordered else (None, None)
    folders = tuple(dict.fromkeys(file.parent for file in files))
    return Copies(len(files), len(plain), folders, oldest, newest)


def _program_behind(name: str) -> str:
    """The program that a name like vi stands for on this computer; any other name as it is."""
    with suppress(OSError):
        if name in _STANDS_FOR_ANOTHER and (found := which(name)):
            return Path(os.path.realpath(found)).name
    return name
