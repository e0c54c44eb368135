"""ally demo: an invented journal, to look at before writing one."""

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.session import Session, now
from ally_journal.cli.voice import put, say
from ally_journal.domain.demo import ENTRIES, MOST_ENTRIES, MOST_YEARS, in_batches, invent
from ally_journal.domain.settings import Settings
from ally_journal.store.demo import make_demo

app = new_app()

_BATCH = 5_000
_TAKES_LONG = 10_000  # entries; from here on a person would wonder
T = TypeVar("T")


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
    make_demo(path, _watched(tale, entries, session), moment.real_ms)
    noun = "entry" if entries == 1 else "entries"
    say(f"Made {path} with {entries:,} invented {noun}. Look at it with:")
    put(f"ally --journal {shlex.quote(str(path))} review")


def _watched(tale: Iterable[T], entries: int, session: Session) -> Iterable[T]:
    """The same, with a bar on a terminal that can draw one, when it takes long."""
    screen = session.screen(Settings())
    if entries < _TAKES_LONG or not sys.stderr.isatty() or screen.plain or screen.ascii:
        return tale
    from ally_journal.render.progress import watched  # noqa: PLC0415 - Rich, only to draw

    return watched(tale, "Inventing", entries, _BATCH, sys.stderr)
