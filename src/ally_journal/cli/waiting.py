"""What a person sees while long work goes on."""

import os
import stat
import sys
from collections.abc import Iterable
from typing import TypeVar

from ally_journal.cli.session import Session
from ally_journal.domain.records.settings import Settings

T = TypeVar("T")


def watched(
    batches: Iterable[T], session: Session, words: str, total: int, each: int
) -> Iterable[T]:
    """The same batches, with a bar on a terminal that can draw one; it grows by `each` of `total`.

    Nothing that reads stdout, another program or a person, may have a bar drawn across it.
    """
    screen = session.screen(Settings())
    if not sys.stderr.isatty() or screen.plain or screen.ascii:
        return batches
    from ally_journal.render.writers.progress import watched as drawn  # noqa: PLC0415 - Rich, only to draw

    return drawn(batches, words, total, each, sys.stderr)


def stdout_is_a_file() -> bool:
    """Whether what is written out goes to a file, so that a bar would disturb nobody."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False
