"""Progress on a terminal, without colour and without a target; besides terminal, a home of Rich."""

from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

T = TypeVar("T")
_WIDE = 50
"""Columns that words and a bar need."""


def watched(batches: Iterable[T], words: str, total: int, each: int, stream: TextIO) -> Iterator[T]:
    """The same batches, with a bar on `stream` that grows by `each` of `total`, and then goes."""
    console = Console(file=stream, color_system=None, force_terminal=True, _environ={})
    said = TextColumn("{task.description}", markup=False, table_column=Column(overflow="fold"))
    bar = (BarColumn(),) if console.width >= _WIDE else ()
    left = (TimeRemainingColumn(),) if bar else ()
    columns = (said, *bar, MofNCompleteColumn(), *left)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(words, total=total)
        for batch in batches:
            yield batch
            progress.advance(task, each)
