"""A frozen older build and the present one exchange, both ways; neither loses what the other wrote.

`tests/store/journals/build-0.2.tar.xz` is the source of ally 0.2, the first that exchanges, as
`git archive COMMIT src | xz -9e` packs it. It runs in processes of its own, with today's libraries.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, cast

import pytest
from tests.conftest import Said
from tests.support.crafted import archive, revision

from ally_journal.domain.records import fields
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.record_types import RECORDS
from ally_journal.domain.sync.content import packed
from ally_journal.domain.sync.key import folder_of, key_from
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.sync import reading
from ally_journal.store.sync.carrier import cache, folder
from ally_journal.store.sync.carrier.sealing import Seal

pytestmark = pytest.mark.faults

FROZEN = Path(__file__).parents[1] / "store/journals/build-0.2.tar.xz"
Run = Callable[..., Said]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which Python finds the older build."""
    place = tmp_path_factory.mktemp("build-0.2")
    with tarfile.open(FROZEN) as packed_source:
        packed_source.extractall(place, filter="data")
    found = _python(place / "src", "-c", "import ally_journal; print(ally_journal.__file__)")
    assert Path(found.out).is_relative_to(place)
    return place / "src"


def _python(source: Path, *words: str, stdin: str = "") -> Said:
    environ = os.environ | {"PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, *words],
        input=stdin,
        env=environ,
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.stdout, done.stderr, done.returncode)


class Computers:
    """The one of the older build and the one of the present."""

    def __init__(self, place: Path, source: Path, now: Run, patch: pytest.MonkeyPatch) -> None:
        self.place, self.patch = place, patch
        self.runs: dict[str, Run] = {
            "present": now,
            "older": lambda *words, **given: _python(source, "-m", "ally_journal", *words, **given),
        }

    def at(self, name: str, *words: str, build: str = "", code: int = 0, stdin: str = "") -> str:
        """What ally says at a computer, by its own build if no other one is named."""
        self.patch.setenv("ALLY_JOURNAL", str(self.place / name / "journal.db"))
        self.patch.setenv("XDG_STATE_HOME", str(self.place / name / "state"))
        said = self.runs[build or name](*words, stdin=stdin)
        assert said.code == code, (name, words, said)
        return said.out

    def rows(self, name: str) -> dict[str, list[Any]]:
        """What a journal says of revisions, words and numbers, whichever way it came."""
        asked = {
            "revision": "SELECT id, header FROM revision ORDER BY id",
            "body": "SELECT id, body FROM body JOIN revision ON seq = revision ORDER BY id",
            "number": "SELECT * FROM number ORDER BY 1, 2",
        }
        with closing(sqlite3.connect(self.place / name / "journal.db")) as connection:
            return {what: connection.execute(sql).fetchall() for what, sql in asked.items()}


@pytest.fixture
def two(tmp_path: Path, source: Path, ally: Run, monkeypatch: pytest.MonkeyPatch) -> Computers:
    return Computers(tmp_path, source, ally, monkeypatch)


@pytest.mark.parametrize("first", ["older", "present"])
def test_both_have_what_either_wrote(two: Computers, tmp_path: Path, first: str) -> None:
    """Whichever began: entries, edits of both, what was heard, forgotten words, and another key."""
    where = str(tmp_path / "carried")
    second = {"older": "present", "present": "older"}[first]
    two.at(first, "log", "act", "Began", "-t", "panels")
    two.at(first, "plan", "add", "When it is late, I ask")
    two.at(first, "sync", "init", where, "--name", first)
    key = two.at(first, "sync", "key")
    two.at(second, "log", "learn", "Read before")
    two.at(second, "sync", "join", where, "--name", second, "--yes", stdin=key)
    for name in (first, second):
        two.at(name, "log", "empathise", f"Said at {name}")
        two.at(name, "edit", "1", "--text", f"Began, says {name}")
    two.at(second, "heard", "1", "them", "It helped")
    two.at(second, "sync")
    two.at(first, "sync")
    two.at(second, "forget", "2", "--yes")
    two.at(second, "sync")
    two.at(first, "sync")
    key = two.at(first, "sync", "key", "--new")
    two.at(second, "sync", code=4)
    two.at(second, "sync", "join", where, "--yes", stdin=key)
    two.at(first, "sync")
    two.at(second, "sync")
    assert two.rows("older") == two.rows("present")
    lists = [json.loads(two.at(name, "list", "--json")) for name in (first, second)]
    assert lists[0] == lists[1]
    assert {one["number"] for one in lists[0]} > {1}
    assert any(one["conflict"] and one["heard"] for one in lists[0])
    assert "Read before" not in json.dumps(lists)
    # The older computer is updated: the same home, the present build.
    updated = two.at("older", "sync", build="present")
    assert updated == "Nothing is new, here or on the other computers.\n"
    problems = json.loads(two.at("older", "doctor", "--json", build="present"))
    assert [one for one in problems if one["level"] == "problem"] == []


class LaterEntry(Entry):
    """The entry of a later ally, in which an old field has a further value."""

    went: Annotated[str, fields.Choice("done", "missed", "mistake", "mended", unsaid="done")] = (
        "done"
    )


LaterEntry.__annotations__ = {**Entry.__annotations__, **LaterEntry.__annotations__}

OF_ENTRY = "018f3c1e-7b1a-7c60-8000-0000000000a1"
OF_WISH = "018f3c1e-7b1a-7c60-8000-0000000000a2"
OF_PLAN = "018f3c1e-7b1a-7c60-8000-0000000000a3"


def carried_by_a_later(key: bytes, where: Path) -> list[Path]:
    """What a later ally puts there.

    A record with a value that is not known, a content of a kind that is not, and a type of record
    and a field that an older one carries along.
    """
    text = {"kind": "act", "text": "Later", "day": "2026-11-20"}
    _, entry = revision("entry", OF_ENTRY, text | {"went": "mended"})
    _, wish = revision("wish", OF_WISH, {"text": "A wish"})
    said = {"text": "When it rains, I ask", "state": "open", "opened": "2026-11-20"}
    _, plan = revision("plan", OF_PLAN, said | {"colour": "blue"})
    number = {"number": 4, "type": "entry", "record": OF_ENTRY}
    higher = archive([entry, json.dumps(number)], schema=SCHEMA + 1, device="later")
    inside = [packed(higher), packed(b"", 9), packed(archive([wish, plan], schema=SCHEMA + 1))]
    there, seal = where / folder_of(key), Seal(key)
    return [there / folder.put(there, seal.seal(one), "later").name for one in inside]


def update(patch: pytest.MonkeyPatch) -> None:
    """Let this process be the later ally."""
    patch.setitem(cast("dict[str, type]", RECORDS), "entry", LaterEntry)
    patch.setattr(reading, "SCHEMA", SCHEMA + 1)
    patch.setattr(cache, "_VERSION", cache._VERSION + 1)


@pytest.mark.parametrize("name", ["older", "present"])
def test_what_a_later_ally_wrote_is_left_and_caught_up_with(
    two: Computers, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 5, the files stay, all else is exchanged; what is carried along goes on, whole."""
    where = tmp_path / "carried"
    two.at(name, "log", "act", "Began")
    two.at(name, "sync", "init", str(where), "--name", name)
    key = key_from(two.at(name, "sync", "key"))
    unknown, kind, along = carried_by_a_later(key, where)
    before = {one: one.read_bytes() for one in (unknown, kind)}
    said = two.at(name, "sync", code=5)
    assert "2 files were written by a newer ally" in said
    two.at(name, "log", "act", "And went on")
    two.at(name, "sync", code=5)
    assert {one: one.read_bytes() for one in before} == before
    held = {body for _, body in two.rows(name)["body"]}
    assert any(b'"colour":"blue"' in one for one in held)
    assert any(b"A wish" in one for one in held)
    along.unlink()  # it writes again what nobody else has, though it cannot read all of it
    two.at(name, "sync", code=5)
    update(monkeypatch)
    said = two.at(name, "sync", code=5, build="present")
    assert "1 file was written by a newer" in said, "the content of an unknown kind stays"
    shown = two.at(name, "sync", "key", build="present")
    two.at("third", "sync", "join", str(where), build="present", code=5, stdin=shown)
    two.at(name, "sync", code=5, build="present")
    assert two.rows("third") == two.rows(name)
    words_held = b"".join(body for _, body in two.rows("third")["body"])
    for words in ("Began", "And went on", "Later", "A wish", "When it rains, I ask", "mended"):
        assert words.encode() in words_held
    assert kind.read_bytes() == before[kind]
