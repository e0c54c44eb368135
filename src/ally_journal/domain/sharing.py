"""A year as others may see it: presence instead of numbers, months instead of days, no names."""

from dataclasses import dataclass
from datetime import date

from ally_journal.domain.kinds import Kind
from ally_journal.domain.years import last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEntry:
    """An entry that was marked; `month` is 1 to 12, `went` is done, missed or mistake."""

    kind: Kind
    month: int
    text: str
    went: str = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlan:
    """A plan that was marked, without its days."""

    text: str
    state: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedItem:
    """A thing on the shelf; what was taken from it stays private."""

    title: str
    by: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingYear:
    """A year for others, as seen on `through`: its last day, or today while it is not over.

    `months` tells for each kind and month whether something was written, None after `through`.
    `own_words` and `next_year` are oldest first. `reviewed` says that a person looked at every text
    and every capitalised word, `replaced` that some known name was replaced.
    """

    year: int
    through: date
    months: dict[Kind, tuple[bool | None, ...]]
    own_words: tuple[str, ...] = ()
    next_year: tuple[str, ...] = ()
    plans: tuple[SharedPlan, ...] = ()
    entries: tuple[SharedEntry, ...] = ()
    shelf: tuple[SharedItem, ...] = ()
    reviewed: bool = False
    replaced: bool = False

    @property
    def over(self) -> bool:
        """Whether its last day has come."""
        return self.through == last_day(self.year)

    @property
    def written(self) -> bool:
        """Whether anything was written in its months."""
        return any(map(any, self.months.values()))
