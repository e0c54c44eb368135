"""Files of other programs that ally does not read: each known by its own name, and what to do."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_CSV = "write its entries into a CSV with the columns day and text, and import that"
_TOKEN = rb"gAAAA[\w=-]{60,}\s*"  # Fernet, which jrnl encrypts with; its time begins with zeros


class _Program(NamedTuple):
    """What a file begins with, or what is in a .zip or a folder, and how its entries get here."""

    what: str
    then: str
    begins: bytes = b""
    holds: str = ""


_JRNL = _Program(
    "is encrypted by jrnl",
    "run jrnl --decrypt, which asks for its password, and import the file then",
)
_PROGRAMS = (
    _JRNL._replace(begins=rb"jrnl-encrypted:"),
    _JRNL._replace(begins=rb"(?:%s)\Z" % _TOKEN),
    _Program(
        "is an Excel workbook",
        "save the sheet as CSV and import that",
        holds=r"xl/workbook\.(?:xml|bin)",
    ),
    _Program(
        "is an old Office document",
        "save it as CSV or as text in UTF-8 and import that",
        begins=rb"\xd0\xcf\x11\xe0",
    ),
    _Program(
        "is a Word document",
        "save it as text in UTF-8, or " + _CSV,
        holds=r"word/document\.xml",
    ),
    _Program(
        "is a spreadsheet or text of LibreOffice",
        "save a spreadsheet as CSV and import that",
        holds=r"META-INF/manifest\.xml",
    ),
    _Program(
        "is a backup of Daylio",
        "export the entries as CSV in Daylio and import that",
        holds=r"backup\.daylio",
    ),
    _Program("is an export of Journey", _CSV, begins=rb'(?s)\s*\{.*"date_journal"\s*:'),
    _Program(
        "is a journal of Mini Diary",
        _CSV,
        begins=rb'(?s)\s*\{.{0,200}"application"\s*:\s*"Mini Diary"',
    ),
    _Program(
        "is an export of Diarium",
        _CSV,
        begins=rb'(?s)\s*\[\s*\{[^{}]{0,400}"(?:heading|html)"\s*:',
    ),
    _Program("is an export of Daily You", _CSV, begins=rb'\s*\[\s*\{[^{}]{0,400}"timeStamp"\s*:'),
    _Program(
        "is a notebook of Standard Notes",
        _CSV,
        begins=rb'\s*\{\s*"(?:version|items)"\s*:[^{}]{0,200}(?:"content_type"|"items")',
    ),
    _Program("is JSON that no program ally knows writes", _CSV, begins=rb"\s*\[\s*\{"),
    _Program(
        "is an entry of an early Day One",
        "export the journal as JSON in Day One and import that",
        begins=rb"(?s)\s*<\?xml.{0,400}<key>(?:Creation Date|Entry Text|Activity)</key>",
    ),
    _Program(
        "is a plain text that Day One or Mini Diary exported",
        "export from Day One as JSON and import that, or " + _CSV,
        begins=rb"\s*?\tDate:\t(?:\d{1,2} \w+|\w+ \d{1,2},) \d{4}",
    ),
    _Program(
        "is a list of TaskPaper or doing",
        _CSV,
        begins=rb"[^\n:]{1,60}:\r?\n\t+- (?:[\d-]{10} [\d:]{5} \| |.*@(?:done|due|today)\b)",
    ),
    _Program("is an export of Evernote", _CSV, begins=rb"(?s)\s*<\?xml.{0,400}<en-export"),
    _Program(
        "is a page of HTML",
        "export as JSON, CSV or Markdown from the program that made it, or " + _CSV,
        begins=rb"(?i)\s*<(?:!doctype html|html)\b",
    ),
    _Program("is XML", _CSV, begins=rb"\s*<\?xml"),
    _Program("is a PDF", _CSV, begins=rb"%PDF-"),
    _Program("is rich text", "save it as text in UTF-8, or " + _CSV, begins=rb"\{\\rtf"),
    _Program(
        "is packed",
        "unpack it and import what is in it",
        begins=rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd",
    ),
    _Program(
        "is encrypted by age",
        "decrypt it with age -d and import what is in it",
        begins=rb"age-encryption\.org/|-----BEGIN AGE",
    ),
    _Program(
        "is encrypted by GnuPG",
        "decrypt it with gpg -d and import what is in it",
        begins=rb"-----BEGIN PGP MESSAGE",
    ),
    _Program("is a picture", "import a text", begins=rb"\x89PNG|\xff\xd8\xff|GIF8"),
    _Program(
        "is a database",
        "ally --journal PATH export journal.jsonl makes of a journal of ally what can be imported",
        begins=rb"SQLite format 3",
    ),
)
_NO_TEXT = rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def refusal(name: str, names: Sequence[str], head: bytes) -> str | None:
    """Why a file cannot be imported and what does instead; None where a reader may try it.

    `names` are the files in a .zip or a folder. `head` is how the file begins, and in a .zip its
    first JSON.
    """
    for one in _PROGRAMS:
        inside = one.holds and any(re.fullmatch(one.holds, each) for each in names)
        if inside or (one.begins and re.match(one.begins, head.removeprefix(b"\xef\xbb\xbf"))):
            return f"{name} {one.what}; {one.then}."
    if len(names) == 1 and _is_no_text(head):
        return f"{name} is no text; if jrnl encrypted it, {_JRNL.then}."
    return None


def _is_no_text(head: bytes) -> bool:
    """Whether bytes are those of no text in any encoding, by their signs that no text has."""
    wide = head.startswith(_WIDE) or b"\x00" in head[:4]  # UTF-16 or UTF-32
    return not wide and len(re.findall(_NO_TEXT, head)) * 50 > len(head)
