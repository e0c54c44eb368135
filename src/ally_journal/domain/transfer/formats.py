"""Every form of file from elsewhere: told by its first bytes, and read by its name."""

import json
import re

from ally_journal.domain.calendar.foreign_dates import headed_line
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer.csv_ import MEANINGS, read_csv, rows_without_kind
from ally_journal.domain.transfer.dayone import read_dayone
from ally_journal.domain.transfer.jrnl import read_jrnl_json, read_jrnl_text
from ally_journal.domain.transfer.reader import ZIPPED, Arrivals, decoded, object_in

FORMS = ("csv", "jrnl", "dayone")


def read(form: str, data: bytes, kind: Kind | None, now: Moment) -> Arrivals:
    """The entries of a file in one of `FORMS`; jrnl's may be its text or its JSON.

    Raises:
        UnreadableFile, UnreadableDate, TooLong: the file is not what it should be.
        WrongUsage: an entry has no kind, and none was given.
    """
    if form == "dayone":
        return read_dayone(data, kind, now)
    text = decoded(data)
    if form == "csv":
        return read_csv(text, kind, now)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    return (read_jrnl_json if is_json else read_jrnl_text)(text, kind, now)


def needs_kind(form: str, data: bytes) -> bool:
    """Whether entries in a file have no kind; raises UnreadableFile as `read` does for a CSV."""
    return rows_without_kind(decoded(data)) if form == "csv" else True


_ENDINGS = {"jsonl": "jsonl", "csv": "csv", "tsv": "csv", "txt": "jrnl", "zip": "dayone"}


def sniff(name: str, head: bytes) -> str | None:
    """What a file probably is, by its first kilobytes, then by the ending of its name.

    One of jsonl, csv, jrnl and dayone; None when neither tells.
    """
    if head.startswith(ZIPPED):
        return "dayone"
    text = head.decode(json.detect_encoding(head), "replace").lstrip()
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
    cells = [cell.strip(' "\r').lower() for cell in re.split("[,;\t]", first[:2000])]
    if sum(cell in MEANINGS for cell in cells) > 1:
        return "csv"
    return "jrnl" if headed_line(first) else None
