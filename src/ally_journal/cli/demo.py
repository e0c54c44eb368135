"""ally demo: an invented journal, to look at before writing one."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.session import Session, now
from ally_journal.cli.voice import put, say
from ally_journal.cli.waiting import watched
from ally_journal.domain.demo import ENTRIES, MOST_ENTRIES, MOST_YEARS, in_batches, invent
from ally_journal.store.demo import make_demo

app = new_app()

_BATCH = 5_000
_TAKES_LONG = 10_000  # entries; from here on a person would wonder


@app.command(epilog=examples("ally demo demo.db", "ally demo big.db --entries 10000 --seed 7"))
def demo(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where it goes; a new file.")],
    entries: Annotated[
        int, typer.Option("--entries", metavar="N", min=0, max=MOST_ENTRIES, help="How many.")
    ] = ENTRIES,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="Another number tells another tale.")
    ] = 1,
    years: Annotated[
        int,
        typer.Option(
            "--years", metavar="Y", min=1, max=MOST_YEARS, help="Spread the entries over so many."
        ),
    ] = 1,
) -> None:
    """Make an invented journal of the last twelve months."""
    session: Session = ctx.obj
    moment = now()
    tale = in_batches(invent(seed, moment.local, entries, years), _BATCH)
    long = entries >= _TAKES_LONG
    shown = watched(tale, session, "Inventing", entries, _BATCH) if long else tale
    make_demo(path, shown, moment.real_ms)
    noun = "entry" if entries == 1 else "entries"
    say(f"Made {path} with {entries:,} invented {noun}. Look at it with:")
    put(f"ally --journal {shlex.quote(str(path))} review")
