"""What a screen reader gets of a first log, a review, a year and an error, as plain mode says it.

The files are in __snapshots__/test_transcripts; `pytest tests/cli/terminal --snapshot-update`
rewrites them.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest
from syrupy.assertion import SnapshotAssertion
from tests.render.test_screens import ReadableFile

ANSWERS = {
    "What happened?": "Talked over a colleague; gave the floor back.",
    "Which kind?": "4 w",
    "Anything else": "Took the notes, and it was my turn",
    "do you know how it was": "7",
    "from 1 to 4": "3",
    "Which did you do?": "x",
}


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "command",
    ["log", "review", "year", "show 999"],
    ids=lambda command: command.split()[0],
)
def test_as_it_is_heard(
    terminal: Callable[..., Any],
    snapshot: SnapshotAssertion,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    command: str,
) -> None:
    """Line by line, without a sequence that moves, draws or colours anything."""
    if command != "log":
        request.getfixturevalue("demo_year")
    child = terminal("--plain", *command.split())
    left, said = dict(ANSWERS), ""
    while not child.expect(["> $", pexpect.EOF]):
        said += child.before + child.after
        asked = " ".join(child.before.split())
        known = next((words for words in left if words in asked), None)
        child.sendline("" if known is None else left.pop(known))
    said = (said + child.before).replace("\r\n", "\n")
    said = re.sub(rf"\s+{tmp_path}", " PATH", said)  # whose length is another each time
    assert not re.search(r"[^\n -~\u00a1-\u02ff]|[·■…“”–→]", said)
    assert all(len(line) <= 80 for line in said.splitlines())
    assert said == snapshot(extension_class=ReadableFile)
