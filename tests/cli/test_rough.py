"""Rough treatment: broken streams, signals, strange paths, full disks; and no word is lost."""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import pytest
from tests.conftest import Said, drafts_of, finish, stop, words_in

from ally_journal.cli import app
from ally_journal.cli.terminal import streams
from ally_journal.store.database.file import APPLICATION_ID

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

LOG = [sys.executable, "-m", "ally_journal", "log", "act", "Words I typed"]
LIST = [sys.executable, "-m", "ally_journal", "list"]


def test_a_pasted_text_of_several_lines_is_one_answer(terminal: Terminal, ally: Ally) -> None:
    """The second line of a paste must not answer the next question."""
    child = terminal("log", "act")
    child.expect_exact("> ")
    child.send("\x1b[200~one\n2\nthree\x1b[201~\r")
    child.expect_exact("Did they want it?")
    child.sendline("")
    assert finish(child)[1] == 0
    assert json.loads(ally("show", "1", "--json").out)["text"] == "one\n2\nthree"


@pytest.mark.one_in(2)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_a_prompt_keeps_the_words(
    terminal: Terminal, journal_path: Path, number: signal.Signals
) -> None:
    """A closed terminal or a shutdown is like Ctrl-C: what was typed is in a draft."""
    child = terminal("log")
    child.expect_exact("> ")
    child.sendline("Words I typed")
    child.expect_exact("4 Act")
    _, code = stop(child, number)
    assert code == 128 + number
    (draft,) = drafts_of(journal_path)
    assert words_in(draft).strip() == "Words I typed"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("delay", [0.02, 0.04, 0.06, 0.08, 0.1, 0.15])
def test_ctrl_c_at_any_time_is_quiet(delay: float) -> None:
    """Also while modules are being imported there is no traceback."""
    with subprocess.Popen(LOG, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        time.sleep(delay)
        child.send_signal(signal.SIGINT)
        _, trouble = child.communicate()
    # Before Python runs our first line it says KeyboardInterrupt itself, or dies of the signal.
    assert b"ally_journal/cli" not in trouble
    assert child.returncode in {0, 1, 130, -signal.SIGINT}


def run(command: list[str], stdout: IO[bytes] | int | None, **more: Any) -> tuple[int, str]:  # noqa: ANN401 - passed on
    done = subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=60, **more
    )
    return done.returncode, done.stderr.decode()


def test_an_answer_that_cannot_be_written(ally: Ally) -> None:
    """A full disk behind stdout is told; what was saved is not reported as failed."""
    with Path("/dev/full").open("wb") as full:
        code, trouble = run(LOG, full)
        assert (code, len(trouble.splitlines())) == (0, 1)
        assert "It is done, but the answer could not be written out" in trouble
        code, trouble = run(LIST, full)
        assert (code, len(trouble.splitlines())) == (1, 1)
        assert "The answer could not be written out" in trouble
    assert len(json.loads(ally("list", "--json").out)) == 1


@pytest.mark.faults
def test_closed_streams(ally: Ally) -> None:
    """Without stdout, stderr or stdin the work is done and nothing is said."""
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        command = f'"$0" -m ally_journal log act "Words I typed" {closed}'
        code, trouble = run(["sh", "-c", command, sys.executable], subprocess.DEVNULL)
        assert (code, trouble) == (0, ""), closed
    assert len(json.loads(ally("list", "--json").out)) == 4
    code, trouble = run(["sh", "-c", '"$0" -m ally_journal show 99 2>&-', sys.executable], None)
    assert (code, trouble) == (1, "")


def test_nothing_can_be_written_at_all(journal_path: Path) -> None:
    """The last resort is to print the words."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    code, trouble = run(LOG, subprocess.DEVNULL, preexec_fn=limit)
    assert code == 1
    assert "here they are:\nWords I typed\n" in trouble
    assert "Traceback" not in trouble
    assert not journal_path.exists()


@pytest.mark.faults
def test_a_full_journal_keeps_what_it_has(program: Ally, ally: Ally) -> None:
    """A save that meets the limit of the disk is told, and the old entries are intact."""
    ally("log", "act", "before")
    size = 150_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    text = "x" * 60_000
    command = [sys.executable, "-m", "ally_journal", "log", "act", "-"]
    code, trouble = run(command, subprocess.DEVNULL, input=text.encode(), preexec_fn=limit)
    assert code == 1
    assert len(trouble.splitlines()) == 2
    (draft,) = [word for word in trouble.split() if "drafts" in word]
    assert words_in(Path(draft.rstrip("."))) == text
    assert [entry["text"] for entry in json.loads(program("list", "--json").out)] == ["before"]
    assert ally("log", "act", "after").code == 0


@pytest.mark.faults
def test_a_signal_is_heard_while_another_program_writes(journal_path: Path, ally: Ally) -> None:
    """SQLite hears none while it waits, so that it waits a second at a time; the words are kept."""
    ally("log", "act", "one")
    with closing(sqlite3.connect(journal_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with subprocess.Popen(LOG, stderr=subprocess.PIPE, text=True) as child:
            assert child.stderr is not None
            assert "Waiting for another program" in child.stderr.readline()
            child.send_signal(signal.SIGTERM)
            assert child.wait(timeout=10) == 128 + signal.SIGTERM
            assert "Your words are kept in" in child.stderr.read()


def test_a_second_signal_ends_what_does_not_hear_the_first(journal_path: Path, ally: Ally) -> None:
    """As where SQLite waits for a pipe, which is refused before; the words are kept first."""
    ally("log", "act", "one")
    os.mkfifo(f"{journal_path}-journal")
    stuck = (
        "from ally_journal.cli import app; from ally_journal.store.database import file; "
        "app._TO_HEAR = 0.05; file.refuse_irregular_beside = lambda _path: print(flush=True); "
        "app.run()"
    )
    command = [sys.executable, "-c", stuck, "log", "act", "Words I typed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.1)
        child.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=10) == 128 + signal.SIGTERM
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "Words I typed"


def test_a_second_signal_ends_what_comes_after_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more while words are being kept is ignored; later the system ends ally by it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    heard: list[object] = []

    def main() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            heard.append(signal.getsignal(signal.SIGTERM))

    monkeypatch.setattr(streams, "prepare_streams", lambda: None)
    monkeypatch.setattr(streams, "heard", [])
    monkeypatch.setattr(signal, "set_wakeup_fd", lambda *_args, **_named: -1)
    monkeypatch.setattr(app, "program", lambda: SimpleNamespace(main=main))
    try:
        with pytest.raises(SystemExit) as ended:
            app.run()
        assert ended.value.code == 128 + signal.SIGTERM
        assert heard == [signal.SIG_IGN]
        assert {signal.getsignal(number) for number in before} == {signal.SIG_DFL}
    finally:
        for number, how in before.items():
            signal.signal(number, how)


@pytest.mark.faults
def test_a_folder_without_permission(journal_path: Path) -> None:
    """A journal nobody may write to says so; reading still works, and the words are kept."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    plain = drop if os.geteuid() == 0 else []  # root may ignore permissions
    assert run(LOG, subprocess.DEVNULL)[0] == 0
    journal_path.chmod(0o444)
    journal_path.parent.chmod(0o555)
    code, trouble = run([*plain, *LOG], subprocess.DEVNULL)
    assert code == 1
    assert "read-only" in trouble
    assert "Your words are kept in" in trouble
    assert len(trouble.splitlines()) == 2
    assert run([*plain, *LIST], subprocess.DEVNULL)[0] == 0
    journal_path.chmod(0)
    code, trouble = run([*plain, *LIST], subprocess.DEVNULL)
    assert (code, len(trouble.splitlines())) == (1, 1)
    assert "permission denied" in trouble


def test_a_path_that_is_not_text(tmp_path: Path) -> None:
    """A file name is bytes; any of them will do."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.db"
    command: list[Any] = [sys.executable, "-m", "ally_journal", "--journal", path, *LOG[3:]]
    assert run(command, subprocess.DEVNULL) == (0, "")
    assert os.path.exists(path)  # noqa: PTH110 - bytes


@pytest.mark.parametrize("path", ["~nosuchperson/journal.db", "a pipe", "/dev/null/journal.db"])
def test_a_path_that_cannot_be(ally: Ally, path: str, tmp_path: Path) -> None:
    """No such home, no file, no folder: one sentence each, and the words are kept."""
    if path == "a pipe":
        path = str(tmp_path / "pipe")
        os.mkfifo(path)
    said = ally("--journal", path, "log", "act", "Words I typed")
    assert said.code in {1, 2}
    assert len([line for line in said.err.splitlines() if "kept in" not in line]) == 1


def test_another_program_with_our_name(tmp_path: Path, program: Ally) -> None:
    """A file that claims to be a journal and is none is damaged, not a traceback."""
    path = tmp_path / "false.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t(a)")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
    for command in (["list"], ["log", "act", "x"], ["review"]):
        said = program("--journal", str(path), *command)
        assert said.code == 1
        assert "is damaged" in said.err
        assert "Traceback" not in said.err


@pytest.mark.parametrize("copies", [12, pytest.param(150, marks=pytest.mark.faults)])
def test_flipped_bits_are_no_traceback(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    """Whatever a bit does to a journal, the answer is right or a sentence."""
    for number in range(8):
        ally("log", "act", f"Entry {number} #tag", "--lesson", "x", "--on", "yesterday")
    ally("plan", "add", "When x, I will y")
    whole = journal_path.read_bytes()
    chance = random.Random(47)  # noqa: S311 - chance, not secrecy
    told = 0
    for number in range(copies):
        spoilt = bytearray(whole)
        for _ in range(3):
            place = chance.randrange(100, len(whole))
            while not any(whole[place : place + 8]):  # free pages tell nothing
                place = chance.randrange(100, len(whole))
            spoilt[place] ^= 1 << chance.randrange(8)
        path = journal_path.with_name(f"spoilt-{number}.db")
        path.write_bytes(spoilt)
        monkeypatch.setenv("ALLY_JOURNAL", str(path))
        for command in (["list", "--json"], ["review", "--json"], ["log", "act", "more"]):
            said = ally(*command)
            assert said.code in {0, 1}, (number, command)
            told += said.code
    assert told > copies // 10


def test_a_strange_state_file_stops_nothing(ally: Ally, tmp_path: Path) -> None:
    """What lies where the machine's state should be never stands between a person and a line."""
    ally("log", "act", "x")
    (state,) = (tmp_path / "state" / "ally-journal").iterdir()
    for content in ("[" * 100_000, "null", "{"):
        state.write_text(content)
        assert ally("log", "act", "x").code == 0
    state.unlink()
    os.mkfifo(state)
    assert ally("log", "act", "x").code == 0


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "text",
    [
        "a." * 100_000 + " #x",
        "a" + "\u0315\u0300" * 40_000 + "#x",
        " #t".join(map(str, range(9000))),
    ],
)
def test_long_texts_take_no_longer_than_they_must(program: Ally, text: str) -> None:
    """Looking for tags grows with the length of a text, not with its square."""
    assert program("log", "act", "-", stdin=text.encode()).code == 0


@pytest.mark.faults
def test_ascii_gets_the_nearest(program: Ally) -> None:
    """Where only ASCII can be shown, the program's own marks have a stand-in."""
    out = program(PYTHONIOENCODING="ascii").out
    assert "when ..., I will ..." in out
    assert out.isascii()
    said = program("log", "act", "Zoë", "--on", "foo", PYTHONIOENCODING="ascii")
    assert said.err.startswith('"foo" is not a date')
    assert program("log", "act", "Zoë", PYTHONIOENCODING="ascii").out.startswith("Saved 1 - act")
    assert "Zo?" in program("list", PYTHONIOENCODING="ascii").out
    assert json.loads(program("list", "--json", PYTHONIOENCODING="ascii").out)[0]["text"] == "Zoë"


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_no_word_is_broken_on_a_narrow_screen(terminal: Terminal, ally: Ally, columns: int) -> None:
    """Questions, choices and answers wrap between words."""
    ally("plan", "add", "When someone is talked over, I give the floor back to them at once")
    child = terminal("log", "act", "--more", columns=columns)
    child.expect_exact("> ")
    child.sendline("x")
    child.expect_exact("> ")
    child.sendline("q")
    rest, _ = finish(child)
    shown = rest.replace("\n", " ")
    assert "When someone is talked over, I give the floor back to them at once" in shown
    assert all(len(line) <= columns for line in rest.splitlines())


def test_an_hour_that_was_not(program: Ally) -> None:
    """A time the clocks skipped is kept as the one they showed, and that is said."""
    said = program("log", "act", "x", "--on", "2026-03-29 02:30", TZ="Europe/Paris", ALLY_NOW="")
    assert said.code == 0
    assert "The clocks skipped 02:30 that day" in said.err
    assert json.loads(program("show", "1", "--json").out)["day"] == "2026-03-29"


def test_settings_in_the_environment_can_be_off(program: Ally) -> None:
    """ALLY_PLAIN=0 does not switch plain on."""
    program("log", "act", "x")
    assert "■" in program("list", ALLY_PLAIN="0").out
    assert "■" not in program("list", ALLY_PLAIN="1").out
