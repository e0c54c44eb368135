"""What protects a journal now and what does not: facts, each of them looked up."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

MISSING, JOURNAL, NEWER, OTHER, UNREADABLE = "missing", "journal", "newer", "other", "unreadable"
"""What lies at the path, told from the first bytes: a journal may still be damaged further on."""

DISK, REMOVABLE, MEMORY = "disk", "removable", "memory"
FAR, PROGRAM, UNKNOWN = "other computer", "program", "unknown"
"""What a file lies on; a program's file system may keep it anywhere."""

NOBODY_ELSE, KEPT_OUT, GROUP, EVERYONE = "nobody else", "kept out", "group", "everyone"
"""Who may read it besides its owner; kept out are those whom only a folder stops."""


class Access(NamedTuple):
    """Who can read a file, by its mode and those of the folders above; None where not told.

    `owner` is a name or a number, `mine` whether that is the person's own account. `listed` says
    that an access list lets further accounts in. `folder_seen` and `folder_written` are what
    others may do in its folder; `may_mend` whether the folder is the person's own.
    """

    owner: str | None = None
    mine: bool | None = None
    mode: int | None = None
    others: str | None = None
    listed: bool = False
    folder_mode: int | None = None
    folder_seen: bool = False
    folder_written: bool = False
    may_mend: bool = False


class Place(NamedTuple):
    """Where a file lies. `git_knows` is tracked, ignored or not ignored; None where not told.

    `link_to` is its real path when a symbolic link stands in the one that is used.
    """

    link_to: Path | None = None
    kind: str = UNKNOWN
    file_system: str | None = None
    synced_by: str | None = None
    disk_encrypted: bool | None = None
    git: Path | None = None
    git_knows: str | None = None


class Copies(NamedTuple):
    """Files with words of the journal; `plain` of so many `files` are known not to be encrypted.

    `folders` are those that hold any. The dates are of the oldest and the newest, where names say.
    """

    files: int = 0
    plain: int = 0
    folders: tuple[Path, ...] = ()
    oldest: date | None = None
    newest: date | None = None


class Unlocking(NamedTuple):
    """By what an encrypted journal is opened before anybody is asked, in this order."""

    passphrase: bool = False
    command: bool = False
    keyring: bool = False


class Typing(NamedTuple):
    """Where typed words pass through: programs by the name they are called by, None if unknown.

    `editor` is the command that would be run, `editor_is` the program behind it, and `variable`
    the one of the environment that chooses it.
    `space_hides` says that the shell is known to keep no line that begins with a space.
    """

    shell: str | None = None
    space_hides: bool = False
    editor: str = "vi"
    editor_is: str = "vi"
    variable: str = "EDITOR"


class Shared(NamedTuple):
    """Through what a journal is exchanged with other computers, and whose program carries that."""

    where: str
    git: bool
    auto: bool
    carrier: str | None


@dataclass(frozen=True, slots=True)
class Privacy:
    """Everything `ally privacy` says; `said` is the sentence for what is no journal.

    `strays` lie among the drafts and are none. `encrypted` is None where there is nothing to tell
    it from. `open_beside` counts copies that others can read. `unused` are folders into which ally
    puts nothing, with the account they belong to, or None where others may write to them.
    `known` is the folder in which this computer keeps what it knows of the journal, if it does.
    `core_dumps` and `swap` say whether memory may reach a disk. `shared` is None where the journal
    is on this computer alone.
    """

    path: Path
    state: str
    said: str | None
    encrypted: bool | None
    access: Access
    place: Place
    backups: Copies
    drafts: Copies
    strays: tuple[Path, ...]
    left: tuple[Path, ...]
    left_plain: int
    known: Path | None
    open_beside: int
    unused: tuple[tuple[Path, str | None], ...]
    unlocking: Unlocking
    typing: Typing
    core_dumps: bool | None
    swap: bool | None
    shared: Shared | None = None
