"""The views that docs/data.md promises to other tools, read as those read them."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from tests.conftest import Said
from tests.generated import ROOT

PAGE = (ROOT / "docs/data.md").read_text("utf-8")


@pytest.fixture
def opened(ally: Callable[..., Said], journal_path: Path) -> Iterator[Database]:
    """A journal with something in each view, as sqlite-utils opens it."""
    for words in (
        ["plan", "add", "When someone is talked over, I give the floor back"],
        ["plan", "did", "1", "Twice"],
        ["log", "act", "Asked for the criteria", "-t", "hiring", "--lesson", "Ask first"],
        ["log", "act", "Let a joke pass", "--missed", "--because", "rank", "--plan", "1"],
        ["edit", "1", "--guess", "Glad", "-w", "Priya", "-t", "Panel"],
        ["heard", "1", "them", "It helped"],
        ["log", "learn", "Read about captions", "--on", "yesterday", "--star"],
        ["log", "learn", "Taken back"],
        ["delete", "4", "--yes"],
        ["obstacle", "add", "Panels are picked by habit"],
        ["shelf", "add", "Captions"],
        ["reflect", "why", "Because I stayed quiet"],
    ):
        assert ally(*words).code == 0, words
    with closing(Database(journal_path)) as database:
        yield database


def test_the_page_names_every_view_and_column(opened: Database) -> None:
    """Those of the table, in its order, and no others; each has rows here."""
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert len(told) > 5
    assert {view.name for view in opened.views} == told.keys()
    for view in opened.views:
        assert ", ".join(f"`{column.name}`" for column in view.columns) == told[view.name]
        assert list(view.rows), view.name


def test_the_five_questions_are_answered(opened: Database) -> None:
    """Each query of the page as it stands there finds what this journal holds."""
    questions = re.findall(r"```sql\n(.+?)```", PAGE, re.DOTALL)
    answers: list[list[dict[str, Any]]] = [list(opened.query(one)) for one in questions]
    hiring, pairs, acted, months, missed = answers
    assert [(one["text"], one["lesson"]) for one in hiring] == [
        ("Asked for the criteria", "Ask first")
    ]
    assert [(one["guess"], one["said"]) for one in pairs] == [("Glad", "It helped")]
    assert [one["number"] for one in acted] == [1]
    assert {one["kind"] for one in months} == {"act", "learn"}
    assert [one["because"] for one in missed] == ["rank"]


def test_views_show_what_ally_shows(opened: Database, ally: Callable[..., Said]) -> None:
    """Days, times, tags and numbers as the program has them; nothing deleted, and no names."""
    shown = {one["number"]: one for one in json.loads(ally("list", "--json").out)}
    rows = {row["number"]: row for row in opened["entries"].rows}
    assert rows.keys() == shown.keys() == {1, 2, 3}
    for number, row in rows.items():
        entry = shown[number]
        for name in ("kind", "text", "day", "went", "lesson", "because", "guess", "plan"):
            assert row[name] == entry[name], name
        assert (row["tags"] or "").split() == sorted(entry["tags"], key=str.casefold)
        assert (row["at"] or "") == (entry["at"] or "")[:19]
        assert row["changed"][:19] == entry["changed"][:19]
    assert "Priya" not in str(rows)


def test_views_cannot_be_written_to(opened: Database) -> None:
    """What others' tools see is not theirs to change."""
    for view in opened.view_names():
        with pytest.raises(sqlite3.OperationalError, match="because it is a view"):
            opened.execute(f"DELETE FROM {view}")
