"""Where a folder really is: on which disk, on whose computer, and under whose hands."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.privacy import DISK, FAR, MEMORY, PROGRAM, REMOVABLE, UNKNOWN, Place
from ally_journal.store.files.atomic import is_folder, status_of
from ally_journal.store.files.system import device_number

MOUNTS = Path("/proc/mounts")
SWAPS = Path("/proc/swaps")
BLOCK = Path("/sys/dev/block")

_SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud Drive",
    "icloud~": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
}
"""How the names of folders begin that a program carries to other computers, and its own name."""

_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".sync_folder": "Nextcloud"}
"""What such a program puts into the folder it carries."""

_FAR = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "9p", "davfs", "ncpfs",
    "lustre", "virtiofs", "vboxsf", "prl_fs",
}  # fmt: skip
"""File systems on another computer, where locks are not to be relied on (sqlite.org/faq.html).

For a virtual computer, the one that it runs on is another.
"""
_FAR_PROGRAMS = ("sshfs", "rclone", "davfs", "glu", "s3fs", "gcsfuse", "curlftpfs", "vmhgfs")
_IN_MEMORY = {"tmpfs", "ramfs"}
_GIT_SECONDS = 10
_GIT_ELSEWHERE = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}  # as in a hook of another


class Mount(NamedTuple):
    """What a folder is mounted from, and the kind of file system; both empty if unknown."""

    source: str = ""
    kind: str = ""


def place_of(path: Path) -> Place:
    """Everything that can be known of where a file lies, or will lie, without opening it."""
    real = Path(os.path.realpath(path))
    folder = next((one for one in real.parents if is_folder(one)), real.parent)
    mount = mount_of(folder)
    disk = _disk(mount.source)
    top = _git_top(folder)
    return Place(
        link_to=real if real != path.absolute() else None,
        synced_by=carried_by(real.parent),
        file_system=mount.kind or None,
        kind=_kind(mount, disk),
        disk_encrypted=_is_encrypted(disk) if disk else None,
        git=top,
        git_knows=_git_knows(top, real) if top else None,
    )


def carried_by(folder: Path) -> str | None:
    """Which program carries a folder to other computers, by its name or a mark inside."""
    for place in (folder, *folder.parents):
        name = place.name.casefold()
        for beginning, carrier in _SYNCED.items():
            if name == beginning or name.startswith((f"{beginning} ", f"{beginning}-")):
                return carrier
        for mark, carrier in _MARKS.items():
            with suppress(OSError):
                if status_of(place / mark) and mark in os.listdir(place):  # noqa: PTH208 - names only
                    return carrier
    return None


def is_far(kind: str) -> bool:
    """Whether a kind of file system is on another computer."""
    return kind in _FAR or kind.startswith(tuple(f"fuse.{one}" for one in _FAR_PROGRAMS))


def mount_of(folder: Path) -> Mount:
    """The mount that a folder, given by its real path, is on; empty where there is no /proc."""
    with suppress(OSError):
        return mount_among(folder, MOUNTS.read_text("utf-8", "surrogateescape"))
    return Mount()


def mount_among(folder: Path, mounts: str) -> Mount:
    """The same, in the words of /proc/mounts."""
    found, longest = Mount(), -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if folder.is_relative_to(point) and len(point) >= longest:
            found, longest = Mount(fields[0], fields[2]), len(point)
    return found


def has_swap() -> bool | None:
    """Whether what is in memory may be written to a disk; None where that is not told."""
    with suppress(OSError):
        return len(SWAPS.read_text().splitlines()) > 1  # the first one is a heading
    return None


def _kind(mount: Mount, disk: Path | None) -> str:
    if is_far(mount.kind):
        return FAR
    if mount.kind in _IN_MEMORY:
        return MEMORY
    if mount.kind.startswith("fuse."):
        return PROGRAM
    if disk is None:
        return UNKNOWN
    return REMOVABLE if _is_removable(disk) else DISK


def _disk(source: str) -> Path | None:
    """What the system knows of a mounted disk or part of one: a folder under /sys."""
    if number := device_number(source):
        found = BLOCK / f"{os.major(number)}:{os.minor(number)}"
        with suppress(OSError):
            return found.resolve(strict=True)
    return None


def _is_removable(disk: Path) -> bool:
    """Whether the disk says so itself, or hangs on a USB port."""
    for one in (disk, disk.parent):  # a part of a disk lies in the folder of the whole
        with suppress(OSError):
            if (one / "removable").read_text().strip() == "1":
                return True
    return any(part.startswith("usb") for part in disk.parts)


def _is_encrypted(disk: Path, depth: int = 8) -> bool | None:
    """True when it, or what it is made of, is dm-crypt; None otherwise: a disk may do it itself."""
    with suppress(OSError):
        if (disk / "dm/uuid").read_text().startswith("CRYPT-"):
            return True
    with suppress(OSError):
        if depth and any(
            _is_encrypted(one.resolve(), depth - 1) for one in (disk / "slaves").iterdir()
        ):
            return True
    return None


def _git_top(folder: Path) -> Path | None:
    """The folder of the git work tree that a folder is in."""
    for one in (folder, *folder.parents):
        with suppress(OSError):
            if status_of(one / ".git"):
                return one
    return None


def _git_knows(top: Path, path: Path) -> str | None:
    """What git does with a file: it is tracked, ignored, or neither; None when git cannot say."""
    if _git(top, "ls-files", "--error-unmatch", path) == 0:
        return "tracked"
    return {0: "ignored", 1: "not ignored"}.get(_git(top, "check-ignore", "-q", path))


def _git(top: Path, command: str, option: str, path: Path) -> int:
    """How a question to git ends; it runs nothing that the work tree's own settings name."""
    environ = {name: value for name, value in os.environ.items() if name not in _GIT_ELSEWHERE}
    try:
        return subprocess.run(  # noqa: S603 - no words of a person
            ["git", "-c", "core.fsmonitor=false", "-C", top, command, option, "--", path],  # noqa: S607 - the person's own git
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_GIT_SECONDS,
            check=False,
        ).returncode
    except (OSError, subprocess.SubprocessError):
        return 128
