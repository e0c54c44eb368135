"""Reading jrnl: its journal as a text file, and what `jrnl --format json` writes.

A date in brackets that begins a line begins an entry, however it is written; where entries have
times, a day alone belongs to the words. Without brackets, as jrnl's first versions wrote, the first
entry tells how the dates of all are written.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from ally_journal.domain.calendar.foreign_dates import (
    Headed,
    day_first_in,
    day_of,
    headed_line,
    read_time,
    time_of,
)
from ally_journal.domain.text.tags import fold, tags_in
from ally_journal.domain.transfer.document import Document, decoded
from ally_journal.domain.transfer.reader import (
    WORDLESS,
    Arrival,
    Gathering,
    Object,
    entries_of,
    first_of,
    text_of,
    texts_of,
)
from ally_journal.errors import UnreadableDate, UnreadableFile

_MARKED = r"(?<!\S)@(?=[^\W\d_])"
_TAG_BECAME = (
    "{} word marked with @ in jrnl became a tag, written with #; ally edit N -w NAME marks a name.",
    "{} words marked with @ in jrnl became tags, written with #; ally edit N -w NAME marks a name.",
)


_FOLDER = r"(?:.*/)?(\d{4})/(\d{1,2})/(\d{1,2})\.(?:txt|md)"
_TIME_ALONE = r"\[(?=\d{1,2}:\d\d)"
_LIKE_A_DATE = r"\[(?=[^\]]*(?:\d{4}|\d:\d\d))[^\]]{7,60}\] "


class _Read(NamedTuple):
    """An entry as it stands in the file, and where it begins."""

    place: str
    head: Headed
    words: str


def day_in(name: str) -> str:
    """The day, such as 2026-10-01, of a file in one of jrnl's folders: 2026/10/01.txt."""
    found = re.fullmatch(_FOLDER, name)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else ""


def read_jrnl(gathering: Gathering, documents: Sequence[Document]) -> Iterator[Arrival]:
    """The entries of a jrnl file, its JSON, or a folder of a file for each day.

    Times are those of the person's own clock. A star becomes the tag `starred`. It must begin with
    a dated entry, and its dates must have one reading.
    """
    read: list[_Read] = []
    kept: list[str] = []
    for document in documents:
        text, day = decoded(document.data), day_in(document.name)
        if text.lstrip("\ufeff \t\r\n").startswith("{"):
            # What jrnl exported as JSON is the same as in its text file.
            objects = entries_of(text)
            yield from gathering.each(objects, lambda placed: _taken_object(gathering, *placed))
        elif day:
            with gathering.reading():
                read += _read(text, kept, day, f"{document.name}, line")
        else:
            read += _read(text, kept, "", "Line")
    first = day_first_in(one.head.date for one in read)
    first = _in_order(read) if first is None else first
    yield from gathering.each(read, lambda one: _taken(gathering, one, day_first=first))
    gathering.told += _kept_as_words(kept)


def _taken(gathering: Gathering, one: _Read, *, day_first: bool | None) -> Arrival | None:
    written = one.head.date
    try:
        day, clock = day_of(written, day_first=day_first), time_of(written.parts)
    except UnreadableDate as unreadable:
        raise UnreadableDate(
            f"{one.place}: {unreadable}. Change it and import the file again, or export the "
            "journal with jrnl --format json."
        ) from None
    title, newline, body = one.words.partition("\n")
    starred = title.rstrip().endswith("*")
    if starred:
        title = title.strip("* ")
    return _added(gathering, one.place, (day, clock), f"{title}{newline}{body}", starred=starred)


def _kept_as_words(kept: Sequence[str]) -> list[str]:
    """That some lines look like the beginning of an entry, and were taken for words."""
    if not kept:
        return []
    many = len(kept)
    listed = first_of(kept, "; ", "; and")
    lines = "1 line begins" if many == 1 else f"{many:,} lines begin"
    kept_as = "was kept as words" if many == 1 else "were kept as words"
    return [f"{lines} with what may be a date and {kept_as} of the entry before: {listed}."]


def _taken_object(gathering: Gathering, place: str, one: Object) -> Arrival | None:
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
    return _added(gathering, place, (day, clock), words, starred=starred, tags=tags)


def _added(  # noqa: PLR0913 - the parts of an entry
    gathering: Gathering,
    place: str,
    when: tuple[date, time | None],
    raw: str,
    *,
    starred: bool,
    tags: Sequence[str] = (),
) -> Arrival | None:
    text, marked = re.subn(_MARKED, "#", gathering.words(place, raw).strip())
    if not text:
        gathering.count(WORDLESS)
        return None
    known = {fold(tag) for tag in tags_in(text)}
    # jrnl counts further signs to a tag, such as +, than ally does; those stand in the text.
    further = [tag for tag in tags if not any(fold(tag).startswith(one) for one in known)]
    at, zone = gathering.moment(place, *when)
    gathering.count(_TAG_BECAME, marked)
    return gathering.take(place, (when[0], at, zone), text, further, starred=starred)


def _read(text: str, kept: list[str], day: str, place: str) -> Iterator[_Read]:
    """The entries in their order; raises UnreadableFile when the first words are not dated.

    In a file of one day a time alone begins an entry. Lines that look as if they began one, and
    do not, are named in `kept`.
    """
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    if day:
        lines = [re.sub(rf"^{_TIME_ALONE}", f"[{day} ", line) for line in lines]
    heads = [headed_line(line) for line in lines]
    timed = any(head and head.bracketed and head.date.parts["hour"] for head in heads)
    began: tuple[str, Headed] | None = None
    words: list[str] = []
    for number, (line, head) in enumerate(zip(lines, heads, strict=True), start=1):
        here = f"{place} {number}"
        if head and (began is None or _begins(head, began[1], timed=timed)):
            if began:
                yield _Read(*began, "\n".join(words))
            began, words = (here, head), [head.words]
        elif began:
            words.append(line)
            if re.match(_LIKE_A_DATE, line) or (head and not began[1].bracketed):
                kept.append(f"{here[0].lower()}{here[1:]}, {line[:40].strip()}")
        elif line.strip():
            raise UnreadableFile(
                f"{here} does not begin an entry of jrnl, such as "
                "[2026-11-20 14:30] Title; begin each entry so, export it with jrnl --format "
                "json, or write a CSV with the columns day and text."
            )
    if began is None:
        raise UnreadableFile("The file holds no entry of jrnl; nothing was imported.")
    yield _Read(*began, "\n".join(words))


def _begins(head: Headed, first: Headed, *, timed: bool) -> bool:
    """Whether a line that begins with a date begins an entry."""
    if head.bracketed:
        return not timed or head.date.parts["hour"] is not None
    return not first.bracketed and head.date.shape == first.date.shape


def _in_order(read: Sequence[_Read]) -> bool | None:
    """Whether dates with slashes begin with the day, by their order, which jrnl keeps."""
    possible = [day_first for day_first in (True, False) if _makes_sense(read, day_first=day_first)]
    return possible[0] if len(possible) == 1 else None


def _makes_sense(read: Sequence[_Read], *, day_first: bool) -> bool:
    try:
        days = [day_of(one.head.date, day_first=day_first) for one in read]
    except UnreadableDate:
        return False
    return all(earlier <= later for earlier, later in pairwise(days))
