"""An obstacle: something in how things are done that stands in the way, and what may move it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One obstacle; `state` is open, changed, unchanged or handed-on."""

    text: str
    opened: date
    lever: str | None = None
    who: str | None = None
    next: str | None = None
    state: str = "open"
    note: str | None = None
    closed: date | None = None
    id: str = ""
    number: int = 0
