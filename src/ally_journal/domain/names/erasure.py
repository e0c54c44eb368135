"""Taking one person's name out of everything a journal says, field by field."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal.domain.names.finder import ANYONE, bare, places_of, rewritten
from ally_journal.domain.names.word_list import Names, by_spelling
from ally_journal.domain.records import fields
from ally_journal.domain.records.record_types import RECORDS
from ally_journal.errors import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


ELLIPSIS = "…"
"""What stands where a text may not be empty and only a name was in it."""

_LISTED = {
    field.name
    for record in RECORDS.values()
    for field in fields.fields_of(record)
    if isinstance(field, fields.Names)
}
"""Lists of names and tags: what holds the name is left out, since nothing can stand for it."""

_NEEDED = {"text", "title"}
_ROUNDS = 20
_JOINED = r"[\w'’ʼ\-‐‑]+"


class Person(NamedTuple):
    """Whom to take out: every way the name is written, and what stands in its place."""

    names: tuple[str, ...]
    instead: str = ANYONE

    def joined_by(self, marked: Iterable[str]) -> Person:
        """The same person with those of the names marked in a journal that contain theirs."""
        longer = {one for one in marked if any(places_of(one, self.names))}
        return self._replace(names=(*self.names, *sorted(longer)))


def person(name: str, instead: str) -> Person:
    """A person by one name.

    Raises:
        WrongUsage: there is no letter or digit in the name, or what is to stand there holds it.
    """
    asked = " ".join(name.strip().removeprefix("@").split())
    if not any(one.isalnum() for one in asked):
        raise WrongUsage("A name has at least one letter, such as --with Priya.")
    if any(places_of(instead, [asked])):
        raise WrongUsage(f"“{instead}” has the name in it; say something else with --as.")
    return Person((asked,), instead)


def everyone(marked: Iterable[str]) -> Person:
    """Everybody whose name a journal knows, as if they were one: the same words stand for all."""
    return Person(tuple(marked))


def places(text: str, whom: Person) -> list[tuple[int, int]]:
    """Where the person is named in a text, half-open, in order."""
    if not may_name(text, whom):
        return []
    return list(places_of(text, *_sought(whom.names)))


@lru_cache(maxsize=2)
def _sought(names: tuple[str, ...]) -> Names:
    """The names as they are looked for; when asked for in lower case they go in any."""
    return Names(names) if names[0].islower() and _are_one(names) else by_spelling(names)


def _are_one(names: tuple[str, ...]) -> bool:
    return all(bare(names[0]) in bare(name) for name in names)


def may_name(text: str, whom: Person) -> bool:
    """Whether the letters of the name stand in a text at all; quick, for the many that do not."""
    told = bare(text)
    return any(word in told for word in _bare_words(whom.names))


def body_may_name(body: bytes, whom: Person) -> bool:
    """The same of a body, in which a letter may be escaped."""
    return b"\\u" in body or may_name(body.decode(errors="replace"), whom)


@lru_cache(maxsize=2)
def _bare_words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(bare(word) for name in names for word in name.split())


def without(text: str, whom: Person) -> str:
    """The text without the person; all else stays exactly as it was written.

    What is written instead can make the name once more with the words around it, as one of two
    words does, so it is looked at until nothing is found. Where that comes to no end, nothing is
    written instead: that shortens the text each time.
    """
    for _ in range(_ROUNDS):
        found = places(text, whom)
        if not found:
            return text
        text = rewritten(text, found, whom.instead)
    while found := places(text, whom):
        text = rewritten(text, found, "")
    return text


def body_without(type_: str, body: Mapping[str, Any], whom: Person) -> dict[str, Any]:
    """A record's body without the person: in every text, and in the lists of names and tags.

    Names of fields that nobody knows here are texts too.
    """
    structure = _structure(type_, body)
    known = structure | {one.name for one in _known(type_)}
    left: dict[str, Any] = {}
    for name, value in body.items():
        key = name if name in known else _key(name, left, whom)
        left[key] = value if name in structure else _field(name, value, whom)
    needed = (one.name for one in _known(type_) if one.needed)
    return left | {one: ELLIPSIS for one in needed if left.get(one) == ""}


def texts_of(type_: str, body: Mapping[str, Any]) -> list[str]:
    """Everything in a body that can hold words, in order of the fields, text and title first."""
    structure = _structure(type_, body)
    names = sorted(body.keys() - structure, key=lambda name: (name not in _NEEDED, name))
    return [text for name in names for text in _strings(body[name])]


def inside_words(text: str, whom: Person) -> list[str]:
    """The words of a text in which the name still stands, as a part or as a word of its own."""
    told = bare(text)
    names = whom.names if not _are_one(whom.names) else whom.names[:1]
    inside: list[str] = []
    for one in names:
        if (name := bare(one)) in told:
            words = [one] if " " in name else re.findall(_JOINED, text)
            inside += [word for word in words if name in bare(word)]
    return inside


def _known(type_: str) -> Collection[fields.Field]:
    return fields.fields_of(RECORDS[type_]) if type_ in RECORDS else ()


def _key(name: str, taken: Mapping[str, Any], whom: Person) -> str:
    """The name of a value without the person, which no other value there has."""
    if not places(name, whom):
        return name
    key = without(name, whom).strip() or ELLIPSIS
    while key in taken:
        key += ELLIPSIS
    return key


def _structure(type_: str, body: Mapping[str, Any]) -> set[str]:
    """Fields that hold no words of a person's; all others may, also those not known here."""
    structure = {field.name for field in _known(type_) if not field.has_words(body)}
    arrived = str(body.get("arrived", ""))  # a hash, see `adopting`
    is_hash = type_ == "entry" and re.fullmatch("[0-9a-f]{16,}", arrived)
    return structure | {"arrived"} if is_hash else structure


def _field(name: str, value: Any, whom: Person) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        said = without(value, whom)
        return said if said.strip() or name not in _NEEDED else ELLIPSIS
    if isinstance(value, list):
        if name in _LISTED:
            mark = "@" if name == "people" else ""  # among people each is a name
            return [one for one in value if not places(f"{mark}{one}", whom)]
        return [_field("", one, whom) for one in value]
    if isinstance(value, dict):
        left: dict[str, Any] = {}
        for key, one in value.items():
            left[_key(key, left, whom)] = _field(key, one, whom)
        return left
    return value


def _strings(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]
