"""What every test stands on: a journal of its own, a fixed clock, and no way home."""

import gc
import inspect
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pexpect
import pytest
import typer.main
from hypothesis import HealthCheck, settings
from rich.style import Style
from tests.support.deriving.sitecustomize import derived
from tests.support.forks import ally_forked, can_do_with
from typer import testing

from ally_journal.cli import app as command_line
from ally_journal.cli import session
from ally_journal.cli.terminal import passphrase as terminal_passphrase
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.demo.tale import told
from ally_journal.store import demo
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import SALT
from ally_journal.store.database import connection, creation
from ally_journal.store.demo import make_demo
from ally_journal.store.files import layout
from ally_journal.store.files.layout import machine_file
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.revisions import integrity
from ally_journal.store.transfer import staging

# A machine that is busy for a moment is no failure; and what passed once passes again.
settings.register_profile(
    "ally",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    database=None,
    max_examples=4,
)
settings.register_profile("thorough", settings.get_profile("ally"), max_examples=1000)
settings.register_profile(
    "explore", settings.get_profile("ally"), derandomize=False, print_blob=True, max_examples=100
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ally"))

_OBJECTS = 50_000
gc.set_threshold(_OBJECTS)  # Python would look for garbage among what the tests are made of

_MEMORY = Path("/dev/shm")  # noqa: S108 - a fresh private folder is made in it
_MEMORY_ENOUGH = 1 << 30


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: some wait for a terminal, an editor or a disk."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Put the folders of tests in memory where there is room: each commit waits for its disk.

    Workers get theirs inside that of the run that started them; `tests/faults` has a real disk.
    What Python compiles is kept beside its source, whatever the environment says: each worker and
    hundreds of children would compile ally and all its tests anew.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(config, "workerinput"):
        return
    folder = Path(tempfile.mkdtemp(prefix="ally-tests-", dir=_MEMORY if _has_memory() else None))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    config.option.basetemp = config.option.basetemp or folder / "run"
    places = [str(Path(__file__).parent / "support/deriving"), os.environ.get("PYTHONPATH")]
    os.environ |= {"DERIVED": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, places))}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import nothing of the tests that are left out; what they need may not be installed."""
    name = collection_path.name
    rooms = {"browser", "faults", "package", "wine"}
    left_out = name in rooms and f"not {name}" in config.option.markexpr
    return (left_out and collection_path.parent == Path(__file__).parent) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to CI the rows that `one_in` says.

    Begin with what is about the whole program: its long tests would end after all others.
    """
    rows: defaultdict[str, Iterator[int]] = defaultdict(count)
    for item in items:
        marked = item.get_closest_marker("one_in")
        if marked and next(rows[item.nodeid.partition("[")[0]]) % marked.args[0]:
            item.add_marker(pytest.mark.faults)
    items.sort(key=lambda item: item.path.parent != Path(__file__).parent)


def pytest_collection_finish() -> None:
    """Have at hand what children are forked with; look for garbage seldom, and not among that."""
    everything = command_line.program()
    for name in command_line.COMMANDS:
        everything.get_command(None, name)
    gc.freeze()


def _has_memory() -> bool:
    return (
        os.access(_MEMORY, os.W_OK)
        and os.path.ismount(_MEMORY)
        and shutil.disk_usage(_MEMORY).free > _MEMORY_ENOUGH
    )


# Typer would make the same commands of the same functions again for each run.
typer.main.get_command = cache(typer.main.get_command)
testing._get_command = typer.main.get_command  # type: ignore[attr-defined]  # its own name for it

keys.pbkdf2_hmac = derived  # type: ignore[attr-defined]  # what it imported from hashlib


@cache
def _fresh(passphrase: str, turn: int) -> keys.Key:
    """The first, second, … key that a test makes of a passphrase; each worker makes the same."""
    return keys.derive(passphrase, sha256(f"{turn} {passphrase}".encode()).digest()[:SALT])


@cache
def _empty() -> sqlite3.Connection:
    """An empty journal in memory, of which others are copies."""
    made = _connect(":memory:", isolation_level=None, check_same_thread=False)
    _lay_out(made)
    return made


_connect, _lay_out = sqlite3.connect, creation.lay_out


def _copy_out(connection: sqlite3.Connection) -> None:
    """Make an empty file an empty journal, sooner than by SQL."""
    if type(connection) is not sqlite3.Connection:
        _lay_out(connection)
        return
    _empty().backup(connection)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'journal'", (os.urandom(16).hex(),))


def _copy_to_nothing() -> sqlite3.Connection:
    """An empty journal in memory, sooner than by SQL; as `connect_to_nothing` it has no name."""
    made = _connect(":memory:", isolation_level=None)
    _empty().backup(made)
    made.execute("DELETE FROM meta WHERE key = 'journal'")
    return made


NOW = "2026-11-20T14:30:00+01:00"
"""A Friday afternoon."""


class Said(NamedTuple):
    """What one run of ally printed and how it ended."""

    out: str
    err: str
    code: int


class HomeWasTouchedError(AssertionError):
    """A test used a place that belongs to the person who runs it."""


def _no_home() -> NoReturn:
    raise HomeWasTouchedError


def _no_network(*_args: object, **_named: object) -> NoReturn:
    raise AssertionError("a test opened a socket")


@pytest.fixture(autouse=True)
def journal_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for this test's journal; the real home, the network and the true date are away."""
    path = tmp_path / "kept" / "journal.db"
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "VISUAL", "EDITOR", "TZ"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("ALLY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/dev/null/no-home")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("ALLY_JOURNAL", str(path))
    monkeypatch.setenv("ALLY_NOW", NOW)
    monkeypatch.setenv("ALLY_DAILY_BACKUP", "off")
    monkeypatch.setenv("ALLY_AUTO_SYNC", "off")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("ALLY_PAGER", "")
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    monkeypatch.setattr(Path, "home", _no_home)
    monkeypatch.setattr(session, "default_journal", _no_home)
    monkeypatch.setattr(socket, "socket", _no_network)
    for user in (creation, demo, staging):
        monkeypatch.setattr(user, "lay_out", _copy_out)
    for reader in (connection, integrity):
        monkeypatch.setattr(reader, "connect_to_nothing", _copy_to_nothing)
    monkeypatch.setattr(
        terminal_passphrase, "has_terminal", lambda: False
    )  # that of whoever runs the tests
    return path


@pytest.fixture(autouse=True)
def _fresh_styles() -> None:
    """Rich keeps the escape codes of a style as first used, at whatever depth of colour."""
    Style.parse.cache_clear()
    Style._add.cache_clear()


@pytest.fixture(autouse=True)
def _locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test finds the keys of another; those it makes are as new to it as those made before."""
    turns: defaultdict[str, Iterator[int]] = defaultdict(count)

    monkeypatch.setattr(
        keys, "fresh", lambda passphrase: _fresh(passphrase, next(turns[passphrase]))
    )
    yield
    keys.let_go()


@pytest.fixture
def ally() -> Callable[..., Said]:
    """Run ally in this process: `ally("log", "act", "Text", stdin="…")`; never on a terminal."""

    def run(*args: str, stdin: str | bytes = "") -> Said:
        layout._key.cache_clear()  # as in a process of its own
        result = testing.CliRunner().invoke(
            command_line.app, list(args), input=stdin, prog_name="ally"
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.stdout, result.stderr, result.exit_code)

    return run


def _shared(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all workers of this run of the tests have together."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _shared(tmp_path_factory, "built")


BuiltOnce = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def built_once(tmp_path: Path, _built: Path) -> BuiltOnce:
    """Build journals and what lies around them, or take a copy of what was built by that name.

    Each is known to its machine, as it was where it was built.
    """

    def build(name: str, how: Callable[[], object]) -> None:
        place = _built / name
        if not place.exists():
            how()
            copy = Path(tempfile.mkdtemp(dir=_built))
            shutil.copytree(tmp_path, copy / "all", symlinks=True)
            (copy / "from").write_text(str(tmp_path))
            with suppress(OSError):  # another worker was earlier
                copy.rename(place)
            return
        shutil.copytree(place / "all", tmp_path, symlinks=True, dirs_exist_ok=True)
        origin = Path((place / "from").read_text())
        for journal in tmp_path.rglob("*.db"):
            there = machine_file(origin / journal.relative_to(tmp_path))
            with suppress(FileNotFoundError):
                there.rename(machine_file(journal))

    return build


def built(make: Callable[..., None]) -> Any:  # noqa: ANN401 - what pytest makes of a fixture
    """A fixture of a journal, made once in a run of all tests and copied for each."""

    def fixture(built_once: BuiltOnce, **given: object) -> None:
        built_once(f"{make.__module__}.{make.__name__}", partial(make, **given))

    wanted = [inspect.Parameter("built_once", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # which pytest reads
        [*wanted, *inspect.signature(make).parameters.values()]
    )
    return pytest.fixture(name=make.__name__)(fixture)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run ally as a process of its own, with some environment changed."""

    def run(*args: str | bytes, stdin: bytes = b"", **environ: str) -> Said:
        env = os.environ | environ
        forked = ally_forked(args, env, monkeypatch.undo)
        done = subprocess.run(
            [sys.executable, "-m", "ally_journal", *args],
            input=stdin,
            capture_output=True,
            env=env,
            preexec_fn=forked if can_do_with(environ) else None,
            check=False,
            timeout=60,
            start_new_session=True,  # away from the terminal of whoever runs the tests
        )
        return Said(
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
            done.returncode,
        )

    return run


def drafts_of(journal_path: Path) -> list[Path]:
    """The files of words that wait beside a journal."""
    return sorted(journal_path.with_name(f"{journal_path.name}.drafts").glob("*.draft"))


def words_in(draft: Path) -> str:
    """The words that a plain draft begins with; its last line says what they are for."""
    held = draft.read_bytes().decode("utf-8", "surrogateescape")
    words, mark, _ = held.rpartition('\n\n{"format": "ally/draft"')
    assert mark, "a draft of this version"
    return words


def _hear_ctrl_c() -> None:
    """A test run started in the background ignores Ctrl-C, and its children would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Run ally on a real pseudo-terminal, 80 columns wide if not said; gives a pexpect child."""
    children = []

    def run(*args: str, columns: int = 80, **environ: str) -> Any:  # noqa: ANN401 - pexpect has no types
        env = os.environ | {"INPUTRC": "/dev/null"} | environ
        forked = ally_forked(args, env, monkeypatch.undo)
        # The new terminal gets its size at once, and a readline that is there would draw anew.
        signal.signal(signal.SIGWINCH, signal.SIG_IGN)
        child = pexpect.spawn(
            sys.executable,
            ["-m", "ally_journal", *args],
            env=env,
            dimensions=(50, columns),
            encoding="utf-8",
            timeout=20,
            preexec_fn=forked if can_do_with(environ) else _hear_ctrl_c,
        )
        child.delaybeforesend = None  # each question stands where it is asked
        child.ptyproc.delayafterclose = 0
        children.append(child)
        return child

    yield run
    for child in children:
        child.close(force=True)


def converse(child: Any, answers: dict[str, str]) -> tuple[str, int]:  # noqa: ANN401 - the same
    """Answer each question whose words are known, once each; press Enter at all others.

    Gives everything that was shown, without escape sequences, and the exit code.
    """
    left, shown = dict(answers), ""
    while not child.expect(["> $", pexpect.EOF]):
        asked = child.before + child.after
        words = " ".join(_bare(asked).split())  # a question may have been broken
        known = next((known for known in left if known in words), None)
        shown += asked
        child.sendline("" if known is None else left.pop(known))
        assert shown.count("> ") < 50, f"asks without end: {shown[-500:]}"
    child.wait()
    child.close()
    assert not left, f"never asked: {left}"
    return _bare(shown + child.before), child.exitstatus


def finish(child: Any) -> tuple[str, int]:  # noqa: ANN401 - pexpect has no types
    """The rest of what a child prints, without escape sequences, and its exit code."""
    child.expect(pexpect.EOF)
    return _ended(child)


def _ended(child: Any) -> tuple[str, int]:  # noqa: ANN401 - the same
    child.wait()
    child.close()
    return _bare(child.before), child.exitstatus


def stop(child: Any, number: signal.Signals = signal.SIGINT) -> tuple[str, int]:  # noqa: ANN401 - the same
    """Send a signal until the child has ended; what it printed since, and its exit code.

    Python looks for signals and then waits for a key: one that comes just between is noticed only
    with the next. SIGINT comes as Ctrl-C does, but without the ^C that a terminal puts anywhere,
    also between the bytes of a letter.
    """
    child.setecho(False)
    for _ in range(20):
        child.sendintr() if number == signal.SIGINT else child.kill(number)
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0:
            return _ended(child)
    return finish(child)


def pressed(child: Any, key: str) -> tuple[str, int]:  # noqa: ANN401 - the same
    """What a key that ends a child brings: what it prints since, and its exit code."""
    if key == "\x03":
        return stop(child)
    child.send(key)
    return finish(child)


def _bare(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r", "")


@pytest.fixture
def now() -> Moment:
    """The same moment as `NOW`, for tests below the command line."""
    return Moment(
        datetime.fromisoformat(NOW),
        None,
        int(datetime(2026, 11, 20, tzinfo=UTC).timestamp()) * 1000,
    )


@pytest.fixture(scope="session")
def _demo_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of `ally demo` as of `NOW`, made once; nobody writes in it."""
    folder = tmp_path_factory.mktemp("demo")
    kept = _shared(tmp_path_factory, "demo") / "year.db"
    if not kept.exists():
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_STATE_HOME", str(folder))
            make_demo(folder / "year.db", told(datetime.fromisoformat(NOW)), 0)
        (folder / "year.db").rename(kept)
    return kept


@pytest.fixture
def demo_year(_demo_year: Path, journal_path: Path) -> Path:
    """This test's journal, which has all that the journal of `ally demo` has."""
    journal_path.parent.mkdir(mode=0o700)
    return Path(shutil.copy(_demo_year, journal_path))


@pytest.fixture
def journal(journal_path: Path, now: Moment) -> Iterator[Journal]:
    """A new, open journal on a real file."""
    with open_journal(journal_path, now, create=True) as opened:
        yield opened
