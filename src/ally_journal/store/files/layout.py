"""Where things lie and what they are called: the journal and all that belongs to it.

No other file of this floor spells how such a name begins or ends. A journal's own name can hold any
sign, so it is never used as a pattern.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ally_journal.domain.records.revision import sha256
from ally_journal.store.files.system import XDG, own_account

_APP = "ally-journal"
_BACKUP, _PARTIAL, _DAMAGED, _LEFT = ".db", ".partial", ".damaged", ".left"
_CONVERTING = "converting"
_DRAFTS, _BACKUPS = ".drafts", ".backups"
_ROLLBACK, _WRITE_AHEAD = "-journal", ("-wal", "-shm")
_SIDE = f"({'|'.join((_ROLLBACK, *_WRITE_AHEAD))})?"
_HIDDEN = rf"\.([0-9a-f]{{16}}|{_CONVERTING}){_SIDE}"

DRAFT = ".draft"
"""How the name of a draft ends, encrypted or not, like that of a journal."""
EDITED = ".edit"
"""How the name of a folder ends in which an editor works on a draft of the same name."""
SEALED_BEFORE, EDITED_BEFORE = ".sealed", ".open"
"""What an encrypted draft and such a folder were called in 0.1; a plain one was `.txt`."""


SQLITE_ENDINGS = (_ROLLBACK, *_WRITE_AHEAD)
"""What SQLite puts behind the name of a database for the files beside it."""


class Role(Enum):
    """What a file that belongs to a journal is there for."""

    BACKUP = "backup"
    """A copy among the backups, whoever put it there; no name tells whether it is sound."""
    SET_ASIDE = "set aside"
    """What was damaged, or lay beside a journal that was gone, under another name now."""
    KEPT = "kept"
    """Anything else that somebody put among the backups."""
    UNFINISHED = "unfinished"
    """A file not yet in its place: half-written, and nobody's if its program was killed."""
    ROLLBACK = "rollback"
    """What SQLite needs to finish or take back a change of the live journal."""
    WRITE_AHEAD = "write-ahead"
    """What only another program leaves beside a journal, as ally never uses that mode of SQLite."""
    DRAFT = "draft"
    """Words that were not saved, or an editor's copy of them, in the folder beside the journal."""


def default_journal() -> Path:
    """The journal used when no path is given; raises RuntimeError where there is no home folder."""
    return _own_folder("data", "share") / "journal.db"


def state_folder() -> Path:
    """The folder for what belongs to this machine rather than to a journal.

    Where nobody has a home folder it is one that never is there and cannot be made.
    """
    try:
        return _own_folder("state", "state")
    except RuntimeError:
        return Path(os.devnull) / _APP


def _own_folder(what: Literal["data", "state"], usual: str) -> Path:
    """The person's folder for this, named by XDG's variable or `usual` in their home.

    Both are read here where they are plain, as loading platformdirs is a twentieth of a log; other
    systems, and homes that must be looked up, are for it.
    """
    if XDG:
        for variable, below in ((f"XDG_{what.upper()}_HOME", ""), ("HOME", f".local/{usual}")):
            if (named := os.environ.get(variable, "")).startswith("/"):
                return Path(named, below, _APP)
    import platformdirs  # noqa: PLC0415 - see above

    look_up = {"data": platformdirs.user_data_path, "state": platformdirs.user_state_path}
    return look_up[what](_APP, appauthor=False)


def machine_file(journal: Path) -> Path:
    """The machine state of one journal, keyed by its real path."""
    return state_folder() / f"{_key(journal)}.json"


@lru_cache(maxsize=8)  # a run asks for it a dozen times, and each link on the way is a look
def _key(journal: Path) -> str:
    return sha256(os.fsencode(os.path.realpath(journal))).hexdigest()[:32]


def sync_cache(journal: Path, folder: str) -> Path:
    """What is known of the files in the folder of a key, by ids alone."""
    return machine_file(journal).with_suffix(f".{folder}.sync")


def sync_clone(journal: Path) -> Path:
    """The clone of the repository that a journal is exchanged through; it can be made again."""
    return machine_file(journal).with_suffix(".clone")


def lock_file(path: Path) -> Path:
    """What is locked instead of a file or folder where that itself cannot be."""
    return state_folder() / f"{_key(path)}.lock"


def drafts_folder(journal: Path) -> Path:
    """Where words wait that could not be saved."""
    return journal.with_name(f"{journal.name}{_DRAFTS}")


def drafts_in_state(journal: Path) -> Path:
    """Where such words wait when they cannot wait beside the journal."""
    return machine_file(journal).with_suffix(_DRAFTS)


def temporary_drafts(journal: Path) -> Path:
    """The last place for such words; always the same, so that they are found again.

    Raises:
        OSError: there is no folder for temporary files.
    """
    import tempfile  # noqa: PLC0415 - only when there may be drafts

    return Path(tempfile.gettempdir()) / _shared(journal)


def edited_in_memory(journal: Path) -> list[Path]:
    """Where an editor's files may lie that no disk shall have, most private first.

    Whether such a folder is in memory, and ours, is for whoever uses it to see.
    """
    return [Path(folder) / _shared(journal) for folder in _in_memory()]


def edited_in_memory_before() -> list[Path]:
    """The same as 0.1 called it, for all journals together."""
    names = (_APP, f"{_APP}-{_mine()}")
    return [Path(folder) / name for folder in _in_memory() for name in names]


def drafts_before() -> list[Path]:
    """Where 0.1 put the drafts of all journals that could not lie beside theirs."""
    return [state_folder() / "drafts", Path(_temporary()) / f"ally-drafts-{_mine()}"]


def is_own(path: Path, journal: Path) -> bool:
    """Whether a file is the journal or lies where its own files do, also through a link."""
    real, place = Path(os.path.realpath(journal)), Path(os.path.realpath(path))
    folders = (backups_folder(real), drafts_folder(real), state_folder())
    within = any(Path(os.path.realpath(folder)) in place.parents for folder in folders)
    return within or place in {real, *sqlite_files(real)}


def may_have_drafts(journal: Path) -> bool:
    """Whether any folder for drafts holds something; cheap, since every command asks it."""
    shared = [Path(folder) / _shared(journal) for folder in (_temporary(), *_in_memory())]
    before = [*drafts_before(), *edited_in_memory_before()]
    places = [drafts_folder(journal), drafts_in_state(journal), *shared, *before]
    return any(map(_holds_something, places))


def _holds_something(folder: Path) -> bool:
    try:
        with os.scandir(folder) as found:
            return next(found, None) is not None
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it is there, and whoever looks further will say why it cannot be read
        return True


def _in_memory() -> list[str]:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return [*([runtime] if runtime else []), "/dev/shm"]  # noqa: S108 - used only if it is ours


def _temporary() -> str:
    """Where `tempfile` puts things, as far as the environment says."""
    said = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return next(filter(None, said), "/tmp")  # noqa: S108 - only looked at


def _shared(journal: Path) -> str:
    """The name of a journal's folder in a place where everybody may make one."""
    return f"ally-{_mine()}-{_key(journal)}{_DRAFTS}"


def _mine() -> int | str:
    """What stands for this account in a name; where none is told, places are a person's own."""
    account = own_account()
    return "mine" if account is None else account


def ways_to(journal: Path) -> tuple[Path, ...]:
    """The path in use, and where it is a link the real one: copies may lie beside either."""
    return tuple(dict.fromkeys((journal.absolute(), Path(os.path.realpath(journal)))))


def backups_folder(journal: Path) -> Path:
    """Where verified copies of the journal lie."""
    return journal.with_name(f"{journal.name}{_BACKUPS}")


def backup_file(journal: Path, name: str) -> Path:
    """Where the backup of that name lies."""
    return backups_folder(journal) / f"{name}{_BACKUP}"


def checked_file(backups: Path) -> Path:
    """Where a folder of backups remembers which of them were verified."""
    return backups / ".checked.json"


def partial_file(backup: Path) -> Path:
    """A backup while it is written; its name is that of the finished one."""
    return backup.with_suffix(_PARTIAL)


def damaged_copy(backup: Path) -> Path:
    """The pages of a journal that no backup could be made of, in the backup's place."""
    return backup.with_suffix(_DAMAGED)


def spoilt_backup(backup: Path) -> str:
    """A name for a backup that cannot be restored; `{}` stands where a number may."""
    return f"{backup}{{}}{_DAMAGED}"


def damaged_journal(journal: Path, stamp: str) -> Path:
    """The name under which a damaged journal is set aside."""
    return journal.with_name(f"{journal.name}{_DAMAGED}-{stamp}")


def left_without(journal: Path) -> Path:
    """A new name for what SQLite left of a journal that is gone."""
    return journal.with_name(f"{journal.name}{_LEFT}-{os.urandom(4).hex()}")


def beside(path: Path) -> Path:
    """A new hidden name in the folder of `path`, for a file that will take its place."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}")


def unfinished(path: Path) -> Path:
    """The hidden name beside `path` of a copy that will have another key; it is always the same."""
    return path.with_name(f".{path.name}.{_CONVERTING}")


def is_unfinished(path: Path) -> bool:
    """Whether a file has such a name, as one that a killed run left half-written."""
    return re.fullmatch(rf"\..+{_HIDDEN}", path.name, re.DOTALL) is not None


def rollback_file(database: Path) -> Path:
    """Where SQLite keeps what it needs to take a change back."""
    return database.with_name(f"{database.name}{_ROLLBACK}")


def sqlite_files(database: Path) -> tuple[Path, ...]:
    """All the files that SQLite may put beside a database, the one for taking back first."""
    return tuple(database.with_name(database.name + end) for end in (_ROLLBACK, *_WRITE_AHEAD))


def is_beside_database(path: Path) -> bool:
    """Whether it is such a file rather than a database, by its name."""
    return path.name.endswith((_ROLLBACK, *_WRITE_AHEAD))


def files_of(journal: Path) -> Iterator[tuple[Path, Role]]:
    """Every file that belongs to a journal, but for itself, with its role; by name in each folder.

    Beside the path in use and, where that is a link, beside the real one; in the folders of backups
    and drafts of both; and of what journals share, what is unfinished and may be this one's.
    Folders that cannot be read hold nothing.
    """
    for folder, roles in _places(journal):
        with suppress(OSError):
            yield from _listed(folder, roles)


def is_beside_journal(folder: Path) -> bool:
    """Whether a folder is called as those beside a journal are, whichever journal that is."""
    return folder.name.endswith((_DRAFTS, _BACKUPS))


def files_among_backups(folder: Path) -> Iterator[tuple[Path, Role]]:
    """The files of one folder of backups, if there is one; raises OSError if it cannot be read."""
    yield from _listed(folder, _AMONG_BACKUPS)


def files_in_role(journal: Path, *roles: Role) -> tuple[Path, ...]:
    """Those of a journal's files that are there for this, in the order of `files_of`."""
    return tuple(path for path, role in files_of(journal) if role in roles)


def matching(folders: Iterable[Path], *patterns: str) -> list[Path]:
    """What fits a glob pattern, folder by folder, by name; nothing of one that cannot be read."""
    found: list[Path] = []
    for folder in folders:
        with suppress(OSError):
            found += sorted(path for pattern in patterns for path in folder.glob(pattern))
    return found


def conflict_copies(journal: Path) -> tuple[Path, ...]:
    """What Dropbox, Syncthing or iCloud put beside a journal that was changed in two places.

    By their names alone: `journal (a conflicted copy).db`, `journal.sync-conflict-….db` and
    `journal 2.db`.
    """
    found: dict[Path, None] = {}
    for way in ways_to(journal):
        stem, suffix = re.escape(way.stem), re.escape(way.suffix)
        names = rf"{stem}( \(.*conflict.*\)|\.sync-conflict-.+| \d+){suffix}"
        with suppress(OSError):
            found |= {path: None for path, _ in _listed(way.parent, {names: Role.KEPT})}
    return tuple(found)


_AMONG_BACKUPS = {
    rf"\..+{_HIDDEN}|[^.].*\{_PARTIAL}{_SIDE}": Role.UNFINISHED,
    rf"[^.].*\{_BACKUP}({'|'.join((_ROLLBACK, *_WRITE_AHEAD))})": Role.UNFINISHED,
    rf"[^.].*\{_BACKUP}": Role.BACKUP,
    rf"[^.].*\{_DAMAGED}": Role.SET_ASIDE,
    r"[^.].*": Role.KEPT,
}


def _places(journal: Path) -> Iterator[tuple[Path, dict[str, Role]]]:
    """The folders to look into, with the patterns of names there, each with its role."""
    hidden = {rf"\..+{_HIDDEN}": Role.UNFINISHED}
    for way in ways_to(journal):
        yield way.parent, _beside(way.name)
        yield backups_folder(way), _AMONG_BACKUPS
        yield drafts_folder(way), {**hidden, ".*": Role.DRAFT}
    for folder in (drafts_in_state(journal), *drafts_before()):
        yield folder, hidden
    state = machine_file(journal)
    yield state.parent, {rf"\.{re.escape(state.name)}{_HIDDEN}": Role.UNFINISHED}


def _beside(name: str) -> dict[str, Role]:
    own = re.escape(name)
    return {
        rf"\.{own}{_HIDDEN}": Role.UNFINISHED,
        rf"{own}(\{_DAMAGED}|\{_LEFT})-.*": Role.SET_ASIDE,
        rf"{own}{_ROLLBACK}": Role.ROLLBACK,
        rf"{own}({'|'.join(_WRITE_AHEAD)})": Role.WRITE_AHEAD,
    }


def _listed(folder: Path, roles: dict[str, Role]) -> Iterator[tuple[Path, Role]]:
    """The files whose whole name fits one of the patterns, with the role of the first."""
    patterns = {re.compile(pattern, re.DOTALL): role for pattern, role in roles.items()}
    with suppress(FileNotFoundError):
        for path in sorted(folder.iterdir()):
            role = next((role for one, role in patterns.items() if one.fullmatch(path.name)), None)
            if role and not path.is_dir():
                yield path, role
