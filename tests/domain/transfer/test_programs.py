"""Files of programs that ally does not read, each refused by its name with a way that works."""

import json
import re

import pytest

from ally_journal.domain.transfer.programs import refusal

TOKEN = b"gAAAAABV" + b"IHB7tnwKExG7aC5ZbAbBL9SG2oY2GENeoOJ2" * 3 + b"=="


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (TOKEN, "is encrypted by jrnl; run jrnl --decrypt"),
        (b"jrnl-encrypted:v3\n" + TOKEN, "is encrypted by jrnl; run jrnl --decrypt"),
        (bytes(range(1, 256)) * 2, "is no text; if jrnl encrypted it, run jrnl --decrypt"),
        (b'{\n "metadata": {\n "application": "Mini Diary"}', "is a journal of Mini Diary; .*CSV"),
        (b'[{"date": "2026-10-01", "heading": "x", "html": "<p>"}]', "of Diarium; .*CSV"),
        (b'[{"timeStamp": "2026-10-01 10:00", "text": "x"}]', "of Daily You; .*CSV"),
        (b'[{"when": "2026-10-01"}]', "is JSON that no program .*CSV"),
        (b'{"text": "x", "date_journal": 1790000000000}', "of Journey; .*CSV"),
        (b'<?xml version="1.0"?>\n<plist><dict><key>Entry Text</key>', "early Day One; .*JSON"),
        (b"\tDate:\t01 October 2026 at 00:00:00 GMT\n", "Day One or Mini Diary exported; .*JSON"),
        (b"Currently:\n\t- 2026-10-01 10:00 | Asked @done", "is a list of TaskPaper"),
        (b"<!DOCTYPE html><html>", "is a page of HTML"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1f\x8b\x08\x00", "is packed; unpack it"),
        (b"SQLite format 3\x00", "is a database; ally --journal PATH export .* can be imported"),
    ],
)
def test_by_how_it_begins(head: bytes, words: str) -> None:
    said = refusal("a.txt", ["b/a.txt"], head)
    assert said is not None
    assert said.startswith("a.txt is ")
    assert said.endswith(".")
    assert re.search(words, said)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "is an Excel workbook; save the sheet as CSV"),
        (["word/document.xml"], "is a Word document"),
        (["backup.daylio", "assets/x"], "is a backup of Daylio; export the entries as CSV"),
    ],
)
def test_by_what_it_holds(names: list[str], words: str) -> None:
    assert words in str(refusal("a.zip", names, b""))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[2026-11-20 14:30] Title\ngAAAAA",
        b"day,text\n",
        "day\ttext\n".encode("utf-16"),
        "day\ttext\n".encode("utf-16-le"),
        "2026-11-20 14:30 Zoë\x1b[0m\n".encode(),
        "text,day\nZoë".encode("cp1252"),
        json.dumps({"metadata": {"version": "1.0"}, "entries": []}).encode(),
        b'{"format": "ally/archive"}\n{"text": "about \\"date_journal\\": 3"}\n',
        b"[] a box\n[x] another\n",
        b"Today:\n\t- asked for the criteria\n",
        b"Date: 01 October 2026\n",
    ],
)
def test_what_a_reader_may_try(head: bytes) -> None:
    assert refusal("a.txt", ["a.txt"], head) is None
