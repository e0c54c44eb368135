"""Drafts: words that were not saved yet, each a command that was not carried out.

A frozen value holds what was typed for one command, which carries it out, as does whoever takes up
its draft. As text it is all the words; the rest is remembered as JSON values, for `meant`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ally_journal.domain.calendar.when import parse_ahead, parse_day, parse_when
from ally_journal.domain.kind import Kind, kind_named
from ally_journal.domain.records.entry import ASKED, WENT, NewEntry, all_words
from ally_journal.domain.records.entry_edit import Wishes, read_form
from ally_journal.domain.records.number import LAST
from ally_journal.domain.review.prompts import NEXT_TIME
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.errors import NotFound, UnreadableDate, WrongUsage

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Content(NamedTuple):
    """What the file of a draft holds; `left` are files by name that an editor left beside its own.

    `about` is what is known of its purpose, as JSON values that nobody has checked: under `for`
    the command, and its own fields. It is empty for words that somebody put there.
    """

    words: str
    about: Mapping[str, Any]
    left: Mapping[str, bytes] = NOTHING


class Draft(NamedTuple):
    """One draft in the file `path`; `kept` is the local time it was begun, the rest its content.

    One that is `locked` belongs to an encrypted journal, and nothing of it is known without the
    key.
    """

    path: Path
    kept: datetime
    words: str
    about: Mapping[str, Any]
    left: Mapping[str, bytes] = NOTHING
    locked: bool = False

    @property
    def purpose(self) -> str:
        """The command it was typed for, or nothing."""
        return _text(self.about.get("for")) or ""

    @property
    def entry(self) -> int | None:
        """The number of the entry it is about, or None."""
        return _number(self.about.get("entry"))

    @property
    def number(self) -> int | None:
        """The number of the record other than an entry that it changes, or None for a new one."""
        return _number(self.about.get("number"))

    @property
    def kind(self) -> Kind | None:
        """The kind it was going to have, or None."""
        return _kind(self.about.get("kind"))


@dataclass(frozen=True, slots=True)
class EntryEdit:
    """What was typed to change the entry of that number; `on` are words for a day not yet read."""

    entry: int
    wishes: Wishes
    on: str | None = None

    def __str__(self) -> str:
        """All typed words."""
        said = self.wishes
        spoken = {"because": said.because, "lesson": said.lesson, "guess": said.guess}
        spoken |= said.answers or {}
        return all_words(said.text or "", spoken)


@dataclass(frozen=True, slots=True)
class HeardOf:
    """What came back about the entry of that number, and who says so, once that is known."""

    entry: int
    source: str | None = None
    words: str = ""
    on: str | None = None
    day: date | None = None

    def __str__(self) -> str:
        """What was heard."""
        return self.words


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a person would say after all, in the missed moment that is the entry of that number."""

    entry: int
    words: str = ""
    day: date | None = None

    def __str__(self) -> str:
        """The sentence."""
        return self.words


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers about a missed moment or a mistake, on their way to the entry of that number."""

    entry: int
    answers: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None

    def __str__(self) -> str:
        """All answers."""
        return all_words("", self.answers)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a plan, obstacle, shelf item or own idea, by the names of its fields.

    Without a number it is for a new one, which as a plan may take the place of the one it
    `follows`. An empty text clears its field. `until` and `on` are words for a day, which count
    from `day`; `tags` are added and those of `untag` taken away.
    """

    type: str
    number: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    share: bool | None = None
    day: date | None = None
    tags: tuple[str, ...] = ()
    untag: tuple[str, ...] = ()
    follows: int | None = None

    def __str__(self) -> str:
        """The words, first those that stand for the whole."""
        main, *others = (one for one in _FIELDS[self.type] if one not in _BESIDE)
        told = {name: self.fields.get(name) for name in others}
        return all_words(self.fields.get(main, ""), told)

    def saying(self, words: str) -> "Typed":
        """The same with other main words."""
        return replace(self, fields={**self.fields, MAIN[self.type]: words})


@dataclass(frozen=True, slots=True)
class Reflected:
    """What was written under a topic of `ally reflect` or of a review, once that is known."""

    topic: str | None
    words: str = ""
    for_sharing: bool = False
    day: date | None = None

    def __str__(self) -> str:
        """The words."""
        return self.words


Meant = NewEntry | EntryEdit | HeardOf | Rehearsed | Answered | Typed | Reflected

LOG, EDIT, HEARD, MOMENT, REFLECT = "log", "edit", "heard", "moment", "reflect"
REHEARSE = "rehearse"
PLAN, OBSTACLE, SHELF, IDEA = "plan", "obstacle", "shelf", "idea"
"""What words can be for, so that they go back there; any others become an entry."""
MAIN = {PLAN: "text", OBSTACLE: "text", SHELF: "title", IDEA: "text"}
"""The field of each that has to stay."""
_FIELDS = {
    PLAN: ("text", "until", "source"),
    OBSTACLE: ("text", "lever", "who", "next"),
    SHELF: ("title", "by", "type", "on", "takeaway"),
    IDEA: ("text", "what", "kind", "moment"),
}
DAYS: Mapping[str, Callable[[str, date], date]] = {"until": parse_ahead, "on": parse_day}
"""The fields that are words for a day, each with what reads it."""
_BESIDE = {*DAYS, "source", "what", "kind", "moment"}
"""Those of them that are no words of their own."""
_PURPOSES = {
    NewEntry: LOG,
    EntryEdit: EDIT,
    HeardOf: HEARD,
    Rehearsed: REHEARSE,
    Answered: MOMENT,
    Reflected: REFLECT,
}


def said(**given: str | None) -> dict[str, str]:
    """What was given of the fields of a record at all; an empty text clears its field."""
    return {name: text for name, text in given.items() if text is not None}


def about(typed: object) -> Mapping[str, Any]:
    """What a draft remembers of such a value as JSON values; of mere words nothing."""
    if isinstance(typed, Typed):
        names = ("number", "share", "day", "tags", "untag", "follows")
        own: dict[str, Any] = {name: getattr(typed, name) for name in names}
        return {"for": typed.type} | _remembered(own | dict(typed.fields))
    if isinstance(typed, EntryEdit):
        when = dict(zip(("day", "at", "zone"), typed.wishes.when or (), strict=False))
        own = {"entry": typed.entry, "on": typed.on, "when": None}
        return {"for": EDIT} | _remembered(typed.wishes._asdict() | when | own, no=True)
    if type(typed) not in _PURPOSES:
        return {}
    given = {one: getattr(typed, one) for one in _names(type(typed)) if one != "words"}
    return {"for": _PURPOSES[type(typed)]} | _remembered(given)


def meant(draft: Draft) -> Meant:
    """The value that a draft was begun with; where too little is known, that of a new entry.

    Where its words were changed since, all that stands there is the text. Without a day, it is
    the day the words were typed on, from which words for a day, such as yesterday, count as well.
    """
    reader = _MEANT.get(draft.purpose)
    typed = (reader(draft) if reader else None) or as_entry(draft)
    if isinstance(typed, EntryEdit) or typed.day:
        return typed
    day = _day_of(draft)
    return typed._replace(day=day) if isinstance(typed, NewEntry) else replace(typed, day=day)


def as_entry(draft: Draft) -> NewEntry:
    """The same as a new entry, whatever it was for."""
    known = _known(draft, *_names(NewEntry)) | {"day": _day_of(draft)}
    said = known.get("said", {})
    if said.get("asked", ASKED[0]) not in ASKED:
        del said["asked"]
    if "text" in known:
        if str(typed := NewEntry(**known)) == draft.words:
            answers = dict(typed.answers)  # among which 0.1 kept what was said of next time
            next_time = answers.pop(NEXT_TIME.key, typed.next_time)
            return typed._replace(answers=answers, next_time=next_time)
        known["said"] = {key: said[key] for key in said if key in {"because", "asked"}}
    return NewEntry(**known | {"text": draft.words, "answers": {}, "guess": None, "next_time": ""})


def _edit(draft: Draft) -> EntryEdit | None:
    known = _known(draft, *Wishes._fields, "day", "at", "zone")
    if draft.entry is None:
        return None
    when = [known.pop(name, None) for name in ("day", "at", "zone")]
    if draft.about.get("on"):
        when[0] = _day_of(draft)
    known |= {name: "" for name in ("plan", "again") if draft.about.get(name) == ""}
    wishes = Wishes(**known, when=(when[0], when[1], when[2]) if when[0] else None)
    if str(EntryEdit(draft.entry, wishes)) != draft.words:
        form, told = read_form(draft.words), ("text", "because", "lesson", "guess", "answers")
        wishes = wishes._replace(**{name: getattr(form, name) for name in told})
    return EntryEdit(draft.entry, wishes)


def _heard(draft: Draft) -> HeardOf | None:
    source = draft.about.get("source")
    if draft.entry is None or source not in HEARD_SOURCES:
        return None
    return HeardOf(draft.entry, source, draft.words, day=_day_of(draft))


def _rehearsed(draft: Draft) -> Rehearsed | None:
    return (
        Rehearsed(draft.entry, draft.words, _date(draft.about.get("day"))) if draft.entry else None
    )


def _moment(draft: Draft) -> Answered | None:
    typed = Answered(draft.entry or 0, _pairs(draft.about.get("answers")) or {})
    return typed if typed.entry and str(typed) == draft.words else None


def _typed(draft: Draft) -> Typed | None:
    """What was to become of a record; None for the last one, which by now may be another."""
    if draft.number is None and draft.about.get("number") is not None:
        return None
    said = {name: _text(draft.about.get(name)) for name in _FIELDS[draft.purpose]}
    given = {name: text for name, text in said.items() if text is not None}
    for name in DAYS.keys() & given:
        try:
            DAYS[name](given[name], _day_of(draft))
        except UnreadableDate:  # which may be why it was not carried out
            del given[name]
    known = _known(draft, "share", "day", "tags", "untag", "follows")
    typed = Typed(draft.purpose, draft.number, given, **known)
    if str(typed) == draft.words:
        return typed
    kept = {name: text for name, text in given.items() if name in _BESIDE}
    return replace(typed, fields=kept).saying(draft.words)


def _reflected(draft: Draft) -> Reflected | None:
    known = _known(draft, "topic", "for_sharing", "day")
    return Reflected(**known, words=draft.words) if "topic" in known else None


_MEANT: dict[str, Callable[[Draft], Meant | None]] = {
    EDIT: _edit,
    HEARD: _heard,
    REHEARSE: _rehearsed,
    MOMENT: _moment,
    REFLECT: _reflected,
    **dict.fromkeys(_FIELDS, _typed),
}


def _day_of(draft: Draft) -> date:
    """The day its words belong to: the one that was said, or the one they were typed on."""
    typed = draft.kept.date()
    said = None if draft.purpose == SHELF else _text(draft.about.get("on"))  # a day it is for
    day = _date(draft.about.get("day"))
    with suppress(UnreadableDate):
        return day or (parse_when(said, typed, now=draft.kept).day if said else typed)
    return typed


def fingerprint(text: str) -> str:
    """What stands for a text the journal has already, so that a copy of it is no draft."""
    return sha256(text.rstrip("\r\n").encode("utf-8", "surrogateescape")).hexdigest()


def is_worth_keeping(words: str, known: Mapping[str, Any]) -> bool:
    """Whether there are words in it that the journal does not have already, by what is `known`."""
    return bool(words.strip()) and known.get("known") != fingerprint(words)


def chosen_among(drafts: tuple[Draft, ...], words: str | None) -> Draft:
    """The draft a person means by its place from 1, by `last`, or by saying nothing if it is alone.

    Raises:
        NotFound: there is none, or none of that number.
        WrongUsage: there are several and none was named, or it is no number.
    """
    many = len(drafts)
    if not many:
        raise NotFound("There is no draft.")
    if words is None and many > 1:
        raise WrongUsage(f"There are {many} drafts; ally draft shows them, the newest is {many}.")
    if words is None or words.lower() == "last":
        return drafts[-1]
    if not (words.isascii() and words.isdigit()):
        raise WrongUsage(f"“{words}” is not the number of a draft; ally draft shows them.")
    place = int(words[:9])
    if not 1 <= place <= many:
        raise NotFound(f"There is no draft {place}; ally draft shows them.")
    return drafts[place - 1]


def _names(value: type[Any]) -> list[str]:
    return list(getattr(value, "_fields", ())) or [one.name for one in fields(value)]


def _remembered(given: Mapping[str, Any], *, no: bool = False) -> dict[str, Any]:
    """Fields as JSON values, without those that say nothing; an empty text clears, as may `no`."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
        if value is not None and (no or value is not False) and value not in ((), [], {})
    }


def _known(draft: Draft, *names: str) -> dict[str, Any]:
    """Those of these fields that a draft remembers and that can be read."""
    read = {name: _READERS[name](draft.about.get(name)) for name in names if name in _READERS}
    return {name: value for name, value in read.items() if value is not None}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object, least: int = 1) -> int | None:
    return value if type(value) is int and value >= least else None


def _texts(value: object) -> tuple[str, ...] | None:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else None


def _pairs(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {key: said for key, said in value.items() if isinstance(said, str)}


def _kind(value: object) -> Kind | None:
    return kind_named(value) if isinstance(value, str) else None


def _date(value: object) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(_text(value) or "")
    return None


def _aware(value: object) -> datetime | None:
    with suppress(ValueError):
        at = datetime.fromisoformat(_text(value) or "")
        return at if at.tzinfo else None
    return None


_READERS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("text", "next_time", "on", "zone", "way", "lesson", "because"), _text),
    **dict.fromkeys(("topic", "asked", "guess"), _text),
    **dict.fromkeys(("said", "answers"), _pairs),
    **dict.fromkeys(("tags", "people", "untag", "without"), _texts),
    **dict.fromkeys(("share", "star", "for_sharing"), _flag),
    "plan": partial(_number, least=LAST),
    "follows": _number,
    "kind": _kind,
    "went": lambda value: value if value in WENT else None,
    **dict.fromkeys(("day", "again"), _date),
    "at": _aware,
}
