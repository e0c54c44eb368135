"""Entries as CSV for a spreadsheet: UTF-8 with its mark, CRLF, everything in quotation marks."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from ally_journal.domain.records.entry import Entry
from ally_journal.domain.sharing.copy import SharingYear
from ally_journal.domain.transfer.csv_ import COLUMNS, guarded
from ally_journal.render.views import sharing as sharing_view

__all__ = ["COLUMNS", "entries", "guarded", "sharing"]

SHARED_COLUMNS = ("kind", "month", "text")
"""What a copy for others tells of a moment."""

_MARK = "\ufeff"  # without it a spreadsheet may guess another encoding than UTF-8


def entries(values: Iterable[Entry], *, raw: bool = False) -> str:
    """One row an entry; with `raw` its words stay as written, formulas included."""
    return "".join(entries_in_chunks([tuple(values)], raw=raw))


def entries_in_chunks(batches: Iterable[tuple[Entry, ...]], *, raw: bool = False) -> Iterator[str]:
    """The same, a chunk for the names of the columns and one for each batch."""
    yield _MARK + _rows([COLUMNS])
    for batch in batches:
        yield _rows([cell if raw else guarded(cell) for cell in _cells(one)] for one in batch)


def sharing(copy: SharingYear, *, raw: bool = False) -> str:
    """One row a moment that was chosen, with nothing but `SHARED_COLUMNS`."""
    rows = [
        (one.kind.value, sharing_view.month(copy, one), sharing_view.moment(one))
        for one in copy.entries
    ]
    told = [[cell if raw else guarded(cell) for cell in row] for row in rows]
    return _MARK + _rows([SHARED_COLUMNS, *told])


def _rows(rows: Iterable[Sequence[str]]) -> str:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _cells(value: Entry) -> tuple[str, ...]:
    return (
        str(value.number),
        value.day.isoformat(),
        value.kind.value,
        value.went,
        value.text,
        ", ".join(value.all_tags),
        ", ".join(value.all_people),
        value.way or "",
        value.because or "",
        value.lesson or "",
        value.asked or "",
        json.dumps(value.answers, ensure_ascii=False) if value.answers else "",
        "true" if value.share else "false",
        str(value.plan or ""),
    )
