"""What comes from elsewhere: entries on their way in, and which program a file is from."""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import NamedTuple

from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import Kind
from ally_journal.domain.spreadsheets import MEANINGS
from ally_journal.domain.written_dates import headed_line
from ally_journal.errors import UnreadableFile

ZIPPED = b"PK\x03\x04"
_MARKS = {
    BOM_UTF8: "utf-8-sig",
    BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    BOM_UTF32_BE: "utf-32",
    BOM_UTF16_LE: "utf-16",
    BOM_UTF16_BE: "utf-16",
}
_ENDINGS = {"jsonl": "jsonl", "csv": "csv", "tsv": "csv", "txt": "jrnl", "zip": "dayone"}


class Arrival(NamedTuple):
    """An entry from elsewhere; `key` is the same whenever the same thing is read again."""

    key: str
    entry: Entry


class Arrivals(NamedTuple):
    """All that was read from one file.

    `source` names the program it is from. `notes` are sentences, one for each thing that could
    not be carried over. `kind` is the one that entries without a kind were given.
    """

    source: str
    items: tuple[Arrival, ...]
    notes: tuple[str, ...] = ()
    kind: Kind | None = None


class Tally(NamedTuple):
    """What an import does, or would do, counted in records.

    `changed` were taken over from the source; in `conflict` are those changed there and here, of
    which both texts are kept.
    """

    new: int = 0
    same: int = 0
    changed: int = 0
    conflict: int = 0


def sniff(name: str, head: bytes) -> str | None:
    """What a file probably is, by its first kilobytes, then by the ending of its name.

    One of jsonl, csv, jrnl and dayone; None when neither tells.
    """
    if head.startswith(ZIPPED):
        return "dayone"
    text = head.decode(_encoding(head), "replace").lstrip()
    by_content = _json_of(text) if text.startswith("{") else _lines_of(text)
    return by_content or _ENDINGS.get(name.rpartition(".")[2].lower())


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32 as Windows programs write it.

    Raises:
        UnreadableFile: it is in another encoding; its line is named.
    """
    encoding = _encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"Line {line} is not UTF-8 text; save the file as UTF-8 and import it again."
        ) from None


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    # Without a mark, every other byte of a first row in UTF-16 is nothing.
    if len(data) > 1 and not (data[0] and data[1]):
        return "utf-16-be" if data[1] else "utf-16-le"
    return "utf-8"


def _json_of(text: str) -> str | None:
    first, _, _ = text.partition("\n")
    try:
        whole = json.loads(first)
    except (ValueError, RecursionError):
        whole = {}
    if whole and isinstance(whole, dict) and "entries" not in whole:
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
