"""Which bodies from elsewhere every view can read; what else they hold is carried along."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from ally_journal.domain.answers import ASKED
from ally_journal.domain.entries import WENT
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.settings import Settings, checked_setting
from ally_journal.errors import WrongUsage

_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DAY_MS = 86_400_000
_FARTHEST = 10**13  # milliseconds from 1970; the years 1653 to 2286


def is_id(value: object) -> bool:
    """Whether this is the id of a record, a UUID as Python writes it."""
    return isinstance(value, str) and re.fullmatch(_ID, value) is not None


def is_acceptable(type_: str, body: bytes) -> bool:
    """Whether a body is one of its type; of an unknown type, whatever is UTF-8 will do."""
    if type_ not in _FIELDS:
        return True
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        return False
    needed, others = _FIELDS[type_]
    return (
        isinstance(values, dict)
        and all(allows(values.get(name)) for name, allows in needed.items())
        and all(values.get(name) is None or allows(values[name]) for name, allows in others.items())
        and (type_ != "setting" or _is_setting(values))
        and (type_ != "entry" or values.get("went") == "missed" or not values.get("because"))
    )


def _text(value: object) -> bool:
    with suppress(UnicodeEncodeError):
        return isinstance(value, str) and value.encode() is not None
    return False


def _words(value: object) -> bool:
    return _text(value) and isinstance(value, str) and bool(value.strip())


def _day(value: object) -> bool:
    with suppress(ValueError):
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    return False


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _answers(value: object) -> bool:
    return isinstance(value, dict) and all(map(_text, [*value, *value.values()]))


def _flag(value: object) -> bool:
    return value in {True, False} if isinstance(value, int) else False


def _instant(value: object) -> bool:
    return type(value) is int and abs(value) < _FARTHEST


def _offset(value: object) -> bool:
    return type(value) is int and abs(value) * 1000 < _DAY_MS


def _one_of(*choices: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _is_setting(values: Mapping[str, Any]) -> bool:
    """Whether a setting can be in force; one this version does not know is carried along."""
    with suppress(WrongUsage):
        key, value = values["key"], values["value"]
        return key not in Settings._fields or checked_setting(key, value) == value
    return False


_Fields = Mapping[str, Callable[[object], bool]]
_FIELDS: Mapping[str, tuple[_Fields, _Fields]] = {
    "entry": (
        {"kind": _one_of(*KINDS), "text": _words, "day": _day},
        {
            "at": _instant,
            "offset": _offset,
            "zone": _text,
            "tags": _texts,
            "people": _texts,
            "way": _text,
            "went": _one_of(*WENT),
            "because": _text,
            "lesson": _text,
            "asked": _one_of(*ASKED),
            "answers": _answers,
            "share": _flag,
            "plan": is_id,
        },
    ),
    "heard": ({"entry": is_id, "from": _text, "day": _day}, {"text": _text}),
    "plan": (
        {"text": _words, "state": _text, "opened": _day},
        {"from": _text, "until": _day, "note": _text, "closed": _day, "share": _flag},
    ),
    "obstacle": (
        {"text": _words, "state": _text, "opened": _day},
        {"lever": _text, "who": _text, "next": _text, "note": _text, "closed": _day},
    ),
    "shelf": (
        {"title": _words, "state": _text},
        {"by": _text, "type": _text, "takeaway": _text, "day": _day},
    ),
    "reflection": ({"topic": _text, "text": _words, "day": _day}, {"for_sharing": _flag}),
    "setting": ({"key": _text, "value": _text}, {}),
    "asked": (
        {"question": _text, "period": _text, "day": _day, "outcome": _text},
        {"about": is_id},
    ),
}
"""For each type what it must say and what it may say; no other field is looked at."""
