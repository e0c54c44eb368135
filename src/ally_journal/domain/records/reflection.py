"""A reflection, thought rather than done and kept with its day; and what a review asked."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, NamedTuple

from ally_journal.domain.calendar.dates import FIRST_YEAR
from ally_journal.domain.choices import checked_choice
from ally_journal.domain.records import fields
from ally_journal.domain.records.record import Mergeable
from ally_journal.errors import WrongUsage

STORIES = ("my-story", "our-story", "the-story")
"""Who I am, which groups I am in, what happens again and again: each acts on the others."""
OF_A_YEAR = ("year", "next-year")
"""What belongs to the year of its day."""
TOPICS = ("why", *STORIES, *OF_A_YEAR, "talk")
"""What a person comes back to; every answer is a further version, and none is replaced."""


_TITLES = {"In my own words": "year", "From a talk": "talk"}
"""Topics that views call otherwise."""


class Topic(fields.Label):
    """What a reflection is about: one of `TOPICS`, one of a review, or a person's own words."""

    looks = rf"{'|'.join(TOPICS)}|review/[0-9QW-]+/[a-z0-9_/-]+"


class Reflection(Mergeable):
    """One dated answer; the topic is a fixed word such as why, or a review's own."""

    id: str = ""
    topic: Annotated[str, Topic(needed=True)]
    text: fields.NeededWords
    day: fields.NeededDay
    for_sharing: fields.YesOrNo = False
    others: "tuple[Reflection | None, ...]" = ()

    if_empty = "There is nothing to write; give the text in quotes."


def checked_topic(words: str, others: Collection[str] = ()) -> str:
    """One of `TOPICS`, also as views call it, or one of `others` as it is; raises WrongUsage."""
    if words in others:
        return words
    refused = f"“{words}” is not a topic; there are {', '.join(TOPICS)}."
    return checked_choice(words, TOPICS, _TITLES, refused)


def topic_read(
    topic: str | None, text: list[str] | None
) -> tuple[str | None, list[str] | None, bool]:
    """The topic and the text, and whether it was `list` or `show`, as groups have them.

    A topic may be two words, such as next year. Raises WrongUsage for `show` without a topic, or
    with more, for another word before one, and for a word that asks for something as all the text.
    """
    if topic == "list" and not text:
        return None, None, True
    if topic not in {None, "show", *TOPICS} and text:
        if (joined := f"{topic}-{text[0]}".lower()) in TOPICS:
            return topic_read(joined, text[1:] or None)
        if text[0] in TOPICS:
            how = " --edit" if topic == "edit" else ""
            step = f"write: ally reflect {text[0]}{how}"
            if text[1:]:
                step = f"leave it out, so that {text[0]} comes first"
            raise WrongUsage(f"“{topic}” is not a topic; {step}")
    if topic == "show":
        if not text or text[1:]:
            raise WrongUsage("Say what to show, such as: ally reflect show why")
        return text[0], None, True
    word = text[0] if text and not text[1:] else ""
    if word.lower() in {"list", "show"}:
        return topic, None, True
    if topic and word:
        _refuse_alone(topic, word)
    return topic, text, False


def _refuse_alone(topic: str, word: str) -> None:
    """Raise WrongUsage for a word that asks for something, and is not what a person reflected."""
    if word.lower() in {"edit", "delete", "help"}:
        how = f"ally reflect {topic} --edit" if word.lower() == "edit" else "ally help reflect"
        raise WrongUsage(f"“{word}” alone is no text ({how}).")
    if topic in OF_A_YEAR and re.fullmatch(r"\d{4}", word, re.ASCII):
        raise WrongUsage(f"{word} is a year and no text (ally reflect {topic} --year {word}).")


def last_day(topic: str | None, year: str, today: date) -> date:
    """The day on which something is written for a year that was: its last, or today in this one.

    Raises WrongUsage for a topic that belongs to no year, and for what is no year up to this one.
    """
    if topic not in OF_A_YEAR:
        raise WrongUsage(f"--year goes with {' or '.join(OF_A_YEAR)}, such as ally reflect year.")
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or not FIRST_YEAR <= int(year) <= today.year:
        raise WrongUsage(f"--year takes a year from {FIRST_YEAR} to {today.year}, not “{year}”.")
    return min(today, date(int(year), 12, 31))


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
    about: Annotated[str | None, fields.Id()] = None
