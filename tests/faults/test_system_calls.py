"""Every command under strace: what it asks of the system itself, whichever language it is in."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.support.every_command import STEPS, Step, World, a_world, live
from tests.support.every_command_encrypted import STEPS_ENCRYPTED, an_encrypted_world

pytestmark = pytest.mark.faults

CALLS = "%network,open,openat,creat,mkdir,mkdirat,chmod,fchmod,fchmodat,umask"
SEED = int(os.environ.get("ALLY_SEED", "1"))
BOTH = os.environ.get("FAULT_TERMINALS") == "both"
_CALL = re.compile(r"^(?:\d+ +)?(?:<\.\.\. )?(\w+)(?: resumed>)?\(?(.*)$")


def strace(log: Path) -> list[str]:
    """The words in front of a program that is traced with all its children."""
    traced = ["-e", f"trace={CALLS}", "-o", str(log)]
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "4096", *traced]


def works() -> bool:
    """Whether strace is here and may trace; some containers forbid it."""
    command = [*strace(Path(os.devnull)), "true"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


needs_strace = pytest.mark.skipif(not works(), reason="strace is missing, or may not trace here")


def networks(log: Path) -> list[str]:
    """The lines of a trace that ask anything of a network, of whichever family."""
    lines = log.read_text("utf-8", "replace").splitlines()
    asked = r"\b(socket|socketpair|connect|bind|listen|accept4?|send(to|m?msg)|recv(from|m?msg))\("
    return [line for line in lines if re.search(asked, line)]


def too_open(log: Path, world: World, folder: Path | None = None) -> list[str]:
    """The lines of a trace that make a file or folder which others could use, if only for a moment.

    With a umask of 0 the mode that is asked for is the one it gets.
    """
    found = []
    for line in log.read_text("utf-8", "replace").splitlines():
        if str(folder or world.folder) not in line:
            continue
        made = re.search(
            r"O_CREAT.*, (0[0-7]+)\)? |\b(?:mkdir|mkdirat|creat)\(.*, (0[0-7]+)\)? ", line
        )
        changed = re.search(r"\bf?chmod(?:at)?\(.*, (0[0-7]+)\)? ", line)
        mode = next(
            (one for match in (made, changed) if match for one in match.groups() if one), None
        )
        if mode is not None and int(mode, 8) & 0o077:
            found.append(line)
    return found


@needs_strace
@pytest.mark.parametrize(
    "terminal",
    [lambda _place: False, lambda _place: True] if BOTH else [lambda place: place % 2 == SEED % 2],
)
def test_no_socket_and_nothing_for_others(tmp_path: Path, terminal: Callable[[int], bool]) -> None:
    """Not one socket in a whole life, the daily backup's included; no file open for a moment.

    Each other command is on a terminal, by the seed; with FAULT_TERMINALS=both all are, and off it.
    A file that is made for all and closed to others afterwards could be opened in between.
    """
    logs = tmp_path / "logs"
    logs.mkdir()
    asked: dict[str, list[str]] = {}
    made: dict[str, list[str]] = {}
    with a_world(tmp_path / "world") as world:

        def around(place: int) -> list[str]:
            return strace(logs / str(place))

        lived: list[Step] = list(live(world, terminal=terminal, around=around))
        for place, one in enumerate(lived):
            words = f"{place} {' '.join(one.args)}"
            asked[words] = networks(logs / str(place))
            made[words] = too_open(logs / str(place), world)
    assert len(lived) == len(STEPS)
    assert_nothing_asked(logs, asked, made)


@needs_strace
def test_no_socket_and_nothing_readable_of_an_encrypted_journal(tmp_path: Path) -> None:
    """The same of an encrypted journal, each run with its own key; no word is in any file."""
    logs = tmp_path / "logs"
    logs.mkdir()
    asked: dict[str, list[str]] = {}
    made: dict[str, list[str]] = {}
    readable: list[str] = []
    with an_encrypted_world(tmp_path / "world") as world:
        lived = live(
            world,
            around=lambda place: strace(logs / str(place)),
            environ={
                "ALLY_NEW_PASSPHRASE": "another one, as long as the first",
                **{name: os.environ[name] for name in ("PYTHONPATH", "DERIVED")},
            },
            steps=STEPS_ENCRYPTED,
        )
        for place, one in enumerate(lived):
            words = f"{place} {' '.join(one.args)}"
            asked[words] = networks(logs / str(place))
            made[words] = too_open(logs / str(place), world)
            made[words] += too_open(logs / str(place), world, world.memory)
            readable += [f"{what} after {words}" for what in world.readable()]
    assert len(asked) == len(STEPS_ENCRYPTED)
    assert readable == []
    assert_nothing_asked(logs, asked, made)


@needs_strace
def test_no_socket_between_two_computers(tmp_path: Path) -> None:
    """A folder is all that is used, by the exchange in the background too; `log` loads no nacl.

    A log says its words before that exchange begins, in a process of its own.
    """
    carried, key, logs = tmp_path / "carried", tmp_path / "key", tmp_path / "logs"
    logs.mkdir()

    def run(name: str, *words: str) -> tuple[str, str]:
        """What a command said at a computer, and its trace."""
        log = logs / f"{len([*logs.iterdir()])} {name} {words[0]}"
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / name / "state"),
            "ALLY_JOURNAL": str(tmp_path / name / "journal.db"),
            "ALLY_NOW": NOW,
            "ALLY_DAILY_BACKUP": "off",
        }
        command = [*strace(log), sys.executable, "-m", "ally_journal", *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
        return done.stdout, log.read_text("utf-8", "replace")

    run("home", "log", "act", "Gave the floor back")
    begun, _ = run("home", "sync", "init", str(carried))
    key.write_text(run("home", "sync", "key")[0])
    assert "run by themselves" in begun
    assert "1 new" in run("work", "sync", "join", str(carried), "--key-file", str(key))[0]
    said, trace = run("work", "log", "learn", "Read about captions")
    assert said.startswith("Saved 2")
    first, *_ = trace.split()
    opened = [line.split()[0] for line in trace.splitlines() if "/nacl/" in line]
    assert opened, "the exchange in the background was seen"
    assert first not in opened
    run("work", "edit", "1", "--text", "Gave the floor back, twice")
    assert "1 new, 1 changed" in run("home", "sync")[0]
    run("home", "forget", "1", "--yes")
    run("home", "sync", "key", "--new")
    asked = {log.name: networks(log) for log in logs.iterdir()}
    assert len(asked) > 8
    assert not any(asked.values()), asked


def assert_nothing_asked(
    logs: Path, asked: dict[str, list[str]], made: dict[str, list[str]]
) -> None:
    """Neither a network was asked for nor a file made open, and the traces saw files at all."""
    traced = [one.read_text("utf-8", "replace") for one in logs.iterdir()]
    assert all("openat(" in one for one in traced), "a check that inspects nothing must fail"
    assert any("-journal" in one and "O_CREAT" in one for one in traced), "SQLite was seen too"
    assert any(".partial" in one and "O_EXCL" in one for one in traced)
    assert any("mkdir" in one for one in traced)
    assert {words: lines for words, lines in asked.items() if lines} == {}
    assert {words: lines for words, lines in made.items() if lines} == {}


@needs_strace
@pytest.mark.parametrize(
    ("family", "script"),
    [
        ("AF_INET", "import socket; socket.socket(socket.AF_INET)"),
        ("AF_INET6", "import socket; socket.socket(socket.AF_INET6)"),
        ("AF_UNIX", "import socket; socket.socketpair()"),
        ("AF_INET", "import os; os.system('''{} -c \"import socket; socket.socket()\"''')"),
    ],
)
def test_a_socket_is_found(tmp_path: Path, family: str, script: str) -> None:
    """The check can fail, also for a child of a child."""
    log = tmp_path / "log"
    program = [sys.executable, "-c", script.format(sys.executable)]
    subprocess.run([*strace(log), *program], check=True)
    assert any(family in line for line in networks(log))


@needs_strace
@pytest.mark.parametrize(
    "script",
    [
        "open({!r}, 'w')",
        "import os; os.mkdir({!r}, 0o755)",
        "import os; os.close(os.open({!r}, os.O_CREAT, 0o640))",
        "import sqlite3; sqlite3.connect({!r}).execute('CREATE TABLE x(y)')",
        "import pathlib; path = pathlib.Path({!r}); path.touch(0o600); path.chmod(0o604)",
    ],
)
def test_an_open_file_is_found(tmp_path: Path, script: str) -> None:
    """The check can fail: a file of Python's, of SQLite's, a folder, a mode given afterwards."""
    log = tmp_path / "log"
    with a_world(tmp_path / "world") as world:
        path = str(world.folder / "tmp/made")
        subprocess.run([*strace(log), sys.executable, "-c", script.format(path)], check=True)
        assert too_open(log, world)
