"""One more field of a record is one line in its class: it travels everywhere from there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast

import pytest
from jsonschema import Draft202012Validator
from tests.store.forget.test_erase import forget, name
from tests.support import json_schemas
from tests.support.copies import THEN, archive_of, bring_into

from ally_journal.domain.records import fields
from ally_journal.domain.records.fields import (
    Number,
    OptionalDay,
    OptionalWords,
    Words,
    YesOrNo,
    body_of,
)
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.record_types import RECORDS
from ally_journal.errors import ArchiveDamaged
from ally_journal.render.writers import json_
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.revisions.integrity import contents

FRIDAY = date(2026, 11, 20)


class Step(NamedTuple):
    """One time that a plan was acted on."""

    day: date
    note: str


class Steps(Words):
    """A kind of field that no record has yet: a list of days, each with a note."""

    def json(self, value: tuple[Step, ...]) -> list[dict[str, str]]:
        """As bodies and documents have it."""
        return [{"day": one.day.isoformat(), "note": one.note} for one in value]

    def read(self, told: list[dict[str, str]], _body: object) -> tuple[Step, ...]:
        """As the class has it."""
        return tuple(Step(date.fromisoformat(one["day"]), one["note"]) for one in told)

    def allows(self, told: object) -> bool:
        """A list of objects."""
        return isinstance(told, list) and all(isinstance(one, dict) for one in told)


class LaterPlan(Plan):
    """The plan of a later ally."""

    guess: OptionalWords = None
    again: OptionalDay = None
    star: YesOrNo = False
    leads_to: Annotated[int | None, Number("plan")] = None
    steps: Annotated[tuple[Step, ...], Steps()] = ()


LaterPlan.__annotations__ = {**Plan.__annotations__, **LaterPlan.__annotations__}

BARE = LaterPlan(text="When interrupted, I will ask.", opened=FRIDAY)
FULL = replace(
    BARE,
    text="When Priya is interrupted, I will give the floor back.",
    guess="Priya may find it odd.",
    again=date(2026, 12, 18),
    star=True,
    steps=(Step(FRIDAY, "Priya went on."), Step(date(2026, 11, 23), "It was easy.")),
)
MORE = ("guess", "again", "star", "leads_to", "steps")


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only places that name the class of a plan, which the later ally has changed."""
    monkeypatch.setitem(cast("dict[str, type]", RECORDS), "plan", LaterPlan)
    monkeypatch.setattr(PLANS, "record", LaterPlan)
    monkeypatch.setitem(
        json_schemas.KINDS,
        Steps,
        {"type": "array"},
    )


def keep(path: Path) -> LaterPlan:
    """Two plans, the second following the first."""
    with open_journal(path, THEN, create=True) as journal:
        first = PLANS.add(journal, BARE)
        with journal.writing() as change:
            change.add("plan", body_of(FULL, leads_to=first.id))
        return plan_of(path, 2)


def plan_of(path: Path, number: int) -> LaterPlan:
    with open_journal(path, THEN) as journal:
        return cast("LaterPlan", PLANS.find(journal, number))


def bodies_of(path: Path) -> list[dict[str, Any]]:
    with open_journal(path, THEN) as journal:
        told = journal.connection.execute("SELECT body FROM body ORDER BY revision").fetchall()
    return [json.loads(body) for (body,) in told]


@pytest.mark.usefixtures("_later")
def test_it_is_kept_and_read_again(journal_path: Path) -> None:
    """In the body by its name, left out where it says nothing; nothing asks for a column."""
    kept = keep(journal_path)
    assert replace(kept, id="", number=0) == replace(FULL, leads_to=1)
    bare, full = bodies_of(journal_path)
    assert not bare.keys() & set(MORE)
    assert {name: full[name] for name in MORE} == {
        "guess": "Priya may find it odd.",
        "again": "2026-12-18",
        "star": True,
        "leads_to": plan_of(journal_path, 1).id,
        "steps": [
            {"day": "2026-11-20", "note": "Priya went on."},
            {"day": "2026-11-23", "note": "It was easy."},
        ],
    }
    assert {one.level for one in contents(journal_path)} == {"ok"}


@pytest.mark.usefixtures("_later")
def test_json_and_its_schema_have_it(journal_path: Path) -> None:
    """`--json` prints it, and the generated schema says what it is and that it is always there."""
    schema = json_schemas.schema_of(LaterPlan)
    for plan in (keep(journal_path), plan_of(journal_path, 1)):
        printed = json.loads(json_.record(plan))
        Draft202012Validator(schema).validate(printed)
        assert list(printed) == schema["required"]
        assert printed.keys() >= set(MORE)
    assert printed["leads_to"] is printed["guess"] is None
    assert schema["properties"]["again"] == schema["properties"]["until"]


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize(
    "wrong", [{"guess": 1}, {"again": "soon"}, {"star": 2}, {"leads_to": "1"}, {"steps": "Friday"}]
)
def test_an_archive_brings_it_whole_or_is_refused(
    journal_path: Path, tmp_path: Path, wrong: Mapping[str, object]
) -> None:
    """What one journal wrote another reads alike; a value that is none of its kind is refused."""
    kept = keep(journal_path)
    other = tmp_path / "other" / "journal.db"
    bring_into(other, archive_of(journal_path))
    assert plan_of(other, 2) == kept
    with open_journal(journal_path, THEN) as journal, journal.writing() as change:
        change.add("plan", {**body_of(FULL), **wrong})
    with pytest.raises(ArchiveDamaged):
        bring_into(other, archive_of(journal_path))


@pytest.mark.usefixtures("_later")
def test_forgetting_a_person_takes_them_out_of_its_words(journal_path: Path) -> None:
    """In a text and inside a list; a day, a flag and what names a record stay as they are."""
    keep(journal_path)
    forget(journal_path, name("Priya"))
    assert "Priya" not in str(bodies_of(journal_path))
    rest = plan_of(journal_path, 2)
    assert rest.guess == "A colleague may find it odd."
    assert rest.steps[0] == Step(FRIDAY, "A colleague went on.")
    assert (rest.again, rest.star, rest.leads_to) == (FULL.again, True, 1)


def test_an_older_ally_carries_it_along(
    journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not know the field reads the rest, changes the plan, and drops nothing."""
    with monkeypatch.context() as later:
        later.setitem(cast("dict[str, type]", RECORDS), "plan", LaterPlan)
        later.setattr(PLANS, "record", LaterPlan)
        before = keep(journal_path)
    with open_journal(journal_path, THEN) as journal:
        assert PLANS.find(journal, 2).text == FULL.text
        PLANS.end(journal, 2, "done", "Well enough", FRIDAY)
    monkeypatch.setattr(PLANS, "record", LaterPlan)
    after = plan_of(journal_path, 2)
    assert after == replace(before, state="done", note="Well enough", closed=FRIDAY)


def test_every_type_says_what_it_keeps() -> None:
    """No class of a record is without fields, and none has a field of no kind."""
    assert len(RECORDS) == 13
    for record in RECORDS.values():
        assert all(type(field) is not fields.Field for field in fields.fields_of(record))
        assert {field.attribute for field in fields.fields_of(record)} <= {*record.__annotations__}
        assert fields.fields_of(record)
