"""Which rows a record has in the tables that views read, out of what it says and nothing else."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ally_journal.domain.text.tags import fold, tags_in, unique

NUMBERED = ("entry", "plan", "obstacle", "shelf", "idea")
"""Types whose records carry a number that people use."""

Body = Mapping[str, Any]
Row = dict[str, object]

_OF_ENTRY = (
    *("kind", "text", "day", "at", "offset", "zone", "way", "because", "lesson", "asked"),
    *("guess", "again"),
)
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


def tables_of(type_: str) -> tuple[str, ...]:
    """The tables with rows of a type, dependants first."""
    return _TABLES.get(type_, (type_,))


def rows_of(
    type_: str, body: Body, facts: Body, heard: Collection[str] = ()
) -> Iterator[tuple[str, Row]]:
    """The rows of a record that says something, each with its table, those others need first.

    The `facts` are its `record`, its `number` if it has one, when it was `created` and `changed`,
    by its clocks, and whether it is in `conflict`. Of an entry `heard` is what came back. A type
    this version does not know has no rows; its revisions are kept all the same.

    Raises:
        KeyError, TypeError, AttributeError: a damaged journal lacks its number, or a field.
    """
    if type_ == "entry":
        yield from _rows_of_entry(body, facts, heard)
    elif type_ == "setting":
        yield "setting", {"key": body["key"], "value": body["value"]}
    elif type_ in COLUMNS:
        named = (
            {"number": int(facts["number"])} if type_ in NUMBERED else {"record": facts["record"]}
        )
        said = {**body, "changed": facts["changed"]}
        row: Row = {**named, **{name: said.get(name) for name in COLUMNS[type_]}}
        row |= {
            name: id_of(one) if (one := said.get(name)) else None for name in _IDS.intersection(row)
        }
        row |= {name: int(said.get(name, False)) for name in _FLAGS.intersection(row)}
        if type_ in NUMBERED:
            row["conflict"] = facts["conflict"]
        if type_ == "heard":
            row["text"] = said.get("text", "")
        yield tables_of(type_)[0], row


def _rows_of_entry(body: Body, facts: Body, heard: Collection[str]) -> Iterator[tuple[str, Row]]:
    number = int(facts["number"])
    text: str = body["text"]
    answers = body.get("answers", {})
    way = body.get("way")
    written = [*(body.get(name) for name in ("because", "lesson", "guess")), *answers.values()]
    yield (
        "entry",
        {
            "number": number,
            **{name: body.get(name) for name in _OF_ENTRY},
            "tags": _list(body.get("tags", [])),
            "people": _list(body.get("people", [])),
            "way_folded": way and fold(way),
            "went": body.get("went", "done"),
            "answers": _as_json(answers) if answers else "{}",
            "share": int(body.get("share", False)),
            "star": int(body.get("star", False)),
            "plan": id_of(plan) if (plan := body.get("plan")) else None,
            "more": "\n".join(filter(None, [*written, *heard])),
            **{name: facts[name] for name in ("created", "changed", "conflict")},
        },
    )
    for tag in unique([*tags_in(text), *body.get("tags", [])]):
        yield "entry_tag", {"tag": fold(tag), "entry": number, "shown": tag}


_as_json = json.JSONEncoder(ensure_ascii=False).encode


def id_of(record: str) -> bytes:
    """The bytes of a record's id, as `is_id` takes it; uuid.UUID takes five times as long."""
    return bytes.fromhex(record.replace("-", ""))


def _list(words: list[str]) -> str:
    return _as_json(words) if words else "[]"
