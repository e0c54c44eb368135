"""Gathering entries from elsewhere: each is checked as if it were logged, and told by its place."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from ally_journal.domain.calendar.dates import FIRST_YEAR, LAST_YEAR
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import KINDS, KINDS_IN_WORDS, Kind, kind_chosen
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.text.repair import LONGEST, repair, repaired
from ally_journal.domain.text.tags import bare_tag, checked_tag, tags_in, unique
from ally_journal.errors import AllyError, TooLong, UnreadableDate, UnreadableFile, WrongUsage

WORDLESS = "{} entry without words was left out.", "{} entries without words were left out."
_STARRED = "{} starred entry got the tag starred.", "{} starred entries got the tag starred."
_LABELS = {kind.label.lower(): kind for kind in KINDS}
_T = TypeVar("_T")


When = tuple[date, datetime | None, str | None]
"""A day, with the aware moment and the name of its zone where they are known."""


class Arrival(NamedTuple):
    """An entry from elsewhere; `key` is the same whenever the same thing is read again.

    It is `named` where the source gave it a name that lasts.
    """

    key: str
    entry: Entry
    named: bool = False


class Arrivals(NamedTuple):
    """All that was read from one file, to be gone through as often as wanted.

    `source` names the program it is from. `notes` are sentences, one for each thing that could
    not be carried over. `kind` is the one that entries without a kind were given. There are `many`.
    """

    source: str
    items: Iterable[Arrival]
    notes: tuple[str, ...] = ()
    kind: Kind | None = None
    many: int = 0


class Gathering:
    """The entries of one file as they are read, and a count of what they could not bring.

    `kind` goes to entries that have none. A place, such as "Line 12", begins each error. What
    cannot be read is gathered as well: told all at once, or left out where `skip` says so.
    """

    def __init__(self, kind: Kind | None, now: Moment, *, skip: bool = False) -> None:
        self.now = now
        self.told: list[str] = []
        """Sentences about what could not be carried over, but for those that are counted."""
        self._skip = skip
        self._refused: list[AllyError] = []
        self._kind = kind
        self._keys: Counter[bytes] = Counter()
        self._counted: Counter[tuple[str, str]] = Counter()

    def each(self, of: Iterable[_T], take: Callable[[_T], Arrival | None]) -> Iterator[Arrival]:
        """What is taken in of each of several, as far as it can be read."""
        for one in of:
            with self.reading():
                if arrival := take(one):
                    yield arrival

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read one entry: what it raises because of what stands in it is kept for the end."""
        try:
            yield
        except (UnreadableFile, UnreadableDate, TooLong) as refused:
            self._refused.append(refused)

    def words(self, place: str, raw: str) -> str:
        """A text fit to keep, repaired as one that is typed; raises TooLong with its place."""
        try:
            text, notes = repair(raw)
        except TooLong:
            size = len(raw.encode(errors="replace"))
            raise TooLong(
                f"{place}: the text is {size:,} bytes long and one entry holds at most "
                f"{LONGEST:,}; split it there and import the file again."
            ) from None
        for note in notes:
            said = note[:1].lower() + note[1:]
            self.count((f"In {{}} entry {said}", f"In {{}} entries {said}"))
        return text

    def kind(self, place: str, said: str = "") -> Kind:
        """The kind an entry says, by name, label or first letter, or else the one given for all.

        Raises:
            UnreadableFile: what it says is no kind.
            WrongUsage: it says none, and none was given.
        """
        word = said.strip().lower()
        if not word and self._kind is None:
            raise WrongUsage(
                f"{place}: there is no kind; give one for all such entries with --kind, which is "
                f"{KINDS_IN_WORDS}."
            )
        found = _LABELS.get(word) or (None if word.isdigit() else kind_chosen(word))
        chosen = found if word else self._kind
        if chosen is None:
            raise UnreadableFile(
                f"{place}: “{word[:50]}” is not a kind; the four are {KINDS_IN_WORDS}."
            )
        return chosen

    def tags(self, raw: list[str]) -> list[str]:
        """Tags of another program as tags of one word; what cannot be one is left out."""
        tags = []
        for one in raw:
            try:
                given = bare_tag(repaired(one))
                joined = "-".join(given.split())
                tags.append(checked_tag(joined))
            except (WrongUsage, TooLong):
                self.count(_NO_TAG)
            else:
                self.count(_RESPELT, joined != given)
        return tags

    def moment(
        self, place: str, day: date, clock: time | None
    ) -> tuple[datetime | None, str | None]:
        """The aware moment of a day and a time, and the name of its zone; None without a time.

        A time without an offset is one on the person's own clock. Raises as `check_year`.
        """
        self.check_year(place, day)
        if clock is None:
            return None, None
        at = datetime.combine(day, clock, clock.tzinfo or home_zone(self.now))
        return at, None if clock.tzinfo else self.now.zone

    def take(  # noqa: PLR0913 - the parts of an entry
        self, place: str, when: When, text: str, tags: list[str], *, starred: bool, name: str = ""
    ) -> Arrival:
        """Take in an entry of a program that knows no kinds; a star becomes the tag `starred`."""
        given = unique(self.tags(tags), but=tags_in(text))
        if starred:
            self.count(_STARRED)
            given = unique([*given, "starred"])
        day, at, zone = when
        entry = Entry(kind=self.kind(place), text=text, day=day, at=at, zone=zone, tags=given)
        return self.add(entry, name)

    def check_year(self, place: str, day: date) -> None:
        """Refuse what lies outside 1900 to 2200, with an UnreadableDate."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UnreadableDate(
                f"{place}: the year {day.year} is out of reach; ally knows the years "
                f"{FIRST_YEAR} to {LAST_YEAR}."
            )

    def add(self, entry: Entry, name: str = "") -> Arrival:
        """Take an entry in under its name in the source, or under its day, time and words.

        Several of the same name are told apart by their order.
        """
        # JSON may hold half a character, which no encoding does.
        key = name.encode("utf-8", "surrogatepass").decode("utf-8", "replace") or _name(entry)
        short = sha256(key.encode()).digest()[:12]  # there may be many, each in 48 bytes so
        self._keys[short] += 1
        if self._keys[short] > 1:
            key = f"{key}-{self._keys[short]}"
        ahead = entry.at > self.now.local if entry.at else entry.day > self.now.local.date()
        self.count(_AHEAD, ahead)
        return Arrival(key, entry, bool(name))

    def count(self, sentences: tuple[str, str], times: int = 1) -> None:
        """Count what a note will say in the first sentence of one, in the second of several."""
        self._counted[sentences] += times

    def end(self) -> None:
        """Raise the error of the entry that could not be read, or one that tells all of them.

        Where they are left out each is a note.
        """
        if self._refused and not self._skip:
            raise self._all_refused()

    def notes(self) -> tuple[str, ...]:
        """What was told, counted and left out."""
        counted = [
            (one if times == 1 else many).replace("{}", f"{times:,}", 1)
            for (one, many), times in self._counted.items()
            if times
        ]
        left = [f"Left out: {refused}" for refused in self._refused]
        return *self.told, *counted, *left

    def _all_refused(self) -> AllyError:
        first, many = self._refused[0], len(self._refused)
        if many == 1:
            return type(first)(f"{first} Or leave it out with --skip-unreadable.")
        listed = first_of([str(refused) for refused in self._refused], " ", " And", ".")
        return type(first)(f"{many:,} entries cannot be read. {listed} {_SKIP}")


_NAMED = 5


def first_of(names: Sequence[str], between: str = ", ", last: str = " and", stop: str = "") -> str:
    """The first few of many names or lines, and how many more there are."""
    more = len(names) - _NAMED
    return between.join(names[:_NAMED]) + (f"{last} {more:,} more{stop}" if more > 0 else "")


_SKIP = "Correct them, or import the rest with --skip-unreadable."
_AHEAD = "{} entry is dated ahead of now.", "{} entries are dated ahead of now."
_RESPELT = (
    "{} tag of several words was joined by hyphens.",
    "{} tags of several words were joined by hyphens.",
)
_NO_TAG = (
    "{} tag was left out, because a tag is one word that begins with a letter.",
    "{} tags were left out, because a tag is one word that begins with a letter.",
)


_OFFSET = r"(?:GMT|UTC)?([+-])([0-9]{1,2}):?([0-5][0-9])?"


def home_zone(now: Moment) -> tzinfo | None:
    """The time zone of the person's own clock; only its present offset if its name is unknown."""
    return zone_named(now.zone) or now.local.tzinfo


def zone_named(name: object) -> tzinfo | None:
    """The time zone of an IANA name or an offset; None when this computer knows none of it.

    An offset may be written GMT-0700, UTC+2 or +05:30.
    """
    if isinstance(name, str) and (offset := re.fullmatch(_OFFSET, name)):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if isinstance(name, str) and name and len(name) < 100:
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(name)
    return None


def _name(entry: Entry) -> str:
    """The same for the same day, minute and words, however these are broken into lines."""
    minute = f"{entry.at:%H:%M}" if entry.at else ""
    words = " ".join(entry.text.split())
    return sha256(f"{entry.day.isoformat()} {minute} {words}".encode()).hexdigest()


Object = Mapping[str, Any]


def entries_of(text: str, within: str = "") -> Iterator[tuple[str, Object]]:
    """Each object in the list `entries`, with its place, such as "Entry 3".

    Where a place needs the name of its file, `within` is that name.

    Raises UnreadableFile if it is not JSON, or has no such list.
    """
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        line = f"{within}, line" if within else "Line"
        raise UnreadableFile(
            f"{line} {error.lineno} is where the file stops being JSON; export it anew."
        ) from None
    except (ValueError, RecursionError):
        raise UnreadableFile("The file is no JSON that an export writes; export it anew.") from None
    found = whole.get("entries") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise UnreadableFile(
            "The file is JSON without a list of entries; give an export of a journal, or its form "
            "with --format."
        )
    for number, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            raise UnreadableFile(f"Entry {number} in the file is not an object; export it anew.")
        yield f"{within}, entry {number}" if within else f"Entry {number}", one


def object_in(text: str | bytes) -> dict[str, Any] | None:
    """The JSON object that a text is; None when it is none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return whole if isinstance(whole, dict) else None


def text_of(one: Object, field: str) -> str:
    """The text in a field; empty when there is none."""
    found = one.get(field)
    return found if isinstance(found, str) else ""


def texts_of(one: Object, field: str) -> list[str]:
    """The texts in a list; empty when there are none."""
    found = one.get(field)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
