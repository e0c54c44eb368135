"""Every form of file from elsewhere: told by its first bytes, and read by its name."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ally_journal.domain.calendar.foreign_dates import headed_line
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer import jrnl, markdown
from ally_journal.domain.transfer.csv_ import (
    MEANINGS,
    is_daylio,
    read_csv,
    read_daylio,
    rows_without_kind,
)
from ally_journal.domain.transfer.dayone import journals_in, read_dayone
from ally_journal.domain.transfer.document import Anew, Document
from ally_journal.domain.transfer.reader import Arrival, Arrivals, Gathering, object_in

_READERS: Mapping[str, Callable[[Gathering, Sequence[Document]], Iterator[Arrival]]] = {
    "csv": read_csv,
    "jrnl": jrnl.read_jrnl,
    "dayone": read_dayone,
    "daylio": read_daylio,
    "markdown": markdown.read_markdown,
}
FORMS = tuple(_READERS)

FEW = 5_000
"""So many entries are kept in memory as they were read; of more each is read when it is needed."""


def read(
    form: str, documents: Sequence[Document], kind: Kind | None, now: Moment, *, skip: bool = False
) -> Arrivals:
    """The entries of files in one of `FORMS`; with `skip` what cannot be read is left out and told.

    All are read here, so that what is wrong with any is told before one of them is kept.

    Raises:
        UnreadableFile: a file is not what it should be; none of its entries is read.
        UnreadableDate: a date is impossible, ambiguous or out of reach.
        TooLong: a text has more than 1 MB.
        WrongUsage: an entry has no kind, and none was given.
    """

    def gathered(gathering: Gathering) -> Iterator[Arrival]:
        yield from _READERS[form](gathering, documents)
        gathering.end()

    first, kept, many = Gathering(kind, now, skip=skip), [], 0
    for many, one in enumerate(gathered(first), start=1):
        if many <= FEW:
            kept.append(one)
    anew = Anew(lambda: gathered(Gathering(kind, now, skip=skip)))
    return Arrivals(form, tuple(kept) if many <= FEW else anew, first.notes(), kind, many)


def wanted(form: str, names: Sequence[str]) -> list[str]:
    """The files of a folder or .zip that a form reads, in their order."""
    if form == "dayone":
        return journals_in(names)
    if form == "jrnl":
        return [name for name in names if jrnl.day_in(name)]
    if form == "markdown":
        return [name for name in names if markdown.is_note(name)]
    return []


def needs_kind(form: str, documents: Sequence[Document]) -> bool:
    """Whether entries in a file have no kind; raises UnreadableFile as `read` does for a CSV."""
    return form != "csv" or any(map(rows_without_kind, documents))


_ENDINGS = {
    "jsonl": "jsonl",
    "csv": "csv",
    "tsv": "csv",
    "txt": "jrnl",
    "md": "markdown",
    "markdown": "markdown",
}


def sniff_many(names: Sequence[str]) -> str | None:
    """What the files of a folder or .zip probably are together; None when no name tells."""
    if any(map(jrnl.day_in, names)) and not any(map(markdown.is_note, names)):
        return "jrnl"
    if any(map(markdown.is_note, names)):
        return "markdown"
    return "dayone" if journals_in(names) else None


def sniff(name: str, head: bytes) -> str | None:
    """What a file probably is, by its first kilobytes, then by the ending of its name.

    One of jsonl and `FORMS`; None when neither tells.
    """
    text = head.decode(json.detect_encoding(head), "replace").lstrip("\ufeff \t\r\n")
    by_content = _json_of(text) if text.startswith("{") else _lines_of(text)
    return by_content or _ENDINGS.get(name.rpartition(".")[2].lower())


def _json_of(text: str) -> str | None:
    first, _, _ = text.partition("\n")
    whole = object_in(first)
    if whole and "entries" not in whole:
        return "jsonl"
    if '"creationDate"' in text or re.match(r'\{\s*"metadata"', text):
        return "dayone"
    from_jrnl = re.match(r'\{\s*"tags"', text) or ('"title"' in text and '"body"' in text)
    return "jrnl" if from_jrnl else None


def _lines_of(text: str) -> str | None:
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep="):
        first, _, _ = rest.partition("\n")
    if is_daylio(first):
        return "daylio"
    cells = [cell.strip(' "\r').lower() for cell in re.split("[,;\t]", first[:2000])]
    if sum(cell in MEANINGS for cell in cells) > 1:
        return "csv"
    return "jrnl" if headed_line(first) else None
