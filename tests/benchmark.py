"""What commands cost as a journal grows, beside other programs where they are installed.

`python -m tests.benchmark` takes some minutes; `--short` well under one, to see that it works;
`--move` measures only what reads or writes all of a journal, with the memory that takes; `--large`
what is done seldom to a journal of 100,000 entries, such as looking it over, also beside another
version (`--against`); `--page` only the page of a year, with its size; `--sync` only what
two computers exchange over a folder. One table comes of one run:
every command is a process of its own, and but for `--move` and `--large` all are interleaved,
shuffled, and run several times for a median. Only ratios of one table mean anything; nothing here
can fail on a time.

Journals come from `tests.large_journal`. They are spread over about as many years as a person
would need to write them, so that a week stays a week; `ally year` is also shown for all of it in
one year.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.peers import PEERS, peers

NOW = "2026-11-20T14:30:00+01:00"
RARE = "xylophone"
A_YEAR = 400  # entries
MOST_YEARS = 100
DENSE = 100_000
HUGE = 1_000_000
ALLY = [sys.executable, "-m", "ally_journal"]
MAKE = [sys.executable, str(Path(__file__).with_name("large_journal.py"))]
COMMANDS = {
    "ally --version": ["--version"],
    "ally log": ["log", "act", "Asked for the criteria before the shortlist", "-t", "hiring"],
    "ally list -n 20": ["list", "-n", "20"],
    "ally review --no-input": ["review", "--no-input"],
    f"ally search {RARE} --json": ["search", RARE, "--json"],
    "ally year": ["year"],
}
PEERS_UP_TO = 10_000
ALIKE = {"ally log", "ally list -n 20"}
"""What other programs do too."""
WEIGH = """\
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


class Cost(NamedTuple):
    """Seconds of one process: user and system together, and by the clock on the wall."""

    cpu: float
    wall: float


class Moved(NamedTuple):
    """What exporting or importing a journal of some size took; `peak` is resident megabytes."""

    name: str
    size: int
    cost: Cost
    peak: float


class Case(NamedTuple):
    """One cell of the table; `before` runs each time, unmeasured."""

    name: str
    size: int
    command: list[str]
    before: Callable[[], None]


class Cell(NamedTuple):
    """Where a figure stands in the table."""

    name: str
    size: int


class Bench:
    """A temporary home for everything that is measured; the true one is never touched."""

    def __init__(self, home: Path) -> None:
        self.home = home
        passed_on = ("PATH", "LANG", "TMPDIR", "PYTHONPATH")
        kept = {name: os.environ[name] for name in passed_on if name in os.environ}
        xdg = ("CONFIG", "DATA", "STATE", "CACHE")
        self.environ = kept | {"HOME": str(home), "ALLY_NOW": NOW, "TERM": "xterm-256color"}
        # Their processes would run beside the others.
        self.environ |= {"ALLY_DAILY_BACKUP": "off", "ALLY_AUTO_SYNC": "off"}
        self.environ |= {f"XDG_{name}_HOME": str(home / name.lower()) for name in xdg}

    def run(self, command: list[str]) -> tuple[int, Cost]:
        """Run a command to its end; its exit code and what it cost."""
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=self.environ,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, Cost(used.ru_utime + used.ru_stime, wall)

    def run_weighed(self, command: list[str]) -> tuple[int, Cost, float]:
        """The same, and how many megabytes it had in memory at most.

        A small process starts it, because a child begins with what its parent has in memory.
        """
        weight = self.home / "weight"
        code, cost = self.run([sys.executable, "-c", WEIGH, str(weight), *command])
        unit = 1024 if sys.platform == "linux" else 1024 * 1024
        return code, cost, int(weight.read_text()) / unit

    def journal(self, size: int, years: int, name: str) -> Path:
        """Make a journal, say what it took, and log a rare word a while ago in it."""
        path = self.home / f"{name}.db"
        ally = [*ALLY, "--journal", str(path)]
        if size:
            made = [*MAKE, str(path), "--entries", str(size), "--years", str(years)]
            code, cost = self.run(made)
            if code:
                sys.exit(f"{' '.join(made)} ended with {code}")
            listed = [*ally, "list", "--json", *(["-n", "1000"] if size > DENSE else [])]
            texts = [entry["text"] for entry in json.loads(self.out(listed))]
            letters = sum(len(text.encode()) for text in texts) / len(texts)
            each = path.stat().st_size / size
            print(
                f"made {size:>9,} entries in {years:>3} years: {cost.cpu:6.1f} s CPU, "
                f"{size / cost.cpu:6,.0f} entries/s, {each:,.0f} bytes an entry on disk, "
                f"{letters:.0f} of them its text"
            )
            self.run([*ally, "log", "learn", f"Heard a {RARE}", "--on", "2025-12-01"])
        return path

    def out(self, command: list[str]) -> bytes:
        """What a command prints."""
        return subprocess.run(
            command, env=self.environ, cwd=self.home, capture_output=True, check=True
        ).stdout


def nothing() -> None:
    """What most cases need before."""


def ally_cases(bench: Bench, size: int, path: Path) -> Iterable[Case]:
    for name, words in COMMANDS.items():
        if size == HUGE and name not in {"ally log", "ally list -n 20"}:
            continue
        place, before = path, nothing
        if not size and name == "ally log":  # the very first entry, each time
            place = bench.home / "first.db"
            before = lambda: (bench.home / "first.db").unlink(missing_ok=True)  # noqa: E731 - bound to a case
        yield Case(name, size, [*ALLY, "--journal", str(place), *words], before)


def peer_cases(bench: Bench, size: int, path: Path, names: Iterable[str]) -> Iterable[Case]:
    """The same texts on the same days in the files of other programs."""
    entries = json.loads(bench.out([*ALLY, "--journal", str(path), "list", "--json"]))
    for name, peer in peers(bench.home, entries, names):
        kept = {file: file.read_bytes() if file.exists() else None for file in peer.files}

        def as_it_was(kept: dict[Path, bytes | None] = kept) -> None:
            for file, held in kept.items():
                if held is None:
                    file.unlink(missing_ok=True)
                else:
                    file.write_bytes(held)

        yield Case(f"{name} add", size, peer.add, as_it_was)
        yield Case(f"{name} list", size, peer.newest, nothing)


def that_work(bench: Bench, cases: Iterable[Case]) -> list[Case]:
    """The cases whose command ends well; this also warms every cache."""
    working, missing = [], {}
    for case in cases:
        case.before()
        code, _ = bench.run(case.command)
        if code:
            missing[case.name] = code
        else:
            working.append(case)
    for name, code in missing.items():
        print(f"left out: {name} ended with {code}")
    return working


def measured(bench: Bench, cases: list[Case], runs: int) -> dict[Cell, Cost]:
    """Medians of so many rounds, each of all cases in another order."""
    costs: dict[Cell, list[Cost]] = {Cell(case.name, case.size): [] for case in cases}
    for _ in range(runs):
        random.shuffle(cases)
        for case in cases:
            case.before()
            costs[Cell(case.name, case.size)].append(bench.run(case.command)[1])
    return {
        cell: Cost(median(one.cpu for one in each), median(one.wall for one in each))
        for cell, each in costs.items()
    }


def table(costs: dict[Cell, Cost], runs: int) -> str:
    """Medians in milliseconds, and how the largest journal compares with the smallest not empty."""
    sizes = sorted({cell.size for cell in costs if cell.size != DENSE})
    lines = [
        "",
        f"ms of CPU (user + system), in brackets ms on the wall; medians of {runs} shuffled runs",
        f"{'entries':<30}" + "".join(f"{size:>17,}" for size in sizes) + "   largest : smallest",
    ]
    for name in dict.fromkeys([*COMMANDS, *(cell.name for cell in costs)]):
        found = {size: costs[Cell(name, size)] for size in sizes if Cell(name, size) in costs}
        if not found:
            continue
        cells = "".join(f"{_ms(found.get(size)):>17}" for size in sizes)
        grown = [size for size in found if size]
        ratio = found[max(grown)].cpu / found[min(grown)].cpu if len(grown) > 1 else 0
        compared = f"{ratio:8.2f}  ({max(grown):,} : {min(grown):,})" if ratio else ""
        lines.append(f"{name:<30}{cells}{compared}")
    lines += [
        f"{name:<30}{_ms(cost):>17}   {DENSE:,} entries in one year"
        for (name, size), cost in costs.items()
        if size == DENSE
    ]
    return "\n".join(lines)


def _ms(cost: Cost | None) -> str:
    return f"{cost.cpu * 1000:,.0f} ({cost.wall * 1000:,.0f})" if cost else "-"


def moved(bench: Bench, sizes: Iterable[int]) -> Iterable[Moved]:
    """Export and list a journal, import its archive into an empty home, and import it again."""
    for size in sizes:
        path = bench.journal(size, min(max(size // A_YEAR, 1), MOST_YEARS), f"moved{size}")
        archive, home = bench.home / f"moved{size}.jsonl", bench.home / f"home{size}.db"
        out = [*ALLY, "--journal", str(path), "export"]
        into = [*ALLY, "--journal", str(home), "import", str(archive)]
        for name, command in (
            ("export .jsonl", [*out, str(archive)]),
            (
                "export .jsonl, one kind",
                [*out, str(archive) + "l", "--format", "jsonl", "-k", "act"],
            ),
            ("export .csv", [*out, str(archive.with_suffix(".csv"))]),
            ("export .md", [*out, str(archive.with_suffix(".md"))]),
            ("list -n", [*out[:-1], "list", "-n", str(size)]),
            ("list --json", [*out[:-1], "list", "--json"]),
            ("import --dry-run", [*into, "--dry-run"]),
            ("import", into),
            ("import again", into),
        ):
            code, cost, peak = bench.run_weighed(command)
            if code:
                sys.exit(f"{' '.join(command)} ended with {code}")
            yield Moved(name, size, cost, peak)


def table_of_moves(moves: Iterable[Moved]) -> str:
    """Entries a second of CPU, and peak memory, which must not grow with the journal.

    But a dry run of an import, and the one that comes before every import, holds in memory what
    would be new, since none of it may get onto the disk: 1.2 kilobytes an entry.
    """
    found = list(moves)
    smallest = min(one.size for one in found)
    peaks = {one.name: one.peak for one in found if one.size == smallest}
    lines = ["", f"{'':<26}{'entries':>9}{'s CPU':>9}{'s wall':>9}{'entries/s':>12}{'peak MB':>9}"]
    lines += [
        f"{one.name:<26}{one.size:>9,}{one.cost.cpu:>9.2f}{one.cost.wall:>9.2f}"
        f"{one.size / one.cost.cpu:>12,.0f}{one.peak:>9.1f}"
        + (f"   {one.peak / peaks[one.name]:.2f}x" if one.size > smallest else "")
        for one in found
    ]
    return "\n".join(lines)


BACKUPS = 6
LARGE: dict[str, tuple[str, list[str]]] = {
    "doctor": ("alone", ["doctor"]),
    "doctor --rebuild": ("alone", ["doctor", "--rebuild"]),
    "forget N": ("backups", ["forget", "5", "--yes"]),
    "forget --with": ("backups", ["forget", "--with", "Farah", "--yes"]),
    "forget --before": ("backups", ["forget", "--before", "1976-11-20", "--yes"]),
    "forget --before, no backups": ("alone", ["forget", "--before", "1976-11-20", "--yes"]),
    "backup restore": ("backups", ["backup", "restore", "last", "--yes"]),
    "import .jsonl": ("empty", ["import", "large.jsonl"]),
    "import .csv": ("empty", ["import", "large.csv"]),
    "export .md": ("alone", ["export", "large.md", "--force"]),
    "list --json": ("alone", ["list", "--json"]),
    "list -n": ("alone", ["list", "-n", "100000"]),
    "search -n": ("alone", ["search", "the", "-n", "100000"]),
}
"""What is done to a large journal, and to which: one with backups, one without, or an empty one.

`--before` a day takes half of it; nearly every entry has the word that is searched for.
"""


def large(bench: Bench, made: Path | None, sources: Iterable[Path], only: str) -> Iterable[Moved]:
    """Each of `LARGE` with a fresh copy of a journal; every version by its turn."""
    bench.environ["PYTHONPATH"] = str(HERE)
    source = made or bench.journal(DENSE, MOST_YEARS, "large")
    alone, kept = bench.home / "alone", bench.home / "backups"
    alone.mkdir()
    shutil.copy(source, alone / "journal.db")
    if any(state == "backups" for name, (state, _) in LARGE.items() if only in name):
        shutil.copytree(alone, kept)
        for day in range(BACKUPS):
            bench.environ["ALLY_NOW"] = NOW.replace("20T", f"{20 - BACKUPS + day}T")
            bench.out([*ALLY, "--journal", str(kept / "journal.db"), "backup"])
        bench.environ["ALLY_NOW"] = NOW
    for ending in ("jsonl", "csv") if only in "import .jsonl .csv" else ():
        out = ["export", str(bench.home / f"large.{ending}")]
        bench.out([*ALLY, "--journal", str(alone / "journal.db"), *out])
    for name, (state, words) in LARGE.items():
        for version in sources if only in name else ():
            there = bench.home / "there"
            shutil.rmtree(there, ignore_errors=True)
            shutil.copytree(bench.home / state, there) if state != "empty" else there.mkdir()
            bench.environ["PYTHONPATH"] = str(version)
            ally = [*ALLY, "--journal", str(there / "journal.db")]
            code, cost, peak = bench.run_weighed([*ally, *words])
            said = name if version == HERE else f"{name} ({version.parent.name})"
            yield Moved(said if not code else f"{said}: exit {code}", DENSE, cost, peak)


HERE = Path(__file__).parents[1] / "src"


def pages(bench: Bench, runs: int) -> str:
    """What the page of one year costs above `ally --version`, and how large it is."""
    version = Case("ally --version", 0, [*ALLY, "--version"], nothing)
    cases, files = [version], {}
    for size in (300, 10_000):
        path, files[size] = bench.journal(size, 1, f"page{size}"), bench.home / f"page{size}.html"
        command = [*ALLY, "--journal", str(path), "year", "-o", str(files[size]), "--force"]
        cases.append(Case("ally year -o", size, command, nothing))
    costs = measured(bench, that_work(bench, cases), runs)
    least = costs[Cell(version.name, 0)].cpu
    lines = ["", f"the page of a year; medians of {runs} shuffled runs"]
    lines += [
        f"{size:>9,} entries: {(costs[Cell('ally year -o', size)].cpu - least) * 1000:,.0f} ms of "
        f"CPU above --version ({least * 1000:,.0f}), {file.stat().st_size:,} bytes"
        for size, file in files.items()
    ]
    return "\n".join(lines)


def synced(bench: Bench, entries: int, runs: int) -> str:
    """What joining takes, what a run takes in which nothing is new, and how much is carried."""
    home, work = bench.journal(entries, 1, "synced-home"), bench.home / "synced-work.db"
    carried, key = bench.home / "carried", bench.home / "key"
    ally = {path: [*ALLY, "--journal", str(path)] for path in (home, work)}
    with closing(sqlite3.connect(home)) as journal:  # or it would be refused as a demo
        journal.execute("DELETE FROM meta WHERE key = 'demo'")
        journal.commit()
    by = ["--name", "home"]

    def done(path: Path, *words: str) -> Cost:
        code, cost = bench.run([*ally[path], *words])
        if code:
            sys.exit(f"ally {' '.join(words)} ended with {code}")
        return cost

    def size() -> int:
        return sum(one.stat().st_size for one in carried.rglob("*") if one.is_file())

    begun = done(home, "sync", "init", str(carried), *by)
    whole, files = size(), len([one for one in carried.rglob("*") if one.is_file()])
    key.write_bytes(bench.out([*ally[home], "sync", "key"]))
    by = ["--name", "work", "--key-file", str(key)]
    joined = done(work, "sync", "join", str(carried), *by)
    done(home, "sync")  # takes in that there is another computer
    cases = [Case("least", 0, [*ALLY, "--version"], nothing)]
    cases.append(Case("quiet", 0, [*ally[home], "sync"], nothing))
    costs = measured(bench, cases, runs)
    least, quiet = costs[Cell("least", 0)], costs[Cell("quiet", 0)]
    before = size()
    done(home, "log", *COMMANDS["ally log"][1:])
    done(home, "sync")
    return (
        f"\n{entries:,} entries exchanged over a folder; s of CPU, in brackets s on the wall\n"
        f"init {_seconds(begun)}, join {_seconds(joined)}\n"
        f"a run in which nothing is new {quiet.cpu - least.cpu:.2f} above --version "
        f"({least.cpu:.2f}), {_seconds(quiet)} in all; medians of {runs} shuffled runs\n"
        f"{whole / entries:,.0f} bytes an entry in {files:,} files; one more line "
        f"{size() - before:,} bytes"
    )


def _seconds(cost: Cost) -> str:
    return f"{cost.cpu:.2f} ({cost.wall:.2f})"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark")
    parser.add_argument("--short", action="store_true", help="small and quick, for CI")
    parser.add_argument("--sizes", default="0,200,1000,10000,50000", help="entries, with commas")
    parser.add_argument("--runs", type=int, default=11, help="of each command")
    parser.add_argument("--huge", action="store_true", help="log and list at 1,000,000 too")
    parser.add_argument("--move", action="store_true", help="only export and import")
    parser.add_argument("--large", action="store_true", help="only what takes all of 100,000")
    parser.add_argument("--only", default="", help="with --large: rows with this in their name")
    parser.add_argument("--journal", type=Path, help="with --large: one that is made already")
    parser.add_argument("--against", type=Path, help="with --large: the src of another version")
    parser.add_argument("--peers", action="store_true", help="only what others do too")
    parser.add_argument("--page", action="store_true", help="only the page of a year")
    parser.add_argument("--sync", action="store_true", help="only two computers and a folder")
    return parser.parse_args()


def main() -> None:
    options = asked()
    runs = 3 if options.short else options.runs
    sizes = [0, 1_000] if options.short else [int(size) for size in options.sizes.split(",")]
    sizes = [0, PEERS_UP_TO] if options.peers else sizes
    sizes += [HUGE] if options.huge else []
    with TemporaryDirectory(prefix="ally-benchmark-") as folder:
        bench = Bench(Path(folder))
        versions = [*filter(None, [options.against, HERE])]
        parts: dict[str, Callable[[], str]] = {
            "large": lambda: table_of_moves(large(bench, options.journal, versions, options.only)),
            "page": lambda: pages(bench, runs),
            "move": lambda: table_of_moves(
                moved(bench, (1_000, 10_000) if options.short else (10_000, DENSE))
            ),
            "sync": lambda: synced(bench, 1_000 if options.short else 10_000, runs),
        }
        chosen = [part for part in parts if getattr(options, part)]
        usual = ["sync"] if options.short else [] if options.peers else ["page", "move", "sync"]
        for part in chosen or usual:
            print(parts[part]())
        if chosen:
            return
        cases: list[Case] = []
        for size in sizes:
            path = bench.journal(size, min(max(size // A_YEAR, 1), MOST_YEARS), f"demo{size}")
            cases += ally_cases(bench, size, path)
            if size <= PEERS_UP_TO:
                cases += peer_cases(bench, size, path, ["jrnl"] if options.short else PEERS)
        if not (options.short or options.peers):
            dense = str(bench.journal(DENSE, 1, "dense"))
            cases.append(Case("ally year", DENSE, [*ALLY, "--journal", dense, "year"], nothing))
        if options.peers:
            cases = [case for case in cases if case.name in ALIKE or case.command[:3] != ALLY]
        print(table(measured(bench, that_work(bench, cases), runs), runs))


if __name__ == "__main__":
    main()
