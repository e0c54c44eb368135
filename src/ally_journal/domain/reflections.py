"""A reflection: something thought about rather than done, kept with its day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """One dated answer; the topic is a fixed word such as why, or a review's own."""

    topic: str
    text: str
    day: date
    for_sharing: bool = False
    id: str = ""
