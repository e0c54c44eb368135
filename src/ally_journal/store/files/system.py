"""What systems do each in their own way: opening, owners, durability, locks, processes, signals.

Nothing else on this floor asks which system this is. Windows has no owners or permissions that
Python tells, opens no folders, and neither renames over nor removes a file that is open.
"""

import errno
import os
import signal
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a log starts no program
    import subprocess

WINDOWS = os.name == "nt"
"""Looked at each time, so that a test can choose the other way."""

XDG = sys.platform == "linux" and "ANDROID_DATA" not in os.environ
"""Whether XDG's variables say where a person's files are."""
ENDINGS = [
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]
"""The signals, among those there are here, that ask a program to end."""
READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_MOST = 1 << 28  # bytes that are read whole
_ACCESS_LIST = "system.posix_acl_access"
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)
}
_NO_SIGNS = set('<>:"|?*')
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_LOOK = 0.05  # seconds between two tries
_PATIENCE = 2.0  # seconds for which another program may have a file open that is to be replaced


def create_private(path: Path) -> int:
    """Create a file 0600 and give its descriptor; raises FileExistsError if there is one."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def open_regular(path: Path) -> int:
    """A descriptor to read a file by; a pipe, device, socket or folder is never waited for.

    Raises:
        OSError: it is no such file, with words for that, or it cannot be opened.
    """
    _refuse_irregular(os.stat(path))  # opening alone may wind a tape  # noqa: PTH116 - a descriptor
    descriptor = os.open(path, READING)
    try:
        _refuse_irregular(os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def read_regular(path: Path) -> bytes:
    """All of a file that is read at once; raises OSError as `open_regular`, and for a huge one."""
    with os.fdopen(open_regular(path), "rb") as file:
        if os.fstat(file.fileno()).st_size > _MOST:
            raise OSError(errno.EFBIG, "it is too large")
        return file.read()


def _refuse_irregular(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device")


def unusable(path: Path) -> str | None:
    """Why no file can have this path, in words; only Windows has such, as it knows devices by name.

    Without a look at them words would go into a stream beside a file, or a device.
    """
    if not WINDOWS:
        return None
    for name in path.parts[bool(path.anchor) :]:
        if name.partition(".")[0].rstrip().upper() in _DEVICES:
            return f"{name} is the name of a device"
        if signs := sorted(set(name) & _NO_SIGNS):
            return f"no name may have {signs[0]} in it"
        if name not in {".", ".."} and name.endswith((".", " ")):
            return "no name may end with a full stop or a space"
    try:
        os.path.realpath(path)
    except OSError:
        return "it is too long"
    return None


def own_account() -> int | None:
    """The number of the account that runs this; None where files have no owners that are told."""
    return None if WINDOWS else os.getuid()


def computer_name() -> str:
    """What this computer is called, without the name of a network behind it."""
    own = os.environ.get("COMPUTERNAME", "") if WINDOWS else os.uname().nodename
    return own.partition(".")[0] or "computer"


def has_modes() -> bool:
    """Whether the permission bits of a file tell who may read it."""
    return not WINDOWS


def is_mine(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to who runs this; always where no owners are told."""
    return WINDOWS or status.st_uid == os.getuid()


def has_access_list(path: Path) -> bool:
    """Whether an access list lets further accounts in; only Linux tells."""
    with suppress(AttributeError, OSError):
        return bool(os.getxattr(path, _ACCESS_LIST))
    return False


def device_number(path: str) -> int | None:
    """Which device a device file stands for; None for what is none, and where there are none."""
    with suppress(AttributeError, OSError, ValueError):
        return os.stat(path).st_rdev or None  # noqa: PTH116 - any name, such as "tmpfs"
    return None


def sync(descriptor: int) -> None:
    """Make what was written durable; on macOS also past the memory of the disk, as SQLite does."""
    if not WINDOWS:
        import fcntl  # noqa: PLC0415 - not on Windows

        if whole := getattr(fcntl, "F_FULLFSYNC", None):
            with suppress(OSError):  # no disk need be able to
                fcntl.fcntl(descriptor, whole)
                return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where folders can be opened; elsewhere the system does."""
    if WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def give_name(new: Path, path: Path) -> None:
    """Give a finished file one more name, which nothing has.

    Raises:
        FileExistsError: something has it.
        OSError: the disk, or the system, has no such names.
    """
    if not hasattr(os, "link"):
        raise OSError(errno.ENOTSUP, "a file has only one name here")
    os.link(new, path)


def moves_open_files() -> bool:
    """Whether a file can be renamed, replaced or removed while somebody has it open."""
    return not WINDOWS


def rename_over(new: Path, path: Path) -> None:
    """Give a file another's name; where an open one cannot be replaced, wait a moment for that.

    Raises:
        OSError: the disk refused, or a program goes on having it open, in words for that.
    """
    tries = 1 if moves_open_files() else round(_PATIENCE / _LOOK)
    for left in reversed(range(tries)):
        try:
            new.replace(path)
        except PermissionError:
            if moves_open_files():
                raise
            if not left:
                raise PermissionError(errno.EACCES, "another program has it open") from None
            time.sleep(_LOOK)
        else:
            return


def locks_open_files() -> bool:
    """Whether a lock on an open file is no hindrance: it may be read, renamed and removed."""
    return not WINDOWS


def lock(descriptor: int, *, shared: bool = False, wait: bool = False) -> bool:
    """Lock an open file until it is closed; False where the disk has no locks.

    Raises:
        BlockingIOError: another process has it, and this one is not to wait.
    """
    if sys.platform == "win32":
        return _lock_there(descriptor, wait=wait)
    import fcntl  # noqa: PLC0415 - not on Windows

    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def _lock_there(descriptor: int, *, wait: bool) -> bool:
    if sys.platform == "win32":  # pragma: no branch - said again for those who check types
        import msvcrt  # noqa: PLC0415 - there only

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError as refused:
                if refused.errno in _NO_LOCKS | {errno.EINVAL}:
                    return False
                if not wait:
                    raise BlockingIOError(errno.EAGAIN, "another process has it") from None
                time.sleep(_LOOK)
            else:
                return True
    return False


def refuses_locks(descriptor: int) -> bool:
    """Whether a disk says of an open file, which nobody else has, that it cannot lock it."""
    if WINDOWS:
        return False
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refused:
        return refused.errno in _NO_LOCKS
    return False


def group_of_its_own() -> dict[str, Any]:
    """How a process is started so that all it starts can be ended, and that asks no terminal."""
    if not WINDOWS:
        return {"start_new_session": True}
    import subprocess  # noqa: PLC0415 - a log starts none

    no_window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return {"creationflags": no_window | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


def files_of_its_own() -> dict[str, Any]:
    """How a process is started whose files are for this account alone, where files have modes."""
    return {"umask": 0o077} if has_modes() else {}


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """End a process and, where it has a group of its own, all that it started, at once."""
    if WINDOWS:
        import subprocess  # noqa: PLC0415 - a log ends none

        with suppress(OSError):
            subprocess.run(  # noqa: S603 - a number
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607 - Windows' own
                capture_output=True,
                check=False,
            )
    else:
        with suppress(ProcessLookupError):  # it is in this one's group
            os.killpg(process.pid, 9)
    process.kill()
    process.wait()


def signals_as_bytes() -> int | None:
    """A pipe to read each signal from, also while Python hears none; None where there is no such.

    Only the main thread can ask for it.
    """
    if WINDOWS:
        return None
    ears, mouth = os.pipe()
    os.set_blocking(mouth, False)
    signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    return ears


def leave_no_core() -> None:
    """Let neither this process nor its children leave an image of their memory in a file."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def may_dump_core() -> bool | None:
    """Whether a program that crashes may leave its memory in a file; None where not told."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
        return soft != 0
    return None
