"""Entries as CSV for a spreadsheet: UTF-8 with its mark, CRLF, everything in quotation marks."""

import csv
import json
from collections.abc import Iterable
from io import StringIO

from ally_journal.domain.entries import Entry

COLUMNS = (
    "number",
    "day",
    "kind",
    "went",
    "text",
    "tags",
    "people",
    "way",
    "because",
    "lesson",
    "asked",
    "answers",
    "share",
    "plan",
)
"""The columns in their order, named in the first row."""

_MARK = "\ufeff"  # without it a spreadsheet may guess another encoding than UTF-8
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = "\t\r\n"


def entries(values: Iterable[Entry], *, raw: bool = False) -> str:
    """One row an entry; with `raw` its words stay as written, formulas included."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell if raw else guarded(cell) for cell in _cells(one)] for one in values)
    return _MARK + out.getvalue()


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
