"""The program, also as `python -m ally_journal`."""

import gc

CTRL_C = 130
_OBJECTS = 50_000
"""How many new objects make Python look for garbage; what modules make is none, but it looks."""


def main() -> None:
    """Run ally; Ctrl-C is as quiet while modules are still being imported as it is later."""
    gc.set_threshold(_OBJECTS)  # a twentieth of what a log costs
    try:
        from ally_journal.cli.app import run  # noqa: PLC0415 - inside, so that Ctrl-C is caught

        run()
    except KeyboardInterrupt:
        raise SystemExit(CTRL_C) from None
    finally:
        gc.freeze()  # what is left goes with the process, and need not be looked through


if __name__ == "__main__":
    main()
