"""Writes the files that are generated; `python -m tests.generated` refreshes them all.

Each generator is held against its file by a test.
"""

import io
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI
from rich.text import Text
from tests.support.json_schemas import json_schemas
from tests.support.man_pages import FOLDER, man_pages

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.demo.tale import told
from ally_journal.render.screen import Screen
from ally_journal.render.views import overview, sections
from ally_journal.render.writers import terminal
from ally_journal.store.demo import make_demo
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.review.summary import summary_of
from ally_journal.store.review.year import year_of

ROOT = Path(__file__).parent.parent
of_a_repository = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git knows no file here")
"""What asks git, which knows nothing of a source distribution."""
WEEK = ROOT / "docs/week.svg"
YEAR = ROOT / "docs/year.svg"
WIDTH = 80
LINES = 44

# Rich's own frame names fonts to download; this one uses what the reader has.
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{
  font: {char_height}px "DejaVu Sans Mono", Menlo, Consolas, monospace;
  white-space: pre;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#1e1e1e" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, 16)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def pictures() -> dict[Path, str]:
    """The pictures in the README: the week and the year of the demo journal, as ally draws them."""
    now = datetime.fromisoformat("2026-11-20T16:00:00+01:00")
    moment = Moment(now, None, 0)
    screen = Screen(width=WIDTH, colour="truecolor")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
            make_demo(path, told(now), 0)
        with open_journal(path, moment) as journal:
            week = summary_of(journal, week_of(now.date()), now.date(), "monday")
            year = year_of(journal, now.year, now.date(), "monday")

    form = terminal.document
    drawn_week = form(sections.review(week, screen), screen)
    drawn_year = form(overview.year(year, screen, form), screen)
    return {
        WEEK: _picture("ally review", drawn_week, "week"),
        YEAR: _picture("ally year", drawn_year, "year"),
    }


def _picture(command: str, view: str, name: str) -> str:
    """A view, or as much of it as fits, as an SVG that asks for nothing from outside."""
    shown = view.splitlines()[:LINES]
    Style.parse.cache_clear()  # Rich keeps styles as first used, at whatever depth of colour
    Style._add.cache_clear()
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi("\n".join([f"$ {command}", *shown, ""])))
    return console.export_svg(title="", theme=MONOKAI, code_format=FRAME, unique_id=name)


def main() -> None:
    """Write every generated file."""
    FOLDER.mkdir(exist_ok=True)
    for path, document in (json_schemas() | man_pages()).items():
        path.write_text(document, encoding="utf-8")
    for path, picture in pictures().items():
        path.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
