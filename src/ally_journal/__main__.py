"""The program, also as `python -m ally_journal`."""

CTRL_C = 130


def main() -> None:
    """Run ally; Ctrl-C is as quiet while modules are still being imported as it is later."""
    try:
        from ally_journal.cli.app import run  # noqa: PLC0415 - inside, so that Ctrl-C is caught

        run()
    except KeyboardInterrupt:
        raise SystemExit(CTRL_C) from None


if __name__ == "__main__":
    main()
