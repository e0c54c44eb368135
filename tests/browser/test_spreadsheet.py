"""Tables of ally's in LibreOffice: no cell is calculated, whatever was written."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import which

import pytest

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.render.writers import csv_

pytestmark = pytest.mark.browser

FORMULAS = [
    "=1+1",
    " =1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    '=HYPERLINK("file:///etc/hosts","look")',
    "\t=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1,1)",
    "=cmd|'/c calc'!A1",
    '=WEBSERVICE("http://127.0.0.1:9/")',
]
ENTRIES = [
    Entry(kind=Kind.ACT, text=text, lesson=text, day=date(2026, 11, 20), number=number)
    for number, text in enumerate(FORMULAS, start=1)
]


@pytest.fixture
def calculated(tmp_path: Path) -> Callable[[str], str]:
    """What LibreOffice makes of a table: its own flat XML, where a formula is an attribute."""

    def convert(table: str) -> str:
        office = which("soffice")
        assert office, "install libreoffice-calc"
        source = tmp_path / "year.csv"
        source.write_bytes(table.encode())
        subprocess.run(
            [
                office,
                "--headless",
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                *("--convert-to", "fods", "--outdir", str(tmp_path), str(source)),
            ],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
            timeout=180,
        )
        return source.with_suffix(".fods").read_text(encoding="utf-8")

    return convert


def test_a_spreadsheet_calculates_nothing(calculated: Callable[[str], str]) -> None:
    """Every text is there as text, behind an apostrophe where it looked like a formula."""
    sheet = calculated(csv_.entries(ENTRIES, raw=False))
    assert "table:formula" not in sheet
    assert "xlink:href" not in sheet.split("<office:body>")[1]
    assert sheet.count("=1+1") >= 2


def test_a_raw_table_is_calculated(calculated: Callable[[str], str]) -> None:
    """The check can fail: this is what --raw leaves to the reader."""
    assert "table:formula" in calculated(csv_.entries(ENTRIES, raw=True))
