"""JSON that another program exported: taken apart without trusting anything in it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ally_journal.errors import UnreadableFile

Object = Mapping[str, Any]


def entries_of(text: str) -> Iterator[tuple[str, Object]]:
    """Each object in the list `entries`, with its place, such as "Entry 3".

    Raises:
        UnreadableFile: it is not JSON, or has no such list.
    """
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"Line {error.lineno} is where the file stops being JSON; export it anew."
        ) from None
    except (ValueError, RecursionError):
        raise UnreadableFile("The file is no JSON that an export writes; export it anew.") from None
    found = whole.get("entries") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise UnreadableFile(
            "The file is JSON without a list of entries; give an export of a journal, or its form "
            "with --format."
        )
    for number, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            raise UnreadableFile(f"Entry {number} in the file is not an object; export it anew.")
        yield f"Entry {number}", one


def text_of(one: Object, field: str) -> str:
    """The text in a field; empty when there is none."""
    found = one.get(field)
    return found if isinstance(found, str) else ""


def texts_of(one: Object, field: str) -> list[str]:
    """The texts in a list; empty when there are none."""
    found = one.get(field)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
