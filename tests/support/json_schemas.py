"""The shipped JSON Schemas: what they say of records follows from the fields of each record."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from ally_journal.domain.records import fields
from ally_journal.domain.records.entry import ANSWER_KEYS, Entry, Heard
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Deed, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.summary import HEARD_SOURCES

Schema = Mapping[str, Any]

SCHEMAS = Path(__file__).parents[2] / "src/ally_journal/render/schemas"
WHOLE = {
    "entry": Entry,
    "plan": Plan,
    "obstacle": Obstacle,
    "shelf-item": ShelfItem,
    "own-idea": OwnIdea,
    "reflection": Reflection,
}
"""Schemas that are a record's."""

PARTS = {
    "entry": Entry,
    "plan": Plan,
    "obstacle": Obstacle,
    "reflection": Reflection,
    "shelf": ShelfItem,
}
"""What a schema of several records calls each of them under `$defs`."""

DAY = {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
MOMENT = {"type": "string", "format": "date-time"}
UTC = {**MOMENT, "pattern": "Z$"}
NUMBER = {"type": "integer", "minimum": 1}
NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
ANSWERS = {
    "type": "object",
    "propertyNames": {"enum": list(ANSWER_KEYS)},
    "additionalProperties": {"type": "string"},
}

KINDS: Mapping[type[fields.Field], Schema] = {
    fields.Names: NAMES,
    fields.Answers: ANSWERS,
    fields.Day: DAY,
    fields.Instant: MOMENT,
    fields.Flag: {"type": "boolean"},
    fields.Number: NUMBER,
}


def json_schemas() -> dict[Path, str]:
    """Every shipped schema: its name for good, and what it must say of records."""
    made = {}
    for path in sorted(SCHEMAS.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        document = {"$schema": said["$schema"], "$id": f"urn:ally-journal:schema:{path.stem}:1"}
        document |= {name: value for name, value in said.items() if name not in document}
        for name in PARTS.keys() & document.get("$defs", {}).keys():
            document["$defs"][name] = schema_of(PARTS[name])
        if path.stem in WHOLE:
            document |= schema_of(WHOLE[path.stem])
        made[path] = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return made


def schema_of(record: type) -> dict[str, Any]:
    """What `--json` prints of a record."""
    there = record.__annotations__.keys() | {"conflict"}
    properties = {"id": {"type": "string", "format": "uuid"}, "number": NUMBER}
    properties = {name: schema for name, schema in properties.items() if name in there}
    properties |= kept(record)
    properties |= {name: schema for name, schema in WORKED_OUT.items() if name in there}
    return {"type": "object", "properties": properties, "required": list(properties)}


def kept(record: type) -> dict[str, Schema]:
    """The schema of each field that is kept and shown."""
    return {
        field.name: perhaps_null(of_kind(field), record.__annotations__[field.attribute])
        for field in fields.fields_of(record)
        if field.shown
    }


def of_kind(field: fields.Field) -> Schema:
    """What JSON has for a field that says something."""
    for kind, schema in KINDS.items():
        if isinstance(field, kind):
            return schema
    if known := getattr(field, "words", ()) or getattr(field, "known", ()):
        return {"enum": list(known)}
    return {"type": "string", **({"minLength": 1} if field.needed else {})}


def perhaps_null(schema: Schema, annotation: Any) -> Schema:  # noqa: ANN401 - as classes have them
    """The same, or null where the class allows None."""
    if type(None) not in get_args(annotation.__origin__):
        return schema
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    if "format" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


WORKED_OUT: Mapping[str, Schema] = {
    "did": {
        "type": "array",
        "items": {"type": "object", "properties": kept(Deed), "required": list(kept(Deed))},
    },
    "entries": {"type": "array", "items": NUMBER},
    "heard": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **kept(Heard),
                "from": {"enum": list(HEARD_SOURCES)},
                "conflict": {"type": "boolean"},
            },
            "required": [*kept(Heard), "conflict"],
        },
    },
    "conflict": {"type": "boolean"},
    "others": {"type": "array", "items": {"type": ["object", "null"]}},
    "created": UTC,
    "changed": UTC,
}
"""What no body says, in the order in which it is shown."""
