"""An entry: what a person wrote after an interaction."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, NamedTuple

from ally_journal.domain.kind import KINDS, Kind, kind_chosen, kind_named, kind_option
from ally_journal.domain.records import fields
from ally_journal.domain.records.record import Record, made
from ally_journal.domain.text.tags import checked_name, checked_tag, people_in, tags_in, unique
from ally_journal.errors import NothingToWrite, WrongUsage

WENT = ("done", "missed", "mistake")


class Heard(NamedTuple):
    """What came back: `source` is them, others, guess or not-mine.

    `entry` is the record id of what it came back about; an entry's own need not say it. One in
    `conflict` was changed in two places, and each version of it is listed.
    """

    source: Annotated[str, fields.Label("from", needed=True)]
    text: Annotated[str, fields.Words()]
    day: fields.NeededDay
    entry: Annotated[str, fields.Id(needed=True, shown=None)] = ""
    conflict: bool = False


ASKED = ("asked", "invited", "together", "unasked")
"""Answers to "was it asked for?", in the order they are offered."""


class Entry(Record):
    """One entry, checked; `id`, `number`, `created` and `changed` are given by the store.

    `day` is the local civil date it belongs to, fixed when written. `at` is the aware local
    moment if one is known, `zone` the name of its time zone. `tags` and `people` hold those given
    by option; `all_tags` and `all_people` add those written inside the text. `created` and
    `changed` are UTC milliseconds. `guess` is how the writer thinks it was for the others, `star`
    says that it is to be seen in the year, `share` that others may see it, and `again` is the day
    on which a review is to show it once more. `plan` is the number of the plan it belongs to, or
    LAST.
    """

    id: str = ""
    number: int = 0
    kind: Annotated[Kind, fields.Choice(*KINDS, needed=True)]
    text: fields.NeededWords
    day: fields.NeededDay
    at: Annotated[datetime | None, fields.Instant()] = None
    zone: Annotated[str | None, fields.Zone("at")] = None
    tags: Annotated[tuple[str, ...], fields.Tags(shown="all_tags")] = ()
    people: Annotated[tuple[str, ...], fields.Names(shown="all_people")] = ()
    way: fields.OptionalWords = None
    went: Annotated[str, fields.Choice(*WENT, unsaid="done")] = "done"
    because: fields.OptionalWords = None
    lesson: fields.OptionalWords = None
    asked: Annotated[str | None, fields.Choice(*ASKED)] = None
    answers: Annotated[dict[str, str], fields.Answers()] = made(dict)
    guess: fields.OptionalWords = None
    share: fields.YesOrNo = False
    star: fields.YesOrNo = False
    again: fields.OptionalDay = None
    plan: Annotated[int | None, fields.Number("plan")] = None
    heard: tuple[Heard, ...] = ()
    conflict: bool = False
    created: int = 0
    changed: int = 0

    def check(self) -> None:
        """Check what the types cannot.

        Raises:
            NothingToWrite: the text is empty or only white space.
            WrongUsage: a field has a value that no entry may have.
        """
        if not self.text.strip():
            raise NothingToWrite("There is nothing to write; give the text in quotes.")
        check_choices(self.went, self.because, self.asked)

    @property
    def all_tags(self) -> tuple[str, ...]:
        """Tags in the text, then tags by option, each once, as first spelt."""
        return unique([*tags_in(self.text), *self.tags])

    @property
    def all_people(self) -> tuple[str, ...]:
        """Names in the text, then names by option, each once, as first spelt."""
        return unique([*people_in(self.text), *self.people])


class NewEntry(NamedTuple):
    """What was typed for an entry, not yet checked; `said` are answers given by option.

    `on` are the words for its day, for which `day`, `at` and `zone` stand once they were read. As
    text it is all the words; options alone are no words to keep.
    """

    text: str = ""
    kind: Kind | None = None
    said: Mapping[str, str | None] = MappingProxyType({})
    answers: Mapping[str, str] = MappingProxyType({})
    next_time: str = ""
    on: str | None = None
    day: date | None = None
    at: datetime | None = None
    zone: str | None = None
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    way: str | None = None
    went: str = "done"
    lesson: str | None = None
    guess: str | None = None
    share: bool = False
    star: bool = False
    again: date | None = None
    plan: int | None = None

    def __str__(self) -> str:
        """All typed words."""
        spoken = {**self.said, "lesson": self.lesson, "guess": self.guess, **self.answers}
        if self.text.strip() or self.answers or self.next_time:
            return all_words(self.text, spoken, self.next_time)
        return ""


def all_words(text: str, answers: Mapping[str, str | None], next_time: str = "") -> str:
    """Everything that was typed for an entry, to be read in any editor."""
    lines = [f"{key}: {said}" for key, said in answers.items() if said]
    return "\n".join(filter(None, [text, *lines, next_time]))


def check_choices(went: str, because: str | None, asked: str | None) -> None:
    """Check what is chosen rather than written, before anything is written; raises WrongUsage."""
    if went not in WENT:
        raise WrongUsage(f"An entry is done, missed or a mistake, not “{went}”.")
    if because and went != "missed":
        raise WrongUsage("--because says what stopped you, so it goes with --missed.")
    if asked is not None and asked not in ASKED:
        raise WrongUsage(f"--asked is one of {', '.join(ASKED)}, not “{asked}”.")


def split_kind(words: list[str], option: str | None) -> tuple[Kind | None, list[str]]:
    """Take the kind out of what was typed: the first word if it is exactly one, or the option.

    Before a quoted text of several words a letter is one too, and so is "challenge bias", as it is
    headed, since the sentence does not begin so.

    Raises:
        WrongUsage: the option names no kind, or both are given and differ.
    """
    first = kind_named(words[0]) if words else None
    if option is None and words and " " in words[-1].strip():
        headed = " ".join(words[:-1])
        if not headed.isdecimal() and (kind := kind_chosen(headed)):
            return kind, words[-1:]
    chosen = first if option is None else kind_option(option)
    if first and first is not chosen:
        raise WrongUsage(
            f"Two kinds were given, {first} and {chosen}; give one, or quote the whole text."
        )
    return chosen, words[1:] if first else words


def went_by(*, missed: bool, mistake: bool) -> str:
    """What the two options say together; raises WrongUsage when both were given."""
    if missed and mistake:
        raise WrongUsage("An entry is a missed moment or a mistake, not both; give one of the two.")
    return "missed" if missed else "mistake" if mistake else "done"


def answer_pairs(pairs: list[str]) -> dict[str, str]:
    """Read KEY=TEXT pairs, of which a later one for the same key wins.

    Raises:
        WrongUsage: a pair has no "=" or a key that is not one of `ANSWER_KEYS`.
    """
    read = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or key not in ANSWER_KEYS:
            raise WrongUsage(
                f"“{pair}” is not an answer; write KEY=TEXT with one of the keys "
                f"{', '.join(ANSWER_KEYS)}."
            )
        read[key] = text
    return read


def answers_by(pairs: list[str]) -> dict[str, str]:
    """The answers of a new entry, none of them empty; raises WrongUsage as `answer_pairs`."""
    return {key: text.strip() for key, text in answer_pairs(pairs).items() if text.strip()}


def checked_tags(raw: list[str]) -> tuple[str, ...]:
    """Tags given by option, each once; raises WrongUsage when one cannot be a tag."""
    return unique([checked_tag(tag) for tag in raw])


def checked_people(raw: list[str]) -> tuple[str, ...]:
    """Names given by option, each once; raises WrongUsage when one is empty or has two lines."""
    return unique([checked_name(name) for name in raw])


_KEYS = "notice source assumed found understood received risked stopped impact did"
ANSWER_KEYS = tuple(_KEYS.split())
"""The stable keys under which an entry keeps its answers."""
