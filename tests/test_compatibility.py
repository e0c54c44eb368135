"""What version 0.1 wrote is read by every later one: journals, archives and drafts.

`tests/store/journals/version-0.1.tar.gz` was written by that version: one journal plain and one
encrypted, with all types of records, conflicts, and records deleted, undone and forgotten;
drafts of every purpose for both; its archive; and in `says.json` what that version answered.
"""

import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said
from tests.support.sealing import RIGHT

WRITTEN = Path(__file__).parent / "store/journals/version-0.1.tar.gz"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder of all that was written, unpacked."""
    folder = tmp_path / "version-0.1"
    with tarfile.open(WRITTEN) as packed:
        packed.extractall(folder, filter="data")
    return folder


def bring(written: Path, how: str, journal_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the journal and the drafts of that version in this test's place."""
    journal_path.parent.mkdir(mode=0o700)
    shutil.copy(written / f"{how}.db", journal_path)
    shutil.copytree(written / f"{how}.drafts", journal_path.with_name("journal.db.drafts"))
    if how == "encrypted":
        monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)


def holds(now: Any, then: Any) -> bool:  # noqa: ANN401 - JSON is of any type
    """Whether an answer still says all that it said; fields may have been added."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(
            name in now and holds(now[name], value) for name, value in then.items()
        )
    if isinstance(then, list):
        return len(now) == len(then) and all(map(holds, now, then))
    return bool(now == then)


def decided(then: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """An answer as it is right by now: a plan that was kept is done, and nobody's shelf is full.

    What that version put on every shelf is no record before it is moved. Nothing could be heard of
    the one missed moment there is, and moments of the year are chosen by a mark of their own.
    """
    if isinstance(then, dict):
        told = {name: decided(value) for name, value in then.items() if name != "chosen"}
        return told | ({"unknown": then["unknown"] - 1} if "unknown" in then else {})
    if isinstance(then, list):
        return [decided(one) for one in then if not is_only_offered(one)]
    return "done" if then == "kept" else then


def is_only_offered(one: object) -> bool:
    """Whether this is a thing on the shelf that nobody put there."""
    return isinstance(one, dict) and "takeaway" in one and one["day"] is None


def answers(ally: Callable[..., Said], says: dict[str, str]) -> list[str]:
    """The commands whose answers lost something, of all that were kept."""
    lost = []
    for words, then in says.items():
        done = ally(*words.split())
        assert done.code == 0, done.err
        if not holds(json.loads(done.out), decided(json.loads(then))):
            lost.append(words)
    return lost


@pytest.mark.parametrize("how", ["plain", "encrypted"])
def test_its_journals_open(
    how: str,
    written: Path,
    journal_path: Path,
    ally: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every answer says what it said, and doctor finds no damage, also after a change."""
    bring(written, how, journal_path, monkeypatch)
    says: dict[str, str] = json.loads((written / "says.json").read_text())
    assert len(says) == 9
    assert answers(ally, says) == []
    assert ally("log", "act", "Written by a later version").code == 0
    assert ally("edit", "2", "--text", "Both versions made one").code == 0
    assert "damage" not in ally("doctor").out
    assert ally("undo", "--steps", "2").code == 0
    assert json.loads(ally("show", "2", "--json").out)["conflict"]


def test_its_archive_is_read(written: Path, ally: Callable[..., Said]) -> None:
    """An empty home gets a journal that answers the same, history too.

    What ally puts on the shelf has no number in an archive before it is moved, so that the numbers
    there may differ.
    """
    says: dict[str, str] = json.loads((written / "says.json").read_text())
    shelf = decided(json.loads(says.pop("shelf --json")))
    assert ally("import", str(written / "archive.jsonl"), "--yes").code == 0
    assert answers(ally, says) == []
    titles = {one["title"]: one["state"] for one in json.loads(ally("shelf", "--json").out)}
    assert titles == {one["title"]: one["state"] for one in shelf}


USED = {
    "Gave the floor back": ("list", "--json"),
    "Asked for the criteria, again": ("show", "2", "--json"),
    "It was fine": ("show", "4", "--json"),
    "Rank": ("show", "3", "--json"),
    "When minutes are taken, I offer": ("plan", "--json"),
    "Because it is right": ("reflect", "--json"),
    "Only words": ("list", "--json"),
}
"""Words of each draft, in their order, and what shows them once the draft was used."""


@pytest.mark.parametrize("how", ["plain", "encrypted"])
def test_its_drafts_are_used(
    how: str,
    written: Path,
    journal_path: Path,
    ally: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each goes where it was meant for, with what was known of it."""
    bring(written, how, journal_path, monkeypatch)
    waiting = json.loads(ally("draft", "--json").out)
    assert len(waiting) == len(USED)
    for words, shows in USED.items():
        assert words in ally("draft").out
        done = ally("draft", "use", "1", *(["--kind", "learn"] if words == "Only words" else []))
        assert done.code == 0, done.err
        assert words in ally(*shows).out
    entries = json.loads(ally("list", "--json").out)
    (back,) = [one for one in entries if one["text"] == "Gave the floor back"]
    assert holds(
        back,
        {
            "kind": "act",
            "day": "2026-11-19",
            "tags": ["meetings"],
            "went": "missed",
            "because": "Rank",
            "lesson": "Wait",
            "share": True,
            "answers": {"risked": "Time"},
        },
    )
    plans = {plan["text"]: plan for plan in json.loads(ally("plan", "--json").out)}
    assert "When it happens again, I speak" in plans
    assert plans["When minutes are taken, I offer"]["until"] == "2026-12-24"
    assert not journal_path.with_name("journal.db.drafts").exists()
