"""What terminals and editors need each system to do, in its own way; no other file asks for it."""

import os
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ally_journal.cli.terminal import windows
from ally_journal.cli.terminal.streams import heard, is_terminal
from ally_journal.store.files import system

_PAUSE = 0.03
"""Seconds between two lines of one paste, at most."""
_LOOKS = 0.02
"""Seconds until it is seen that an editor has ended."""
_IUTF8 = 0x4000
"""A mode of terminals on Linux and macOS that `termios` does not name."""
_KEEP = b".\nw ed.hup\nq\n"
_PATIENCE = 5  # seconds in which an editor writes its file and leaves, unless the disk refuses


def default_editor() -> str:
    """The editor that every system of this kind has."""
    return "notepad" if system.WINDOWS else "vi"


def words_of(command: str) -> list[str]:
    r"""A command in its words, as who set it means them; no shell reads it.

    On Windows a backslash stands in a path, and only double quotes keep words together. Raises
    ValueError for quotation marks without an end.
    """
    words = shlex.shlex(command, posix=True, punctuation_chars=False)
    words.whitespace_split = True
    words.commenters = ""
    if system.WINDOWS:
        words.escape, words.quotes = "", '"'
    return list(words)


def has_terminal() -> bool:
    """Whether a person can be asked, wherever this run's words come from and go to."""
    if system.WINDOWS:
        return is_terminal(sys.stdin) or is_terminal(sys.stderr)
    with suppress(OSError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        return True
    return False


def more_waits() -> bool:
    """Whether further lines were typed or pasted already; a terminal hands over a few at a time."""
    if system.WINDOWS:
        return windows.key_waits()
    with suppress(OSError, ValueError):
        return bool(select.select([sys.stdin], [], [], _PAUSE)[0])
    return False


@contextmanager
def whole_letters() -> Iterator[None]:
    """Let a terminal that edits lines itself take back a letter with all its bytes."""
    if system.WINDOWS or not is_terminal(sys.stdin) or "utf" not in sys.stdin.encoding.lower():
        yield
        return
    import termios  # noqa: PLC0415 - not on every system, and only when asking

    modes = None
    with suppress(termios.error):  # it may be gone
        modes = termios.tcgetattr(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSANOW, [modes[0] | _IUTF8, *modes[1:]])
    try:
        yield
    finally:
        if modes:
            with suppress(termios.error):
                termios.tcsetattr(sys.stdin, termios.TCSANOW, modes)


def is_gnu_readline() -> bool:
    """Whether lines are edited by GNU readline; libedit bears the same name."""
    try:
        import readline  # noqa: PLC0415 - not on every system, and only when asking
    except ImportError:
        return False
    return "libedit" not in (readline.__doc__ or "")


def edit_lines(*, pastes_whole: bool) -> None:
    """Read lines with readline, since a terminal by itself cuts them after 4,095 bytes.

    What pastes whole needs escape sequences, and without it the next line of a paste would answer
    the next question.
    """
    if is_gnu_readline():
        import readline  # noqa: PLC0415 - only when asking

        readline.parse_and_bind(f"set enable-bracketed-paste {'on' if pastes_whole else 'off'}")


def hand_lines_to(editor: subprocess.Popen[bytes]) -> None:
    """Hand the lines of the terminal to an editor that would take its end for that of the lines.

    It would leave at once, before it is told that the terminal is gone, and keep nothing. So it is
    asked for the file that it makes when it is told so: a signal alone can reach it between two
    others, and then it waits for ever.
    """
    import termios  # noqa: PLC0415 - where there is such an editor, and only for it

    terminal, lines, typed = sys.stdin.fileno(), editor.stdin, b""
    while lines and editor.poll() is None:
        if not select.select([terminal], [], [], _LOOKS)[0]:
            continue
        before, typed = typed, b""
        with suppress(OSError):
            typed = os.read(terminal, 1 << 16)
        with suppress(BrokenPipeError):
            try:
                termios.tcgetattr(terminal)
                lines.write(typed or b"q\n")  # what Ctrl-D means to it
            except termios.error:
                end = b"" if (typed or before or b"\n").endswith(b"\n") else b"\n"
                lines.write(typed + end + _KEEP)
                with suppress(subprocess.TimeoutExpired):
                    editor.wait(_PATIENCE)
                editor.send_signal(signal.SIGHUP)
                editor.wait()
        time.sleep(_LOOKS)  # what waits may be for the next question, when this was a q


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the signals that end this program; they count when what is inside has ended.

    None is handed on: the terminal tells an editor itself that it goes, and a second signal would
    interrupt it while it puts its words away.
    """
    came: list[int] = []

    def later(number: int, _frame: object) -> None:
        came.append(number)
        heard.append(number)

    def never(_number: int, _frame: object) -> None:
        """A handler, since a child would ignore what is ignored here."""

    names = {"SIGINT": never, "SIGQUIT": never, "SIGHUP": later, "SIGTERM": later}
    held = {
        getattr(signal, name): signal.signal(getattr(signal, name), how)
        for name, how in names.items()
        if hasattr(signal, name)
    }
    try:
        yield
    finally:
        for number, how in held.items():
            signal.signal(number, how)
        if came:
            signal.raise_signal(came[0])
