"""Reading a folder of Markdown notes, such as an Obsidian vault: one dated note, one entry."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ally_journal.domain.calendar.foreign_dates import (
    Written,
    day_first_in,
    day_of,
    time_of,
    written_date,
)
from ally_journal.domain.transfer.document import Document, decoded
from ally_journal.domain.transfer.reader import WORDLESS, Arrival, Gathering, first_of
from ally_journal.errors import UnreadableDate, UnreadableFile

_NOTE = r"(?i).*\.(?:md|markdown)"
_FRONT = r"(?s)\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
_YAML = r"|\s.*|-\s.*|#.*|[^\s:#][^:]*:(?:\s.*)?"
_DAY = (
    r"(?:.*/)?(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)[^/]*",  # 2026_10_01 Thursday.md
    r"(?:.*/)?(\d{4})/(?:[^/]*/)?(\d{1,2})/(\d{1,2})\.\w+",  # 2026/10/01.md
    r"(?:.*/)?(?:.*\D)?(\d{4})-(\d{2})-(\d{2})(?!\d)[^/]*",  # Daily 2026-10-01.md
)
_PROPERTIES = (
    "The properties of {} note were left out, but for its tags.",
    "The properties of {} notes were left out, but for their tags.",
)


class _Note(NamedTuple):
    """A note by its path, and by what tells it from others, as an entry will hold it."""

    name: str
    lasting: str
    written: Written
    words: str
    tags: list[str]

    def day(self, *, day_first: bool | None) -> date:
        """Its day; raises UnreadableDate where there is no such day, or two are meant."""
        try:
            return day_of(self.written, day_first=day_first)
        except UnreadableDate as unreadable:
            raise UnreadableDate(
                f"{self.name}: {unreadable}; change it and import the notes again."
            ) from None


def is_note(name: str) -> bool:
    """Whether a file is a note by its name."""
    return re.fullmatch(_NOTE, name) is not None


def day_in(name: str) -> str:
    """The day that the path of a note names, such as 2026-10-01; empty where it names none."""
    for pattern in _DAY:
        if found := re.fullmatch(pattern, name):
            return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    return ""


def read_markdown(gathering: Gathering, documents: Sequence[Document]) -> Iterator[Arrival]:
    """The notes with a day in their name or in the property `date`, each as one entry.

    The properties before a note go, but for its tags. Notes without a day are told, and refused
    where none has one.
    """
    undated: list[str] = []
    notes: list[_Note] = []
    for document in documents:
        with gathering.reading():
            note = _read(gathering, document)
            if note:
                notes.append(note)
            else:
                undated.append(document.shown)
    # All dates together tell which part of 01-10-2026 is the day.
    first = day_first_in(one.written for one in notes)
    yield from gathering.each(notes, lambda one: _taken(gathering, one, day_first=first))
    if undated and len(undated) == len(documents):
        raise UnreadableFile(
            f"{undated[0]} has no day in its name, such as 2026-11-20.md; give notes such names, "
            "or the property date."
        )
    gathering.told += _left(undated)


def _taken(gathering: Gathering, one: _Note, *, day_first: bool | None) -> Arrival | None:
    day = one.day(day_first=day_first)
    if not one.words:
        gathering.count(WORDLESS)
        return None
    when = (day, *gathering.moment(one.name, day, time_of(one.written.parts)))
    return gathering.take(one.name, when, one.words, one.tags, starred=False, name=one.lasting)


def _read(gathering: Gathering, document: Document) -> _Note | None:
    """One note, with its day; None where neither its name nor its properties tell one."""
    text = re.sub("\r\n?", "\n", decoded(document.data, document.shown)).lstrip("\ufeff")
    front = re.match(_FRONT, text)
    if front and not all(re.fullmatch(_YAML, line) for line in (front[1] or "").split("\n")):
        front = None  # a rule between two lines, with words behind it
    said = _properties(front[1] or "") if front else {}
    found = _date(document.name, said)
    if found is None:
        return None
    words = gathering.words(document.shown, text[front.end() :] if front else text).strip()
    gathering.count(_PROPERTIES, bool(said.keys() - {"tags", "tag", "date"}))
    tags = [one.strip("#") for name in ("tags", "tag") for one in said.get(name, [])]
    return _Note(document.shown, document.lasting, found, words, tags)


def _left(undated: Sequence[str]) -> list[str]:
    if not undated:
        return []
    many = len(undated)
    notes = "1 note without a day was" if many == 1 else f"{many:,} notes without a day were"
    return [f"{notes} left out: {first_of(undated)}."]


def _date(name: str, said: dict[str, list[str]]) -> Written | None:
    """The date that the path of a note or its properties tell; None where none does."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    written = day_in(name), stem, *said.get("date", [])[:1]
    return next(filter(None, map(written_date, written)), None)


def _properties(front: str) -> dict[str, list[str]]:
    """The names and values of simple YAML, as Obsidian writes it: a value, a list, or [a, b]."""
    said: dict[str, list[str]] = {}
    name = ""
    for line in front.split("\n"):
        if item := re.match(r"\s*-\s+(.*)", line):
            said.setdefault(name, []).append(_bare(item[1]))
        elif pair := re.match(r"([^\s:#][^:]*):\s*(.*)", line):
            name = pair[1].strip().lower()
            value, listed = pair[2].strip("[] "), pair[2].startswith("[")
            tags = name in {"tags", "tag"} and not listed
            parts = re.split(r"[,\s]+" if tags else ",", value) if tags or listed else [value]
            said[name] = [_bare(one) for one in parts if one.strip()]
    return said


def _bare(value: str) -> str:
    return value.strip().strip("\"'").strip()
