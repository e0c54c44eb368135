"""Reading CSV with a header: a spreadsheet's, another program's, or ally's own."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import islice

from ally_journal.domain.calendar.foreign_dates import (
    day_first_in,
    read_moment,
    read_time,
    written_date,
)
from ally_journal.domain.records.entry import (
    ANSWER_KEYS,
    ASKED,
    WENT,
    Entry,
    checked_people,
)
from ally_journal.domain.text.repair import repaired
from ally_journal.domain.text.tags import people_in, tags_in, unique
from ally_journal.domain.transfer.document import Document, lines_of
from ally_journal.domain.transfer.reader import Arrival, Gathering, first_of, object_in
from ally_journal.errors import UnreadableDate, UnreadableFile, WrongUsage

_LARGEST_CELL = 10_000_000  # characters; what is too long for an entry is told with its row
_YES, _NO = {"true", "yes", "1", "x"}, {"", "false", "no", "0"}
_WORDLESS = "{} row without words was left out.", "{} rows without words were left out."
_PLAN = "The plan of {} entry was left out.", "The plan of {} entries was left out."

Row = Mapping[str, str]


def read_csv(gathering: Gathering, documents: Sequence[Document]) -> Iterator[Arrival]:
    """The entries of a CSV, one a row; commas, semicolons or tabs stand between the cells.

    Its columns are those of `MEANINGS`; text and day must be there. In ally's own CSV the
    apostrophe before what looks like a formula is taken off again.
    """
    return _read(gathering, documents, MEANINGS, _take)


def read_daylio(gathering: Gathering, documents: Sequence[Document]) -> Iterator[Arrival]:
    """The entries of the CSV that Daylio exports: its title and note, and activities as tags."""
    return _read(gathering, documents, _DAYLIO, _take_of_daylio)


def _read(
    gathering: Gathering,
    documents: Sequence[Document],
    meanings: Mapping[str, str],
    take: Callable[[Gathering, str, Row, bool | None], Arrival | None],
) -> Iterator[Arrival]:
    """The rows of a CSV, each handed to `take` with whether the days of all begin with the day."""
    (document,) = documents
    table = _Table(document, meanings)
    first = day_first_in(filter(None, (written_date(_said(row)) for _, row in table)))

    def taken(placed: tuple[str, Row]) -> Arrival | None:
        place, row = placed
        if beyond := row[_BEYOND]:
            raise UnreadableFile(
                f"{place} has {beyond} cells and the header {len(table.header)}; put text that "
                "holds the separator in quotation marks."
            )
        return take(gathering, place, row, first)

    yield from gathering.each(table, taken)
    gathering.told += _unknown(table.header, meanings)


def _take(gathering: Gathering, place: str, row: Row, day_first: bool | None) -> Arrival | None:
    if row["text"].strip():
        return gathering.add(_entry(gathering, place, row, day_first=day_first))
    gathering.count(_WORDLESS)
    return None


def _take_of_daylio(
    gathering: Gathering, place: str, row: Row, day_first: bool | None
) -> Arrival | None:
    for name in ("mood", "scales"):
        if row.get(name, "").strip():
            gathering.count(_LEFT[name])
    said = (row.get("note_title", "").strip(), row["text"].strip())
    words = gathering.words(place, "\n".join(filter(None, said)))
    if not words.strip():
        gathering.count(_WORDLESS)
        return None
    day, clock = _when(gathering, place, row, day_first=day_first)
    when = (day, *gathering.moment(place, day, clock))
    tags = [one.strip() for one in row.get("activities", "").split("|") if one.strip()]
    return gathering.take(place, when, words, tags, starred=False)


def is_daylio(first: str) -> bool:
    """Whether the first line of a file is the header of Daylio's CSV."""
    cells = {cell.strip(' "\r\ufeff').lower() for cell in re.split("[,;\t]", first[:2000])}
    return {"full_date", "note"} <= cells


def rows_without_kind(document: Document) -> bool:
    """Whether a row of a CSV has words but no kind; raises UnreadableFile as `read_csv`."""
    table = _Table(document, MEANINGS)
    return any(row["text"].strip() and not row.get("kind", "").strip() for _, row in table)


class _Table:
    """The rows of a CSV, read anew each time, so that they are never in memory all at once.

    Each has its place, and its cells by their meaning; what stands beyond the header is under
    `_BEYOND`, and what holds nothing is left out.
    """

    def __init__(self, document: Document, meanings: Mapping[str, str]) -> None:
        self._document, self._skipped = document, 0
        first = next(self._text(), "")
        told = re.fullmatch(r"(?i)sep=(.)[\r\n]+", first)  # how Excel is told the separator
        self._skipped = int(told is not None)
        self._sign = told[1] if told else _separator(first)
        quoted = self._sign == "\t" and any('"' in line for line in self._text())
        self._plain = quoted and self._is_plain()
        place, header = next(self._lines(), ("Row 1", []))
        self.header = [repaired(cell).strip() for cell in header]
        self._meant = _meant(place, self.header, meanings)

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        own, wide = tuple(self.header) == COLUMNS, len(self.header)
        for place, cells in islice(self._lines(), 1, None):
            if not any(map(str.strip, cells)):
                continue
            beyond = str(len(cells)) if any(map(str.strip, cells[wide:])) else ""
            told = {
                name: unguarded(cell) if own else cell
                for name, cell in zip(self._meant, cells, strict=False)
                if name and cell
            }
            yield place, {"text": "", "day": "", **told, _BEYOND: beyond}

    def _lines(self) -> Iterator[tuple[str, list[str]]]:
        """Each row with cells in it, numbered as a spreadsheet does."""
        number = 0
        try:
            for number, cells in enumerate(self._rows(plain=self._plain), start=1):
                if cells:
                    yield f"Row {number}", cells
        except csv.Error as error:
            raise UnreadableFile(
                f"Row {number + 1} is not CSV ({error}); look at its quotation marks, or save the "
                "file as CSV again."
            ) from None

    def _text(self) -> Iterator[str]:
        """Each line with its end."""
        return islice(lines_of(self._document), self._skipped, None)

    def _rows(self, *, plain: bool) -> Iterator[list[str]]:
        """The cells of each row, with quotation marks as signs like any other if `plain`."""
        before = csv.field_size_limit(_LARGEST_CELL)
        try:
            if plain:
                yield from csv.reader(self._text(), "excel-tab", quoting=csv.QUOTE_NONE)
            else:
                yield from csv.reader(self._text(), delimiter=self._sign, strict=True)
        finally:
            csv.field_size_limit(before)

    def _is_plain(self) -> bool:
        """Whether quotation marks are signs like any other: in a file with tabs they may be.

        That is so when they do not fit, or when without them every row has a cell for each name.
        """
        try:
            widths = [len(cells) for cells in self._rows(plain=True)]
        except csv.Error:
            return False
        try:
            quoted = sum(1 for _ in self._rows(plain=False))
        except csv.Error:
            return bool(widths)
        return len(widths) > quoted and all(one == widths[0] for one in widths if one)


def _meant(place: str, header: Sequence[str], meanings: Mapping[str, str]) -> list[str]:
    """What each column means, empty for nothing; a name itself goes before another word for it."""
    names = [name.lower() for name in header]
    meant = [meanings.get(name, "") for name in names]
    meant = [
        "" if one != name and one in names and meanings is MEANINGS else one
        for one, name in zip(meant, names, strict=True)
    ]
    if missing := [need for need in ("text", "day") if need not in meant]:
        raise UnreadableFile(
            f"{place} must name the columns: text and day once each, and others such as kind, "
            "time, tags, way, went, because, lesson, guess, asked, with, star or share; "
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."
        )
    if twice := next((one for one in meant if one and meant.count(one) > 1), None):
        raise UnreadableFile(f"{place} names the column {twice} twice; take one of them away.")
    return meant


def _separator(first: str) -> str:
    """The sign that makes most known column names of the first line."""

    def known(sign: str) -> int:
        cells = first[:10_000].split(sign)
        return sum(cell.strip(' "\r\n').lower() in MEANINGS for cell in cells)

    return max(",;\t", key=known)


def _unknown(header: Sequence[str], meanings: Mapping[str, str]) -> list[str]:
    """That some columns were left out: they mean nothing, or another says the same."""
    known = {name.lower() for name in header}
    names = [
        name
        for name in header
        if name
        and (
            (means := meanings.get(name.lower())) is None
            or (means != name.lower() and means in known and meanings is MEANINGS)
        )
    ]
    if not names:
        return []
    listed = first_of([f"“{name[:40]}”" for name in names])
    column, was = ("column", "was") if len(names) == 1 else ("columns", "were")
    return [f"The {column} {listed} {was} left out."]


def _entry(gathering: Gathering, place: str, row: Row, *, day_first: bool | None) -> Entry:
    def said(name: str) -> str | None:
        cell = row.get(name)
        return gathering.words(place, cell).strip() or None if cell else None

    text = gathering.words(place, row["text"])
    day, clock = _when(gathering, place, row, day_first=day_first)
    at, zone = gathering.moment(place, day, clock)
    if said("plan"):
        gathering.count(_PLAN)
    went = _one_of(place, "went", row, WENT) or WENT[0]
    if said("because") and went != "missed":
        raise UnreadableFile(
            f"{place}: because says what stopped you, so it goes with missed in the column went."
        )
    return Entry(
        kind=gathering.kind(place, row.get("kind", "")),
        text=text,
        day=day,
        at=at,
        zone=zone,
        tags=_tags(gathering, row, text),
        people=_people(place, row, text),
        way=said("way"),
        went=went,
        because=said("because"),
        lesson=said("lesson"),
        asked=_one_of(place, "asked", row, ASKED),
        answers=_answers(gathering, place, row.get("answers", "")),
        guess=said("guess"),
        share=_mark(place, "share", row),
        star=_mark(place, "star", row),
        again=_again(gathering, place, row),
    )


def _said(row: Row) -> str:
    return " ".join(row["day"].split())


def _when(
    gathering: Gathering, place: str, row: Row, *, day_first: bool | None
) -> tuple[date, time | None]:
    """The day and time of a row; a time in its own column goes before one behind the day."""
    try:
        day, clock = read_moment(_said(row), gathering.now.naive.date(), day_first=day_first)
        own = row.get("time", "").strip()
        return day, read_time(own) if own else clock
    except UnreadableDate as unreadable:
        raise _placed(place, unreadable) from None


def _placed(place: str, unreadable: UnreadableDate) -> UnreadableDate:
    return UnreadableDate(f"{place}: {str(unreadable).rstrip('.')}.")


def _tags(gathering: Gathering, row: Row, text: str) -> tuple[str, ...]:
    raw = [tag for tag in re.split(r"[,;\s]+", row.get("tags", "")) if tag]
    return unique(gathering.tags(raw), but=tags_in(text)) if raw else ()


def _people(place: str, row: Row, text: str) -> tuple[str, ...]:
    raw = [name for name in re.split("[,;]", row.get("people", "")) if name.strip()]
    try:
        return unique(checked_people(raw), but=people_in(text)) if raw else ()
    except WrongUsage:
        raise UnreadableFile(
            f"{place}: a name is one line of text; names stand with commas between them."
        ) from None


def _one_of(place: str, column: str, row: Row, words: Sequence[str]) -> str | None:
    word = row.get(column, "").strip().lower()
    if word and word not in words:
        raise UnreadableFile(f"{place}: {column} is one of {', '.join(words)}, not “{word[:50]}”.")
    return word or None


def _mark(place: str, column: str, row: Row) -> bool:
    word = row.get(column, "").strip().lower()
    if word not in _YES | _NO:
        raise UnreadableFile(f"{place}: {column} is true or false, not “{word[:50]}”.")
    return word in _YES


def _again(gathering: Gathering, place: str, row: Row) -> date | None:
    said = row.get("again", "").strip()
    try:
        return read_moment(said, gathering.now.naive.date(), day_first=None)[0] if said else None
    except UnreadableDate as unreadable:
        raise _placed(place, unreadable) from None


def _answers(gathering: Gathering, place: str, said: str) -> dict[str, str]:
    """The answers as ally writes them into one cell: a JSON object of texts."""
    if not said.strip():
        return {}
    read = object_in(said)
    if read is None or not all(
        key in ANSWER_KEYS and isinstance(text, str) for key, text in read.items()
    ):
        raise UnreadableFile(
            f"{place}: answers is a JSON object such as ally writes; empty the cell, or take the "
            "column away."
        )
    told = {key: gathering.words(place, text).strip() for key, text in read.items()}
    return {key: text for key, text in told.items() if text}


COLUMNS = (
    *("number", "day", "kind", "went", "text", "tags", "people", "way", "because", "lesson"),
    *("asked", "answers", "guess", "share", "star", "again", "plan"),
)
"""The columns that ally writes, in their order, named in the first row."""

MEANINGS = {name: name for name in COLUMNS} | {"date": "day", "time": "time", "with": "people"}
"""Every column that is read, also in files made elsewhere, and what it means."""

_DAYLIO = {name: name for name in ("time", "mood", "activities", "scales", "note_title")} | {
    "full_date": "day",
    "note": "text",
    "date": "",
    "weekday": "",
}
"""The columns of Daylio's CSV; its `date` and `weekday` say again what `full_date` says."""

_LEFT = {
    "mood": ("The mood of {} row was left out.", "The mood of {} rows was left out."),
    "scales": ("The scales of {} row were left out.", "The scales of {} rows were left out."),
}
_BEYOND = "beyond"

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = "\t\r\n"


def guarded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could take it for a formula.

    That is when, after any spaces, it begins with = + - @ or their full-width forms, or when a
    tab or line break comes before its first word (OWASP, CSV injection). Quotation marks alone do
    not help: LibreOffice evaluates what stands in them.
    """
    words = text.lstrip()
    space = text[: len(text) - len(words)]
    risky = words.startswith(_FORMULA) or any(control in space for control in _CONTROLS)
    return f"'{text}" if risky else text


def unguarded(cell: str) -> str:
    """What was written, without the apostrophe that `guarded` put before it."""
    if not cell.startswith("'"):
        return cell
    return cell[1:] if guarded(cell[1:]) == cell else cell
