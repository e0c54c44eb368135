"""Watches a Python from its start to its end, when its folder is on PYTHONPATH.

Each process appends to the file WATCHED: what it asked of a network, which programs it started,
and the modules it had loaded when it ended.
"""

import atexit
import os
import sys
from typing import NoReturn

_BEGINNINGS = ("socket.", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system")


def _note(event: str, words: str) -> None:
    line = f"{event}\t{words}\n".encode("utf-8", "backslashreplace")
    file = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND)
    os.write(file, line)  # one write: lines of several processes do not mix
    os.close(file)


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_BEGINNINGS):
        _note(event, repr(arguments[0] if event.startswith(("sub", "os")) else arguments))


def _loaded() -> None:
    _note("modules", " ".join(sys.modules))


def _leave(status: int) -> NoReturn:
    """Ally ends at once, and what Python does at its own end is not done."""
    _loaded()
    _exit(status)


_exit, os._exit = os._exit, _leave
sys.addaudithook(_hear)
atexit.register(_loaded)
