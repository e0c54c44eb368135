"""A reflection: something thought about rather than done, kept with its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ally_journal.errors import NothingToWrite, WrongUsage

TOPICS = ("why", "my-story", "our-story", "the-story", "year", "next-year")
"""What a person comes back to; every answer is a further version, and none is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """One dated answer; the topic is a fixed word such as why, or a review's own."""

    topic: str
    text: str
    day: date
    for_sharing: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        """Check the text; raises NothingToWrite when it is empty."""
        if not self.text.strip():
            raise NothingToWrite("There is nothing to write; give the text in quotes.")


def checked_topic(words: str) -> str:
    """One of `TOPICS`, in any case; raises WrongUsage."""
    if words.lower() not in TOPICS:
        raise WrongUsage(f"“{words}” is not a topic; there are {', '.join(TOPICS)}.")
    return words.lower()


def newest_of(versions: Iterable[Reflection]) -> tuple[Reflection, ...]:
    """The newest version of each topic, in the order of `TOPICS`; those for sharing apart."""
    newest = {(one.topic, one.for_sharing): one for one in versions}
    return tuple(sorted(newest.values(), key=lambda one: TOPICS.index(one.topic)))
