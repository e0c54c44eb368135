"""The program, also as `python -m ally_journal`."""

import atexit
import gc
import os
import sys

CTRL_C = 130
_OBJECTS = 200_000
"""How many new objects make Python look for garbage; what modules make is none, but it looks."""


def main() -> None:
    """Run ally; Ctrl-C is as quiet while modules are still being imported as it is later."""
    gc.set_threshold(_OBJECTS)  # a twentieth of what a log costs
    try:
        from ally_journal.cli.app import run  # noqa: PLC0415 - inside, so that Ctrl-C is caught

        run()
    except KeyboardInterrupt:
        _leave(CTRL_C)
    except SystemExit as end:
        _leave(int(end.code or 0))


def _leave(code: int) -> None:
    """End at once, as Python does but for taking every module apart, a fortieth of a log."""
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other name for it
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a closed one is None
        try:  # noqa: SIM105 - contextlib would be loaded before garbage is left alone
            stream.flush()
        except (OSError, ValueError):  # nobody reads it any more
            pass
    os._exit(code)


if __name__ == "__main__":
    main()
