"""A reflection: something thought about rather than done, kept with its day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ally_journal.errors import NothingToWrite, WrongUsage

TOPICS = ("why", "my-story", "our-story", "the-story", "year", "next-year")
"""What a person comes back to; every answer is a further version, and none is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """One dated answer; the topic is a fixed word such as why, or a review's own.

    `others` is what else it says while it is in conflict, None for having been deleted.
    """

    topic: str
    text: str
    day: date
    for_sharing: bool = False
    id: str = ""
    others: "tuple[Reflection | None, ...]" = ()

    def __post_init__(self) -> None:
        """Check the text; raises NothingToWrite when it is empty."""
        if not self.text.strip():
            raise NothingToWrite("There is nothing to write; give the text in quotes.")

    @property
    def conflict(self) -> bool:
        """Whether it says something else too, since it was changed in two places at once."""
        return bool(self.others)


def checked_topic(words: str, others: Collection[str] = ()) -> str:
    """One of `TOPICS`, in any case, or one of `others` as it is; raises WrongUsage."""
    if words in others:
        return words
    if words.lower() not in TOPICS:
        raise WrongUsage(f"“{words}” is not a topic; there are {', '.join(TOPICS)}.")
    return words.lower()


def newest_of(versions: Iterable[Reflection]) -> tuple[Reflection, ...]:
    """The newest version of each topic, in the order of `TOPICS`; those for sharing apart.

    One that is in conflict is among them, however old.
    """
    newest = {(one.topic, one.for_sharing, one.id if one.conflict else ""): one for one in versions}
    order = {topic: place for place, topic in enumerate(TOPICS)}
    return tuple(sorted(newest.values(), key=lambda one: order.get(one.topic, len(order))))


def to_merge(versions: Iterable[Reflection], *, for_sharing: bool) -> Reflection | None:
    """The newest that is in conflict, or None."""
    waiting = [one for one in versions if one.conflict and one.for_sharing == for_sharing]
    return waiting[-1] if waiting else None
