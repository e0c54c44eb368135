"""Drafts: words that were not saved yet, and what they were meant for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ally_journal.domain.calendar.dates import parse_until, parse_when
from ally_journal.domain.kind import Kind, kind_named
from ally_journal.domain.records.entry import ASKED, WENT
from ally_journal.errors import NotFound, UnreadableDate, WrongUsage

T = TypeVar("T")

LOG, EDIT, HEARD, PLAN, REFLECT, MOMENT = "log", "edit", "heard", "plan", "reflect", "moment"
"""What words can be for, so that they go back there; any others become an entry."""


class Draft(NamedTuple):
    """One draft in the file `path`; `kept` is the local time it was begun.

    `about` is what is known of its purpose, as JSON values that nobody has checked: under `for`
    the command, and its own fields. It is empty for a file that somebody put there. One that is
    `locked` belongs to an encrypted journal, and nothing of it is known without the key.
    """

    path: Path
    kept: datetime
    words: str
    about: Mapping[str, Any]
    locked: bool = False

    @property
    def purpose(self) -> str:
        """The command it was typed for, or nothing."""
        return _text(self.about, "for") or ""

    @property
    def entry(self) -> int | None:
        """The number of the entry it is about, or None."""
        number = self.about.get("entry")
        return number if type(number) is int and number > 0 else None

    @property
    def plan(self) -> int | None:
        """The number of the plan whose words it changes, or None for a new one."""
        number = self.about.get("number")
        return number if type(number) is int and number > 0 else None

    @property
    def kind(self) -> Kind | None:
        """The kind it was going to have, or None."""
        return kind_named(_text(self.about, "kind") or "")


@dataclass(slots=True)
class Rewritten:
    """What was typed to change an entry; None leaves a field alone, an empty text clears it.

    `kind` is as it was typed. As text it is a draft of all the words.
    """

    entry: int
    text: str | None = None
    because: str | None = None
    lesson: str | None = None
    answers: dict[str, str] | None = None
    went: str | None = None
    kind: str | None = None

    def __str__(self) -> str:
        """All typed words, for a draft."""
        spoken = {"because": self.because, "lesson": self.lesson, **(self.answers or {})}
        return all_words(self.text or "", spoken)

    def about(self) -> Mapping[str, Any]:
        """What the draft remembers, so that it can go back where it was meant for."""
        return {"for": EDIT} | {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Answered:
    """Answers about a missed moment or a mistake, on their way to the entry of that number."""

    entry: int
    answers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """All typed words, for a draft."""
        return all_words("", self.answers)

    def about(self) -> Mapping[str, Any]:
        """What the draft remembers."""
        return {"for": MOMENT, "entry": self.entry, "answers": self.answers}


def answered(draft: Draft) -> Answered | None:
    """The answers a draft was begun with; None when its file was changed since."""
    told = Answered(draft.entry or 0, _pairs(draft.about, "answers"))
    return told if str(told) == draft.words else None


def rewritten(draft: Draft) -> Rewritten:
    """What a draft of an edit was typed to change; a file changed since is all text."""
    about = draft.about
    words = {name: _text(about, name) for name in ("text", "because", "lesson", "kind")}
    answers = _pairs(about, "answers") or None
    went = about.get("went") if about.get("went") in WENT else None
    typed = Rewritten(draft.entry or 0, answers=answers, went=went, **words)
    if str(typed) == draft.words:
        return typed
    return Rewritten(draft.entry or 0, draft.words, went=went, kind=words["kind"])


def all_words(text: str, answers: Mapping[str, str | None], next_time: str = "") -> str:
    """Everything that was typed for an entry, to be read in any editor."""
    lines = [f"{key}: {said}" for key, said in answers.items() if said]
    return "\n".join(filter(None, [text, *lines, next_time]))


def fingerprint(text: str) -> str:
    """What stands for a text the journal has already, so that a copy of it is no draft."""
    return sha256(text.rstrip("\r\n").encode("utf-8", "surrogateescape")).hexdigest()


def is_worth_keeping(words: str, about: Mapping[str, Any]) -> bool:
    """Whether there are words in it that the journal does not have already."""
    return bool(words.strip()) and about.get("known") != fingerprint(words)


def remembered(fields: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's fields as JSON values, without those that say nothing."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
        if value is not None and value is not False and value not in ("", (), [], {})
    }


def entry_fields(draft: Draft) -> dict[str, Any]:
    """The fields its entry was going to have, beside kind, text and answers.

    What cannot be read is left out; without a day, the entry belongs to the day it was typed.
    """
    about = draft.about
    fields: dict[str, Any] = {
        "day": day_of(draft),
        "went": about.get("went") if about.get("went") in WENT else "done",
        "share": about.get("share") is True,
        "tags": _texts(about, "tags"),
        "people": _texts(about, "people"),
        "way": _text(about, "way"),
        "lesson": _text(about, "lesson"),
        "zone": _text(about, "zone"),
        "plan": _number(about, "plan"),
    }
    at = _read(datetime.fromisoformat, _text(about, "at"))
    return fields | {"at": at if at is not None and at.tzinfo else None}


def day_of(draft: Draft) -> date:
    """The day its words belong to: the one that was said, or the one they were typed on.

    Words for a day, such as yesterday, count from when they were typed.
    """
    about, typed = draft.about, draft.kept.date()
    said = _read(lambda words: parse_when(words, typed).day, _text(about, "on"))
    return _read(date.fromisoformat, _text(about, "day")) or said or typed


def plan_fields(draft: Draft) -> dict[str, Any]:
    """The fields its plan was going to have, beside the text."""
    opened = day_of(draft)
    return {
        "opened": opened,
        "until": _read(lambda words: parse_until(words, opened), _text(draft.about, "until")),
        "source": _text(draft.about, "source"),
        "share": draft.about.get("share") is True,
    }


def told_apart(draft: Draft) -> tuple[str, dict[str, str], dict[str, str], str]:
    """Its text, what options said, the answers given, and what was said of next time.

    When the file was changed since, all that stands in it is text.
    """
    about = draft.about
    text, said, answers = _text(about, "text"), _pairs(about, "said"), _pairs(about, "answers")
    if said.get("asked", ASKED[0]) not in ASKED:
        del said["asked"]
    if text is None:  # an editor's file, which never held more than the text
        return draft.words, said, {}, ""
    next_time = _text(about, "next_time") or ""
    spoken = {**said, "lesson": _text(about, "lesson"), **answers}
    if all_words(text, spoken, next_time) == draft.words:
        return text, said, answers, next_time
    return draft.words, {key: said[key] for key in said if key in {"because", "asked"}}, {}, ""


def chosen_among(drafts: tuple[Draft, ...], words: str | None) -> Draft:
    """The draft a person means by its place from 1, by `last`, or by saying nothing if it is alone.

    Raises:
        NotFound: there is none, or none of that number.
        WrongUsage: there are several and none was named, or it is no number.
    """
    if not drafts:
        raise NotFound("There is no draft.")
    if words is None and len(drafts) > 1:
        raise WrongUsage(
            f"There are {len(drafts)} drafts; ally draft shows them, the newest is {len(drafts)}."
        )
    place = len(drafts) if words is None or words.lower() == "last" else _place(words)
    if not 1 <= place <= len(drafts):
        raise NotFound(f"There is no draft {place}; ally draft shows them.")
    return drafts[place - 1]


def _place(words: str) -> int:
    if not (words.isascii() and words.isdigit()):
        raise WrongUsage(f"“{words}” is not the number of a draft; ally draft shows the numbers.")
    return int(words[:9])


def _text(about: Mapping[str, Any], name: str) -> str | None:
    value = about.get(name)
    return value if isinstance(value, str) else None


def _number(about: Mapping[str, Any], name: str) -> int | None:
    value = about.get(name)
    return value if type(value) is int and value >= 0 else None


def _texts(about: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = about.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _pairs(about: Mapping[str, Any], name: str) -> dict[str, str]:
    value = about.get(name)
    if not isinstance(value, dict):
        return {}
    return {key: said for key, said in value.items() if isinstance(said, str)}


def _read(reader: Callable[[str], T], words: str | None) -> T | None:
    if words is None:
        return None
    try:
        return reader(words)
    except (ValueError, UnreadableDate):
        return None
