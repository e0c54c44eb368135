"""Entries as CSV for a spreadsheet: UTF-8 with its mark, CRLF, everything in quotation marks."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.fields import json_of
from ally_journal.domain.sharing.copy import SharingYear
from ally_journal.domain.transfer.csv_ import COLUMNS, guarded
from ally_journal.render.views import sharing as sharing_view

SHARED_COLUMNS = ("kind", "month", "text")
"""What a copy for others tells of a moment."""

_MARK = "\ufeff"  # without it a spreadsheet may guess another encoding than UTF-8


def entries(values: Iterable[Entry], *, raw: bool = False) -> str:
    """One row an entry; with `raw` its words stay as written, formulas included."""
    return "".join(entries_in_chunks([tuple(values)], raw=raw))


def entries_in_chunks(batches: Iterable[tuple[Entry, ...]], *, raw: bool = False) -> Iterator[str]:
    """The same, a chunk for the names of the columns and one for each batch."""
    yield _MARK + _rows([COLUMNS], raw=raw)
    for batch in batches:
        said = ({"number": value.number, **json_of(value)} for value in batch)
        yield _rows(([_cell(one[name]) for name in COLUMNS] for one in said), raw=raw)


def sharing(copy: SharingYear, *, raw: bool = False) -> str:
    """One row a moment that was chosen, with nothing but `SHARED_COLUMNS`.

    Rows of the kind `about` tell of the copy itself, as its other forms do.
    """
    rows = [[*one.values()] for one in sharing_view.moments(copy)]
    rows += [["about", "", one] for one in sharing_view.about(copy)]
    return _MARK + _rows([SHARED_COLUMNS, *rows], raw=raw)


def _rows(rows: Iterable[Iterable[str]], *, raw: bool) -> str:
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([cell if raw else guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    """A value of JSON as a cell: nothing for what is empty, a list with commas."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
