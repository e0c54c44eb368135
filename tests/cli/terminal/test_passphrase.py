"""How an encrypted journal is unlocked: the order, the sentences, and what nobody is asked for."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest
from tests.conftest import BuiltOnce, Said, converse, drafts_of, finish, pressed
from tests.support.sealing import RIGHT, fingerprints, seal

from ally_journal.cli.terminal import passphrase as terminal_passphrase
from ally_journal.errors import KeyNeeded
from ally_journal.store.crypto import keys

Ally = Callable[..., Said]
Terminal = Callable[..., Any]
WRONG = "not this one"


@pytest.fixture
def locked(ally: Ally, journal_path: Path, built_once: BuiltOnce) -> Path:
    """A journal with one entry, encrypted."""

    def make() -> None:
        ally("log", "act", "Gave the floor back", "-t", "meetings")
        seal(journal_path)

    built_once("a locked journal", make)
    return journal_path


@pytest.fixture
def printing(tmp_path: Path) -> Callable[[str], str]:
    """A command line for a program made of some Python; `ran` beside it counts its runs."""

    def make(code: str) -> str:
        script = tmp_path / "a helper" / "passphrase.py"
        script.parent.mkdir(exist_ok=True)
        script.write_text(
            f"import os, sys\nopen({str(tmp_path / 'ran')!r}, 'a').write('x')\n{code}"
        )
        return shlex.join([sys.executable, str(script)])

    return make


GIVES = f"sys.stdout.buffer.write({RIGHT!r}.encode() + b'\\n')"


def test_the_environment_opens_it(locked: Path, program: Ally) -> None:
    """Reading, writing and reading again, each in a process of its own, without a word about it."""
    said = program("list", ALLY_PASSPHRASE=RIGHT)
    assert "Gave the floor back" in said.out
    assert (said.err, said.code) == ("", 0)
    assert program("log", "learn", "Read about captions", ALLY_PASSPHRASE=RIGHT).code == 0
    assert "captions" in program("search", "captions", ALLY_PASSPHRASE=RIGHT).out
    assert not locked.read_bytes().startswith(b"SQLite")


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_may_be_composed_either_way(program: Ally, form: Any) -> None:  # noqa: ANN401 - a literal
    """The same passphrase typed on two systems is the same."""
    import unicodedata  # noqa: PLC0415 - only here

    assert program("list", ALLY_PASSPHRASE=unicodedata.normalize(form, RIGHT)).code == 0


@pytest.mark.usefixtures("locked")
def test_the_first_place_counts(
    program: Ally, printing: Callable[[str], str], tmp_path: Path
) -> None:
    """ALLY_PASSPHRASE before the command, which does not even run; empty is not set."""
    command = printing(GIVES)
    said = program("list", ALLY_PASSPHRASE=WRONG, ALLY_PASSPHRASE_COMMAND=command)
    assert said.code == 1
    assert not (tmp_path / "ran").exists()
    assert program("list", ALLY_PASSPHRASE="", ALLY_PASSPHRASE_COMMAND=command).code == 0
    assert (tmp_path / "ran").read_text() == "x"


@pytest.mark.usefixtures("locked")
def test_words_on_stdin_are_not_for_the_command(
    program: Ally, printing: Callable[[str], str]
) -> None:
    """A command that reads stdin leaves the words alone; its stderr is shown."""
    command = printing(f"sys.stderr.write(sys.stdin.read() + 'hello\\n')\n{GIVES}")
    said = program("log", "act", "-", stdin=b"Asked first", ALLY_PASSPHRASE_COMMAND=command)
    assert (said.err, said.code) == ("hello\n", 0)
    assert "Asked first" in program("list", ALLY_PASSPHRASE=RIGHT).out


TROUBLE = {
    "sys.exit(3)": "exit code 3",
    "os.kill(os.getpid(), 9)": "ended with a signal",
    "print()": "printed no passphrase",
    "pass": "printed no passphrase",
    "sys.stdout.buffer.write(b'\\xff\\xfe')": "not UTF-8",
    f"print({WRONG!r})": "not the passphrase",
    f"print({RIGHT!r}, end='\\n\\n')": "not the passphrase",
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("code", TROUBLE)
def test_what_a_command_may_do_instead(
    locked: Path, program: Ally, printing: Callable[[str], str], code: str
) -> None:
    """Each has its sentence; nothing changes, and words are printed back, not put on a disk."""
    before = fingerprints(locked.parent)
    said = program("log", "act", "Asked first", ALLY_PASSPHRASE_COMMAND=printing(code))
    assert (said.out, said.code) == ("", 1)
    first, words, why = said.err.splitlines()
    assert (first, words) == ("Your words were not saved; here they are:", "Asked first")
    assert TROUBLE[code] in why
    assert RIGHT not in said.err
    assert WRONG not in said.err
    assert fingerprints(locked.parent) == before
    assert drafts_of(locked) == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("no-such-program --show", "“no-such-program”, which was not found"),
        ("~/pass", "no shell reads it"),
        ("/", "cannot be run"),
        ("cat 'unfinished", "look at its quotes"),
        ("  ", "look at its quotes"),
    ],
)
@pytest.mark.usefixtures("locked")
def test_a_command_that_cannot_run(program: Ally, command: str, sentence: str) -> None:
    """It says which program, and that no shell reads the line."""
    said = program("list", ALLY_PASSPHRASE_COMMAND=command)
    assert (said.out, said.code) == ("", 1)
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_a_passphrase_that_is_no_text(locked: Path) -> None:
    """Bytes in the environment that are not UTF-8 are told, not a bug."""
    done = subprocess.run(
        [sys.executable, "-m", "ally_journal", "list"],
        env=os.environb | {b"ALLY_PASSPHRASE": b"\xff\xfe"},
        capture_output=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 1, locked
    assert b"not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.one_in(5)
@pytest.mark.parametrize("passphrase", [WRONG, RIGHT.upper(), f"{RIGHT} ", "x'00'", "\n"])
def test_a_wrong_passphrase(locked: Path, program: Ally, passphrase: str) -> None:
    """One sentence, no passphrase in it, and not a byte changes."""
    before = fingerprints(locked.parent)
    said = program("list", ALLY_PASSPHRASE=passphrase)
    assert (said.out, said.code) == ("", 1)
    assert "not the passphrase" in said.err
    assert passphrase not in said.err.rstrip("\n")
    assert len(said.err.splitlines()) == 1
    assert fingerprints(locked.parent) == before


@pytest.mark.parametrize("args", [["log", "act", "Asked first"], ["log", "act", "-"]])
def test_without_a_terminal_it_says_what_to_set(
    locked: Path, program: Ally, args: list[str]
) -> None:
    """Words from an argument and from a pipe are printed back; no disk gets them."""
    before = fingerprints(locked.parent)
    said = program(*args, stdin=b"Asked first")
    assert (said.out, said.code) == ("", 1)
    assert "ALLY_PASSPHRASE_COMMAND" in said.err
    assert "Asked first\n" in said.err
    assert fingerprints(locked.parent) == before


def test_a_plain_journal_needs_no_passphrase(program: Ally, printing: Callable[[str], str]) -> None:
    """One set for all programs is no trouble for a journal that has none."""
    environ = {"ALLY_PASSPHRASE": WRONG, "ALLY_PASSPHRASE_COMMAND": printing("sys.exit(1)")}
    assert program("log", "act", "Asked first", **environ).err == ""
    assert program("list", **environ).code == 0


@pytest.mark.one_in(2)
@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("columns", [80, 40])
def test_the_terminal_asks_three_times(terminal: Terminal, columns: int) -> None:
    """What is typed is never shown; after three wrong ones it ends."""
    child = terminal("list", columns=columns)
    for typed in (WRONG, "", "third"):
        child.expect("Passphrase of journal.db: ")
        child.sendline(typed)
    shown, code = finish(child)
    assert code == 1
    assert "not the passphrase" in " ".join(shown.split())
    assert "third" not in shown
    child = terminal("list", columns=columns)
    child.expect("Passphrase of journal.db: ")
    child.sendline(WRONG)
    child.expect_exact("That is not the passphrase.")
    child.expect("Passphrase of journal.db: ")
    child.sendline(RIGHT)
    shown, code = finish(child)
    assert "Gave the floor back" in " ".join(shown.split())
    assert code == 0
    assert RIGHT not in shown


@pytest.mark.parametrize(("sends", "code"), [("\x03", 130), ("\x04", 1)])
def test_leaving_the_question(locked: Path, terminal: Terminal, sends: str, code: int) -> None:
    """Ctrl-C and Ctrl-D change nothing, and the words are on the screen."""
    before = fingerprints(locked.parent)
    child = terminal("log", "act", "Asked first")
    child.expect("Passphrase")
    shown, ended = pressed(child, sends)
    assert ended == code
    assert "Asked first" in shown
    assert "Traceback" not in shown
    assert fingerprints(locked.parent) == before


@pytest.mark.usefixtures("locked")
def test_a_pipe_is_no_hindrance(program: Ally) -> None:
    """The terminal is asked while words come from a pipe and the answer goes into one."""
    ally = f"{shlex.quote(sys.executable)} -m ally_journal"
    script = f"echo 'Asked first' | {ally} log act - --json | cat"
    child = pexpect.spawn("sh", ["-c", script], encoding="utf-8", timeout=20)
    child.expect("Passphrase")
    child.sendline(RIGHT)
    assert '"text": "Asked first"' in finish(child)[0]
    assert "Asked first" in program("list", ALLY_PASSPHRASE=RIGHT).out


@pytest.mark.one_in(4)
@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize(
    "args",
    [
        ["log"],
        ["log", "act", "x", "--edit"],
        ["edit", "1"],
        ["review"],
        ["plan", "add"],
        ["heard", "1"],
        ["obstacle", "add"],
        ["shelf", "add"],
        ["reflect", "why"],
        ["--plain", "log"],
    ],
    ids=" ".join,
)
def test_it_asks_before_anything_is_typed(terminal: Terminal, args: list[str]) -> None:
    """Before the editor opens and before the first question, so that no word comes too late."""
    child = terminal(*args, EDITOR="false opened", COLUMNS="200")
    assert child.expect(["Passphrase of journal.db: ", "> ", "opened"]) == 0
    assert "?" not in child.before


@pytest.mark.usefixtures("locked")
def test_it_asks_once_in_a_run(
    terminal: Terminal, printing: Callable[[str], str], tmp_path: Path
) -> None:
    """A guided log and a review make many visits; the command runs once for all of them."""
    shown, code = converse(
        terminal("log", ALLY_PASSPHRASE_COMMAND=printing(GIVES)),
        {"What happened?": "Asked first", "1 Learn": "4"},
    )
    assert code == 0
    assert "Passphrase" not in shown
    converse(terminal("review", ALLY_PASSPHRASE_COMMAND=printing(GIVES)), {})
    assert (tmp_path / "ran").read_text() == "xx"


def test_a_key_is_derived_once(locked: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a third of a second each time."""
    derived, derive = [], keys.derive

    def counted(passphrase: str, salt: bytes) -> keys.Key:
        derived.append(1)
        return derive(passphrase, salt)

    monkeypatch.setattr(keys, "derive", counted)
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    assert ally("log", "act", "x", "-t", "hiring").code == 0
    assert ally("review", "--json").code == 0, locked
    assert derived == [1]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["help"],
        ["help", "all"],
        ["list", "--help"],
        ["ideas"],
        ["ideas", "credit"],
        ["ideas", "--json"],
        ["draft"],
    ],
    ids=" ".join,
)
def test_what_needs_no_data_asks_for_nothing(
    locked: Path, program: Ally, printing: Callable[[str], str], tmp_path: Path, args: list[str]
) -> None:
    """No command runs for it, and its answer is as for a plain journal."""
    said = program(*args, ALLY_PASSPHRASE_COMMAND=printing(GIVES))
    assert (said.err, said.code) == ("", 0), locked
    assert not (tmp_path / "ran").exists()


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    "args",
    [
        ["log", "--nope"],
        ["log", "a text without a kind"],
        ["log", "act", "x", "--on", "nonsense"],
        ["log", "act", "x", "--missed", "--mistake"],
        ["edit", "first"],
        ["edit", "1", "--kind", "sing"],
        ["edit", "1", "--on", "03/04"],
        ["delete", "1"],
        ["heard", "1", "nobody"],
        ["heard", "1"],
        ["review", "someday"],
        ["review", "2030"],
        ["year", "x"],
        ["list", "--since", "nonsense"],
        ["list", "-n", "few"],
        ["search", "x", "--kind", "sing"],
        ["export", "--until", "nonsense"],
        ["plan", "add", "x", "--until", "nonsense"],
        ["plan", "kept", "x"],
        ["config", "week_starts", "sometimes"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_first(
    locked: Path,
    ally: Ally,
    printing: Callable[[str], str],
    tmp_path: Path,
    args: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody types a passphrase to learn that an option was wrong."""
    monkeypatch.setenv("ALLY_PASSPHRASE_COMMAND", printing(GIVES))
    assert ally(*args).code == 2, locked
    assert not (tmp_path / "ran").exists()


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "words", ["show ", "log act x -t ", "log --plan ", "sh", "log ", "list --w"]
)
@pytest.mark.usefixtures("locked")
def test_tab_unlocks_nothing(
    program: Ally, printing: Callable[[str], str], tmp_path: Path, words: str
) -> None:
    """It offers what needs no data, and neither asks nor runs a command."""
    typed = f"ally {words}"
    said = program(
        _ALLY_COMPLETE="complete_bash",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split(" ")) - 1),
        ALLY_PASSPHRASE=RIGHT,
        ALLY_PASSPHRASE_COMMAND=printing(GIVES),
    )
    assert (said.err, said.code) == ("", 0)
    assert "meetings" not in said.out
    assert "1" not in said.out
    expected = {"sh": "show", "log ": "learn", "list --w": "--way"}
    assert expected.get(words, "") in said.out
    assert not (tmp_path / "ran").exists()


@pytest.mark.usefixtures("locked")
def test_no_image_of_the_memory_is_left(program: Ally, printing: Callable[[str], str]) -> None:
    """From before a passphrase is known, a crash writes no core."""
    code = "import resource\nsys.stderr.write(str(resource.getrlimit(resource.RLIMIT_CORE)))"
    said = program("list", ALLY_PASSPHRASE_COMMAND=printing(f"{code}\n{GIVES}"))
    assert (said.err, said.code) == ("(0, 0)", 0)


@pytest.mark.faults
@pytest.mark.usefixtures("locked")
def test_a_bug_shows_no_passphrase() -> None:
    """A traceback has no values of variables, whatever was in them."""
    script = (
        "import sys\n"
        "from ally_journal.store.crypto import keys\n"
        "def bug(path, key):\n"
        "    raise RuntimeError('a bug')\n"
        "keys.fit = bug\n"
        "from ally_journal.cli.app import run\n"
        "sys.argv = ['ally', 'list']\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"ALLY_PASSPHRASE": RIGHT},
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert "RuntimeError: a bug" in done.stderr
    assert RIGHT not in done.stderr
    assert keys.derive(RIGHT, b"s" * 16).raw.hex() not in done.stderr


def test_a_key_shows_nothing_of_itself() -> None:
    """Neither in a message nor while somebody looks for a bug."""
    key = keys.Key(b"k" * 32, b"s" * 16)
    assert b"k".hex() * 4 not in repr(key) + str(key)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "args", [["list"], ["log", "act", "x"], ["review", "--json"], ["ideas"]], ids=" ".join
)
def test_without_the_libraries(locked: Path, tmp_path: Path, args: list[str]) -> None:
    """One sentence with what to run; nobody is asked for a passphrase that would not help."""
    hook = tmp_path / "without" / "sitecustomize.py"
    hook.parent.mkdir()
    hook.write_text(
        "import sys\nfor name in ('sqlcipher3', 'keyring'):\n    sys.modules[name] = None\n"
    )
    before = fingerprints(locked.parent)
    done = subprocess.run(
        [sys.executable, "-m", "ally_journal", *args],
        env=os.environ
        | {
            "PYTHONPATH": f"{hook.parent}:{os.environ.get('PYTHONPATH', '')}",
            "ALLY_PASSPHRASE_COMMAND": f"touch {tmp_path / 'ran'}",
        },
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == (0 if args == ["ideas"] else 1)
    assert ("[encryption" in done.stderr) == (args != ["ideas"])
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ran").exists()
    assert fingerprints(locked.parent) == before


def test_no_terminal_is_told(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot hide what is typed is no place to ask."""
    monkeypatch.setattr(terminal_passphrase, "has_terminal", lambda: True)
    monkeypatch.setattr("getpass.getpass", _would_show)
    with pytest.raises(KeyNeeded):
        terminal_passphrase.unlock(locked)


def _would_show(_question: str) -> str:
    import getpass  # noqa: PLC0415 - only here
    import warnings  # noqa: PLC0415 - the same

    warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
    return RIGHT
