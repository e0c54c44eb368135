"""What --json prints is what the shipped schemas say, field by field."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.conftest import Said, built
from tests.generated import ROOT
from tests.support.json_schemas import SCHEMAS, json_schemas
from tests.support.waiting import keep
from tests.test_house import command_tree

Ally = Callable[..., Said]


def test_the_schemas_say_of_records_what_their_fields_say() -> None:
    """Wherever a schema describes a record, it is generated from the record's class."""
    made = json_schemas()
    assert {path.stem for path in made} >= {"entry", "obstacle", "shelf-item", "review", "year"}
    for path, document in made.items():
        assert path.read_text(encoding="utf-8") == document, "run: python -m tests.generated"


def test_the_page_lists_every_schema() -> None:
    """docs/json.md has the name and the file of each, and no other."""
    page = (ROOT / "docs/json.md").read_text("utf-8")
    told = re.findall(r"^\| `(.+?)` \| \[(.+?)\]\(\.\./(.+?)\)", page, re.MULTILINE)
    named = {ROOT / path: (id_, file) for id_, file, path in told}
    assert named == {
        path: (json.loads(path.read_text("utf-8"))["$id"], path.name)
        for path in SCHEMAS.glob("*.json")
    }


def test_the_page_says_which_commands_print_none() -> None:
    """Every other one has --json."""
    page = (ROOT / "docs/json.md").read_text("utf-8").partition("have no `--json`:")[2]
    told = re.findall("`(.+?)`", page.partition(".")[0])
    without = [
        " ".join(words)
        for words, command in command_tree()
        if not (command.hidden or any("--json" in param.opts for param in command.params))
    ]
    assert sorted(told) == sorted(without)


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@built
def full(ally: Ally) -> None:
    """A journal with entries, plans and answers of every sort."""
    ally("plan", "add", "When x, I will y", "--until", "friday", "--from", "a course", "--share")
    ally("plan", "add", "When a, I will b")
    ally("plan", "changed", "2", "It became c")
    for kind in ("learn", "challenge", "empathise", "act"):
        ally("log", kind, f"A line @Priya #tag about {kind}", "--plan", "1", "--share")
    ally("log", "act", "Let it pass", "--missed", "--because", "Rank", "-a", "stopped=x")
    ally("log", "act", "Talked over someone", "--mistake", "--asked", "unasked", "--on", "monday")


@pytest.mark.usefixtures("full")
def test_entries_follow_their_schema(ally: Ally) -> None:
    """One entry, a list, and what a search finds."""
    check = validator("entry")
    check.validate(json.loads(ally("show", "5", "--json").out))
    for command in (["list", "--json"], ["search", "line", "--json"]):
        entries = json.loads(ally(*command).out)
        assert len(entries) >= 4
        for entry in entries:
            check.validate(entry)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(("name", "command"), [("review", ["review"]), ("year", ["year"])])
def test_documents_follow_their_schema(ally: Ally, name: str, command: list[str]) -> None:
    """A full period and an empty one, with no field beside those the schema names."""
    check = validator(name)
    named = json.loads((SCHEMAS / f"{name}.json").read_text())["properties"].keys()
    for more in ([], ["2020"]):
        document = json.loads(ally(*command, *more, "--json").out)
        check.validate(document)
        assert document.keys() == named


def test_obstacles_follow_their_schema(ally: Ally) -> None:
    """As they are added, changed, ended and listed, with every field or the text alone."""
    check = validator("obstacle")
    named = json.loads((SCHEMAS / "obstacle.json").read_text())["properties"].keys()
    everything = ("--lever", "l", "--who", "w", "--next", "n")
    for args in (
        ("add", "x"),
        ("add", "x", *everything),
        ("update", "1", *everything),
        ("changed", "1", "note"),
        ("handed-on", "2"),
    ):
        document = json.loads(ally("obstacle", *args, "--json").out)
        check.validate(document)
        assert document.keys() == named
    listed = json.loads(ally("obstacle", "--all", "--json").out)
    assert len(listed) == 2
    for document in listed:
        check.validate(document)
    with pytest.raises(ValidationError):
        check.validate(spoil(listed[0], "state", "handed on"))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("shelf-item", ["shelf"]),
        ("shelf-item", ["shelf", "add", "Captions for all", "--type", "talk"]),
        ("shelf-item", ["shelf", "start", "1"]),
        ("shelf-item", ["shelf", "done", "1", "Ask first"]),
        ("idea", ["ideas"]),
        ("idea", ["ideas", "credit"]),
        ("idea", ["ideas", "mine"]),
        ("own-idea", ["ideas", "own"]),
        ("own-idea", ["ideas", "phrase", "call-in", "One minute?"]),
        ("plan", ["plan", "--all"]),
        ("plan", ["plan", "did", "1"]),
        ("reflection", ["reflect"]),
        ("tag", ["tags"]),
        ("away", ["away"]),
        ("history", ["history"]),
        ("version", ["history", "1"]),
        ("config", ["config"]),
        ("backup", ["backup"]),
        ("backup", ["backup", "list"]),
        ("backup", ["backup", "restore", "last", "--yes"]),
        ("entry", ["delete", "1", "--yes"]),
        ("entry", ["delete", "1", "last", "--yes"]),
        ("own-idea", ["ideas", "delete", "1", "--yes"]),
        ("reverted", ["undo", "--steps", "3"]),
        ("reverted", ["redo"]),
        ("entry", ["rehearse"]),
        ("rehearsal", ["rehearse", "5", "Let her finish"]),
        ("rehearsal", ["rehearse", "show", "8"]),
        ("before", ["before"]),
        ("before", ["before", "tag"]),
        ("before", ["before", "nothing-fits"]),
    ],
)
def test_practice_follows_its_schema(ally: Ally, name: str, command: list[str]) -> None:
    """Each document, or each element of an array, with no field beside those the schema names."""
    ally("log", "learn", "x", "-t", "tag", "--lesson", "Ask first")
    ally("heard", "last", "them", "It helped")
    ally("shelf", "add", "Good Guys")
    ally("log", "act", "Let another pass", "--missed")
    ally("rehearse", "last", "Not like that")
    ally("ideas", "add", "Mine", "--kind", "act")
    ally("reflect", "why", "I stayed quiet")
    ally("away", "today", "in 2 weeks")
    ally("backup")
    if command == ["redo"]:
        ally("undo")
    named = json.loads((SCHEMAS / f"{name}.json").read_text())["properties"].keys()
    printed = json.loads(ally(*command, "--json").out)
    documents = printed if isinstance(printed, list) else [printed]
    assert documents
    for document in documents:
        validator(name).validate(document)
        assert document.keys() == named


@pytest.mark.usefixtures("full")
def test_a_forgotten_entry_follows_its_schema(ally: Ally) -> None:
    """As it was written, and as its words were erased."""
    ally("forget", "3", "--yes")
    versions = json.loads(ally("history", "3", "--json").out)
    assert [one["op"] for one in versions] == ["put", "erase"]
    for version in versions:
        validator("version").validate(version)


def test_nothing_left_is_null(ally: Ally) -> None:
    """As of a pause that began today."""
    ally("away", "today")
    left = ally("away", "back", "--json").out
    assert left == "null\n"
    validator("away").validate(json.loads(left))


@pytest.mark.usefixtures("full")
def test_an_import_follows_its_schema(ally: Ally, tmp_path: Path) -> None:
    """An archive taken in again, and only looked at."""
    archive = str(tmp_path / "all.jsonl")
    ally("export", archive)
    for more in ([], ["--dry-run"]):
        document = json.loads(ally("import", archive, *more, "--json").out)
        validator("import").validate(document)
        assert document["same"] > 4


def test_findings_follow_their_schema(ally: Ally, journal_path: Path) -> None:
    """Without a journal, with one, with words that wait, and with a journal that is none."""
    check = validator("doctor")
    for prepare in (
        list,
        lambda: ally("log", "act", "x"),
        lambda: keep(journal_path, "words", "20261120-140000"),
        lambda: journal_path.write_bytes(b""),
    ):
        prepare()
        found = json.loads(ally("doctor", "--json").out)
        check.validate(found)
        assert found
        assert {tuple(one) for one in found} == {("check", "level", "text", "command")}
    with pytest.raises(ValidationError):
        check.validate([spoil(found[0], "level", "grave")])
    keep(journal_path, "others", "20261120-150000")
    for command, number in ([], 1), (["show", "2"], 2), (["drop", "2", "--yes"], 2):
        drafts = json.loads(ally("draft", *command, "--json").out)
        validator("draft").validate(drafts)
        assert drafts[0]["number"] == number
    with pytest.raises(ValidationError):
        validator("draft").validate([spoil(drafts[0], "number", 0)])


def spoil(document: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    return {**document, name: value}


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "good"),
        ("day", "20 Nov"),
        ("number", "1"),
        ("tags", None),
        ("went", "well"),
        ("created", "2026-11-20T13:30:00+01:00"),
    ],
)
def test_the_schema_can_fail(ally: Ally, field: str, value: object) -> None:
    """A wrong value, or a missing one, does not pass."""
    entry = json.loads(ally("show", "1", "--json").out)
    check = validator("entry")
    with pytest.raises(ValidationError):
        check.validate(spoil(entry, field, value))
    del entry[field]
    with pytest.raises(ValidationError):
        check.validate(entry)
