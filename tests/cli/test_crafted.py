"""Archives that no ally wrote: what is taken in of them, every command and Tab can live with."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import Said
from tests.support.crafted import archive, revision

from ally_journal.cli import completion
from ally_journal.domain.records import fields
from ally_journal.domain.records.device import Count
from ally_journal.domain.records.record_types import RECORDS
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.rows import NUMBERED

Ally = Callable[..., Said]

IDS = tuple(str(UUID(int=number)) for number in range(1, 7))
TEXTS = (
    "", " ", "x", "x\x00y\x1b[2J\u202e@Mira #", "\u0301", "😀" * 300, "-", "3", "then", "2026-W47",
    "9999-W52", "0001-W01", "2026-13", "review/2026-W47/then/2026-11-20", "review/then/x/then/",
    "review/9999-W99/then/9999-99-99", "book", "open", "done", "kept", "day_starts_at", "Etc/None",
)  # fmt: skip
DAYS = ("0001-01-01", "1970-01-01", "2026-11-20", "9999-12-31")
MOMENTS = (0, -(10**13) + 1, 10**13 - 1, 1795181400000)
NUMBERS = (1, 2, 7, 10**15 - 1)
CLOCKS = (1, -62 * 10**12, 253 * 10**12 - 1, 1795181400000)
UNKNOWN: tuple[object, ...] = (5, None, [], {}, [{"a": ["Mira"]}], {"Mira": 1.5}, "Mira", True)
OF_A_KIND: Mapping[type, tuple[object, ...]] = {
    fields.Day: DAYS,
    fields.Instant: MOMENTS,
    fields.Flag: (0, 1, True),
    Count: (0, 1, 999),
    fields.Names: ([], ["Mira"], ["", "two words\nx", "@"]),
    fields.Tags: ([], ["hiring", "Ünder_x"]),
    fields.Answers: ({}, {"notice": "x", "": "", "source": "\x07"}),
    fields.Id: IDS,
    fields.Number: IDS,
}


def values_of(field: fields.Field) -> Iterable[object]:
    """Odd values of a kind of field, all of which an archive may have."""
    if isinstance(field, fields.Choice):
        return field.words
    found = OF_A_KIND.get(type(field), TEXTS)
    return [value for value in found if field.allows(value)]


@st.composite
def bodies(draw: st.DrawFn, type_: str) -> dict[str, object]:
    """A body of a type, with fields nobody knows."""
    body: dict[str, object] = {}
    described = fields.fields_of(RECORDS[type_]) if type_ in RECORDS else ()
    known = {field.name for field in described}
    for field in described:
        if field.needed or draw(st.booleans()):
            body[field.name] = draw(st.sampled_from(list(values_of(field))))
    if type_ == "entry" and body.get("went") != "missed":
        body.pop("because", None)
    if type_ == "setting":
        value = "04:00" if body["key"] == "day_starts_at" else "x"  # else it is refused
        body = {"key": body["key"], "value": value}
    for name in ("offset", "about", "arrived", "conflict", "number", "id", "x"):
        if name not in known and draw(st.booleans()):
            body[name] = draw(st.sampled_from([3600] if name == "offset" else UNKNOWN))
    return body


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Revisions of a few records, some of them over each other and over what is not there."""
    made: list[str] = []
    last: dict[str, list[str]] = {}
    numbered: dict[str, str] = {}
    types = (
        "entry",
        "heard",
        "plan",
        "obstacle",
        "shelf",
        "reflection",
        "asked",
        "mood",
        "setting",
    )
    for _ in range(draw(st.integers(1, 8))):
        type_ = draw(st.sampled_from(types))
        record = IDS[types.index(type_) % len(IDS)] if type_ != "setting" else ""
        if type_ in {"asked", "mood", "shelf"}:
            record = str(UUID(int=100 + types.index(type_)))
        body = draw(bodies(type_))
        if type_ == "setting":
            record = str(lasting_record_id("setting", str(body["key"])))
        before = last.setdefault(record, [])
        parents = draw(st.sampled_from([[], before[-1:], before[:1], before, ["ab" * 32]]))
        op = draw(st.sampled_from(["put", "put", "put", "delete", "erase"]))
        more: dict[str, object] = {"erases": before[-1:]} if op == "erase" else {}
        if op == "erase" and draw(st.booleans()):
            more["whole"] = 1
        if draw(st.booleans()):
            more["again"] = draw(st.sampled_from(["cd" * 32, *before]))
        if draw(st.booleans()):
            more["undoes"] = IDS[0]
        clock = draw(st.sampled_from(CLOCKS))
        id_, line = revision(
            type_,
            record,
            body if op == "put" else None,
            op=op,
            parents=parents,
            clock=clock,
            **more,
        )
        before.append(id_)
        made.append(line)
        if type_ in NUMBERED and draw(st.booleans()):
            at = draw(st.sampled_from(NUMBERS))
            numbered[type_] = json.dumps({"number": at, "type": type_, "record": record})
    return [*made, *numbered.values()]


COMMANDS = """
list|list --json|list -t hiring|show 1|show 1 --json|show last|history|history 1|history --json
search x|search x --json|review|review 2026-11 --json --no-input|year|year --json
year 9999 --json|year --sharing --yes --json|reflect|reflect --json|before x|before --json|ideas
plan|plan --json|plan --all|obstacle|obstacle --json|shelf|shelf --json|config|config --json
privacy|remind friday 9:00|handover 1|export -|backup|backup list
draft|forget --names --before tomorrow --dry-run
forget 1 --dry-run|forget --with Mira --dry-run|forget --before tomorrow --dry-run
edit 1 --text y|heard 1 them x|plan kept 1|obstacle update 1 --who x|log act x|undo|redo
delete 1 --yes|undo|edit 1 --text z --on today|shelf start 1|doctor --rebuild|doctor
forget --with Mira --yes|forget 1 --yes|forget --before tomorrow --yes|doctor
"""


def survives(ally: Ally, folder: Path, data: bytes) -> None:
    """Take it in and use everything; a refusal in one sentence is fine, and a traceback never."""
    source = folder / "crafted.jsonl"
    source.write_bytes(data)
    journal = ["--journal", str(folder / "journal.db")]
    ally(*journal, "log", "act", "Mine, with @Mira")
    taken = ally(*journal, "import", str(source), "--yes")
    assert taken.code == 0, taken.err
    ctx = SimpleNamespace(find_root=lambda: SimpleNamespace(params={"journal": journal[1]}))
    for offered in (completion.tags, completion.numbers, completion.plans):
        offered(ctx, "")  # type: ignore[arg-type]  # all that is asked of it
    completion.obstacles(ctx, "")  # type: ignore[arg-type]  # the same
    completion.shelf_items(ctx, "")  # type: ignore[arg-type]  # the same
    for line in COMMANDS.replace("\n", "|").strip("|").split("|"):
        said = ally(*journal, *line.split())
        if line.startswith(("list", "history", "export", "forget", "doctor", "show last")):
            assert said.code in {0, 1}, (line, said)
        if line.startswith("doctor"):
            assert "problem" not in ally(*journal, "doctor", "--json").out, said.out
    again = folder / "again.jsonl"
    assert ally(*journal, "export", str(again)).code == 0
    assert "Mira" not in again.read_text()
    assert ally("--journal", str(folder / "new.db"), "import", str(again)).code == 0


@settings(
    max_examples=max(1, settings().max_examples // 8 - 1),  # each runs some fifty commands
    phases=(Phase.explicit, Phase.generate),  # to make a find smaller would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=lines())
def test_whatever_is_taken_in_everything_lives(ally: Ally, made: list[str]) -> None:
    """A few records of every type, odd in everything that import lets be odd."""
    with TemporaryDirectory() as folder:
        survives(ally, Path(folder), archive(made))


def odd(type_: str, turn: int) -> dict[str, object]:
    """A body in which every field is the odd value whose turn it is."""
    body: dict[str, object] = {}
    for field in fields.fields_of(RECORDS[type_]):
        values = list(values_of(field))
        body[field.name] = values[turn % len(values)]
    if type_ == "entry":
        body["went"] = "missed"
    return {**body, "about": body.get("about", IDS[0])}


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(more, marks=pytest.mark.faults) for more in (1, 2, 3))]
)
def test_every_type_at_its_oddest(ally: Ally, tmp_path: Path, turn: int) -> None:
    """All fields of all types at once, with what nobody knows beside them."""
    made = [
        revision(type_, str(UUID(int=at)), odd(type_, turn), clock=CLOCKS[turn])[1]
        for at, type_ in enumerate(RECORDS, start=1)
        if type_ != "setting"
    ]
    made += [
        revision("mood", str(UUID(int=50 + at)), {"x": value, "day": value, "text": value})[1]
        for at, value in enumerate(UNKNOWN)
    ]
    survives(ally, tmp_path, archive(made))


def test_what_nobody_knows_is_forgotten_and_given_back(ally: Ally, tmp_path: Path) -> None:
    """A record of an unknown type holds words like any other, also as names of values."""
    source, out = tmp_path / "mood.jsonl", tmp_path / "out.jsonl"
    body = {"who": "Mira", "how": "fine", "Mira": 1, "of": [{"Mira": 2, "mira": 3}]}
    source.write_bytes(archive([revision("mood", IDS[0], body)[1]]))
    ally("import", str(source))
    assert "mood" in ally("forget", "--with", "Mira", "--dry-run").out
    ally("forget", "--with", "Mira", "--yes")
    ally("export", str(out))
    bodies = [json.loads(line).get("body") for line in out.read_text().splitlines()]
    assert "mira" not in out.read_text().lower()
    (told,) = [json.loads(body) for body in bodies if body]
    assert told["how"] == "fine"
    assert 1 in told.values()
    assert sorted(told["of"][0].values()) == [2, 3]


def test_days_are_days() -> None:
    """The table above has the first and the last there is."""
    assert (date.min.isoformat(), date.max.isoformat()) == (DAYS[0], DAYS[-1])


@pytest.mark.faults
def test_what_says_again_what_it_follows(ally: Ally, tmp_path: Path) -> None:
    """Which nobody but a stranger's archive does."""
    id_, first = revision(
        "obstacle",
        IDS[3],
        {"text": "Mira", "state": "open", "opened": "2026-11-20"},
        again="cd" * 32,
    )
    _, gone = revision("obstacle", IDS[3], None, op="delete", parents=[id_], again="cd" * 32)
    survives(ally, tmp_path, archive([first, gone]))


def test_a_number_without_room_behind_it_is_not_kept(ally: Ally, tmp_path: Path) -> None:
    """Or the next thing written would have one that no archive may hold."""
    body = {"kind": "act", "text": "Asked", "day": "2026-11-20"}
    number = json.dumps({"number": NUMBERS[-1], "type": "entry", "record": IDS[0]})
    source, out = tmp_path / "high.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(archive([revision("entry", IDS[0], body)[1], number]))
    assert ally("import", str(source)).code == 0
    assert ally("log", "act", "Mine").out.startswith("Saved 2")
    ally("export", str(out))
    assert ally("--journal", str(tmp_path / "new.db"), "import", str(out)).code == 0


def test_a_setting_whose_key_is_a_name_goes_whole(ally: Ally, tmp_path: Path) -> None:
    """A setting is known by its key, and what views read is that it is not there."""
    record = str(lasting_record_id("setting", "@Mira"))
    source = tmp_path / "set.jsonl"
    source.write_bytes(archive([revision("setting", record, {"key": "@Mira", "value": "x"})[1]]))
    ally("import", str(source))
    ally("forget", "--with", "Mira", "--yes")
    assert ally("doctor").code == 0
    assert "Mira" not in ally("export", "-").out
