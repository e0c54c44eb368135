"""The console of Windows, which answers other questions than a terminal does; loaded there only."""

import sys
from contextlib import suppress
from typing import TextIO

_OBEYS_ESCAPES = 0x0004
"""The mode in which a console takes escape sequences, ENABLE_VIRTUAL_TERMINAL_PROCESSING."""


def is_console(stream: TextIO) -> bool:
    """Whether a stream is a window with a person; Python says so of NUL and of a printer too."""
    return _mode(stream) is not None


def obeys_escapes(stream: TextIO) -> bool:
    """Let a console take escape sequences, and say whether it does."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there only

        if (mode := _mode(stream)) is not None:
            handle, kernel = ctypes.c_void_p(_handle(stream)), ctypes.WinDLL("kernel32")
            return bool(kernel.SetConsoleMode(handle, mode | _OBEYS_ESCAPES))
    return False


def key_waits() -> bool:
    """Whether a key was pressed that nobody has read yet."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there only

        return msvcrt.kbhit()
    return False


def _mode(stream: TextIO) -> int | None:
    """What a console does with what is written to it; None for what is none."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there only

        with suppress(OSError, ValueError):
            mode, kernel = ctypes.c_ulong(), ctypes.WinDLL("kernel32")
            handle = ctypes.c_void_p(_handle(stream))
            return mode.value if kernel.GetConsoleMode(handle, ctypes.byref(mode)) else None
    return None


def _handle(stream: TextIO) -> int:
    """The system's own number of an open file; raises OSError and ValueError."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there only

        return msvcrt.get_osfhandle(stream.fileno())
    raise OSError
