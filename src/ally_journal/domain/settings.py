"""The settings a journal carries, with what holds when nothing was set."""

from datetime import time
from typing import NamedTuple


class Settings(NamedTuple):
    """How this journal counts days and shows itself."""

    week_starts: str = "monday"
    day_starts_at: time = time(0)
    counts: bool = True
    plain: bool = False
