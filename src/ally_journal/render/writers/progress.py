"""Progress on a terminal, without colour and without a target; besides terminal, a home of Rich."""

from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")


def watched(batches: Iterable[T], words: str, total: int, each: int, stream: TextIO) -> Iterator[T]:
    """The same batches, with a bar on `stream` that grows by `each` of `total`, and then goes."""
    console = Console(file=stream, color_system=None, force_terminal=True, _environ={})
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(words, total=total)
        for batch in batches:
            yield batch
            progress.advance(task, each)
