"""The class of a record: its attributes, their defaults, and methods that are the same for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

from ally_journal.domain.records.fields import Words, fields_of
from ally_journal.errors import NothingToWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class _Made:
    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


def made(make: Callable[[], T]) -> T:
    """A value that goes without saying, and is made anew for each record."""
    return _Made(make)  # type: ignore[return-value]  # `Record` puts what it makes in its place


class _AsDataclass:
    """What `dataclasses` asks of a class; it is loaded when it does, and not by each log."""

    def __get__(self, _record: object, of: type) -> Any:  # noqa: ANN401 - its own form
        from dataclasses import dataclass  # noqa: PLC0415 - see above

        dataclass(init=False, repr=False, eq=False, match_args=False)(of)
        return vars(of)["__dataclass_fields__"]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """What is kept: in effect a frozen dataclass, which is made by names.

    Its methods are the same for all; those that `dataclass` writes for each class, to be compiled
    at every start, are a fifteenth of what a log costs.
    """

    _names: ClassVar[Mapping[str, None]]
    _needed: ClassVar[frozenset[str]]
    _makers: ClassVar[Mapping[str, Callable[[], object]]]

    def __init_subclass__(cls) -> None:
        """Read what the class says of its attributes."""
        cls.__dataclass_fields__ = _AsDataclass()  # type: ignore[attr-defined]  # each has its own
        cls._names = {
            name: None
            for one in reversed(cls.__mro__[:-2])  # without Record and object
            for name, kind in one.__annotations__.items()
            if not (isinstance(kind, str) and kind.startswith("ClassVar"))
        }
        usual = {name: getattr(cls, name) for name in cls._names if hasattr(cls, name)}
        cls._needed = frozenset(cls._names) - usual.keys()
        cls._makers = {name: one.make for name, one in usual.items() if isinstance(one, _Made)}

    def __init__(self, **given: object) -> None:
        if not self._needed <= given.keys() <= self._names.keys():
            wrong = self._needed - given.keys() or given.keys() - self._names.keys()
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(wrong))}")
        made = {name: make() for name, make in self._makers.items() if name not in given}
        self.__dict__.update(given, **made)
        self.check()

    def check(self) -> None:
        """Refuse what the types cannot; the class says what is raised."""

    def with_values(self, **changes: object) -> Self:
        """The same with some other values, as `dataclasses.replace` makes it."""
        return type(self)(**vars(self) | changes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} does not change: {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        said = zip(self._names, self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in said)})"

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._names)


class Mergeable(Record):
    """A record that can say several things at once, and nothing without words.

    `others` is what else it says while it is in conflict, None for having been deleted.
    """

    if_empty: ClassVar[str]
    """The sentence that refuses one without the words it needs."""
    others: tuple[Any, ...]

    def check(self) -> None:
        """Check the words; raises NothingToWrite when those that are needed are empty."""
        for field in fields_of(type(self)):
            words = field.needed and isinstance(field, Words)
            if words and not getattr(self, field.attribute).strip():
                raise NothingToWrite(self.if_empty)

    @property
    def conflict(self) -> bool:
        """Whether it says something else too, since it was changed in two places at once."""
        return bool(self.others)
