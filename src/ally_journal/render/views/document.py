"""What every document is made of: a title, and sections that each hold one block.

A view builds a document once; each writer knows how to write every block, and of no section that it
is there. A section of which a writer says nothing is left out, its heading too. Words may be the
person's own and are not cleaned yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry

if TYPE_CHECKING:  # a private copy needs nothing of a sharing copy
    from datetime import date

    from ally_journal.domain.review.year import Year
    from ally_journal.domain.sharing.copy import SharedEntry, SharingYear

Marks = Mapping[Kind, Sequence[int | bool | None]]
"""For each kind twelve numbers, or whether something was written, None for months to come."""


Look = Literal["list", "prose", "groups", "cards"]
"""How a page draws a list; prose is one in a text, too."""


class After(NamedTuple):
    """What came of something: a name of the program's, and words as in `Part`.

    Without words it is a sentence of the program's.
    """

    name: str
    words: str = ""

    @property
    def label(self) -> str:
        """The name as it stands before the words."""
        return f"{self.name}:" if self.words and not self.name.endswith("?") else self.name

    @property
    def line(self) -> str:
        """Both as one text."""
        return f"{self.label} {self.words}" if self.words else self.name


class Part(NamedTuple):
    """One thing in a list: what stands before it, its words, and what came of it.

    An entry tells its number and day, and that it was missed or a mistake where its section does
    not (`went`). `said` is all of it in one sentence, for where no heading tells what it is.
    """

    before: str
    words: str
    after: tuple[After, ...] = ()
    entry: Entry | SharedEntry | None = None
    went: str = ""
    said: str = ""


def on(entry: Entry | SharedEntry, day: Callable[[date], str]) -> str:
    """When it was: its day as `day` says it, or its month where that is all that may be known."""
    return day(entry.day) if isinstance(entry, Entry) else MONTHS[entry.month - 1]


class Listing(NamedTuple):
    """Things one below the other; without any, `none` stands there.

    `more` says how to see those left out. Without a heading, `more` and what is `said`
    of each stand alone.
    """

    parts: tuple[Part, ...]
    look: Look = "list"
    more: str = ""
    none: str = ""

    @property
    def below(self) -> str:
        """What stands under its heading besides the parts."""
        return self.more if self.parts else self.none


class Month(NamedTuple):
    """A month with its year, and its entries, each under its kind and with all that came of it."""

    title: str
    parts: tuple[Part, ...]


class Diary(NamedTuple):
    """The months that hold entries, oldest first; a page folds each."""

    months: tuple[Month, ...]


class Sentences(NamedTuple):
    """Sentences of the program's own; `apart` makes each an item of a list in a file."""

    lines: tuple[str, ...]
    apart: bool = False


class Heard(NamedTuple):
    """What came back as a sentence, and who says so: names and numbers for a table, if any."""

    line: str
    rows: tuple[tuple[str, int], ...] = ()


class Months(NamedTuple):
    """Four kinds in those months that have begun; `line` stands there when all are empty."""

    of: Year | SharingYear
    counts: bool
    line: str


class Weeks(NamedTuple):
    """The weeks of a year for each kind, and the days of a calendar.

    `line` says it in words, and is empty where nothing may be counted. Where they stand `below`
    the months, these are named there.
    """

    of: Year
    line: str
    below: bool = False


class Steady(NamedTuple):
    """The last weeks, oldest first, each with something written or not, and the same in words.

    None is a week away.
    """

    weeks: tuple[bool | None, ...]
    line: str


Body = Listing | Diary | Sentences | Heard | Months | Weeks | Steady


class Section(NamedTuple):
    """A heading and what stands under it.

    A `bare` one goes without its heading, but on a page; `kind` is that of all its entries.
    """

    title: str
    body: Body
    kind: Kind | None = None
    bare: bool = False


class Document(NamedTuple):
    """Sections in their order; a day need not say what all days lie `within`.

    The `lead` stands below the title, and `more` beside it says how to see what is left out. On a
    screen each text has at most so many `lines`, and twice as many on a narrow one; 0 leaves it
    whole. Where one was cut, `rest` says how to see all of it.
    """

    title: str
    sections: tuple[Section, ...]
    within: Literal["", "week", "year"] = ""
    lead: str = ""
    lines: int = 0
    more: str = ""
    rest: str = ""
