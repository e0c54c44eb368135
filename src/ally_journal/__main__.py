"""Makes `python -m ally_journal` the same as `ally`."""

from ally_journal.cli.app import run

run()
