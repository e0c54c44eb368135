"""What holds for every command: no network, no needless module, nothing for others to read."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support.every_command import STEPS, World, a_world, commands_run, live, starts
from tests.test_house import command_tree

pytestmark = pytest.mark.faults

WATCHING = Path(__file__).parent / "support/watching"
OF_A_NETWORK = {
    "socket", "_socket", "ssl", "_ssl", "http.client", "urllib.request", "ftplib", "smtplib",
    "asyncio", "xmlrpc.client", "requests", "httpx",
}  # fmt: skip
OF_AN_ENCRYPTED_JOURNAL = {
    "sqlcipher3", "zxcvbn", "keyring", "cryptography", "secretstorage", "getpass",
    "ally_journal.store.crypto.keys", "ally_journal.store.crypto.cipher",
}  # fmt: skip


SIX = "import socket; socket.socket(socket.AF_INET6)"


class Seen(NamedTuple):
    """What one run did: its words, and lines of an event and what it was about."""

    args: tuple[str, ...]
    events: list[tuple[str, str]]
    key: bool = False

    def of(self, beginning: str) -> list[str]:
        """What each event was about whose name begins so."""
        return [about for event, about in self.events if event.startswith(beginning)]


class Lived(NamedTuple):
    """A whole life: the world it ended in, what each run did, and the files there ever were.

    `open` are those that somebody else could read, with the run after which they were found.
    """

    world: World
    runs: list[Seen]
    made: set[str]
    open: list[str]


def watched_by(file: Path) -> dict[str, str]:
    """The environment in which each Python is watched."""
    path = f"{WATCHING}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    return {"PYTHONPATH": path, "WATCHED": str(file)}


def taken_from(file: Path) -> list[tuple[str, str]]:
    lines = [line.split("\t", 1) for line in file.read_text().splitlines()]
    file.write_text("")
    return [(event, about) for event, about in lines]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Every step once, off a terminal, watched."""
    folder = tmp_path_factory.mktemp("world")
    log = folder / "watched"
    log.touch()
    with a_world(folder / "home of it") as world:
        watched = watched_by(log)
        watched["PYTHONPATH"] = f"{WATCHING}{os.pathsep}{world.environ['PYTHONPATH']}"
        runs: list[Seen] = []
        made: set[str] = set()
        found: list[str] = []
        with starts(world, world.environ | watched) as start:
            for one in live(world, environ=watched, start=start):
                runs.append(Seen(one.args, taken_from(log), one.key))
                for path, (mode, wanted) in modes_in(world).items():
                    made.add(str(path))
                    if mode != wanted:
                        found.append(f"{path} has {mode:o} after ally {' '.join(one.args)}")
        runs.append(Seen(("the daily child",), taken_from(log)))
        yield Lived(world, runs, made, found)


def modes_in(world: World) -> dict[Path, tuple[int, int]]:
    """The mode of each file and folder that ally made, and the one it must have."""
    found = {}
    for path in world.made():
        with suppress(FileNotFoundError):  # the daily child has just renamed it
            mode = path.lstat().st_mode
            found[path] = stat.S_IMODE(mode), 0o700 if stat.S_ISDIR(mode) else 0o600
    return found


def test_every_command_is_here() -> None:
    """A new command, or subcommand, must join."""
    wanted = {" ".join(args) for args, _ in command_tree()}
    assert wanted - commands_run() == set()


def test_every_run_was_watched(lived: Lived) -> None:
    """A check that inspects nothing must fail: each run said which modules it had loaded."""
    assert len(lived.runs) == len(STEPS) + 1
    assert all(one.of("modules") for one in lived.runs[:-1])
    children = [about for one in lived.runs for about in one.of("subprocess")]
    assert any("backup" in about or "python" in about for about in children), "the daily child"
    assert sum(len(one.of("modules")) for one in lived.runs) > len(STEPS), "it was watched too"


def test_no_command_asks_for_a_network(lived: Lived) -> None:
    """No socket of any family is made, and no name looked up."""
    for one in lived.runs:
        assert one.of("socket") == [], one.args


def test_no_command_loads_what_could(lived: Lived) -> None:
    """With a plain journal no module for a network is loaded, nor one that a key would need.

    Though passphrases are set, for another journal.
    """
    for one in lived.runs:
        for modules in one.of("modules"):
            loaded = set(modules.split())
            needless = OF_A_NETWORK if one.key else OF_A_NETWORK | OF_AN_ENCRYPTED_JOURNAL
            if "sqlite_utils" in loaded:  # which migrates, and loads this for itself
                needless = needless - {"hmac"}
            if one.args[:1] != ("sync",):
                needless = needless | {"nacl"}
            assert loaded & needless == set(), one.args


def test_no_command_starts_a_stranger(lived: Lived) -> None:
    """Only the editor, ally itself for the daily backup, and git where there is a work tree."""
    allowed = {repr(str(lived.world.editor)), repr(sys.executable), repr("git")}
    for one in lived.runs:
        assert set(one.of("subprocess")) <= allowed, one.args
        assert one.of("os.system") == [], one.args


def test_nobody_else_can_read_what_ally_makes(lived: Lived) -> None:
    """Files 0600 and folders 0700 after each command, under a umask that would forbid nothing."""
    assert lived.open == []


def test_all_sorts_of_files_were_made(lived: Lived) -> None:
    """The check before this one has seen what it is about; a folder of the person's stays."""
    for part in (
        *("state", "new/of/a", "kept/deeper/journal.db", ".backups/.checked.json", "out.drafts"),
        *("-daily.db", "-before-restore.db", "-by-hand.db", "-before-migration.db"),
        *("journal.db.damaged-", "journal.db.left-", "demo.db", "panels.md", "week.md"),
        *(
            "year.md",
            "year.csv",
            "year.html",
            "week.html",
            "remind.ics",
            "all.jsonl",
            "carried/",
            "read.md",
            "read.csv",
        ),
    ):
        assert any(part in name for name in lived.made), part
    assert stat.S_IMODE(lived.world.out.stat().st_mode) == 0o755


@pytest.mark.parametrize(
    "script",
    [
        "import socket; socket.socket(socket.AF_INET)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        f"import subprocess, sys; subprocess.run([sys.executable, '-P', '-c', '{SIX}'])",
    ],
)
def test_the_watch_can_fail(tmp_path: Path, script: str) -> None:
    """One that does open a socket is seen, also as a child of another."""
    log = tmp_path / "watched"
    log.touch()
    subprocess.run([sys.executable, "-c", script], env=os.environ | watched_by(log), check=False)
    seen = Seen((script,), taken_from(log))
    assert seen.of("socket")
    assert any("socket" in modules.split() for modules in seen.of("modules"))
