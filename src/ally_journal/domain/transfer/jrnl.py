"""Reading jrnl: its journal as a text file, and what `jrnl --format json` writes.

jrnl writes a whole file with one format of dates, so the first entry tells how all are written;
a line that begins with a date of another shape belongs to the words.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from ally_journal.domain.calendar.foreign_dates import (
    Headed,
    day_of,
    headed_line,
    read_time,
    time_of,
)
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.text.tags import fold, tags_in
from ally_journal.domain.transfer.reader import (
    WORDLESS,
    Arrivals,
    Gathering,
    entries_of,
    text_of,
    texts_of,
)
from ally_journal.errors import UnreadableDate, UnreadableFile

_MARKED = r"(?<!\S)@(?=[^\W\d_])"
_TAG_BECAME = (
    "{} word marked with @ in jrnl became a tag, written with #; ally edit N -w NAME marks a name.",
    "{} words marked with @ in jrnl became tags, written with #; ally edit N -w NAME marks a name.",
)


class _Read(NamedTuple):
    """An entry as it stands in the file, and the number of its first line."""

    line: int
    head: Headed
    words: str


def read_jrnl_text(text: str, kind: Kind | None, now: Moment) -> Arrivals:
    """The entries of a jrnl file in any of its usual formats of dates.

    Times are those of the person's own clock. A star becomes the tag `starred`.

    Raises:
        UnreadableFile: it does not begin with a dated entry, or its dates can be read in two ways.
        UnreadableDate: a date is impossible or has not come yet.
        TooLong: an entry has more than 1 MB.
        WrongUsage: no kind was given.
    """
    read = list(_read(text))
    day_first = _day_first(read)
    gathering = Gathering("jrnl", kind, now)
    for line, head, words in read:
        place = f"Line {line}"
        try:
            day, clock = day_of(head.date, day_first=day_first), time_of(head.date.parts)
        except UnreadableDate as unreadable:
            raise UnreadableDate(
                f"{place}: {unreadable}; change it and import the file again."
            ) from None
        title, newline, body = words.partition("\n")
        starred = title.rstrip().endswith("*")
        if starred:
            title = title.strip("* ")
        _add(gathering, place, (day, clock), f"{title}{newline}{body}", starred=starred)
    return gathering.arrivals()


def read_jrnl_json(text: str, kind: Kind | None, now: Moment) -> Arrivals:
    """The entries that jrnl exported as JSON; they are the same as in its text file.

    Raises:
        UnreadableFile: it is not such an export.
        UnreadableDate, TooLong, WrongUsage: as `read_jrnl_text`.
    """
    gathering = Gathering("jrnl", kind, now)
    for place, one in entries_of(text):
        title, body, said = text_of(one, "title"), text_of(one, "body"), text_of(one, "date")
        try:
            day = date.fromisoformat(said)
            clock = read_time(text_of(one, "time"))
        except ValueError:
            raise UnreadableFile(
                f"{place} has no date as jrnl writes it; export the journal anew with "
                "jrnl --format json."
            ) from None
        except UnreadableDate as unreadable:
            raise UnreadableDate(f"{place}: {unreadable}.") from None
        words = f"{title}\n{body}" if body else title
        tags = [tag[1:] for tag in texts_of(one, "tags")]
        starred = one.get("starred") is True
        _add(gathering, place, (day, clock), words, starred=starred, tags=tags)
    return gathering.arrivals()


def _add(  # noqa: PLR0913 - the parts of an entry
    gathering: Gathering,
    place: str,
    when: tuple[date, time | None],
    raw: str,
    *,
    starred: bool,
    tags: Sequence[str] = (),
) -> None:
    text, marked = re.subn(_MARKED, "#", gathering.words(place, raw).strip())
    if not text:
        gathering.count(WORDLESS)
        return
    known = {fold(tag) for tag in tags_in(text)}
    # jrnl counts further signs to a tag, such as +, than ally does; those stand in the text.
    further = [tag for tag in tags if not any(fold(tag).startswith(one) for one in known)]
    at, zone = gathering.moment(place, *when)
    gathering.take(place, (when[0], at, zone), text, further, starred=starred)
    gathering.count(_TAG_BECAME, marked)


def _read(text: str) -> Iterator[_Read]:
    """The entries in their order; raises UnreadableFile when the first words are not dated."""
    began: tuple[int, Headed] | None = None
    words: list[str] = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        head = headed_line(line)
        if head and (began is None or _alike(head, began[1])):
            if began:
                yield _Read(*began, "\n".join(words))
            began, words = (number, head), [head.words]
        elif began:
            words.append(line)
        elif line.strip():
            raise UnreadableFile(
                f"Line {number} does not begin an entry of jrnl, such as "
                "[2026-11-20 14:30] Title; give the file's form with --format, or export it with "
                "jrnl --format json."
            )
    if began is None:
        raise UnreadableFile("The file holds no entry of jrnl; nothing was imported.")
    yield _Read(*began, "\n".join(words))


def _alike(one: Headed, other: Headed) -> bool:
    return (one.bracketed, one.date.shape) == (other.bracketed, other.date.shape)


def _day_first(read: Sequence[_Read]) -> bool:
    """Whether dates with slashes begin with the day: only one order may make sense of all.

    jrnl keeps its entries in the order of their days, which tells as much as a 25th does.
    """
    if read[0].head.date.order != "slashed":
        return True
    possible = [day_first for day_first in (True, False) if _makes_sense(read, day_first=day_first)]
    if len(possible) == 1:
        return possible[0]
    sample = "/".join(str(read[0].head.date.parts[part]) for part in ("one", "other", "year"))
    raise UnreadableFile(
        f"Line {read[0].line}: the date {sample} can begin with the day or with the month; set "
        "timeformat to %F %R in jrnl, or export the journal with jrnl --format json."
    )


def _makes_sense(read: Sequence[_Read], *, day_first: bool) -> bool:
    try:
        days = [day_of(one.head.date, day_first=day_first) for one in read]
    except UnreadableDate:
        return False
    return all(earlier <= later for earlier, later in pairwise(days))
