"""The kinds of field a record has: of them follow its body, its check, its JSON and its erasure.

A record's class says each field once, as `until: Annotated[date | None, Day()] = None`. What is so
marked is kept in the body of a revision under the name it has there; what is not, such as a number,
the store works out. A field that came with a later version of ally is one that older bodies lack,
so it needs a default.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from ally_journal.domain.calendar.moment import from_utc_ms, utc_ms
from ally_journal.domain.text.tags import is_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

T = TypeVar("T")
Value = Any
"""What the class of a record has for a field; each kind of field has its own."""
Json = Any
"""The same as a body or a document has it."""

_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DAY_MS = 86_400_000
_FARTHEST = 10**13  # milliseconds from 1970; the years 1653 to 2286
_AS_KEPT = ""


def is_id(value: object) -> bool:
    """Whether this is the id of a record, a UUID as Python writes it."""
    return isinstance(value, str) and re.fullmatch(_ID, value) is not None


def _is_text(value: object) -> bool:
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


class Field:
    """One field that is kept; the subclass says what kind of value it has.

    `name` is what bodies and JSON call it, where that is not the `attribute` of the class. A body
    without a `needed` field is none of its type. JSON shows the attribute `shown`, or for None
    leaves the field out.
    """

    attribute = ""
    unsaid: object = None
    """The value that goes without saying, besides None."""
    json: Callable[[Value], Json] = staticmethod(lambda it: it)
    """A value that is not None as JSON has it."""
    read: Callable[[Json, Mapping[str, Json]], Value] = staticmethod(lambda told, _body: told)
    """The value for what is not null in a body."""
    allows: Callable[[object], bool]
    """Whether this, which is not null, is a value of the kind as JSON has it."""

    def __init__(
        self,
        name: str = "",
        *,
        needed: bool = False,
        shown: str | None = _AS_KEPT,
        known: tuple[str, ...] = (),
    ) -> None:
        self.name, self.needed, self.shown, self.known = name, needed, shown, known

    def named(self, attribute: str) -> Field:
        """The same, as the field that an attribute of a class is."""
        one: Field = object.__new__(type(self))
        one.__dict__.update(self.__dict__)  # as copy does, at a tenth of what it costs
        one.attribute, one.name = attribute, self.name or attribute
        one.shown = attribute if self.shown == _AS_KEPT else self.shown
        return one

    def body(self, record: object) -> Mapping[str, Json]:
        """What a record's body says of it; None, and all that is empty, is left out later."""
        value = getattr(record, self.attribute)
        return {self.name: None if value is None or value == self.unsaid else self.json(value)}

    def is_in(self, body: Mapping[str, Json]) -> bool:
        """Whether a body, perhaps from elsewhere, says of this field what every view can read."""
        return self.allows(body[self.name]) if self.name in body else not self.needed

    def has_words(self, body: Mapping[str, Json]) -> bool:  # noqa: ARG002 - see `Topic`
        """Whether what this body says here can be a person's words, with a name among them."""
        return isinstance(self, Words)


class Label(Field):
    """A text that is no words of a person's, such as a state.

    Scripts may rely on the `known` ones, if there are any; a later ally may have others, so in an
    archive any will do.
    """

    looks = r"[a-z_-]*|[0-9][0-9QW-]*"
    """What ally writes, as a state or a period."""

    def allows(self, told: object) -> bool:
        """Any text, and not an empty one where it is needed, which no body would keep."""
        return _is_text(told) and not (self.needed and told == "")

    def has_words(self, body: Mapping[str, Json]) -> bool:
        """Whether it is nothing that any ally writes; then it may be words all the same."""
        return re.fullmatch(self.looks, str(body.get(self.name) or "")) is None


class Words(Field):
    """What a person wrote; where it is needed, more than white space."""

    def allows(self, told: object) -> bool:
        """Any text, and not a blank one where it is needed."""
        return _is_text(told) and (not self.needed or bool(str(told).strip()))


class Choice(Field):
    """One of some fixed words; the one that is `unsaid` is not written into a body."""

    def __init__(self, *words: str, unsaid: str | None = None, needed: bool = False) -> None:
        super().__init__(needed=needed)
        self.words, self.unsaid = words, unsaid
        meant = {str(word): word for word in words}  # such as a kind by its name
        self.read = lambda told, _body: meant.get(told, told)

    json = staticmethod(str)

    def allows(self, told: object) -> bool:
        """One of the words and no other."""
        return isinstance(told, str) and told in self.words


class Day(Field):
    """A local civil day, in ISO form."""

    json = staticmethod(date.isoformat)
    read = staticmethod(lambda told, _body: date.fromisoformat(told))

    def allows(self, told: object) -> bool:
        """A day there is, in the one form that sorts."""
        try:
            return isinstance(told, str) and date.fromisoformat(told).isoformat() == told
        except ValueError:
            return False


class Instant(Field):
    """An aware moment: in bodies UTC milliseconds and, as `offset`, seconds from UTC."""

    json = staticmethod(lambda value: value.isoformat(timespec="seconds"))
    allows = staticmethod(lambda told: type(told) is int and abs(told) < _FARTHEST)

    def body(self, record: object) -> Mapping[str, Json]:
        """Both numbers."""
        value: datetime | None = getattr(record, self.attribute)
        if value is None:
            return {self.name: None, "offset": None}
        offset = value.utcoffset() or timedelta()
        return {self.name: utc_ms(value), "offset": int(offset.total_seconds())}

    @staticmethod
    def read(told: Json, body: Mapping[str, Json]) -> datetime:
        """The moment, at its own distance from UTC."""
        offset = timedelta(seconds=body.get("offset") or 0)
        return from_utc_ms(told).astimezone(timezone(offset))

    def is_in(self, body: Mapping[str, Json]) -> bool:
        """Whether both are whole numbers within bounds, if they are there."""
        offset = body.get("offset")
        near = type(offset) is int and abs(offset) * 1000 < _DAY_MS
        return (near or "offset" not in body) and super().is_in(body)


class Zone(Label):
    """The name of the time zone of a moment; without the moment it says nothing."""

    looks = r"[A-Z0-9+-]*|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+"

    def __init__(self, of: str) -> None:
        super().__init__()
        self.shown, self.of = None, of

    def body(self, record: object) -> Mapping[str, Json]:
        """The name, if there is a moment."""
        there = getattr(record, self.of) is not None
        return super().body(record) if there else {self.name: None}


class Flag(Field):
    """Yes or no; no is not said."""

    read = staticmethod(lambda told, _body: bool(told))
    allows = staticmethod(lambda told: isinstance(told, int) and told in {0, 1})


class Names(Words):
    """Tags or names of people, each a text by itself; to forget a name is to leave it out."""

    json = staticmethod(lambda names: [*names])
    read = staticmethod(lambda told, _body: tuple(told))
    allows = staticmethod(lambda told: isinstance(told, list) and all(map(_is_text, told)))


class Tags(Names):
    """Tags, each one word, or there is no way to type it."""

    allows = staticmethod(
        lambda told: isinstance(told, list) and all(_is_text(one) and is_tag(one) for one in told)
    )


class Answers(Words):
    """Texts by the key of the question they answer."""

    def allows(self, told: object) -> bool:
        """An object of texts."""
        return isinstance(told, dict) and all(map(_is_text, [*told, *told.values()]))


class Id(Field):
    """The id of another record."""

    allows = staticmethod(is_id)


class Number(Id):
    """Another record of the type `to`: by its id in bodies, by its number everywhere else.

    Numbers are the store's, so it writes the id and reads the number.
    """

    read = staticmethod(lambda _id, _body: None)

    def __init__(self, to: str) -> None:
        super().__init__()
        self.to = to

    def body(self, record: object) -> Mapping[str, Json]:  # noqa: ARG002
        """Nothing; the store adds the id."""
        return {}


NeededWords = Annotated[str, Words(needed=True)]
OptionalWords = Annotated[str | None, Words()]
NeededDay = Annotated[date, Day(needed=True)]
OptionalDay = Annotated[date | None, Day()]
NeededLabel = Annotated[str, Label(needed=True)]
YesOrNo = Annotated[bool, Flag()]
"""What most fields are; each is made once, since that is dear at the start of a program."""


_fields: dict[type, dict[str, Field]] = {}


def _fields_by_name(record: type) -> dict[str, Field]:
    if record not in _fields:
        kept = (
            kind.__metadata__[0].named(attribute)
            for attribute, kind in record.__annotations__.items()
            if hasattr(kind, "__metadata__")
        )
        _fields[record] = {field.name: field for field in kept}
    return _fields[record]


def fields_of(record: type) -> Collection[Field]:
    """The fields that are kept of a class of records, in its order."""
    return _fields_by_name(record).values()


_numbers: dict[type, list[Number]] = {}


def numbers_of(record: type) -> list[Number]:
    """The fields of a class that name records by their numbers."""
    if record not in _numbers:
        _numbers[record] = [field for field in fields_of(record) if isinstance(field, Number)]
    return _numbers[record]


def body_of(record: object, **ids: str | None) -> dict[str, Json]:
    """The body of a record, empty values included; `ids` are those of other records, by field."""
    body: dict[str, Json] = {}
    for field in fields_of(type(record)):
        body |= field.body(record)
    return body | ids


def record_of(record: type[T], body: Mapping[str, Json], **more: object) -> T:
    """A record as a body says it; `more` is what no body says."""
    kept = _fields_by_name(record)
    said = {
        field.attribute: field.read(told, body)
        for name, told in body.items()
        if told is not None and (field := kept.get(name))
    }
    return record(**said | more)


def is_body_of(record: type, body: object) -> bool:
    """Whether every field of a body is one; what else it says is not looked at."""
    if not isinstance(body, dict):
        return False
    told = {*body, "at"} if "offset" in body else body  # an offset belongs to a moment
    return all(one.is_in(body) for one in fields_of(record) if one.name in told or one.needed)


def json_of(record: object) -> dict[str, Json]:
    """The fields of a record that JSON shows, by their names there."""
    return {
        field.name: None if (value := getattr(record, field.shown)) is None else field.json(value)
        for field in fields_of(type(record))
        if field.shown
    }
