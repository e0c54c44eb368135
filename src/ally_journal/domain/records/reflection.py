"""A reflection, thought rather than done and kept with its day; and what a review asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields
from ally_journal.errors import WrongUsage

TOPICS = ("why", "my-story", "our-story", "the-story", "year", "next-year")
"""What a person comes back to; every answer is a further version, and none is replaced."""


class Topic(fields.Label):
    """What a reflection is about: one of `TOPICS`, one of a review, or a person's own words."""

    looks = rf"{'|'.join(TOPICS)}|review/[0-9QW-]+/[a-z0-9_/-]+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(fields.Mergeable):
    """One dated answer; the topic is a fixed word such as why, or a review's own."""

    id: str = ""
    topic: Annotated[str, Topic(needed=True)]
    text: fields.NeededWords
    day: fields.NeededDay
    for_sharing: fields.YesOrNo = False
    others: "tuple[Reflection | None, ...]" = ()

    if_empty = "There is nothing to write; give the text in quotes."


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


SKIPPED, ANSWERED, FORGOTTEN = "skipped", "answered", "forgotten"
"""What became of a question; forgotten means that it is not to come again."""


class Asking(NamedTuple):
    """One question put in a review of the period, on the local day `day`.

    `question` is its key; `about` the record id of the entry or plan it is about, if any.
    """

    question: fields.NeededLabel
    period: fields.NeededLabel
    day: fields.NeededDay
    outcome: fields.NeededLabel = SKIPPED
    about: Annotated[str | None, fields.Record()] = None
