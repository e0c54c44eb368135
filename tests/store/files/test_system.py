"""What each system does in its own way: one home for it, and the other ways chosen here."""

import ast
import errno
import fcntl
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import Said
from tests.generated import ROOT
from tests.support.sealing import RIGHT
from tests.support.waiting import keep

from ally_journal.cli.terminal import console
from ally_journal.cli.terminal import windows as console_of_windows
from ally_journal.errors import CannotKeep
from ally_journal.store.drafts import drafts, files
from ally_journal.store.files import atomic, locks, system
from ally_journal.store.files.layout import (
    lock_file,
    may_have_drafts,
    state_folder,
    temporary_drafts,
)

Ally = Callable[..., Said]

MODULES = {"fcntl", "termios", "tty", "pty", "msvcrt", "ctypes", "winreg", "resource", "pwd", "grp"}
MODULES |= {"readline"}
CALLS = {
    "os": {"name", "getuid", "geteuid", "getgid", "getxattr", "fsync", "fdatasync", "link", "fork"}
    | {"umask", "fchmod", "chown", "fchown", "setsid", "kill", "killpg", "ttyname", "openpty"}
    | {"set_blocking", "pread", "pwrite", "mkfifo", "nice", "uname"},
    "sys": {"platform"},
    "signal": {"SIGHUP", "SIGQUIT", "SIGPIPE", "SIGWINCH", "SIGALRM", "SIGKILL", "alarm"}
    | {"SIGBREAK", "set_wakeup_fd"},
}
OPTIONS = {"umask", "start_new_session", "process_group", "preexec_fn", "creationflags", "pass_fds"}
"""Of a process that is started."""
FLAGS = {"O_RDONLY", "O_WRONLY", "O_RDWR", "O_CREAT", "O_EXCL", "O_APPEND", "O_TRUNC"}
"""Ways to open a file that every system knows."""
HOMES = {
    "store/files/system.py": "what disks, accounts and processes need",
    "cli/terminal/console.py": "what terminals and editors need",
    "cli/terminal/windows.py": "the console of Windows",
}
ALSO = {
    ("store/files/disk.py", "/proc/mounts"): "what Linux tells of disks, and nothing elsewhere",
    ("store/files/disk.py", "/proc/swaps"): "the same",
    ("store/transfer/source.py", "os.set_blocking"): "of a named pipe, which Windows has not",
    ("cli/workflows/editor.py", "pass_fds"): "locks on files themselves, which Windows has not",
}


def asked_of_the_system(path: Path) -> set[str]:
    """What a file asks for that not every system has."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {one.name for one in names} & MODULES
            case ast.ImportFrom(module=str(module)):
                found |= {module} & MODULES
            case ast.Attribute(value=ast.Name(id=("os" | "sys" | "signal") as owner), attr=name):
                if name in CALLS[owner] or (name.startswith("O_") and name not in FLAGS):
                    found.add(f"{owner}.{name}")
            case ast.Attribute(attr="st_rdev" | "isatty" as name):
                found.add(name)
            case ast.Constant(value=str(text)) if text.startswith(("/proc/", "/dev/tty", "SIG")):
                found.add(text)
            case ast.keyword(arg=str(name)) if name in OPTIONS:
                found.add(name)
    return found


def test_one_home_for_what_not_every_system_has() -> None:
    """No other file asks which system this is, or for anything that one of them lacks."""
    package = ROOT / "src/ally_journal"
    sources = {str(one.relative_to(package)): one for one in package.rglob("*.py")}
    found = {name: asked for name, one in sources.items() if (asked := asked_of_the_system(one))}
    assert len(sources) > 200
    assert all(len(found.pop(home)) >= 2 for home in HOMES), "a check that finds nothing must fail"
    assert found.pop("cli/terminal/streams.py") == {"isatty"}, "which asks Windows again"
    assert {(name, one) for name, asked in found.items() for one in asked} == set(ALSO)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this is taken for a system without owners, where no open file is moved."""
    monkeypatch.setattr(system, "WINDOWS", True)


@pytest.fixture(params=["as it is", "as on Windows"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether locks are on files themselves, and once more where they are on names."""
    monkeypatch.setattr(system, "WINDOWS", request.param != "as it is")
    return system.locks_open_files()


def test_what_is_written_is_past_the_memory_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS that takes a call of its own, as SQLite makes it; where a disk cannot, the usual."""
    calls: list[str] = []

    def full(_descriptor: int, _what: int) -> int:
        calls.append("full")
        if len(calls) > 2:
            raise OSError(errno.ENOTSUP, "Operation not supported")
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: calls.append("usual"))
    atomic.write_private(tmp_path / "a", b"words")
    assert calls == ["full", "full"], "the file, and the folder with its name"
    atomic.sync_file(tmp_path / "a")
    assert calls == ["full", "full", "full", "usual"]


HOLDER = """\
import sys
from pathlib import Path
from ally_journal.store.drafts.drafts import Held
from ally_journal.store.files import system
system.WINDOWS = sys.argv[2] == "True"
held = Held(Path(sys.argv[1]), "20261117-091500")
print(held.write("words", {}), held.write("more words", {}), flush=True)
sys.stdin.readline()
"""


def test_a_draft_is_somebodys_until_that_process_dies(journal_path: Path, *, either: bool) -> None:
    """Also where the lock is not on the file itself; and nothing of it stays behind."""
    command = [sys.executable, "-c", HOLDER, str(journal_path), str(system.WINDOWS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        first, second = holder.stdout.readline().decode().split()
        assert first == second
        draft = Path(first)
        assert drafts.waiting_and_busy(journal_path) == ((), (draft,))
        assert not drafts.Held(journal_path, "x").adopt(draft)
        assert lock_file(draft).exists() is not either
        holder.kill()
        holder.wait()
    assert [one.words for one in drafts.waiting(journal_path)] == ["more words"]
    held = drafts.Held(journal_path, "x")
    assert held.adopt(draft)
    assert drafts.waiting_and_busy(journal_path) == ((), (draft,))
    assert bool(held.handed_on()) is either
    assert held.write("last words", {}) == draft
    assert drafts.waiting_and_busy(journal_path) == ((), (draft,))
    assert held.remove()
    assert files.lying(journal_path) == []
    assert not [*state_folder().glob("*.lock")]


@pytest.mark.usefixtures("either")
def test_one_process_at_a_time_is_alone(tmp_path: Path) -> None:
    """Whoever comes second waits until the first has ended."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from ally_journal.store.files import locks, system\n"
        f"system.WINDOWS = {system.WINDOWS}\n"
        "print('here', flush=True)\n"
        "with locks.alone(Path(sys.argv[1])): print('alone', flush=True)\n"
    )
    with locks.alone(tmp_path):
        waiting = subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE)
        assert waiting.stdout
        assert waiting.stdout.readline() == b"here\n"
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(0.3)
    assert waiting.communicate(timeout=20)[0] == b"alone\n"


@pytest.mark.usefixtures("windows")
def test_a_file_that_is_open_elsewhere_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it is said that another program has it, and what was there still is."""
    real, left = Path.replace, 2

    def refusing(new: Path, path: Path) -> Path:
        nonlocal left
        left -= 1
        if left >= 0:
            raise PermissionError(errno.EACCES, "Access is denied")
        return real(new, path)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(system, "_LOOK", 0.001)
    monkeypatch.setattr(system, "_PATIENCE", 0.01)
    path = tmp_path / "x"
    path.write_bytes(b"old")
    atomic.write_private(path, b"new")
    assert path.read_bytes() == b"new"
    left = 1 << 20
    with pytest.raises(CannotKeep, match="another program has it open; the file that was there"):
        atomic.write_output(path, "newer", tmp_path / "journal.db", replace=True)
    assert path.read_bytes() == b"new"


@pytest.mark.usefixtures("windows")
def test_a_person_is_asked_on_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal is opened or given a mode, no signal comes as a byte, and NUL is nobody."""
    device = SimpleNamespace(isatty=lambda: True, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", device)
    monkeypatch.setattr(sys, "stderr", device)
    monkeypatch.setattr(select, "select", None)
    monkeypatch.setitem(sys.modules, "termios", None)
    for person in (False, True):
        monkeypatch.setattr(console_of_windows, "is_console", lambda _stream, here=person: here)
        monkeypatch.setattr(console_of_windows, "key_waits", partial(bool, person))
        assert console.has_terminal() is person
        assert console.more_waits() is person
        with console.whole_letters():
            assert console.default_editor() == "notepad"
    assert system.signals_as_bytes() is None
    assert system.files_of_its_own() == {}


@pytest.mark.usefixtures("windows")
def test_the_last_place_for_words_is_where_that_system_says(
    journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TEMP names it, and it is a person's own."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setenv("TEMP", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    place = temporary_drafts(journal_path)
    assert place.parent == tmp_path
    assert place.name.startswith("ally-mine-")
    assert not may_have_drafts(journal_path)
    place.mkdir()
    (place / "one").touch()
    assert may_have_drafts(journal_path)


@pytest.mark.usefixtures("windows")
def test_a_life_without_owners_and_open_files(
    ally: Ally, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is only renamed when nobody has it, and nothing said of who can read it."""
    monkeypatch.delattr(os, "link")
    monkeypatch.setattr(os, "getuid", None)
    editor = tmp_path / "editor.py"
    editor.write_text("import sys; open(sys.argv[1], 'a').write('and waited')\n")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" {editor}')
    assert ally("log", "act", "Asked").out == "Saved 1 · act · Fri 20 Nov 2026\n"
    assert ally("edit", "1").code == 0
    assert ally("list").err == ""
    assert keep(journal_path, "Words that waited", "20261119-140000", {"for": "log"})
    assert "Words that waited" in ally("draft").out
    assert ally("draft", "use", "--kind", "act").code == 0
    said = ally("privacy")
    assert "Who can read it is not told here." in said.out
    assert "Only you" not in said.out
    assert "ally looks at no access lists" in ally("doctor", "--json").out
    assert "only you" not in ally("export", str(tmp_path / "x.md")).out
    assert ally("backup").code == 0
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    assert ally("encrypt").code == 0
    assert "and waited" in ally("show", "1").out
    assert ally("encrypt", "--off").code == 0
    journal_path.write_bytes(b"spoilt " * 5000)
    assert ally("backup", "restore", "last", "--yes").code == 0
    assert "Words that waited" in ally("list").out
    assert not [*state_folder().glob("*.lock")]
