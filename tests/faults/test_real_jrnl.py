"""A real jrnl of the current release writes a journal; what ally reads is what jrnl shows.

CI installs it with the extra `benchmark`; it is too large for everybody's tests.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.peers import JRNL_CONFIG

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.formats import read, sniff
from ally_journal.store.journal.journal import Journal
from ally_journal.store.transfer.foreign import adopting

_BESIDE = Path(sys.executable).with_name("jrnl")
JRNL = str(_BESIDE) if _BESIDE.exists() else shutil.which("jrnl")
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(JRNL is None, reason="jrnl is not installed: pip install -e '.[benchmark]'"),
]

WRITTEN = (
    "2026-11-17 09:15: Read about captions. They help @everyone in #meetings, not only some.",
    "2026-11-18 21:05: Gave the floor back *",
    "2026-11-18 00:30: Zoë said “hm” 👩‍🔬 مرحبا; nobody@example.com and 3 @ 4",
    """2026-11-19 12:00: Asked for the criteria @hiring.
Second line

  indented
[see 1] for more
2026-11-01 10:00 was only a date
- a list! And: a colon
""",
    "2026-11-20: No time given? Nine then.",
)
"""What a person types into jrnl."""

Jrnl = Callable[..., str]


@pytest.fixture(
    params=[
        "%F %r",
        "%Y-%m-%d %H:%M",
        "%F %T",
        "%d.%m.%Y %H:%M",
        "%d/%m/%Y %I:%M %p",
        "%A, %d %B %Y %H:%M",
        "%b %d, %Y %H:%M",
    ]
)
def jrnl(request: pytest.FixtureRequest, tmp_path: Path) -> Jrnl:
    """Run jrnl with one format of dates, in a home of its own."""
    config = tmp_path / "jrnl.yaml"
    config.write_text(
        JRNL_CONFIG.format(journal=tmp_path / "journal.txt", timeformat=request.param)
    )
    home = str(tmp_path / "home")
    away = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}

    def run(*args: str, stdin: str = "") -> str:
        done = subprocess.run(
            [str(JRNL), "--config-file", str(config), *args],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | away,
            check=True,
            timeout=60,
        )
        return done.stdout

    for written in WRITTEN:
        run(stdin=written)
    return run


def test_what_jrnl_wrote_is_read(jrnl: Jrnl, tmp_path: Path, now: Moment, journal: Journal) -> None:
    """Texts, days, times and tags of its file are those jrnl itself tells; the export is the same.

    Importing either, or both, keeps each entry once.
    """
    file = (tmp_path / "journal.txt").read_bytes()
    export = jrnl("--format", "json").encode()
    assert sniff("journal", file) == sniff("journal", export) == "jrnl"
    found = read("jrnl", [Document("journal", [file])], Kind.ACT, now)
    told = json.loads(export)["entries"]
    assert len(told) == len(WRITTEN)
    assert [shown(one.entry) for one in found.items] == [
        (
            f"{one['title']}\n{one['body']}".strip()
            .replace(" @everyone", " #everyone")
            .replace(" @hiring", " #hiring"),
            one["date"],
            one["time"],
            {tag[1:] for tag in one["tags"]} | ({"starred"} if one["starred"] else set()),
        )
        for one in told
    ]
    assert not any(one.entry.all_people for one in found.items)
    assert any("starred" in one.entry.tags for one in found.items)
    assert read("jrnl", [Document("export", [export])], Kind.ACT, now) == found
    assert list(adopting(journal, found, dry_run=False))[-1].new == len(WRITTEN)
    again = read("jrnl", [Document("export", [export])], Kind.ACT, now)
    assert list(adopting(journal, again, dry_run=False))[-1].same == len(WRITTEN)


def shown(entry: Entry) -> tuple[str, str, str, set[str]]:
    assert entry.at is not None
    return entry.text, entry.day.isoformat(), f"{entry.at:%H:%M}", set(entry.all_tags)
