"""A real Secret Service: keys kept in one process open the journal in the next, or it says why."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Said
from tests.support.sealing import RIGHT, fingerprints, seal

from ally_journal.store.crypto import keyring

pytestmark = pytest.mark.faults

UNLOCKED = "Unlocked with the key from your keyring.\n"
NEWER = "the one after that"
DAEMONS = ("dbus-daemon", "gnome-keyring-daemon")


class Desk(NamedTuple):
    """A session of a desktop: its environment, and the process that keeps the keys."""

    environ: dict[str, str]
    keeper: subprocess.Popen[bytes]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A bus and an unlocked keyring of their own, in a home of their own."""
    missing = [name for name in DAEMONS if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI installs {' and '.join(missing)}, and they are not there.")
    if missing:
        pytest.skip(f"{' and '.join(missing)}: not on this computer")
    home, run = tmp_path / "home", tmp_path / "run"
    home.mkdir()
    run.mkdir(mode=0o700)
    environ = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(run),
    }
    with ExitStack() as ending:
        bus = started(ending, ["dbus-daemon", "--session", "--nofork", "--print-address"], environ)
        assert bus.stdout is not None
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        keeper = started(
            ending,
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            environ,
            b"of the desk",
        )
        assert keeper.stdout is not None
        keeper.stdout.readline()  # it says where it listens once it does
        yield Desk(environ, keeper)


def started(
    ending: ExitStack, command: list[str], environ: dict[str, str], typed: bytes = b""
) -> subprocess.Popen[bytes]:
    """A process that ends with the test."""
    process = subprocess.Popen(
        command,
        env=os.environ | environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    ending.callback(process.wait)
    ending.callback(process.kill)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            ending.callback(stream.close)
    if typed and process.stdin is not None:
        process.stdin.write(typed)
        process.stdin.close()
    return process


@pytest.fixture
def locked(ally: Callable[..., Said], journal_path: Path) -> Path:
    """A journal with one entry, encrypted."""
    ally("log", "act", "Gave the floor back")
    seal(journal_path)
    return journal_path


def python(code: str, desk: Desk, *args: str, **environ: str) -> Said:
    """Some Python in a process of the desk, away from any terminal."""
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        env=os.environ | desk.environ | environ,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=60,
    )
    return Said(done.stdout, done.stderr, done.returncode)


def ally_at(desk: Desk, *args: str, patience: float = keyring.PATIENCE, **environ: str) -> Said:
    """Run ally there."""
    code = (
        "import sys\n"
        "from ally_journal.store.crypto import keyring\n"
        f"keyring.PATIENCE = {patience}\n"
        "from ally_journal.cli.app import run\n"
        "sys.argv[0] = 'ally'\n"
        "run()\n"
    )
    return python(code, desk, *args, **environ)


def told(desk: Desk, what: str, path: Path, **environ: str) -> Said:
    """What `ally encrypt --keyring` and `--no-keyring` do; those come with that command."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ally_journal.cli.workflows import encryption\n"
        "from ally_journal.errors import AllyError\n"
        "try:\n"
        f"    encryption.{what}(Path(sys.argv[1]))\n"
        "except AllyError as error:\n"
        "    sys.exit(str(error))\n"
    )
    return python(code, desk, str(path), **environ)


def test_a_key_goes_round(desk: Desk, locked: Path) -> None:
    """Kept by one process, it opens the journal in others; taken out, it does not."""
    assert ally_at(desk, "list").code == 1
    assert told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT).code == 0
    for args in (["list"], ["list", "--json"], ["log", "learn", "Read about captions"]):
        said = ally_at(desk, *args)
        assert (said.err, said.code) == (UNLOCKED, 0)
    assert "captions" in ally_at(desk, "search", "captions").out
    assert ally_at(desk, "list", ALLY_PASSPHRASE=RIGHT).err == ""
    kept = Path(desk.environ["XDG_DATA_HOME"])
    assert not any(RIGHT.encode() in file.read_bytes() for file in kept.rglob("*.keyring"))
    assert told(desk, "forget_key", locked).out == "The key is not in your keyring any more.\n"
    said = ally_at(desk, "list")
    assert said.code == 1
    assert "ALLY_PASSPHRASE_COMMAND" in said.err


def test_after_a_change_the_old_key_is_told(
    desk: Desk, locked: Path, ally: Callable[..., Said]
) -> None:
    """The file has another salt then; the new key takes the place of the old."""
    told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT)
    locked.unlink()
    ally("log", "act", "Gave the floor back")
    seal(locked, NEWER, salt=b"another salt 123")
    said = ally_at(desk, "list")
    assert said.code == 1
    assert "not that of this journal now" in said.err
    told(desk, "remember_key", locked, ALLY_PASSPHRASE=NEWER)
    assert ally_at(desk, "list").err == UNLOCKED


def test_a_locked_keyring(desk: Desk, locked: Path) -> None:
    """Nobody is there to unlock it: one line, and the passphrase is needed."""
    told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT)
    lock = (
        "import secretstorage\n"
        "bus = secretstorage.dbus_init()\n"
        "secretstorage.get_default_collection(bus).lock()\n"
    )
    assert python(lock, desk).code == 0
    before = fingerprints(locked.parent)
    said = ally_at(desk, "list", patience=3)
    assert (said.out, said.code) == ("", 1)
    first, last = said.err.splitlines()
    assert "is locked" in first or "did not answer" in first
    assert "ALLY_PASSPHRASE_COMMAND" in last
    assert fingerprints(locked.parent) == before
    assert ally_at(desk, "list", ALLY_PASSPHRASE=RIGHT).err == ""


def test_a_hanging_keyring(desk: Desk, locked: Path) -> None:
    """Its time is up after a while, and it keeps no process from ending."""
    told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT)
    desk.keeper.send_signal(signal.SIGSTOP)
    said = ally_at(desk, "list", patience=2)
    assert said.code == 1
    assert "did not answer within 2 seconds; the passphrase is needed." in said.err
    desk.keeper.send_signal(signal.SIGCONT)
    assert ally_at(desk, "list").err == UNLOCKED


ELSEWHERE = {
    "no bus": ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}, "keyrings.alt.file"),
    "misspelt": ({"PYTHON_KEYRING_BACKEND": "keyring.backends.Secrets.Keyring"}, "is not there"),
    "null": ({"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}, "keyring.backends.null"),
    "none": ({"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}, "There is no keyring"),
    "plain": (
        {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"},
        "keyrings.alt.file, which may not keep a key safe",
    ),
}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_other_keyrings_are_refused(desk: Desk, locked: Path, place: str) -> None:
    """The key is neither put there nor looked for there, and no file has it."""
    environ, sentence = ELSEWHERE[place]
    said = told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT, **environ)
    assert said.code == 1
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    told(desk, "remember_key", locked, ALLY_PASSPHRASE=RIGHT)
    said = ally_at(desk, "list", patience=keyring.PATIENCE, **environ)
    assert (said.out, said.code) == ("", 1)
    assert sentence in said.err
    assert len(said.err.splitlines()) == 2
    written = Path(desk.environ["HOME"]).rglob("*")
    assert [file.name for file in written if "python_keyring" in str(file)] == []
