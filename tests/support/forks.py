"""Processes of ally that need not start: each is forked from the one that runs the tests.

It has streams or a terminal, signals, an environment and an exit code of its own, as any process
has; only Python and the modules are there already, which takes longer than what most of them do.
Tests of how ally starts run `python -m ally_journal` themselves.
"""

import gc
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

from ally_journal import __main__ as program

_OF_THE_START = ("PYTHON", "LC_", "LANG")
_KEEPS_STATE = {"keyring", "keyrings"}
_MOST_FILES = 1 << 16


def can_do_with(environ: dict[str, str]) -> bool:
    """Whether nothing among these variables is for Python's own start."""
    return not any(name.startswith(_OF_THE_START) for name in environ)


def ally_forked(
    args: Sequence[str | bytes], environ: dict[str, str], forget: Callable[[], None]
) -> Callable[[], NoReturn]:
    """What a child does that has just been forked, to be ally with these words.

    `forget` undoes patches. What would touch much memory is done before: a child copies that.
    """
    return partial(_become_ally, args, environ, forget, _with_state())


def _become_ally(
    args: Sequence[str | bytes],
    environ: dict[str, str],
    forget: Callable[[], None],
    with_state: list[str],
) -> NoReturn:
    code = 1
    try:
        gc.freeze()
        folder = os.getcwd()  # noqa: PTH109 - a string does
        forget()
        os.chdir(folder)
        code = run_ally(args, environ, with_state)
    finally:
        os._exit(code)


def _with_state() -> list[str]:
    """The modules that ally loads anew when it asks for them."""
    return [name for name in sys.modules if name.partition(".")[0] in _KEEPS_STATE]


def run_ally(
    args: Sequence[str | bytes], environ: dict[str, str], with_state: Sequence[str] = ()
) -> int:
    """Run ally with these words, once, in a process that is for nothing else; gives its code."""
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    _begin([os.fsdecode(word) for word in args], with_state)
    return _code_of(program.main)


def _begin(args: list[str], with_state: Sequence[str]) -> None:
    """What Python does at its start."""
    os.closerange(3, _MOST_FILES)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGWINCH, signal.SIG_DFL)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        number = ("stdin", "stdout", "stderr").index(name)
        stream = open(number, mode, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - for the whole run
        setattr(sys, name, stream)
    sys.stderr.reconfigure(errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]  # made above
    sys.argv = [program.__file__, *args]
    sys.excepthook = sys.__excepthook__
    for name in with_state:
        sys.modules.pop(name, None)
    if keys := sys.modules.get("ally_journal.store.crypto.keys"):
        keys.let_go()
    if styles := sys.modules.get("rich.style"):
        styles.Style.parse.cache_clear()
        styles.Style._add.cache_clear()


def _code_of(run: Callable[[], None]) -> int:
    """The exit code with which Python would end; what was printed is written out."""
    code: object = 0
    try:
        run()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as Python does
        sys.excepthook(*sys.exc_info())
        code = 1
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    try:
        sys.stdout.flush()
    except OSError:
        code = 120
    return int(code or 0) & 0xFF
