"""Which rows a record has in the tables that views read, out of what it says and nothing else."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from ally_journal.domain.text.tags import fold, tags_in, unique

NUMBERED = ("entry", "plan", "obstacle", "shelf", "idea")
"""Types whose records carry a number that people use."""

Body = Mapping[str, Any]
Row = tuple[object, ...]

COLUMNS = {
    "plan": ("text", "from", "until", "state", "note", "opened", "closed", "share"),
    "obstacle": ("text", "lever", "who", "next", "state", "note", "opened", "closed"),
    "shelf": ("title", "by", "type", "state", "takeaway", "day"),
    "reflection": ("topic", "text", "day", "for_sharing", "changed"),
    "asked": ("question", "about", "period", "day", "outcome"),
    "did": ("plan", "day", "note", "changed"),
    "idea": ("what", "text"),
    "rehearsal": ("text", "day", "changed"),
    "away": ("from", "until", "changed"),
    "heard": ("entry", "from", "text", "day", "changed"),
}
"""What SQL may ask of a type, by the names its bodies have; its other fields need no column."""

_TABLES = {"heard": ("feedback",), "entry": ("entry_tag", "entry")}
"""The tables of a type, dependants first, where they are not one of its name."""
_FLAGS = {"share", "for_sharing"}
_IDS = {"about", "plan", "entry"}
_UNSAID = {"heard": {"text": ""}}
_ROWS = {
    "entry": (
        *("number", "text", "more", "kind", "day", "at", "offset", "zone", "way", "because"),
        *("lesson", "asked", "guess", "again", "tags", "people", "way_folded", "went", "answers"),
        *("share", "star", "plan", "created", "changed", "conflict"),
    ),
    "entry_tag": ("tag", "entry", "shown"),
    "setting": ("key", "value"),
    "feedback": ("record", *COLUMNS["heard"]),
}


def tables_of(type_: str) -> tuple[str, ...]:
    """The tables with rows of a type, dependants first."""
    return _TABLES.get(type_, (type_,))


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table in the order in which `rows_of` gives them, what tells rows first."""
    if table in _ROWS:
        return _ROWS[table]
    if table in NUMBERED:
        return "number", *COLUMNS[table], "conflict"
    return "record", *COLUMNS[table]


def rows_of(
    type_: str, body: Body, facts: Body, heard: Collection[str] = ()
) -> list[tuple[str, Row]]:
    """The rows of a record that says something, each with its table, those others need first.

    The `facts` are its `record`, its `number` if it has one, when it was `created` and `changed`,
    by its clocks, and whether it is in `conflict`. Of an entry `heard` is what came back. A type
    this version does not know has no rows; its revisions are kept all the same.

    Raises:
        KeyError, TypeError, AttributeError: a damaged journal lacks its number, or a field.
    """
    if type_ == "entry":
        return _rows_of_entry(body, facts, heard)
    if type_ == "setting":
        return [("setting", (body["key"], body["value"]))]
    if type_ not in COLUMNS:
        return []
    said = {**_UNSAID.get(type_, {}), **body, "changed": facts["changed"]}
    row = [_value(said, name) for name in COLUMNS[type_]]
    if type_ in NUMBERED:
        return [(type_, (int(facts["number"]), *row, facts["conflict"]))]
    return [(tables_of(type_)[0], (facts["record"], *row))]


def _value(body: Body, name: str) -> object:
    if name in _FLAGS:
        return int(body.get(name, False))
    said = body.get(name)
    if name in _IDS:
        return id_of(said) if said else None
    return said


def _rows_of_entry(body: Body, facts: Body, heard: Collection[str]) -> list[tuple[str, Row]]:
    said = body.get
    number = int(facts["number"])
    text: str = body["text"]
    tags, people, answers = said("tags"), said("people"), said("answers")
    way, plan = said("way"), said("plan")
    written = (said("because"), said("lesson"), said("guess"), *(answers or {}).values(), *heard)
    entry = (
        *(number, text, "\n".join(filter(None, written))),
        *(said("kind"), said("day"), said("at"), said("offset"), said("zone")),
        *(way, said("because"), said("lesson"), said("asked"), said("guess"), said("again")),
        *(_listed(tuple(tags or ())), _listed(tuple(people or ()))),
        *(way and fold(way), said("went", "done"), _as_json(answers) if answers else "{}"),
        *(int(said("share", False)), int(said("star", False)), id_of(plan) if plan else None),
        *(facts["created"], facts["changed"], facts["conflict"]),
    )
    tagged = ((fold(tag), number, tag) for tag in unique((*tags_in(text), *(tags or ()))))
    return [("entry", entry), *(("entry_tag", one) for one in tagged)]


_as_json = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=1000)
def _listed(words: tuple[str, ...]) -> str:
    """Words as JSON; the same few stand in most entries."""
    return _as_json(words)


def id_of(record: str) -> bytes:
    """The bytes of a record's id, as `is_id` takes it; uuid.UUID takes five times as long."""
    return bytes.fromhex(record.replace("-", ""))
