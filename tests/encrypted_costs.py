"""What encryption costs: commands on a plain journal and on the same one encrypted.

`python -m tests.encrypted_costs` takes some minutes; `--short` well under one. Whole processes, all
interleaved and shuffled; only ratios within one table mean anything, and nothing here can fail on
a time. Three kinds of process are told apart:

- plain: `python -m ally_journal …`;
- key at hand: the same program, to which the key is handed in memory before it begins, as a
  keyring would, so that neither deriving it nor asking a keyring is measured;
- passphrase: the key is derived from ALLY_PASSPHRASE, as in a script. A process that does nothing
  but derive is measured beside it.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmark import (
    A_YEAR,
    ALLY,
    COMMANDS,
    MOST_YEARS,
    Bench,
    Case,
    Cell,
    Cost,
    measured,
    nothing,
    that_work,
)

from ally_journal.store.crypto import keys
from ally_journal.store.database.convert import convert

MEASURED = [name for name in COMMANDS if name.startswith(("ally log", "ally list -n 20", "ally s"))]
PASSPHRASE = "five words for a measurement"  # noqa: S105 - of a journal of an hour
PLAIN, AT_HAND, DERIVED = "plain", "key at hand", "passphrase"
_RUN = "import sys; sys.argv[0] = 'ally'; from ally_journal.__main__ import main; main()"
_KEYS = "from ally_journal.store.crypto import keys; keys"
_GIVE = f"{_KEYS}.hold(keys.Key(bytes.fromhex({{!r}}), bytes.fromhex({{!r}})))"
_SAY = f"import os; os.environ['ALLY_PASSPHRASE'] = {PASSPHRASE!r}"
_DERIVE = f"{_KEYS}.derive({PASSPHRASE!r}, b'0' * 16)"


def cases_of(bench: Bench, size: int) -> list[Case]:
    """Each command in each of the three ways, on journals with the same contents."""
    years = min(max(size // A_YEAR, 1), MOST_YEARS)
    path = bench.journal(size, years, f"plain{size}")
    encrypted = path.with_name(f"encrypted{size}.db")
    encrypted.write_bytes(path.read_bytes())
    key = keys.fresh(PASSPHRASE)
    convert(encrypted, None, key)
    given = _GIVE.format(key.raw.hex(), key.salt.hex())
    ways = {
        PLAIN: (path, ALLY),
        AT_HAND: (encrypted, [sys.executable, "-c", f"{given}; {_RUN}"]),
        DERIVED: (encrypted, [sys.executable, "-c", f"{_SAY}; {_RUN}"]),
    }
    return [
        Case(f"{name}|{way}", size, [*ally, "--journal", str(place), *COMMANDS[name]], nothing)
        for name in MEASURED
        for way, (place, ally) in ways.items()
    ]


def table(costs: dict[Cell, Cost], sizes: list[int], runs: int) -> str:
    """Milliseconds, and how each compares with the plain journal."""
    lines = [
        f"medians of {runs} shuffled runs: ms of CPU (on the wall), and times those of plain",
        f"{'':<28}{'entries':>9}{PLAIN:>14}{AT_HAND:>30}{DERIVED:>32}",
    ]
    for name in MEASURED:
        for size in sizes:
            plain, *others = (costs[Cell(f"{name}|{w}", size)] for w in (PLAIN, AT_HAND, DERIVED))
            cells = "".join(
                f"{_ms(one):>16}  {one.cpu / plain.cpu:.2f}x ({one.wall / plain.wall:.2f}x)"
                for one in others
            )
            lines.append(f"{name:<28}{size:>9,}{_ms(plain):>14}{cells}")
    lines.append(f"a process that only derives a key: {_ms(costs[Cell('derive', 0)])}")
    return "\n".join(lines)


def _ms(cost: Cost) -> str:
    return f"{cost.cpu * 1000:,.0f} ({cost.wall * 1000:,.0f})"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.encrypted_costs")
    parser.add_argument("--short", action="store_true", help="small and quick, for CI")
    parser.add_argument("--sizes", default="10000,100000", help="entries, with commas")
    parser.add_argument("--runs", type=int, default=15, help="of each command")
    options = parser.parse_args()
    runs = 3 if options.short else options.runs
    sizes = [1_000] if options.short else [int(size) for size in options.sizes.split(",")]
    with TemporaryDirectory(prefix="ally-benchmark-") as folder:
        bench = Bench(Path(folder))
        cases = [case for size in sizes for case in cases_of(bench, size)]
        cases.append(Case("derive", 0, [sys.executable, "-c", _DERIVE], nothing))
        print(table(measured(bench, that_work(bench, cases), runs), sizes, runs))


if __name__ == "__main__":
    main()
